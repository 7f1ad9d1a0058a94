"""The words of a form come out of its PDF as they went in."""

import io

import pikepdf
import pytest
from tests.formats.pdf.extraction import by_pdfium, by_pypdf, parts_on_pages, score
from tests.formats.pdf.samples import amlo, paragraphs, staffing

from formgen.formats.pdf.write import write
from formgen.model.identity import BLANK

FORMS = {"amlo": amlo, "staffing": staffing}


@pytest.mark.parametrize("name", FORMS)
def test_pdfium_finds_every_paragraph_to_the_letter(name):
    form = FORMS[name]()
    found = score(form, by_pdfium(write(form, BLANK).data))
    assert found.lost == ()
    assert found.share >= 0.995


@pytest.mark.parametrize("name", FORMS)
def test_pypdf_finds_the_words(name):
    form = FORMS[name]()
    assert score(form, by_pypdf(write(form, BLANK).data)).share >= 0.995


def test_what_is_looked_for_is_all_that_is_printed():
    parts = parts_on_pages(amlo())
    printed = [one.printed for one in paragraphs(amlo())]
    assert len(printed) <= len(parts) < len(printed) + 12
    assert sum(map(len, parts)) == sum(map(len, printed)) > 9000


def test_a_font_that_does_not_say_what_it_shows_is_found_out():
    with pikepdf.open(io.BytesIO(write(amlo(), BLANK).data)) as pdf:
        for font in pdf.pages[0].Resources.Font.values():
            if "/ToUnicode" in font:
                del font.ToUnicode
        file = io.BytesIO()
        pdf.save(file)
    assert score(amlo(), by_pypdf(file.getvalue())).share < 0.1
