"""The parts of a package by name -> a Word file, with what says of which kind they are."""

from collections.abc import Iterable, Mapping
from itertools import chain
from typing import Final, TypeVar

from formgen.formats.docx.oxml import HEAD, content
from formgen.packing import normalised_zip

T = TypeVar("T")

DOCUMENT: Final = "word/document.xml"
STYLES: Final = "word/styles.xml"
SETTINGS: Final = "word/settings.xml"
FONT_TABLE: Final = "word/fontTable.xml"
FOOTER: Final = "word/footer1.xml"
HEADER: Final = "word/header1.xml"
GLOSSARY: Final = "word/glossary/document.xml"
CORE: Final = "docProps/core.xml"
CUSTOM: Final = "docProps/custom.xml"
_MEDIA: Final = "word/media/image"

_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_TYPES: Final = f"{_PACKAGE}/content-types"
_RELATIONS: Final = f"{_PACKAGE}/relationships"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml"

_KINDS: Final = {
    DOCUMENT: f"{_MAIN_TYPE}.document.main+xml",
    STYLES: f"{_MAIN_TYPE}.styles+xml",
    SETTINGS: f"{_MAIN_TYPE}.settings+xml",
    FONT_TABLE: f"{_MAIN_TYPE}.fontTable+xml",
    FOOTER: f"{_MAIN_TYPE}.footer+xml",
    HEADER: f"{_MAIN_TYPE}.header+xml",
    GLOSSARY: f"{_MAIN_TYPE}.document.glossary+xml",
    CORE: "application/vnd.openxmlformats-package.core-properties+xml",
    CUSTOM: "application/vnd.openxmlformats-officedocument.custom-properties+xml",
}
_OF_PACKAGE: Final = {
    DOCUMENT: f"{_OFFICE}/officeDocument",
    CORE: f"{_RELATIONS}/metadata/core-properties",
    CUSTOM: f"{_OFFICE}/custom-properties",
}
_OF_DOCUMENT: Final = {
    FOOTER: f"{_OFFICE}/footer",
    STYLES: f"{_OFFICE}/styles",
    SETTINGS: f"{_OFFICE}/settings",
    FONT_TABLE: f"{_OFFICE}/fontTable",
    GLOSSARY: f"{_OFFICE}/glossaryDocument",
    HEADER: f"{_OFFICE}/header",
}


def media(number: int, kind: str) -> str:
    """Name the part of a picture; `kind` is `png` or `jpeg`."""
    return f"{_MEDIA}{number}.{kind}"


def core_properties(told: Mapping[str, str]) -> str:
    """Say of the file what every program shows; the names are elements of Dublin Core and OPC."""
    elements = "".join(f"<{name}>{content(text)}</{name}>" for name, text in told.items())
    return (
        f'{HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"'
        f' xmlns:dc="http://purl.org/dc/elements/1.1/">{elements}</cp:coreProperties>'
    )


def complete(parts: Mapping[str, T]) -> dict[str, str | T]:
    """Add to parts those that say what they are, in the order of the package."""
    return {
        "[Content_Types].xml": _content_types(parts),
        "_rels/.rels": _relationships(_related(parts, _OF_PACKAGE), ""),
        DOCUMENT: parts[DOCUMENT],
        "word/_rels/document.xml.rels": _relationships(_related(parts, _OF_DOCUMENT), "word/"),
        **parts,
    }


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    """Pack parts; the same bytes for the same parts."""
    return normalised_zip(
        (name, data if isinstance(data, bytes) else data.encode())
        for name, data in complete(parts).items()
    )


def relation_ids(parts: Iterable[str]) -> Mapping[str, str]:
    """Name of a part -> what the document calls it."""
    return {name: id_ for id_, name, _ in _related(parts, _OF_DOCUMENT)}


def _related(parts: Iterable[str], kinds: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """Identity, part and kind of each relationship."""
    there = list(parts)
    pictures = [name for name in there if name.startswith(_MEDIA) and kinds is _OF_DOCUMENT]
    known = chain(kinds.items(), ((name, f"{_OFFICE}/image") for name in pictures))
    found = [(name, kind) for name, kind in known if name in there]
    return [(f"rId{number}", name, kind) for number, (name, kind) in enumerate(found, 1)]


def _relationships(related: Iterable[tuple[str, str, str]], folder: str) -> str:
    relations = "".join(
        f'<Relationship Id="{id_}" Type="{kind}" Target="{name.removeprefix(folder)}"/>'
        for id_, name, kind in related
    )
    return f'{HEAD}<Relationships xmlns="{_RELATIONS}">{relations}</Relationships>'


def _content_types(parts: Iterable[str]) -> str:
    there = list(parts)
    pictures = sorted({name.rpartition(".")[2] for name in there if name.startswith(_MEDIA)})
    defaults = "".join(
        f'<Default Extension="{kind}" ContentType="image/{kind}"/>' for kind in pictures
    )
    overrides = "".join(
        f'<Override PartName="/{name}" ContentType="{kind}"/>'
        for name, kind in _KINDS.items()
        if name in there
    )
    return (
        f'{HEAD}<Types xmlns="{_TYPES}">'
        '<Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f"{defaults}{overrides}</Types>"
    )
