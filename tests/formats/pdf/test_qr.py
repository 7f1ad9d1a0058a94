import random

import pytest
import zxingcpp
from PIL import Image
from reportlab.graphics.barcode.qrencoder import QRAlphaNum, QRCode, QRErrorCorrectLevel

from formgen.formats.pdf import qr

CHARACTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def codes(count: int, length: int) -> list[str]:
    chance = random.Random(length)
    return ["".join(chance.choices(CHARACTERS, k=length)) for _ in range(count)]


def modules(symbol: int) -> list[list[bool]]:
    rows = range(qr.SIDE)
    return [[bool(symbol >> qr.ROW * row + column & 1) for column in rows] for row in rows]


def encoded(text: str) -> list[list[bool]]:
    encoder = QRCode(1, QRErrorCorrectLevel.M)
    encoder.addData(QRAlphaNum(text))
    encoder.make()
    return [[bool(black) for black in row] for row in encoder.modules]


@pytest.mark.parametrize("length", [2, 16, 18, 20])
def test_a_symbol_is_what_reportlab_makes(length):
    for text in codes(15, length):
        assert modules(qr.symbol(text)) == encoded(text)


def test_a_symbol_says_its_text():
    for text in codes(10, 18):
        picture = Image.new("L", (qr.SIDE + 8, qr.SIDE + 8), 255)
        for row, blacks in enumerate(modules(qr.symbol(text)), 4):
            for column, black in enumerate(blacks, 4):
                picture.putpixel((column, row), 0 if black else 255)
        (found,) = zxingcpp.read_barcodes(picture.resize((232, 232), Image.Resampling.NEAREST))
        assert (found.text, found.ec_level) == (text, "M")


def test_what_does_not_fit_is_refused():
    with pytest.raises((OverflowError, ValueError)):
        qr.symbol("A" * 22)
    with pytest.raises(ValueError, match="shorter"):
        qr.symbol("ABC")
    with pytest.raises(KeyError):
        qr.symbol("ab")
