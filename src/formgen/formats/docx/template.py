"""What the words do not change: sheets of paper, styles, settings."""

from dataclasses import dataclass
from functools import cache
from typing import Final

from formgen.formats.docx.oxml import (
    HEAD,
    NAMESPACES,
    PLACEHOLDER_STYLE,
    attribute,
)

FONT: Final = "TH SarabunPSK"  # the government's font for official letters
NUMERAL_FONT: Final = "TH SarabunIT๙"  # of the same set; draws 0-9 as ๐-๙
SIZE: Final = 32  # half points: 16 pt
_INDENT: Final = 1417  # twentieths of a point: 25 mm, of the first line of running text
BOX_WIDTH: Final = 400  # twentieths of a point, from a box to its words


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of paper and its margins; all in twentieths of a point."""

    width: int
    height: int
    top: int
    right: int
    bottom: int
    left: int
    header: int  # from the edge of the paper, as is the footer
    footer: int

    @property
    def line(self) -> int:
        """How long a line of text is."""
        return self.width - self.left - self.right


# A4, lying, with margins of 15 mm; and upright, with those of official letters.
FORM: Final = Sheet(16838, 11906, 850, 850, 1080, 850, header=567, footer=510)
LETTER: Final = Sheet(11906, 16838, 1417, 1134, 1134, 1701, header=709, footer=510)


def section(sheet: Sheet, edges: str, *, first_differs: bool = False) -> str:
    """The section that is the whole document; `edges` are the references to header and footer."""
    turned = ' w:orient="landscape"' if sheet.width > sheet.height else ""
    return (
        f'<w:sectPr>{edges}<w:pgSz w:w="{sheet.width}" w:h="{sheet.height}"{turned}/>'
        f'<w:pgMar w:top="{sheet.top}" w:right="{sheet.right}" w:bottom="{sheet.bottom}"'
        f' w:left="{sheet.left}" w:header="{sheet.header}" w:footer="{sheet.footer}"'
        f' w:gutter="0"/>{"<w:titlePg/>" * first_differs}</w:sectPr>'
    )


def centred_by_tab(sheet: Sheet) -> str:
    """Let a tab in a line take its words to the middle, whatever the style says."""
    tab = f'<w:tab w:val="center" w:pos="{sheet.line // 2}"/>'
    return f'<w:tabs>{tab}</w:tabs><w:jc w:val="left"/>'


# No <w:documentProtection>: for that of forms LibreOffice 7.4 puts all pages into one section, and
# then loses words from rows that go over to the next page.
SETTINGS: Final = (
    f"{HEAD}<w:settings {NAMESPACES}>"
    '<w:defaultTabStop w:val="720"/><w:characterSpacingControl w:val="doNotCompress"/><w:compat>'
    '<w:compatSetting w:name="compatibilityMode"'
    ' w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
    '<w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>'
)
FONT_TABLE: Final = (
    f'{HEAD}<w:fonts {NAMESPACES}><w:font w:name="{FONT}"><w:altName w:val="TH Sarabun New"/>'
    '<w:charset w:val="DE"/><w:family w:val="swiss"/><w:pitch w:val="variable"/></w:font>'
    f'<w:font w:name="{NUMERAL_FONT}"><w:altName w:val="{FONT}"/><w:charset w:val="DE"/>'
    '<w:family w:val="swiss"/><w:pitch w:val="variable"/></w:font></w:fonts>'
)
_BOLD: Final = "<w:b/><w:bCs/>"
_CENTRE: Final = '<w:jc w:val="center"/>'


def size_of(half_points: int) -> str:
    """The size of type of a run or style, in Latin and in Thai."""
    return f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'


def _space(before: int, after: int) -> str:
    return f'<w:spacing w:before="{before}" w:after="{after}"/>'


def _hang(left: int, hanging: int) -> str:
    """The first line begins `hanging` before `left`, where a tab takes its text to."""
    tab = f'<w:tabs><w:tab w:val="left" w:pos="{left}"/></w:tabs>'
    return f'{tab}<w:ind w:left="{left}" w:hanging="{hanging}"/>'


def _style(identity: str, name: str, paragraph: str = "", run: str = "", after: str = "") -> str:
    following = f'<w:next w:val="{after}"/>' if after else ""
    based = "" if identity == "Normal" else '<w:basedOn w:val="Normal"/>'
    default = ' w:default="1"' if identity == "Normal" else ""
    return (
        f'<w:style w:type="paragraph"{default} w:styleId="{identity}"><w:name w:val="{name}"/>'
        f"{based}{following}<w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
    )


_HUNG_BOX: Final = _hang(BOX_WIDTH, BOX_WIDTH)
_HUNG_LEVEL1: Final = _hang(400, 400)  # ๑๒.
_HUNG_LEVEL2: Final = _hang(880, 620)  # ๑.๑๒
_KEPT: Final = "<w:keepNext/><w:keepLines/>"
_PARAGRAPH_STYLES: Final = (
    _style("Normal", "Normal", "<w:widowControl/>" + _space(0, 0))
    + _style("Title", "Title", _KEPT + _space(0, 60) + _CENTRE, _BOLD + size_of(40), "Instruction")
    + _style("Heading1", "heading 1", _KEPT + _space(160, 80) + '<w:outlineLvl w:val="0"/>',
             _BOLD + size_of(36))
    + _style("Heading2", "heading 2", _KEPT + _HUNG_LEVEL1 + '<w:outlineLvl w:val="1"/>', _BOLD)
    + _style("Instruction", "Form Instruction", _KEPT + _space(0, 80) + _CENTRE, size_of(SIZE))
    + _style("TableHead", "Form Table Head", _KEPT + _CENTRE, _BOLD)
    + _style("Body", "Form Body")
    + _style("Subheading", "Form Subheading", _KEPT, _BOLD)
    + _style("Level1", "Form Level 1", _HUNG_LEVEL1)
    + _style("Level2", "Form Level 2", _HUNG_LEVEL2)
    + _style("Note", "Form Note", _space(60, 60), size_of(28))
    + _style("EntryLabel", "Form Entry Label", "", _BOLD)
    + _style("Hint", "Form Hint", "", '<w:color w:val="404040"/>' + size_of(28))
    + _style("Choice", "Form Choice", "<w:keepLines/>" + _HUNG_BOX)
    + _style("Choices", "Form Choices", "<w:keepLines/><w:tabs>"
             f'<w:tab w:val="left" w:pos="{BOX_WIDTH}"/></w:tabs>')
    + _style("Answer", "Form Answer")
    + _style("Gap", "Form Gap", '<w:spacing w:before="0" w:after="0" w:line="120"'
             ' w:lineRule="exact"/>', size_of(8))
)  # fmt: skip


def _edge_style(sheet: Sheet) -> str:
    tabs = (
        f'<w:tabs><w:tab w:val="center" w:pos="{sheet.line // 2}"/>'
        f'<w:tab w:val="right" w:pos="{sheet.line}"/></w:tabs>'
    )
    return _style("Footer", "footer", tabs, size_of(28))


@cache
def _document_styles(line: int) -> str:
    """The styles that only letters and reports have."""
    middle = f'<w:tabs><w:tab w:val="left" w:pos="{line // 2}"/></w:tabs>'
    right = f'<w:ind w:left="{line // 2}"/>'
    return (
        _style("Memo", "Memo Head", _KEPT + _CENTRE, _BOLD + size_of(58), "Line")
        + _style("Line", "Letter Line", middle)
        + _style("Indented", "Letter Text", _space(120, 0)
                 + f'<w:ind w:firstLine="{_INDENT}"/><w:jc w:val="thaiDistribute"/>')
        + _style("Caption", "caption", _KEPT + _space(120, 60), _BOLD)
        + _style("Signature", "Signature", "<w:keepLines/>" + right + _CENTRE)
        + _style("Number", "Table Number", '<w:jc w:val="right"/>')
        + _style("Centred", "Table Centred", _CENTRE)
        + _style("Header", "header", _CENTRE)
    )  # fmt: skip


_OTHER_STYLES: Final = (
    '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
    '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/></w:style>'
    f'<w:style w:type="character" w:styleId="{PLACEHOLDER_STYLE}">'
    '<w:name w:val="Placeholder Text"/><w:uiPriority w:val="99"/>'
    '<w:rPr><w:color w:val="595959"/></w:rPr></w:style>'
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
    '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:left w:w="85" w:type="dxa"/>'
    '<w:right w:w="85" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
    '<w:style w:type="table" w:styleId="FormTable"><w:name w:val="Form Table"/>'
    '<w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>'
    + "".join(
        f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    + "</w:tblBorders></w:tblPr></w:style>"
)


@cache
def styles(language: str) -> str:
    """The styles of a form in `language` (a BCP 47 tag such as `th-TH`)."""
    return _styles(language, _PARAGRAPH_STYLES + _edge_style(FORM))


@cache
def document_styles(language: str, sheet: Sheet) -> str:
    """As `styles`, of a document on a sheet of paper."""
    more = _edge_style(sheet) + _document_styles(sheet.line)
    return _styles(language, _PARAGRAPH_STYLES + more)


def _styles(language: str, paragraph_styles: str) -> str:
    spoken = f'<w:lang w:val="en-US" w:eastAsia="en-US" w:bidi="{attribute(language)}"/>'
    fonts = f'<w:rFonts w:ascii="{FONT}" w:eastAsia="{FONT}" w:hAnsi="{FONT}" w:cs="{FONT}"/>'
    defaults = f"<w:rPrDefault><w:rPr>{fonts}{size_of(SIZE)}{spoken}</w:rPr></w:rPrDefault>"
    return (
        f"{HEAD}<w:styles {NAMESPACES}><w:docDefaults>{defaults}<w:pPrDefault/></w:docDefaults>"
        f"{paragraph_styles}{_OTHER_STYLES}</w:styles>"
    )
