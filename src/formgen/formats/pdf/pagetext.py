"""A PDF without fields -> whether its pages show the codes of a form."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

import pikepdf
from pikepdf import Array, Name, Pdf, Stream, String

from formgen.formats.pdf import objects
from formgen.formats.pdf.objects import Item
from formgen.model.identity import PageMark, parse_page_code

_MOST_PAGES: Final = 3  # each page of a form has its code
_MOST_CONTENT: Final = 1 << 20  # bytes of a page; one of ours has 30 thousand
_DEEPEST: Final = 4  # drawings inside drawings
_CODE: Final = re.compile("(?=([RB][0-9A-Z]{17}))")
_SECTION: Final = re.compile(rb"beginbf(char|range)(.*?)endbf", re.DOTALL)
_TOKEN: Final = re.compile(rb"<([0-9A-Fa-f\s]*)>|(\[)|(\])")
_SHOW: Final = ("Tj", "TJ", "'", '"')


def page_marks(pdf: Pdf) -> Iterator[PageMark]:
    """Go through the codes of the first pages' corners, as far as they can be read as text."""
    for page, _ in zip(pdf.pages, range(_MOST_PAGES), strict=False):
        shown = "".join(_shown(page.obj, _DEEPEST))
        for match in _CODE.finditer("".join(shown.split())):
            if mark := parse_page_code(match[1]):
                yield mark


def _shown(holder: pikepdf.Object, depth: int) -> Iterator[str]:
    """Go through the text of a page or drawing, in the order in which it is drawn."""
    resources = objects.entry(holder, "/Resources")
    fonts, drawings = objects.entry(resources, "/Font"), objects.entry(resources, "/XObject")
    read: dict[str, _Font] = {}
    font = _Font(None)
    for operator, operands in _instructions(holder):
        if operator == "Tf" and operands:
            name = f"/{objects.text(operands[0])}"
            if name not in read:
                read[name] = _Font(objects.entry(fonts, name))
            font = read[name]
        elif operator in _SHOW and operands:
            shown = operands[-1]
            parts = objects.items(shown) if isinstance(shown, Array) else [shown]
            yield "".join(font.decode(bytes(part)) for part in parts if isinstance(part, String))
        elif operator == "Do" and operands and depth:
            drawing = objects.entry(drawings, f"/{objects.text(operands[0])}")
            if isinstance(drawing, Stream):
                yield from _shown(drawing, depth - 1)


def _instructions(holder: pikepdf.Object) -> Iterator[tuple[str, list[Item]]]:
    content = holder if isinstance(holder, Stream) else objects.entry(holder, "/Contents")
    streams = objects.items(content) if isinstance(content, Array) else [content]
    if sum(len(objects.stream_bytes(one)) for one in streams) > _MOST_CONTENT:
        return
    for one in pikepdf.parse_content_stream(holder):
        if isinstance(one, pikepdf.ContentStreamInstruction):
            yield str(one.operator), list(one.operands)


class _Font:
    """What the codes of a font stand for."""

    def __init__(self, font: Item) -> None:
        self._width = 2 if objects.entry(font, "/Subtype") == Name.Type0 else 1
        self._texts = _character_map(objects.stream_bytes(objects.entry(font, "/ToUnicode")))

    def decode(self, shown: bytes) -> str:
        """Read a string as it is shown."""
        width = self._width
        codes = (int.from_bytes(shown[n : n + width]) for n in range(0, len(shown), width))
        if self._texts:
            return "".join(self._texts.get(code, "") for code in codes)
        return "" if width > 1 else shown.decode("latin-1")


def _character_map(data: bytes) -> Mapping[int, str]:
    """Read the pairs and ranges of a ToUnicode map."""
    texts: dict[int, str] = {}
    for kind, body in _SECTION.findall(data[:_MOST_CONTENT]):
        words: list[list[bytes]] = []
        inside = False
        for text, opened, closed in _TOKEN.findall(body):
            inside = (inside or bool(opened)) and not closed
            if opened:
                words.append([])
            elif not closed and inside:
                words[-1].append(text)
            elif not closed:
                words.append([text])
        step = 2 if kind == b"char" else 3
        for n in range(0, len(words) - step + 1, step):
            first, last, text = words[n], words[n + step - 2], words[n + step - 1]
            texts |= dict(_range(_number(first), _number(last), text))
    return texts


def _range(first: int, last: int, texts: list[bytes]) -> Iterator[tuple[int, str]]:
    codes = range(first, min(last, first + 0xFF) + 1)
    if len(texts) != 1:
        yield from zip(codes, map(_text, texts), strict=False)
    elif start := _text(texts[0]):
        yield from ((code, start[:-1] + _next(start[-1], code - first)) for code in codes)


def _next(character: str, steps: int) -> str:
    return chr(min(ord(character) + steps, 0x10FFFF))


def _number(word: list[bytes]) -> int:
    return int(word[0] or b"0", 16) if word else 0


def _text(word: bytes) -> str:
    digits = re.sub(rb"\s", b"", word).decode()
    return bytes.fromhex(digits[: len(digits) // 4 * 4]).decode("utf-16-be", "replace")
