import pytest
from tests import paper

from formgen import formats
from formgen.archive import Shelf, keep
from formgen.fill import fill, fitting_answers
from formgen.model.codes import Code
from formgen.model.diagnostics import Exit, FormgenError
from formgen.model.identity import BLANK, Copy, sign

FORM = paper.small_form()
ANSWERS = {
    "q.code": "76-001",
    "q.type": "department",
    "q.status": "have",
    "q.systems": ["none", "have"],
    "q.staff": 12,
    "q.share": "12.50",
    "q.since": "2026-11-22",
    "q.note": "หนึ่ง\r\nสอง",
}
VALUES = {
    **ANSWERS,
    "q.systems": ["have", "none"],
    "q.share": "12.5",
    "q.note": "หนึ่ง\nสอง",
}


@pytest.fixture
def shelf(tmp_path, monkeypatch):
    monkeypatch.setattr(formats, "get", {"pdf": paper.FORMAT}.__getitem__)
    keep(tmp_path, FORM)
    return Shelf([tmp_path])


def written(*values, token=None):
    return paper.write(FORM, Copy(token, values)).data


def values(data):
    return paper._plain(data)["values"]


def test_answers_are_written_into_a_blank_form(shelf):
    assert values(fill(shelf, paper.write(FORM, BLANK).data, ANSWERS)) == VALUES


def test_what_is_in_a_copy_stays_and_a_blank_clears(shelf):
    once = fill(shelf, paper.write(FORM, BLANK).data, ANSWERS)
    twice = fill(shelf, once, {"q.status": "none", "q.note": "", "q.systems": []})
    kept = {name: value for name, value in VALUES.items() if name not in ("q.note", "q.systems")}
    assert values(twice) == kept | {"q.status": "none"}


def test_words_stay_as_they_were_typed(shelf):
    data = written(("q.name", " สำนักงาน  เเห่งหนึ่ง "))
    assert values(fill(shelf, data, {}))["q.name"] == " สำนักงาน  เเห่งหนึ่ง "


def test_a_token_stays(shelf):
    token = sign(bytes(32), "2569-1", 7, FORM.digest)
    data = fill(shelf, written(("q.code", "76-001"), token=token), {"q.status": "have"})
    assert paper.identify(data).token == token
    assert values(data) == {"q.code": "76-001", "q.status": "have"}


def refused(shelf, data, answers):
    with pytest.raises(FormgenError) as error:
        fill(shelf, data, answers)
    assert all(one.message("th") and one.message("en") for one in error.value.diagnostics)
    return error.value.exit_code, [one.code for one in error.value.diagnostics]


def test_nothing_doubtful_is_lost_but_an_answer_settles_it(shelf):
    doubtful = written(("q.status", ("have", "none")), ("q.since", "เร็ว ๆ นี้"))
    codes = [Code.MULTIPLE_MARKS, Code.NOT_A_DATE]
    assert refused(shelf, doubtful, {}) == (Exit.REVIEW, codes)
    settled = {"q.status": "none", "q.since": None}
    assert values(fill(shelf, doubtful, settled)) == {"q.status": "none"}


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("q.status", "maybe"),
        ("q.status", "มี"),
        ("q.status", ["have"]),
        ("q.systems", "have"),
        ("q.systems", ["have", "have"]),
        ("q.systems", ["have", "x"]),
        ("q.staff", "12"),
        ("q.staff", 1.5),
        ("q.staff", True),
        ("q.share", "much"),
        ("q.share", True),
        ("q.share", float("nan")),
        ("q.since", "2026-02-30"),
        ("q.since", 5),
        ("q.note", 5),
        ("q.note", "x" * 21),
        ("q.note", "a\x0bb"),
        ("q.note", "\ud800"),
    ],
)
def test_an_answer_that_does_not_fit_is_refused(shelf, name, answer):
    blank = paper.write(FORM, BLANK).data
    assert refused(shelf, blank, {name: answer}) == (Exit.USAGE, [Code.ANSWER_BAD])


@pytest.mark.parametrize(
    ("name", "answer", "value"),
    [
        ("q.share", 1.50, "1.5"),
        ("q.share", "๑,๒๓๔.๕๐", "1234.5"),
        ("q.since", "๒๒ พ.ย. ๒๕๖๙", "2026-11-22"),
        ("q.staff", 0, 0),
        ("q.staff", None, None),
        ("q.systems", ("none",), ("none",)),
    ],
)
def test_an_answer_becomes_the_value_of_its_field(name, answer, value):
    assert fitting_answers(FORM, {name: answer}) == {name: value}


def test_all_wrong_answers_come_at_once(shelf):
    blank = paper.write(FORM, BLANK).data
    codes = [Code.ANSWER_FIELD_UNKNOWN, Code.ANSWER_BAD]
    assert refused(shelf, blank, {"q.x": 1, "q.staff": "x"}) == (Exit.USAGE, codes)


def test_a_file_that_is_no_form_is_refused(shelf):
    other = paper.write(paper.small_form("อีกแบบ"), BLANK).data
    assert refused(shelf, other, {}) == (Exit.USAGE, [Code.FORM_UNKNOWN])
    unmarked = paper.MAGIC + b'{"claim": "", "values": {}}'
    assert refused(shelf, unmarked, {}) == (Exit.USAGE, [Code.FORM_NOT_OURS])
    assert refused(shelf, b"", {})[1] == [Code.FILE_EMPTY]
