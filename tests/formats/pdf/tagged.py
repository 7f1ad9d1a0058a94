"""What formgen writes, and what stands in the structure of a PDF."""

import io
import re
from collections.abc import Iterator
from functools import cache

import pikepdf
from lxml import etree
from pikepdf import Dictionary, Name
from tests.formats import documents
from tests.formats.pdf.samples import amlo, filled, staffing

from formgen import formats
from formgen.formats.pdf import FORMAT, xmp
from formgen.formats.pdf.names import META, field_name
from formgen.model.blocks import Cell, Entries, Paragraph, ResponseCell, Table, TextCell, TitleRow
from formgen.model.document import Document, Paper
from formgen.model.form import Form
from formgen.model.identity import BLANK, Copy
from formgen.model.survey import Kind

LONG = Copy(None, (("email.remark", "ข้อความที่ยาวมาก น้ำ ปู่ " * 150),))
FORMS = {
    "survey": lambda: FORMAT.write(amlo(), BLANK).data,
    "issued": lambda: FORMAT.write(amlo(), filled(amlo())).data,
    "long value": lambda: FORMAT.write(amlo(), LONG).data,
    "staffing": lambda: FORMAT.write(staffing(), filled(staffing())).data,
}
DOCUMENTS = {
    "letter": lambda: formats.write_document(documents.memo(documents.picture()), "pdf"),
    "report": lambda: formats.write_document(
        Document("ผล", (documents.summary(),), Paper.FORM, footer="x"), "pdf"
    ),
    "hostile": lambda: formats.write_document(documents.hostile(), "pdf"),
}
ALL = FORMS | DOCUMENTS


@cache
def made(name):
    return ALL[name]()


def opened(name):
    return pikepdf.open(io.BytesIO(made(name)))


def elements(pdf, tag=None):
    """The elements of the structure tree, each above its own; those with a tag, or all."""

    def walk(node):
        yield node
        for part in node.get("/K", ()):
            if isinstance(part, Dictionary) and "/S" in part:
                yield from walk(part)

    return [one for one in walk(pdf.Root.StructTreeRoot.K) if tag in (None, str(one.S)[1:])]


def controls(element):
    """The widgets of an element."""
    own = (one for one in element.get("/K", ()) if isinstance(one, Dictionary))
    return [one.Obj for one in own if one.get("/Type") == Name.OBJR]


def pieces(element):
    """What is drawn for an element: pages, and the numbers on them."""
    for one in element.get("/K", ()):
        if isinstance(one, int):
            yield element.Pg.objgen, one
        elif one.get("/Type") == Name.MCR:
            yield one.Pg.objgen, int(one.MCID)


def said(pdf):
    """The metadata: name -> text."""
    root = etree.fromstring(pdf.Root.Metadata.read_bytes())
    return {one.tag: "".join(one.itertext()) for one in root.iter() if isinstance(one.tag, str)}


def metadata(pdf, prefix, name):
    return said(pdf).get(f"{{{xmp._SPACES[prefix]}}}{name}", "")


def lines(page):
    """What each numbered piece of a page says: what is written beside it, else its letters."""
    meanings = {name: meaning(font) for name, font in page.obj.Resources.Font.items()}
    number, beside, letters = None, "", ""
    for operands, operator in pikepdf.parse_content_stream(page):
        told = str(operator)
        if told in ("BDC", "BMC"):
            more = operands[1] if len(operands) > 1 else {}
            number = int(more.MCID) if "/MCID" in more else number
            beside += str(more.get("/ActualText", ""))
        elif told == "Tf":
            known = meanings[str(operands[0])]
        elif told == "TJ":
            shown = b"".join(bytes(one) for one in operands[0] if isinstance(one, pikepdf.String))
            letters += "".join(known[shown[n : n + 2]] for n in range(0, len(shown), 2))
        elif told == "ET":
            if number is not None:
                yield number, beside or letters
            number, beside, letters = None, "", ""


def meaning(font):
    """What the codes of a font mean, as the font says."""
    rows = re.findall("<([0-9A-F]{4})> <([0-9A-F]+)>", font.ToUnicode.read_bytes().decode())
    return {bytes.fromhex(one): bytes.fromhex(two).decode("utf-16-be") for one, two in rows}


def read_aloud(pdf):
    """What the structure holds, in its order: words, and names of fields in brackets."""
    words = {(page.obj.objgen, n): text for page in pdf.pages for n, text in lines(page)}
    for element in elements(pdf):
        if own := "".join(words[one] for one in pieces(element)):
            yield own
        for control in controls(element):
            field = control.get("/Parent", control)
            states = {*control.AP.N.keys()} - {"/Off"} if "/Kids" in field else ()
            yield f"[{field.T}{''.join(states)}]"


def printed(form: Form) -> Iterator[str]:
    """The words of a form and its fields, as somebody reads them who begins at the top."""
    for block in form.blocks:
        match block:
            case Paragraph():
                yield block.printed
            case Entries(entries):
                for entry in entries:
                    yield entry.label
                    yield from filter(None, [entry.hint])
                    yield from asked(form, entry.fields)
            case Table(header, _, rows):
                yield from header
                for row in rows:
                    title = isinstance(row, TitleRow)
                    cells = [TextCell((row.paragraph,))] if title else row.cells
                    for cell in cells:
                        yield from words_of(form, cell)
    yield f"[{META}]"


def words_of(form: Form, cell: Cell) -> Iterator[str]:
    match cell:
        case TextCell(paragraphs):
            yield from (one.printed for one in paragraphs)
        case ResponseCell(names):
            yield from asked(form, names)


def asked(form, names):
    """What somebody reads of an answer: boxes before their labels, all others after them."""
    main, *others = map(form.field, names)
    yield from filter(None, [main.prompt])
    specify = [one for one in others if one.name == f"{main.stem}.specify"]
    boxes = main.select and not main.dropdown
    if not boxes:
        yield f"[{field_name(main.name)}]"
    for choice in main.choices:
        if boxes:
            alone = main.kind is Kind.SELECT_MULTIPLE
            name = field_name(main.control(choice) if alone else main.name)
            yield f"[{name}/{choice.code}]"
        if boxes or choice.specify:
            yield choice.label
            yield from (f"[{field_name(one.name)}]" for one in specify if choice.specify)
    for one in others:
        if one not in specify:
            yield one.prompt
            yield f"[{field_name(one.name)}]"
