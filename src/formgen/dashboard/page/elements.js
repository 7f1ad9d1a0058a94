// Words -> elements: buttons, tables, notes.

const el = (name, attributes = {}, ...children) => {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (value === true) made.setAttribute(key, "");
    else if (value !== undefined && value !== false) made.setAttribute(key, value);
  }
  made.append(...children.flat(2).filter((child) => child !== undefined && child !== ""));
  return made;
};

const at = (id) => document.getElementById(id);

const swatch = (colour) => {
  const made = el("span", { class: "swatch", "aria-hidden": "true" });
  made.style.background = colour;
  return made;
};

const legend = ({ colour, label }) => {
  const made = el("span", { class: "legend" }, swatch(colour), label);
  made.style.minWidth = `${Math.min(7.5, 1.8 + 0.5 * label.length)}rem`; // two lines at most, mostly
  return made;
};

// `spoken` says what the label alone does not.
const press = (label, onclick, spoken) =>
  el("button", { type: "button", class: "link", "aria-label": spoken, onclick }, label);

const counted = (count, base, spoken, lead) => [
  count ? press(number(count), lead, `${spoken} ${number(count)} ดูรายชื่อ`) : number(0),
  base === undefined ? "" : el("small", {}, percent(count, base)),
];

const table = (caption, headings, rows, kind = "") =>
  el(
    "table",
    { class: kind, role: "table" },
    el("caption", { class: "unseen" }, caption),
    el(
      "thead",
      { role: "rowgroup" },
      el(
        "tr",
        { role: "row" },
        headings.map((one) => el("th", { scope: "col", role: "columnheader" }, one)),
      ),
    ),
    el("tbody", { role: "rowgroup" }, rows),
  );

// A row whose cells carry their heading along: on a narrow screen each stands under its own.
const row = (head, cells) =>
  el(
    "tr",
    { role: "row" },
    el("th", { scope: "row", role: "rowheader" }, head),
    cells.map(({ label = "", wide, content, colour }) =>
      el(
        "td",
        { role: "cell", class: wide ? "wide-cell" : "number" },
        label &&
          el(
            "span",
            { class: "label", "aria-hidden": "true" },
            colour ? swatch(colour) : "",
            label,
          ),
        content,
      ),
    ),
  );

// A list to choose from, and its label; `field` is the list itself.
const chooser = (label, options, onchange) => {
  const field = el(
    "select",
    { onchange },
    options.map(([value, text]) => el("option", { value }, text)),
  );
  return Object.assign(el("label", {}, label, field), { field });
};

const hint = (text) => el("span", { class: "hint" }, text); // of no use on paper
const note = (...content) => el("p", { class: "note" }, content);

const go = (id) => {
  at(id).scrollIntoView({ block: "start" });
  at(`${id}-title`).focus({ preventScroll: true });
};
