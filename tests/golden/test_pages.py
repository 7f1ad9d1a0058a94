"""The pages of the blank PDF forms as pictures: `make golden` renews them, then look at them."""

from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageChops
from tests.formats.pdf.samples import amlo, staffing

from formgen.formats.pdf.write import write
from formgen.model.identity import BLANK

PAGES = Path(__file__).parent / "pages"
FORMS = {"amlo-estatus": amlo, "staffing-2570": staffing}
DOTS = 60  # an inch
GREYS = 16
TILE = 4  # pixels
TOLERANCE = 8  # of 255, in the mean of a tile: half a grey; a tone mark more or less is over 30


def pictures(data: bytes) -> Iterator[Image.Image]:
    """Draw the pages with their fields, in a few greys."""
    step = 255 // (GREYS - 1)
    with pypdfium2.PdfDocument(data) as pdf:
        pdf.init_forms()
        for page in pdf:
            drawn = page.render(scale=DOTS / 72, grayscale=True).to_pil()
            page.close()
            yield drawn.point(lambda grey: round(grey / step) * step)


def save(picture: Image.Image, path: Path) -> None:
    """Keep a picture in half a byte a pixel."""
    step = 255 // (GREYS - 1)
    small = picture.point(lambda grey: grey // step)
    small.putpalette([n * step for n in range(GREYS) for _ in "RGB"])
    path.parent.mkdir(exist_ok=True)
    small.save(path, optimize=True, bits=4)


def differ(one: Image.Image, other: Image.Image) -> bool:
    """Whether a person could see it: edges may be a little softer, but no mark elsewhere."""
    if one.size != other.size:
        return True
    difference = ImageChops.difference(one.reduce(TILE), other.reduce(TILE))
    return difference.getextrema()[1] > TOLERANCE


@pytest.mark.parametrize("survey", FORMS)
def test_the_pages_look_as_they_were_reviewed(accepting, survey):
    drawn = list(pictures(write(FORMS[survey](), BLANK).data))
    paths = [PAGES / f"{survey}-{number}.png" for number, _ in enumerate(drawn, 1)]
    if accepting:
        for path in PAGES.glob(f"{survey}-*.png"):
            path.unlink()
        for picture, path in zip(drawn, paths, strict=True):
            save(picture, path)
    assert sorted(PAGES.glob(f"{survey}-*.png")) == paths, "pytest --accept renews them"
    committed = [Image.open(path).convert("L") for path in paths]
    changed = [
        path.name for path, *two in zip(paths, drawn, committed, strict=True) if differ(*two)
    ]
    assert changed == [], "pytest --accept renews them"


def test_a_mark_less_or_elsewhere_is_seen():
    page = Image.open(PAGES / "amlo-estatus-1.png").convert("L")
    assert not differ(page, page.point(lambda grey: min(255, grey + 4)))
    assert differ(page, ImageChops.offset(page, 1, 0))
    for x in range(0, page.width - 2, 97):
        column = page.crop((x, 0, x + 2, page.height)).point(lambda grey: 255 * (grey < 90))
        if box := column.getbbox():
            less = page.copy()
            less.paste(255, (x, box[1], x + 2, box[1] + 2))  # as large as a tone mark
            assert differ(page, less)


def test_the_pictures_are_small():
    assert sum(path.stat().st_size for path in PAGES.iterdir()) < 300_000
