"""A small form, and a format of plain JSON that stands in for the real ones."""

import json
from collections.abc import Sequence

from formgen.formats import Format, Written
from formgen.model.blocks import Paragraph
from formgen.model.codes import Code
from formgen.model.diagnostics import Exit, FormgenError, found
from formgen.model.form import Field, Form, Placement
from formgen.model.identity import Claim, Copy, claim_text, parse_claim
from formgen.model.note import Note
from formgen.model.reading import Mark, Reading
from formgen.model.survey import Choice, Kind, Role

TYPES = (Choice("ministry", "กระทรวง"), Choice("department", "กรม"))
STATUS = (Choice("have", "มี"), Choice("none", "ไม่มี"))
MAGIC = b"%PDF-fake\n"


def small_form(title: str = "แบบสำรวจตัวอย่าง", survey: str = "sample") -> Form:
    def asked(name: str, kind: Kind, **more: object) -> Field:
        return Field(f"q.{name}", f"q.{name}", kind, f"ช่อง {name}", **more)

    return Form(
        survey=survey,
        revision=1,
        title=title,
        language="th-TH",
        fields=(
            asked("code", Kind.TEXT, role=Role.AGENCY_CODE),
            asked("name", Kind.TEXT, role=Role.AGENCY_NAME),
            asked("type", Kind.SELECT_ONE, choices=TYPES, role=Role.AGENCY_TYPE),
            asked("status", Kind.SELECT_ONE, choices=STATUS),
            asked("systems", Kind.SELECT_MULTIPLE, choices=STATUS),
            asked("staff", Kind.INTEGER),
            asked("share", Kind.DECIMAL),
            asked("since", Kind.DATE),
            asked("note", Kind.TEXT, multiline=True, max_length=20),
        ),
        blocks=(Paragraph(title),),
    )


def write(form: Form, copy: Copy) -> Written:
    plain = {"claim": claim_text(form, copy.token), "values": dict(copy.values)}
    data = MAGIC + json.dumps(plain, ensure_ascii=False).encode()
    return Written(data, (Placement("q.code", "q.code", 1, 20.0, 30.0, 60.0, 8.0),))


def identify(data: bytes) -> Claim | None:
    return parse_claim(_plain(data)["claim"])


def read(form: Form, data: bytes) -> Reading:
    values = _plain(data)["values"]
    marks = {
        field.name: Mark(_raw(field, values.get(field.name)), field.name) for field in form.fields
    }
    for gone in _plain(data).get("gone", ()):
        del marks[gone]
    return Reading("pdf", identify(data), marks)


def _raw(field: Field, value: object) -> str | tuple[str, ...]:
    if field.select:
        return tuple(value) if isinstance(value, list) else (value,) if value else ()
    return "" if value is None else str(value)


def _plain(data: bytes) -> dict:
    try:
        return json.loads(data.removeprefix(MAGIC))
    except ValueError as error:
        raise FormgenError([found(Code.FILE_DAMAGED, reason="JSON")], Exit.REVIEW) from error


def mark(data: bytes, notes: Sequence[Note]) -> bytes:
    """Say the notes beside the answers."""
    said = [note.text for note in notes]
    return MAGIC + json.dumps(_plain(data) | {"marks": said}, ensure_ascii=False).encode()


FORMAT = Format("pdf", ".pdf", write, identify, read, mark)
