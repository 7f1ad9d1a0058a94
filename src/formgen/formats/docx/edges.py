"""What stands at the head and foot of every page -> WordprocessingML."""

import re
from typing import Final

from formgen.formats.docx import oxml, template
from formgen.formats.docx.lines import bare

_HIDDEN: Final = "<w:vanish/>"
_PAGE, _OF = "หน้า", "จาก"
_NUMBER: Final = "[0-9๐-๙]*"


def footer(text: str, hidden: str = "") -> str:
    """`หน้า ๑ จาก ๖` in the middle, a text at the right, and one that nobody sees."""
    runs = (
        oxml.run(f"\t{_PAGE} ")
        + _page_number("PAGE")
        + oxml.run(f" {_OF} ")
        + _page_number("NUMPAGES")
        + oxml.run(f"\t{text}")
        + oxml.run(hidden, _HIDDEN)
    )
    return f"{oxml.HEAD}<w:ftr {oxml.NAMESPACES}>{oxml.paragraph('Footer', runs)}</w:ftr>"


def is_footer(words: str, text: str) -> bool:
    """Tell whether words without blanks are those of the `footer` with a text, on any page."""
    return bool(re.fullmatch(f"{_PAGE}{_NUMBER}{_OF}{_NUMBER}{re.escape(bare(text))}", words))


def plain_footer(text: str) -> str:
    """A text at the right, without a page number."""
    inner = oxml.paragraph("Footer", oxml.run(f"\t\t{text}"))
    return f"{oxml.HEAD}<w:ftr {oxml.NAMESPACES}>{inner}</w:ftr>"


def letter_header() -> str:
    """The page number of letters: `- ๒ -`."""
    runs = oxml.run("- ") + _page_number("PAGE") + oxml.run(" -")
    return f"{oxml.HEAD}<w:hdr {oxml.NAMESPACES}>{oxml.paragraph('Header', runs)}</w:hdr>"


def _page_number(name: str) -> str:
    """A page number in Thai numerals where Word counts it.

    LibreOffice 7.4 has Arabic ones only; they are Thai in a font that draws 0-9 so, if it is there.
    THAIARABIC is in capitals because LibreOffice takes "ThaiArabic" for the letters ก ข ค.
    """
    font = f'<w:rFonts w:ascii="{template.NUMERAL_FONT}" w:hAnsi="{template.NUMERAL_FONT}"/>'
    parts = (
        '<w:fldChar w:fldCharType="begin"/>',
        f'<w:instrText xml:space="preserve"> {name} \\* THAIARABIC </w:instrText>',
        '<w:fldChar w:fldCharType="separate"/>',
        "<w:t>๑</w:t>",
        '<w:fldChar w:fldCharType="end"/>',
    )
    return "".join(f"<w:r><w:rPr>{font}</w:rPr>{part}</w:r>" for part in parts)
