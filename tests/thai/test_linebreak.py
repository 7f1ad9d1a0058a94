import re
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from formgen.thai import linebreak
from formgen.thai.linebreak import blanked, breaks, clusters, word_ends

TOP = Path(__file__).parents[2]

# Every permitted line end is a bar.
GOLDEN = """
สามารถ|จัด|หา|อีเมล|ได้ |๒ ช่อง|ทาง |คือ |(๑) หน่วย|งาน|สร้าง|อีเมล|กลาง|เอง
ระเบียบ|สำนัก|นายก|รัฐมนตรี|ว่าด้วย|งาน|สารบรรณ |(ฉบับที่ ๔) |พ.ศ. ๒๕๖๔
มาตรา ๑๐ |แห่ง|พระ|ราช|บัญญัติ|การ|ปฏิบัติ|ราชการ
มาตรา ๘ |และ|มาตรา ๑๗ |แห่ง
ดิจิทัล |(องค์การ|มหาชน) |(มสพร.) ๖-๒๕๖๕ |บทที่ ๖ |ใน|ส่วน|ของ|อีเมล
อีเมล |dcc_division@dga.or.th |เพื่อ|เผยแพร่
ได้|มาตรฐาน |ISO/IEC ๒๗๐๐๑ |(ISMS)
อิเล็กทรอนิกส์ |(ขมธอ. ๑-๒๕๕๗) |ว่าด้วย
สื่อ|สังคม|ออนไลน์ |(เช่น |LINE, |Facebook ฯลฯ)
หลักฐาน|ต่าง ๆ |ซึ่ง|ใน|เรื่อง|ต่างๆ |ได้
บังคับ|ใช้ |ณ วัน|ที่|เท่าใด|และ|งบประมาณ |และ|การ
จาก|กรมฯ |และ|ทดสอบ
ให้ |อปท. |จะ|ต้อง
National |e-Payment |ของ|กระทรวง |(Re-Process)
ผ่าน|เว็บไซต์ |www.facebook.com |และ|สามารถ
และ/|หรือ |ตอบ|ข้อมูล
๑. สามารถ|จัด|หา
๑.๑ กรณี|ที่
๑๒.๑๐ ให้|หน่วย|งาน
☐ ไม่|มี
☑ อยู่|ระหว่าง|ดำเนิน|การ
วันที่ ๑ ตุลาคม ๒๕๖๕ |เวลา |๐๘.๓๐ น. |ณ ห้อง|ประชุม
๒๒ พ.ย. ๖๙ |หรือ
โทร. ๐ ๒๑๔๑ ๑๐๐๐ |อีเมล
มี|จำนวน |๑,๐๐๐ คน |เป็น|เงิน |๑,๒๕๐.๕๐ บาท
ร้อยละ ๕ |หรือ |๕% |ของ
พ.ร.บ. ๒๕๖๒ |และ|ภาคผนวก ๗ |ของ
( ก ) |และ |“ ข ”
ที่ |https://www.dga.or.th/a-b/c?d=e |ได้
เลขที่ ๔๒๒ |หมู่ที่ ๓
""".strip().splitlines()

WHOLE = (
    """
พ.ศ. ๒๕๖๔|พ.ศ. ๒๕๖๕|พ.ศ. ๒๕๖๒|(ฉบับที่ ๔)|มาตรา ๑๐|มาตรา ๒๐|มาตรา ๘|๒ ช่อง|๖ ประเภท|บทที่ ๖|ภาคผนวก ๗
(๑) ห|(๒) ห|(มสพร.) ๖-๒๕๖๕|(ขมธอ. ๑-๒๕๕๗)|ISO/IEC ๒๗๐๐๑|ISO/IEC ๒๗๗๐๑|เวอร์ชัน ๒.๐
www.facebook.com|dcc_division@dga.or.th|Facebook ฯลฯ|ต่าง ๆ|หนึ่ง ๆ|ใดๆ|กรมฯ|ณ วัน|ณ เวลา|สพร.|อปท.
e-Payment|Re-Process|(GDx)
""".replace("\n", "|")
    .strip("|")
    .split("|")
)


def strings(node):
    if isinstance(node, dict):
        node = [value for key, value in node.items() if key not in {"id", "code", "source"}]
    if isinstance(node, list):
        return [text for child in node for text in strings(child)]
    return [node] if isinstance(node, str) else []


def paragraphs() -> list[str]:
    files = sorted((TOP / "content").glob("*/survey.yaml"))
    return [t for f in files for t in strings(yaml.safe_load(f.read_text("utf-8")))]


def barred(text: str) -> str:
    ends = breaks(text)
    return "".join("|" * (n in ends) + character for n, character in enumerate(text))


@pytest.mark.parametrize("expected", GOLDEN)
def test_golden(expected):
    assert barred(expected.replace("|", "")) == expected


def test_the_surveys_are_long_enough_to_prove_something():
    assert sum(map(len, paragraphs())) > 9000
    assert sum(len(breaks(text)) for text in paragraphs()) > 1500


def test_no_line_starts_with_what_leans_on_the_letter_before():
    for text in paragraphs():
        for offset in breaks(text):
            assert not re.match("[ฯ-ฺๅ-๎]| ", text[offset]), barred(text)
            assert not re.match("[เ-ไ(\\[{“]", text[offset - 1]), barred(text)


@pytest.mark.parametrize("phrase", WHOLE)
def test_what_belongs_together_is_never_torn(phrase):
    found = 0
    for text in paragraphs():
        for match in re.finditer(re.escape(phrase), text):
            found += 1
            assert not breaks(text).keys() & set(range(match.start() + 1, match.end()))
    assert found


def test_costs():
    costs = breaks("การดำเนินการ ของหน่วยงาน")
    assert costs == {
        3: linebreak.AFTER_PREFIX,
        9: linebreak.INSIDE_COMPOUND,
        13: linebreak.AT_BLANK,
        16: linebreak.BETWEEN_WORDS,
        21: linebreak.INSIDE_COMPOUND,
    }
    assert list(costs) == sorted(costs)


def test_a_syllable_that_ends_a_compound_is_no_prefix():
    assert breaks("ดำเนินการโดย")[9] == linebreak.BETWEEN_WORDS


def test_the_list_of_compounds_is_tidy():
    words = Path(linebreak.__file__).with_name("compounds.txt").read_text("utf-8").splitlines()
    assert words == sorted(set(words))
    assert not [word for word in words if not word or " " in word]


def test_blanks_at_the_ends_are_no_line_ends():
    assert not breaks("  ก  ")
    assert not breaks("")
    assert not breaks("   ")


def test_control_characters_count_as_blanks():
    assert blanked("ก\x00ข\tค\nง\ud800จ") == "ก ข ค ง จ"
    assert list(breaks("ก่อน\x00แล้ว")) == [5]
    assert list(breaks("ฉันรัก\x1fไทย\ud800จริง")) == [3, 7, 11]


def test_spaces_that_forbid_a_line_end():
    assert not breaks("ก\u00a0ข\u202fค\u2060ง")


def test_zero_width_space_allows_one():
    assert list(breaks("กข\u200bคง")) == [3]


def test_word_ends_are_those_of_breaks_and_those_inside_what_is_kept():
    text = "(ฉบับที่ ๔) พ.ศ. ๒๕๖๔"
    assert list(breaks(text)) == [12]
    assert word_ends(text) == {5, 9, 12, 17}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("น้ำที่เก็บ", "น้ำ|ที่|เก็|บ"),
        ("โต๊ะฯลฯ ๆ", "โต๊ะฯ|ลฯ| ๆ"),
        ("e\u0301a👨\u200d👩x", "e\u0301|a|👨\u200d👩|x"),
        ("เ", "เ"),
        ("\nก", "\n|ก"),
    ],
)
def test_clusters(text, expected):
    starts = clusters(text)
    found = "".join("|" * (n > 0 and n in starts) + c for n, c in enumerate(text))
    assert found == expected


@given(
    st.text(alphabet=st.one_of(st.characters(), st.sampled_from("กขเแะาำ่้ๆฯ ๑๒.()-")), max_size=60)
)
def test_every_line_end_is_inside_the_text_and_between_clusters(text):
    ends = breaks(text)
    assert all(0 < offset < len(text) for offset in ends)
    assert ends.keys() <= clusters(text) & word_ends(text)
    assert not [offset for offset in ends if blanked(text)[offset] == " "]


def test_a_missing_library_is_said_aloud(monkeypatch):
    monkeypatch.setattr(linebreak.thaibreak, "lines", lambda text, _mark: text)
    linebreak._engine.cache_clear()
    with pytest.raises(linebreak.BreakerMissingError, match="thaibreak"):
        breaks("ข้อความที่ยังไม่มีใครตัด")
    monkeypatch.undo()
    linebreak._engine.cache_clear()
    assert breaks("ข้อความที่ยังไม่มีใครตัด")
