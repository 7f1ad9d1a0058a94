// Rows -> a table that is searched, sorted and shown page by page.

const lists = [];

// A table that is searched, sorted and shown page by page.
class List {
  #search = "";
  #page = 0;
  #sorted = null;
  #down = false;
  #ranks = new Map();
  #haystacks = null;
  #shown = [];

  constructor({
    caption,
    noun,
    columns,
    rows,
    size = PAGE,
    search = "",
    controls = [],
    find,
    open,
  }) {
    this.rows = rows;
    this.noun = noun;
    this.size = size;
    this.open = open;
    this.filter = () => true;
    this.find = find ?? ((one) => columns.map((column) => column.value?.(one) ?? "").join("\n"));
    this.columns = columns.filter(
      (one) => one.always || rows.some((each) => !absent(one.value(each))),
    );
    this.status = el("p", { role: "status", class: "status" });
    this.body = el("tbody");
    this.heads = this.columns.map((one) => this.#head(one));
    this.pager = el("div", { class: "pager" });
    this.cut = el("p", { class: "note print-only" });
    this.node = el(
      "div",
      { class: "list" },
      search || controls.length
        ? el(
            "div",
            { class: "controls", role: "search", "aria-label": caption },
            search ? this.#field(search) : "",
            controls,
          )
        : "",
      this.status,
      el(
        "div",
        { class: "scroll", role: "group", "aria-label": caption, tabindex: "0" },
        el(
          "table",
          {},
          el("caption", { class: "unseen" }, caption),
          el("thead", {}, el("tr", {}, this.heads)),
          this.body,
        ),
      ),
      this.cut,
      this.pager,
    );
    lists.push(this);
    this.refresh();
  }

  refresh() {
    const terms = this.#search.split(/\s+/).map(plain).filter(Boolean);
    if (terms.length) this.#warm();
    this.found = this.rows.filter(
      (one) => this.filter(one) && terms.every((term) => this.#haystacks.get(one).includes(term)),
    );
    if (this.#sorted) this.#sort();
    this.show(0);
  }

  show(page, whole = false) {
    this.#page = page;
    const all = whole && this.found.length <= PRINTED;
    const first = all ? 0 : page * this.size;
    const part = this.found.slice(first, all ? undefined : first + this.size);
    this.#tell(first, part.length);
    if (part.length === this.#shown.length && part.every((one, n) => one === this.#shown[n]))
      return;
    this.#shown = part;
    this.body.replaceChildren(...part.map((one) => this.#row(one)));
    if (this.node.isConnected) drawAll(this.node);
  }

  print(whole) {
    this.show(whole ? this.#page : Math.min(this.#page, this.#last), whole);
  }

  sortBy(key, down) {
    this.#sorted = this.columns.find((one) => one.key === key) ?? null;
    this.#down = down;
    this.heads.forEach((head, place) => {
      const own = this.columns[place] === this.#sorted;
      if (own) head.setAttribute("aria-sort", down ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    });
    this.refresh();
  }

  get #last() {
    return Math.max(0, Math.ceil(this.found.length / this.size) - 1);
  }

  // What is searched is made ready when somebody is about to search.
  #warm() {
    this.#haystacks ??= new Map(this.rows.map((one) => [one, plain(this.find(one))]));
  }

  #field(label) {
    const input = el("input", { type: "search", autocomplete: "off", spellcheck: "false" });
    input.addEventListener("input", () => {
      this.#search = input.value;
      this.refresh();
    });
    input.addEventListener("focus", () => this.#warm());
    this.clear = () => {
      input.value = this.#search = "";
    };
    return el("label", { class: "search" }, label, input);
  }

  #head(column) {
    const sort = () => this.sortBy(column.key, this.#sorted === column && !this.#down);
    const head = column.value
      ? el("button", { type: "button", class: "sort", onclick: sort }, column.label)
      : column.label;
    return el("th", { scope: "col", class: column.kind }, head, column.under ?? "");
  }

  #row(one) {
    const cells = this.columns.map((column) =>
      el(
        column.head ? "th" : "td",
        { scope: column.head ? "row" : undefined, class: column.kind },
        column.show(one),
      ),
    );
    const made = el("tr", {}, cells);
    if (this.open) {
      made.className = "live";
      made.addEventListener("click", (event) => {
        if (!event.target.closest("a, button") && !getSelection().toString()) this.open(one);
      });
    }
    return made;
  }

  #sort() {
    const ranks = this.#rank(this.#sorted);
    const sign = this.#down ? -1 : 1;
    this.found.sort((one, other) => {
      const a = ranks.get(one),
        b = ranks.get(other);
      if (a === b) return 0;
      return a === Infinity ? 1 : b === Infinity ? -1 : sign * (a - b);
    });
  }

  #rank(column) {
    if (!this.#ranks.has(column)) {
      const keyed = this.rows.map((one) => [column.value(one), one]);
      const present = keyed.filter(([value]) => !absent(value));
      present.sort(([a], [b]) => compare(a, b));
      const ranks = new Map(this.rows.map((one) => [one, Infinity]));
      let rank = 0;
      present.forEach(([value, one], place) => {
        if (place && compare(value, present[place - 1][0])) rank = place;
        ranks.set(one, rank);
      });
      this.#ranks.set(column, ranks);
    }
    return this.#ranks.get(column);
  }

  #tell(first, length) {
    const { noun } = this,
      found = this.found.length,
      all = this.rows.length;
    const within = found === all ? "" : ` (จากทั้งหมด ${number(all)} ${noun})`;
    const range =
      length && length < found ? `แสดง ${number(first + 1)}–${number(first + length)} จาก ` : "";
    this.status.textContent = found
      ? `${range}${number(found)} ${noun}${within}`
      : `ไม่พบรายการที่ตรงกัน${within}`;
    this.cut.textContent =
      length < found ? `พิมพ์เฉพาะที่แสดงอยู่ รายการทั้งหมดอยู่ในแฟ้ม ${words.workbook}` : "";
    const step = (label, page, able) =>
      el("button", { type: "button", disabled: !able, onclick: () => this.#turn(page) }, label);
    const [page, last] = [this.#page, this.#last];
    this.pager.replaceChildren(
      ...(last
        ? [
            step("หน้าแรก", 0, page > 0),
            step("ก่อนหน้า", page - 1, page > 0),
            el("span", {}, `หน้า ${number(page + 1)} จาก ${number(last + 1)}`),
            step("ถัดไป", page + 1, page < last),
            step("หน้าสุดท้าย", last, page < last),
          ]
        : []),
    );
  }

  #turn(page) {
    const pressed = [...this.pager.children].indexOf(document.activeElement);
    this.show(page);
    const again = this.pager.children[pressed];
    (again?.disabled ? this.node.querySelector(".scroll") : again)?.focus({ preventScroll: true });
  }
}

const absent = (value) => value === undefined || value === null || value === "";
const compare = (a, b) =>
  typeof a === "number" && typeof b === "number" ? a - b : collator.compare(String(a), String(b));

const column = (key, label, more = {}) => ({
  key,
  label,
  value: (one) => one[key],
  show: (one) => one[key] ?? "",
  ...more,
});
const dateColumn = (key, label) =>
  column(key, label, { kind: "date", show: (one) => shortDay(one[key]) });

const agencyLink = (row, label) =>
  row < 0 ? label : el("a", { href: `#agency-${row}` }, label || agencies[row].code);
