import io

import pikepdf
import pytest
from PIL import Image
from tests.formats.pdf.samples import amlo, filled

from formgen.formats.pdf import FORMAT
from formgen.formats.scan.pages import pictures
from formgen.model.codes import Code
from formgen.model.diagnostics import FormgenError
from formgen.model.identity import BLANK

ORIENTATION, TURNED_RIGHT = 0x0112, 6  # Exif: the top of what was seen is at the right
GPS = 0x8825


def photo(kind="JPEG", size=(400, 300), mode="RGB", colour=0, **how):
    file = io.BytesIO()
    Image.new(mode, size, colour).save(file, kind, **how)
    return file.getvalue()


def blank_pdf(*sizes, **how):
    pdf = pikepdf.new()
    for size in sizes:
        pdf.add_blank_page(page_size=size)
    file = io.BytesIO()
    pdf.save(file, **how)
    return file.getvalue()


def opened(data):
    return [Image.open(io.BytesIO(one)) for one in data]


def refused(data):
    with pytest.raises(FormgenError) as error:
        pictures(data)
    (problem,) = error.value.diagnostics
    return problem.code


# ---------------------------------------------------------------- PDF


def test_every_page_of_a_pdf_is_a_png():
    drawn = opened(pictures(FORMAT.write(amlo(), BLANK).data))
    assert len(drawn) == 6
    assert {(one.format, one.size) for one in drawn} == {("PNG", (1240, 877))}


def test_what_is_filled_in_is_drawn():
    data = FORMAT.write(amlo(), filled(amlo())).data
    with pikepdf.open(io.BytesIO(data)) as pdf:
        box = next(one for one in pdf.Root.AcroForm.Fields if str(one.T) == "email-status").Kids[0]
        left, bottom, right, top = (float(edge) for edge in box.Rect)
    blank, ticked = (
        opened(pictures(one, pages=1))[0] for one in (FORMAT.write(amlo(), BLANK).data, data)
    )
    scale = ticked.width / (297 / 25.4 * 72)
    inner = (left + 3, 595.3 - top + 3, right - 3, 595.3 - bottom - 3)
    inside = tuple(round(edge * scale) for edge in inner)
    assert blank.convert("L").crop(inside).getextrema()[0] > 200
    assert ticked.convert("L").crop(inside).getextrema()[0] < 100


def test_pages_and_their_size_are_bounded():
    data = blank_pdf(*[(200, 100)] * 30)
    assert len(pictures(data, width=50)) == 20
    drawn = opened(pictures(data, pages=2, width=50))
    assert [one.size for one in drawn] == [(50, 25)] * 2


@pytest.mark.parametrize("size", [(3, 14_400), (14_400, 3), (14_400, 14_400)])
def test_a_page_of_any_shape_is_drawn_within_bounds(size):
    (drawn,) = opened(pictures(blank_pdf(size), width=100))
    assert drawn.width <= 100
    assert drawn.height <= 401


def test_a_damaged_pdf_and_one_with_a_password_are_refused():
    data = blank_pdf((100, 100))
    assert refused(data[:150]) is Code.FILE_DAMAGED
    assert refused(b"%PDF-1.7\n") is Code.FILE_DAMAGED
    locked = blank_pdf((100, 100), encryption=pikepdf.Encryption(user="u", owner="o"))
    assert refused(locked) is Code.FILE_PASSWORD


# ---------------------------------------------------------------- photos


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_photo_is_one_page(kind):
    (drawn,) = opened(pictures(photo(kind)))
    assert (drawn.format, drawn.size) == ("PNG", (400, 300))


def test_a_large_photo_is_made_smaller_and_turned_as_it_was_held():
    exif = Image.Exif()
    exif[ORIENTATION] = TURNED_RIGHT
    (drawn,) = opened(pictures(photo(size=(4000, 3000), exif=exif)))
    assert drawn.size == (1240, 1653)


def test_nothing_but_the_picture_is_passed_on():
    exif = Image.Exif()
    exif[GPS] = {1: "N", 2: (13.0, 45.0, 0.0)}
    (drawn,) = opened(pictures(photo(exif=exif, comment=b"secret", dpi=(300, 300))))
    assert drawn.info == {}


@pytest.mark.parametrize(
    ("mode", "colour", "seen"),
    [
        ("1", 1, (255, 255, 255)),
        ("L", 80, (80, 80, 80)),
        ("LA", (0, 0), (255, 255, 255)),
        ("P", 0, (0, 0, 0)),
        ("RGBA", (200, 0, 0, 255), (200, 0, 0)),
        ("RGBA", (200, 0, 0, 0), (255, 255, 255)),
        ("I;16", 0xFFFF, (255, 255, 255)),
        ("I;16", 0x8000, (128, 128, 128)),
    ],
)
def test_every_kind_of_png_is_seen_as_it_is(mode, colour, seen):
    (drawn,) = opened(pictures(photo("PNG", mode=mode, colour=colour)))
    assert drawn.convert("RGB").getpixel((9, 9)) == seen


def test_a_photo_in_the_colours_of_print_is_drawn():
    (drawn,) = opened(pictures(photo(mode="CMYK", colour=(0, 0, 0, 0))))
    assert drawn.convert("RGB").getpixel((9, 9)) == (255, 255, 255)


def test_a_picture_that_unpacks_to_too_much_is_refused():
    data = photo("PNG", (10_000, 9_000), mode="1")
    assert len(data) < 100_000
    assert refused(data) is Code.FILE_HOSTILE


def test_no_damage_to_a_photo_escapes():
    seen = set()
    for kind in ("JPEG", "PNG"):
        whole = photo(kind, size=(64, 64))
        for n in range(8, len(whole), 5):
            for data in (whole[:n], whole[:n] + b"\xff" + whole[n + 1 :]):
                try:
                    seen.add(len(pictures(data)))
                except FormgenError as error:
                    seen.update(one.code for one in error.diagnostics)
    assert seen <= {1, Code.FILE_DAMAGED, Code.FILE_HOSTILE}
    assert {1, Code.FILE_DAMAGED} <= seen


@pytest.mark.parametrize(
    "data", [b"", b"GIF89a", b"II*\x00", b"\x00\x00\x00\x18ftypheic", b"PK\x03\x04", b"text"]
)
def test_other_files_have_no_pictures(data):
    assert pictures(data) == ()


def test_the_same_file_gives_the_same_pictures():
    for data in (photo(), FORMAT.write(amlo(), BLANK).data):
        assert pictures(data, pages=1) == pictures(data, pages=1)
