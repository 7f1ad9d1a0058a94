// Numbers, days and words of a search, in Thai.

const MONTHS = [
  "มกราคม",
  "กุมภาพันธ์",
  "มีนาคม",
  "เมษายน",
  "พฤษภาคม",
  "มิถุนายน",
  "กรกฎาคม",
  "สิงหาคม",
  "กันยายน",
  "ตุลาคม",
  "พฤศจิกายน",
  "ธันวาคม",
];
const SHORT = [
  "ม.ค.",
  "ก.พ.",
  "มี.ค.",
  "เม.ย.",
  "พ.ค.",
  "มิ.ย.",
  "ก.ค.",
  "ส.ค.",
  "ก.ย.",
  "ต.ค.",
  "พ.ย.",
  "ธ.ค.",
];

const thai = (value) => String(value).replace(/[0-9]/g, (digit) => "๐๑๒๓๔๕๖๗๘๙"[digit]);

const number = (value) => {
  const [whole, ...fraction] = String(value).split(".");
  return thai([whole.replace(/\B(?=(?:[0-9]{3})+$)/g, ","), ...fraction].join("."));
};

// Hundredths of a per cent, halves up, in whole numbers all the way: no float decides a rounding.
const hundredths = (count, base) => Math.floor((20000 * count + base) / (2 * base));

const percent = (count, base) => (base ? number((hundredths(count, base) / 100).toFixed(2)) : "–");

const dated = (iso, write) => {
  const [, year, month, day] = /^([0-9]{4})-([0-9]{2})-([0-9]{2})/.exec(iso) ?? [];
  return day ? thai(write(Number(day), Number(month) - 1, Number(year) + 543)) : iso;
};
const day = (iso) => dated(iso, (d, month, year) => `${d} ${MONTHS[month]} ${year}`);
const shortDay = (iso) => dated(iso, (d, month, year) => `${d} ${SHORT[month]} ${year % 100}`);

const collator = new Intl.Collator("th", { numeric: true });

// What is typed finds what is written: in either numerals, either spelling of sara am, any spacing.
const plain = (value) =>
  value
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[๐-๙]/g, (digit) => digit.codePointAt(0) - 0xe50)
    .replace(/[\s\u200b]+/g, "");
