"""What a program takes out of a PDF as its text, measured against the words of the form."""

import io
import re
from collections import defaultdict
from dataclasses import dataclass

import pypdf
import pypdfium2
from tests.formats.pdf.rules import set_paragraphs
from tests.formats.pdf.samples import paragraphs

from formgen.formats.pdf.layout import lay_out
from formgen.model.form import Form

WINDOW = 10  # characters, blanks left out


@dataclass(frozen=True)
class Score:
    """How many windows of the content, and how many paragraphs to the letter, were found."""

    windows: int
    windows_found: int
    paragraphs: int
    lost: tuple[str, ...]  # paragraphs, or their parts on two pages

    @property
    def share(self) -> float:
        return self.windows_found / self.windows


def score(form: Form, text: str) -> Score:
    """Compare the text of all pages with what the form says; line ends count for nothing.

    A paragraph that is cut by the end of a page is looked for in its two parts.
    """
    squeezed, joined = bare(text), re.sub("[\r\n\f\u200b]", "", text)
    words = [bare(one.printed) for one in paragraphs(form)]
    windows = [one[at : at + WINDOW] for one in words for at in range(len(one) - WINDOW + 1)]
    found = sum(window in squeezed for window in windows)
    parts = parts_on_pages(form)
    lost = tuple(one for one in parts if one not in joined)
    return Score(len(windows), found, len(parts), lost)


def parts_on_pages(form: Form) -> list[str]:
    """The paragraphs of a form as they stand on its pages."""
    printed = {one.printed for one in paragraphs(form)}
    parts = []
    for lines in set_paragraphs(lay_out(form)).values():
        pages = defaultdict(str)
        for page, words in lines:
            pages[page] += words.line.text
        if "".join(pages.values()) in printed:
            parts += pages.values()
    return parts


def bare(text: str) -> str:
    return re.sub(r"[\s\u200b]", "", text)


def by_pdfium(data: bytes) -> str:
    text = ""
    with pypdfium2.PdfDocument(data) as pdf:
        for page in pdf:
            textpage = page.get_textpage()
            text += f"{textpage.get_text_range()}\f"
            textpage.close()
            page.close()
    return text


def by_pypdf(data: bytes) -> str:
    return "\f".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)
