"""Paragraphs -> WordprocessingML, each in the style of its name."""

from typing import Final

from formgen.formats.docx import oxml
from formgen.formats.docx.lines import paragraph_line
from formgen.formats.docx.template import size_of
from formgen.model.blocks import Paragraph, Style

STYLES: Final = {
    Style.TITLE: "Title",
    Style.INSTRUCTION: "Instruction",
    Style.PART: "Heading1",
    Style.BODY: "Body",
    Style.HEADING: "Subheading",
    Style.LEVEL1: "Level1",
    Style.LEVEL2: "Level2",
    Style.NOTE: "Note",
    Style.MEMO: "Memo",
    Style.LINE: "Line",
    Style.INDENTED: "Indented",
    Style.CAPTION: "Caption",
    Style.SIGNATURE: "Signature",
    Style.NUMBER: "Number",
    Style.CENTRED: "Centred",
}
_KEPT: Final = frozenset(
    {Style.TITLE, Style.INSTRUCTION, Style.PART, Style.HEADING, Style.MEMO, Style.CAPTION}
)
# Their numbers stand in the text; those of others hang in a column of their own.
_IN_TEXT: Final = frozenset(
    {Style.LINE, Style.INDENTED, Style.NUMBER, Style.CENTRED, Style.CAPTION}
)


def printed(
    paragraph: Paragraph,
    style: str = "",
    *,
    size: int = 0,
    keep: bool = False,
    broken: bool = False,
) -> str:
    """A printed paragraph, its emphasis in bold.

    `size` is in half points, 0 that of the style. `keep` holds it on one page with the next,
    `broken` lets it begin a page.
    """
    words = _words(paragraph)
    start = len(words) - len(paragraph.text)
    sized = size_of(size) if size else ""
    runs, done = "", 0
    for begin, end in ((start + begin, start + end) for begin, end in paragraph.strong):
        runs += oxml.run(words[done:begin], sized) + oxml.bold_run(words[begin:end], sized)
        done = end
    runs += oxml.run(words[done:], sized)
    more = oxml.PAGE_BREAK * broken + f"<w:rPr>{sized}</w:rPr>" * bool(sized)
    kept = keep or paragraph.style in _KEPT
    return oxml.paragraph(style or STYLES[paragraph.style], runs, keep=kept, more=more)


def _words(paragraph: Paragraph) -> str:
    if paragraph.label and paragraph.style in _IN_TEXT:
        return paragraph.printed
    (words,) = paragraph_line(paragraph).pieces
    assert isinstance(words, str)
    return words
