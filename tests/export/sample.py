"""A result of one survey with a file of every fate, and what the written files say of it."""

import csv
import io
import zipfile
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache
from typing import Any

import openpyxl
from tests.mailbag import ESTATUS, Raw, form, sent

from formgen.consolidate import consolidate
from formgen.export.files import responses_csv
from formgen.export.workbook import write_workbook
from formgen.model.codes import Code
from formgen.model.dataset import Dataset
from formgen.model.diagnostics import found
from formgen.model.recipient import Recipient
from formgen.model.returned import Returned

Rows = list[list[Any]]
Writer = Callable[[Dataset], bytes]

STATUSES = ("email", "social_media", "website", "application", "central_platform", "webboard")


def listed(number: int) -> Recipient:
    return Recipient(
        number, f"76-{number:03}", f"หน่วยงาน {number}", "กระทรวงการคลัง", "department",
        "น่าน", f"saraban{number}@example.go.th", "ผู้ประสานงาน",
    )  # fmt: skip


def status_answers(number: int, statuses: str, **more: Raw) -> dict[str, Raw]:
    """`statuses` has a letter for each question: h(ave), n(one), p(rogress), 2 marks, - blank."""
    codes: Mapping[str, Raw] = {
        "h": ("have",), "n": ("none",), "p": ("in_progress",), "2": ("have", "none"), "-": (),
    }  # fmt: skip
    answers: dict[str, Raw] = {
        "respondent.agency_code": f"76-{number:03}",
        "respondent.agency_name": f"หน่วยงาน {number}",
        "respondent.name": "นายสมชาย ลับมาก",
        "respondent.position": "นิติกรลับมาก",
        "respondent.phone": "๐๒ ๑๒๓ ๔๕๖๗",
        "respondent.email": "secret@example.go.th",
        "respondent.response_date": "๒๒ พฤศจิกายน ๒๕๖๙",
    }
    marks = {f"{q}.status": codes[m] for q, m in zip(STATUSES, statuses, strict=True)}
    return answers | marks | {name.replace("__", "."): raw for name, raw in more.items()}


@cache
def status() -> Dataset:
    """Six agencies: two answered in full, one with doubts, one twice, one is not known, one not."""
    made = form(ESTATUS)
    roster = [listed(n) for n in range(1, 7)]

    def back(number: int, statuses: str, name: str = "", **more: Raw) -> Returned:
        return sent(
            name or f"{number}.docx", status_answers(number, statuses, **more), of=made,
            received=f"2026-11-{number + 20}", format="docx", roster=roster,
        )  # fmt: skip

    returns = [
        back(1, "hhhhhh", email__remark="เริ่มใช้ ๑ ตุลาคม ๒๕๖๙\nบรรทัดที่สอง"),
        back(2, "hnp-2h", respondent__email="secret at home"),
        back(3, "nnnnnn"),
        back(3, "nnnnnn", "สำเนา 3.docx"),
        back(4, "hnnnnn", "4a.docx"),
        back(4, "pnnnnn", "4b.docx"),
        sent(
            "5.pdf", status_answers(5, "hhhhhh") | {"respondent.agency_name": "อื่น"},
            of=made, roster=roster, format="pdf",
        ),
        Returned("เสีย.pdf", "ab" * 32, 9, "", "pdf", None, (found(Code.FILE_DAMAGED, reason="x"),)),
    ]  # fmt: skip
    return consolidate(made, returns, roster=roster)


# ---------------------------------------------------------------- what was written


def opened(data: Dataset, write: Writer = write_workbook) -> openpyxl.Workbook:
    return opened_status(write) if data is status() else reopened(write(data))


@cache
def opened_status(write: Writer) -> openpyxl.Workbook:
    return reopened(write(status()))


def reopened(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def sheet(data: Dataset, name: str, write: Writer = write_workbook) -> Rows:
    return [[cell.value for cell in row] for row in opened(data, write)[name].iter_rows()]


def table(rows: Rows, first: str = "ลำดับ") -> list[dict[str, Any]]:
    start = next(n for n, row in enumerate(rows) if row[0] == first)
    return [dict(zip(rows[start], row, strict=True)) for row in rows[start + 1 :]]


def parts(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name).decode() for name in package.namelist()}


def day(number: int) -> datetime:
    return datetime.fromisoformat(f"2026-11-{number}")


def csv_rows(data: Dataset, **terms: bool) -> list[dict[str, str]]:
    text = responses_csv(data, **terms).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))
