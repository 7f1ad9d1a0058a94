// One agency: its answers, the files they are from, the place of each in its file.

const FOUND = {
  anchor: "พบจากถ้อยคำข้างเคียง",
  position: "พบจากตำแหน่งในแบบ",
  image: "อ่านจากภาพ",
  person: "เจ้าหน้าที่พิมพ์จากต้นฉบับ",
};

const placeIn = (file, field) => {
  if (file.places < 0) return "";
  const where = facts.places.words[facts.places.rows[file.places][field]];
  const [by, on, why] = file.decided[field] ?? [];
  const found = FOUND[file.by[field]];
  return [
    where,
    found ? ` (${found})` : "",
    by === undefined ? "" : el("div", { class: "note" }, `ตัดสินโดย ${by || "–"} ${day(on)} ${why}`),
  ];
};

const terms = (pairs) =>
  el(
    "dl",
    {},
    pairs
      .filter(([, value]) => value)
      .map(([name, value]) => el("div", {}, el("dt", {}, name), el("dd", {}, value))),
  );

const fileCard = (file) =>
  el(
    "li",
    {},
    el("strong", {}, file.name),
    terms([
      ["สถานะ", file.shown],
      ["เหตุผล", file.reason],
      ["ชนิด", file.format],
      ["วันที่รับ", day(file.received)],
      ["วันที่ตอบ", day(file.on)],
      ["รุ่นของแบบ", file.version],
      ["SHA-256 (ส่วนต้น)", file.sha256],
    ]),
    file.differences.length
      ? table(
          "ข้อที่ต่างจากฉบับอื่น",
          ["ข้อที่ต่าง", "ในแฟ้มนี้", "ในอีกแฟ้ม", "ชื่ออีกแฟ้ม"],
          file.differences.map((one) =>
            el(
              "tr",
              {},
              el("th", { scope: "row" }, one[0]),
              one.slice(1).map((each) => el("td", {}, each)),
            ),
          ),
        )
      : "",
  );

const originTable = (agency) => {
  const line = (name, told, field) =>
    el(
      "tr",
      {},
      el("th", { scope: "row" }, name),
      el("td", {}, told),
      agency.files.map((file) => el("td", { class: "place" }, placeIn(file, field))),
    );
  const rows = questions.flatMap((one) => [
    line(one.name, answerNode(one, agency), one.field),
    ...one.beside
      .filter((side) => typeof side.answers[agency.turn] === "string")
      .map((side) => line(side.label, side.answers[agency.turn], side.field)),
  ]);
  const where = agency.files.map((file) =>
    undecided(agency) ? `ตำแหน่งใน ${file.name}` : "ตำแหน่งในแฟ้ม",
  );
  return el(
    "div",
    { class: "scroll", role: "group", "aria-label": "คำตอบและตำแหน่งในแฟ้ม", tabindex: "0" },
    table("คำตอบและตำแหน่งในแฟ้ม", [survey.heading, "คำตอบ", ...where], rows),
  );
};

const showAgency = (agency) => {
  const dialog = at("agency");
  const others = agency.filed.filter((file) => !agency.files.includes(file));
  const heading = (text) => el("h3", {}, text);
  dialog.replaceChildren(
    el(
      "div",
      { class: "dialog-head" },
      el("h2", { id: "agency-title" }, agency.name || agency.code),
      el("button", { type: "button", onclick: () => dialog.close() }, "ปิด"),
    ),
    el(
      "div",
      { class: "dialog-body" },
      terms([
        ["รหัสหน่วยงาน", agency.code],
        ["สังกัด", agency.ministry],
        ["ประเภท", agency.type],
        ["จังหวัด", agency.province],
        ["สถานะ", standing(agency) + (agency.expected || !totals.sent ? "" : " (ไม่อยู่ในบัญชีจัดส่ง)")],
        ["วันที่จัดส่ง", day(agency.sent)],
        [
          "ติดตามแล้ว",
          agency.reminded.length
            ? `${number(agency.reminded.length)} ครั้ง: ${agency.reminded.map(day).join(", ")}`
            : "",
        ],
        ["วันที่ตอบ", day(agency.on)],
        ["แฟ้มที่อาจเป็นของหน่วยงานนี้", agency.pending.join("\n")],
      ]),
      agency.matters.length
        ? [
            heading(`เรื่องที่ต้องตรวจสอบ ${number(agency.matters.length)} เรื่อง`),
            el(
              "ul",
              { class: "findings" },
              agency.matters.map((one) =>
                el(
                  "li",
                  {},
                  el("strong", {}, one.field),
                  " ",
                  one.problem,
                  one.read ? ` (ค่าที่อ่านได้: ${one.read})` : "",
                  " ",
                  one.advice,
                ),
              ),
            ),
          ]
        : "",
      agency.files.length ? [heading("คำตอบและที่มา"), originTable(agency)] : "",
      agency.files.length
        ? [
            heading(undecided(agency) ? "แฟ้มที่ต้องเลือก" : "แฟ้มที่ใช้นับ"),
            el("ul", { class: "file-cards" }, agency.files.map(fileCard)),
          ]
        : "",
      others.length
        ? [heading("แฟ้มอื่นของหน่วยงานนี้"), el("ul", { class: "file-cards" }, others.map(fileCard))]
        : "",
    ),
  );
  if (!dialog.open) dialog.showModal();
  dialog.scrollTop = 0;
};

const follow = () => {
  const [, row] = /^#agency-([0-9]+)$/.exec(location.hash) ?? [];
  if (row !== undefined && agencies[row]) showAgency(agencies[row]);
  else if (at("agency").open) at("agency").close();
};
