"""The parts of a package that are the same in every form: styles, settings, relationships."""

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
PAGE_WIDTH, PAGE_HEIGHT = 16838, 11906  # twentieths of a point: A4, landscape
MARGIN: Final = 850  # twentieths of a point: 15 mm
TEXT_WIDTH: Final = PAGE_WIDTH - 2 * MARGIN
BOX_WIDTH: Final = 400  # twentieths of a point, from a box to its words

_TYPES: Final = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml"

_PARTS: Final = {
    "/word/document.xml": f"{_MAIN_TYPE}.document.main+xml",
    "/word/styles.xml": f"{_MAIN_TYPE}.styles+xml",
    "/word/settings.xml": f"{_MAIN_TYPE}.settings+xml",
    "/word/fontTable.xml": f"{_MAIN_TYPE}.fontTable+xml",
    "/word/footer1.xml": f"{_MAIN_TYPE}.footer+xml",
    "/word/glossary/document.xml": f"{_MAIN_TYPE}.document.glossary+xml",
    "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    "/docProps/custom.xml": "application/vnd.openxmlformats-officedocument.custom-properties+xml",
}
CONTENT_TYPES: Final = (
    f'{HEAD}<Types xmlns="{_TYPES}">'
    '<Default Extension="rels"'
    ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    + "".join(f'<Override PartName="{one}" ContentType="{kind}"/>' for one, kind in _PARTS.items())
    + "</Types>"
)


def _relationships(targets: dict[str, str]) -> str:
    relations = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (target, kind) in enumerate(targets.items(), 1)
    )
    return f'{HEAD}<Relationships xmlns="{_RELATIONS}">{relations}</Relationships>'


PACKAGE_RELATIONSHIPS: Final = _relationships(
    {
        "word/document.xml": f"{_OFFICE}/officeDocument",
        "docProps/core.xml": f"{_RELATIONS}/metadata/core-properties",
        "docProps/custom.xml": f"{_OFFICE}/custom-properties",
    }
)
DOCUMENT_RELATIONSHIPS: Final = _relationships(
    {
        "footer1.xml": f"{_OFFICE}/footer",
        "styles.xml": f"{_OFFICE}/styles",
        "settings.xml": f"{_OFFICE}/settings",
        "fontTable.xml": f"{_OFFICE}/fontTable",
        "glossary/document.xml": f"{_OFFICE}/glossaryDocument",
    }
)
FOOTER_ID: Final = "rId1"

SECTION: Final = (
    f'<w:sectPr><w:footerReference w:type="default" r:id="{FOOTER_ID}"/>'
    f'<w:pgSz w:w="{PAGE_WIDTH}" w:h="{PAGE_HEIGHT}" w:orient="landscape"/>'
    f'<w:pgMar w:top="{MARGIN}" w:right="{MARGIN}" w:bottom="1080" w:left="{MARGIN}"'
    ' w:header="567" w:footer="510" w:gutter="0"/></w:sectPr>'
)
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


def _size(half_points: int) -> str:
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
    + _style("Title", "Title", _KEPT + _space(0, 60) + _CENTRE, _BOLD + _size(40), "Instruction")
    + _style("Heading1", "heading 1", _KEPT + _space(160, 80) + '<w:outlineLvl w:val="0"/>',
             _BOLD + _size(36))
    + _style("Heading2", "heading 2", _KEPT + _HUNG_LEVEL1 + '<w:outlineLvl w:val="1"/>', _BOLD)
    + _style("Instruction", "Form Instruction", _KEPT + _space(0, 80) + _CENTRE, _size(SIZE))
    + _style("TableHead", "Form Table Head", _KEPT + _CENTRE, _BOLD)
    + _style("Body", "Form Body")
    + _style("Subheading", "Form Subheading", _KEPT, _BOLD)
    + _style("Level1", "Form Level 1", _HUNG_LEVEL1)
    + _style("Level2", "Form Level 2", _HUNG_LEVEL2)
    + _style("Note", "Form Note", _space(60, 60), _size(28))
    + _style("EntryLabel", "Form Entry Label", "", _BOLD)
    + _style("Hint", "Form Hint", "", '<w:color w:val="404040"/>' + _size(28))
    + _style("Choice", "Form Choice", "<w:keepLines/>" + _HUNG_BOX)
    + _style("Choices", "Form Choices", "<w:keepLines/><w:tabs>"
             f'<w:tab w:val="left" w:pos="{BOX_WIDTH}"/></w:tabs>')
    + _style("Answer", "Form Answer")
    + _style("Gap", "Form Gap", '<w:spacing w:before="0" w:after="0" w:line="120"'
             ' w:lineRule="exact"/>', _size(8))
    + _style("Footer", "footer", '<w:tabs><w:tab w:val="center" w:pos="'
             f'{TEXT_WIDTH // 2}"/><w:tab w:val="right" w:pos="{TEXT_WIDTH}"/></w:tabs>', _size(28))
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
    spoken = f'<w:lang w:val="en-US" w:eastAsia="en-US" w:bidi="{attribute(language)}"/>'
    fonts = f'<w:rFonts w:ascii="{FONT}" w:eastAsia="{FONT}" w:hAnsi="{FONT}" w:cs="{FONT}"/>'
    defaults = f"<w:rPrDefault><w:rPr>{fonts}{_size(SIZE)}{spoken}</w:rPr></w:rPrDefault>"
    return (
        f"{HEAD}<w:styles {NAMESPACES}><w:docDefaults>{defaults}<w:pPrDefault/></w:docDefaults>"
        f"{_PARAGRAPH_STYLES}{_OTHER_STYLES}</w:styles>"
    )
