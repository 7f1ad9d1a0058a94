import os
import time

import pytest
from tests.formats.scan.test_pages import blank_pdf, photo

from formgen import pictures
from formgen.precheck import MAX_BYTES


def drawn(*files, **how):
    return [len(one) for one in pictures.pictures_of(files, workers=2, **how)]


def test_pictures_come_in_the_order_of_the_files(tmp_path):
    path = tmp_path / "scan.pdf"
    path.write_bytes(blank_pdf((100, 100), (100, 100)))
    files = [("a", path), ("b", photo()), ("c", path.read_bytes()), ("d", photo("PNG"))]
    assert drawn(*files, width=50) == [2, 1, 2, 1]


def test_a_bad_file_has_no_pictures_and_costs_no_other(tmp_path):
    large = tmp_path / "large.pdf"
    with large.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    os.mkfifo(tmp_path / "pipe")
    bad = [
        ("damaged", b"%PDF-1.7\n"),
        ("cut", photo()[:200]),
        ("other", b"PK\x03\x04"),
        ("empty", b""),
        ("gone", tmp_path / "gone.pdf"),
        ("folder", tmp_path),
        ("pipe", tmp_path / "pipe"),
        ("large", large),
        ("too large", b"%PDF-" + bytes(MAX_BYTES)),
    ]
    assert drawn(*bad, ("good", photo())) == [0] * len(bad) + [1]


def sleep(*_: object) -> None:
    time.sleep(60)


def abort(*_: object) -> None:
    os.abort()


@pytest.mark.parametrize("work", [sleep, abort])
def test_a_file_that_takes_too_long_or_kills_its_process_has_none(monkeypatch, work):
    monkeypatch.setattr(pictures, "_work", work)
    assert drawn(("a", photo()), ("b", photo()), seconds=1.0) == [0, 0]


def test_pages_and_width_are_those_asked_for():
    data = blank_pdf((100, 50), (100, 50), (100, 50))
    (pages,) = pictures.pictures_of([("a", data)], workers=1, pages=2, width=40)
    assert len(pages) == 2
    assert all(one[16:24] == (40).to_bytes(4, "big") + (20).to_bytes(4, "big") for one in pages)
