// What a person must look at, what one let stand, every file.

const findingColumns = () => [
  column("from", "หน่วยงาน", {
    head: true,
    always: true,
    show: (one) => agencyLink(one.agency, one.from),
  }),
  column("name", "แฟ้ม", {
    value: (one) => files[one.file].name,
    show: (one) => files[one.file].name,
  }),
  column("field", "ข้อ"),
  column("at", "ตำแหน่งในแฟ้ม"),
  column("problem", "ปัญหาที่พบ", { kind: "words" }),
  column("read", "ค่าที่อ่านได้"),
];

const showMatters = () => {
  const section = at("matters");
  if (!matters.length) {
    section.append(note("ไม่มีเรื่องที่ต้องตรวจสอบ"));
    return;
  }
  const list = new List({
    caption: "เรื่องที่ต้องตรวจสอบ",
    noun: "เรื่อง",
    columns: [
      ...findingColumns(),
      column("advice", "ข้อเสนอการแก้ไข", { kind: "words" }),
      column("grave", "ความสำคัญ"),
    ],
    rows: matters,
    search: matters.length > GROUPS ? "ค้นหาในรายการ" : "",
  });
  section.append(
    note(
      "บันทึกผลการตัดสินในแฟ้ม ",
      el("a", { href: words.review }, words.review),
      " ซึ่งอยู่ในโฟลเดอร์เดียวกับหน้านี้",
    ),
    list.node,
  );
};

const showWaivers = () => {
  const section = at("waivers");
  if (!waivers.length) {
    section.append(note("ไม่มีคำตอบที่เจ้าหน้าที่ให้ใช้ได้ทั้งที่ไม่เป็นไปตามเงื่อนไขของแบบ"));
    return;
  }
  const list = new List({
    caption: "ข้อยกเว้น",
    noun: "รายการ",
    columns: [
      ...findingColumns(),
      column("why", "เหตุผลที่ให้ใช้ได้"),
      column("by", "ผู้ตรวจสอบ"),
      dateColumn("on", "วันที่ตัดสิน"),
    ],
    rows: waivers,
  });
  section.append(note("คำตอบที่ไม่เป็นไปตามเงื่อนไขของแบบ ซึ่งเจ้าหน้าที่ตรวจสอบแล้วให้ใช้ได้"), list.node);
};

const filterFiles = () => {
  const { state, format } = fileFilters;
  fileList.filter = (one) =>
    (!state.field.value || one.state === state.field.value) &&
    (!format.field.value || one.format === format.field.value);
  fileList.refresh();
};

const pickFiles = (wanted) => {
  clearFilters(fileFilters, fileList);
  for (const [name, value] of Object.entries(wanted)) fileFilters[name].field.value = value;
  filterFiles();
  go("files");
};

const showFiles = () => {
  const section = at("files");
  fileFilters.state = chooser(
    "สถานะ",
    [["", "ทุกสถานะ"], ...facts.states.map((one) => [one.state, one.label])],
    filterFiles,
  );
  fileFilters.format = chooser(
    "ชนิด",
    [["", "ทุกชนิด"], ...formatsSeen.map((one) => [one.label, one.label])],
    filterFiles,
  );
  fileList = new List({
    caption: "แฟ้มที่ได้รับ",
    noun: "ฉบับ",
    columns: [
      column("name", "ชื่อแฟ้ม", { head: true, always: true }),
      column("format", "ชนิด"),
      column("from", "หน่วยงาน", { kind: "words", show: (one) => agencyLink(one.agency, one.from) }),
      dateColumn("received", "วันที่รับ"),
      column("shown", "สถานะ"),
      column("reason", "เหตุผล", { kind: "words" }),
      column("version", "รุ่นของแบบ"),
      column("sha256", "SHA-256 (ส่วนต้น)", { kind: "code" }),
    ],
    rows: files,
    search: "ค้นหาแฟ้ม",
    controls: Object.values(fileFilters),
  });
  section.append(
    files.length ? fileList.node : note("ยังไม่ได้รับแฟ้ม"),
    el("p", { class: "note print-only" }, `รายการแฟ้มทุกฉบับอยู่ในแฟ้ม ${words.workbook}`),
  );
};
