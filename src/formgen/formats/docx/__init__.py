"""Word documents: the form as content controls, written, and read when they come back."""

from typing import Final

from formgen.formats import Format, Reads
from formgen.formats.docx.document import write_document
from formgen.formats.docx.mark import mark
from formgen.formats.docx.odt import identify_odt, read_odt
from formgen.formats.docx.read import identify, read
from formgen.formats.docx.write import write

__all__ = ["FORMAT", "READS"]

FORMAT = Format("docx", ".docx", write, identify, read, mark, write_document=write_document)

READS: Final = {
    "docm": Reads("docm", identify, read),
    "odt": Reads("odt", identify_odt, read_odt),
}
"""The formats that word processors make of a form in this one."""
