import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests import strategies

from formgen.compiler import compile_survey
from formgen.model.blocks import Paragraph
from formgen.model.codes import Code, Severity
from formgen.model.decision import ACROSS
from formgen.model.diagnostics import found
from formgen.model.form import Field, Form, Question
from formgen.model.identity import Claim
from formgen.model.reading import By, Mark, Reading
from formgen.model.response import Match, record
from formgen.model.survey import Choice, Kind, Role, TextFormat
from formgen.response import canonical_decimal, interpret

STATUS = (Choice("have", "มี"), Choice("none", "ไม่มี"), Choice("in_progress", "อยู่ระหว่างดำเนินการ"))
OTHER = (Choice("mail", "อีเมล กลาง"), Choice("other", "อื่น ๆ (ระบุ)", specify=True))
FIELDS = (
    Field("q.code", "q.code", Kind.TEXT, "รหัส", role=Role.AGENCY_CODE),
    Field("q.status", "q", Kind.SELECT_ONE, "อีเมล : สถานะ", choices=STATUS),
    Field("q.tools", "t", Kind.SELECT_MULTIPLE, "เครื่องมือ", choices=OTHER),
    Field("t.specify", "t.specify", Kind.TEXT, "เครื่องมือ – อื่น ๆ"),
    Field("q.note", "q.note", Kind.TEXT, "หมายเหตุ", max_length=20, multiline=True),
    Field("q.email", "q.email", Kind.TEXT, "อีเมล", format=TextFormat.EMAIL),
    Field("q.phone", "q.phone", Kind.TEXT, "โทรศัพท์", format=TextFormat.PHONE),
    Field("q.people", "q.people", Kind.INTEGER, "จำนวนคน"),
    Field("q.area", "q.area", Kind.DECIMAL, "พื้นที่"),
    Field("q.day", "q.day", Kind.DATE, "วันที่"),
)
FORM = Form("s", 1, "แบบ", "th-TH", FIELDS, (Paragraph("แบบ"),))
CLAIM = Claim("s", 1, FORM.digest)


def understood(raws, form=FORM, diagnostics=(), claim=CLAIM):
    marks = {name: Mark(raw, f"cell {name}") for name, raw in raws.items()}
    return interpret(form, Reading("xlsx", claim, marks, tuple(diagnostics)), Match.EXACT)


def answer(name, raw, form=FORM):
    """The value of one mark, and the codes of what is said about its field."""
    response = understood({name: raw}, form)
    said = [one for one in response.diagnostics if one.field == name]
    assert all(one.at == f"cell {name}" for one in said)
    assert all(one.message("th") and one.message("en") for one in said)
    assert response.answers[name].raw == raw
    return response.answers[name].value, [one.code.name for one in said]


def with_field(name, **changes):
    fields = [replace(one, **changes) if one.name == name else one for one in FIELDS]
    return replace(FORM, fields=tuple(fields))


# ---------------------------------------------------------------- choices


@pytest.mark.parametrize(
    ("raw", "value", "said"),
    [
        ((), None, []),
        (("have",), "have", []),
        (("none", "have"), None, ["MULTIPLE_MARKS"]),
        (("have", "none", "in_progress"), None, ["MULTIPLE_MARKS"]),
        (("nothing",), None, ["CHOICE_UNKNOWN"]),
        (("have", "nothing"), None, ["CHOICE_UNKNOWN"]),
        ("", None, []),
        (" \u200b\n", None, []),
        ("มี", "have", []),
        ("have", "have", []),
        ("ไม่มี", "none", []),
        ("มี ", "have", ["CHOICE_NORMALISED"]),
        (" ไม่  มี\n", "none", ["CHOICE_NORMALISED"]),
        ("“มี”", "have", ["CHOICE_NORMALISED"]),
        ("ม\u0e35\u200b", "have", ["CHOICE_NORMALISED"]),
        ("มีแล้ว", None, ["CHOICE_UNKNOWN"]),
        ("มี ไม่มี", None, ["CHOICE_UNKNOWN"]),
        ("✓", None, ["CHOICE_UNKNOWN"]),
        ("1", None, ["CHOICE_UNKNOWN"]),
        ("-", None, ["CHOICE_UNKNOWN"]),
    ],
)
def test_one_choice(raw, value, said):
    assert answer("q.status", raw) == (value, said)


@pytest.mark.parametrize(
    ("raw", "value", "said"),
    [
        ((), None, []),
        (("mail",), ("mail",), []),
        (("other", "mail"), ("mail", "other"), ["SPECIFY_BLANK"]),
        (("mail", "fax"), None, ["CHOICE_UNKNOWN"]),
        ("อีเมลกลาง", ("mail",), ["CHOICE_NORMALISED"]),
        ("โทรสาร", None, ["CHOICE_UNKNOWN"]),
    ],
)
def test_several_choices(raw, value, said):
    assert answer("q.tools", raw) == (value, said)


def test_marks_and_choices_are_told_by_their_labels():
    (one,) = understood({"q.status": ("none", "have")}).diagnostics[:1]
    assert dict(one.facts)["marks"] == ("มี", "ไม่มี")
    (one,) = understood({"q.status": "ไม่ทราบ"}).diagnostics[:1]
    assert dict(one.facts)["allowed"] == ("มี", "ไม่มี", "อยู่ระหว่างดำเนินการ")
    (one,) = understood({"q.status": "มี "}).diagnostics[:1]
    assert dict(one.facts) == {"label": "อีเมล : สถานะ", "raw": "มี ", "value": "มี"}


def test_words_that_fit_two_choices_are_not_a_choice():
    twins = (Choice("one", "ใช่"), Choice("two", "ใช่"), Choice("three", "one"))
    form = with_field("q.status", choices=twins)
    assert answer("q.status", "ใช่", form) == (None, ["CHOICE_UNKNOWN"])
    assert answer("q.status", "ใช่ ", form) == (None, ["CHOICE_UNKNOWN"])
    assert answer("q.status", "one", form) == (None, ["CHOICE_UNKNOWN"])
    assert answer("q.status", "two", form) == ("two", [])


# ---------------------------------------------------------------- words


@pytest.mark.parametrize(
    ("raw", "value", "said"),
    [
        ("", None, []),
        (" \n ", None, []),
        ("ก", "ก", []),
        ("ก\nข\n\nค", "ก\nข\n\nค", []),
        ("ก\r\nข\rค", "ก\nข\nค", []),
        (" ๑ ต.ค. ", " ๑ ต.ค. ", []),
        ("น\u0e4d\u0e49า", "น้ำ", []),
        ("ข\u200bอ\u00a0บ", "ขอ บ", []),
        ("ก" * 20, "ก" * 20, []),
        ("ก" * 21, "ก" * 21, ["TOO_LONG"]),
        ("ก\uf8ffข", "ก\uf8ffข", ["UNREADABLE_CHARACTERS"]),
        ("ก\ufffdข", "ก\ufffdข", ["UNREADABLE_CHARACTERS"]),
        ("·´ÊÍº", "·´ÊÍº", ["UNREADABLE_CHARACTERS"]),
        ("ท\uf70a", "ท่", []),
        ("=1+1", "=1+1", []),
    ],
)
def test_words(raw, value, said):
    assert answer("q.note", raw) == (value, said)


def test_half_a_character_is_kept_so_that_it_can_be_stored():
    response = understood({"q.note": "ก\ud83dข", "q.code": "\ud83d\ude00"})
    assert response.answers["q.note"].raw == "ก\ufffdข"
    assert response.answers["q.code"].raw == "😀"
    assert [one.code for one in response.diagnostics] == [Code.UNREADABLE_CHARACTERS]
    assert json.dumps(record(response, "a", "b"), ensure_ascii=False).encode()


@pytest.mark.parametrize(
    ("raw", "value", "said"),
    [
        ("saraban@dga.or.th", "saraban@dga.or.th", []),
        (" saraban@dga.or.th\n", "saraban@dga.or.th", []),
        ("A.B+c_d%e'f-g@x-y.example.com", "A.B+c_d%e'f-g@x-y.example.com", []),
        ("saraban๑@dga.or.th", "saraban๑@dga.or.th", ["BAD_EMAIL"]),
        ("saraban@dga", "saraban@dga", ["BAD_EMAIL"]),
        *(
            (raw, raw, ["BAD_EMAIL"])
            for raw in (
                ".a@dga.or.th",
                "a.@dga.or.th",
                "a..b@dga.or.th",
                f"{'a' * 65}@dga.or.th",
                f"a@{'b' * 250}.th",
            )
        ),
        ("saraban@@dga.or.th", "saraban@@dga.or.th", ["BAD_EMAIL"]),
        ("a@b.th, c@d.th", "a@b.th, c@d.th", ["BAD_EMAIL"]),
        ("อีเมล@ไทย.ไทย", "อีเมล@ไทย.ไทย", ["BAD_EMAIL"]),
        ("ไม่มี ", "ไม่มี ", ["BAD_EMAIL"]),
        ("-", "-", ["BAD_EMAIL"]),
    ],
)
def test_e_mail(raw, value, said):
    assert answer("q.email", raw) == (value, said)


@pytest.mark.parametrize(
    ("raw", "value", "said"),
    [
        ("021234567", "021234567", []),
        ("๐๒ ๑๒๓ ๔๕๖๗", "021234567", []),
        ("0-2123-4567", "021234567", []),
        ("(02) 123–4567", "021234567", []),
        ("081 234 5678", "0812345678", []),
        ("+66 2 123 4567", "021234567", []),
        ("+66(0)81-234-5678", "0812345678", []),
        ("1111", "1111", []),
        ("๐ ๒๑๒๓ ๔๕๖๗ ต่อ ๑๒", "021234567 ต่อ 12", []),
        ("02-123-4567 ext. 12", "021234567 ต่อ 12", []),
        ("02-123-4567 Ext12", "021234567 ต่อ 12", []),
        ("021234567#9", "021234567 ต่อ 9", []),
        ("021234567 ต่อ 12", "021234567 ต่อ 12", []),
        ("21234567", "021234567", ["PHONE_ZERO_RESTORED"]),
        ("812345678", "0812345678", ["PHONE_ZERO_RESTORED"]),
        ("812345678 ต่อ 3", "0812345678 ต่อ 3", ["PHONE_ZERO_RESTORED"]),
        ("0 2123 4567-8", "0 2123 4567-8", ["BAD_PHONE"]),
        ("021234567, 0812345678", "021234567, 0812345678", ["BAD_PHONE"]),
        ("021234567/8", "021234567/8", ["BAD_PHONE"]),
        ("02123456", "02123456", ["BAD_PHONE"]),
        ("0812345678 ต่อ 1-3", "0812345678 ต่อ 1-3", ["BAD_PHONE"]),
        ("02 123 456๗ ๘", "02 123 456๗ ๘", ["BAD_PHONE"]),
        ("โทร 021234567", "โทร 021234567", ["BAD_PHONE"]),
        ("ต่อ 12", "ต่อ 12", ["BAD_PHONE"]),
        ("+1 212 555 0100", "+1 212 555 0100", ["BAD_PHONE"]),
    ],
)
def test_telephone(raw, value, said):
    assert answer("q.phone", raw) == (value, said)


# ---------------------------------------------------------------- numbers, dates


@pytest.mark.parametrize(
    ("raw", "value", "said"),
    [
        ("", None, []),
        ("12", 12, []),
        (" ๑,๒๓๔\n", 1234, []),
        ("-5", -5, []),
        ("0", 0, []),
        ("007", 7, []),
        ("12.0", None, ["NOT_AN_INTEGER"]),
        ("12,34", None, ["NOT_AN_INTEGER"]),
        ("12 คน", None, ["NOT_AN_INTEGER"]),
        ("สิบสอง", None, ["NOT_AN_INTEGER"]),
        ("10-12", None, ["NOT_AN_INTEGER"]),
        ("9" * 200, None, ["NOT_AN_INTEGER"]),
    ],
)
def test_whole_number(raw, value, said):
    assert answer("q.people", raw) == (value, said)


@pytest.mark.parametrize(
    ("raw", "value", "said"),
    [
        ("12.50", "12.5", []),
        ("๑,๒๓๔.๐๐", "1234", []),
        ("-0.0", "0", []),
        ("-0.50", "-0.5", []),
        ("007.10", "7.1", []),
        ("0", "0", []),
        (".5", None, ["NOT_A_DECIMAL"]),
        ("1.234,5", None, ["NOT_A_DECIMAL"]),
        ("1e5", None, ["NOT_A_DECIMAL"]),
        ("NaN", None, ["NOT_A_DECIMAL"]),
        ("๑๒ ไร่", None, ["NOT_A_DECIMAL"]),
    ],
)
def test_decimal(raw, value, said):
    assert answer("q.area", raw) == (value, said)


@given(strategies.decimals)
def test_a_canonical_decimal_stays(plain):
    assert canonical_decimal(plain) == plain
    assert canonical_decimal(plain + ".0" if "." not in plain else plain + "0") == plain


@pytest.mark.parametrize(
    ("raw", "value", "said"),
    [
        ("๒๒ พฤศจิกายน ๒๕๖๙", "2026-11-22", []),
        ("22 พ.ย. 69", "2026-11-22", []),
        ("๒๒/๑๑/๒๕๖๙", "2026-11-22", []),
        ("22 พ.ย. ค.ศ. 2026", "2026-11-22", []),
        ("2026-11-22", "2026-11-22", []),
        (" 22/11/2569 ", "2026-11-22", []),
        ("22/11/2026", None, ["NOT_A_DATE"]),
        ("31/02/2569", None, ["NOT_A_DATE"]),
        ("22/11/30", None, ["NOT_A_DATE"]),
        ("พฤศจิกายน ๒๕๖๙", None, ["NOT_A_DATE"]),
        ("๒๒ หรือ ๒๓ พ.ย. ๖๙", None, ["NOT_A_DATE"]),
        ("46348", None, ["NOT_A_DATE"]),
    ],
)
def test_date(raw, value, said):
    assert answer("q.day", raw) == (value, said)


# ---------------------------------------------------------------- the whole form


def test_every_field_has_an_answer_and_keeps_its_place():
    marks = {"q.note": Mark("ก", "แผ่น1!B3", By.ANCHOR)}
    response = interpret(FORM, Reading("docx", None, marks), Match.OLDER)
    assert list(response.answers) == [field.name for field in FIELDS]
    note, status = response.answers["q.note"], response.answers["q.status"]
    assert (note.value, note.raw, note.at, note.by) == ("ก", "ก", "แผ่น1!B3", By.ANCHOR)
    assert (status.value, status.raw, status.at) == (None, "", "")
    assert response.claim == CLAIM  # a file that says nothing of itself is read as this form
    assert response.token is None
    assert (response.format, response.match) == ("docx", Match.OLDER)


@pytest.mark.parametrize("severity", Severity)
def test_a_doubt_of_the_reader_leaves_no_value(severity):
    code = next(one for one in Code if one.severity is severity)
    response = understood({"q.note": "ก"}, diagnostics=[found(code, field="q.note")])
    doubted = severity is Severity.ERROR
    assert response.answers["q.note"].value == (None if doubted else "ก")
    assert response.answers["q.note"].raw == "ก"
    assert response.diagnostics[0].code is code


def test_a_doubt_about_the_file_leaves_the_values():
    response = understood({"q.note": "ก"}, diagnostics=[found(Code.SECOND_COPY, places="A, B")])
    assert response.answers["q.note"].value == "ก"


@pytest.mark.parametrize(
    ("raws", "said"),
    [
        ({"q.tools": ("mail",)}, []),
        ({"q.tools": ("other",), "t.specify": "โทรสาร"}, []),
        ({"q.tools": ("other",)}, [("q.tools", "SPECIFY_BLANK")]),
        ({"q.tools": ("other",), "t.specify": " "}, [("q.tools", "SPECIFY_BLANK")]),
        ({"q.tools": ("mail",), "t.specify": "โทรสาร"}, [("q.tools", "SPECIFY_ALONE")]),
        ({"t.specify": "โทรสาร"}, [("q.tools", "SPECIFY_ALONE")]),
    ],
)
def test_other_and_its_words(raws, said):
    found_ = understood(raws).diagnostics
    assert [(one.field, one.code.name) for one in found_ if one.field] == said


def test_words_that_are_in_doubt_are_not_missed():
    doubt = found(Code.FIELD_MISSING, field="t.specify", label="x")
    response = understood({"q.tools": ("other",)}, diagnostics=[doubt])
    assert [one.code for one in response.diagnostics if one.field] == [Code.FIELD_MISSING]


def said_about(name, raws, **changes):
    response = understood(raws, with_field(name, **changes))
    return [one.code.name for one in response.diagnostics if one.field == name]


def test_what_must_be_answered():
    assert said_about("q.status", {}, required=True) == ["REQUIRED_BLANK"]
    assert said_about("q.tools", {"q.tools": ()}, required=True) == ["REQUIRED_BLANK"]
    assert said_about("q.note", {"q.note": " "}, required=True) == ["REQUIRED_BLANK"]
    assert said_about("q.people", {"q.people": "0"}, required=True) == []
    assert said_about("q.status", {"q.status": ("have",)}, required=True) == []
    two = {"q.status": ("have", "none")}
    assert said_about("q.status", two, required=True) == ["MULTIPLE_MARKS"]


def test_a_form_without_any_answer_is_told_once():
    fields = [replace(one, required=True) for one in FIELDS]
    asked = (Question("q", "๑", "ก", "q.status", "q.note"), Question("p", "๒", "ข", "q.people"))
    form = replace(FORM, fields=tuple(fields), questions=asked)

    def told(raws, diagnostics=()):
        said = understood(raws, form, diagnostics).diagnostics
        return [one.code.name for one in said if one.code in ACROSS]

    assert told({}) == told({"q.code": "A-1", "q.day": "๑ ม.ค. ๒๕๖๙"}) == ["NOTHING_ANSWERED"]
    whole = understood({"q.code": "A-1"}, form).diagnostics[0]
    assert dict(whole.facts) == {"count": len(FIELDS) - 1}
    assert not whole.field
    for answered in ({"q.status": ("none",)}, {"q.note": "ก"}, {"q.people": "0"}):
        assert set(told(answered)) == {"REQUIRED_BLANK"}
    assert set(told({"q.status": ("have", "none")})) == {"REQUIRED_BLANK"}  # unclear is no blank
    assert "NOTHING_ANSWERED" not in told({}, [found(Code.MARK_OUTSIDE, field="q.note", raw="x")])


def test_what_need_not_be_answered():
    rule = {"relevant": "${q.status} = 'have'"}
    none, have = {"q.status": ("none",)}, {"q.status": ("have",)}
    assert said_about("q.note", {"q.note": "ก"} | none, **rule) == ["NOT_RELEVANT"]
    assert said_about("q.note", {"q.note": "ก"} | have, **rule) == []
    assert said_about("q.note", {"q.note": "ก"}, **rule) == []
    assert said_about("q.note", none, **rule, required=True) == []
    assert said_about("q.note", {}, **rule, required=True) == []
    assert said_about("q.note", have, **rule, required=True) == ["REQUIRED_BLANK"]


def test_a_constraint():
    rule = {"constraint": ". >= 0 and . <= 100"}
    assert said_about("q.people", {"q.people": "๑๐๐"}, **rule) == []
    assert said_about("q.people", {"q.people": "๑๐๑"}, **rule) == ["CONSTRAINT_FAILED"]
    assert said_about("q.people", {}, **rule) == []
    assert said_about("q.people", {"q.people": "x"}, **rule) == ["NOT_AN_INTEGER"]
    other = {"constraint": ". <= ${q.people}"}
    assert said_about("q.area", {"q.area": "9.5", "q.people": "10"}, **other) == []
    assert said_about("q.area", {"q.area": "10.5", "q.people": "9"}, **other) == [
        "CONSTRAINT_FAILED"
    ]
    assert said_about("q.area", {"q.area": "10.5"}, **other) == []


def test_a_broken_constraint_is_told_in_its_own_words_and_the_value_is_kept():
    form = with_field("q.people", constraint=". > 0", constraint_message="ต้องมากกว่าศูนย์")
    response = understood({"q.people": "๐"}, form)
    (one,) = [each for each in response.diagnostics if each.field]
    assert one.message("th") == (
        "cell q.people: “จำนวนคน” ตอบ “๐” ไม่เป็นไปตามเงื่อนไข: ต้องมากกว่าศูนย์ โปรดสอบถามหน่วยงาน"
    )
    assert response.answers["q.people"].value == 0
    form = with_field("q.tools", constraint="not(selected(., 'mail'))")
    response = understood({"q.tools": ("mail",)}, form)
    facts = [dict(each.facts) for each in response.diagnostics if each.field]
    assert [(each["raw"], each["rule"]) for each in facts] == [
        ("อีเมล กลาง", "not(selected(., 'mail'))")
    ]


def test_the_record_of_a_response():
    raws = {
        "q.code": "76-001",
        "q.status": ("none", "have"),
        "q.tools": ("mail",),
        "q.people": "๑๒",
    }
    line = record(understood(raws), "returns/นคร.xlsx", "ab" * 32)
    assert json.loads(json.dumps(line)) == line
    answers = line.pop("answers")
    (diagnostic,) = line.pop("diagnostics")
    assert line == {
        "file": "returns/นคร.xlsx",
        "sha256": "ab" * 32,
        "format": "xlsx",
        "form": {"survey": "s", "revision": 1, "digest": FORM.digest, "match": "exact"},
        "respondent": {"agency_code": "76-001", "round": None, "by": "typed", "verified": None},
    }
    assert list(answers) == [field.name for field in FIELDS]
    assert answers["q.people"] == {"value": 12, "raw": "๑๒", "at": "cell q.people", "by": "name"}
    assert answers["q.tools"]["value"] == ["mail"]
    assert answers["q.status"] == {
        "value": None,
        "raw": ["none", "have"],
        "at": "cell q.status",
        "by": "name",
    }
    assert diagnostic["code"] == "MULTIPLE_MARKS"
    assert diagnostic["severity"] == "error"
    assert diagnostic["field"] == "q.status"
    assert diagnostic["facts"]["marks"] == ["มี", "ไม่มี"]
    assert diagnostic["message"]["th"].startswith("cell q.status: ")


# ---------------------------------------------------------------- laws


def as_marks(form, values):
    """What a faithful reader says of these values."""
    for name, value in values.items():
        field = form.field(name)
        if field.kind is Kind.SELECT_ONE:
            label = next(one.label for one in field.choices if one.code == value)
            yield name, label if field.dropdown else (value,)
        else:
            yield name, value if isinstance(value, tuple) else str(value)


@given(st.data())
@settings(deadline=None, max_examples=60)
def test_a_faithful_reading_gives_back_the_values(data):
    form = compile_survey(data.draw(strategies.surveys()))
    values = data.draw(strategies.answers(form))
    response = understood(dict(as_marks(form, values)), form)
    given_back = {
        name: one.value for name, one in response.answers.items() if one.value is not None
    }
    assert given_back == values
    errors = [one for one in response.diagnostics if one.severity is Severity.ERROR]
    assert {one.code for one in errors} <= {Code.RESPONDENT_UNKNOWN}
    unasked = {Code.TOO_LONG, Code.BAD_EMAIL, Code.BAD_PHONE, Code.CHOICE_NORMALISED}
    assert not unasked & {one.code for one in response.diagnostics}


@given(st.data())
@settings(deadline=None, max_examples=60)
def test_no_text_whatsoever_breaks_it(data):
    texts = st.text(st.characters(), max_size=30)
    raws = {field.name: data.draw(texts) for field in FIELDS}
    response = understood(raws)
    for one in response.diagnostics:
        assert one.message("th")
        assert one.message("en")
    assert json.dumps(record(response, "a", "b"), ensure_ascii=False).encode()
