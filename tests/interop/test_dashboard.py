"""The dashboard in a real Chromium: opened from a file, without a network, as a reader uses it."""

import re
import shutil
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from statistics import median
from typing import Any

import pypdf
import pytest
from tests.mailbag import ESTATUS, STAFFING, form, office_answers, sent
from tests.many import many

from formgen.consolidate import consolidate
from formgen.dashboard import DASHBOARD, dashboard_html
from formgen.model.dataset import Agency, Dataset, percent
from formgen.model.survey import Kind
from formgen.result import words
from formgen.result.following import following, in_review
from formgen.thai.numerals import parse_integer, thai_number, to_arabic

pytestmark = pytest.mark.interop

A4 = (595, 842)  # points
NARROW = {"width": 375, "height": 800}
WIDE = {"width": 1280, "height": 900}
OPTIONS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-sync",
    "--no-first-run",
)
SEARCH = """async (words) => {
  const field = document.querySelector('#agencies input');
  field.focus();
  const times = [];
  for (const word of words) {
    const start = performance.now();
    field.value = word;
    field.dispatchEvent(new Event('input'));
    document.body.offsetHeight;
    times.push(performance.now() - start);
  }
  return times;
}"""


class Opened:
    """A page, and what it said and asked for."""

    def __init__(self, page: Any, address: str) -> None:
        self.page = page
        self.address = address
        self.said: list[str] = []
        self.asked: list[str] = []
        page.on("console", lambda one: self.said.append(one.text))
        page.on("pageerror", lambda one: self.said.append(str(one)))
        page.on("dialog", lambda one: self.said.append(one.message))
        page.on("request", lambda one: self.asked.append(one.url))
        page.goto(address)
        page.wait_for_selector("html[data-ready]", state="attached")

    def texts(self, selector: str) -> list[str]:
        return [" ".join(one.split()) for one in self.page.locator(selector).all_inner_texts()]

    def codes(self) -> list[str]:
        return self.texts("#agencies tbody td:first-child")

    def status(self) -> str:
        return self.page.locator("#agencies .status").inner_text()

    def choose(self, label: str, option: str) -> None:
        field = self.page.locator("#agencies").get_by_role("combobox", name=label, exact=True)
        field.select_option(label=option)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only `make interop` has it

    program = shutil.which("chromium") or shutil.which("google-chrome")
    assert program, "Chromium is not installed"
    with sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=program, args=OPTIONS)
        yield started
        started.close()


@pytest.fixture
def visit(browser: Any, tmp_path: Path) -> Iterator[Callable[..., Opened]]:
    """Open the page of a result; at the end it must have asked for nothing and been silent."""
    opened: list[Opened] = []
    contexts: list[Any] = []

    def start(data: Dataset, hash: str = "", **options: Any) -> Opened:
        path = tmp_path / DASHBOARD
        path.write_bytes(dashboard_html(data))
        context = browser.new_context(offline=True, **{"viewport": WIDE} | options)
        contexts.append(context)
        opened.append(Opened(context.new_page(), path.as_uri() + hash))
        return opened[-1]

    yield start
    for one in opened:
        assert one.said == []
        pages = [asked for asked in one.asked if not asked.startswith("data:font/")]
        assert pages == [one.address.partition("#")[0]]
    for context in contexts:
        context.close()


@pytest.fixture(scope="module")
def status() -> Dataset:
    return many(form(ESTATUS), 130)


@pytest.fixture(scope="module")
def staffing() -> Dataset:
    return many(form(STAFFING), 60)


def share(count: int, base: int) -> str:
    return thai_number(percent(count, base) or 0, 2)


def codes_of(data: Dataset, which: Callable[[Agency], bool]) -> list[str]:
    return [one.recipient.agency_code for one in data.agencies if which(one)]


# ---------------------------------------------------------------- numbers


def test_the_overview_shows_the_totals_of_the_result(
    visit: Callable[..., Opened], status: Dataset
) -> None:
    page = visit(status)
    assert page.page.title() == f"ผลการสำรวจ: {status.form.title}"
    assert page.texts("h1") == [status.form.title]
    assert page.texts("#as-of") == ["ข้อมูล ณ วันที่ ๓๐ พฤศจิกายน ๒๕๖๙"]
    back = sum(one.returned for one in status.expected)
    numbers = [parse_integer(one.split()[0]) for one in page.texts(".tile strong")]
    assert numbers == [130, back, len(status.outstanding), len(status.matters)]
    assert f"ร้อยละ {share(back, 130)} ของที่จัดส่ง" in page.texts(".tile .muted")[1]
    rows = page.texts("#overview .small-bars:first-of-type tbody tr")
    shown = [parse_integer(one.split()[-1]) for one in rows]
    assert shown == list(status.states.values())
    assert sum(one or 0 for one in shown) == len(status.files)


@pytest.mark.parametrize("survey", ["status", "staffing"])
def test_every_question_shows_its_counts(
    visit: Callable[..., Opened], request: pytest.FixtureRequest, survey: str
) -> None:
    data: Dataset = request.getfixturevalue(survey)
    page = visit(data)
    shown = {
        one.split("\n")[0].split("\t")[0]: re.findall("[๐-๙.,]+", one)
        for one in page.page.locator("#answers tbody tr").all_inner_texts()
    }
    for tally in words.public(data):
        missing = [tally.blank, *([tally.not_asked] if tally.not_asked else []), tally.doubtful]
        if tally.field.kind is Kind.SELECT_ONE:
            pairs = [(one, share(one, tally.total)) for one in (*tally.counts, *missing)]
            expected = [text for count, rate in pairs for text in (thai_number(count), rate)]
            row = shown[words.question(tally)]
            assert row[-len(expected) - 1 :] == [*expected, thai_number(tally.total)]
        elif tally.figures:
            sums = (tally.figures.total, tally.figures.minimum, tally.figures.maximum)
            texts = [thai_number(one, -int(one.as_tuple().exponent)) for one in sums]
            texts.append(thai_number(tally.figures.mean, 2))
            counts = [thai_number(one) for one in (*missing, tally.total)]
            expected = [thai_number(tally.answered), *texts, *counts]
            assert shown[words.question(tally)][-len(expected) :] == expected
        elif tally.field.kind is Kind.SELECT_MULTIPLE:
            for choice, count in zip(tally.field.choices, tally.counts, strict=True):
                assert shown[choice.label][-2:] == [thai_number(count), share(count, tally.total)]


def test_every_group_shows_what_was_sent_and_came_back(
    visit: Callable[..., Opened], status: Dataset
) -> None:
    page = visit(status)
    rows = page.page.locator("#groups .groups").nth(1).locator("tbody tr").all_inner_texts()
    assert rows
    for text in rows:
        name, numbers = text.split("\t")[0], re.findall("[๐-๙.,]+", text)
        ministry = "" if name == words.BLANK else name
        own = [one for one in status.expected if one.recipient.ministry == ministry]
        back = sum(one.returned for one in own)
        review = following(own, in_review(status)).review
        counts = [thai_number(one) for one in (len(own), back, len(own) - back, review)]
        assert numbers[-5:] == [*counts, share(back, len(own))]


def test_groups_show_the_answers_to_a_question(
    visit: Callable[..., Opened], status: Dataset
) -> None:
    page = visit(status)
    tally = next(one for one in words.public(status) if len(one.counts) == 3)
    page.page.get_by_label("แสดง").select_option(label=words.question(tally))
    row = page.page.locator("#groups .groups").nth(1).locator("tbody tr").first
    name, numbers = row.inner_text().split("\t")[0], re.findall("[๐-๙.,]+", row.inner_text())
    own = [one for one in status.answered if one.recipient.ministry == name]
    code = tally.field.choices[0].code
    count = sum(one.answers[tally.field.name].value == code for one in own)
    at = numbers.index(thai_number(len(own)))
    assert numbers[at + 1 : at + 3] == [thai_number(count), share(count, len(own))]


# ---------------------------------------------------------------- finding agencies


def test_search_finds_in_either_numerals_and_says_how_many(
    visit: Callable[..., Opened], status: Dataset
) -> None:
    page = visit(status)
    field = page.page.get_by_label("ค้นหาหน่วยงาน")
    assert page.status() == "แสดง ๑–๕๐ จาก ๑๓๐ แห่ง"
    for typed in ("00042", "๐๐๐๔๒", "ตัวอย่างที่ 42"):
        field.fill(typed)
        assert page.codes() == ["00042"]
        assert page.status() == "๑ แห่ง (จากทั้งหมด ๑๓๐ แห่ง)"
    field.fill("ไม่มีหน่วยงานนี้")
    assert page.status() == "ไม่พบรายการที่ตรงกัน (จากทั้งหมด ๑๓๐ แห่ง)"
    assert page.page.locator("#agencies .status").get_attribute("role") == "status"
    field.fill("")
    assert len(page.codes()) == 50


def test_filters_narrow_the_list_together(visit: Callable[..., Opened], status: Dataset) -> None:
    page = visit(status)
    page.choose("สังกัด", "กระทรวงการคลัง")
    page.choose("สถานะ", "ตอบกลับแล้ว")
    own = codes_of(status, lambda one: one.recipient.ministry == "กระทรวงการคลัง" and one.returned)
    assert page.codes() == own
    tally = next(one for one in words.public(status) if len(one.counts) == 3)
    page.choose("ข้อ", words.question(tally))
    page.choose("คำตอบ", tally.field.choices[0].label)
    field, code = tally.field.name, tally.field.choices[0].code
    answers = {one.recipient.agency_code: one.answers for one in status.answered}
    assert page.codes() == [one for one in own if answers[one][field].value == code]
    page.page.get_by_role("button", name="ล้างตัวกรอง").click()
    assert page.status() == "แสดง ๑–๕๐ จาก ๑๓๐ แห่ง"


def test_columns_sort_both_ways_and_pages_turn(
    visit: Callable[..., Opened], status: Dataset
) -> None:
    page = visit(status)
    head = page.page.locator("#agencies thead th").first
    button = head.get_by_role("button")
    everything = sorted(one.recipient.agency_code for one in status.agencies)
    button.click()
    assert head.get_attribute("aria-sort") == "ascending"
    assert page.codes() == everything[:50]
    button.click()
    assert head.get_attribute("aria-sort") == "descending"
    assert page.codes() == everything[:-51:-1]
    page.page.locator("#agencies").get_by_role("button", name="หน้าสุดท้าย").click()
    assert page.codes() == everything[:30][::-1]
    assert page.status() == "แสดง ๑๐๑–๑๓๐ จาก ๑๓๐ แห่ง"


def test_names_are_sorted_as_a_thai_dictionary_does(
    visit: Callable[..., Opened], status: Dataset
) -> None:
    page = visit(status)
    names = page.texts("#groups .groups:nth-child(3) tbody th")
    page.page.locator("#groups .groups").nth(2).locator("thead button").first.click()
    assert page.texts("#groups .groups:nth-child(3) tbody th") == names
    assert len(names) > 10


# ---------------------------------------------------------------- what is behind a number


def test_a_bar_leads_to_the_agencies_behind_it(
    visit: Callable[..., Opened], status: Dataset
) -> None:
    page = visit(status)
    tally = next(one for one in words.public(status) if len(one.counts) == 3)
    row = page.page.locator("#answers tbody tr", has_text=words.question(tally)).first
    row.locator("svg rect").nth(1).click()
    field, code = tally.field.name, tally.field.choices[1].code
    own = [one.recipient.agency_code for one in status.answered if one.answers[field].value == code]
    assert page.codes() == own[:50]
    assert thai_number(len(own)) in page.status()
    assert page.page.evaluate("document.activeElement.id") == "agencies-title"


def test_a_number_leads_there_by_keyboard(visit: Callable[..., Opened], staffing: Dataset) -> None:
    page = visit(staffing)
    tally = next(one for one in words.public(staffing) if one.figures and one.figures.total)
    row = page.page.locator("#answers tbody tr", has_text=words.question(tally)).first
    button = row.get_by_role("button", name=re.compile("สูงสุด"))
    button.focus()
    page.page.keyboard.press("Enter")
    field = tally.field.name
    values = {
        one.recipient.agency_code: float(str(one.answers[field].value))
        for one in staffing.answered
        if one.answers[field].value is not None
    }
    assert tally.figures is not None
    assert values[page.codes()[0]] == float(tally.figures.maximum)
    assert sorted(values) == sorted(page.codes())


def test_a_row_leads_to_answers_files_and_places(
    visit: Callable[..., Opened], status: Dataset
) -> None:
    page = visit(status)
    agency = next(one for one in status.answered if not one.undecided)
    code = agency.recipient.agency_code
    page.page.get_by_label("ค้นหาหน่วยงาน").fill(code)
    link = page.page.locator("#agencies tbody a")
    link.focus()
    page.page.keyboard.press("Enter")
    dialog = page.page.get_by_role("dialog")
    dialog.wait_for()
    told = dialog.inner_text()
    [filed] = agency.files
    assert filed.returned.name in told
    assert filed.returned.sha256[:12] in told
    assert words.file_state(filed) in told
    assert filed.returned.response is not None
    rows = dialog.locator("table").first.locator("tbody tr").all_inner_texts()
    for text, tally in zip(
        [one for one in rows if re.match("[๐-๙]", one)], words.public(status), strict=True
    ):
        answer = words.answer(tally.field, agency.answers[tally.field.name])
        name, shown, place = text.split("\t")
        assert (name, shown) == (words.question(tally), str(answer))
        assert place == filed.returned.response.answers[tally.field.name].at
    page.page.keyboard.press("Escape")
    assert not dialog.is_visible()
    assert link.evaluate("one => one === document.activeElement")


def test_the_address_of_an_agency_opens_it(visit: Callable[..., Opened], status: Dataset) -> None:
    page = visit(status, hash="#agency-3")
    name = status.agencies[3].recipient.agency_name
    assert page.page.get_by_role("dialog").locator("h2").inner_text() == name
    page.page.get_by_role("dialog").get_by_role("button", name="ปิด").click()
    assert page.page.evaluate("location.hash") == "#agencies"


def test_an_undecided_agency_shows_both_files(visit: Callable[..., Opened]) -> None:
    returns = [
        sent("a.xlsx", office_answers(1, officers__answer="10")),
        sent("b.xlsx", office_answers(1, officers__answer="11")),
    ]
    page = visit(consolidate(form(), returns))
    page.page.locator("#agencies tbody tr").click()
    told = page.page.get_by_role("dialog").inner_text()
    assert "ตำแหน่งใน a.xlsx" in told
    assert "ตำแหน่งใน b.xlsx" in told
    assert words.DOUBTFUL in told


def test_files_are_found_by_their_end(visit: Callable[..., Opened], status: Dataset) -> None:
    page = visit(status)
    row = page.page.locator("#overview .small-bars tbody tr", has_text="ซ้ำ").first
    row.get_by_role("button").click()
    names = page.texts("#files tbody th")
    assert names == [one.returned.name for one in status.files if one.state == "duplicate"]
    assert names


def test_lists_show_who_is_outstanding_and_what_is_open(
    visit: Callable[..., Opened], status: Dataset
) -> None:
    page = visit(status)
    codes = [one.recipient.agency_code for one in status.outstanding]
    assert page.texts("#outstanding tbody td:first-child") == codes
    filed, finding = status.matters[0]
    first = page.texts("#matters tbody tr")[0]
    assert filed.returned.name in first
    assert " ".join(words.problem(words.published(status.form, finding))[0].split()) in first
    page.page.locator("#matters tbody a").first.click()
    assert page.page.get_by_role("dialog").is_visible()


def test_when_they_came_is_shown_as_a_table_too(
    visit: Callable[..., Opened], status: Dataset
) -> None:
    page = visit(status)
    page.page.locator("summary").click()
    rows = page.texts("details tbody tr")
    sums = [parse_integer(one.split()[-1]) for one in rows]
    assert sums[-1] == len(status.answered)
    assert sums == sorted(one or 0 for one in sums)


# ---------------------------------------------------------------- how it looks and is read out


def test_the_theme_follows_the_system_and_the_switch(
    visit: Callable[..., Opened], status: Dataset
) -> None:
    page = visit(status, color_scheme="dark")
    ground = "getComputedStyle(document.body).backgroundColor"
    switch = page.page.get_by_role("button", name="โหมดมืด")
    dark = page.page.evaluate(ground)
    assert switch.get_attribute("aria-pressed") == "true"
    switch.click()
    assert switch.get_attribute("aria-pressed") == "false"
    assert page.page.evaluate(ground) != dark
    page.page.reload()
    page.asked.pop()
    assert page.page.evaluate(ground) != dark


@pytest.mark.parametrize(
    ("survey", "viewport", "scheme"),
    [
        ("status", WIDE, "light"),
        ("status", NARROW, "dark"),
        ("staffing", WIDE, "dark"),
        ("staffing", NARROW, "light"),
    ],
)
def test_nothing_keeps_anybody_out(
    visit: Callable[..., Opened],
    request: pytest.FixtureRequest,
    survey: str,
    viewport: dict[str, int],
    scheme: str,
) -> None:
    from axe_playwright_python.sync_playwright import Axe  # noqa: PLC0415 - as the browser

    data: Dataset = request.getfixturevalue(survey)
    page = visit(data, viewport=viewport, color_scheme=scheme)
    assert page.page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
    assert [one["id"] for one in Axe().run(page.page).response["violations"]] == []
    page.page.locator("#agencies tbody a").first.click()
    page.page.get_by_role("dialog").wait_for()
    assert [one["id"] for one in Axe().run(page.page).response["violations"]] == []


def test_the_keyboard_starts_with_a_way_past_the_menu(
    visit: Callable[..., Opened], status: Dataset
) -> None:
    page = visit(status)
    page.page.keyboard.press("Tab")
    assert page.page.evaluate("document.activeElement.textContent") == "ข้ามไปยังเนื้อหา"
    page.page.keyboard.press("Enter")
    assert page.page.evaluate("document.activeElement.id") == "main"


def test_it_prints_on_a4_with_everything_that_matters(
    visit: Callable[..., Opened], status: Dataset
) -> None:
    page = visit(status)
    printed = pypdf.PdfReader(
        BytesIO(page.page.pdf(prefer_css_page_size=True, print_background=True))
    )
    sizes = {tuple(sorted(map(round, one.mediabox[2:]))) for one in printed.pages}
    assert sizes == {A4}
    text = to_arabic("".join(one.extract_text() for one in printed.pages))
    assert {one.recipient.agency_code for one in status.agencies} <= set(re.findall(r"\d{5}", text))
    assert len(page.codes()) == 50  # the screen is as it was
    narrow = [one for one in printed.pages if one.mediabox.width < one.mediabox.height]
    assert narrow
    assert len(narrow) < len(printed.pages)  # the agencies lie across


# ---------------------------------------------------------------- safety and speed


def test_hostile_words_do_nothing(visit: Callable[..., Opened]) -> None:
    hostile = (
        "</script><script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<!--<script>alert(1)",
        "javascript:alert(1)",
        "\u202eกลับด้าน\u2028",
        "__proto__",
    )
    returns = [
        sent(f"{text}.xlsx", office_answers(n, office__name=text, tools__remark=text))
        for n, text in enumerate(hostile)
    ]
    page = visit(consolidate(form(), returns))
    assert page.page.locator("img, iframe, object, embed").count() == 0
    assert page.page.locator("script").count() == 3
    addresses = page.page.locator("a").evaluate_all("all => all.map(one => one.protocol)")
    assert set(addresses) == {"file:"}
    shown = set(page.texts("#agencies tbody th"))
    assert "<img src=x onerror=alert(1)>" in shown
    for row in range(len(hostile)):
        page.page.evaluate(f"location.hash = 'agency-{row}'")
        page.page.get_by_role("dialog").wait_for()


def test_the_policy_keeps_other_scripts_from_running(
    browser: Any, tmp_path: Path, staffing: Dataset
) -> None:
    path = tmp_path / DASHBOARD
    path.write_bytes(dashboard_html(staffing).replace(b"</body>", b"<script>x=1</script></body>"))
    context = browser.new_context(offline=True)
    page = context.new_page()
    page.goto(path.as_uri())
    assert page.evaluate("typeof x") == "undefined"
    for attempt in ("document.body.innerHTML = '<b>'", "new Image().src = 'http://localhost/'"):
        page.evaluate(f"try {{ {attempt} }} catch {{}}")
    assert page.locator("h1").count() == 1
    context.close()


def test_two_thousand_agencies_are_quick(visit: Callable[..., Opened]) -> None:
    data = many(form(ESTATUS), 2000)
    page = visit(data)
    assert page.page.evaluate("performance.now()") < 5000  # 0.6 s on two cores that are idle
    typed = ("ต", "ตัว", "ตัวอย่าง", "ตัวอย่างที่ 1", "ตัวอย่างที่ 19", "199")
    assert median(page.page.evaluate(SEARCH, typed)) < 100  # ms
