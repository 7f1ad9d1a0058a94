"""Answers that are crossed out, that nobody sees, or that show something else: never silent."""

import re
from pathlib import Path

import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Border, Font, PatternFill, Side
from tests.formats.xlsx.forms import (
    FILLED,
    FORM,
    RAW,
    answered,
    cell,
    edited,
    errors,
    findings,
    members,
    opened,
    packed,
    part,
    place,
    raws,
    saved,
    written,
)
from tests.formats.xlsx.hands import hands
from tests.formats.xlsx.test_foreign import ods

from formgen import formats
from formgen.formats.xlsx import FORMAT
from formgen.formats.xlsx.number_formats import Formats, hides_text
from formgen.model.response import Match
from formgen.response import interpret

BLANK = written()
LABEL, TICK = "D20", "C20"  # of one choice of several
SAVED = Path(__file__).with_name("returned") / "calc-7.4.xls"


def value(data: bytes, name: str) -> object:
    return interpret(FORM, FORMAT.read(FORM, data), Match.EXACT).answers[name].value


def styled(address: str, of: bytes = FILLED, **looks: object) -> bytes:
    book = opened(of, rich_text=True)
    for name, look in looks.items():
        setattr(book.worksheets[0][address], name, look)
    return saved(book)


def rich(address: str, *blocks: object, of: bytes = FILLED) -> bytes:
    book = opened(of, rich_text=True)
    book.worksheets[0][address].value = CellRichText(*blocks)
    return saved(book)


def shared(data: bytes) -> bytes:
    """The workbook with its texts in the part that cells share, as Excel stores them."""
    texts: list[str] = []

    def moved(found: re.Match[str]) -> str:
        texts.append(found[2])
        return f'{found[1]} t="s"><v>{len(texts) - 1}</v></c>'

    pattern = r'(<c r="[A-Z]+[0-9]+"(?: s="[0-9]+")?) t="inlineStr"><is>(.*?)</is></c>'
    data = edited(data, lambda xml: re.sub(pattern, moved, xml, flags=re.DOTALL))
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    strings = "".join(f"<si>{text}</si>" for text in texts)
    relation = (
        '<Relationship Id="rId99" Target="/xl/sharedStrings.xml" Type="http://schemas.'
        'openxmlformats.org/officeDocument/2006/relationships/sharedStrings"/></Relationships>'
    )
    data = edited(
        data,
        lambda xml: xml.replace("</Relationships>", relation),
        "xl/_rels/workbook.xml.rels",
    )
    sst = f'<sst xmlns="{space}">{strings}</sst>'
    return packed({**members(data), "xl/sharedStrings.xml": sst})


# ---------------------------------------------------------------- crossed out


def test_an_answer_that_is_crossed_out_is_for_a_person():
    for name in ("mail.status", "mail.remark", "staff.answer"):
        address = place(f"fg_{name.replace('.', '__')}")
        data = styled(address, font=Font(strike=True))
        assert raws(data) == RAW
        assert errors(data) == {("STRUCK_OUT", name)}
        assert value(data, name) is None


@pytest.mark.parametrize("stored", [lambda data: data, shared], ids=["inline", "shared"])
def test_words_crossed_out_inside_an_answer_are_for_a_person(stored):
    struck = TextBlock(InlineFont(strike=True), "ไม่")
    data = stored(rich("A11", struck, "มี"))
    assert raws(data)["mail.status"] == "ไม่มี"
    assert errors(data) == {("STRUCK_OUT", "mail.status")}
    assert findings(stored(rich("A11", TextBlock(InlineFont(b=True), "ไม่"), "มี"))) == []


def test_a_strike_that_says_no_is_none():
    data = answered(
        "fg_mail__remark",
        '<is><r><rPr><strike val="0"/></rPr><t>ก</t></r></is>',
        "inlineStr",
    )
    assert findings(data) == []


def test_the_look_of_one_text_is_not_that_of_the_next():
    inner = "<is><r><rPr><strike/></rPr></r></is>"  # crosses nothing out
    assert findings(cell("A11", inner, "inlineStr")) == []
    assert findings(shared(rich("B9", TextBlock(InlineFont(strike=True), "สถานะ")))) != []


@pytest.mark.parametrize("ways", [{"diagonalUp": True}, {"diagonalDown": True}])
def test_an_answer_with_a_line_from_corner_to_corner_is_crossed_out(ways):
    data = styled("A13", border=Border(diagonal=Side("thin"), **ways))
    assert errors(data) == {("STRUCK_OUT", "mail.remark")}
    without = edited(data, lambda xml: re.sub("diagonal(Up|Down)=", "old=", xml), "xl/styles.xml")
    assert findings(without) == []
    assert findings(styled("A13", BLANK, border=Border(diagonal=Side("thin"), **ways))) == []


def test_a_line_that_is_not_drawn_crosses_nothing_out():
    assert findings(styled("A13", border=Border(diagonal=Side(), diagonalUp=True))) == []
    assert findings(styled("A13", border=Border(left=Side("thick"), bottom=Side("thick")))) == []


def test_a_blank_answer_may_look_as_it_likes():
    data = styled("A11", BLANK, font=Font(strike=True, color="FFFFFFFF"))
    assert findings(data) == []


def test_a_choice_crossed_out_counts_where_nothing_else_is_marked():
    data = styled(LABEL, BLANK, font=Font(strike=True))
    assert errors(data) == {("STRUCK_OUT", "tools.used")}
    marked = styled(LABEL, FILLED, font=Font(strike=True))  # others are ticked, this one is not
    assert errors(marked) == set()
    assert value(marked, "tools.used") == RAW["tools.used"]
    ticked = styled(LABEL, answered("fg_tools__sign", "<is><t>✓</t></is>", "inlineStr"),
                    font=Font(strike=True))  # fmt: skip
    assert errors(ticked) == {("STRUCK_OUT", "tools.used")}


def test_drawn_boxes_crossed_out_are_for_a_person():
    lines = ("☐ มี\n", TextBlock(InlineFont(strike=True), "☐ ไม่มี"), "\n☐ อยู่ระหว่างดำเนินการ")
    assert errors(rich("A12", *lines, of=BLANK)) == {("STRUCK_OUT", "mail.status")}


def test_printed_words_crossed_out_are_told():
    data = styled("B9", font=Font(strike=True))
    assert findings(data) == [("FIXED_TEXT_EDITED", "")]


# ---------------------------------------------------------------- raised and lowered


def raised(words: str, where: str = "superscript") -> TextBlock:
    return TextBlock(InlineFont(vertAlign=where), words)


@pytest.mark.parametrize("stored", [lambda data: data, shared], ids=["inline", "shared"])
@pytest.mark.parametrize(
    ("blocks", "raw", "shown"),
    [
        (("1500", raised("1")), "15001", "1500^1"),
        ((raised("1"), "1500"), "11500", "^11500"),
        (("H", raised("2", "subscript"), "O"), "H2O", "H_2O"),
        ((TextBlock(InlineFont(b=True), "5"), raised("th"), " ", raised("x")), "5th x", "5^th ^x"),
    ],
)
def test_raised_and_lowered_words_are_not_read_as_the_others(stored, blocks, raw, shown):
    data = stored(rich(place("fg_mail__remark"), *blocks))
    (told,) = FORMAT.read(FORM, data).diagnostics
    assert (told.code.name, told.field) == ("STATE_DISAGREES", "mail.remark")
    assert dict(told.facts) | {"label": ""} == {"label": "", "shown": shown, "stored": raw}
    assert value(data, "mail.remark") is None


@pytest.mark.parametrize("stored", [lambda data: data, shared], ids=["inline", "shared"])
@pytest.mark.parametrize(
    "blocks",
    [
        (raised("1500"),),
        (raised("15"), raised("00")),
        ("1500", raised(" ")),
        ("15", raised("00", "baseline")),
    ],
)
def test_words_that_stand_at_one_height_are_read(stored, blocks):
    data = stored(rich(place("fg_mail__remark"), *blocks))
    assert findings(data) == []
    assert raws(data)["mail.remark"].strip() == "1500"


# ---------------------------------------------------------------- not to be seen


@pytest.mark.parametrize(
    "looks",
    [
        {"font": Font(color="FFFFFFFF"), "fill": PatternFill()},
        {"font": Font(color="FFFFFFFF")},  # on the pale ground of answers
        {"font": Font(color="FF1F4E78"), "fill": PatternFill("solid", fgColor="FF1F4E78")},
        {"number_format": ";;;"},
    ],
    ids=["white", "on yellow", "blue on blue", "format"],
)
def test_an_answer_in_the_colour_of_its_ground_is_for_a_person(looks):
    data = styled("A13", **looks)
    assert raws(data) == RAW
    assert errors(data) == {("ANSWER_UNSEEN", "mail.remark")}


@pytest.mark.parametrize(
    "looks",
    [
        {"font": Font(color="FFFFFFFF"), "fill": PatternFill("solid", fgColor="FF1F4E78")},
        {"font": Font(color="FFFF0000")},
        {"font": Font(color="FF808080")},
    ],
    ids=["white on blue", "red", "grey"],
)
def test_an_answer_in_any_other_colour_is_one(looks):
    assert findings(styled("A13", **looks)) == []


@pytest.mark.parametrize("stored", [lambda data: data, shared], ids=["inline", "shared"])
def test_white_words_inside_an_answer_are_for_a_person(stored):
    white = rich("A13", "ก", TextBlock(InlineFont(color="FFFFFFFF"), "ข"))
    assert errors(stored(white)) == {("ANSWER_UNSEEN", "mail.remark")}
    dark = PatternFill("solid", fgColor="FF606060")
    assert errors(stored(styled("A13", white, fill=dark))) == set()


def test_an_answer_under_a_merged_cell_is_for_a_person():
    under = '<mergeCell ref="A10:B11"/>'  # LibreOffice may keep what it covers
    data = edited(FILLED, lambda xml: re.sub('<mergeCell ref="A10:[^>]*>', under, xml))
    assert raws(data) == RAW
    assert errors(data) == {("ANSWER_UNSEEN", "mail.status")}
    views = "<customSheetViews><customSheetView><pageMargins/></customSheetView></customSheetViews>"
    seen = edited(data, lambda xml: xml.replace("<mergeCells", f"{views}<mergeCells"))
    assert errors(seen) == {("ANSWER_UNSEEN", "mail.status")}


@pytest.mark.parametrize(
    "fold",
    [
        lambda xml: xml.replace('<row r="11" ', '<row r="11" hidden="1" '),
        lambda xml: re.sub('(<row r="11" )ht="[0-9.]+"', r'\1ht="0"', xml),
        lambda xml: re.sub("<cols>", '<cols><col min="1" max="1" hidden="true"/>', xml),
        lambda xml: re.sub("<cols>", '<cols><col min="1" max="1" width="0"/>', xml),
    ],
    ids=["row", "low row", "column", "narrow column"],
)
def test_an_answer_in_a_hidden_row_or_column_is_told(fold):
    data = edited(FILLED, fold)
    assert raws(data) == RAW
    assert ("ANSWER_HIDDEN", "mail.status") in findings(data)
    assert {code for code, _ in findings(data)} == {"ANSWER_HIDDEN"}
    assert errors(data) == set()
    assert findings(edited(BLANK, fold)) == []


def test_answers_on_a_hidden_sheet_are_told():
    book = opened(FILLED, rich_text=True)
    book.create_sheet("ใหม่")
    book.worksheets[0].sheet_state = "hidden"
    book.active = 2
    assert raws(saved(book)) == RAW
    assert {code for code, _ in findings(saved(book))} == {"ANSWER_HIDDEN"}


# ---------------------------------------------------------------- numbers shown otherwise


def formatted(name: str, number: float, code: str) -> bytes:
    book = opened(FILLED)
    one = book.worksheets[0][place(name)]
    one.value, one.number_format = number, code
    return saved(book)


@pytest.mark.parametrize(
    ("number", "code", "shown"),
    [
        (12_500_000, "#,##0.0,,", "12.5"),
        (1234, '#,##0, "พัน"', "1.234"),
        (5, ";;;", ""),
        (5, '"ไม่มี"', "ไม่มี"),
        (5, '[>3]"มาก";0', "มาก"),
        (5, "yyyy", "1900"),
        (0.0625, "hh:mm", "1:30:00"),
        (45000, "[h]:mm", "1080000:00:00"),
        (1e305, "[h]:mm", "####"),
        (-5, "0;0", "5"),
        (-5, "#,##0_);[Red]#,##0", "5"),
        (-0.05, "0%;0%", "5%"),
        (0, '0%;;"ไม่มี"', "ไม่มี"),
        (0, 'd/m/yyyy;;"ไม่มี"', "ไม่มี"),
        (5, '[<10]"น้อย";0%', "น้อย"),
        (12, '#,##0"00"', "1200"),
        (12.5, '0.00" ล้านบาท"', "12.50 ล้านบาท"),
    ],
)
def test_a_number_that_is_shown_as_something_else_is_for_a_person(number, code, shown):
    data = formatted("fg_staff__answer", number, code)
    (told,) = [one for one in FORMAT.read(FORM, data).diagnostics if one.field == "staff.answer"]
    assert told.code.name == "STATE_DISAGREES"
    assert dict(told.facts)["shown"] == shown
    assert value(data, "staff.answer") is None


@pytest.mark.parametrize(
    ("number", "code", "raw"),
    [
        (-5, "0;-0", "-5"),
        (-5, "#,##0_);(#,##0)", "-5"),
        (-5, "[Red]0", "-5"),
        (7.5, '0.0"0"', "7.5"),
        (12, '#,##0" คน"', "12"),
        (0, '0" ล้านบาท"', "0"),
        (5, '[=1]"มี";[=2]"ไม่มี";0', "5"),
        (0, "0;@", "0"),
        (0.05, '0%;-0%;"-"', "5%"),
        (1.5, "# ?/2", "1.5"),
    ],
)
def test_a_number_that_is_shown_with_other_signs_is_that_number(number, code, raw):
    data = formatted("fg_staff__answer", number, code)
    assert raws(data)["staff.answer"] == raw
    assert "STATE_DISAGREES" not in {code for code, _ in findings(data)}


@pytest.mark.parametrize(
    ("number", "code", "raw"),
    [
        (76001, "00\\-000", "76-001"),
        (123, "00000", "00123"),
        (812345678, "0000000000", "0812345678"),
        (812345678, "000-000-0000", "081-234-5678"),
        (812345678, '"0"#########', "0812345678"),
        (123, "0", "123"),
        (123, "#,##0", "123"),
        (1234567, "00000", "1234567"),
        (0, "00", "00"),
    ],
)
def test_zeros_that_a_format_puts_before_a_number_are_read(number, code, raw):
    assert raws(formatted("fg_me__code", number, code))["me.code"] == raw


@pytest.mark.parametrize(
    ("code", "raw"),
    [
        ("mmm yyyy", "2026-11"),
        ("d-mmm", "--11-22"),
        ("yyyy", "2026"),
        ("d/m/yyyy", "2026-11-22"),
        ("d/m/yyyy h:mm", "2026-11-22T18:00:00"),
    ],
)
def test_a_date_has_only_what_is_shown_of_it(code, raw):
    data = formatted("fg_me__on", 46348.75, code)
    assert raws(data)["me.on"] == raw
    assert value(data, "me.on") == (raw if raw == "2026-11-22" else None)


def test_a_number_too_long_for_a_spreadsheet_is_for_a_person():
    for number in ("1234567890123450", "1.23456789012345E+18"):
        data = answered("fg_me__code", f"<v>{number}</v>")
        assert errors(data) == {("DIGITS_LOST", "me.code")}
    assert errors(answered("fg_me__code", "<v>999999999999999</v>")) == set()


def test_an_error_is_no_answer():
    """A picture that Excel puts into a cell is an error to programs that do not know it."""
    for name, error in (("fg_mail__remark", "#REF!"), ("fg_staff__answer", "#VALUE!")):
        data = answered(name, f"<v>{error}</v>", "e")
        field = name.removeprefix("fg_").replace("__", ".")
        assert errors(data) == {("STATE_DISAGREES", field)}
        assert value(data, field) is None


@pytest.mark.parametrize("kind", ["array", "dataTable"])
def test_every_answer_that_one_formula_fills_is_told(kind):
    data = answered("fg_mail__status", f'<f t="{kind}" ref="A11:B13">Z1:Z3</f><v>มี</v>', "str")
    told = {one for one in findings(data) if one[0] == "FORMULA_IN_ANSWER"}
    assert told == {("FORMULA_IN_ANSWER", "mail.status"), ("FORMULA_IN_ANSWER", "mail.remark")}
    alone = answered("fg_mail__status", f'<f t="{kind}" ref="A11">Z1</f><v>มี</v>', "str")
    assert ("FORMULA_IN_ANSWER", "mail.remark") not in findings(alone)


@pytest.mark.parametrize("stored", ["2026-11-22T00:00:00Z", "2026-11-22T00:00:00.000"])
def test_a_day_has_no_time(stored):
    assert value(answered("fg_me__on", f"<v>{stored}</v>", "d"), "me.on") == "2026-11-22"


@pytest.mark.parametrize(
    "code",
    ["", ";", "[", '"', "\\", "0;;", "[$", "0" * 300, "[>", "_", "*", ";;;;;;", "#,",
     "0" + "," * 120, "[h]:mm", "h:mm", "d/m/yyyy h:mm", "[<1]", "[<1][>2];;[=3]", '0."5"%',
     "@;@;@;@"],
)  # fmt: skip
def test_any_code_of_a_format_can_be_read(code):
    for number in ("0", "-5", "12345.6", "2958465.999999", "1e308", "-1e308", "inf", "nan", "x"):
        many = Formats((code,))
        assert isinstance(many.shown(number, 0), str)
        many.instead(number, 0)
        hides_text(code)


# ---------------------------------------------------------------- drawn over


def with_old_drawing(kind: str, row: int, column: int) -> bytes:
    """The workbook with an object as Excel 2007 draws it, over a cell."""
    corners = f"{column - 1}, 0, {row - 1}, 0, {column - 1}, 9, {row - 1}, 9"
    drawn = (
        '<xml xmlns:v="urn:schemas-microsoft-com:vml"'
        ' xmlns:x="urn:schemas-microsoft-com:office:excel"><v:shape>'
        f'<x:ClientData ObjectType="{kind}"><x:Anchor>{corners}</x:Anchor><x:Checked>1</x:Checked>'
        "</x:ClientData></v:shape></xml>"
    )
    related = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId9" Target="../drawings/vmlDrawing1.vml" Type="http://schemas.'
        'openxmlformats.org/officeDocument/2006/relationships/vmlDrawing"/></Relationships>'
    )
    relations = "xl/worksheets/_rels/sheet1.xml.rels"
    assert relations not in members(BLANK)
    return packed({**members(BLANK), relations: related, "xl/drawings/vmlDrawing1.vml": drawn})


def test_a_box_to_tick_that_was_put_over_an_answer_is_for_a_person():
    assert errors(with_old_drawing("Checkbox", 11, 1)) == {("MARK_OUTSIDE", "mail.status")}
    assert findings(with_old_drawing("Checkbox", 30, 1)) == [("TEXT_ADDED", "")]
    assert findings(with_old_drawing("Note", 11, 1)) == []


# ---------------------------------------------------------------- other formats


def test_what_libreoffice_saves_as_xls_is_doubted_as_well():
    """White words, a strike, a hidden row, a comment and a picture over a box to tick."""
    reading = formats.read(FORM, "xls", SAVED.read_bytes())
    assert {name: mark.raw for name, mark in reading.marks.items()} == RAW
    assert {(one.code.name, one.field) for one in reading.diagnostics} == {
        ("ANSWER_UNSEEN", "me.type.specify"),
        ("STRUCK_OUT", "mail.remark"),
        ("ANSWER_HIDDEN", "web.status"),
        ("TEXT_ADDED", "mail.status"),
        ("MARK_OUTSIDE", "tools.used"),
    }


def of_ods(inner: str, style: str) -> list[tuple[str, str]]:
    text = f'<table:table-cell office:value-type="string" {inner}</table:table-cell>'
    more = f'<style:style style:name="T9" style:parent-style-name="T8">{style}</style:style>'
    reading = formats.read(FORM, "ods", ods(hands(FILLED), {(13, 1): text}, more))
    return [(one.code.name, one.field) for one in reading.diagnostics]


@pytest.mark.parametrize(
    "inner",
    [
        'table:style-name="T9"><text:p>ก</text:p>',
        '><text:p>ข<text:span text:style-name="T9">ก</text:span></text:p>',
    ],
    ids=["cell", "words"],
)
@pytest.mark.parametrize(
    ("style", "told"),
    [
        ('<style:text-properties style:text-line-through-style="solid"/>', "STRUCK_OUT"),
        ('<style:text-properties style:text-line-through-style="none"/>', ""),
        ('<style:text-properties fo:color="#ffffff"/>', "ANSWER_UNSEEN"),
        ('<style:text-properties fo:color="#ff0000"/>', ""),
        ('<style:text-properties text:display="none"/>', "ANSWER_UNSEEN"),
    ],
)
def test_a_spreadsheet_of_libreoffice_is_doubted_as_well(inner, style, told):
    assert of_ods(inner, style) == ([(told, "mail.remark")] if told else [])


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ('style:diagonal-bl-tr="0.74pt solid #000000"', "STRUCK_OUT"),
        ('style:diagonal-tl-br="0.05pt solid #000000" style:diagonal-bl-tr="none"', "STRUCK_OUT"),
        ('style:diagonal-bl-tr="none" style:diagonal-tl-br="none"', ""),
        ('style:diagonal-bl-tr="0.000cm solid #000000"', ""),  # as Gnumeric says it of any cell
    ],
)
def test_a_line_of_libreoffice_from_corner_to_corner_crosses_out(lines, told):
    found = of_ods(
        'table:style-name="T9"><text:p>ก</text:p>', f"<style:table-cell-properties {lines}/>"
    )
    assert found == ([(told, "mail.remark")] if told else [])


@pytest.mark.parametrize(
    ("inner", "told"),
    [
        ('<text:p>15<text:span text:style-name="T9">2</text:span></text:p>', "STATE_DISAGREES"),
        ('<text:p>15</text:p><text:p><text:span text:style-name="T9">2</text:span></text:p>',
         "STATE_DISAGREES"),
        ('<text:p><text:span text:style-name="T9">152</text:span></text:p>', ""),
        ('<text:p>15<text:span text:style-name="T9"> </text:span></text:p>', ""),
    ],
)  # fmt: skip
def test_raised_words_of_libreoffice_are_not_read_as_the_others(inner, told):
    found = of_ods(f">{inner}", '<style:text-properties style:text-position="super 58%"/>')
    assert found == ([(told, "mail.remark")] if told else [])


def test_an_error_of_libreoffice_is_no_answer():
    calc = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"
    inner = (
        f'<table:table-cell xmlns:c="{calc}" c:value-type="error" office:value-type="string"'
        ' table:formula="of:=A1/0"><text:p>#DIV/0!</text:p></table:table-cell>'
    )
    reading = formats.read(FORM, "ods", ods(hands(FILLED), {(13, 1): inner}))
    assert [(one.code.name, one.field) for one in reading.diagnostics] == [
        ("STATE_DISAGREES", "mail.remark")
    ]


@pytest.mark.parametrize("how", ["collapse", "filter"])
def test_a_row_that_libreoffice_hides_is_told(how):
    data = ods(hands(FILLED))
    rows = part(data, "content.xml").split("<table:table-row")
    number = next(n for n, row in enumerate(rows) if "เริ่มใช้ ๑ ต.ค." in row)
    rows[number] = f' table:visibility="{how}"{rows[number]}'
    reading = formats.read(
        FORM, "ods", packed({**members(data), "content.xml": "<table:table-row".join(rows)})
    )
    assert [(one.code.name, one.field) for one in reading.diagnostics] == [
        ("ANSWER_HIDDEN", "mail.remark")
    ]
