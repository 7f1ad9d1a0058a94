"""Fills a PDF form as a clerk does: with a script of pypdf, or by hand in a browser."""

import io
from collections.abc import Iterable, Mapping
from typing import Protocol

import pypdfium2
from pypdf import PdfWriter
from pypdf.generic import NameObject

MM = 72 / 25.4


class Placement(Protocol):
    """Where a control stands on paper."""

    page: int
    x: float
    y: float
    width: float
    height: float


def fill(data: bytes, answers: Mapping[str, object]) -> bytes:
    """Write answers (field name -> code, codes, text or number) into a copy of the form."""
    writer = PdfWriter(clone_from=io.BytesIO(data))
    fields = writer.get_fields() or {}
    values = {}
    for name, answer in answers.items():
        plain = name.replace(".", "-")
        if isinstance(answer, list | tuple):
            for code in answer:
                box = f"{plain}-{code}"
                values[box if box in fields else f"{plain.rpartition('-')[0]}-{code}"] = f"/{code}"
        elif fields[plain]["/FT"] == "/Btn":
            values[plain] = f"/{answer}"
        else:
            values[plain] = str(answer)
    for page in writer.pages:
        writer.update_page_form_field_values(page, values, auto_regenerate=False)
    return _bytes(writer)


def tick_all(data: bytes, name: str) -> bytes:
    """Show all boxes of a field as ticked, which no viewer does."""
    writer = PdfWriter(clone_from=io.BytesIO(data))
    for page in writer.pages:
        for note in page.get("/Annots", ()):
            box = note.get_object()
            if "/Parent" in box and box["/Parent"].get("/T") == name:
                states = [state for state in box["/AP"]["/N"] if state != "/Off"]
                box[NameObject("/AS")] = NameObject(states[0])
    return _bytes(writer)


def type_in(data: bytes, entries: Iterable[tuple[Placement, str]]) -> bytes:
    """Click on controls, and type into them, in PDFium: the engine of Chrome and Edge."""
    document = pypdfium2.PdfDocument(data)
    document.init_forms()
    engine = document.formenv.raw
    pages = [document[number] for number in range(len(document))]
    for place, words in entries:
        page = pages[place.page - 1].raw
        x = (place.x + min(2, place.width / 2)) * MM
        y = pages[place.page - 1].get_height() - (place.y + min(2, place.height / 2)) * MM
        pypdfium2.raw.FORM_OnMouseMove(engine, page, 0, x, y)
        pypdfium2.raw.FORM_OnLButtonDown(engine, page, 0, x, y)
        pypdfium2.raw.FORM_OnLButtonUp(engine, page, 0, x, y)
        for character in words.replace("\n", "\r"):
            pypdfium2.raw.FORM_OnChar(engine, page, ord(character), 0)
    pypdfium2.raw.FORM_ForceToKillFocus(engine)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _bytes(writer: PdfWriter) -> bytes:
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()
