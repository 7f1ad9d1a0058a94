import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formgen.model.blocks import Paragraph
from formgen.model.form import Field, Form
from formgen.model.identity import (
    BLANK,
    Claim,
    Copy,
    PageMark,
    Token,
    claim_text,
    copy_key,
    page_code,
    parse_claim,
    parse_page_code,
    parse_token,
    sign,
    verified,
)
from formgen.model.survey import Kind, Role

KEY = bytes(range(32))
FIELDS = (
    Field("office.code", "office.code", Kind.TEXT, "รหัส", role=Role.AGENCY_CODE),
    Field("office.date", "office.date", Kind.DATE, "วันที่", role=Role.RESPONSE_DATE),
    Field("office.note", "office.note", Kind.TEXT, "หมายเหตุ"),
)
FORM = Form("amlo-estatus", 1, "แบบ", "th-TH", FIELDS, (Paragraph("แบบ"),))
TOKEN = sign(KEY, "2569-1", 7, FORM.digest)


def test_a_token_is_128_bits_of_hmac_over_round_serial_and_form():
    assert str(TOKEN) == "fg1.2569-1.7.fcba2aca990eee4b7186ee758bae1c96"
    assert verified(KEY, TOKEN, FORM.digest)


@pytest.mark.parametrize(
    "forged",
    [
        Token("2569-2", 7, TOKEN.tag),
        Token("2569-1", 8, TOKEN.tag),
        Token("2569-1", 7, TOKEN.tag[:-1] + "0"),
        Token("2569-1", 7, ""),
    ],
)
def test_nothing_of_a_token_can_be_changed(forged):
    assert not verified(KEY, forged, FORM.digest)


def test_a_token_is_for_one_form_and_one_key():
    assert not verified(KEY, TOKEN, "0" * 64)
    assert not verified(bytes(32), TOKEN, FORM.digest)


@given(st.from_regex("[A-Za-z0-9-]{1,32}", fullmatch=True), st.integers(1, 999_999))
def test_a_token_comes_back_from_its_text(round_id, serial):
    token = sign(KEY, round_id, serial, FORM.digest)
    assert parse_token(str(token)) == token
    assert parse_claim(claim_text(FORM, token)) == Claim("amlo-estatus", 1, FORM.digest, token)


@pytest.mark.parametrize(
    "text", ["", "fg1", f"{TOKEN} ", str(TOKEN).upper(), str(TOKEN)[:-1], f"x{TOKEN}"]
)
def test_other_text_is_no_token(text):
    assert parse_token(text) is None


def test_a_blank_copy_claims_no_token():
    assert parse_claim(claim_text(FORM, None)) == Claim("amlo-estatus", 1, FORM.digest)
    assert claim_text(FORM, None).isascii()


@pytest.mark.parametrize(
    "change",
    [
        {"formgen": 2},
        {"survey": 1},
        {"survey": "แบบ"},
        {"survey": "\ud800"},
        {"revision": "1"},
        {"revision": True},
        {"digest": "abc"},
        {"digest": None},
        {"token": None},
        {"token": str(TOKEN)[:-1]},
    ],
)
def test_an_unsound_claim_is_none(change):
    plain = json.loads(claim_text(FORM, TOKEN))
    assert parse_claim(json.dumps(plain | change)) is None
    del plain[next(iter(change))]
    assert parse_claim(json.dumps(plain)) is None


@given(st.text() | st.just("[" * 100_000) | st.sampled_from(["null", "[]", "{}", "1", '"fg1"']))
def test_any_text_may_be_asked_for_its_claim(text):
    assert parse_claim(text) is None


def test_a_roster_answer_is_locked_in_an_issued_copy():
    values = (("office.code", "76-001"), ("office.date", "2026-11-22"), ("office.note", "ก"))
    issued = Copy(TOKEN, values)
    assert issued.locked(FORM, "office.code")
    assert not issued.locked(FORM, "office.date")
    assert not issued.locked(FORM, "office.note")
    assert not Copy(TOKEN).locked(FORM, "office.code")
    assert not Copy(TOKEN, (("office.code", ""),)).locked(FORM, "office.code")
    assert not Copy(None, values).locked(FORM, "office.code")
    assert issued.value("office.code") == "76-001"
    assert BLANK.value("office.code") is None


@given(
    token=st.one_of(
        st.none(),
        st.just(TOKEN),
        st.builds(Token, st.just("r"), st.integers(1, 999_999), st.just("")),
    ),
    page=st.integers(1, 1023),
    corner=st.sampled_from("ABCD"),
)
def test_a_page_code_comes_back_and_no_misread_letter_passes(token, page, corner):
    code = page_code(FORM, token, page, corner)
    serial = token.serial if token else 0
    assert parse_page_code(code) == PageMark(
        bool(token), copy_key(FORM, token), serial, page, corner
    )
    assert len(code) == 18


@pytest.mark.parametrize(
    "text", ["", "B", "B" * 18, "ก" * 18, "\ud800" * 18, "B" + "I" * 17, "b" * 18]
)
def test_other_text_is_no_page_code(text):
    assert parse_page_code(text) is None


def test_most_misread_letters_are_noticed():
    code = page_code(FORM, TOKEN, 1, "A")
    others = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    read = [
        parse_page_code(code[:place] + other + code[place + 1 :])
        for place in range(18)
        for other in others
        if other != code[place]
    ]
    assert sum(one is not None for one in read) <= len(read) // 256  # a check of 10 bits


def test_what_is_printed_on_paper_stays_readable_for_ever():
    assert page_code(FORM, TOKEN, 1, "A") == "RTS0SNG1D000701AT9"
    assert page_code(FORM, None, 12, "D") == "B3MD3J5XH00000CDXN"


def test_the_paper_names_the_round():
    another = Token("2569-2", 7, "")
    assert len({copy_key(FORM, one) for one in (None, TOKEN, another)}) == 3


@pytest.mark.parametrize(("serial", "page"), [(32**4, 1), (1, 1024), (1, -1)])
def test_what_does_not_fit_a_page_code_is_refused(serial, page):
    with pytest.raises(ValueError, match="does not fit"):
        page_code(FORM, Token("r", serial, ""), page, "A")
