// The facts of a survey, as the page speaks of them.  Words of agencies only ever become text nodes.

const facts = JSON.parse(document.getElementById("facts").textContent);

const PAGE = 50; // rows of a list that are shown at once
const GROUPS = 25; // the same, of a table of groups; a longer list can be searched
const PRINTED = 500; // rows of a list that are printed in full; of a longer one, what is shown
const COLUMNS = 6; // answers that still stand side by side; a question with more has a table alone
const COLOURS = 7;
const BLANK = -1,
  NOT_ASKED = -2,
  DOUBTFUL = -3; // answers that are none

const unpacked = (column) =>
  Array.isArray(column) ? column : column.at.map((place) => column.of[place]);

const records = (table) => {
  const columns = Object.entries(table).map(([name, column]) => [name, unpacked(column)]);
  const length = columns.length ? columns[0][1].length : 0;
  return Array.from({ length }, (_, row) => {
    const made = { row };
    for (const [name, column] of columns) made[name] = column[row];
    return made;
  });
};

const { survey, totals, words, groups } = facts;
const agencies = records(facts.agencies);
const files = records(facts.files);
const matters = records(facts.matters);
const waivers = records(facts.waivers);
const questions = facts.questions.map((one, place) => ({
  ...one,
  place,
  name: `${one.number} ${one.label}`.trim(),
  answers: unpacked(one.answers),
  beside: one.beside.map((side) => ({ ...side, answers: unpacked(side.answers) })),
}));

let turn = 0; // the answers are those of the agencies that returned, in their order
for (const agency of agencies) {
  agency.files = agency.files.map((place) => files[place]);
  agency.turn = agency.files.length ? turn++ : undefined;
  agency.filed = [];
  agency.matters = [];
}
for (const file of files) if (file.agency >= 0) agencies[file.agency].filed.push(file);
for (const one of matters) if (one.agency >= 0) agencies[one.agency].matters.push(one);

const returned = (agency) => agency.turn !== undefined;
const undecided = (agency) => agency.files.length > 1;
const answerOf = (question, agency) => question.answers[agency.turn];
const answered = (value) => value !== undefined && (typeof value !== "number" || value >= 0);
const isSelect = (question) => question.kind.startsWith("select_");
const isNumber = (question) => question.kind === "integer" || question.kind === "decimal";
const formatsSeen = facts.formats.filter((one) => one.count);
const unlisted = agencies.filter((one) => !one.expected).length;

const STANDINGS = {
  returned: ["ตอบกลับแล้ว", returned],
  back: ["ตอบกลับแล้ว เฉพาะที่จัดส่ง", (one) => returned(one) && one.expected],
  outstanding: ["ยังไม่ตอบกลับ", (one) => !returned(one) && one.expected],
  undecided: ["ต้องตัดสินว่าใช้ฉบับใด", undecided],
  review: ["มีเรื่องที่ต้องตรวจสอบ", (one) => one.review],
  listed: ["อยู่ในบัญชีจัดส่ง", (one) => one.expected],
  unlisted: ["ไม่อยู่ในบัญชีจัดส่ง", (one) => !one.expected],
  listedReview: ["มีเรื่องที่ต้องตรวจสอบ เฉพาะที่จัดส่ง", (one) => one.review && one.expected],
};
const mixed = totals.sent && unlisted; // only then is it worth telling who is listed
const BACK = mixed ? "back" : "returned";
const REVIEW = mixed ? "listedReview" : "review";
const SENT = mixed ? { standing: "listed" } : {};
const standing = (agency) =>
  STANDINGS[undecided(agency) ? "undecided" : returned(agency) ? "returned" : "outstanding"][0];

// ---------------------------------------------------------------- answers

const colourOf = (code) =>
  ({ [BLANK]: "--blank", [NOT_ASKED]: "--not-asked", [DOUBTFUL]: "--doubtful" })[code] ??
  `--answer-${code % COLOURS}`;

const part = (code, label, count) => ({
  code,
  label,
  count,
  colour: `var(${colourOf(code)})`,
  ink: `var(${colourOf(code).replace("--", "--on-")})`,
});

const missing = (question, asked) =>
  [
    part(BLANK, words.blank, question.none[0]),
    part(NOT_ASKED, words.notAsked, question.none[1]),
    part(DOUBTFUL, words.doubtful, question.none[2]),
  ].filter((one) => one.code !== NOT_ASKED || !asked);

// Of several that may be taken at once none stands for itself: they share a colour.
const choices = (question) =>
  question.choices.map((label, code) => ({
    ...part(question.kind === "select_multiple" ? 0 : code, label, question.counts[code]),
    code,
  }));

const total = (question) => question.answered + question.none.reduce((sum, one) => sum + one, 0);

const NONE = { [BLANK]: words.blank, [NOT_ASKED]: words.notAsked, [DOUBTFUL]: words.doubtful };

const shown = (question, value) => {
  if (value === undefined) return "";
  if (!answered(value)) return NONE[value];
  if (Array.isArray(value)) return value.map((code) => question.choices[code]).join(", ");
  if (typeof value === "number") return question.choices[value];
  if (isNumber(question)) return number(value);
  return question.kind === "date" ? day(value) : value;
};

const matches = (value, code) => {
  if (value === undefined) return false;
  if (code === "answered") return answered(value);
  return Array.isArray(value) ? value.includes(Number(code)) : value === Number(code);
};
