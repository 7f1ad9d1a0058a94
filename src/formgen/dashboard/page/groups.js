// Types, ministries and provinces: what was sent and came back, or what was answered.

// What is shown of a group: each part of its bar is a column too, and leads to its agencies.
const responseOf = (group) => ({
  base: group.sent,
  parts: [
    { ...part(0, "ตอบกลับ", group.back), filter: { standing: BACK } },
    {
      ...part(BLANK, "ยังไม่ตอบกลับ", group.sent - group.back),
      filter: { standing: "outstanding" },
    },
  ],
});

const answersOf = (members, question) => ({
  base: members.filter(returned).length,
  parts: [...choices(question), ...missing(question, !question.none[1])].map((one) => ({
    ...one,
    count: members.filter((agency) => matches(answerOf(question, agency), one.code)).length,
    filter: { question: question.place, answer: one.code },
  })),
});

const groupRows = (group, question) =>
  group.rows.map((one) => ({
    ...one,
    ...(question
      ? answersOf(
          agencies.filter((agency) => agency[group.key] === one.name),
          question,
        )
      : responseOf(one)),
    label: one.name || words.blank,
    pick: (more) => pickAgencies({ [group.key]: one.name || NOTHING, ...more }),
  }));

const partColumn = (kind, place, shares) => ({
  key: `part-${place}`,
  label: legend(kind),
  kind: "number",
  always: true,
  value: (one) => one.parts[place].count,
  show: (one) => {
    const { count, label, filter } = one.parts[place];
    const base = shares ? one.base : undefined;
    return counted(count, base, `${one.label} ${label}`, () => one.pick(filter));
  },
});

const groupColumns = (group, question, kinds) => {
  const name = column("label", group.label, { head: true, always: true });
  if (!question && !totals.sent) return [name, partColumn(kinds[0], 0, false)];
  const barred = question?.kind !== "select_multiple"; // of several choices a bar has no sum
  const bars = {
    key: "bar",
    label: el("span", { class: "unseen" }, "ร้อยละ"),
    under: axis(),
    kind: "bar",
    always: true,
    show: (one) => (one.base ? bar(one.parts, one.base, (each) => one.pick(each.filter)) : ""),
  };
  const sent = column("sent", "จัดส่ง", {
    kind: "number",
    show: (one) => counted(one.sent, undefined, `${one.label} จัดส่ง`, () => one.pick(SENT)),
  });
  const review = column("review", "ต้องตรวจสอบ", {
    kind: "number",
    show: (one) =>
      counted(one.review, undefined, `${one.label} ต้องตรวจสอบ`, () =>
        one.pick({ standing: REVIEW }),
      ),
  });
  const rate = column("rate", "ร้อยละ", {
    kind: "number",
    value: (one) => (one.sent ? one.back / one.sent : undefined),
    show: (one) => percent(one.back, one.sent),
  });
  const base = column("base", "ตอบกลับ", { kind: "number", show: (one) => number(one.base) });
  return [
    name,
    ...(barred ? [bars] : []),
    question ? base : sent,
    ...kinds.map((kind, place) => partColumn(kind, place, Boolean(question))),
    ...(question ? [] : [review, rate]),
  ];
};

const groupList = (group, question) => {
  const rows = groupRows(group, question);
  return new List({
    caption: `${group.label} (แห่ง)`,
    noun: "กลุ่ม",
    columns: groupColumns(group, question, rows[0].parts),
    rows,
    size: GROUPS,
    search: rows.length > GROUPS ? `ค้นหา${group.label}` : "",
  });
};

const showGroups = () => {
  const section = at("groups");
  const host = el("div");
  const show = (place) => {
    lists.splice(0, lists.length, ...lists.filter((one) => !host.contains(one.node)));
    host.replaceChildren(
      ...groups.map((group) =>
        el(
          "div",
          { class: "card groups" },
          el("h3", {}, group.label),
          groupList(group, questions[place]).node,
        ),
      ),
    );
    drawAll(host);
  };
  const select = chooser(
    "แสดง",
    [
      ["", "การตอบกลับ (จัดส่งและตอบกลับ)"],
      ...questions.filter(isSelect).map((one) => [one.place, one.name]),
    ],
    () => show(select.field.value === "" ? -1 : Number(select.field.value)),
  );
  section.append(
    groups.length
      ? el("div", { class: "controls" }, select)
      : note("ไม่มีข้อมูลประเภทหน่วยงาน สังกัด หรือจังหวัด"),
    ...(mixed
      ? [
          note(
            `อัตราการตอบกลับคิดจากหน่วยงานในบัญชีจัดส่ง ไม่รวม ${number(unlisted)} แห่งที่ตอบกลับโดยไม่อยู่ในบัญชี`,
          ),
        ]
      : []),
    host,
  );
  show(-1);
};
