import pytest

from formgen.model.blocks import Paragraph
from formgen.model.codes import Severity
from formgen.model.form import Field, Form
from formgen.model.identity import Claim, Token, sign
from formgen.model.recipient import Recipient, Round
from formgen.model.response import Answer, Respondent
from formgen.model.survey import Kind, Role
from formgen.who import far_off, respondent

FIELDS = (
    Field("office.code", "office.code", Kind.TEXT, "รหัส", role=Role.AGENCY_CODE),
    Field("office.name", "office.name", Kind.TEXT, "ชื่อ", role=Role.AGENCY_NAME),
)
FORM = Form("s", 1, "แบบ", "th-TH", FIELDS, (Paragraph("แบบ"),))
BARE = Form("s", 1, "แบบ", "th-TH", (), (Paragraph("แบบ"),))
KEY = bytes(range(32))
NAKHON = Recipient(1, "76-001", "เทศบาลนคร")
MUANG = Recipient(2, "AB-2", "เทศบาลเมือง ก")
ROSTER = (NAKHON, MUANG)
ROUND = Round("2569-1", "s", FORM.digest, ROSTER, key=KEY)
UNSIGNED = Round("2569-1", "s", FORM.digest, ROSTER)
TOKEN = sign(KEY, "2569-1", 1, FORM.digest)


def who(code=None, name=None, *, token=None, rounds=(ROUND,), roster=(), digest=FORM.digest):
    claim = Claim("s", 1, digest, token)
    answers = {"office.code": Answer(code, code or "", "B2"), "office.name": Answer(name)}
    whose, said = respondent(FORM, claim, answers, rounds, roster)
    assert all(one.message("th") and one.message("en") for one in said)
    return whose, [one.code.name for one in said]


# ---------------------------------------------------------------- an issued copy


@pytest.mark.parametrize(
    ("day", "issued", "said"),
    [
        ("2026-11-30", "2026-11-22", []),
        ("2026-11-20", "2026-11-22", []),  # the letter may bear a later day than its sending
        ("2027-11-23", "2026-11-22", []),
        ("2027-11-24", "2026-11-22", ["DATE_FAR_OFF"]),
        ("2053-11-30", "2026-11-22", ["DATE_FAR_OFF"]),  # ๒๕๙๖ for ๒๕๖๙
        ("2025-11-20", "2026-11-22", ["DATE_FAR_OFF"]),
        ("2053-11-30", "", []),
        (None, "2026-11-22", []),
    ],
)
def test_a_day_far_from_the_round_is_told(day, issued, said):
    asked = Field("office.day", "office.day", Kind.DATE, "วันที่", role=Role.RESPONSE_DATE)
    form = Form("s", 1, "แบบ", "th-TH", (*FIELDS, asked), (Paragraph("แบบ"),))
    rounds = (Round("2569-1", "s", form.digest, ROSTER, issued),)
    answers = {"office.day": Answer(day, "๓๐ พ.ย.", "B4")}
    whose = Respondent("76-001", "2569-1", "token", verified=True)
    told = far_off(form, whose, answers, rounds)
    assert [one.code.name for one in told] == said
    assert far_off(form, Respondent("76-001"), answers, rounds) == ()
    assert far_off(FORM, whose, answers, rounds) == ()


def test_a_good_token_says_whose_it_is():
    whose = Respondent("76-001", "2569-1", "token", verified=True)
    assert who(token=TOKEN) == (whose, [])
    assert who("76-001", "เทศบาลนคร", token=TOKEN) == (whose, [])
    assert who(" ๗๖-๐๐๑ ", "เทศบาล นคร", token=TOKEN) == (whose, [])
    assert who(token=TOKEN, roster=(MUANG,)) == (whose, [])  # the round says, not the roster


@pytest.mark.parametrize(
    ("token", "digest"),
    [
        (Token("2569-1", 2, TOKEN.tag), FORM.digest),
        (Token("2569-1", 1, "0" * 32), FORM.digest),
        (sign(bytes(32), "2569-1", 1, FORM.digest), FORM.digest),
        (TOKEN, "0" * 64),
        (sign(KEY, "2569-1", 1, "0" * 64), "0" * 64),  # well signed, but not of this round's form
    ],
)
def test_a_bad_token_proves_nothing(token, digest):
    whose = Respondent("76-001", "2569-1", "typed", verified=False)
    assert who("76-001", token=token, digest=digest) == (whose, ["TOKEN_BAD"])


def test_a_copy_of_another_form_is_bad_without_the_key_too():
    whose = Respondent(None, "2569-1", "typed", verified=False)
    assert who(token=TOKEN, digest="0" * 64, rounds=(UNSIGNED,)) == (whose, ["TOKEN_BAD"])


@pytest.mark.parametrize(
    ("code", "name", "sent_to", "typed"),
    [
        ("AB-2", None, "76-001 เทศบาลนคร", "AB-2"),
        ("AB-2", "เทศบาลเมือง ก", "76-001 เทศบาลนคร", "AB-2 เทศบาลเมือง ก"),
        ("76-001", "เทศบาลเมือง ก", "76-001 เทศบาลนคร", "76-001 เทศบาลเมือง ก"),
        (None, "เทศบาลเมือง ก", "76-001 เทศบาลนคร", "เทศบาลเมือง ก"),
    ],
)
@pytest.mark.parametrize(("rounds", "more"), [((ROUND,), []), ((UNSIGNED,), ["TOKEN_UNCHECKED"])])
def test_a_neighbour_s_copy_is_noticed(code, name, sent_to, typed, rounds, more):
    whose, said = who(code, name, token=TOKEN, rounds=rounds)
    assert whose.agency_code == "76-001"
    assert whose.by == "token"
    assert said == [*more, "TOKEN_DISAGREES"]
    claim = Claim("s", 1, FORM.digest, TOKEN)
    answers = {"office.code": Answer(code), "office.name": Answer(name)}
    facts = dict(respondent(FORM, claim, answers, rounds, ())[1][-1].facts)
    assert facts == {"sent_to": sent_to, "typed": typed}


def test_without_the_key_the_token_is_believed_but_not_checked():
    whose = Respondent("76-001", "2569-1", "token", "unchecked")
    assert who(token=TOKEN, rounds=(UNSIGNED,)) == (whose, ["TOKEN_UNCHECKED"])


def test_an_unknown_round_leaves_the_typed_code():
    whose = Respondent("76-001", "2569-1", "typed", "unchecked")
    assert who("76-001", token=TOKEN, rounds=()) == (whose, ["TOKEN_UNCHECKED"])
    nobody = Respondent(None, "2569-1", "typed", "unchecked")
    assert who(token=TOKEN, rounds=()) == (nobody, ["TOKEN_UNCHECKED", "RESPONDENT_UNKNOWN"])


def test_a_serial_that_was_never_given():
    token = sign(KEY, "2569-1", 9, FORM.digest)
    whose = Respondent("76-001", "2569-1", "typed", verified=True)
    assert who("76-001", token=token) == (whose, ["TOKEN_RECIPIENT_UNKNOWN"])
    whose = Respondent(None, "2569-1", "typed", "unchecked")
    said = ["TOKEN_UNCHECKED", "TOKEN_RECIPIENT_UNKNOWN"]
    assert who(token=token, rounds=(UNSIGNED,)) == (whose, said)


def test_the_round_is_found_by_its_name():
    other = Round("2568-9", "s", FORM.digest, (), key=KEY)
    assert who(token=TOKEN, rounds=(other, ROUND))[1] == []


# ---------------------------------------------------------------- a blank copy


@pytest.mark.parametrize("code", [None, "", "  "])
@pytest.mark.parametrize("roster", [(), ROSTER])
def test_without_a_code_nobody_is_guessed(code, roster):
    assert who(code, "เทศบาลนคร", roster=roster) == (Respondent(), ["RESPONDENT_UNKNOWN"])


def test_without_a_roster_the_typed_code_counts():
    assert who("76-001", "ชื่อใดก็ได้") == (Respondent("76-001"), [])
    assert who(" ๗๖-๐๐๑ ") == (Respondent("76-001"), [])


@pytest.mark.parametrize("code", ["76-001", "๗๖-๐๐๑", " 76-001"])
@pytest.mark.parametrize("name", [None, "เทศบาลนคร", " เทศบาล  นคร", "“เทศบาลนคร”"])
def test_with_a_roster_code_and_name_agree(code, name):
    assert who(code, name, roster=ROSTER) == (Respondent("76-001"), [])


def test_capitals_do_not_make_another_agency():
    assert who("ab-2", roster=ROSTER) == (Respondent("AB-2"), [])


@pytest.mark.parametrize("code", ["76-002", "76001", "76-0010", "เทศบาลนคร"])
def test_a_code_that_is_not_in_the_roster(code):
    assert who(code, "เทศบาลนคร", roster=ROSTER) == (Respondent(code), ["CODE_NOT_IN_ROSTER"])


def test_a_name_that_belongs_to_another_code():
    whose, said = who("76-001", "เทศบาลเมือง ก", roster=ROSTER)
    assert (whose.agency_code, said) == ("76-001", ["NAME_DISAGREES"])


def test_what_is_wrong_is_said_at_the_code():
    answers = {"office.code": Answer("x", "x", "B2"), "office.name": Answer(None)}
    (one,) = respondent(FORM, None, answers, (), ROSTER)[1]
    assert (one.field, one.at, one.severity) == ("office.code", "B2", Severity.ERROR)


def test_a_form_that_does_not_ask_who_answers():
    whose, said = respondent(BARE, Claim("s", 1, FORM.digest), {}, (), ROSTER)
    assert (whose, [one.code.name for one in said]) == (Respondent(), ["RESPONDENT_UNKNOWN"])
    whose, said = respondent(BARE, Claim("s", 1, FORM.digest, TOKEN), {}, (ROUND,), ROSTER)
    assert (whose.agency_code, said) == ("76-001", ())
