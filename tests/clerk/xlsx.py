"""A clerk who fills in a workbook by writing XML with lxml, knowing only the names in the file."""

import io
import re
import zipfile
from collections.abc import Mapping

from lxml import etree

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
OFFICE = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
BOOK, RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"


def fill(data: bytes, answers: Mapping[str, object]) -> bytes:
    """Type into named cells: field name -> what is typed, or the codes of the boxes to tick.

    A number is stored as a number, anything else as text; so a drop-down takes its label.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    places = named_cells(parts)
    for name, answer in answers.items():
        if isinstance(answer, list | tuple):
            stem = name if f"{name}.{answer[0]}" in places else name.rpartition(".")[0]
            for code in answer:
                write(parts, places[f"{stem}.{code}"], "✓")
        else:
            write(parts, places[name], answer)
    saved = io.BytesIO()
    with zipfile.ZipFile(saved, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return saved.getvalue()


def named_cells(parts: Mapping[str, bytes]) -> dict[str, tuple[str, str]]:
    """Field name -> the part and the address of its cell."""
    book = etree.fromstring(parts[BOOK])
    targets = {one.get("Id"): one.get("Target") for one in etree.fromstring(parts[RELATIONS])}
    sheets = {
        one.get("name"): "xl/" + targets[one.get(f"{OFFICE}id")].removeprefix("/xl/")
        for one in book.iter(f"{MAIN}sheet")
    }
    found = {}
    for one in book.iter(f"{MAIN}definedName"):
        if one.get("name").startswith("fg_"):
            sheet, _, address = one.text.rpartition("!")
            sheet = sheet.strip("'").replace("''", "'")
            field = one.get("name").removeprefix("fg_").replace("__", ".").replace("_0", "_")
            found[field] = sheets[sheet], address.replace("$", "")
    return found


def write(parts: dict[str, bytes], place: tuple[str, str], value: object) -> None:
    """Write a value into a cell, which has to be there, and keep its style."""
    part, address = place
    sheet = etree.fromstring(parts[part])
    (cell,) = (one for one in sheet.iter(f"{MAIN}c") if one.get("r") == address)
    for inner in list(cell):
        cell.remove(inner)
    cell.attrib.pop("t", None)
    if isinstance(value, int | float):
        etree.SubElement(cell, f"{MAIN}v").text = repr(value)
    else:
        cell.set("t", "inlineStr")
        text = etree.SubElement(etree.SubElement(cell, f"{MAIN}is"), f"{MAIN}t")
        text.text = re.sub("_(?=x[0-9A-F]{4}_)", "_x005F_", str(value))
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    parts[part] = etree.tostring(sheet, xml_declaration=True, encoding="UTF-8", standalone=True)
