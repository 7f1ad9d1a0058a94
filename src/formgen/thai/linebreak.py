"""Thai text -> the places where a line may end, and what ending it there costs."""

import functools
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final, TypeAlias

import thaibreak

Lines: TypeAlias = Callable[[str, str], str]  # (text, mark) -> text with a mark at each break

# What a line end costs, in square ems: the looseness a paragraph accepts elsewhere to avoid it.
AT_BLANK: Final = 0.0
BETWEEN_WORDS: Final = 0.4
AFTER_PREFIX: Final = 4.0  # การ|, ความ|, ผู้|: the reader waits for the rest
INSIDE_COMPOUND: Final = 12.0  # หน่วย|งาน: a word to the eye, two to the dictionary

_MARK: Final = "\x1f"
_BLANKED: Final = dict.fromkeys(
    [
        *range(0x20), *range(0x7F, 0xA0),  # control characters: the engine ends the text at NUL
        0x2028, 0x2029, *range(0xD800, 0xE000), 0xFFFE, 0xFFFF,
    ],
    " ",
)  # fmt: skip

_LEADING: Final = "เ-ไ"  # vowels written before their consonant
_TRAILING: Final = "ฯ-ฺๅ-๎"  # vowels, tone marks, ฯ and ๆ: they lean on what stands before
_COMBINING: Final = "\u0300-\u036f\u1ab0-\u1aff\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f\u200d"
_CLUSTER: Final = re.compile(f"[{_LEADING}]*(?:.\u200d)*.[{_TRAILING}{_COMBINING}]*", re.DOTALL)

_D: Final = "[๐-๙0-9]"
_NUMBER: Final = f"{_D}+(?: ?[-–/.,: ] ?{_D}+)*"  # also a range, a version, a telephone number
_ABBREVIATION: Final = "(?:[เ-ไ]?[ก-ฮ][ก-ฮั-ฺ็-๎]{0,5}\\.){1,6}"
_AMOUNT: Final = f"{_D}{{1,3}}(?:,{_D}{{3}})*(?:\\.{_D}+)?"
_MONTH: Final = "(?:มกรา|มีนา|พฤษภา|กรกฎา|สิงหา|ตุลา|ธันวา)คม|(?:เมษา|มิถุนา|กันยา|พฤศจิกา)ยน|กุมภาพันธ์"
_NUMBERED: Final = (
    "มาตรา|ข้อ|หมวด|บท|ส่วน|ตอน|หน้า|ชั้น|หมู่|เลข|ลำดับ|ครั้ง|ภาคผนวก|เวอร์ชัน|ระดับ|ร้อยละ|"
    "(?:บท|ส่วน|ตอน|วัน|เลข|ลำดับ|ครั้ง|ฉบับ|ชั้น|หมู่)?ที่|ISO|IEC|IEEE"
)
# A line never ends inside a match.
_KEPT: Final = tuple(
    map(
        re.compile,
        (
            # What is numbered with its number; an amount with what it counts; else the number.
            f"(?:{_NUMBERED}|{_MONTH}|{_ABBREVIATION}) ?{_NUMBER}|"
            f"(?<!{_D})(?:{_AMOUNT} ?[-–] ?)?{_AMOUNT} (?:น\\.|[ก-ฮเ-ไ])|{_NUMBER}%?",
            f"{_D}{{1,2}} (?:{_MONTH}|{_ABBREVIATION})",  # ๑ ตุลาคม
            f"^\\(?{_D}{{1,3}}(?:\\.{_D}{{1,3}})*[.)]? +.",  # ๑. and ๑.๑ with their text
            f"\\({_D}{{1,3}}\\) .",  # (๑) with its text
            f"\\([^()]{{1,14}} {_D}+\\)",  # (ฉบับที่ ๔)
            f"\\.\\) {_D}",  # (มสพร.) ๖
            "[☐☑☒□✓✔] *.",  # a box with its label
            _ABBREVIATION,
            ".? ?[ฯๆ]+(?:ลฯ)?",  # ต่าง ๆ, กรมฯ, ฯลฯ
            "(?<![ก-๎])ณ .",
            "(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+",
            "(?:https?://|www\\.)[!-~]+",
            "(?<![A-Z])[A-Z]{2,}(?:/[A-Z]{2,})+",  # ISO/IEC
            "\\b[A-Za-z]{1,2}-[A-Za-z]+",  # e-Payment
            ".[\u00a0\u2007\u202f\u2060\ufeff]+.",  # spaces that say so themselves
            " [)\\]}”’»,;:!?]",
            "[(\\[{“‘«] {1,9}.",
        ),
    )
)
_BLANKS: Final = re.compile("[ \u200b]+")
_PREFIXES: Final = frozenset({"การ", "ความ", "ผู้", "ไม่", "น่า", "นัก", "ชาว"})


class BreakerMissingError(RuntimeError):
    """The library that knows Thai words did not load: without it no line can be broken."""


@functools.lru_cache(maxsize=8192)
def breaks(text: str) -> Mapping[int, float]:
    """Offset -> cost of each permitted line end, in order; a line may end before that character.

    No offset splits a cluster, a number from what it counts or names, an abbreviation or an
    address. Blanks before an offset belong to the line that ends there. Raises
    BreakerMissingError when thaibreak has no library for this machine.
    """
    plain = blanked(text)
    costs = _all_costs(plain)
    kept = _kept(plain)
    return MappingProxyType({x: costs[x] for x in sorted(costs) if x not in kept})


@functools.lru_cache(maxsize=1024)
def word_ends(text: str) -> frozenset[int]:
    """The offsets of `breaks` and those inside what should stay together: when it does not fit."""
    return frozenset(_all_costs(blanked(text)))


@functools.lru_cache(maxsize=8192)
def clusters(text: str) -> frozenset[int]:
    """The offsets at which a letter begins, with all that is written before, over and after it.

    They are the last resort for a word wider than its column.
    """
    return frozenset(match.start() for match in _CLUSTER.finditer(text))


def blanked(text: str) -> str:
    """The text with a blank for every control character; no offset moves."""
    return text if text.isprintable() else text.translate(_BLANKED)


def _all_costs(text: str) -> dict[int, float]:
    """The cost of every line end that breaks no word and no cluster and leaves no line blank."""
    costs = _word_costs(text) | {match.end(): AT_BLANK for match in _BLANKS.finditer(text)}
    first = len(text) - len(text.lstrip(" \u200b"))
    return {x: costs[x] for x in costs.keys() & clusters(text) if first < x < len(text)}


def _word_costs(text: str) -> dict[int, float]:
    """What it costs to end a line where the dictionary, or a rule for other scripts, allows it."""
    costs: dict[int, float] = {}
    start = 0
    for word in _engine()(text, _MARK).split(_MARK):
        start += len(word)
        costs[start] = AFTER_PREFIX if word.rpartition(" ")[2] in _PREFIXES else BETWEEN_WORDS
    for match in _compounds().finditer(text):
        for inside in costs.keys() & range(match.start() + 1, match.end()):
            costs[inside] = INSIDE_COMPOUND
        if match.end() in costs:
            costs[match.end()] = BETWEEN_WORDS  # the การ of ดำเนินการ is no prefix
    return costs


def _kept(text: str) -> set[int]:
    """The offsets inside something that stays on one line."""
    return {
        inside
        for kept in _KEPT
        for match in kept.finditer(text)
        for inside in range(match.start() + 1, match.end())
    }


@functools.cache
def _engine() -> Lines:
    """Check that thaibreak found its library: without it, it returns every text unbroken."""
    lines: Lines = thaibreak.lines
    if _MARK not in lines("ฉันรักภาษาไทย", _MARK):
        message = "thaibreak did not load its library, so Thai lines cannot be broken"
        raise BreakerMissingError(message)
    return lines


@functools.cache
def _compounds() -> re.Pattern[str]:
    """The words of compounds.txt, the longest first."""
    words = Path(__file__).with_name("compounds.txt").read_text(encoding="utf-8").split()
    return re.compile("|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word)))))
