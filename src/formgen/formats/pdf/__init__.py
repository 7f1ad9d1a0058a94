"""The PDF form: fillable, tagged, with codes for paper; written, and read back."""

from typing import Final

from formgen.formats import Format, Printed
from formgen.formats.pdf.document import write_document
from formgen.formats.pdf.mark import mark
from formgen.formats.pdf.printed import imprint, read_printed
from formgen.formats.pdf.read import FORMAT_NAME, identify, read
from formgen.formats.pdf.write import write

FORMAT: Final = Format(
    FORMAT_NAME,
    ".pdf",
    write,
    identify,
    read,
    mark,
    write_document=write_document,
    printed=Printed(imprint, read_printed),
)
