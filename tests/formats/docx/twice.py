"""Whatever a test of this room reads, the short way and the long one read the same."""

from formgen.formats.docx.body import body_of
from formgen.formats.docx.fields import acting_fields
from formgen.formats.docx.frame import framed
from formgen.formats.docx.walk import Body
from formgen.formats.ooxml import tree


def read_twice(xml: bytes) -> Body | None:
    """Read a document the short way; where that is gone to the end, the long one says the same."""
    short = framed(xml)
    if short is not None:
        root = tree("", xml)
        assert short == bare(body_of(root))
        assert acting_fields(root) == ()
    return short


def bare(body: Body) -> Body:
    """A body without its elements."""
    lines = (
        line._replace(
            controls=tuple(one._replace(element=None) for one in line.controls), paragraph=None
        )
        for line in body.lines
    )
    return Body(tuple(lines), body.tracked)
