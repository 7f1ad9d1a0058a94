"""Forms printed as other versions of the program might: other glyphs, lines, places."""

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pikepdf
import pytest

from formgen import fonts
from formgen.fonts import Face
from formgen.formats import Written
from formgen.formats.pdf import altered, text
from formgen.formats.pdf.seals import unsealed
from formgen.formats.pdf.text import SetLine
from formgen.formats.pdf.write import _blank, write
from formgen.model.form import Form
from formgen.model.identity import BLANK, Copy

Patch = Callable[[pytest.MonkeyPatch], None]


def older_glyphs(patch: pytest.MonkeyPatch) -> None:
    """Each ำ as two glyphs, and no mark set aside."""
    patch.setattr(Face, "_rejoined", lambda _, run: run)
    patch.setattr(Face, "_aside", lambda *_: {})


def shifted(by: float) -> Patch:
    """All words moved, and nothing else."""

    def change(patch: pytest.MonkeyPatch) -> None:
        plain = SetLine.operators
        patch.setattr(SetLine, "operators", lambda line, x, y: plain(line, x + by, y - by / 2))

    return change


def broken(share: float) -> Patch:
    """Lines that end earlier."""

    def change(patch: pytest.MonkeyPatch) -> None:
        plain = text.optimal
        patch.setattr(text, "optimal", lambda a, b, width, hang: plain(a, b, share * width, hang))

    return change


VERSIONS: dict[str, Patch] = {
    "glyphs": older_glyphs,
    "shifted": shifted(0.9),
    "shifted far": shifted(4.0),
    "lines": broken(0.97),
    "places": broken(0.7),
}
"""What was otherwise; the fields of the last one, and of it alone, stand in other places."""


@contextmanager
def version(name: str) -> Iterator[None]:
    """Print as that version does."""
    with pytest.MonkeyPatch.context() as patch:
        VERSIONS[name](patch)
        _forget()
        yield
    _forget()


def _forget() -> None:
    for face in (fonts.regular(), fonts.bold(), fonts.field()):
        face._shaped.cache_clear()
    for each in (text.set_text, _blank, altered.today):
        each.cache_clear()


def printed(name: str, form: Form, copy: Copy = BLANK) -> Written:
    with version(name):
        return write(form, copy)


def without_seals(data: bytes) -> bytes:
    """A copy as it was before pages had seals."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            for one in page.obj.Contents:
                one.write(unsealed(one.read_bytes()))
        file = io.BytesIO()
        pdf.save(file)
    return file.getvalue()
