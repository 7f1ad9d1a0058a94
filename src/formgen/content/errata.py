"""The list of errata of an original form: what was corrected, and what waits for its owner."""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import yaml

from formgen.content.syntax import compose
from formgen.model import markup
from formgen.model.codes import Code
from formgen.model.diagnostics import Diagnostic, Exit, FormgenError, found
from formgen.model.survey import Survey
from formgen.thai.numerals import to_thai


@dataclass(frozen=True, slots=True)
class Erratum:
    """One place where the original looks wrong.

    `canonical` is what the form prints where `applied`; otherwise the form keeps the original's
    words and `proposed` waits for the owner's decision.
    """

    id: str
    line: int
    path: str
    seed: str
    canonical: str
    proposed: str
    applied: bool
    settled: bool
    reason: str


def load_errata(survey_path: Path, survey: Survey) -> tuple[Erratum, ...]:
    """Read the errata a survey names, in order; () where it names none.

    Raise FormgenError if the list, or the original it speaks of, is not what the survey says.
    """
    if not survey.source.errata:
        return ()
    path = survey_path.parent / survey.source.errata
    original = _read(survey_path.parent / survey.source.original)
    problems: list[Diagnostic] = []
    errata: list[Erratum] = []
    if sha256(original.encode()).hexdigest() != survey.source.seed_sha256:
        problems.append(_mismatch(path, survey.source.original, "SHA-256"))
    for number, entry in enumerate(_entries(path), 1):
        try:
            errata.append(_erratum(entry, original))
        except (KeyError, TypeError, ValueError) as error:
            name = entry.get("id", number) if isinstance(entry, dict) else number
            problems.append(_mismatch(path, str(name), _reason(error)))
    if problems:
        raise FormgenError(problems, Exit.CONTENT)
    return tuple(errata)


def _entries(path: Path) -> list[Any]:
    text = _read(path)
    _, mistakes = compose(text)
    problems = [
        found(one.code, str(one.line), "", path.as_posix(), **one.facts) for one in mistakes
    ]
    try:
        plain = None if problems else yaml.safe_load(text)
    except (yaml.YAMLError, ValueError) as error:
        reason = str(error).splitlines()[0]
        problems = [found(Code.CONTENT_SYNTAX, file=path.as_posix(), reason=reason)]
    if problems:
        raise FormgenError(problems, Exit.CONTENT)
    entries = plain.get("errata") if isinstance(plain, dict) else None
    return entries if isinstance(entries, list) else [None]


def _read(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = str(error.strerror) if isinstance(error, OSError) else "UTF-8"
        unreadable = found(Code.CONTENT_UNREADABLE, file=path.as_posix(), reason=reason)
        raise FormgenError([unreadable], Exit.CONTENT) from error


def _erratum(plain: Any, original: str) -> Erratum:
    """Check one entry of the list; raise KeyError, TypeError or ValueError where it is not one."""
    one = Erratum(
        id=plain["id"],
        line=plain["at"]["line"],
        path=str(plain["at"]["path"]),
        seed=plain["seed"],
        canonical=plain.get("canonical", ""),
        proposed=plain.get("proposed", ""),
        applied=plain["decision"] == "apply",
        settled=plain["class"] == "verified_ok",
        reason=plain["reason"],
    )
    words = (one.id, one.seed, one.canonical, one.proposed, one.reason)
    if not all(isinstance(word, str) for word in words) or type(one.line) is not int:
        raise TypeError
    if one.seed not in dict(enumerate(original.split("\n"), 1)).get(one.line, ""):
        raise ValueError(f"“{one.seed}” ไม่อยู่ในบรรทัด (is not on line) {one.line}")
    return one


def _reason(error: Exception) -> str:
    match error:
        case KeyError():
            return f"ไม่มี (there is no) {error}"
        case TypeError():
            return "มีค่าผิดชนิด (a value of the wrong type)"
        case _:
            return str(error)


def _mismatch(path: Path, name: str, reason: str) -> Diagnostic:
    return found(Code.CONTENT_ERRATA_MISMATCH, file=path.as_posix(), id=name, reason=reason)


def questions_page(survey: Survey, errata: tuple[Erratum, ...]) -> str:
    """Write what waits for the owner of the form, and what was corrected (Markdown)."""
    waiting = [one for one in errata if not one.applied and not one.settled]
    applied = [one for one in errata if one.applied]
    title = markup.parse(survey.title, survey.glyphs).text
    lines = [
        f"# ข้อสงสัยในต้นฉบับ: {title}",
        "",
        "คำในแบบตรงกับต้นฉบับทุกตัวอักษร เว้นแต่ที่แก้ตามรายการในส่วนที่ ๒ ของหน้านี้",
        "ข้อสงสัยในส่วนที่ ๑ ยังคงพิมพ์ตามต้นฉบับ รอเจ้าของแบบพิจารณา",
        "*(The form keeps the original's words, but for the corrections of part 2;"
        " the questions of part 1 wait for the form's owner.)*",
        "",
        f"## ส่วนที่ ๑ ข้อสงสัยที่รอเจ้าของแบบ ({to_thai(len(waiting))} ข้อ)",
        "",
        "| ลำดับ | รหัส | ตำแหน่ง | พิมพ์ไว้ว่า (คงไว้) | อาจควรเป็น | เหตุผล (reason) |",
        "|---|---|---|---|---|---|",
    ]
    for number, one in enumerate(waiting, 1):
        proposed = one.proposed if one.proposed != one.seed else "—"
        lines.append(_row(number, one, proposed))
    lines += [
        "",
        f"## ส่วนที่ ๒ ที่แก้แล้ว ({to_thai(len(applied))} แห่ง)",
        "",
        "| ลำดับ | รหัส | ตำแหน่ง | ต้นฉบับ | แบบพิมพ์ว่า | เหตุผล (reason) |",
        "|---|---|---|---|---|---|",
    ]
    for number, one in enumerate(applied, 1):
        lines.append(_row(number, one, markup.parse(one.canonical, survey.glyphs).text))
    return "\n".join(lines) + "\n"


def _row(number: int, one: Erratum, words: str) -> str:
    cells = (to_thai(number), one.id, one.path, one.seed, words, one.reason)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
