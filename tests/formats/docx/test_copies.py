"""A document that holds the form twice: one copy is read, or a person is asked."""

import re

import pytest
from tests.formats.docx.forms import (
    FORM,
    RAW,
    VALUES,
    changed,
    edited,
    findings,
    part,
    raws,
    swapped,
    written,
)

from formgen.formats.docx import FORMAT

BLANK, FILLED = written(), written(VALUES)


def facts(data, code):
    return [dict(one.facts) for one in FORMAT.read(FORM, data).diagnostics if one.code.name == code]


def doubled(first, second):
    body = r"(?s).*<w:body>(.*)<w:sectPr>.*"
    more = re.match(body, part(second))[1]
    return edited(first, lambda text: text.replace("<w:sectPr>", f"{more}<w:sectPr>"))


def test_two_answered_copies_that_differ_are_refused():
    data = doubled(FILLED, written(VALUES | {"mail.status": "have", "me.code": "76-002"}))
    assert ("SECOND_COPY", "") in findings(data)
    assert ("PLACES_DISAGREE", "mail.status") in findings(data)
    assert ("PLACES_DISAGREE", "web.status") not in findings(data)


@pytest.mark.parametrize("data", [doubled(FILLED, BLANK), doubled(BLANK, FILLED)])
def test_a_blank_second_copy_is_left_aside(data):
    assert raws(data) == RAW
    assert findings(data) == []


def test_the_same_copy_twice_is_one():
    data = doubled(FILLED, FILLED)
    assert raws(data) == RAW
    assert findings(data) == []


def test_a_mark_beside_a_box_of_the_answered_copy_is_seen():
    assert findings(doubled(BLANK, ticked(FILLED))) == [("MARK_OUTSIDE", "tools.used")]


def ticked(data):
    return changed(data, "tools.sign", lambda text: f"{text}<w:r><w:t>✓</w:t></w:r>")


def retyped(data):
    return changed(data, "tools.sign", lambda text: text.replace("☐", "☑"))


def without_the_control(data):
    return changed(data, "web.remark", lambda _: "<w:r><w:t>ไม่มีงบ</w:t></w:r>")


@pytest.mark.parametrize("touched", [ticked, retyped, without_the_control])
@pytest.mark.parametrize("first", [True, False])
def test_what_a_hand_has_put_into_the_blank_copy_is_for_a_person(touched, first):
    data = doubled(FILLED, touched(BLANK)) if first else doubled(touched(BLANK), FILLED)
    assert raws(data) == RAW
    assert findings(data) == [("SECOND_COPY", "")]
    assert facts(data, "SECOND_COPY") == [{"places": ("ชุดที่ ๑", "ชุดที่ ๒")}]


def test_words_added_to_the_blank_copy_are_told():
    signed = swapped(BLANK, "<w:sectPr>", "<w:p><w:r><w:t>ลงชื่อ</w:t></w:r></w:p><w:sectPr>")
    data = doubled(FILLED, signed)
    assert raws(data) == RAW
    assert findings(data) == [("TEXT_ADDED", "")]


def test_a_second_copy_of_which_a_part_is_gone_is_left_aside():
    data = doubled(FILLED, changed(BLANK, "me.code", lambda _: ""))
    assert raws(data) == RAW
    assert findings(data) == []
