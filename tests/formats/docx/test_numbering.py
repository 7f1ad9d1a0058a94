"""Lists that Word numbers by itself, in answers and around them: read as people see them."""

import re

import pytest
from tests.formats.docx.forms import (
    FORM,
    RAW,
    VALUES,
    control,
    edited,
    findings,
    members,
    packed,
    part,
    raws,
    swapped,
    written,
)
from tests.formats.docx.test_looks import run

from formgen.formats.docx import FORMAT

FILLED = written(VALUES)
CODE = "me.code"
NUMBERING = "word/numbering.xml"
RELATIONS = "word/_rels/document.xml.rels"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def level(number: int, kind: str, text: str, start: int = 1) -> str:
    return (
        f'<w:lvl w:ilvl="{number}"><w:start w:val="{start}"/><w:numFmt w:val="{kind}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def listed(number: int, words: str, of: int = 0) -> str:
    """A paragraph of list `number`, on a level of it."""
    about = f'<w:numPr><w:ilvl w:val="{of}"/><w:numId w:val="{number}"/></w:numPr>'
    return f"<w:p><w:pPr>{about}</w:pPr>{run(words)}</w:p>"


def numbered(data: bytes, levels: str, more: str = "") -> bytes:
    """The document with lists 1 and 2 of the same levels; `more` is said of the second."""
    lists = "".join(
        f'<w:num w:numId="{one}"><w:abstractNumId w:val="7"/>{said}</w:num>'
        for one, said in ((1, ""), (2, more))
    )
    xml = (
        f'<w:numbering xmlns:w="{WORD}"><w:abstractNum w:abstractNumId="7">{levels}'
        f"</w:abstractNum>{lists}</w:numbering>"
    )
    related = f'<Relationship Id="n9" Type="{OFFICE}/numbering" Target="numbering.xml"/>'
    data = swapped(data, "</Relationships>", f"{related}</Relationships>", RELATIONS)
    return packed({**members(data), NUMBERING: xml})


def answered(*paragraphs: str) -> bytes:
    """The document with paragraphs for an answer."""
    box = control(FILLED, CODE)
    found = re.search(f"<w:p>(?:(?!<w:p>).)*{re.escape(box)}</w:p>", part(FILLED))
    assert found
    inner = f"<w:sdtContent>{''.join(paragraphs)}</w:sdtContent>"
    around = re.sub("<w:sdtContent>.*</w:sdtContent>", lambda _: inner, box)
    return edited(FILLED, lambda xml: xml.replace(found[0], around))


@pytest.mark.parametrize(
    ("kind", "text", "start", "seen"),
    [
        ("decimal", "%1.", 1, "1. ก\n2. ข"),
        ("decimal", "ข้อ (%1)", 9, "ข้อ (9) ก\nข้อ (10) ข"),
        ("decimalZero", "%1", 9, "09 ก\n10 ข"),
        ("thaiNumbers", "%1.", 19, "๑๙. ก\n๒๐. ข"),
        ("thaiLetters", "%1)", 3, "ค) ก\nง) ข"),
        ("lowerLetter", "%1.", 26, "z. ก\naa. ข"),
        ("upperLetter", "%1.", 1, "A. ก\nB. ข"),
        ("lowerRoman", "%1.", 8, "viii. ก\nix. ข"),
        ("upperRoman", "%1.", 3, "III. ก\nIV. ข"),
        ("bullet", "\uf0b7", 1, "• ก\n• ข"),
        ("none", "%1", 1, "ก\nข"),
        ("decimal", "", 1, "ก\nข"),
    ],
)
def test_a_list_in_an_answer_is_read_with_its_numbers(kind, text, start, seen):
    data = numbered(answered(listed(1, "ก"), listed(1, "ข")), level(0, kind, text, start))
    assert raws(data) == RAW | {CODE: seen}
    assert findings(data) == []


@pytest.mark.parametrize(("kind", "start"), [("hebrew1", 1), ("decimal", 10_000)])
def test_a_list_of_numbers_that_nobody_here_knows_is_for_a_person(kind, start):
    data = numbered(answered(listed(1, "ก")), level(0, kind, "%1.", start))
    assert raws(data) == RAW | {CODE: ". ก"}
    assert findings(data) == [("MARK_OUTSIDE", CODE)]


def test_levels_are_counted_within_one_another():
    levels = level(0, "thaiNumbers", "%1.") + level(1, "decimal", "%1.%2")
    steps = [(0, "ก"), (1, "ข"), (1, "ค"), (0, "ง"), (1, "จ")]
    data = numbered(answered(*(listed(1, words, of) for of, words in steps)), levels)
    assert raws(data)[CODE].splitlines() == ["๑. ก", "๑.1 ข", "๑.2 ค", "๒. ง", "๒.1 จ"]


RESTARTED = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'


@pytest.mark.parametrize(
    ("more", "seen"),
    [
        ("", "1. ก\n2. ข\n3. ค"),
        (RESTARTED, "1. ก\n5. ข\n6. ค"),
        (
            f'<w:lvlOverride w:ilvl="0">{level(0, "upperRoman", "%1)")}</w:lvlOverride>',
            "1. ก\nII) ข\nIII) ค",
        ),
    ],
    ids=["goes on", "begins anew", "looks otherwise"],
)
def test_a_second_list_goes_on_or_begins_anew_as_it_says(more, seen):
    lines = listed(1, "ก"), listed(2, "ข"), listed(2, "ค")
    assert raws(numbered(answered(*lines), level(0, "decimal", "%1."), more))[CODE] == seen


def test_the_words_around_a_number_are_cut_and_levels_beyond_the_ninth_are_none():
    long = numbered(answered(listed(1, "ก")), level(0, "decimal", "x" * 999))
    assert raws(long)[CODE] == f"{'x' * 40} ก"
    deep = numbered(answered(listed(1, "ก", 9)), level(9, "decimal", "%1."))
    assert raws(deep)[CODE] == "ก"


def test_paragraphs_before_the_answer_count():
    before = "<w:p><w:pPr><w:numPr>"
    data = swapped(
        answered(listed(1, "ก")),
        "<w:p><w:pPr>",
        f'{before}<w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>',
    )
    assert raws(numbered(data, level(0, "decimal", "%1.")))[CODE] == "2. ก"


def test_printed_words_whose_number_became_one_of_a_list_are_the_same_words():
    typed = '</w:pPr><w:r><w:t xml:space="preserve">๒.</w:t><w:tab/>'
    about = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    data = swapped(FILLED, typed, f"{about}</w:pPr><w:r>")
    assert ("FIXED_TEXT_EDITED", "") in findings(data)
    assert findings(numbered(data, level(0, "thaiNumbers", "%1.", 2))) == []


def test_a_number_before_an_answer_is_for_a_person():
    box = control(FILLED, CODE)
    start = part(FILLED).rindex("<w:pPr>", 0, part(FILLED).index(box))
    about = '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    data = edited(FILLED, lambda xml: xml[:start] + about + xml[start + 7 :])
    data = numbered(data, level(0, "decimal", "%1."))
    assert raws(data) == RAW
    assert findings(data) == [("MARK_OUTSIDE", CODE)]
    (told,) = FORMAT.read(FORM, data).diagnostics
    assert dict(told.facts)["raw"] == "1."


@pytest.mark.parametrize("number", [0, 3])
def test_a_paragraph_of_no_list_has_no_number(number):
    data = numbered(answered(listed(number, "ก")), level(0, "decimal", "%1."))
    assert raws(data) == RAW | {CODE: "ก"}
    assert findings(data) == []


@pytest.mark.parametrize(
    "xml", ["", "<a>", "<a/>", f'<w:numbering xmlns:w="{WORD}"><w:num/></w:numbering>']
)
def test_lists_that_are_damaged_hide_no_answer(xml):
    data = numbered(answered(listed(1, "ก")), level(0, "decimal", "%1."))
    assert raws(packed({**members(data), NUMBERING: xml})) == RAW | {CODE: "ก"}
