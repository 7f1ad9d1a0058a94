"""Name of a control <-> the name of its field in a PDF."""

import re
from typing import Final

from formgen.model.form import Field
from formgen.model.survey import Kind

META: Final = "meta"
"""The hidden field that says which form and which copy a file is."""

CHARACTER_MAP: Final = "Formgen-UCS"
"""The character maps of fonts that still have the texts which formgen gave their glyphs."""

_CONTROL: Final = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)+")


def field_name(control: str) -> str:
    """Name the field of a control: `email.status` is `email-status`.

    In PDF a point would join the names of nested fields, and many programs show or fill a nested
    field by its last part alone. Ids hold no dash, so no two controls share a name.
    """
    return control.replace(".", "-")


def names_of(field: Field) -> tuple[str, ...]:
    """Name the PDF fields that hold an answer: one, or one for each box."""
    if field.kind is Kind.SELECT_MULTIPLE:
        return tuple(field_name(field.control(choice)) for choice in field.choices)
    return (field_name(field.name),)


def control_name(name: str) -> str | None:
    """Reverse `field_name`; None for a name of something else."""
    control = name.replace("-", ".")
    return control if "." not in name and _CONTROL.fullmatch(control) else None
