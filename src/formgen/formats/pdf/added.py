"""Values that do not fit their fields -> pages added to a copy, which show them whole."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from pikepdf import Object, Pdf

from formgen import fonts
from formgen.formats.pdf import corners, pages
from formgen.formats.pdf.acroform import FIELD_FONT
from formgen.formats.pdf.embed import embed_lines
from formgen.formats.pdf.layout import Layout, lay_out_document
from formgen.formats.pdf.master import Changes, Entries, entries_of, ref
from formgen.formats.pdf.prose import SETTINGS
from formgen.formats.pdf.seals import ADDED, is_sealed, sealed
from formgen.formats.pdf.sheet import SIZE, Sheet, Words
from formgen.formats.pdf.tags import Element
from formgen.formats.pdf.text import Align, Column, Run, set_text
from formgen.model.blocks import Paragraph, ResponseCell, Style, Table, TitleRow
from formgen.model.document import Document, Paper
from formgen.model.form import Form
from formgen.model.identity import Copy
from formgen.thai.numerals import to_thai

MORE: Final = "…"
"""What a field shows behind the last words that it has room for."""

POINTER: Final = " (ดูหน้าเพิ่มเติม)"
"""What stands after it: where all of them are."""

_TITLE: Final = "ข้อความเต็มของคำตอบที่ช่องแสดงได้ไม่หมด"
_NOTE: Final = (
    "หน้านี้พิมพ์ซ้ำข้อความที่อยู่ในช่องกรอกแล้ว หากต้องการแก้ไขคำตอบ โปรดแก้ไขในช่องของข้อนั้น ไม่ต้องเขียนในหน้านี้"
)
_HEADING: Final = SETTINGS[Style.PART].tag
_OVER: Final = 5.0  # points, from a line above the text to the text
_KEY: Final = b"/ParentTreeNextKey"
_OWN: Final = (b"/Annots", b"/Contents", b"/Resources", b"/StructParents")  # of each page


class _Node(NamedTuple):
    """A dictionary of a form, as its file has it."""

    number: int
    entries: Entries


class _Page(NamedTuple):
    """A page that is added, and all lines that stand on it."""

    number: int
    lines: tuple[Words, ...]


class Ends(NamedTuple):
    """Where pages are added to a form."""

    pages: _Node
    page: Entries  # what all pages have
    structure: _Node
    document: _Node
    parents: _Node
    font: bytes  # of the codes in the corners
    last: int  # page of the form

    @property
    def key(self) -> int:
        """The number of the next page in the structure."""
        return int(self.structure.entries[_KEY])


def ends_of(pdf: Pdf) -> Ends:
    """Find where pages are added to a form."""
    structure = pdf.Root.StructTreeRoot
    first = entries_of(pdf.pages[0].obj)
    return Ends(
        _node(pdf.Root.Pages),
        {key: value for key, value in first.items() if key not in _OWN},
        _node(structure),
        _node(structure.K),
        _node(structure.ParentTree),
        ref(pdf.Root.AcroForm.DR.Font[FIELD_FONT].objgen[0]),
        len(pdf.pages),
    )


def add_pages(
    changes: Changes, ends: Ends, form: Form, copy: Copy, values: Mapping[str, tuple[int, str]]
) -> None:
    """Show values whole: name of a field -> the page it stands on, its words.

    The pages stand behind those of the form, and have no fields. Their codes are as all others,
    with the numbers that follow.
    """
    layout = lay_out_document(_document(form, values))
    added = [_Page(changes.take(), one) for one in _lines(layout, form.code)]
    set_lines = [one.line for page in added for one in page.lines]
    faces = {**embed_lines(changes, set_lines), f"/{fonts.field().name}".encode(): ends.font}
    resources = b"<</Font %b>>" % changes.add(faces)
    for n, page in enumerate(added):
        codes = corners.of_page(form, copy.token, ends.last + n + 1)
        content = _content(page.lines, layout.sheet), codes
        more = {
            b"/Contents": _array(changes.add_stream({}, one) for one in content),
            b"/Resources": resources,
            b"/StructParents": b"%d" % (ends.key + n),
        }
        changes.put(page.number, {**ends.page, **more})
    more = {
        b"/Kids": _longer(ends.pages, b"/Kids", [ref(one.number) for one in added]),
        b"/Count": b"%d" % (ends.last + len(added)),
    }
    changes.put(ends.pages.number, {**ends.pages.entries, **more})
    _tag(changes, ends, layout.root, added)


def is_added(content: bytes) -> bool:
    """Tell whether this is the content of an added page, and still what was written there."""
    return is_sealed(ADDED, content)


# ---------------------------------------------------------------- what stands on them


def _document(form: Form, values: Mapping[str, tuple[int, str]]) -> Document:
    blocks = [Paragraph(_TITLE, Style.PART), Paragraph(_NOTE, Style.NOTE)]
    for name, (page, words) in values.items():
        blocks += Paragraph(_heading(form, name, page), Style.PART), Paragraph(words)
    return Document(form.title, tuple(blocks), Paper.FORM, form.language)


def _heading(form: Form, name: str, page: int) -> str:
    """Say which question is answered, and on which page it is asked."""
    number = _question(form, name).rstrip(".")
    question = f"ข้อ {number} " if number else ""
    return f"{question}{form.field(name).label} (หน้า {to_thai(str(page))})"


def _question(form: Form, name: str) -> str:
    """Find the number of the title that a field of a table stands under; "" if it has none."""
    for table in (block for block in form.blocks if isinstance(block, Table)):
        title = ""
        for row in table.rows:
            if isinstance(row, TitleRow):
                title = row.paragraph.label
            elif any(isinstance(cell, ResponseCell) and name in cell.fields for cell in row.cells):
                return title
    return ""


def _lines(layout: Layout, code: str) -> Iterator[tuple[Words, ...]]:
    """Go through the pages: their lines, and at the foot their number among the added ones.

    At the head of a page that begins inside an answer stands which one it is.
    """
    sheet, count = layout.sheet, len(layout.pages)
    heading = ""
    for page, marks in enumerate(layout.pages, 1):
        lines = [one for one in marks if isinstance(one, Words)]
        head = () if _is_heading(lines[0]) else (_goes_on(heading, sheet),)
        heading = next((one.line.text for one in lines[::-1] if _is_heading(one)), heading)
        number = to_thai(f"หน้าเพิ่มเติม {page} จาก {count}")
        foot = (
            one
            for align, words in ((Align.CENTER, number), (Align.RIGHT, code))
            for one in pages.edge_words(words, align, sheet, sheet.height - pages.FOOT)
        )
        yield (*lines, *head, *foot)


def _is_heading(words: Words) -> bool:
    return words.element is not None and words.element.tag == _HEADING


def _goes_on(heading: str, sheet: Sheet) -> Words:
    """Set over the text which answer goes on, as far as one line holds it."""
    column = Column(sheet.line, SIZE)
    line, *_ = set_text((Run(f"(ต่อ) {heading}", fonts.bold()),), column)
    return Words(sheet.left, sheet.top - _OVER, line)


def _content(lines: Iterable[Words], sheet: Sheet) -> bytes:
    """Draw the lines of a page, each under a number of its own, and seal what was drawn."""
    drawn: list[str] = []
    number = 0
    for one in lines:
        begin = f"/{one.element.tag} <</MCID {number}>> BDC" if one.element else "/Artifact BMC"
        number += one.element is not None
        drawn += [begin, one.line.operators(one.x, sheet.height - one.y), "EMC"]
    return sealed(ADDED, "\n".join(drawn).encode("ascii"))


# ---------------------------------------------------------------- what they are


def _tag(changes: Changes, ends: Ends, root: Element, added: Sequence[_Page]) -> None:
    """Add to the structure a section with all parts of the pages."""
    shown = [[one.element for one in page.lines if one.element] for page in added]
    parts: dict[Element, list[bytes]] = {}
    for page, elements in zip(added, shown, strict=True):
        for number, element in enumerate(elements):
            place = b"<</Type /MCR /Pg %b /MCID %d>>" % (ref(page.number), number)
            parts.setdefault(element, []).append(place)
    section = changes.take()
    nodes = {
        element: changes.add(_part(element.tag, section, parts[element]))
        for element in root.parts
        if element in parts
    }
    changes.put(section, _part("Sect", ends.document.number, nodes.values()))
    rows = []
    for key, elements in enumerate(shown, ends.key):
        number = changes.take()
        changes.objects[number] = _array(nodes[one] for one in elements)
        rows.append(b"%d %b" % (key, ref(number)))
    longer = {b"/K": _longer(ends.document, b"/K", [ref(section)])}
    changes.put(ends.document.number, {**ends.document.entries, **longer})
    longer = {b"/Nums": _longer(ends.parents, b"/Nums", rows)}
    changes.put(ends.parents.number, {**ends.parents.entries, **longer})
    following = {_KEY: b"%d" % (ends.key + len(rows))}
    changes.put(ends.structure.number, {**ends.structure.entries, **following})


def _part(tag: str, above: int, parts: Iterable[bytes]) -> Entries:
    return {
        b"/Type": b"/StructElem",
        b"/S": f"/{tag}".encode(),
        b"/P": ref(above),
        b"/K": _array(parts),
    }


def _node(item: Object) -> _Node:
    return _Node(item.objgen[0], entries_of(item))


def _array(items: Iterable[bytes]) -> bytes:
    return b"[%b]" % b" ".join(items)


def _longer(node: _Node, key: bytes, items: Iterable[bytes]) -> bytes:
    """Write an array of a dictionary with more behind what is in it."""
    return _array([node.entries[key].strip(b"[] "), *items])
