"""A survey answered by any number of made-up agencies: always the same, and mixed as in life."""

from collections.abc import Iterator
from datetime import date
from random import Random

from tests.mailbag import Raw, sent

from formgen.consolidate import consolidate
from formgen.files import sha256
from formgen.model.codes import Code
from formgen.model.dataset import Dataset
from formgen.model.diagnostics import found
from formgen.model.form import Field, Form
from formgen.model.recipient import Recipient, Round
from formgen.model.returned import Returned
from formgen.model.survey import Kind, Role, TextFormat
from formgen.thai.dates import thai_date

MINISTRIES = (
    "กระทรวงกลาโหม", "กระทรวงการคลัง", "กระทรวงเกษตรและสหกรณ์", "กระทรวงคมนาคม",
    "กระทรวงดิจิทัลเพื่อเศรษฐกิจและสังคม", "กระทรวงมหาดไทย", "กระทรวงยุติธรรม", "กระทรวงแรงงาน",
    "กระทรวงศึกษาธิการ", "กระทรวงสาธารณสุข", "กระทรวงอุตสาหกรรม", "สำนักนายกรัฐมนตรี", "",
)  # fmt: skip
PROVINCES = (
    "กระบี่", "กาญจนบุรี", "ขอนแก่น", "เชียงใหม่", "ตรัง", "นครราชสีมา", "น่าน", "ปัตตานี", "พระนครศรีอยุธยา",
    "แพร่", "ภูเก็ต", "ยะลา", "ร้อยเอ็ด", "ลำปาง", "เลย", "สงขลา", "สุราษฎร์ธานี", "อุบลราชธานี",
)  # fmt: skip
TYPES = ("ส่วนราชการ", "ท้องถิ่น", "รัฐวิสาหกิจ", "องค์การมหาชน")
WORDS = (
    "เริ่มใช้งานที่สำนักงานใหญ่", "อยู่ระหว่างจัดซื้อจัดจ้าง", "ใช้บริการของ สพร.", "ตั้งแต่วันที่ ๑ ตุลาคม ๒๕๖๙",
    "รอการอนุมัติงบประมาณ", "เผยแพร่ทางเว็บไซต์ www.example.go.th", "ปรับปรุงระบบให้รองรับผู้พิการ",
    "มีเจ้าหน้าที่ผู้รับผิดชอบ ๒ คน", "=ยังไม่มีแผน",
)  # fmt: skip
FORMATS = ("docx", "docx", "pdf", "xlsx", "xlsx")
SENT = "2026-11-02"


def many(form: Form, agencies: int) -> Dataset:
    """The result of a survey of this many agencies; about nine in ten answered.

    One in fifty sent twice, the same or another answer; some files are damaged, of no known
    agency, or hold two marks where one is wanted.  `form` must ask for the agency's code.
    """
    rounds, roster, returns = received(form, agencies)
    return consolidate(form, returns, rounds, roster, as_of="2026-11-30")


def received(form: Form, agencies: int) -> tuple[list[Round], list[Recipient], list[Returned]]:
    """The round, the roster and all returns of the same."""
    rounds, roster = sent_to(form, agencies)
    returns = [one for agency in roster for one in _files(form, agency, roster[:1])]
    return rounds, roster, returns


def sent_to(form: Form, agencies: int) -> tuple[list[Round], list[Recipient]]:
    """The round and the roster of the same."""
    roster = [_agency(form, number) for number in range(1, agencies + 1)]
    return [Round("r1", form.survey, form.digest, tuple(roster), issued=SENT)], roster


def _agency(form: Form, number: int) -> Recipient:
    chance = Random(number)
    field = form.with_role(Role.AGENCY_TYPE)
    types = [one.code for one in field.choices] if field and field.select else list(TYPES)
    return Recipient(
        serial=number,
        agency_code=f"{number:05}",
        agency_name=f"องค์การบริหารส่วนตำบลตัวอย่างที่ {number}",
        ministry=chance.choice(MINISTRIES),
        agency_type=chance.choice(types),
        province=chance.choice(PROVINCES),
        central_email=f"saraban{number}@example.go.th",
        coordinator=f"ผู้ประสานงาน {number}",
    )


def _files(form: Form, agency: Recipient, others: list[Recipient]) -> Iterator[Returned]:
    number = agency.serial
    chance = Random(-number)
    format = chance.choice(FORMATS)
    name = f"{agency.province or 'ส่วนกลาง'}/{agency.agency_code}.{format}"
    day = f"2026-11-{chance.randint(3, 29):02}"
    lot = chance.randrange(1000)
    answers = _answers(form, agency, chance)
    if lot < 100:  # has not answered, but for a file that nobody can open
        if lot < 5:
            damaged = found(Code.FILE_DAMAGED, reason="ไม่สมบูรณ์")
            digest = sha256(name.encode())
            yield Returned(name, digest, 9, day, format, diagnostics=(damaged,))
        return
    if lot < 105:
        answers |= {one.name: "99999" for one in form.fields if one.role is Role.AGENCY_CODE}
        yield sent(name, answers, of=form, received=day, format=format, roster=others)
        return
    listed = [agency]
    yield sent(name, answers, of=form, received=day, format=format, roster=listed)
    if lot < 125:
        same = lot < 115
        again = answers | ({} if same else _changed(form, answers, chance))
        later = day if lot > 122 else "2026-11-30"  # on one day nothing tells which came last
        yield sent(f"ส่งซ้ำ/{name}", again, of=form, received=later, format=format, roster=listed)


def _answers(form: Form, agency: Recipient, chance: Random) -> dict[str, Raw]:
    made = {one.name: _raw(one, agency, chance) for one in form.fields}
    for field in form.fields:  # words are specified where "other" is chosen
        other = next((one.code for one in field.choices if one.specify), None)
        if other and other not in made[field.name]:
            made |= {f"{field.stem}.specify": ""}
        elif other:
            made |= {f"{field.stem}.specify": chance.choice(WORDS)}
    return made


def _changed(form: Form, answers: dict[str, Raw], chance: Random) -> dict[str, Raw]:
    """Another choice in every question of a table; who answered stays."""
    asked = [form.field(one.field) for one in form.questions]
    return {one.name: (chance.choice(one.choices).code,) for one in asked if one.choices}


def _raw(field: Field, agency: Recipient, chance: Random) -> Raw:  # noqa: C901 - one a kind
    if field.role and field.role is not Role.RESPONSE_DATE:
        known = agency.value(field.role)
        return (known,) if field.select and known else () if field.select else known
    seldom = 0.004 if field.required else 0.97 if field.relevant else 0.3
    if chance.random() < seldom:
        return () if field.select else ""
    codes = [one.code for one in field.choices]
    match field.kind:
        case Kind.SELECT_ONE:
            marks = 2 if chance.random() < 0.004 and len(codes) > 1 else 1
            return tuple(chance.sample(codes, marks))
        case Kind.SELECT_MULTIPLE:
            return tuple(chance.sample(codes, chance.randint(1, len(codes))))
        case Kind.INTEGER:
            return str(chance.randint(0, 400) if field.required else chance.randint(0, 5))
        case Kind.DECIMAL:
            return f"{chance.randint(1, 99_999)}.{chance.randint(0, 99):02}"
        case Kind.DATE:
            return thai_date(date(2026, 11, chance.randint(2, 28)))
        case Kind.TEXT if field.format is TextFormat.PHONE:
            return f"02{chance.randint(1_000_000, 9_999_999)}"
        case Kind.TEXT if field.format is TextFormat.EMAIL:
            return f"secret{chance.randint(1, 9999)}@example.go.th"
        case Kind.TEXT:
            kept = field.required or chance.random() < 0.35
            words = chance.sample(WORDS, chance.randint(1, 4)) if kept else []
            return " ".join(words)
