"""An Office package of which some parts are changed or added -> its bytes again."""

import posixpath
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from lxml import etree

from formgen.formats.ooxml import Package, tree
from formgen.model.diagnostics import FormgenError
from formgen.model.note import unmarkable
from formgen.packing import normalised_zip

OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
"""The namespace of references from one part to another."""

_RELATIONS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES: Final = "http://schemas.openxmlformats.org/package/2006/content-types"
_CONTENT_TYPES: Final = "[Content_Types].xml"
_SIGNATURES: Final = "_xmlsignatures/"  # any change would break them
_PLAIN: Final = "xml"  # the extension of parts whose type is told one by one


@contextmanager
def _odd(name: str) -> Iterator[None]:
    """Say of a part that no reader needs, and that is not sound, that it is in the way."""
    try:
        yield
    except FormgenError as error:
        raise unmarkable(name) from error


class Repack:
    """A package to be changed; parts that are not asked for keep what they hold.

    `old` and `new` are those of `Package`; so are the limits.
    """

    def __init__(self, data: bytes, old: str, new: str) -> None:
        self._package: Final = Package(data, old, new)
        if any(name.lower().startswith(_SIGNATURES) for name in self._package.names):
            raise unmarkable("digital signature")
        self._trees: Final[dict[str, etree._Element]] = {}  # by name as written

    def relations(self, source: str) -> dict[str, tuple[str, str]]:
        """Find what a part refers to, before any change: id -> the last word of its kind, name."""
        with _odd(source):
            return self._package.relations(source)

    def part(self, name: str) -> etree._Element:
        """Return the root of a part, which may then be changed; raise FormgenError without one."""
        spelled = self._package.spelled(name) or name
        if spelled not in self._trees:
            text = self._package.read(name)
            if text is None:
                raise unmarkable(f"no {name}")
            with _odd(name):
                self._trees[spelled] = tree(name, text)
        return self._trees[spelled]

    def add(self, pattern: str, root: etree._Element, content_type: str) -> str:
        """Add a part; return its name, which is the pattern with the first number that is free."""
        number = 1
        while self._there(pattern.format(number)):
            number += 1
        name = pattern.format(number)
        self._trees[name] = root
        self._declare(name, content_type)
        return name

    def relate(self, source: str, kind: str, target: str) -> str:
        """Let a part refer to another; return the id of the reference."""
        folder, base = posixpath.split(source)
        name = f"{folder}/_rels/{base}.rels".lstrip("/")
        if not self._there(name):
            self._trees[name] = etree.fromstring(f'<Relationships xmlns="{_RELATIONS}"/>')
        root = self.part(name)
        taken = {one.get("Id") for one in root}
        number = 1
        while f"rId{number}" in taken:
            number += 1
        entries = {
            "Id": f"rId{number}",
            "Type": f"{OFFICE}/{kind}",
            "Target": posixpath.relpath(target, folder or "."),
        }
        etree.SubElement(root, f"{{{_RELATIONS}}}Relationship", entries)
        return entries["Id"]

    def packed(self) -> bytes:
        """Write the package; the same bytes for the same changes."""
        names = list(self._package.names)
        names += [name for name in self._trees if self._package.spelled(name) is None]
        return normalised_zip((name, self._bytes(name)) for name in names)

    def _there(self, name: str) -> bool:
        return name in self._trees or self._package.spelled(name) is not None

    def _bytes(self, name: str) -> bytes:
        root = self._trees.get(name)
        if root is None:
            with _odd(name):
                return self._package.read(name) or b""
        return etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)

    def _declare(self, name: str, content_type: str) -> None:
        """Tell the type of a part: by its extension, or by its name where that is `xml`."""
        root = self.part(_CONTENT_TYPES)
        extension = name.rpartition(".")[2]
        of_extension = {
            one.get("Extension", "").lower(): one.get("ContentType")
            for one in root.iter(f"{{{_TYPES}}}Default")
        }
        if of_extension.get(extension) == content_type:
            return
        if extension == _PLAIN or extension in of_extension:
            entries = {"PartName": f"/{name}", "ContentType": content_type}
            etree.SubElement(root, f"{{{_TYPES}}}Override", entries)
        else:
            entries = {"Extension": extension, "ContentType": content_type}
            root.insert(0, etree.Element(f"{{{_TYPES}}}Default", entries))
