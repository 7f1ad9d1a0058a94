from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formgen.model.rule import Call, Literal, Reference, RuleError, parse_rule

ANSWERS = {
    "email.status": "have",
    "tools.used": ("mail", "sign"),
    "people.officers": 120,
    "people.since": "2026-11-22",
    "land.area": "9.5",
    "land.more": "10.5",
    "blank.status": None,
    "blank.used": (),
}


def holds(text, own=None):
    return parse_rule(text).holds(own, ANSWERS)


@pytest.mark.parametrize(
    ("text", "own", "result"),
    [
        (". >= 0 and . <= 100", 50, True),
        (". >= 0 and . <= 100", 101, False),
        (". >= 0 and . <= 100", -1, False),
        (". > 0.5", "0.50001", True),
        (". > 9", "10", True),
        (". = 12.5", "12.50", True),
        (". < ${people.officers}", 119, True),
        (". <= ${people.officers} - 1", 120, False),
        (". = -5", -5, True),
        ("-(.) = 5", -5, True),
        ("${land.area} < ${land.more}", None, True),  # decimals are text: not by their letters
        ("${people.since} > '2026-01-02'", None, True),
        (". > '2026-01-02'", "2025-12-31", False),
        ("${email.status} = 'have'", None, True),
        ('${email.status} != "have"', None, False),
        (". = '012'", "12", False),
        ("${tools.used} = 'mail sign'", None, True),
        ("selected(${tools.used}, 'sign')", None, True),
        ("selected(${tools.used}, 'cloud')", None, False),
        ("selected(${email.status}, 'have')", None, True),
        ("selected(${blank.used}, 'sign')", None, False),
        ("not(selected(., 'a'))", ("b",), True),
        ("string-length(.) <= 3", "น้ำ", True),
        ("string-length(.) < 3", "น้ำ", False),
        ("string-length(${blank.status}) = 0", None, True),
        ("regex(., '[0-9]{5}')", "10200", True),
        ("regex(., '[0-9]{5}')", "102000", False),
        ("regex(., '[0-9]{5}')", 10200, True),
        ("1 + 2 - 3 = 0", None, True),
        ("(1 = 2 or 3 = 3) and 4 = 4", None, True),
        ("1 = 2 or 3 = 3 and 4 = 5", None, False),
        ("not(1 = 1)", None, False),
        (". > 5", "๑๐", True),
    ],
)
def test_a_rule_says_yes_or_no(text, own, result):
    assert holds(text, own) is result


@pytest.mark.parametrize(
    ("text", "own"),
    [
        (". > 5", None),
        (". > 5", ""),
        (". > 5", "มาก"),
        (". > 5", "NaN"),
        (". > 5", "Infinity"),
        (". + 1 > 5", "x"),
        ("${blank.status} = 'have'", None),
        ("${blank.status} = ${blank.used}", None),
        ("${nothing.here} < 5", None),
        ("not(${blank.status} = 'have')", None),
        ("${blank.status} = 'x' or 1 = 2", None),
        ("${blank.status} = 'x' and 1 = 1", None),
        ("regex(., 'x')", None),
        ("regex(., 'x')", ""),
        ("'a' < ''", None),
    ],
)
def test_a_blank_answer_leaves_it_undecided(text, own):
    assert holds(text, own) is None


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("${blank.status} = 'x' or 1 = 1", True),
        ("${blank.status} = 'x' and 1 = 2", False),
        ("${blank.status} = ''", True),
        ("'' = ${blank.status}", True),
        ("${blank.used} != ''", False),
        ("${email.status} != ''", True),
        ("'' = ${email.status}", False),
        ("${people.officers} = ''", False),
    ],
)
def test_what_a_blank_answer_cannot_change_is_decided(text, result):
    assert holds(text) is result


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "missing at the end"),
        (". >", "missing at the end"),
        (". > 5 5", "unexpected “5”"),
        (". ** 5", "unexpected “**"),
        ("status = 'x'", "unexpected “status”"),
        ("(1 = 1", "“)” is missing"),
        ("selected(.)", "selected() takes 2, not 1"),
        ("not(1, 2)", "not() takes 1, not 2"),
        ("selected 1", "“(” is missing"),
        ("regex(., '[')", "regex"),
        ("regex(., ${a.b})", "quoted pattern"),
        ("regex(., 5)", "quoted pattern"),
        ("${A.b} = 1", "unexpected “${A.b}"),
        (". = 'x", "unexpected"),
        ("= 1", "unexpected “=”"),
        ("(" * 5000, "too many brackets"),
    ],
)
def test_what_is_no_rule_is_refused(text, reason):
    with pytest.raises(RuleError) as error:
        parse_rule(text)
    assert reason in str(error.value)


def test_a_rule_knows_what_it_speaks_of():
    rule = parse_rule("${b.x} = 1 and not(${a.x} > .) or ${b.x} < 2")
    assert rule.references == ("b.x", "a.x")
    assert parse_rule(". = 1").references == ()


def test_minus_binds_to_the_left():
    seven = Call("-", (Call("-", (Literal(Decimal(9)), Literal(Decimal(1)))), Reference("")))
    assert parse_rule("9 - 1 - .").root == seven


_PIECES = st.sampled_from(
    [
        "${email.status}",
        "${land.area}",
        ".",
        "5",
        "'x'",
        "=",
        "<",
        "and",
        "or",
        "not(",
        "(",
        ")",
        "+",
        "-",
        ",",
    ]
)


@given(
    st.lists(_PIECES, max_size=12).map(" ".join), st.sampled_from([None, "", "x", 5, ("a",), "1.5"])
)
def test_no_rule_and_no_answer_breaks_it(text, own):
    try:
        rule = parse_rule(text)
    except RuleError:
        return
    assert rule.holds(own, ANSWERS) in (True, False, None)
