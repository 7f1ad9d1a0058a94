import pytest
from hypothesis import given
from hypothesis import strategies as st

from formgen.model.note import Note, signed, signed_in, theirs, together

HEAD = "ผู้ตรวจ:"
NOTE = f"{HEAD}\n{signed('โปรดเลือกคำตอบเดียว')}"
WORDS = st.text(st.characters(codec="utf-8"))


@given(WORDS)
def test_what_is_signed_is_known_whatever_it_says(words):
    assert theirs(signed(words)) == ""
    assert theirs(f"{HEAD}\n{signed(words)}", HEAD) == ""


@given(WORDS, WORDS)
def test_words_around_it_are_somebody_elses(before, behind):
    found = theirs(f"{before}\n{NOTE}\n{behind}", HEAD)
    assert found == "\n".join(one for one in (before.strip(), behind.strip()) if one)


@given(st.integers(0, len(NOTE)), st.sampled_from("กx๑(-"))
def test_a_letter_more_makes_it_somebody_elses(at, letter):
    assert letter in theirs(NOTE[:at] + letter + NOTE[at:], HEAD)


@given(st.integers(len(HEAD), len(NOTE) - 1))
def test_a_letter_less_makes_it_somebody_elses(at):
    less = NOTE[:at] + NOTE[at + 1 :]
    assert theirs(less, HEAD) == ("" if NOTE[at].isspace() else less)


@pytest.mark.parametrize("blank", ["\r\n", "  ", "\u00a0", "\n\n", " \t"])
def test_blanks_are_no_words(blank):
    assert theirs(NOTE.replace("\n", blank), HEAD) == ""


def test_several_notes_and_one_that_was_written_into_are_told_apart():
    written_into = NOTE.replace("เดียว", "")
    assert theirs(f"ก\n{NOTE}\nข\n{NOTE}", HEAD) == "ก\nข"
    assert theirs(f"{written_into}\n{NOTE}", HEAD) == written_into
    unended = NOTE.rpartition("\n")[0]
    assert theirs(f"{unended}\n{NOTE}", HEAD) == unended


def test_it_is_told_where_a_note_stands():
    text = f"ก\n{NOTE} ข"
    ((first, end),) = signed_in(text, HEAD)
    assert text[first:end] == NOTE


def test_a_note_that_was_cut_is_known_as_well():
    (text,) = together([("A1", Note("A1", "", "ก" * 9_000))]).values()
    assert theirs(signed(text)) == ""
