"""Boxes that are gone, of choices with marks in their names: read by what stands beside those."""

import re

import pytest
from tests.formats.docx.forms import changed, control, edited, findings, raws, written

from formgen.model.blocks import CellRow, Paragraph, ResponseCell, Table, TextCell
from formgen.model.form import Field, Form
from formgen.model.survey import Choice, Kind

CHOICES = (
    Choice("a", "อีเมล/โทรศัพท์"),
    Choice("b", "ไลน์"),
    Choice("c", "Linux"),
    Choice("d", "อื่น ๆ (ระบุ)"),
)
CODES = tuple(one.code for one in CHOICES)
FIELDS = tuple(
    Field(f"{name}.a", name, Kind.SELECT_MULTIPLE, f"คำถาม {name}", choices=CHOICES)
    for name in ("one", "two")
)
ROWS = tuple(
    CellRow(one.stem, (TextCell((Paragraph(f"ข้อ {one.stem}"),)), ResponseCell((one.name,))))
    for one in FIELDS
)
FORM = Form("s", 1, "หัวเรื่อง", "th-TH", FIELDS, (Table(("ก", "ข"), (1, 1), ROWS),))
CHOSEN = {"one.a": ("b",), "two.a": ("c",)}
DATA = written(CHOSEN, FORM)


def as_words(xml: str) -> str:
    """The XML of a box without its control, as programs leave it that know of none."""
    return re.sub("<w:sdt>.*?<w:sdtContent>(.*?)</w:sdtContent></w:sdt>", r"\1", xml)


@pytest.mark.parametrize("code", CODES)
def test_a_box_gone_with_its_glyph_is_missing_whatever_its_label_holds(code):
    data = changed(DATA, f"one.{code}", lambda _: "")
    assert raws(data, FORM)["one.a"] == (() if code == "b" else ("b",))
    assert findings(data, FORM) == [("FIELD_MISSING", "one.a")]


@pytest.mark.parametrize("code", CODES)
def test_a_box_that_became_a_glyph_is_that_glyph_whatever_its_label_holds(code):
    data = changed(DATA, f"one.{code}", as_words)
    assert raws(data, FORM) == CHOSEN
    assert findings(data, FORM) == [("FOUND_BY_ANCHOR", "one.a")]


def test_a_glyph_put_behind_a_label_counts_as_well():
    box = control(DATA, "one.c")
    data = edited(DATA, lambda xml: xml.replace(box, "", 1).replace(">Linux<", ">Linux ☑<", 1))
    assert raws(data, FORM)["one.a"] == ("b", "c")
    assert findings(data, FORM) == [("FOUND_BY_ANCHOR", "one.a")]


def test_all_boxes_that_became_glyphs_are_found():
    data = edited(DATA, as_words)
    assert raws(data, FORM) == CHOSEN
    assert {code for code, _ in findings(data, FORM)} == {"FOUND_BY_ANCHOR"}
