import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formgen.thai.normalise import clean, is_cluster_start, key, misread, private_use

NAM = "\u0e19\u0e49\u0e33"  # น้ำ
MARKS = st.text(st.sampled_from("ก\u200bเาำ\u0e31\u0e34\u0e38\u0e3a\u0e47\u0e48\u0e49\u0e4c\u0e4d"))
AWKWARD = MARKS | st.text(
    st.one_of(
        st.sampled_from([chr(code) for code in range(0x0E01, 0x0E5C)]),
        st.sampled_from("\u200b\u00a0\r\n\t\ufeff\ud800\uf700\uf70a\uf711\uf71e\u0301e "),
        st.characters(),
    )
)


@pytest.mark.parametrize(
    "spelling",
    [
        "\u0e19\u0e49\u0e33",
        "\u0e19\u0e33\u0e49",
        "\u0e19\u0e4d\u0e49\u0e32",
        "\u0e19\u0e49\u0e4d\u0e32",
        "\u0e19\u200b\u0e49\u0e33",
        "\u0e19\uf70b\u0e33",
        "\u0e19\u0e49\u0e49\u0e33",
        "\u0e19\uf711\uf714\u0e32",
        "\u0e19\u0e4d\u0e49\u0e49\u0e32",  # needs a second pass
    ],
)
def test_spellings_of_one_word(spelling):
    assert clean(spelling) == NAM


@pytest.mark.parametrize(
    ("raw", "repaired"),
    [
        ("เเพร่", "แพร่"),
        ("\u0e17\u0e35\u0e48", "\u0e17\u0e35\u0e48"),
        ("\u0e17\u0e48\u0e35", "\u0e17\u0e35\u0e48"),  # ที่
        ("\u0e2a\u0e34\u0e17\u0e18\u0e4c\u0e34", "\u0e2a\u0e34\u0e17\u0e18\u0e34\u0e4c"),  # สิทธิ์
        ("\u0e1c\u0e39\u0e49", "\u0e1c\u0e39\u0e49"),
        ("\u0e1c\u0e49\u0e39", "\u0e1c\u0e39\u0e49"),  # ผู้
        ("\u0e17\u0e35\u0e35\u0e48\u0e48", "\u0e17\u0e35\u0e48"),
        ("\u0e19\u0e4d\u0e32", "\u0e19\u0e33"),
        ("\uf70f\uf700", "ญฐ"),
        ("\u0e1b\uf701\uf713", "\u0e1b\u0e34\u0e48"),
        ("e\u0301", "é"),
        ("a\u00a0b\u202fc\td", "a b c d"),
        ("a\r\nb\rc\nd\u2028e\x0bf", "a\nb\nc\nd\ne\nf"),
        ("\ufeffก\u200bข\u00adค\u202e\x00\x1f\x9f\ud83d\uffff", "กขค"),
        ("๑๒ 12 ½ ㎡ … ﬁ", "๑๒ 12 ½ ㎡ … ﬁ"),
        ("  ก  ", "  ก  "),
    ],
)
def test_safe_repairs(raw, repaired):
    assert clean(raw) == repaired


@given(AWKWARD)
def test_cleaning_again_changes_nothing(raw):
    assert clean(clean(raw)) == clean(raw)


@given(AWKWARD)
def test_clean_text_is_nfc_and_fit_for_xml(raw):
    text = clean(raw)
    assert unicodedata.is_normalized("NFC", text)
    assert all(c == "\n" or unicodedata.category(c) not in {"Cc", "Cs"} for c in text)
    assert not set(text) & {"\ufffe", "\uffff", "\ufeff", "\u200b", "\u00a0"}


@given(st.text(st.sampled_from("กขคงจ 123๑๒๓abc\n.,()-ๆฯ")))
def test_plain_text_stays_as_typed(text):
    assert clean(text) == text


def test_every_glyph_code_of_the_old_fonts():
    codes = [chr(code) for code in range(0xF700, 0xF71B)]
    tall, below = "\u0e34\u0e35\u0e36\u0e37", "\u0e38\u0e39\u0e3a"
    tones = "\u0e48\u0e49\u0e4a\u0e4b\u0e4c"
    letters = ["ฐ", *tall, *tones, *tones, "ญ", *"\u0e31\u0e4d\u0e47", *tones, *below]
    assert [clean(code) for code in codes] == letters


def test_long_runs_of_marks_are_no_trap():
    started = time.process_time()
    for run in ("\u0e48\u0e34\u0e49\u0e35", "\u0e33\u0e48\u0e33\u0e49", "\u0e4d\u0e48\u0e32"):
        clean(run * 8_000)
    assert time.process_time() - started < 2  # seconds; 0.05 measured, minutes if passes pile up


@pytest.mark.parametrize(
    "spelling", ["สำนักงาน ป.ป.ง.", "สํานักงาน ปปง", "สำนักงานปปง.", " สำ\u200bนักงาน\n(ปปง)"]
)
def test_key_of_one_name(spelling):
    assert key(spelling) == "สำนักงานปปง"


@pytest.mark.parametrize(
    ("one", "other"),
    [("ข้อ ๑๒", "ข้อ 12"), ("ＡＢＣ", "abc"), ("กรุงเทพฯ", "กรุงเทพ"), ("E-mail", "email")],
)
def test_keys_agree(one, other):
    assert key(one) == key(other)


def test_keys_differ():
    assert len({key(name) for name in ("ปา", "ป่า", "ป้า", "ปาา", "ปำ")}) == 5


def test_where_text_may_be_cut():
    text = "เพื่อน้ำ ก"
    starts = [text[i] for i in range(len(text)) if is_cluster_start(text, i)]
    assert starts == ["เ", "อ", "น", " ", "ก"]
    assert is_cluster_start(text, len(text))


@pytest.mark.parametrize(
    ("text", "index", "start"),
    [
        ("กา", 1, True),
        ("กำ", 1, False),
        ("ก\n่", 2, True),  # nothing there to stand on
        ("เ ก", 1, True),
        ("ไก", 1, False),
        ("e\u0301", 1, False),
        ("\u0e31", 0, True),
        ("", 0, True),
    ],
)
def test_cluster_starts(text, index, start):
    assert is_cluster_start(text, index) is start


@given(AWKWARD)
def test_cut_text_joins_again(text):
    cuts = [i for i in range(len(text) + 1) if is_cluster_start(text, i)]
    assert cuts[0] == 0
    assert cuts[-1] == len(text)


def test_unknown_private_use_is_kept_and_told():
    assert private_use("ก\uf70a\uf71e\ue000\uf71e\U000f0000") == "\uf71e\ue000\U000f0000"
    assert clean("\uf71e\uf70a") == "\uf71e\u0e48"
    assert private_use(NAM) == ""


@pytest.mark.parametrize("words", ["ทดสอบ", "น้ำ ปู่", "ไม่มี ๑๒๓"])
def test_thai_that_was_taken_for_western_letters_is_told(words):
    spoiled = words.encode("cp874").decode("latin-1")
    assert set(misread(spoiled)) <= set(spoiled)
    assert misread(spoiled)


@pytest.mark.parametrize(
    "words", ["", "ทดสอบ", "Café São Tomé à Île", "···· °°° ½", "naïve coöperation"]
)
def test_words_of_other_languages_are_none(words):
    assert misread(words) == ""
