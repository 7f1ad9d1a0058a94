"""A form with one answer of each kind; engines that fill it in, and engines that draw its pages."""

import base64
import html
import io
import json
import subprocess
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

import pypdfium2
from PIL import Image
from tests.clerk import pdf as clerk
from tests.formats.pdf.samples import boxes, form_of
from tests.interop.pythons import python_with

from formgen.formats.pdf import FORMAT
from formgen.model.blocks import Entries, Entry
from formgen.model.form import Field, Form, Placement
from formgen.model.identity import Copy, sign
from formgen.model.survey import Kind, Role

HERE: Final = Path(__file__).parent
ENGINES: Final = HERE / "engines"
ADDRESS: Final = "http://formgen.invalid/"
MM: Final = 72 / 25.4
SCALE: Final = 3

WORDS: Final = "ที่ น้ำ ปู่ ฟื้น ๑๒๓"
_SENTENCE: Final = "ปู่ฟื้นฟูที่น้ำท่วม “แล้ว” – ๕๐ ฿ "
VALUES: Final[Mapping[str, object]] = {
    "say.words": WORDS,
    "say.signs": "“น้ำ” – ๕๐ ฿ (ฟ้า)",
    "say.note": WORDS,
    "say.lines": "ที่ปู่\n\nน้ำ ฟื้น ๑๒๓\nจบ",
    "say.full": (_SENTENCE * 20)[:497] + "จบ.",
    "say.long": (_SENTENCE * 80)[:1997] + "จบ.",
    "pick.status": "c1",
    "pick.some": ("c0", "c2"),
    "pick.list": "c4",
}
EMOJI: Final[Mapping[str, object]] = {"say.emoji": "ฟ้า 😀 น้ำ"}
LOCKED: Final = {"me.code": "10-1", "me.name": "สำนักงานปู่ฟื้นฟูน้ำที่ ๑๒๓"}


def _text(name: str, *, multiline: bool = False, **more: Any) -> Field:
    return Field(name, name, Kind.TEXT, f"ช่อง {name}", multiline=multiline, **more)


@cache
def form() -> Form:
    """The form; what its fields are called says what is tried."""
    fields = (
        _text("me.code", role=Role.AGENCY_CODE),
        _text("me.name", role=Role.AGENCY_NAME),
        _text("say.words"),
        _text("say.signs"),
        _text("say.emoji"),
        _text("say.note", multiline=True),
        _text("say.lines", multiline=True),
        _text("say.full", multiline=True, max_length=500),
        _text("say.long", multiline=True, max_length=2000),
        boxes("pick", 3),
        _renamed(boxes("some", 3, Kind.SELECT_MULTIPLE), "pick.some"),
        _renamed(boxes("list", 6), "pick.list"),
    )
    entries = Entries(tuple(Entry(one.label, (one.name,)) for one in fields))
    return form_of(entries, fields=fields, title="แบบลองกรอก")


def _renamed(field: Field, name: str) -> Field:
    return Field(name, name, field.kind, field.label, choices=field.choices)


TOKEN: Final = sign(bytes(32), "2569-1", 12, form().digest)


@cache
def issued(**values: Any) -> bytes:
    """A copy as it is sent out, or with more filled in by formgen itself."""
    given = LOCKED | {name.replace("__", "."): value for name, value in values.items()}
    return FORMAT.write(form(), Copy(TOKEN, tuple(given.items()))).data


def own(values: Mapping[str, object]) -> bytes:
    """The same answers written by formgen: what pages should look like."""
    return issued(**{name.replace(".", "__"): value for name, value in values.items()})


@cache
def places() -> Mapping[str, Placement]:
    """Where each control stands."""
    return {one.control: one for one in FORMAT.write(form(), Copy()).placements}


def controls(values: Mapping[str, object]) -> dict[str, str | bool]:
    """What a person does: control -> words to type, label to choose, or True for a click."""
    done: dict[str, str | bool] = {}
    for name, value in values.items():
        field = form().field(name)
        if field.dropdown:
            done[name] = next(one.label for one in field.choices if one.code == value)
        elif field.select:
            codes = value if isinstance(value, tuple) else (value,)
            done |= {field.control(one): True for one in field.choices if one.code in codes}
        else:
            done[name] = str(value)
    return done


# ---------------------------------------------------------------- who fills it in


def by_pdfium(data: bytes, values: Mapping[str, object], folder: Path) -> bytes:
    """Click and type in the engine of Chrome and Edge."""
    typed = [
        (places()[name], "" if value is True else str(value))
        for name, value in controls(values).items()
        if not (form().has(name) and form().field(name).dropdown)
    ]
    return _chosen(clerk.type_in(data, typed), values)


def _chosen(data: bytes, values: Mapping[str, object]) -> bytes:
    """Choose from lists in PDFium: by number, as its drop-down window does."""
    document = pypdfium2.PdfDocument(data)
    document.init_forms()
    engine, raw = document.formenv.raw, pypdfium2.raw
    pages = [document[number] for number in range(len(document))]
    for name, value in values.items():
        field = form().field(name)
        if field.dropdown:
            place = places()[name]
            page = pages[place.page - 1]
            x, y = (place.x + 2) * MM, page.get_height() - (place.y + 2) * MM
            assert raw.FORM_OnFocus(engine, page.raw, 0, x, y)
            number = 1 + [one.code for one in field.choices].index(value)
            assert raw.FORM_SetIndexSelected(engine, page.raw, number, 1)
    raw.FORM_ForceToKillFocus(engine)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def by_pypdf(data: bytes, values: Mapping[str, object], folder: Path) -> bytes:
    """Fill in with a script of pypdf."""
    return clerk.fill(data, values)


def by_pdftk(data: bytes, values: Mapping[str, object], folder: Path) -> bytes:
    """Fill in from an XFDF file, as office scripts do."""
    rows = []
    for name, value in controls(values).items():
        field = next(one for one in form().fields if name in _names(one))
        code = name.rpartition(".")[2]
        several = field.kind is Kind.SELECT_MULTIPLE
        plain = (name if several or value is not True else field.name).replace(".", "-")
        told = code if value is True else values[name] if field.dropdown else value
        rows.append(f'<field name="{plain}"><value>{html.escape(str(told))}</value></field>')
    xfdf = '<?xml version="1.0" encoding="UTF-8"?><xfdf xmlns="http://ns.adobe.com/xfdf/">'
    source, told_at, target = (folder / f"pdftk.{kind}" for kind in ("pdf", "xfdf", "out.pdf"))
    source.write_bytes(data)
    told_at.write_text(f"{xfdf}<fields>{''.join(rows)}</fields></xfdf>", encoding="utf-8")
    command = ["pdftk", str(source), "fill_form", str(told_at), "output", str(target)]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    return target.read_bytes()


def _names(field: Field) -> tuple[str, ...]:
    return (field.name, *(field.control(one) for one in field.choices))


def by_poppler(data: bytes, values: Mapping[str, object], folder: Path) -> bytes:
    """Fill in as Evince does, with the library that it is made of."""
    source, target = folder / "poppler.pdf", folder / "poppler.out.pdf"
    source.write_bytes(data)
    heights = [page.get_height() for page in pypdfium2.PdfDocument(data)]
    steps = []
    for name, value in controls(values).items():
        place = places()[name]
        middle = place.x + place.width / 2, place.y + place.height / 2
        up = heights[place.page - 1] - middle[1] * MM
        steps.append([place.page - 1, middle[0] * MM, up, value])
    python = python_with("gi", "python3-gi")
    command = [python, str(HERE / "fill_poppler.py"), str(source), str(target)]
    done = subprocess.run(
        command, input=json.dumps(steps), text=True, capture_output=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return target.read_bytes()


class PdfJs:
    """The engine of Firefox, in a page of a browser; it can fill in and draw."""

    def __init__(self, browser: Any) -> None:
        self._page = browser.new_page()
        self.said: list[str] = []
        self._page.on("pageerror", lambda one: self.said.append(str(one)))
        self._page.route(f"{ADDRESS}**", self._serve)
        self._page.goto(f"{ADDRESS}pdfjs.html")
        self._page.wait_for_function("window.ready")

    @staticmethod
    def _serve(route: Any) -> None:
        path = (ENGINES / route.request.url.removeprefix(ADDRESS)).resolve()
        kinds = {".html": "text/html", ".mjs": "text/javascript", ".wasm": "application/wasm"}
        if path.is_relative_to(ENGINES) and path.is_file():
            route.fulfill(
                path=path, content_type=kinds.get(path.suffix, "application/octet-stream")
            )
        else:
            route.fulfill(status=404)

    def fill(self, data: bytes, values: Mapping[str, object], _: Path) -> bytes:
        """Fill in what its viewer would store, and save."""
        given: dict[str, object] = {}
        for name, value in values.items():
            field = form().field(name)
            if field.kind is Kind.SELECT_MULTIPLE:
                chosen = [one for one in field.choices if one.code in value]
                given |= {field.control(one).replace(".", "-"): one.code for one in chosen}
            else:
                given[name.replace(".", "-")] = value
        words = base64.b64encode(data).decode()
        told = self._page.evaluate("([file, values]) => fill(file, values)", [words, given])
        assert self.said == []
        return base64.b64decode(told)

    def draw(self, data: bytes, _: Path) -> list[Image.Image]:
        """Draw all pages as they are printed."""
        words = base64.b64encode(data).decode()
        told = [
            self._page.evaluate("job => draw(...job)", [words, number + 1, SCALE])
            for number in range(len(pypdfium2.PdfDocument(data)))
        ]
        assert self.said == []
        return [_grey(base64.b64decode(one)) for one in told]


# ---------------------------------------------------------------- who draws it


def in_pdfium(data: bytes, folder: Path) -> list[Image.Image]:
    """Draw the pages with their fields, as Chrome and Edge do."""
    document = pypdfium2.PdfDocument(data)
    document.init_forms()
    return [page.render(scale=SCALE).to_pil().convert("L") for page in document]


def in_poppler(data: bytes, folder: Path) -> list[Image.Image]:
    """Draw the pages as Evince does."""
    path = folder / "drawn.pdf"
    path.write_bytes(data)
    command = ["pdftoppm", "-r", str(72 * SCALE), "-gray", str(path), str(folder / "drawn")]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    return _taken(folder, "drawn-*.pgm")


def in_mupdf(data: bytes, folder: Path) -> list[Image.Image]:
    """Draw the pages with MuPDF, which many viewers of telephones are made of."""
    path = folder / "drawn.pdf"
    path.write_bytes(data)
    jobs = [
        {"open": str(path), "save": str(folder / f"mu-{n}.png"), "page": n, "scale": SCALE}
        for n in range(len(pypdfium2.PdfDocument(data)))
    ]
    done = subprocess.run(
        ["node", str(ENGINES / "mupdf.mjs")],
        input=json.dumps(jobs),
        text=True,
        capture_output=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return _taken(folder, "mu-*.png")


def _taken(folder: Path, pattern: str) -> list[Image.Image]:
    pictures = []
    for path in sorted(folder.glob(pattern)):
        pictures.append(_grey(path.read_bytes()))
        path.unlink()
    return pictures


def _grey(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("L")
