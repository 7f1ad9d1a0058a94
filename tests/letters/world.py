"""A survey with every kind of return: sound, wrong, twice, of nobody, of another."""

from datetime import date
from pathlib import Path

from tests.mailbag import ESTATUS, form, office, office_answers, sent

from formgen.consolidate import consolidate
from formgen.files import sha256
from formgen.letters import Stationery, load_stationery
from formgen.letters.correction import KIND, NAMES
from formgen.letters.invitation import KIND as INVITATION
from formgen.letters.invitation import NAMES as OF_INVITATION
from formgen.letters.reminder import KIND as REMINDER
from formgen.letters.reminder import NAMES as OF_REMINDER
from formgen.model.blocks import CellRow, Paragraph, Table, TextCell, TitleRow
from formgen.model.codes import Code
from formgen.model.dataset import Dataset
from formgen.model.decision import Decision
from formgen.model.diagnostics import Diagnostic, found
from formgen.model.document import Document
from formgen.model.recipient import Recipient, Round
from formgen.model.returned import Returned

OWN = {KIND: NAMES, REMINDER: OF_REMINDER, INVITATION: OF_INVITATION}
DAY = date(2026, 12, 1)
UNTIL = date(2026, 12, 15)
SECRET = "ข้อสังเกตที่ไม่ควรมีใครอื่นเห็น"


def agency(number: int, **more: str) -> Recipient:
    return office(number, central_email=f"saraban@a-{number}.example", **more)


AGENCIES = tuple(agency(number) for number in range(1, 10))
ROUND = Round("2569-1", form().survey, form().digest, AGENCIES, "2026-11-02", "2026-11-30")


def wrong(number: int, name: str = "", received: str = "2026-11-20", **answers) -> Returned:
    told = office_answers(number, **answers)
    return sent(name or f"A-{number}.xlsx", told, received=received, roster=AGENCIES)


def unread(name: str, code: Code = Code.FILE_DAMAGED, data: bytes = b"", **facts) -> Returned:
    data = data or name.encode()
    facts = facts or {"reason": "PDF: unable to find trailer dictionary"}
    findings = (found(code, **facts),)
    return Returned(name, sha256(data), len(data), "2026-11-21", "", None, findings)


RETURNS = (
    wrong(1),
    wrong(2, officers__answer="สิบ", office__filled_on="1/13/2569", office__area="-5"),
    wrong(3, name="2026-11-20/ฉบับหนึ่ง.xlsx", tools__used=("mail",)),
    wrong(3, name="2026-11-20/ฉบับสอง.xlsx", tools__used=("sign",)),
    wrong(4, office__name="หน่วยงานอื่น", office__note=SECRET, officers__answer="สาม"),
    unread("A-5/แบบของเรา.pdf"),
    unread("จดหมาย.txt", Code.FILE_UNKNOWN_TYPE, what="TXT"),
    wrong(6, vacancy__answer=("yes_now", "no_now")),
    wrong(77, name="ใครก็ไม่รู้.xlsx"),
)


def dataset(
    returns: tuple[Returned, ...] = RETURNS,
    rounds: tuple[Round, ...] = (ROUND,),
    decisions: tuple[Decision, ...] = (),
    **more,
) -> Dataset:
    return consolidate(form(), returns, rounds, decisions=decisions, **more)


def stationery(
    kind: str = KIND, deadline: date | None = UNTIL, survey: Path = ESTATUS
) -> Stationery:
    return load_stationery(survey, form(), kind, OWN[kind], DAY, deadline)


def text(document: Document) -> str:
    """All the words of a document, a paragraph a line."""
    lines: list[str] = []
    for block in document.blocks:
        match block:
            case Paragraph():
                lines.append(block.text)
            case Table():
                lines += [" | ".join(block.header), *map(row_text, block.rows)]
            case _:
                lines.append("\f")
    return "\n".join(lines)


def row_text(row: TitleRow | CellRow) -> str:
    if isinstance(row, TitleRow):
        return row.paragraph.text
    cells = (cell for cell in row.cells if isinstance(cell, TextCell))
    return " | ".join("\n".join(one.text for one in cell.paragraphs) for cell in cells)


def codes(findings: tuple[Diagnostic, ...]) -> list[Code]:
    return [one.code for one in findings]
