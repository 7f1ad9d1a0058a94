// Every question: a bar and its numbers; each number leads to its agencies.

const pickAnswer = (question, code) => () =>
  pickAgencies({ question: question.place, answer: code });

const answerCell = (question, one, base) => ({
  label: one.label,
  colour: one.colour,
  content: counted(
    one.count,
    base,
    `${question.name} ${one.label}`,
    pickAnswer(question, one.code),
  ),
});

const shareHead = () => [el("span", { class: "unseen" }, "ร้อยละ"), axis()];

// Questions that can be answered alike: one table, a bar of 100 per cent in each row.
const alikeTable = (title, caption, group, given) => {
  const asked = group.every((one) => !one.none[1]);
  const partsOf = (question) => [...given(question), ...missing(question, asked)];
  const rows = group.map((one) => {
    const parts = partsOf(one);
    const pick = (each) => pickAnswer(one, each.code)();
    return row(one.name, [
      { wide: true, content: total(one) ? bar(parts, total(one), pick) : "" },
      ...parts.map((each) => answerCell(one, each, total(one))),
      { label: "รวม", content: number(total(one)) },
    ]);
  });
  const heads = [survey.heading, shareHead(), ...partsOf(group[0]).map(legend), "รวม"];
  return [el("h3", {}, title), table(caption, heads, rows, "answers")];
};

const sharedTable = (group) => {
  const caption = `จำนวน (แห่ง) และร้อยละของหน่วยงาน จำแนกตาม${survey.unit}และคำตอบ`;
  return alikeTable(group.length > 1 ? caption : group[0].name, caption, group, choices);
};

const wordsTable = (group) => {
  const title = "ข้อที่ตอบเป็นข้อความหรือวันที่";
  const given = (one) => [{ ...part(0, "ตอบ", one.answered), code: "answered" }];
  return alikeTable(title, title, group, given);
};

// A question with many choices, or where several may be taken: a row for each choice.
const ownTable = (question) => {
  const several = question.kind === "select_multiple";
  const base = total(question);
  const parts = [...choices(question), ...missing(question, !question.none[1])];
  const pick = (one) => pickAnswer(question, one.code)();
  const rows = parts.map((one) =>
    row(several ? one.label : [swatch(one.colour), one.label], [
      { wide: true, content: base ? bar([one], base, pick, () => "") : "" },
      answerCell(question, one, base),
    ]),
  );
  const caption = `${question.name}: จำนวน (แห่ง) และร้อยละของหน่วยงาน`;
  return [
    el("h3", {}, question.name),
    several || !base ? "" : bar(parts, base, pick),
    table(caption, ["คำตอบ", shareHead(), "แห่ง"], rows, "choices"),
    several ? note("ตอบได้มากกว่าหนึ่งข้อ ผลรวมของร้อยละจึงอาจเกิน ๑๐๐") : "",
  ];
};

// Numbers: how they spread, and what they come to; the least and the greatest lead to their agencies.
const figuresTable = (group) => {
  const asked = group.every((one) => !one.none[1]);
  const rows = group.map((one) => {
    const [sum, least, most, mean] = one.figures ?? [];
    const values = one.answers.filter(answered).map(Number);
    const sorted = (down) => () =>
      pickAgencies({ question: one.place, answer: "answered", sort: `answer-${one.place}`, down });
    const extreme = (label, value, down) =>
      value === undefined
        ? "–"
        : press(number(value), sorted(down), `${one.name} ${label} ${number(value)} ดูรายชื่อ`);
    return row(one.name, [
      { wide: true, content: values.length ? histogram(values) : "" },
      answerCell(one, { ...part("answered", "ตอบ", one.answered), colour: undefined }),
      { label: "ผลรวม", content: sum === undefined ? "–" : number(sum) },
      { label: "ต่ำสุด", content: extreme("ต่ำสุด", least, false) },
      { label: "สูงสุด", content: extreme("สูงสุด", most, true) },
      { label: "ค่าเฉลี่ย", content: mean === undefined ? "–" : number(mean) },
      ...missing(one, asked).map((each) => answerCell(one, each)),
      { label: "รวม", content: number(total(one)) },
    ]);
  });
  const heads = [
    "ตอบ",
    "ผลรวม",
    "ต่ำสุด",
    "สูงสุด",
    "ค่าเฉลี่ย",
    ...missing(group[0], asked).map((one) => one.label),
    "รวม",
  ];
  return [
    el("h3", {}, "ข้อที่ตอบเป็นจำนวน"),
    table("ข้อที่ตอบเป็นจำนวน", [survey.heading, "การกระจาย", ...heads], rows, "figures"),
  ];
};

// Questions that stand in one table have the same key.
const tableKey = (question) => {
  if (isNumber(question)) return "number";
  if (!isSelect(question)) return "words";
  const few = question.kind === "select_one" && question.choices.length <= COLUMNS;
  return JSON.stringify(few ? question.choices : [question.place, question.choices]);
};

const showAnswers = () => {
  const tables = new Map();
  for (const one of questions) {
    const key = tableKey(one);
    tables.set(key, [...(tables.get(key) ?? []), one]);
  }
  const made = [...tables].map(([key, group]) => {
    if (key === "number") return figuresTable(group);
    if (key === "words") return wordsTable(group);
    return group[0].kind === "select_one" && group[0].choices.length <= COLUMNS
      ? sharedTable(group)
      : ownTable(group[0]);
  });
  at("answers").append(
    note(
      `ฐานของร้อยละ: หน่วยงานที่ส่งแบบกลับ N = ${number(totals.answered)} แห่ง ตารางแสดงจำนวนแห่งและร้อยละ`,
      hint(" กดที่จำนวนหรือแท่งเพื่อดูรายชื่อหน่วยงาน"),
    ),
    ...made.map((parts) => el("div", { class: "card" }, parts)),
    note(words.rounding),
  );
};
