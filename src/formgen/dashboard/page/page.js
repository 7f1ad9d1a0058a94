// The page put together: theme, printing, the address of an agency.

const setTheme = (dark) => {
  document.documentElement.dataset.theme = dark ? "dark" : "light";
  at("theme").setAttribute("aria-pressed", String(dark));
};

// A page that was opened from a file may not be allowed to remember anything.
const remembered = (value) => {
  try {
    if (value !== undefined) localStorage.setItem("theme", value);
    return localStorage.getItem("theme");
  } catch {
    return null;
  }
};

const useTheme = () => {
  const preferred = matchMedia("(prefers-color-scheme: dark)");
  setTheme((remembered() ?? (preferred.matches ? "dark" : "light")) === "dark");
  preferred.addEventListener("change", () => remembered() ?? setTheme(preferred.matches));
  at("theme").addEventListener("click", () => {
    const dark = document.documentElement.dataset.theme !== "dark";
    setTheme(dark);
    remembered(dark ? "dark" : "light");
  });
};

const useAgency = () => {
  const dialog = at("agency");
  addEventListener("hashchange", follow);
  dialog.addEventListener("close", () => {
    if (location.hash.startsWith("#agency-")) history.replaceState(null, "", "#agencies");
  });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close(); // beside the box
  });
  follow();
};

const usePrinter = () => {
  at("print").addEventListener("click", () => print());
  addEventListener("beforeprint", () => lists.forEach((one) => one.print(true)));
  addEventListener("afterprint", () => lists.forEach((one) => one.print(false)));
};

const watchWidth = () => {
  let width = document.documentElement.clientWidth;
  new ResizeObserver(() => {
    const now = document.documentElement.clientWidth;
    if (now !== width) {
      width = now;
      drawAll();
    }
  }).observe(document.documentElement);
};

useTheme();
document.title = `ผลการสำรวจ: ${survey.title}`;
at("title").textContent = survey.title;
at("as-of").textContent = `ข้อมูล ณ วันที่ ${survey.asOf ? day(survey.asOf) : words.blank}`;
at("colophon").append(
  `แบบสำรวจ ${survey.code} รุ่นที่ ${thai(survey.revision)} · ข้อมูลชุดเดียวกันอยู่ในแฟ้ม `,
  el("a", { href: words.workbook }, words.workbook),
  " ซึ่งอยู่ในโฟลเดอร์เดียวกับหน้านี้",
);
showAgencies();
showFiles();
showOverview();
showAnswers();
showGroups();
showOutstanding();
showMatters();
showWaivers();
drawAll();
watchWidth();
usePrinter();
useAgency();
document.documentElement.dataset.ready = "";
