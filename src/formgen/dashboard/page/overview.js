// How many returned, when, and how their files ended.

const showOverview = () => {
  const tile = (label, count, unit, under, pick) =>
    el(
      "li",
      { class: "tile" },
      el("span", { class: "tile-label" }, label),
      el(
        "strong",
        {},
        pick && count
          ? press(number(count), pick, `${label} ${number(count)} ${unit} ดูรายการ`)
          : number(count),
        " ",
        el("small", {}, unit),
      ),
      el("span", { class: "muted" }, under),
    );
  const rate = (count) => `ร้อยละ ${percent(count, totals.sent)} ของที่จัดส่ง`;
  const tiles = totals.sent
    ? [
        tile(
          "จัดส่งแบบ",
          totals.sent,
          "แห่ง",
          unlisted ? `และตอบกลับโดยไม่อยู่ในบัญชี ${number(unlisted)} แห่ง` : "ตามบัญชีจัดส่ง",
          () => pickAgencies(SENT),
        ),
        tile("ตอบกลับแล้ว", totals.back, "แห่ง", rate(totals.back), () =>
          pickAgencies({ standing: BACK }),
        ),
        tile("ยังไม่ตอบกลับ", totals.outstanding, "แห่ง", rate(totals.outstanding), () =>
          go("outstanding"),
        ),
      ]
    : [
        tile("ตอบกลับแล้ว", totals.answered, "แห่ง", "ไม่มีบัญชีจัดส่ง จึงไม่ทราบอัตราการตอบกลับ", () =>
          pickAgencies({ standing: "returned" }),
        ),
      ];
  tiles.push(
    tile(
      "ต้องตรวจสอบ",
      totals.matters,
      "เรื่อง",
      totals.undecided ? `ต้องตัดสินว่าใช้ฉบับใด ${number(totals.undecided)} แห่ง` : "รอเจ้าหน้าที่ตัดสิน",
      () => go("matters"),
    ),
  );
  const rateBar = totals.sent
    ? [
        bar(
          [
            { ...part(0, "ตอบกลับแล้ว", totals.back), standing: BACK },
            { ...part(BLANK, "ยังไม่ตอบกลับ", totals.outstanding), standing: "outstanding" },
          ],
          totals.sent,
          (one) => pickAgencies({ standing: one.standing }),
          (one) => `${one.label} ร้อยละ ${percent(one.count, totals.sent)}`,
        ),
      ]
    : [];
  at("overview").append(
    el("ul", { class: "tiles" }, tiles),
    ...rateBar,
    ...(totals.answered ? [] : [note(words.nothing)]),
    el("div", { class: "pair" }, timeCard(), filesCard()),
  );
};

// An agency returned on the first day on which a file of its own came.
const daysOfReturn = () => {
  const counts = new Map();
  for (const agency of agencies.filter(returned)) {
    const came = agency.filed
      .filter((file) => file.state !== "quarantined" && file.state !== "ignored")
      .map((file) => file.received)
      .filter((iso) => /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(iso));
    const first = came.sort()[0];
    if (first) counts.set(first, (counts.get(first) ?? 0) + 1);
  }
  let sum = 0;
  return [...counts]
    .sort()
    .map(([iso, count]) => ({ iso, count, sum: (sum += count), date: new Date(iso) }));
};

const timeCard = () => {
  const days = daysOfReturn();
  if (days.length < 2) return "";
  const unknown = totals.answered - days.at(-1).sum;
  return el(
    "div",
    { class: "card" },
    el("h3", {}, "หน่วยงานที่ตอบกลับสะสม"),
    overTime(days),
    unknown ? note(`ไม่รวม ${number(unknown)} แห่งที่ไม่ทราบวันที่รับ`) : "",
    el(
      "details",
      {},
      el("summary", {}, "ดูเป็นตาราง"),
      el(
        "div",
        { class: "scroll low", role: "group", "aria-label": "หน่วยงานที่ตอบกลับ รายวัน", tabindex: "0" },
        table(
          "หน่วยงานที่ตอบกลับ รายวัน",
          ["วันที่รับ", "ตอบกลับ (แห่ง)", "สะสม (แห่ง)"],
          days.map((one) =>
            row(day(one.iso), [{ content: number(one.count) }, { content: number(one.sum) }]),
          ),
        ),
      ),
    ),
  );
};

const filesCard = () => {
  const line = (one, pick) =>
    row(one.label, [
      {
        wide: true,
        content: bar([{ ...part(0, one.label, one.count) }], totals.files || 1, pick, () => ""),
      },
      { content: pick ? counted(one.count, undefined, one.label, pick) : number(one.count) },
    ]);
  const heading = (first) => [first, el("span", { class: "unseen" }, "แผนภูมิ"), "ฉบับ"];
  return el(
    "div",
    { class: "card" },
    el("h3", {}, `แฟ้มที่ได้รับ ${number(totals.files)} ฉบับ`),
    table(
      "สถานะของแฟ้ม",
      heading("สถานะ"),
      facts.states.map((one) => line(one, () => pickFiles({ state: one.state }))),
      "small-bars",
    ),
    files.length
      ? table(
          "ชนิดของแฟ้ม",
          heading("ชนิดของแฟ้ม"),
          formatsSeen.map((one) => line(one, () => pickFiles({ format: one.label }))),
          "small-bars",
        )
      : "",
  );
};
