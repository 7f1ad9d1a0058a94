"""A small example of the whole way: agencies, their returns (some wrong on purpose), one result."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from formgen import archive, formats
from formgen.archive import Shelf
from formgen.files import write_atomically
from formgen.fill import fill
from formgen.formats.scan.pages import pictures
from formgen.model.form import Field, Form
from formgen.model.recipient import Recipient, Round
from formgen.model.survey import Kind, Role, TextFormat
from formgen.model.values import is_blank

KEY: Final = bytes(range(32))
"""The example round is signed with a key that everybody knows: nothing real depends on it."""

ROUND: Final = "example"
ISSUED: Final = date(2026, 11, 2)
DEADLINE: Final = date(2026, 11, 30)
_REMARKS: Final = (
    "เริ่มใช้งาน ๑ ตุลาคม ๒๕๖๙",
    "อยู่ระหว่างจัดซื้อจัดจ้าง คาดว่าแล้วเสร็จไตรมาสที่ ๒",
    "ใช้ร่วมกับหน่วยงานต้นสังกัด\nที่อยู่: saraban@example.go.th",
    "",
)


@dataclass(frozen=True, slots=True)
class Example:
    """One file of the example inbox: its path there, its bytes, and what it is meant to show."""

    name: str
    data: bytes
    shows: str


def put_returns(form: Form, sent: Round, rounds: Path, inbox: Path) -> tuple[Example, ...]:
    """Fill the copies of a round as agencies would, and put them into an inbox."""
    examples = tuple(returns(form, sent, rounds / sent.id))
    for example in examples:
        path = inbox / example.name
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(path, example.data)
        except OSError as error:
            raise archive.not_written(path, error) from error
    return examples


def returns(form: Form, sent: Round, home: Path) -> Iterator[Example]:
    """Go through the example returns: most are sound, and one of each common mistake."""
    shelf = Shelf([home])
    *answering, hurried_off, on_paper, _ = sent.recipients  # the last has not answered
    made: list[Example] = []
    for place, recipient in enumerate(answering):
        name = formats.NAMES[place % len(formats.NAMES)]
        day = ISSUED + timedelta(days=7 + place)
        filled = fill(shelf, copy_of(form, home, recipient, name), answers(form, place, day))
        file = f"{day.isoformat()}/{recipient.agency_code}.{name}"
        made.append(Example(file, filled, f"กรอกครบ ({name.upper()})"))
    hurried = next(one for one in made[3:] if one.name.endswith(".docx"))
    doubled = Example(hurried.name, two_marks(form, hurried.data), "เลือกสองคำตอบในข้อเดียว")
    yield from (doubled if one is hurried else one for one in made)
    yield from mistakes(form, home, made, hurried_off)
    yield photo(form, home, on_paper)


def mistakes(form: Form, home: Path, made: list[Example], silent: Recipient) -> Iterator[Example]:
    """Go through the files that came later and are wrong on purpose."""
    late = DEADLINE - timedelta(days=1)
    first, second = made[:2]
    name = Path(first.name).name
    yield Example(f"{late}/ส่งซ้ำ-{name}", first.data, "แฟ้มเดิมส่งซ้ำ")
    told = answers(form, 5, late)
    again = {one.field: told[one.field] for one in form.questions if one.field in told}
    newer = fill(Shelf([home]), second.data, again)
    name = Path(second.name).name
    yield Example(f"{late}/ฉบับแก้ไข-{name}", newer, "ส่งฉบับแก้ไขภายหลัง")
    yield Example(f"{late}/แฟ้มเสีย.pdf", second.data[:900], "แฟ้มเสียหายระหว่างส่ง")
    yield Example(f"{late}/บันทึกข้อความ.txt", "เรียนเพื่อโปรดทราบ".encode(), "ไม่ใช่แบบสำรวจ")
    yield Example(f"{late}/~$แบบสำรวจ.docx", b"\x05clerk", "แฟ้มชั่วคราวของ Word")
    blank = copy_of(form, home, silent, "docx")
    yield Example(f"{late}/{silent.agency_code}.docx", blank, "ส่งกลับโดยยังไม่กรอก")


def photo(form: Form, home: Path, recipient: Recipient) -> Example:
    """Take the picture of the first page that an agency filled in on paper."""
    told = answers(form, int(recipient.serial), DEADLINE)
    paper = fill(Shelf([home]), copy_of(form, home, recipient, "pdf"), told)
    (picture,) = pictures(paper, pages=1)
    name = f"{DEADLINE - timedelta(days=1)}/ภาพถ่าย-{recipient.agency_code}.png"
    return Example(name, picture, "ส่งภาพถ่ายแบบที่พิมพ์ออกมากรอก")


def copy_of(form: Form, home: Path, recipient: Recipient, name: str) -> bytes:
    """Read the copy that was issued to a recipient in one format."""
    code = recipient.agency_code
    suffix = formats.get(name).suffix
    return (home / "copies" / code / f"{form.survey}-{code}{suffix}").read_bytes()


def answers(form: Form, place: int, day: date) -> dict[str, object]:
    """Make up answers for the fields that the roster does not fill; the same for each place."""
    roster = {role for role in Role if role is not Role.RESPONSE_DATE}
    open_fields = [field for field in form.fields if field.role not in roster]
    return {
        field.name: value
        for turn, field in enumerate(open_fields)
        if not is_blank(value := answer(field, place * 7 + turn * 5 // 2, place, day))
    }


def answer(field: Field, turn: int, place: int, day: date) -> object:
    """Make up one answer of the right kind."""
    codes = [choice.code for choice in field.choices if not choice.specify]
    match field.kind:
        case Kind.SELECT_ONE:
            return codes[turn % len(codes)]
        case Kind.SELECT_MULTIPLE:
            return [code for bit, code in enumerate(codes) if (turn >> bit) & 1]
        case Kind.INTEGER | Kind.DECIMAL:
            return 10 + turn % 90
        case Kind.DATE:
            return day.isoformat()
        case Kind.TEXT:
            return words(field, turn, place)


def words(field: Field, turn: int, place: int) -> str:
    """Make up words that suit a text field."""
    if field.name.endswith(".specify"):
        return ""
    if field.format is TextFormat.EMAIL:
        return f"clerk{place + 1}@example.go.th"
    if field.format is TextFormat.PHONE:
        return f"๐๒ ๑๔๑ {1000 + turn}"
    if field.multiline:
        return _REMARKS[turn % len(_REMARKS)]
    return f"ตัวอย่าง {field.label}"[: field.max_length]


def two_marks(form: Form, docx: bytes) -> bytes:
    """Tick every box of the first exclusive question of a DOCX, as a hurried person does."""
    field = next(one for one in form.fields if one.kind is Kind.SELECT_ONE and not one.dropdown)
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        members = {name: package.read(name) for name in package.namelist()}
    xml = members["word/document.xml"].decode()
    for choice in field.choices:
        tag = xml.index(f'w:val="{field.control(choice)}"')
        end = xml.index("</w:sdt>", tag)
        control = xml[tag:end].replace('<w14:checked w14:val="0"/>', '<w14:checked w14:val="1"/>')
        xml = xml[:tag] + control.replace("☐", "☑") + xml[end:]
    members["word/document.xml"] = xml.encode()
    filled = io.BytesIO()
    with zipfile.ZipFile(filled, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in members.items():
            package.writestr(zipfile.ZipInfo(name), data)
    return filled.getvalue()
