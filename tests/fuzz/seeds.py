"""Sound files to begin with: a filled form in each format, and what other programs made of it."""

from pathlib import Path

from tests.mailbag import ESTATUS, form

from formgen import formats
from formgen.model.form import Form, form_from_json
from formgen.model.identity import Copy
from formgen.model.survey import Kind

RETURNED = Path(__file__).parents[1] / "returns"
FORM = form(ESTATUS)


def _filled(asked: Form) -> Copy:
    values: list[tuple[str, object]] = []
    for field in asked.fields:
        match field.kind:
            case Kind.SELECT_ONE:
                values.append((field.name, field.choices[0].code))
            case Kind.SELECT_MULTIPLE:
                values.append((field.name, (field.choices[0].code,)))
            case Kind.DATE:
                values.append((field.name, "2026-11-22"))
            case Kind.INTEGER | Kind.DECIMAL:
                values.append((field.name, "12"))
            case _:
                values.append((field.name, "เริ่มใช้ ๑ ต.ค."))
    return Copy(None, tuple(values))


def written() -> dict[str, bytes]:
    """A filled form of our own in each format, by the name of the format."""
    return {name: formats.write(FORM, name, _filled(FORM)).data for name in formats.NAMES}


def returned() -> dict[str, bytes]:
    """The returned files that are kept, by their names."""
    kept = sorted(RETURNED.iterdir())
    return {path.name: path.read_bytes() for path in kept if path.suffix not in (".json", ".md")}


def returned_form() -> Form:
    """The form that the returned files were made from."""
    return form_from_json((RETURNED / "form.json").read_text("utf-8"))
