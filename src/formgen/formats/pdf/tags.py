"""What the parts of a form are (headings, tables, fields) -> the structure tree of a PDF."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from pikepdf import Array, Dictionary, Name, Object, Pdf, String


@dataclass(slots=True, eq=False)
class Element:
    """One part of the document: either other elements, or what is drawn for it."""

    tag: str
    scope: str = ""  # of a header cell: Row or Column
    span: int = 1  # how many columns a cell runs over
    said: str = ""  # what is said instead of it
    parts: list["Element"] = field(default_factory=list)

    def add(self, tag: str, scope: str = "", span: int = 1, said: str = "") -> "Element":
        """Add a part at the end and return it."""
        part = Element(tag, scope, span, said)
        self.parts.append(part)
        return part

    def item(self, level: int) -> "Element":
        """Add an item to the list that stands at the end, or begin one; return its text.

        The lists of a deeper level stand in the item before them.
        """
        last = self.parts[-1] if self.parts and self.parts[-1].tag == "L" else self.add("L")
        if level > 1 and last.parts:
            return last.parts[-1].parts[-1].item(level - 1)
        return last.add("LI").add("LBody")


class Widget(NamedTuple):
    """A field on a page: what it is part of, and its annotation."""

    element: Element
    page: int
    annotation: Object


def add_structure(
    pdf: Pdf, root: Element, drawn: Iterable[Iterable[Element]], widgets: Iterable[Widget]
) -> None:
    """Add the tree.

    `drawn` holds for each page the elements whose content it shows, in the order of their numbers
    in the page's content (MCID).
    """
    tree = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    builder = _Builder(pdf)
    for page, elements in enumerate(drawn):
        builder.take_page(page, list(elements))
    for widget in widgets:
        builder.take_widget(widget)
    tree.K = builder.build(root, tree)
    tree.ParentTree = pdf.make_indirect(Dictionary(Nums=Array(builder.parents)))
    tree.ParentTreeNextKey = builder.next_key
    pdf.Root.StructTreeRoot = tree
    pdf.Root.MarkInfo = Dictionary(Marked=True)


class _Builder:
    def __init__(self, pdf: Pdf) -> None:
        self.pdf = pdf
        self.parents: list[Object | int] = []
        self.next_key = 0
        self.pages = [page.obj for page in pdf.pages]
        self.nodes: dict[Element, Object] = {}
        self.content: dict[Element, list[Object | int]] = {}

    def node(self, element: Element) -> Object:
        if element not in self.nodes:
            node = Dictionary(Type=Name.StructElem, S=Name(f"/{element.tag}"))
            self.nodes[element] = self.pdf.make_indirect(node)
        return self.nodes[element]

    def take_page(self, page: int, elements: list[Element]) -> None:
        for number, element in enumerate(elements):
            node = self.node(element)
            if element not in self.content:
                node.Pg = self.pages[page]
            here = node.Pg.objgen == self.pages[page].objgen
            elsewhere = Dictionary(Type=Name.MCR, Pg=self.pages[page], MCID=number)
            self.content.setdefault(element, []).append(number if here else elsewhere)
        self.pages[page].StructParents = self.next_key
        nodes = Array([self.node(element) for element in elements])
        self.parent(self.pdf.make_indirect(nodes))

    def take_widget(self, widget: Widget) -> None:
        reference = Dictionary(Type=Name.OBJR, Pg=self.pages[widget.page], Obj=widget.annotation)
        self.content.setdefault(widget.element, []).append(reference)
        widget.annotation.StructParent = self.next_key
        self.parent(self.node(widget.element))

    def parent(self, node: Object) -> None:
        self.parents += [self.next_key, node]
        self.next_key += 1

    def build(self, element: Element, above: Object) -> Object:
        node = self.node(element)
        node.P = above
        if element.said:
            node.Alt = String(element.said)
        if element.scope or element.span > 1:
            node.A = Dictionary(O=Name.Table)
            if element.scope:
                node.A.Scope = Name(f"/{element.scope}")
            if element.span > 1:
                node.A.ColSpan = element.span
        parts = [self.build(part, node) for part in element.parts]
        node.K = Array([*self.content.get(element, ()), *parts])
        return node
