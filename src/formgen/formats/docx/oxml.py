"""Words and controls -> WordprocessingML as text; every word is escaped here and nowhere else."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import escape

from formgen.model.values import NO_CHARACTER

HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
NAMESPACES: Final = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    ' xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="w14"'
)
CHECKED: Final = "\u2611"
UNCHECKED: Final = "\u2610"
BREAK: Final = "<w:r><w:br/></w:r>"
PAGE_BREAK: Final = "<w:pageBreakBefore/>"
PLACEHOLDER: Final = "." * 20  # the leader of a blank answer
CLAIM_PROPERTY: Final = "formgen"  # the custom document property that holds the claim
NO_FORM: Final = "formgen: no form"  # the category of a document that is no form
PLACEHOLDER_STYLE: Final = "PlaceholderText"

_BREAKS: Final = re.compile("([\t\n])")
_ELEMENTS: Final = {"\t": "<w:tab/>", "\n": "<w:br/>"}
# TH SarabunPSK has no boxes; Word shows them in this font, other programs in the nearest they have.
_BOX_FONT: Final = "MS Gothic"
_BOX_RUN: Final = (
    f'<w:rPr><w:rFonts w:ascii="{_BOX_FONT}" w:eastAsia="{_BOX_FONT}" w:hAnsi="{_BOX_FONT}"'
    f' w:cs="{_BOX_FONT}" w:hint="eastAsia"/></w:rPr>'
)
_BOX_STATES: Final = (
    f'<w14:checkedState w14:val="{ord(CHECKED):04X}" w14:font="{_BOX_FONT}"/>'
    f'<w14:uncheckedState w14:val="{ord(UNCHECKED):04X}" w14:font="{_BOX_FONT}"/>'
)
_PLACEHOLDER: Final = (
    f'<w:r><w:rPr><w:rStyle w:val="{PLACEHOLDER_STYLE}"/></w:rPr><w:t>{PLACEHOLDER}</w:t></w:r>'
)


@dataclass(frozen=True, slots=True)
class Control:
    """What every content control has; a locked one cannot be changed, and none can be deleted.

    `part` names the glossary entry that Word shows when a text is deleted.
    """

    tag: str
    part: str
    title: str
    number: int
    locked: bool = False


def attribute(text: str) -> str:
    """A text as the value of an attribute, between double quotes."""
    return escape(NO_CHARACTER.sub("", text), {'"': "&quot;", "\n": "&#10;", "\t": "&#9;"})


def content(text: str) -> str:
    """A text as the content of an element; characters that XML cannot hold are dropped."""
    return escape(NO_CHARACTER.sub("", text))


def run(text: str, properties: str = "") -> str:
    """A run of words; tabs and line ends become the elements that Word has for them."""
    parts = _BREAKS.split(text.replace("\r\n", "\n").replace("\r", "\n"))
    inner = "".join(
        _ELEMENTS.get(part) or f'<w:t xml:space="preserve">{content(part)}</w:t>'
        for part in parts
        if part
    )
    wrapped = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f"<w:r>{wrapped}{inner}</w:r>" if inner else ""


def bold_run(text: str, properties: str = "") -> str:
    """A run of words that are emphasised, in Latin and in Thai."""
    return run(text, f"<w:b/><w:bCs/>{properties}")


def paragraph(style: str, runs: str, *, keep: bool = False, more: str = "") -> str:
    """A paragraph of a named style; `keep` holds it on one page with the next.

    `more` are further properties, in the order that the schema wants.
    """
    kept = "<w:keepNext/>" if keep else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{kept}{more}</w:pPr>{runs}</w:p>'


def box(control: Control, *, checked: bool) -> str:
    """A check box."""
    state = f'<w14:checked w14:val="{int(checked)}"/>'
    glyph = CHECKED if checked else UNCHECKED
    kind = f"<w14:checkbox>{state}{_BOX_STATES}</w14:checkbox>"
    return _control(control, kind, f"<w:r>{_BOX_RUN}<w:t>{glyph}</w:t></w:r>")


def text_box(control: Control, text: str) -> str:
    """A place for words, with no limit to what may be typed in it."""
    # Not a plain-text control (<w:text/>): LibreOffice 7.4 multiplies the words of those.
    return _control(control, *_filled(text))


def drop_down(control: Control, choices: Iterable[tuple[str, str]], text: str) -> str:
    """A list to choose from, of (code, label); `text` is the label that is chosen."""
    items = "".join(
        f'<w:listItem w:displayText="{attribute(label)}" w:value="{attribute(code)}"/>'
        for code, label in choices
    )
    shown, inner = _filled(text)
    return _control(control, f"{shown}<w:dropDownList>{items}</w:dropDownList>", inner)


def glossary_entry(part: str) -> str:
    """What Word shows again when the words of a control are deleted; `part` is 32 hex digits."""
    guid = f"{{{part[:8]}-{part[8:12]}-4{part[13:16]}-8{part[17:20]}-{part[20:]}}}"
    return (
        f'<w:docPart><w:docPartPr><w:name w:val="{part}"/><w:category><w:name w:val="General"/>'
        '<w:gallery w:val="placeholder"/></w:category><w:types><w:type w:val="bbPlcHdr"/></w:types>'
        f'<w:behaviors><w:behavior w:val="content"/></w:behaviors><w:guid w:val="{guid}"/>'
        f"</w:docPartPr><w:docPartBody><w:p>{_PLACEHOLDER}</w:p></w:docPartBody></w:docPart>"
    )


def _filled(text: str) -> tuple[str, str]:
    runs = run(text)
    return ("", runs) if runs else ("<w:showingPlcHdr/>", _PLACEHOLDER)


def _control(control: Control, kind: str, inner: str) -> str:
    lock = "sdtContentLocked" if control.locked else "sdtLocked"
    return (
        f'<w:sdt><w:sdtPr><w:alias w:val="{attribute(control.title)}"/>'
        f'<w:tag w:val="{attribute(control.tag)}"/><w:id w:val="{control.number}"/>'
        f'<w:lock w:val="{lock}"/>'
        f'<w:placeholder><w:docPart w:val="{control.part}"/></w:placeholder>'
        f"{kind}</w:sdtPr><w:sdtContent>{inner}</w:sdtContent></w:sdt>"
    )
