"""What a PDF says of itself: written in three places, read from them and compared."""

import html
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Final

from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

from formgen.formats.pdf import objects, xmp
from formgen.formats.pdf.names import META
from formgen.model.codes import Code
from formgen.model.diagnostics import Exit, FormgenError, found
from formgen.model.form import Form, form_to_json
from formgen.model.identity import Claim, Token, claim_text, parse_claim

ATTACHMENT: Final = "form.json"
"""The name of the attached form."""

_CLAIM: Final = re.compile(r'\{"formgen":[^{}]*\}')
_parsed: Final = lru_cache(maxsize=8)(parse_claim)  # a file says the same in two places
_NO_FORM: Final = "<formgen:form>none</formgen:form>"


def attach(pdf: Pdf, form: Form) -> None:
    """Attach the compiled form, so that the file explains itself, and the metadata of a blank."""
    file = Stream(
        pdf,
        form_to_json(form).encode(),
        Type=Name.EmbeddedFile,
        Subtype=Name("/application/json"),
    )
    attached = pdf.make_indirect(
        Dictionary(
            Type=Name.Filespec,
            F=String(ATTACHMENT),
            UF=String(ATTACHMENT),
            Desc=String(claim_text(form, None)),
            AFRelationship=Name.Data,
            EF=Dictionary(F=file, UF=file),
        )
    )
    pdf.Root.AF = Array([attached])
    names = Dictionary(Names=Array([String(ATTACHMENT), attached]))
    pdf.Root.Names = Dictionary(EmbeddedFiles=names)
    _write_metadata(pdf, metadata(form, None))


def metadata(form: Form, token: Token | None, *, accessible: bool = True) -> bytes:
    """Make the metadata of a copy; `claim_text`, which the hidden field says, is in them."""
    claim = claim_text(form, token)
    said = f"<formgen:claim>{html.escape(claim)}</formgen:claim>"
    return xmp.packet(form.title, form.language, xmp.ACCESSIBLE * accessible + said)


def write_none(pdf: Pdf, title: str, language: str) -> None:
    """Write the metadata of a document that is no form, whatever it quotes."""
    said = xmp.ACCESSIBLE + xmp.ARCHIVED + _NO_FORM
    _write_metadata(pdf, xmp.packet(title, language, said))


def take_back(pdf: Pdf) -> None:
    """Say no more that a file is PDF/UA: things are put on its pages that have no part in it."""
    said = objects.stream_bytes(objects.entry(pdf.Root, "/Metadata"))
    if (less := xmp.taken_back(said)) != said:
        _write_metadata(pdf, less)


def is_none(pdf: Pdf) -> bool:
    """Tell whether a file says that it is no form."""
    return _NO_FORM in _metadata(pdf)


def _write_metadata(pdf: Pdf, xmp: bytes) -> None:
    pdf.Root.Metadata = Stream(pdf, xmp, Type=Name.Metadata, Subtype=Name.XML)


def read(pdf: Pdf, meta: str) -> Claim | None:
    """Find what a file says of itself.

    `meta` is what stands in the hidden field, "" where there is none.  Raises FormgenError where
    two places say different things. A place that some program emptied says nothing.
    """
    places = {"AcroForm meta": meta, "XMP": _metadata(pdf), ATTACHMENT: _attached(pdf)}
    told = [(at, claim) for at, text in places.items() if (claim := _claim(text))]
    if not told:
        return None
    first_at, first = told[0]
    for at, claim in told[1:]:
        # The attached form is the same in every copy: it knows no token.
        if claim != (replace(first, token=None) if at == ATTACHMENT else first):
            one, other = _said(first), _said(claim)
            facts = {"label": META, "one": one, "other": other, "other_at": at}
            raise FormgenError([found(Code.PLACES_DISAGREE, at=first_at, **facts)], Exit.REVIEW)
    return first


def _said(claim: Claim) -> str:
    token = f" {claim.token}" if claim.token else ""
    return f"{claim.survey}/{claim.revision} {claim.digest[:8]}{token}"


def _claim(text: str) -> Claim | None:
    match = _CLAIM.search(text)
    return _parsed(match[0]) if match else None


def _metadata(pdf: Pdf) -> str:
    """Find the metadata; programs that write it anew may escape it in other ways."""
    data = objects.stream_bytes(objects.entry(pdf.Root, "/Metadata"))
    return html.unescape(data.decode("utf-8", "replace"))


def _attached(pdf: Pdf) -> str:
    files = (file for name, file in attachments(pdf) if name == ATTACHMENT)
    return objects.text(objects.entry(next(files, None), "/Desc"))


def attachments(pdf: Pdf) -> Iterator[tuple[str, objects.Item]]:
    """Go through the attached files: name and file specification."""
    files = objects.entry(objects.entry(pdf.Root, "/Names"), "/EmbeddedFiles")
    rest = [files]
    for _ in range(objects.MOST_NODES):
        if not rest:
            return
        node = rest.pop()
        pairs = list(objects.items(objects.entry(node, "/Names")))
        for name, file in zip(pairs[::2], pairs[1::2], strict=False):
            yield objects.text(name), file
        rest += objects.items(objects.entry(node, "/Kids"))
