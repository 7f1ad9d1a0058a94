"""Ways in which a filled PDF loses its fields; and what then comes back."""

import io
import unicodedata
import warnings
from collections.abc import Callable

import pikepdf
import pypdf
import pypdfium2
from pikepdf import Pdf

from formgen.formats import Kept
from formgen.formats.pdf.printed import imprint, read_printed
from formgen.formats.pdf.write import write
from formgen.model.form import Form
from formgen.model.identity import BLANK, Claim
from formgen.model.reading import Reading
from formgen.model.response import Match, Response
from formgen.response import interpret


def saved(pdf: Pdf) -> bytes:
    file = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", pikepdf.PageCopyWarning)  # of fields taken away
        pdf.save(file, fix_metadata_version=False)
    return file.getvalue()


def drop_form(pdf: Pdf) -> None:
    if "/AcroForm" in pdf.Root:
        del pdf.Root.AcroForm


def forget(pdf: Pdf) -> None:
    """Take away all that a file says of itself, as printing to a new one does."""
    for key in ("/Metadata", "/Names", "/AF", "/StructTreeRoot", "/MarkInfo", "/PieceInfo"):
        if key in pdf.Root:
            del pdf.Root[key]


def by_pikepdf(data: bytes) -> bytes:
    with Pdf.open(io.BytesIO(data)) as pdf:
        pdf.generate_appearance_streams()
        pdf.flatten_annotations("all")
        drop_form(pdf)
        return saved(pdf)


def by_pdfium(data: bytes) -> bytes:
    document = pypdfium2.PdfDocument(data)
    for number in range(len(document)):
        page = document[number]
        assert pypdfium2.raw.FPDFPage_Flatten(page.raw, pypdfium2.raw.FLAT_PRINT)  # 0: failed
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def by_pypdf(data: bytes) -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(data))
    shown = {name: field.value for name, field in writer.get_fields().items() if field.value}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for page in writer.pages:
            writer.update_page_form_field_values(page, shown, flatten=True)
    writer.remove_annotations(subtypes="/Widget")
    del writer.root_object["/AcroForm"]
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


ENGINES: dict[str, Callable[[bytes], bytes]] = {
    "pikepdf": by_pikepdf,
    "PDFium": by_pdfium,
    "pypdf": by_pypdf,
}


def changed(data: bytes, *changes: Callable[[Pdf], None]) -> bytes:
    with Pdf.open(io.BytesIO(data)) as pdf:
        for change in changes:
            change(pdf)
        return saved(pdf)


def reading(form: Form, data: bytes) -> Reading:
    """Read a flattened file with the form it is known to be of."""
    claim = imprint(data).claim or Claim(form.survey, form.revision, form.digest)
    read = read_printed(form, Kept(write(form, BLANK).placements), claim, data)
    assert read is not None
    return read


def response(form: Form, data: bytes) -> Response:
    return interpret(form, reading(form, data), Match.EXACT)


def visible(value: object) -> object:
    """Leave out what paper does not show: blanks at the end of a line, and which blank it is."""
    if not isinstance(value, str):
        return value
    plain = "".join(" " if unicodedata.category(one) == "Zs" else one for one in value)
    return "\n".join(line.rstrip() for line in plain.strip().split("\n"))


def compared(form: Form, said: dict[str, object], told: Response) -> dict[str, str]:
    """Tell of every field whether it came back right, flagged or wrong without a word."""
    flagged = {one.field for one in told.diagnostics}
    ends = {}
    for field in form.fields:
        wanted, value = said.get(field.name) or None, told.answers[field.name].value or None
        if visible(value) == visible(wanted):
            ends[field.name] = "right"
        else:
            ends[field.name] = "flagged" if field.name in flagged and value is None else "wrong"
    return ends
