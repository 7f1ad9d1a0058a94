"""Controls on pages -> the fillable fields of a PDF."""

from collections.abc import Iterable, Mapping
from typing import Final

from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream, String

from formgen import fonts
from formgen.formats.pdf.embed import embed_whole
from formgen.formats.pdf.names import META, field_name
from formgen.formats.pdf.sheet import BOX, FORM, SIZE, Control
from formgen.formats.pdf.tags import Element, Widget
from formgen.formats.pdf.text import number
from formgen.model.form import Field
from formgen.model.survey import Choice, Kind

FIELD_FONT: Final = "/Wingdings3"
"""What fields call their font.

PDFium (Chrome, Edge) takes Thai from a font of the machine unless the name is that of a symbol
font; then it asks the font that is embedded under this name first.
"""

INSET: Final = 1.0
"""Points by which a field stays inside its printed frame."""

READ_ONLY: Final = 1  # field flags, ISO 32000-1, tables 221, 228 and 230
REQUIRED: Final = 1 << 1
MULTILINE: Final = 1 << 12
COMBO: Final = 1 << 17
_PRINTED: Final = 4  # annotation flag
_TICK: Final = (0.2, 0.52, 0.42, 0.26, 0.82, 0.82)  # three points; shares of the box
_TICK_LINE: Final = 1.6
_CHECK_MARK: Final = "4"  # what a program that draws a tick of its own should take
_BOX_FONT: Final = "/ZaDb 0 Tf 0 g"


def text_appearance(size: float) -> str:
    """Say in which font and size programs set what is typed; 0 lets them choose what fits."""
    return f"{FIELD_FONT} {number(size)} Tf 0 g"


def add_fields(pdf: Pdf, controls: Iterable[tuple[int, Control]], meta: Element) -> list[Widget]:
    """Add an empty field for each control, and the hidden one that says what the file is."""
    maker = _Maker(pdf)
    for page, control in controls:
        if control.choice is None:
            maker.text(page, control)
        else:
            maker.box(page, control, control.choice)
    maker.meta(meta)
    pdf.Root.AcroForm = pdf.make_indirect(
        Dictionary(
            Fields=Array(maker.fields.values()),
            DR=Dictionary(Font=_fonts(pdf)),
            DA=String(text_appearance(SIZE)),
        )
    )
    for page, annotations in maker.annotations.items():
        pdf.pages[page].obj.Annots = Array(annotations)
    for each in pdf.pages:
        each.obj.Tabs = Name.S  # the tabulator follows the structure
    return maker.widgets


def drawing(pdf: Pdf, width: float, height: float, body: str, font: Object | None = None) -> Object:
    """Make what a field shows."""
    resources = Dictionary() if font is None else Dictionary(Font=font)
    return pdf.make_indirect(
        Stream(
            pdf,
            body.encode("ascii"),
            Type=Name.XObject,
            Subtype=Name.Form,
            BBox=Array([0, 0, width, height]),
            Resources=resources,
        )
    )


def _fonts(pdf: Pdf) -> Dictionary:
    check_marks = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.ZapfDingbats)
    return Dictionary(
        {
            FIELD_FONT: embed_whole(pdf, fonts.field()),
            "/ZaDb": pdf.make_indirect(check_marks),
        }
    )


class _Maker:
    def __init__(self, pdf: Pdf) -> None:
        self.pdf = pdf
        self.fields: dict[str, Object] = {}
        self.widgets: list[Widget] = []
        self.annotations: dict[int, list[Object]] = {}
        ends = [number(share * BOX) for share in _TICK]
        tick = "q {} w 1 J 1 j {} {} m {} {} l {} {} l S Q".format(number(_TICK_LINE), *ends)
        self._tick = drawing(pdf, BOX, BOX, tick)
        self._no_tick = drawing(pdf, BOX, BOX, "")

    def add(self, page: int, element: Element, widget: Object) -> None:
        self.annotations.setdefault(page, []).append(widget)
        self.widgets.append(Widget(element, page, widget))

    def widget(self, page: int, place: Array, said: str, more: Mapping[str, object]) -> Object:
        entries = {
            "/Type": Name.Annot,
            "/Subtype": Name.Widget,
            "/Rect": place,
            "/P": self.pdf.pages[page].obj,
            "/F": _PRINTED,
            "/TU": String(said),
        }
        return self.pdf.make_indirect(Dictionary(entries | dict(more)))

    def text(self, page: int, control: Control) -> None:
        """Add a field for words, or a list to choose from."""
        field = control.field
        name = field_name(field.name)
        place = _place(control, INSET)
        more: dict[str, object] = {
            "/T": String(name),
            "/V": String(""),
            "/DA": String(text_appearance(0 if field.multiline else SIZE)),
            "/AP": _blank(self.pdf, place),
        }
        if field.dropdown:
            pairs = [("", " "), *((choice.code, choice.label) for choice in field.choices)]
            options = [Array([String(code), String(label)]) for code, label in pairs]
            more |= {"/FT": Name.Ch, "/Ff": COMBO | _required(field), "/Opt": Array(options)}
        else:
            flags = MULTILINE if field.multiline else 0
            more |= {"/FT": Name.Tx, "/Ff": flags | _required(field)}
        if field.kind is Kind.TEXT:
            more["/MaxLen"] = field.max_length
        widget = self.widget(page, place, field.label, more)
        self.fields[name] = widget
        self.add(page, control.element, widget)

    def boxes(self, control: str, field: Field) -> Object:
        """Add the field of boxes of which one at most is ticked, or find it.

        It is a check box with several states, not a group of radio buttons: those cannot be
        cleared again.
        """
        name = field_name(control)
        if name not in self.fields:
            entries = Dictionary(
                FT=Name.Btn,
                Ff=_required(field),
                T=String(name),
                TU=String(field.label),
                V=Name.Off,
                Kids=Array(),
            )
            self.fields[name] = self.pdf.make_indirect(entries)
        return self.fields[name]

    def box(self, page: int, control: Control, choice: Choice) -> None:
        """Add one box; those of which several may be ticked are fields of their own."""
        alone = control.field.kind is Kind.SELECT_MULTIPLE
        parent = self.boxes(control.name if alone else control.field.name, control.field)
        states = Dictionary({f"/{choice.code}": self._tick, "/Off": self._no_tick})
        more = {
            "/Parent": parent,
            "/AS": Name.Off,
            "/AP": Dictionary(N=states),
            "/MK": Dictionary(CA=String(_CHECK_MARK)),
            "/DA": String(_BOX_FONT),
        }
        widget = self.widget(page, _place(control, 0.0), control.element.said, more)
        parent.Kids.append(widget)
        self.add(page, control.element, widget)

    def meta(self, element: Element) -> None:
        """Add the hidden field; hidden by its size alone, which is what archives permit."""
        place = Array([0, 0, 0, 0])
        more = {
            "/FT": Name.Tx,
            "/T": String(META),
            "/V": String(""),
            "/Ff": READ_ONLY,
            "/DA": String(text_appearance(SIZE)),
            "/AP": _blank(self.pdf, place),
        }
        self.fields[META] = self.widget(0, place, element.said, more)
        self.add(0, element, self.fields[META])


def _blank(pdf: Pdf, place: Array) -> Dictionary:
    """What an empty field shows: nothing.

    Each field has its own, because there are programs that write a value into it.
    """
    left, bottom, right, top = map(float, place)
    nothing = drawing(pdf, round(right - left, 2), round(top - bottom, 2), "/Tx BMC EMC")
    return Dictionary(N=nothing)


def _required(field: Field) -> int:
    return REQUIRED if field.required else 0


def _place(control: Control, inset: float) -> Array:
    left, right = control.x + inset, control.x + control.width - inset
    top, bottom = control.y + inset, control.y + control.height - inset
    return Array(
        [round(edge, 2) for edge in (left, FORM.height - bottom, right, FORM.height - top)]
    )
