"""What a person may say of a finding, and how what was decided is told."""

from enum import StrEnum
from typing import assert_never

from formgen.model.decision import About, Decision, field_of
from formgen.model.form import Form
from formgen.result import words

KEYED = "พิมพ์คำตอบจากแฟ้ม"
"""How it is called that a person typed what no program could read."""


class Verdict(StrEnum):
    """What a person may say of one finding, in the words of the list for review."""

    AS_READ = "ใช้ตามที่อ่านได้"
    CORRECTED = "แก้เป็นคำตอบที่ถูกต้อง"
    NO_ANSWER = "ถือว่าไม่ได้ตอบ"
    COUNTS = "นับฉบับนี้"
    COUNTS_NOT = "ไม่นับฉบับนี้"
    BELONGS = "เป็นของหน่วยงานที่ระบุ"


def field_decided(decision: Decision) -> str:
    """Return the name of the field a decision is about; "" where it is about the file."""
    match decision.about:
        case About.ANSWER:
            return decision.subject
        case About.SEEN:
            subject = decision.subject.partition(" ")[2]  # after the finding's code
            return field_of(subject) if "#" in subject else subject
        case About.COUNTS | About.RESPONDENT | About.KEYED:
            return ""
        case _:
            assert_never(decision.about)


def holds(form: Form, decision: Decision) -> bool:
    """Tell whether an answer by a person is for the field as it is now, as far as was noted."""
    name = decision.subject
    return form.has(name) and decision.meaning in ("", form.field(name).digest)


def told(form: Form, decision: Decision) -> tuple[str, str]:
    """Name the field a decision is about, and say what was decided."""
    name = field_decided(decision)
    field = form.field(name) if form.has(name) else None
    label = words.asked(form, field) if field else name
    match decision.about:
        case About.COUNTS:
            return label, Verdict.COUNTS if decision.value == "yes" else Verdict.COUNTS_NOT
        case About.RESPONDENT:
            return label, f"{Verdict.BELONGS}: {decision.value}"
        case About.SEEN:
            return label, Verdict.AS_READ
        case About.KEYED:
            return label, KEYED
        case About.ANSWER if decision.value is None:
            return label, Verdict.NO_ANSWER
        case About.ANSWER:
            value = words.meant(field, decision.value) if field else str(decision.value)
            return label, f"{Verdict.CORRECTED}: {value}"
        case _:
            assert_never(decision.about)
