import ast
import re
import string
from pathlib import Path

import pytest

import formgen
from formgen.model import wording
from formgen.model.codes import Code, Severity
from formgen.model.diagnostics import Diagnostic, Exit, FormgenError, found

SOURCES = sorted(Path(formgen.__file__).parent.rglob("*.py"))
GIVEN = {"at", "field", "file"}  # known to every diagnostic


def braces(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("code", Code)
def test_every_code_speaks_both_languages_of_the_same_facts(code):
    assert re.search("[ก-ฮ]", code.thai)
    assert not re.search("[ก-ฮ]", re.sub("พ.ย.", "", code.english))
    assert braces(code.thai) == braces(code.english)
    assert isinstance(code.severity, Severity)


@pytest.mark.parametrize("code", Code)
def test_every_code_renders(code):
    facts = {name: f"<{name}>" for name in braces(code.thai) - GIVEN}
    one = found(code, "B3", "email.status", "a.xlsx", **facts)
    for language in ("th", "en"):
        message = one.message(language)
        assert message.startswith("a.xlsx:B3: ")
        assert all(fact in message for fact in facts.values())
    assert one.severity is code.severity


@pytest.mark.parametrize("code", Code)
def test_thai_texts_are_in_thai_numerals(code):
    words = re.sub(r"\{[a-z_]+\}|2569-1|UTF-8|0-9|[ก-๙]*\.json", "", code.thai)
    assert not re.search("[0-9]", words), words


def test_no_two_codes_share_their_words():
    assert len(Code) == len(Code.__members__)
    assert len({code.thai for code in Code}) == len(Code)


def test_every_wording_is_named_by_its_code():
    topics = [module for module in vars(wording).values() if hasattr(module, "__file__")]
    written = {
        name: text
        for topic in topics
        for name, text in vars(topic).items()
        if isinstance(text, wording.Wording)
    }
    assert written.keys() == Code.__members__.keys()
    for name, text in written.items():
        assert (Code[name].severity, Code[name].thai, Code[name].english) == text


def said_in(source):
    """Find the calls that make a finding: its code, the facts (None for `**facts`), the line."""
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        called = getattr(node.func, "attr", getattr(node.func, "id", ""))
        code = node.args[0]
        named = isinstance(code, ast.Attribute) and getattr(code.value, "id", "") == "Code"
        if called in ("found", "say") and named:
            facts = {keyword.arg for keyword in node.keywords}
            yield code.attr, None if None in facts else facts, node.lineno


def test_the_calls_that_make_a_finding_are_seen():
    assert sum(1 for source in SOURCES for _ in said_in(source)) > 50


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_whoever_says_a_code_gives_its_facts(source):
    for name, facts, line in said_in(source):
        wanted = braces(Code[name].thai) - GIVEN - {"label"}  # the label comes with the field
        assert facts is None or wanted <= facts, f"{source}:{line}: {name} wants {wanted - facts}"


def test_amounts_are_shown_in_the_numerals_of_the_language():
    one = found(Code.TOO_LONG, "B12", "q.note", label="ข้อ 3", length=1250, limit=500)
    assert one.message("th") == "B12: “ข้อ 3” ยาว ๑๒๕๐ ตัวอักษร เกิน ๕๐๐ เก็บไว้ครบทั้งหมด"
    assert one.message("en").startswith("B12: 'ข้อ 3' has 1250 characters, more than 500")
    assert one.message() == one.message("th")


def test_several_words_are_listed():
    one = found(Code.MULTIPLE_MARKS, label="อีเมล", marks=("มี", "ไม่มี"))
    assert "(มี, ไม่มี)" in one.message("th")


@pytest.mark.parametrize(
    ("file", "at", "where"),
    [("a.docx", "B3", "a.docx:B3"), ("a.docx", "", "a.docx"), ("", "B3", "B3"), ("", "", "")],
)
def test_the_place_is_said_first_as_far_as_it_is_known(file, at, where):
    one = Diagnostic(Code.FILE_EMPTY, at, "", (), file)
    assert one.where == where
    assert one.message("en") == (f"{where}: " if where else "") + Code.FILE_EMPTY.english


def test_a_finding_of_an_earlier_version_is_told_without_what_it_does_not_know():
    assert "เพราะ …" in Diagnostic(Code.NOT_RELEVANT, facts=(("label", "ก"),)).message("th")


def test_words_with_braces_are_only_words():
    one = found(Code.BAD_EMAIL, label="{x}", raw="{0} {label} %s")
    assert "“{0} {label} %s”" in one.message("th")


def test_an_error_carries_everything_to_be_told():
    first, second = found(Code.FILE_EMPTY, file="a"), found(Code.FILE_MEMORY, file="b")
    error = FormgenError(iter([first, second]), Exit.REVIEW)
    assert error.diagnostics == (first, second)
    assert error.exit_code == 1
    assert str(error) == f"{first.message('en')}\n{second.message('en')}"


def test_the_exit_codes_are_those_of_the_manual():
    names = ("CLEAN", "REVIEW", "USAGE", "CONTENT", "OUTPUT", "INTERNAL")
    assert {one.name: int(one) for one in Exit} == {name: n for n, name in enumerate(names)}
