"""Dataset -> what each agency is asked about its files, and what is left to the office."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from formgen.letters.asking import asked
from formgen.model.codes import Code
from formgen.model.dataset import Agency, Dataset, Filed
from formgen.model.decision import About
from formgen.model.diagnostics import Diagnostic

_WORD: Final = re.compile("[A-Za-z0-9_-]+")
_TELLING: Final = 5  # characters; a shorter number in a name may be anything
_AGAIN: Final = re.compile(r" ?\([0-9]{1,3}\)$")  # as browsers name what is saved twice


@dataclass(frozen=True, slots=True)
class Doubted:
    """One file and what its agency is asked about it.

    `sure`: the file is known to be the agency's own.  Of one that may be another's, nothing that
    was answered in it is told, and it is not sent back.
    """

    filed: Filed
    findings: tuple[Diagnostic, ...]
    sure: bool

    @property
    def name(self) -> str:
        """What the file is called, without the folders of the inbox."""
        return PurePosixPath(self.filed.returned.name).name


@dataclass(frozen=True, slots=True)
class Case:
    """An agency and its files about which it is asked, in the order of their names."""

    agency: Agency
    files: tuple[Doubted, ...]

    @property
    def matters(self) -> int:
        """How many things the agency is asked."""
        return sum(len(one.findings) for one in self.files)


@dataclass(frozen=True, slots=True)
class Cases:
    """All that is open, each thing once.

    `cases` in the order of the agencies; `office` is for the office itself to settle; `nobody` are
    files about which an agency would be asked if it were known which.
    """

    cases: tuple[Case, ...]
    office: tuple[tuple[Filed, Diagnostic], ...]
    nobody: tuple[Doubted, ...]

    @property
    def matters(self) -> int:
        """How many things are open in all, as `Dataset.matters` counts them."""
        asked = sum(one.matters for one in self.cases)
        return asked + len(self.office) + sum(len(one.findings) for one in self.nobody)


def cases(data: Dataset) -> Cases:
    """Sort everything that is open by who can settle it; together they are `data.matters`."""
    agencies, decided, stems = data.by_code(), _decided(data), _stems(data)
    own: dict[str, list[Doubted]] = {code: [] for code in agencies}
    office: list[tuple[Filed, Diagnostic]] = []
    nobody: list[Doubted] = []
    for one in data.files:
        code, sure = _owner(one, agencies, decided, stems)
        told = tuple(each for each in one.open if _tellable(each, sure=sure or not code))
        office += [(one, each) for each in one.open if each not in told]
        if told:
            (own[code] if code else nobody).append(Doubted(one, told, sure))
    found = (Case(one, tuple(own[code])) for code, one in agencies.items() if own[code])
    return Cases(tuple(found), tuple(office), tuple(nobody))


def senders(data: Dataset) -> frozenset[str]:
    """Return the codes of the agencies that seem to have sent a file about which more is open."""
    agencies, decided, stems = data.by_code(), _decided(data), _stems(data)
    owners = (_owner(one, agencies, decided, stems)[0] for one in data.files if one.open)
    return frozenset(owners) - {""}


def _tellable(finding: Diagnostic, *, sure: bool) -> bool:
    about = asked(finding)
    return about is not None and (sure or about.whole)


# ---------------------------------------------------------------- whose a file is


def _owner(
    filed: Filed,
    agencies: Mapping[str, Agency],
    decided: Mapping[str, str],
    stems: Mapping[str, str],
) -> tuple[str, bool]:
    """Find the agency to ask about a file, and whether it is known to be its own; "" for nobody.

    Beside what the file says and what a person decided, its folder and its name count: for asking
    they are evidence enough, for counting never.
    """
    if filed.agency in agencies:
        rivals = any(one.code is Code.RESPONDENTS_DIFFER for one in filed.open)
        return filed.agency, not rivals
    response = filed.returned.response
    told = response.respondent.agency_code if response else None
    for code in (decided.get(filed.returned.sha256), told):
        if code in agencies:
            return str(code), False
    named = {stems[part] for part in _parts(filed.returned.name) if part in stems}
    return (named.pop(), False) if len(named) == 1 else ("", False)


def _decided(data: Dataset) -> Mapping[str, str]:
    """Map the digests of files to the agency that a person named for them."""
    named = (one for one in data.decisions if one.about is About.RESPONDENT)
    return {one.sha256: str(one.value) for one in named}


def _stems(data: Dataset) -> Mapping[str, str]:
    """Map what folders and files of an agency are called to its code, as far as that is clear."""
    stems: dict[str, set[str]] = {}
    for code in data.by_code():
        for name in (code, f"{data.form.survey}-{code}"):
            stems.setdefault(name.casefold(), set()).add(code)
    return {name: min(codes) for name, codes in stems.items() if len(codes) == 1}


def _parts(name: str) -> Iterator[str]:
    """Go through what may name an agency: folders, the name without suffix, telling words in it."""
    path = PurePosixPath(name)
    for part in (*path.parent.parts, path.stem):
        yield _AGAIN.sub("", part).casefold()
    for found in _WORD.finditer(path.stem):
        word = found[0].strip("-_").casefold()
        if len(word) >= _TELLING or (re.search("[a-z]", word) and re.search("[0-9]", word)):
            yield word
