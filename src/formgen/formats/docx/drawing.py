"""A picture in a line of words -> DrawingML."""

from typing import Final

from formgen.formats.docx.oxml import attribute
from formgen.formats.images import Size

_DRAWING: Final = "http://schemas.openxmlformats.org/drawingml/2006"
_EMU: Final = 36_000  # in a millimetre


def picture(relation: str, number: int, size: Size, said: str) -> str:
    """A run that is a picture; `relation` leads to its part, `number` is its own in the file."""
    extent = f'cx="{round(size.width * _EMU)}" cy="{round(size.height * _EMU)}"'
    named = f'id="{number}" name="image{number}.{size.kind}" descr="{attribute(said)}"'
    shape = (
        f'<pic:pic xmlns:pic="{_DRAWING}/picture">'
        f"<pic:nvPicPr><pic:cNvPr {named}/><pic:cNvPicPr/></pic:nvPicPr>"
        f'<pic:blipFill><a:blip r:embed="{relation}"/>'
        "<a:stretch><a:fillRect/></a:stretch></pic:blipFill>"
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {extent}/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
    )
    return (
        f'<w:r><w:drawing><wp:inline xmlns:wp="{_DRAWING}/wordprocessingDrawing"'
        ' distT="0" distB="0" distL="0" distR="0">'
        f"<wp:extent {extent}/><wp:docPr {named}/>"
        f'<a:graphic xmlns:a="{_DRAWING}/main"><a:graphicData uri="{_DRAWING}/picture">'
        f"{shape}</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )
