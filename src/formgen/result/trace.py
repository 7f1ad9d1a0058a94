"""One answer of one agency -> where it comes from: file, place, words, rules and decisions."""

from collections.abc import Iterator, Sequence
from typing import Final

from formgen.model.codes import Severity
from formgen.model.dataset import Agency, Dataset, Filed, Standing
from formgen.model.decision import About, Decision
from formgen.model.diagnostics import Diagnostic
from formgen.model.form import Field, Form
from formgen.model.reading import By
from formgen.model.response import Answer
from formgen.model.rule import parse_rule
from formgen.result import words
from formgen.result.verdict import field_decided, told
from formgen.thai.dates import thai_moment
from formgen.thai.normalise import key
from formgen.thai.numerals import to_arabic

_FOUND_BY: Final = {
    By.NAME: "ชื่อช่องในแฟ้ม",
    By.ANCHOR: "ข้อความที่พิมพ์ไว้ข้างช่อง",
    By.POSITION: "ตำแหน่งบนหน้า",
    By.IMAGE: "ภาพของหน้า",
    By.PERSON: "คนอ่านจากแฟ้มแล้วพิมพ์",
}
_NOTHING: Final = "–"
_PERSONAL: Final = "(ข้อมูลส่วนบุคคล แสดงเมื่อสั่ง --with-personal-data)"


def agencies_named(data: Dataset, typed: str) -> tuple[Agency, ...]:
    """Find agencies by code, else by a part of the name; one where that is clear."""
    plain = to_arabic(typed.strip()).casefold()
    exact = [one for one in data.agencies if one.recipient.agency_code == typed.strip()]
    codes = [one for one in data.agencies if one.recipient.agency_code.casefold() == plain]
    wanted = key(typed)
    names = [one for one in data.agencies if wanted and wanted in key(one.recipient.agency_name)]
    whole = [one for one in names if key(one.recipient.agency_name) == wanted]
    return tuple(exact or codes or whole or names)


def fields_named(form: Form, typed: str) -> tuple[Field, ...]:
    """Find fields by printed number, question, own name, else label; one where that is clear.

    A part of a label is enough; of a question and its remark the question is meant.
    """
    plain = to_arabic(typed).strip().removeprefix("ข้อ").strip().rstrip(".")
    if form.has(plain):
        return (form.field(plain),)
    asked = [
        one.field
        for one in form.questions
        if plain in (one.id, to_arabic(one.number).rstrip(".")) and form.has(one.field)
    ]
    stems = [one.name for one in form.fields if one.stem == plain]
    return tuple(form.field(name) for name in asked or stems or _labelled(form, typed))


def _labelled(form: Form, typed: str) -> list[str]:
    wanted = key(typed)
    asked = [one.field for one in form.questions if wanted and wanted in key(one.label)]
    labels = [one.name for one in form.fields if wanted and wanted in key(one.label)]
    whole = [name for name in labels if key(form.field(name).label) == wanted]
    remarks = {one.remark for one in form.questions if one.field in asked}
    return whole or list(dict.fromkeys((*asked, *(one for one in labels if one not in remarks))))


def trace(
    data: Dataset,
    agency: Agency,
    field: Field,
    history: Sequence[Decision] = (),
    *,
    personal: bool = False,
) -> tuple[str, ...]:
    """Tell in Thai, line by line, what an agency's answer to one field rests on.

    `history` are all decisions ever made, in order; without it those that hold.  Without `personal`
    what is written of persons is not shown, nor what stands outside of the fields.
    """
    told = _Trace(data, agency, field, history or data.decisions, personal=personal)
    return tuple(told.lines())


class _Trace:
    """Tells of one agency and one field."""

    def __init__(
        self,
        data: Dataset,
        agency: Agency,
        field: Field,
        history: Sequence[Decision],
        *,
        personal: bool,
    ) -> None:
        self._data = data
        self._agency = agency
        self._field = field
        self._history = history
        self._personal = personal

    def lines(self) -> Iterator[str]:
        """Go through all there is to tell."""
        known, field, form = self._agency.recipient, self._field, self._data.form
        yield f"หน่วยงาน: {known.agency_code} {known.agency_name}".rstrip()
        yield f"ข้อ: {words.asked(form, field)} ({field.name})"
        yield f"ค่าที่นับ: {self._counted()}"
        yield from self._why_none()
        resting = {id(one) for one in self._agency.files}
        for one in self._agency.files:
            yield ""
            yield "แฟ้มที่นับ" if one.counted else "แฟ้มที่รอการตัดสิน"
            yield from self._file(one)
        others = [one for one in self._data.files if id(one) not in resting and self._is_its(one)]
        for one in others:
            yield ""
            yield "แฟ้มอื่นของหน่วยงาน"
            yield from self._file(one)

    def _counted(self) -> str:
        if not self._agency.returned:
            return "ยังไม่มี หน่วยงานยังไม่ส่งแบบกลับ"
        said = self._agency.answers[self._field.name]
        if said.standing is Standing.ANSWERED:
            return self._shown(self._field, words.meant(self._field, said.value))
        return words.NO_ANSWER[said.standing]

    def _why_none(self) -> Iterator[str]:
        """Tell why the answer is in doubt, or was not asked for."""
        if self._agency.undecided:
            yield "เพราะ: ยังต้องตัดสินว่าใช้ฉบับใดของหน่วยงาน"
        elif self._needless():
            yield f"เพราะ: {', '.join(self._beside())}"

    def _needless(self) -> bool:
        said = self._agency.answers.get(self._field.name)
        asked = said is None or said.standing is not Standing.NOT_ASKED
        return bool(self._field.relevant) and not asked

    def _beside(self) -> Iterator[str]:
        """Tell the other answers that make this one needless."""
        form = self._data.form
        for name in parse_rule(self._field.relevant).references:
            if form.has(name):
                field, said = form.field(name), self._agency.answers[name]
                value = self._shown(field, words.meant(field, said.value))
                told = words.NO_ANSWER.get(said.standing) or value
                yield f"{words.asked(form, field)}: {told}"

    def _is_its(self, filed: Filed) -> bool:
        response = filed.returned.response
        code = self._agency.recipient.agency_code
        named = response.respondent.agency_code if response else None
        return filed.agency == code or (not filed.agency and named == code)

    def _shown(self, field: Field, text: str) -> str:
        """Show what was written into a field, unless it is personal data nobody asked for."""
        return _PERSONAL if text and field.personal_data and not self._personal else text

    def _said(self, finding: Diagnostic) -> str:
        told = finding if self._personal else words.published(self._data.form, finding)
        return " ".join(words.problem(told)).strip()

    # ------------------------------------------------------------ one file

    def _file(self, filed: Filed) -> Iterator[str]:
        returned = filed.returned
        kind = words.format_name(returned.format)
        yield f"  แฟ้ม: {returned.name} ({kind}, sha256 {returned.sha256[:12] or _NOTHING})"
        yield f"  วันที่รับ: {thai_moment(filed.received or returned.received) or _NOTHING}"
        yield f"  สถานะ: {words.file_state(filed)}"
        yield f"  เหตุผล: {self._said(filed.reason)}"
        answer = returned.response.answers.get(self._field.name) if returned.response else None
        if answer:
            yield from self._place(answer)
        yield from self._found(filed)
        yield from self._different(filed)
        yield from self._decided(filed)

    def _place(self, answer: Answer) -> Iterator[str]:
        field = self._field
        if answer.at:
            place = words.place(self._data.form, answer.at, field.name)
            yield f"  ตำแหน่ง: {answer.at}" + (f" – {place}" if place != answer.at else "")
        yield f"  อ่านจาก: {_FOUND_BY[answer.by]} ({answer.by.value})"
        raw = words.choice_labels(field, answer.raw) if field.select and answer.raw else answer.raw
        written = self._shown(field, raw if isinstance(raw, str) else "")
        yield f"  ข้อความในแฟ้ม: {written or _NOTHING}"
        yield f"  อ่านเป็น: {self._shown(field, words.meant(field, answer.value)) or _NOTHING}"

    def _found(self, filed: Filed) -> Iterator[str]:
        """Tell what was found about the answer and about the whole file, and whether it is open."""
        waived = {finding for finding, _ in filed.waived}
        still_open = set(filed.open)
        for finding in dict.fromkeys((*filed.returned.findings, *filed.open, *waived)):
            if finding == filed.reason or finding.field not in ("", self._field.name):
                continue
            if finding in waived:
                state = "ยกเว้นแล้ว"
            elif finding in still_open:
                state = "ยังเปิดอยู่"
            else:
                state = "เพื่อทราบ" if finding.severity is Severity.INFO else "ปิดแล้ว"
            yield f"  พบ ({state}): {self._said(finding)}"

    def _different(self, filed: Filed) -> Iterator[str]:
        for one in filed.differences:
            if one.field == self._field.name:
                here, there = (self._shown(self._field, each) for each in (one.here, one.there))
                yield f"  ต่างจาก {one.other}: ที่นี่: {here}  อีกฉบับ: {there}"

    def _decided(self, filed: Filed) -> Iterator[str]:
        """Tell every decision on the file as a whole and on the field, as they were made."""
        for one in self._history:
            about_file = one.about not in (About.ANSWER, About.SEEN)
            named = one.subject in ("", filed.returned.name) or not about_file
            if one.sha256 != filed.returned.sha256 or not named:
                continue
            decided = field_decided(one)
            if about_file or decided in ("", self._field.name):
                _, verdict = told(self._data.form, one)
                reason = one.reason
                if decided:  # a verdict on the field: it may name the answer, the reason also
                    verdict, reason = (self._shown(self._field, each) for each in (verdict, reason))
                by = f"โดย {one.by or _NOTHING} เมื่อ {thai_moment(one.at) or _NOTHING}"
                yield f"  การตัดสิน: {verdict} {by} เหตุผล: {reason or _NOTHING}"
