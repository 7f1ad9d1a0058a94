// The agencies and their answers, filtered; those that have not returned.

const NOTHING = "\u0000"; // stands for a blank name among the options of a filter

let agencyList;
const agencyFilters = {};
let fileList;
const fileFilters = {};

const answerNode = (question, agency) => {
  const value = answerOf(question, agency);
  const told = shown(question, value);
  if (!told) return "";
  if (question.kind !== "select_one" && answered(value)) return told;
  return [swatch(`var(${colourOf(value)})`), told];
};

const sortable = (question, agency) => {
  const value = answerOf(question, agency);
  if (!answered(value)) return undefined;
  if (isNumber(question)) return Number(value);
  return Array.isArray(value) ? shown(question, value) : value;
};

const agencyColumns = () => [
  column("code", "รหัส"),
  column("name", "หน่วยงาน", {
    head: true,
    always: true,
    show: (one) => agencyLink(one.row, one.name),
  }),
  column("ministry", "สังกัด", { kind: "words" }),
  column("type", "ประเภท", { kind: "words" }),
  column("province", "จังหวัด"),
  column("standing", "สถานะ", { kind: "standing", value: standing, show: standing }),
  dateColumn("on", "วันที่ตอบ"),
  ...questions.map((question) => ({
    key: `answer-${question.place}`,
    label: question.name,
    kind: isNumber(question) ? "answer number" : "answer",
    always: true,
    value: (one) => sortable(question, one),
    show: (one) => answerNode(question, one),
  })),
  ...(survey.had
    ? [
        column("had", survey.had, {
          kind: "number",
          show: (one) =>
            one.had === null ? (undecided(one) ? words.doubtful : "") : number(one.had),
        }),
      ]
    : []),
];

const answerOptions = (question) => [
  ["", "ทุกคำตอบ"],
  ...(question.kind === "select_one" ? [] : [["answered", "ตอบ"]]),
  ...choices(question).map((one) => [one.code, one.label]),
  ...missing(question, !question.none[1]).map((one) => [one.code, one.label]),
];

const filterAgencies = () => {
  const value = (name) => agencyFilters[name]?.field.value ?? "";
  const question = value("question") === "" ? undefined : questions[Number(value("question"))];
  const answer = value("answer");
  const stands = value("standing") ? STANDINGS[value("standing")][1] : undefined;
  const named = groups.map(({ key }) => [key, value(key)]).filter(([, wanted]) => wanted);
  agencyList.filter = (one) =>
    (!stands || stands(one)) &&
    named.every(([key, wanted]) => one[key] === (wanted === NOTHING ? "" : wanted)) &&
    (!question || (answer === "" ? returned(one) : matches(answerOf(question, one), answer)));
  agencyList.refresh();
};

const offerAnswers = () => {
  const { question, answer } = agencyFilters;
  const chosen = question.field.value;
  const options = chosen === "" ? [["", "ทุกคำตอบ"]] : answerOptions(questions[Number(chosen)]);
  answer.field.replaceChildren(...options.map(([value, text]) => el("option", { value }, text)));
  answer.field.disabled = chosen === "";
};

const clearFilters = (filters, list) => {
  for (const one of Object.values(filters)) one.field.value = "";
  list.clear();
};

// Leads from a number to the agencies behind it.
const pickAgencies = ({ sort, down = false, ...wanted }) => {
  clearFilters(agencyFilters, agencyList);
  const { answer, ...first } = wanted;
  for (const [name, value] of Object.entries(first))
    agencyFilters[name].field.value = String(value);
  if (questions.length) offerAnswers();
  if (answer !== undefined) agencyFilters.answer.field.value = String(answer);
  filterAgencies();
  agencyList.sortBy(sort, down);
  go("agencies");
};

const showAgencies = () => {
  const present = Object.entries(STANDINGS).filter(
    ([key, [, stands]]) =>
      agencies.some(stands) && (mixed || !["back", "listed", "unlisted", "listedReview"].includes(key)),
  );
  agencyFilters.standing = chooser(
    "สถานะ",
    [["", "ทุกสถานะ"], ...present.map(([key, [label]]) => [key, label])],
    filterAgencies,
  );
  for (const { key, label, rows } of groups) {
    const names = new Set([...rows.map((one) => one.name), ...agencies.map((one) => one[key])]);
    agencyFilters[key] = chooser(
      label,
      [["", "ทั้งหมด"], ...[...names].map((name) => [name || NOTHING, name || words.blank])],
      filterAgencies,
    );
  }
  if (questions.length) {
    agencyFilters.question = chooser(
      "ข้อ",
      [["", "ทุกข้อ"], ...questions.map((one) => [one.place, one.name])],
      () => {
        offerAnswers();
        filterAgencies();
      },
    );
    agencyFilters.answer = chooser("คำตอบ", [["", "ทุกคำตอบ"]], filterAgencies);
    offerAnswers();
  }
  const clear = el(
    "button",
    {
      type: "button",
      onclick: () => {
        clearFilters(agencyFilters, agencyList);
        if (questions.length) offerAnswers();
        filterAgencies();
      },
    },
    "ล้างตัวกรอง",
  );
  agencyList = new List({
    caption: "หน่วยงานและคำตอบ",
    noun: "แห่ง",
    columns: agencyColumns(),
    rows: agencies,
    search: "ค้นหาหน่วยงาน",
    controls: [...Object.values(agencyFilters), clear],
    find: (one) =>
      [
        one.code,
        one.name,
        one.ministry,
        one.type,
        one.province,
        ...one.filed.map((file) => file.name),
      ].join("\n"),
    open: (one) => {
      location.hash = `agency-${one.row}`;
    },
  });
  agencyList.node.classList.add("agencies");
  if (questions.length > 2 * COLUMNS) agencyList.node.classList.add("broad");
  at("agencies").append(
    ...(agencies.length
      ? [note(hint("กดที่ชื่อหน่วยงานเพื่อดูคำตอบทุกข้อ แฟ้มที่มา และตำแหน่งในแฟ้ม")), agencyList.node]
      : [note(words.nothing)]),
  );
};

const showOutstanding = () => {
  const rows = agencies.filter(STANDINGS.outstanding[1]);
  const section = at("outstanding");
  if (!rows.length) {
    section.append(
      note(totals.sent ? "ทุกหน่วยงานที่จัดส่งแบบตอบกลับแล้ว" : "ไม่มีบัญชีจัดส่ง จึงไม่ทราบว่าหน่วยงานใดยังไม่ตอบกลับ"),
    );
    return;
  }
  const list = new List({
    caption: "หน่วยงานที่ยังไม่ตอบกลับ",
    noun: "แห่ง",
    columns: [
      column("code", "รหัส"),
      column("name", "หน่วยงาน", {
        head: true,
        always: true,
        show: (one) => agencyLink(one.row, one.name),
      }),
      column("ministry", "สังกัด"),
      column("type", "ประเภท"),
      column("province", "จังหวัด"),
      dateColumn("sent", "วันที่จัดส่ง"),
      column("reminded", "ติดตามแล้ว (ครั้ง)", {
        kind: "number",
        always: true,
        value: (one) => one.reminded.length,
        show: (one) => number(one.reminded.length),
      }),
      column("last", "ติดตามล่าสุด", {
        kind: "date",
        value: (one) => one.reminded.at(-1),
        show: (one) => shortDay(one.reminded.at(-1) ?? ""),
      }),
      column("pending", "แฟ้มที่อาจเป็นของหน่วยงานนี้ (รอตรวจสอบ)", {
        value: (one) => one.pending.join("\n"),
        show: (one) => one.pending.join("\n"),
      }),
    ],
    rows,
    search: rows.length > GROUPS ? "ค้นหาในรายชื่อ" : "",
  });
  section.append(list.node);
};
