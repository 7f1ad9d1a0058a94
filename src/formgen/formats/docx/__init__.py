"""Word documents: the form as content controls, written, and read when they come back."""

from formgen.formats import Format
from formgen.formats.docx.document import write_document
from formgen.formats.docx.mark import mark
from formgen.formats.docx.read import identify, read
from formgen.formats.docx.write import write

FORMAT = Format("docx", ".docx", write, identify, read, mark, write_document=write_document)
