"""Field -> what a spreadsheet says at its cell, what it accepts, and how it refuses the rest."""

from collections.abc import Sequence
from typing import Final, Literal, assert_never

from openpyxl.worksheet.datavalidation import DataValidation

from formgen.formats.xlsx.sheet import Answer
from formgen.model.form import Field, Form
from formgen.model.survey import Kind
from formgen.thai.normalise import is_cluster_start
from formgen.thai.numerals import to_thai

# The most that Excel takes, in UTF-16 units.
_TITLE: Final = 32
_PROMPT: Final = 255
_ERROR: Final = 225
_LIST: Final = 255

_LARGEST: Final = 10**15 - 1  # of a larger number a spreadsheet does not keep every digit


def validation(form: Form, answer: Answer, choices: str) -> DataValidation:
    """Describe what an answer's cell takes; `choices` is the formula of its list, if it has one."""
    asked = form.field(answer.field)
    rule = DataValidation(allow_blank=True, showErrorMessage=True, showInputMessage=True)
    label = asked.label
    match asked.kind:
        case Kind.SELECT_ONE:
            said = _list(rule, asked, choices)
        case Kind.SELECT_MULTIPLE:
            label += " : " + next(one.label for one in asked.choices if one.code == answer.choice)
            said = _tick(rule, form.glyphs.check)
        case Kind.TEXT:
            said = _words(rule, asked)
        case Kind.INTEGER:
            said = _number(rule, "whole", "จำนวนเต็ม")
        case Kind.DECIMAL:
            said = _number(rule, "decimal", "จำนวน")
        case Kind.DATE:
            said = ("วันที่", "พิมพ์ เช่น ๒๒ พฤศจิกายน ๒๕๖๙", "")
        case _:
            assert_never(asked.kind)
    title, prompt, error = said
    told = [label, prompt, asked.constraint_message]
    rule.promptTitle = rule.errorTitle = _shortened(title, _TITLE)
    rule.prompt = _shortened("\n".join(one for one in told if one), _PROMPT)
    rule.error = _shortened(error, _ERROR) or None
    rule.add(answer.spot.address)
    return rule


def written_list(labels: Sequence[str]) -> str:
    """Write choices as the formula of a list; "" where they can only be listed in cells."""
    text = ",".join(labels)
    plain = all(label == label.strip() and label.isprintable() for label in labels)
    if not plain or '"' in text or text.count(",") >= len(labels) or _units(text) > _LIST:
        return ""
    return f'"{text}"'


def _list(rule: DataValidation, asked: Field, choices: str) -> tuple[str, str, str]:
    rule.type, rule.formula1 = "list", choices
    labels = " / ".join(choice.label for choice in asked.choices)
    return "เลือกคำตอบ", "เลือก ๑ คำตอบจากรายการ", f"โปรดเลือกคำตอบจากรายการเท่านั้น: {labels}"


def _tick(rule: DataValidation, check: str) -> tuple[str, str, str]:
    rule.type, rule.formula1 = "list", f'"{check}"'
    prompt = f"เลือก {check} ถ้าตรงกับความเป็นจริง ถ้าไม่ตรงให้เว้นว่าง"
    return "ทำเครื่องหมาย", prompt, f"โปรดเลือก {check} จากรายการ หรือลบให้ว่าง"


def _words(rule: DataValidation, asked: Field) -> tuple[str, str, str]:
    rule.type, rule.operator, rule.formula1 = "textLength", "lessThanOrEqual", str(asked.max_length)
    rule.errorStyle = "warning"  # what is too long is kept, and told to the office that asked
    most = f"ไม่เกิน {to_thai(asked.max_length)} ตัวอักษร"
    lines = " ขึ้นบรรทัดใหม่กด Alt+Enter" if asked.multiline else ""
    return "พิมพ์คำตอบ", most + lines, f"ข้อความยาวเกินไป {most}"


def _number(
    rule: DataValidation, kind: Literal["whole", "decimal"], what: str
) -> tuple[str, str, str]:
    rule.type, rule.operator = kind, "between"
    rule.formula1, rule.formula2 = str(-_LARGEST), str(_LARGEST)
    return what, f"พิมพ์{what}ด้วยเลขอารบิก (0-9)", f"ช่องนี้รับเฉพาะ{what} พิมพ์ด้วยเลขอารบิก (0-9)"


def _shortened(text: str, most: int) -> str:
    """Cut a text to so many UTF-16 units, between letters, with a sign that it was cut."""
    if _units(text) <= most:
        return text
    end = next(
        end
        for end in range(len(text), 0, -1)
        if _units(text[:end]) < most and is_cluster_start(text, end)
    )
    return text[:end] + "…"


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
