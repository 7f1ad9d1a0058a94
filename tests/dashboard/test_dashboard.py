"""What stands in the page, without a browser: the numbers, the words, the policy, the bytes."""

import html.parser
import json
import random
import re
import zipfile
from base64 import b64encode
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from hashlib import sha256
from io import BytesIO
from typing import Any

import pytest
from tests.mailbag import ESTATUS, STAFFING, Raw, form, office, office_answers, sent
from tests.many import many, received

from formgen.consolidate import consolidate
from formgen.dashboard import dashboard_html
from formgen.dashboard.facts import NO_ANSWER, facts
from formgen.export import REVIEW, WORKBOOK
from formgen.export.workbook import write_workbook
from formgen.model.codes import Code
from formgen.model.dataset import Agency, Dataset, Standing
from formgen.model.decision import About, Decision
from formgen.model.diagnostics import found
from formgen.model.form import Field
from formgen.model.reading import By
from formgen.model.response import Answer
from formgen.model.returned import State
from formgen.model.survey import Role
from formgen.result import words
from formgen.result.following import in_review

HOSTILE = (
    "</script><script>alert(1)</script>", "<!--<script>", "]]>", "<img src=x onerror=alert(1)>",
    "javascript:alert(1)", "\u2028\u2029", "\u202eกลับด้าน", "&lt;b&gt;", "{{constructor}}", "=1+1",
    "<!-- data -->", "__proto__", "http://example.go.th", "ก\x00ข", "'\"`\\", "0",
)  # fmt: skip


class Parts(html.parser.HTMLParser):
    """The inline styles and scripts of a page, and everything that could load something."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.scripts: list[tuple[dict[str, str | None], str]] = []
        self.style = ""
        self.policy = ""
        self.addresses: list[str | None] = []
        self._inside = ""
        self.feed(page.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        self._inside = tag
        if tag == "script":
            self.scripts.append((known, ""))
        if known.get("http-equiv") == "Content-Security-Policy":
            self.policy = known["content"] or ""
        self.addresses += [known[name] for name in ("src", "href", "action") if name in known]
        assert not [name for name in known if name.startswith("on") or name == "style"]

    def handle_data(self, data: str) -> None:
        if self._inside == "script":
            known, text = self.scripts[-1]
            self.scripts[-1] = known, text + data
        if self._inside == "style":
            self.style += data

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 - as it is called
        self._inside = ""


def embedded(data: Dataset) -> Any:
    [text] = [text for known, text in Parts(dashboard_html(data)).scripts if "id" in known]
    return json.loads(text)


def column(packed: Any) -> list[Any]:
    return packed if isinstance(packed, list) else [packed["of"][place] for place in packed["at"]]


def rows(table: dict[str, Any]) -> list[dict[str, Any]]:
    columns = {name: column(packed) for name, packed in table.items()}
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def answers(field: Field, told: list[Any]) -> list[Any]:
    """The answers as the workbook shows them."""
    none = {code: standing for standing, code in NO_ANSWER.items()}
    names = {
        Standing.BLANK: words.BLANK,
        Standing.NOT_ASKED: words.NOT_ASKED,
        Standing.DOUBTFUL: words.DOUBTFUL,
    }
    shown: list[Any] = []
    for one in told:
        if isinstance(one, int) and one < 0:
            shown.append(names[none[one]])
        elif field.select:
            places = one if isinstance(one, list) else [one]
            shown.append(", ".join(field.choices[place].label for place in places))
        else:
            shown.append(words.value_cell(field, one))
    return shown


@pytest.fixture(scope="module", params=[STAFFING, ESTATUS], ids=["staffing", "status"])
def data(request: pytest.FixtureRequest) -> Dataset:
    return many(form(request.param), 150)


# ---------------------------------------------------------------- numbers


def test_the_totals_are_those_of_the_result(data: Dataset) -> None:
    told = embedded(data)
    assert told["totals"] == {
        "sent": len(data.expected),
        "back": sum(one.returned for one in data.expected),
        "outstanding": len(data.outstanding),
        "answered": len(data.answered),
        "undecided": sum(one.undecided for one in data.agencies),
        "files": len(data.files),
        "matters": len(data.matters),
        "waivers": len(data.waivers),
    }
    assert min(len(data.outstanding), len(data.matters), data.states[State.DUPLICATE]) > 0
    assert {one["state"]: one["count"] for one in told["states"]} == data.states
    assert sum(one["count"] for one in told["states"]) == len(data.files)
    assert sum(one["count"] for one in told["formats"]) == len(data.files)
    assert told["survey"]["asOf"] == "2026-11-30"
    assert told["survey"]["title"] == data.form.title


def test_every_question_has_its_counts_and_every_answer(data: Dataset) -> None:
    told = embedded(data)["questions"]
    tallies = words.public(data)
    assert [(one["number"], one["label"]) for one in told] == [
        (one.question.number, one.question.label) for one in tallies
    ]
    for one, tally in zip(told, tallies, strict=True):
        assert one["counts"] == list(tally.counts)
        assert one["answered"] == tally.answered
        assert one["none"] == [tally.blank, tally.not_asked, tally.doubtful]
        expected = [
            words.answer(tally.field, each.answers[tally.field.name]) for each in data.answered
        ]
        assert answers(tally.field, column(one["answers"])) == expected


def test_numbers_are_summed_as_in_the_workbook() -> None:
    data = many(form(STAFFING), 40)
    told = {one["label"]: one["figures"] for one in embedded(data)["questions"]}
    for tally in data.tallies:
        if tally.figures:
            sums = (tally.figures.total, tally.figures.minimum, tally.figures.maximum)
            mean = tally.figures.mean.quantize(Decimal("0.01"), ROUND_HALF_UP)
            assert [Decimal(one) for one in told[tally.question.label]] == [*sums, mean]
    assert any(one.figures for one in data.tallies)


def test_groups_count_what_was_sent_and_what_came_back(data: Dataset) -> None:
    known = {
        "ministry": lambda one: one.recipient.ministry,
        "province": lambda one: one.recipient.province,
        "type": lambda one: words.agency_type(data.form, one),
    }
    page = embedded(data)
    told = page["groups"]
    assert [one["key"] for one in told] == ["type", "ministry", "province"]
    doubted = {one["code"] for one in rows(page["agencies"]) if one["review"]}
    assert doubted == in_review(data) > set()
    for group in told:
        for row in group["rows"]:
            own = [one for one in data.expected if known[group["key"]](one) == row["name"]]
            assert (row["sent"], row["back"]) == (len(own), sum(one.returned for one in own))
            assert row["review"] == sum(one.recipient.agency_code in doubted for one in own)
        assert sum(one["sent"] for one in group["rows"]) == len(data.expected)
    names = [row["name"] for row in told[1]["rows"]]
    assert names[-1] == ""
    assert names[:2] == ["กระทรวงกลาโหม", "กระทรวงการคลัง"]


def test_types_stand_as_the_form_prints_them() -> None:
    data = many(form(ESTATUS), 60)
    field = data.form.with_role(Role.AGENCY_TYPE)
    assert field is not None
    printed = [one.label for one in field.choices]
    told = [row["name"] for row in facts(data)["groups"][0]["rows"]]
    assert told == sorted(told, key=printed.index)


def test_every_agency_stands_with_its_files(data: Dataset) -> None:
    told = embedded(data)
    files = rows(told["files"])
    agencies = rows(told["agencies"])
    assert [one["code"] for one in agencies] == [one.recipient.agency_code for one in data.agencies]
    for shown, one in zip(agencies, data.agencies, strict=True):
        assert shown["name"] == one.recipient.agency_name
        assert shown["province"] == one.recipient.province
        assert shown["type"] == words.agency_type(data.form, one)
        assert [files[place]["name"] for place in shown["files"]] == [
            each.returned.name for each in one.files
        ]
        assert (shown["sent"], shown["on"]) == (one.sent, one.answered_on)
        assert bool(shown["expected"]) == one.expected
        assert shown["pending"] == list(one.pending)


def test_how_many_are_had_is_counted_as_in_the_workbook() -> None:
    data = many(form(ESTATUS), 60)
    told = rows(embedded(data)["agencies"])
    expected = [data.had(one) if len(one.files) == 1 else None for one in data.agencies]
    assert [one["had"] for one in told] == expected
    assert facts(data)["survey"]["had"]


# ---------------------------------------------------------------- where it comes from


def places_of(told: Any, file: dict[str, Any]) -> list[str]:
    row = told["places"]["rows"][file["places"]]
    return [told["places"]["words"][place] for place in row]


def test_every_answer_is_told_with_its_place_in_the_file(data: Dataset) -> None:
    told = embedded(data)
    files = rows(told["files"])
    tallies = words.public(data)
    for shown, one in zip(files, data.files, strict=True):
        assert (shown["name"], shown["state"]) == (one.returned.name, one.state)
        assert one.returned.sha256.startswith(shown["sha256"])
        response = one.returned.response
        if response is None:
            assert shown["places"] == -1
            continue
        where = places_of(told, shown)
        for question, tally in zip(told["questions"], tallies, strict=True):
            assert where[question["field"]] == response.answers[tally.field.name].at
            for side in question["beside"]:
                assert where[side["field"]].startswith("ช่อง ")


def test_how_an_answer_was_found_and_who_decided_it() -> None:
    one = sent("a.xlsx", office_answers(1, vacancy__answer=("yes_now", "no_now")))
    assert one.response is not None
    found_by = dict(one.response.answers)
    found_by["tools.used"] = replace(found_by["tools.used"], by=By.IMAGE)
    one = replace(one, response=replace(one.response, answers=found_by))
    decision = Decision(
        one.sha256, About.ANSWER, "vacancy.answer", "no_now", "โทรถามแล้ว", "นิติกร", "2026-12-01"
    )
    told = embedded(consolidate(form(), [one], decisions=[decision]))
    [file] = rows(told["files"])
    place = {one["label"]: str(one["field"]) for one in told["questions"]}
    assert file["by"] == {place["เครื่องมือที่ใช้ประจำ"]: "image"}
    decided = ["นิติกร", "2026-12-01", "โทรถามแล้ว"]
    assert file["decided"] == {place["มีอัตราว่างหรือไม่"]: decided}


def test_an_undecided_agency_stands_with_both_files_and_their_difference() -> None:
    returns = [
        sent("a.xlsx", office_answers(1, officers__answer="10")),
        sent("b.xlsx", office_answers(1, officers__answer="11")),
    ]
    told = embedded(consolidate(form(), returns))
    assert told["totals"]["undecided"] == 1
    [agency] = rows(told["agencies"])
    files = [rows(told["files"])[place] for place in agency["files"]]
    assert [one["name"] for one in files] == ["a.xlsx", "b.xlsx"]
    assert [one["differences"] for one in files] == [
        [["ข้าราชการ : คำตอบ", "10", "11", "b.xlsx"]],
        [["ข้าราชการ : คำตอบ", "11", "10", "a.xlsx"]],
    ]
    assert all(column(one["answers"]) == [-3] for one in told["questions"])


def test_findings_lead_to_their_agency_and_file(data: Dataset) -> None:
    told = embedded(data)
    files, agencies, shown = (rows(told[name]) for name in ("files", "agencies", "matters"))
    for one, (filed, finding) in zip(shown, data.matters, strict=True):
        assert files[one["file"]]["name"] == filed.returned.name
        code = agencies[one["agency"]]["code"] if one["agency"] >= 0 else ""
        assert code == filed.agency
        assert one["at"] == words.place(data.form, finding.at, finding.field)
        assert one["problem"] == words.problem(words.published(data.form, finding))[0]


def test_waivers_are_told_with_their_reason() -> None:
    data = consolidate(form(), [sent("a.xlsx", office_answers(1))])
    [filed] = data.files
    finding = found(
        Code.CONSTRAINT_FAILED, field="officers.answer", rule="กฎ", label="ข้าราชการ", raw="10"
    )
    seen = Decision(
        filed.returned.sha256, About.SEEN, reason="มีหนังสือชี้แจง", by="นิติกร", at="2026-12-02"
    )
    waived = replace(data, files=(replace(filed, counted=True, waived=((finding, seen),)),))
    [one] = rows(embedded(waived)["waivers"])
    assert (one["why"], one["by"], one["on"]) == ("มีหนังสือชี้แจง", "นิติกร", "2026-12-02")
    assert one["field"] == "ข้าราชการ : คำตอบ"
    assert "มีหนังสือชี้แจง" not in dashboard_html(replace(data, files=data.files)).decode()


def test_a_file_stands_with_the_day_on_which_it_came_itself() -> None:
    first = sent("1/a.xlsx", office_answers(1), received="2026-11-01")
    again = replace(first, name="2/a.xlsx", received="2026-11-20")
    told = rows(facts(consolidate(form(), [first, again]))["files"])
    assert [one["received"] for one in told] == ["2026-11-01", "2026-11-20"]


def test_reminders_are_told() -> None:
    data = consolidate(form(), [], roster=[office(1)])
    days = ("2026-12-01", "2026-12-15")
    reminded = replace(data, agencies=(replace(data.agencies[0], reminded=days),))
    assert rows(embedded(reminded)["agencies"])[0]["reminded"] == list(days)


# ---------------------------------------------------------------- what stays out


def test_personal_data_of_respondents_is_nowhere() -> None:
    made = form(ESTATUS)
    personal = {one.name: "ลับมาก" for one in made.fields if one.personal_data and not one.select}
    assert personal
    answers = {"respondent.agency_code": "1", "respondent.email": "ลับมาก ไม่ใช่อีเมล"}
    decision = Decision("", About.ANSWER, next(iter(personal)), "ลับมาก", "ลับมาก", "ก")
    returns = [sent("a.docx", personal | answers, of=made), sent("b.docx", personal, of=made)]
    decided = [replace(decision, sha256=one.sha256) for one in returns]
    page = dashboard_html(consolidate(made, returns, decisions=decided)).decode()
    assert "ลับมาก" not in page
    assert "ข้อมูลส่วนบุคคล ดูในแฟ้ม review.xlsx" in page


def test_contacts_of_the_roster_stay_out() -> None:
    page = dashboard_html(many(form(ESTATUS), 30)).decode()
    assert "@example.go.th" not in page
    assert "ผู้ประสานงาน 1" not in page


def test_a_personal_question_of_a_table_is_left_out() -> None:
    fields = tuple(replace(one, personal_data=one.stem == "tools") for one in form().fields)
    made = replace(form(), fields=fields)
    answers = office_answers(1, tools__used=("cloud",), tools__remark="ลับมาก")
    page = dashboard_html(consolidate(made, [sent("a.xlsx", answers, of=made)])).decode()
    assert "ลับมาก" not in page
    assert "ระบบคลาวด์ภาครัฐ" not in page


def test_what_an_earlier_form_asked_may_have_been_personal() -> None:
    made = form()
    one = sent("a.xlsx", office_answers(1))
    assert one.response is not None
    former = found(Code.NOT_A_DATE, field="office.born", label="วันเกิด", raw="ลับมาก")
    answers = dict(one.response.answers) | {"office.born": Answer(None, "ลับมาก", "C1")}
    response = replace(one.response, answers=answers, diagnostics=(former,))
    data = consolidate(made, [replace(one, response=response)])
    [filed] = data.files
    open_still = replace(data, files=(replace(filed, open=(former,)),))
    page = dashboard_html(open_still).decode()
    assert "วันเกิด" in page
    assert "ลับมาก" not in page


def test_what_a_respondent_typed_of_the_agency_stays_out_where_it_is_personal() -> None:
    fields = tuple(replace(one, personal_data=one.name == "office.name") for one in form().fields)
    made = replace(form(), fields=fields)
    listed = office(1, agency_name="กรมตัวอย่าง")
    returns = [
        sent("a.xlsx", office_answers(1, office__name="กรมตัวอย่าง"), of=made, roster=[listed]),
        sent("b.xlsx", office_answers(2, office__name="ลับมาก"), of=made, roster=[listed]),
    ]
    page = dashboard_html(consolidate(made, returns, roster=[listed])).decode()
    assert "กรมตัวอย่าง" in page
    assert "ลับมาก" not in page


# ---------------------------------------------------------------- safety


def digest(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def test_the_policy_names_all_that_runs_and_nothing_else(data: Dataset) -> None:
    parts = Parts(dashboard_html(data))
    policy = dict(one.strip().split(" ", 1) for one in parts.policy.split(";"))
    programs = [text for known, text in parts.scripts if known.get("type") != "application/json"]
    assert len(programs) == 2
    assert policy == {
        "default-src": "'none'",
        "script-src": " ".join(map(digest, programs)),
        "style-src": digest(parts.style),
        "font-src": "data:",
        "base-uri": "'none'",
        "form-action": "'none'",
        "require-trusted-types-for": "'script'",
    }


def test_the_page_asks_for_nothing(data: Dataset) -> None:
    page = dashboard_html(data).decode()
    parts = Parts(page.encode())
    assert all(one and one.startswith("#") for one in parts.addresses)
    assert set(re.findall(r"url\((.{5})", parts.style)) == {"data:"}
    programs = "".join(text for known, text in parts.scripts if "id" not in known)
    programs = re.sub(r"/\*!.*?\*/", "", programs, count=1, flags=re.S)  # licences
    addresses = set(re.findall(r"https?://[\w.]+", programs + parts.style))
    assert addresses == {"http://www.w3.org"}  # names of XML, never fetched
    for asking in ("fetch(", "XMLHttpRequest", "import(", "sendBeacon", "eval(", "new Function"):
        assert asking not in programs, asking


@pytest.mark.parametrize("place", ["name", "text", "file"])
def test_hostile_words_stay_words(place: str) -> None:
    returns = []
    for n, text in enumerate(HOSTILE):
        more: dict[str, Raw] = {"office__name": text} if place == "name" else {}
        more |= {"tools__remark": text} if place == "text" else {}
        name = f"{text}-{n}.xlsx" if place == "file" else f"{n}.xlsx"
        returns.append(sent(name, office_answers(n, **more)))
    data = consolidate(form(), returns)
    parts = Parts(dashboard_html(data))
    assert len(parts.scripts) == 3
    [(_, text)] = [one for one in parts.scripts if "id" in one[0]]
    assert not set("<>&\u2028\u2029") & set(text)
    told = json.loads(text)
    shown = {one["name"] for one in rows(told["files"] if place == "file" else told["agencies"])}
    if place == "text":
        [side] = [side for one in told["questions"] for side in one["beside"] if any(
            isinstance(each, str) for each in column(side["answers"])
        )]  # fmt: skip
        shown = set(map(str, column(side["answers"])))
        expected = {str(one.answers["tools.remark"].value) for one in data.answered}
        assert shown - {"-1"} == expected - {"None"}
    elif place == "name":
        assert shown == {one.recipient.agency_name for one in data.agencies}
    else:
        assert shown == {one.returned.name for one in data.files}


def test_a_name_that_is_no_unicode_does_not_stop_the_page() -> None:
    data = consolidate(form(), [sent("\udca1\udcb4.xlsx", office_answers(1))])
    [file] = rows(embedded(data)["files"])
    assert file["name"] == "\udca1\udcb4.xlsx"


# ---------------------------------------------------------------- the page as a product


def test_the_same_data_gives_the_same_bytes(data: Dataset) -> None:
    rounds, roster, returns = received(data.form, 150)
    random.Random(5).shuffle(returns)
    again = consolidate(data.form, returns, rounds, roster, as_of="2026-11-30")
    assert dashboard_html(again) == dashboard_html(data)


@pytest.mark.parametrize("roster", [None, [office(1), office(2)]])
def test_nothing_returned_is_a_page_too(roster: list[Any] | None) -> None:
    told = embedded(consolidate(form(), [], roster=roster))
    assert told["totals"]["answered"] == 0
    assert told["totals"]["sent"] == len(roster or ())
    assert all(column(one["answers"]) == [] for one in told["questions"])


def test_without_a_roster_groups_count_those_that_returned() -> None:
    made = form(ESTATUS)
    answers = {"respondent.agency_code": "1", "respondent.ministry": "กระทรวงการคลัง"}
    data = consolidate(made, [sent("a.docx", answers, of=made)])
    assert not data.expected
    assert [one["rows"] for one in facts(data)["groups"] if one["key"] == "ministry"] == [
        [{"name": "กระทรวงการคลัง", "sent": 1, "back": 1, "review": 1}]
    ]


def test_all_but_the_data_stays_small(data: Dataset) -> None:
    page = dashboard_html(data)
    [text] = [text for known, text in Parts(page).scripts if "id" in known]
    assert len(page) - len(text.encode()) < 600_000


def test_the_files_it_names_are_those_that_are_written_beside_it(data: Dataset) -> None:
    told = facts(data)["words"]
    assert (told["workbook"], told["review"]) == (WORKBOOK, REVIEW)


def test_the_colours_are_those_of_the_workbook() -> None:
    style = Parts(dashboard_html(consolidate(form(), []))).style
    css = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", style[: style.index("@media")]))
    data = many(form(ESTATUS), 40)
    tally = next(one for one in words.public(data) if len(one.counts) == 3)
    assert not tally.not_asked
    with zipfile.ZipFile(BytesIO(write_workbook(data))) as package:
        chart = package.read("xl/charts/chart1.xml").decode()
    series = re.findall(r"<c:ser>.*?</c:ser>", chart, re.S)
    fills = [re.findall(r'<a:solidFill><a:srgbClr val="(\w+)"', one)[0] for one in series]
    names = ["answer-0", "answer-1", "answer-2", "blank", "doubtful"]
    assert [f"#{one.lower()}" for one in fills] == [css[name] for name in names]


def test_agencies_are_told_apart_by_more_than_their_name() -> None:
    twins = [office(1, agency_name="กรมเดียวกัน"), office(2, agency_name="กรมเดียวกัน")]
    data = consolidate(form(), [], roster=twins)
    told: list[Agency] = list(data.agencies)
    assert [one["code"] for one in rows(embedded(data)["agencies"])] == [
        one.recipient.agency_code for one in told
    ]
