import io
import os
import re
import subprocess
import sys

import pikepdf
import pypdfium2
import pytest
from pypdf import PdfReader
from tests.formats.pdf.samples import (
    ANSWERS,
    ROOT,
    amlo,
    filled,
    form_of,
    remark,
    staffing,
    token,
)

from formgen.formats.pdf import FORMAT
from formgen.formats.pdf.acroform import FIELD_FONT
from formgen.model.blocks import CellRow, Entries, Paragraph, Table, TextCell
from formgen.model.codes import Code
from formgen.model.diagnostics import FormgenError
from formgen.model.form import form_from_json
from formgen.model.identity import BLANK, Copy, claim_text, parse_page_code

FORMS = {"amlo": amlo, "staffing": staffing}


@pytest.fixture(params=FORMS, scope="module")
def form(request):
    return FORMS[request.param]()


@pytest.fixture(scope="module")
def blank(form):
    return FORMAT.write(form, BLANK)


@pytest.fixture(scope="module")
def pdf(blank):
    with pikepdf.open(io.BytesIO(blank.data)) as pdf:
        yield pdf


def named(pdf):
    return {str(field.T): field for field in pdf.Root.AcroForm.Fields}


def widgets(pdf):
    return [note for page in pdf.pages for note in page.obj.get("/Annots", ())]


def read_text(data: bytes) -> str:
    document = pypdfium2.PdfDocument(data)
    pages = [document[n].get_textpage() for n in range(len(document))]
    return "\n".join(page.get_text_bounded() for page in pages)


def letters(words: str) -> str:
    return re.sub(r"[\s\u200b\ufffe]+", "", words)


# ---------------------------------------------------------------- the file


def test_two_writes_make_the_same_bytes(form, blank):
    script = (
        "import sys; from formgen.formats.pdf import FORMAT;"
        "from tests.formats.pdf.samples import amlo, staffing, filled;"
        f"form = {{'amlo-estatus': amlo, 'staffing-2570': staffing}}[{form.survey!r}]();"
        "sys.stdout.buffer.write(FORMAT.write(form, filled(form)).data)"
    )
    other = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        check=True,
        cwd=ROOT,
        env=os.environ | {"PYTHONHASHSEED": "7", "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"},
    )
    assert other.stdout == FORMAT.write(form, filled(form)).data
    assert FORMAT.write(form, BLANK).data == blank.data


def test_a_copy_leaves_no_trace_in_the_next_one(form, blank):
    FORMAT.write(form, filled(form))
    assert FORMAT.write(form, BLANK).data == blank.data


def test_the_file_is_sound_and_says_what_it_is(form, pdf):
    assert pdf.check_pdf_syntax() == []
    assert pdf.pdf_version == "1.7"
    assert str(pdf.docinfo.Title) == form.title
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    assert str(pdf.Root.Lang) == form.language == "th-TH"
    assert not {"/CreationDate", "/ModDate"} & set(pdf.docinfo.keys())
    assert all(page.obj.Tabs == "/S" for page in pdf.pages)


def test_nothing_acts_and_no_viewer_is_asked_to_draw_anew(pdf):
    assert "/NeedAppearances" not in pdf.Root.AcroForm
    assert not {"/OpenAction", "/AA"} & set(pdf.Root.keys())
    assert not any({"/A", "/AA"} & set(note.keys()) for note in widgets(pdf))
    assert "/JavaScript" not in pdf.Root.Names


def test_the_file_is_small(blank):
    assert len(blank.data) < 200_000


def test_all_fonts_of_pages_are_embedded(pdf):
    for page in pdf.pages:
        for font in page.obj.Resources.Font.values():
            assert "/FontFile2" in font.DescendantFonts[0].FontDescriptor


def test_all_printed_words_can_be_taken_out(form, blank):
    found = letters(read_text(blank.data))
    paragraphs = []
    for block in form.blocks:
        match block:
            case Paragraph():
                paragraphs.append(block.printed)
            case Entries(entries):
                paragraphs += [words for one in entries for words in (one.label, one.hint)]
            case Table(header, _, rows):
                paragraphs += header
                for row in rows:
                    cells = row.cells if isinstance(row, CellRow) else ()
                    texts = [cell for cell in cells if isinstance(cell, TextCell)]
                    paragraphs += [each.printed for cell in texts for each in cell.paragraphs]
    for words in paragraphs:
        start, end = letters(words)[:12], letters(words)[-12:]
        assert start in found
        assert end in found


def test_every_letter_of_the_original_is_printed():
    form = amlo()
    data = FORMAT.write(form, BLANK).data
    extra = [form.code, "ประเภทหน่วยงาน", "อื่น ๆ (โปรดระบุ)", *page_codes(read_text(data))]
    checker = ROOT / "tests" / "fidelity" / "check_fidelity.py"
    content = ROOT / "content" / "amlo-estatus"
    words = [sys.executable, str(checker), "--mode", "bag", "--seed", str(content / "original.txt")]
    words += ["--errata", str(content / "errata.yaml"), "--survey", str(content / "survey.yaml")]
    words += [word for one in extra for word in ("--allow", one)]
    told = subprocess.run(
        [*words, "-"],
        input=read_text(data),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env=os.environ | {"PYTHONIOENCODING": "utf-8"},
    )
    assert "score 100.000 %" in told.stdout, told.stdout + told.stderr
    assert "unexplained extra 0" in told.stdout, told.stdout
    assert told.returncode == 0


# ---------------------------------------------------------------- codes


def page_codes(words: str) -> list[str]:
    halves = re.findall(r"(?=([RB][0-9A-Z]{8})\s+([0-9A-Z]{9}))", words)
    return [one + two for one, two in halves if parse_page_code(one + two)]


@pytest.mark.parametrize("issued", [False, True])
def test_each_page_says_in_two_corners_which_it_is(form, issued):
    copy = Copy(token(form)) if issued else BLANK
    document = pypdfium2.PdfDocument(FORMAT.write(form, copy).data)
    for number in range(len(document)):
        page = document[number].get_textpage()
        marks = [parse_page_code(code) for code in page_codes(page.get_text_bounded())]
        assert [(mark.corner, mark.page, mark.issued) for mark in marks] == [
            ("B", number + 1, issued),
            ("D", number + 1, issued),
        ]
        assert {mark.serial for mark in marks} == {7 if issued else 0}


def test_the_foot_of_each_page_has_number_and_form_code(form, blank):
    document = pypdfium2.PdfDocument(blank.data)
    numerals = "๐๑๒๓๔๕๖๗๘๙"
    for number in range(len(document)):
        page = document[number].get_textpage().get_text_bounded()
        assert f"หน้า {numerals[number + 1]} จาก {numerals[len(document)]}" in page
        assert form.code in page


# ---------------------------------------------------------------- fields


def test_each_widget_has_its_own_appearance(pdf):
    drawn = []
    for note in widgets(pdf):
        if note.get("/FT") == "/Tx" or note.get("/FT") == "/Ch":
            drawn.append(note.AP.N.objgen)
        else:
            assert "/Off" in note.AP.N
            assert len(note.AP.N) == 2
    assert len(set(drawn)) == len(drawn)


def test_each_control_is_a_widget_where_the_placement_says(blank, pdf):
    places = {}
    for number, page in enumerate(pdf.pages, 1):
        for note in page.obj.get("/Annots", ()):
            left, bottom, right, top = (float(edge) for edge in note.Rect)
            states = [state for state in note.AP.N if state != "/Off"] if "/AS" in note else [""]
            group = note.get("/Parent", note).T
            places[number, str(group), states[0]] = (left, 595.276 - top, right, 595.276 - bottom)
    assert len(places) == len(blank.placements) + 1  # meta
    for place in blank.placements:
        name = place.field.replace(".", "-")
        code = f"/{place.control.rpartition('.')[2]}"
        key = (place.page, name, code if place.control != place.field else "")
        left, top, right, bottom = (
            places.get(key) or places[place.page, place.control.replace(".", "-"), code]
        )
        mm = 72 / 25.4
        assert left == pytest.approx(place.x * mm, abs=1.1)
        assert top == pytest.approx(place.y * mm, abs=1.1)
        assert right == pytest.approx((place.x + place.width) * mm, abs=1.1)
        assert bottom == pytest.approx((place.y + place.height) * mm, abs=1.1)


def test_fields_of_the_survey():
    with pikepdf.open(io.BytesIO(FORMAT.write(amlo(), BLANK).data)) as pdf:
        fields = named(pdf)
        status = fields["email-status"]
        assert (status.FT, status.V, status.Ff) == ("/Btn", "/Off", 2)
        states = [set(kid.AP.N.keys()) for kid in status.Kids]
        assert states == [{"/have", "/Off"}, {"/none", "/Off"}, {"/in_progress", "/Off"}]
        remark = fields["email-remark"]
        assert (remark.FT, remark.MaxLen, remark.Ff) == ("/Tx", 500, 1 << 12)
        assert str(remark.TU) == "ไปรษณีย์อิเล็กทรอนิกส์ (อีเมล) : หมายเหตุ"
        kind = fields["respondent-agency_type"]
        assert (kind.FT, kind.Ff) == ("/Ch", 1 << 17)
        options = [(str(code), str(label)) for code, label in kind.Opt]
        assert options[:2] == [("", " "), ("internal_unit", "หน่วยงานภายใน (กอง/ศูนย์/สำนัก)")]
        assert len(options) == 9
        assert fields["respondent-phone"].Ff == 2
        assert "respondent-agency_type-specify" in fields


def test_boxes_of_several_answers_are_independent():
    with pikepdf.open(io.BytesIO(FORMAT.write(staffing(), BLANK).data)) as pdf:
        fields = named(pdf)
        for name in ("tools-mail", "tools-other", "office-contacts-line"):
            assert len(fields[name].Kids) == 1
        assert "tools-used" not in fields


def test_the_font_of_fields_is_whole(pdf):
    font = pdf.Root.AcroForm.DR.Font[FIELD_FONT]
    program = font.DescendantFonts[0].FontDescriptor.FontFile2.read_bytes()
    assert program == (ROOT / "fonts" / "FormgenField.ttf").read_bytes()
    for field in pdf.Root.AcroForm.Fields:
        if field.FT != "/Btn":
            assert str(field.DA).startswith(f"{FIELD_FONT} ")


# ---------------------------------------------------------------- values


def test_an_issued_copy_is_filled_in_and_what_is_known_is_locked():
    form = amlo()
    data = FORMAT.write(form, filled(form)).data
    fields = PdfReader(io.BytesIO(data)).get_fields()
    values = {name: field.get("/V") for name, field in fields.items()}
    assert values["respondent-agency_code"] == "76-001"
    assert values["respondent-agency_type"] == "local"
    assert values["respondent-response_date"] == "๒๒ พฤศจิกายน ๒๕๖๙"
    assert values["email-status"] == "/have"
    assert values["email-remark"] == "เริ่มใช้ ๑ ต.ค. ๒๕๖๙\nที่ปู่ ฟ้า น้ำ"
    assert values["website-status"] == "/Off"
    with pikepdf.open(io.BytesIO(data)) as pdf:
        fields = named(pdf)
        locked = {name for name, field in fields.items() if int(field.get("/Ff", 0)) & 1}
        shown = [str(kid.AS) for kid in fields["email-status"].Kids]
    assert locked == {
        "meta", "respondent-agency_code", "respondent-agency_name", "respondent-agency_type",
    }  # fmt: skip
    assert shown == ["/have", "/Off", "/Off"]


def test_a_blank_copy_with_values_locks_nothing():
    form = amlo()
    copy = Copy(None, tuple(ANSWERS[form.survey].items()))
    with pikepdf.open(io.BytesIO(FORMAT.write(form, copy).data)) as pdf:
        locked = [name for name, field in named(pdf).items() if int(field.get("/Ff", 0)) & 1]
    assert locked == ["meta"]


def test_values_are_drawn_as_a_person_reads_them():
    form = amlo()
    document = pypdfium2.PdfDocument(FORMAT.write(form, filled(form)).data)
    document.init_forms()
    page = document[0]
    pypdfium2.raw.FPDFPage_Flatten(page.raw, 1)
    document = pypdfium2.PdfDocument(saved(document))
    shown = letters(document[0].get_textpage().get_text_bounded())
    for words in ("76-001", "องค์กรปกครองส่วนท้องถิ่น", "๒๒พฤศจิกายน๒๕๖๙", "ที่ปู่ฟ้าน้ำ"):
        assert words in shown


def saved(document: pypdfium2.PdfDocument) -> bytes:
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def appearance(words: str) -> str:
    form = amlo()
    data = FORMAT.write(form, Copy(None, (("email.remark", words),))).data
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return named(pdf)["email-remark"].AP.N.read_bytes().decode()


def test_long_values_are_set_smaller_and_never_over_the_edge():
    sizes = []
    for words in ("สั้น", "ยาว " * 60, "ยาวมาก " * 80):
        drawn = appearance(words)
        sizes.append(min(map(float, re.findall(r"/Sarabun-Regular ([0-9.]+) Tf", drawn))))
        heights = [float(y) for y in re.findall(r"BT 1 0 0 1 [0-9.]+ (-?[0-9.]+) Tm", drawn)]
        assert min(heights) > 0
    assert sizes[0] == pytest.approx(10.64)
    assert sizes == sorted(sizes, reverse=True)
    assert 6.0 <= sizes[-1] < sizes[0]


# ---------------------------------------------------------------- structure


def structure(pdf):
    def walk(node, depth):
        yield node, depth
        for part in node.get("/K", ()):
            if isinstance(part, pikepdf.Dictionary) and part.get("/Type") == "/StructElem":
                yield from walk(part, depth + 1)

    return list(walk(pdf.Root.StructTreeRoot.K, 0))


def test_headings_tables_and_fields_are_tagged(form, pdf):
    tags = [str(node.S) for node, _ in structure(pdf)]
    assert tags[:3] == ["/Document", "/H1", "/P"]
    assert tags.count("/Table") == sum(isinstance(block, Table) for block in form.blocks)
    headers = [node for node, _ in structure(pdf) if node.S == "/TH"]
    assert len(headers) == sum(len(one.header) for one in form.blocks if isinstance(one, Table))
    assert all(node.A.Scope == "/Column" for node in headers)
    assert tags.count("/Form") == len(widgets(pdf))
    for node, _ in structure(pdf):
        if node.S == "/Form":
            assert [part.Type for part in node.K] == ["/OBJR"]
            assert str(node.Alt)


def test_widgets_and_content_lead_back_to_their_parts(pdf):
    numbers = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
    parents = {int(key): node for key, node in zip(numbers[::2], numbers[1::2], strict=True)}
    for note in widgets(pdf):
        node = parents[int(note.StructParent)]
        assert node.K[0].Obj.objgen == note.objgen
    for page in pdf.pages:
        nodes = parents[int(page.obj.StructParents)]
        content = b"".join(each.read_bytes() for each in streams(page))
        shown = [int(number) for number in re.findall(rb"/MCID (\d+)", content)]
        assert shown == list(range(len(nodes)))


def test_all_content_is_tagged_or_set_aside(pdf):
    for page in pdf.pages:
        depth = 0
        for operands, operator in pikepdf.parse_content_stream(page):
            if str(operator) in ("BDC", "BMC"):
                depth += 1
            elif str(operator) == "EMC":
                depth -= 1
            elif str(operator) in ("TJ", "Tj", "S", "f", "re"):
                assert depth > 0, operands
        assert depth == 0


def streams(page):
    contents = page.obj.Contents
    return [contents] if isinstance(contents, pikepdf.Stream) else list(contents)


# ---------------------------------------------------------------- what it says of itself


def test_the_claim_stands_in_field_metadata_and_attachment(form):
    copy = Copy(token(form))
    with pikepdf.open(io.BytesIO(FORMAT.write(form, copy).data)) as pdf:
        meta = named(pdf)["meta"]
        assert str(meta.V) == claim_text(form, copy.token)
        assert [float(edge) for edge in meta.Rect] == [0, 0, 0, 0]
        with pdf.open_metadata() as metadata:
            assert metadata["{urn:formgen:1}claim"] == claim_text(form, copy.token)
            assert metadata["dc:title"] == form.title
        attached = pdf.attachments["form.json"].get_file().read_bytes()
        assert form_from_json(attached.decode()) == form
        assert pdf.Root.AF[0].AFRelationship == "/Data"


def test_a_character_that_cannot_be_printed_is_named():
    form = form_of(Paragraph("ดี 😀 漢"), fields=(remark("q"),))
    with pytest.raises(FormgenError) as error:
        FORMAT.write(form, BLANK)
    (told,) = error.value.diagnostics
    assert told.code is Code.TEXT_CANNOT_PRINT
    assert dict(told.facts)["characters"] == ("漢 U+6F22", "😀 U+1F600")
