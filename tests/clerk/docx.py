"""A clerk who fills in a Word form with python-docx, knowing only what stands in the file."""

import io
from collections.abc import Iterator, Mapping

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

CHECKBOX, CHECKED = "w14:checkbox", "w14:checked"
WORD_2010 = "{http://schemas.microsoft.com/office/word/2010/wordml}"


def fill(data: bytes, answers: Mapping[str, object]) -> bytes:
    """Tick boxes, pick from lists and type words: field name -> code, codes, or what is typed."""
    document = docx.Document(io.BytesIO(data))
    controls = {one.tag: one for one in content_controls(document.element.body)}
    for name, answer in answers.items():
        if name in controls:
            type_into(controls[name], str(answer), choose=controls[name].listed)
            continue
        stem = (
            name if any(tag.startswith(f"{name}.") for tag in controls) else name.rpartition(".")[0]
        )
        for code in answer if isinstance(answer, list | tuple) else [answer]:
            tick(controls[f"{stem}.{code}"])
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()


class ContentControl:
    def __init__(self, element) -> None:
        self.element = element
        self.properties = element.find(qn("w:sdtPr"))
        self.content = element.find(qn("w:sdtContent"))
        tag = self.properties.find(qn("w:tag"))
        self.tag = "" if tag is None else tag.get(qn("w:val"))
        self.box = self.properties.find(f"{WORD_2010}checkbox")
        self.listed = self.properties.find(qn("w:dropDownList")) is not None

    @property
    def text(self) -> str:
        return "".join(one.text or "" for one in self.content.iter(qn("w:t")))

    @property
    def checked(self) -> bool:
        return self.box.find(f"{WORD_2010}checked").get(f"{WORD_2010}val") == "1"


def content_controls(body) -> Iterator[ContentControl]:
    return (ContentControl(element) for element in body.iter(qn("w:sdt")))


def tick(control: ContentControl, on: bool = True) -> None:
    control.box.find(f"{WORD_2010}checked").set(f"{WORD_2010}val", str(int(on)))
    (glyph,) = control.content.iter(qn("w:t"))
    glyph.text = "☑" if on else "☐"


def type_into(control: ContentControl, text: str, choose: bool = False) -> None:
    if choose:
        items = control.properties.iter(qn("w:listItem"))
        named = {item.get(qn("w:value")): item.get(qn("w:displayText")) for item in items}
        text = named[text]
    placeholder = control.properties.find(qn("w:showingPlcHdr"))
    if placeholder is not None:
        control.properties.remove(placeholder)
    for child in list(control.content):
        control.content.remove(child)
    run = OxmlElement("w:r")
    for number, line in enumerate(text.split("\n")):
        if number:
            run.append(OxmlElement("w:br"))
        for place, piece in enumerate(line.split("\t")):
            if place:
                run.append(OxmlElement("w:tab"))
            words = OxmlElement("w:t")
            words.text = piece
            words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            run.append(words)
    control.content.append(run)
