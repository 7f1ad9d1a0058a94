"""Random surveys that are sound, and random answers to their forms.

What is printed keeps to characters the fonts have; what is answered may be any text that a file
can hold (XML characters, LF where the field takes several lines).
"""

import datetime
import functools
from decimal import Decimal

from hypothesis import strategies as st

from formgen.content.shapes import ID_LIMIT, ROW
from formgen.model.form import Form
from formgen.model.survey import (
    Choice,
    Column,
    ColumnKind,
    Glyphs,
    Heading,
    Item,
    Kind,
    Numbered,
    NumberedItem,
    Origin,
    Part,
    Plain,
    Question,
    Remark,
    Role,
    Survey,
    TextFormat,
)
from formgen.thai.normalise import clean, key

# ---------------------------------------------------------------- words

_CONSONANTS = "กขคฆงจฉชซญฎฐณดตถทธนบปผฝพฟมยรลวศษสหฬอฮ"
_VOWELS = [
    "",
    "ะ",
    "า",
    "\u0e34",
    "\u0e35",
    "\u0e36",
    "\u0e37",
    "\u0e38",
    "\u0e39",
    "\u0e31",
    "\u0e47",
]
_TONES = ["", "", "\u0e48", "\u0e49", "\u0e4a", "\u0e4b"]


def _cluster(leading, consonant, vowel, tone, nam, final):
    """Put a syllable together as it is typed: vowel mark, tone, then what stands behind."""
    spaced = vowel in ("ะ", "า", "")
    body = consonant + ("" if spaced else vowel) + tone
    return leading + body + ("ำ" if nam and spaced else vowel if spaced else "") + final


clusters = st.builds(
    _cluster,
    st.sampled_from(["", "", "", "เ", "แ", "โ", "ใ", "ไ"]),
    st.sampled_from(_CONSONANTS),
    st.sampled_from(_VOWELS),
    st.sampled_from(_TONES),
    st.booleans(),
    st.sampled_from(["", "", "", "น", "ง", "\u0e19\u0e4c", "ๆ", "ฯ"]),
)
"""One Thai syllable, its marks in the order in which they are typed."""

thai_words = st.lists(clusters, min_size=1, max_size=3).map("".join)
_TEXT = """
หน่วยงาน ระบบอิเล็กทรอนิกส์ น้ำ ผู้ตอบแบบสำรวจ พ.ศ. ๒๕๖๕ มาตรา (๑) LINE Facebook ISO/IEC ๒๗๐๐๑
dcc@dga.or.th ป๊อป ฯลฯ และ/หรือ “อ้าง” R&D <b> 100% ๖-๒๕๖๕ ใช่,ไม่ใช่ 'ก' "ข" =1+1 A1 #๑ ใด: ๆ -
ปิ่น ญี่ปุ่น ฐานข้อมูล กฤษฎีกา การปฏิบัติราชการทางอิเล็กทรอนิกส์ ตำแหน่ง สพร. www.facebook.com เป็นต้น
กฎหมาย ซึ่งได้รับมอบหมายจากผู้บังคับบัญชา (ฉบับที่ ๔) e-Payment ข้อ ๑๒ วรรคสอง 5.000 ๙,๙๙๙ บาท ศูนย์
"""
_WORDS = _TEXT.split()


def _slice(start, count):
    return " ".join(_WORDS[(start + place) % len(_WORDS)] for place in range(count))


_starts = st.integers(0, len(_WORDS) - 1)
_slices = st.builds(_slice, _starts, st.integers(1, 4))
phrases = st.one_of(_slices, _slices, thai_words)
"""A few words of a form."""

sentences = st.builds(_slice, _starts, st.integers(5, 60))
"""A paragraph, up to some ten lines."""


@st.composite
def prose(draw, text=phrases):
    """Words with the markup of content: `**emphasis**`, `{check}`, `{box}`, `{box_checked}`."""
    parts = draw(text).split(" ")
    mark = draw(st.sampled_from(["", "", "", "**", "** **", *Glyphs.__slots__]))
    place = draw(st.integers(0, len(parts) - 1)) if mark else 0
    match mark:
        case "":
            pass
        case "**":
            parts[place] = f"**{parts[place]}**"
        case "** **":
            parts[place:] = [f"**{' '.join(parts[place:])}**"]
        case _:
            parts[place] = f"{{{mark}}} {parts[place]}"
    return " ".join(parts)


# ---------------------------------------------------------------- names

_AWKWARD_IDS = [
    "q1", "r", "c", "r1c1", "a1", "xfd1", "a_", "a__b", "true", "con", "nul", "x_0", "if", "sum",
    "value", "status", "have", "t", "a" * ID_LIMIT, "z" + "9" * (ID_LIMIT - 1),
]  # fmt: skip
_IDS = st.one_of(
    st.sampled_from(_AWKWARD_IDS),
    st.builds("{}{}".format, st.sampled_from("abcqxyz"), st.integers(0, 999)),
    st.text("ab_09", max_size=8).map("q{}".format),
)
_OF_A_QUESTION = ("remark", "specify")  # the names beside that of the answer


def _fresh(draw, taken, ids=_IDS):
    """Draw an id that is not in `taken`, and add it."""
    drawn = draw(ids)
    number = 1
    one = drawn
    while one in taken:
        number += 1
        one = f"{drawn[: ID_LIMIT - 4]}{number}"
    taken.add(one)
    return one


# ---------------------------------------------------------------- questions


@st.composite
def _choices(draw, taken, most=8):
    """Choices with codes that are not in `taken`, and words that nobody could mix up."""
    codes, seen, made = set(taken), set(), []
    count = draw(st.integers(1, most))
    specify = draw(st.one_of(st.none(), st.integers(0, count - 1)))
    for number in range(count):
        code, label = _fresh(draw, codes), draw(phrases)
        while code in seen:  # it reads like the words of a choice before
            code = _fresh(draw, codes)
        while not key(label) or key(label) in seen:
            label += f" {chr(ord('ก') + number)}"
        seen |= {key(label), code}
        made.append(Choice(code, label, specify == number))
    return tuple(made)


def _rules(kind, name_of_other):
    """Rules that can be parsed, for one kind of answer."""
    own = {
        Kind.INTEGER: [". >= 0 and . <= 5000"],
        Kind.DECIMAL: [". > 0.5 or . = -1"],
        Kind.DATE: [". >= '2020-01-01'"],
        Kind.TEXT: ["string-length(.) < 20", "regex(., '[a-z]+')"],
    }
    other = [f"${{{name_of_other}}} != ''"] if name_of_other else []
    return st.sampled_from(["", "", *own.get(kind, [])]), st.sampled_from(["", "", *other])


@st.composite
def _asked(draw, taken, other, role=None):
    """What all questions share; `taken` are names that its choices must not have."""
    if role is None:
        kind = draw(st.sampled_from(list(Kind)))
    elif role is Role.RESPONSE_DATE:
        kind = Kind.DATE
    elif role in (Role.AGENCY_CODE, Role.AGENCY_NAME):
        kind = Kind.TEXT
    else:
        kind = draw(st.sampled_from([Kind.TEXT, Kind.SELECT_ONE]))
    constraint, relevant = _rules(kind, other)
    asked = {
        "kind": kind,
        "required": draw(st.booleans()),
        "constraint": draw(constraint),
        "relevant": draw(relevant),
        "personal_data": draw(st.booleans()),
        "role": role,
    }
    if asked["constraint"]:
        asked["constraint_message"] = draw(st.one_of(st.just(""), phrases))
    if kind in (Kind.SELECT_ONE, Kind.SELECT_MULTIPLE):
        asked["choices"] = draw(_choices({*taken, *_OF_A_QUESTION}))
    if kind is Kind.TEXT:
        asked["format"] = (
            draw(st.sampled_from([None, None, None, *TextFormat])) if not role else None
        )
        short = asked["format"] is None and role is None
        asked["max_length"] = draw(st.sampled_from([1, 20, 500, 2000] if short else [80, 200]))
        asked["multiline"] = short and draw(st.booleans())
    return asked


@st.composite
def _field(draw, taken, other, role):
    name = _fresh(draw, taken)
    asked = draw(_asked(set(), other, role))
    hint = draw(st.one_of(st.just(""), prose()))
    return Question(id=name, label=draw(phrases), hint=hint, **asked)


@st.composite
def _row(draw, taken, columns, other, *, labelled):
    name = _fresh(draw, taken)
    answer = next(one.id for one in columns if one.kind is ColumnKind.RESPONSE)
    asked = draw(_asked({answer}, other))
    codes = [choice.code for choice in asked.get("choices", ())]
    positive = draw(st.lists(st.sampled_from(codes), unique=True)) if codes else []
    shown = any(one.kind is ColumnKind.LABEL for one in columns)
    return Question(
        id=name,
        label=draw(phrases if labelled else st.one_of(st.just(""), phrases)),
        summary_label=draw(st.one_of(st.just(""), phrases)),
        hint=draw(st.one_of(st.just(""), prose())) if shown else "",
        positive=tuple(positive),
        remark=draw(
            st.one_of(st.none(), st.builds(Remark, phrases, st.sampled_from([1, 300, 500])))
        ),
        guidance=tuple(
            (one.id, draw(_cells)) for one in columns if one.kind is ColumnKind.GUIDANCE
        ),
        **asked,
    )


# ---------------------------------------------------------------- tables

_paragraphs = prose(st.one_of(phrases, sentences))
_numbered_items = st.builds(NumberedItem, _paragraphs, st.lists(_paragraphs, max_size=2).map(tuple))
_passages = st.one_of(
    st.builds(Heading, prose()),
    st.builds(Plain, _paragraphs),
    st.builds(
        Numbered,
        st.lists(_numbered_items, min_size=1, max_size=3).map(tuple),
        st.sampled_from([1, 1, 2, 9]),
    ),
)
_cells = st.lists(_passages, max_size=3).map(tuple)


@st.composite
def _columns(draw):
    """One to five columns: the answer, perhaps the question's name, and guidance."""
    kinds = [ColumnKind.RESPONSE]
    kinds += draw(st.sampled_from([[], [ColumnKind.LABEL]]))
    kinds += [ColumnKind.GUIDANCE] * draw(st.integers(0, 5 - len(kinds)))
    taken = {*_OF_A_QUESTION, *ROW.keys}
    return tuple(
        Column(_fresh(draw, taken), draw(phrases), kind, draw(st.sampled_from([10.0, 22.5, 50.0])))
        for kind in draw(st.permutations(kinds))
    )


def _name_of(part, question):
    answer = next((one.id for one in part["columns"] if one.kind is ColumnKind.RESPONSE), "")
    return f"{question.id}.{answer}"


@st.composite
def _part(draw, number, taken, roles, *, size):
    part = {
        "id": _fresh(draw, taken),
        "number": number,
        "label": draw(st.sampled_from(["ส่วนที่ {n}", "ส่วนที่ {n}.", "{n}"])),
        "title": draw(prose()),
        "origin": draw(st.sampled_from(list(Origin))),
        "enabled": number == 1 or draw(st.sampled_from([True, True, True, False])),
        "notice": draw(st.one_of(st.just(""), prose(sentences))),
        "fields": (),
        "columns": (),
        "items": (),
    }
    what = draw(st.sampled_from(["fields", "items", "both"]))
    if what != "items":
        inside, fields = set(), []
        for _ in range(draw(st.integers(1, size))):
            plays = roles and draw(st.sampled_from([False, False, False, True]))
            role = roles.pop() if plays else None
            other = f"{part['id']}.{fields[-1].id}" if fields else ""
            fields.append(draw(_field(inside, other, role)))
        part["fields"] = tuple(fields)
    if what != "fields":
        part["columns"] = draw(_columns())
        item_ids, items, other = set(), [], ""
        for _ in range(draw(st.integers(1, 2))):
            rows = []
            count = draw(st.integers(1, max(1, size // 2)))
            for _ in range(count):
                row = draw(_row(taken, part["columns"], other, labelled=count > 1))
                rows.append(row)
                other = _name_of(part, row)
            items.append(Item(_fresh(draw, item_ids), draw(prose()), tuple(rows)))
        part["items"] = tuple(items)
    return Part(**part)


@st.composite
def surveys(draw, parts=2, size=4):
    """Return a sound survey of up to `parts` parts, each with up to `size` fields and questions.

    No two names of its form clash, every rule can be parsed, and a content file could say it.
    """
    taken = set(_OF_A_QUESTION)
    roles = list(draw(st.permutations(list(Role))))
    made = [
        draw(_part(number, taken, roles, size=size))
        for number in range(1, draw(st.integers(1, parts)) + 1)
    ]
    glyphs = draw(st.sampled_from([Glyphs(), Glyphs(check="/")]))
    return Survey(
        id=draw(st.sampled_from(["survey", "amlo-estatus", "x", "a-1_b"])),
        revision=draw(st.integers(1, 99)),
        title=draw(prose()),
        instruction=draw(prose(sentences)),
        parts=tuple(made),
        glyphs=glyphs,
    )


# ---------------------------------------------------------------- answers

_TRICKY = st.sampled_from([
    "=1+1", "_x000D_", "0123", "1e5", "TRUE", "'", '"', "<&>", "]]>", "**", "{check}", "  ", "\\",
    "%d", "☑", "☐", "✓", "-", "+66", "@SUM(A1)", "น้ำ", "😀", "\u0301", "é", "ﬁ", "½", "\u3000",
])  # fmt: skip
_ANY = st.text(st.characters(exclude_categories=("Cc", "Cs", "Co")), max_size=8)
_LINES = st.lists(st.one_of(_TRICKY, _slices, thai_words, _ANY), min_size=1, max_size=4)


@functools.cache
def texts(max_length, multiline):
    """Text that a field takes: not blank, within its length, and `clean` leaves it as it is."""

    def fitting(pieces):
        text = clean("\n".join(pieces) if multiline else " ".join(pieces).replace("\n", " "))
        text = text if multiline else text.replace("\n", " ")
        return clean(text[:max_length])

    def sound(text):
        return bool(text.strip()) and clean(text) == text and len(text) <= max_length

    drawn = _LINES.map(fitting)
    return st.one_of(drawn, drawn, st.just("x")).filter(sound)


emails = st.builds(
    "{}{}@{}.{}".format,
    st.sampled_from(["a", "x9", "first.last", "o'neil", "a+b", "saraban_01", "50%"]),
    st.integers(0, 99),
    st.sampled_from(["example", "dga.or", "a-b.go", "mail.moi.go"]),
    st.sampled_from(["th", "com", "info"]),
)
"""E-mail addresses as they stay when they are read."""

_digits = st.integers(0, 9_999_999).map("{:07}".format)
phones = st.builds(
    "{}{}".format,
    st.one_of(
        st.builds("0{}{}".format, st.sampled_from("23457"), _digits),
        st.builds("0{}1{}".format, st.sampled_from("689"), _digits),
        st.sampled_from(["1111", "1567"]),
    ),
    st.one_of(st.just(""), st.integers(1, 9999).map(" ต่อ {}".format)),
)
"""Telephone numbers as they are after they have been read."""

integers = st.one_of(st.integers(-100, 100), st.integers(-(10**15) + 1, 10**15 - 1))
"""Whole numbers; a spreadsheet keeps 15 digits."""


def _canonical(mantissa, places):
    plain = format(Decimal(mantissa).scaleb(-places).normalize(), "f")
    return "0" if Decimal(plain) == 0 else plain


decimals = st.builds(_canonical, st.integers(-(10**12), 10**12), st.integers(0, 6))
"""Decimals without needless zeros, of 13 digits at most."""

dates = st.dates(datetime.date(1941, 1, 1), datetime.date(2156, 12, 31)).map(
    datetime.date.isoformat
)
"""ISO dates, as far as a Thai year tells the day."""


def values(field):
    """Return the values that one field can hold."""
    codes = [choice.code for choice in field.choices]
    match field.kind:
        case Kind.SELECT_ONE:
            return st.sampled_from(codes)
        case Kind.SELECT_MULTIPLE:
            some = st.sets(st.sampled_from(codes), min_size=1)
            return some.map(lambda chosen: tuple(code for code in codes if code in chosen))
        case Kind.INTEGER:
            return integers
        case Kind.DECIMAL:
            return decimals
        case Kind.DATE:
            return dates
        case Kind.TEXT:
            plain = texts(field.max_length, field.multiline)
            return {TextFormat.EMAIL: emails, TextFormat.PHONE: phones}.get(field.format, plain)


@st.composite
def answers(draw, form: Form):
    """Return values for some fields of a form, all of them or none: field name -> value.

    A field that is left out is unanswered.  Reading the file gives back these very values.
    """
    left_out = draw(st.sampled_from(["none", "some", "some", "all"]))
    made = {}
    for field in form.fields:
        if left_out == "none" or (left_out == "some" and draw(st.booleans())):
            made[field.name] = draw(values(field))
    return made
