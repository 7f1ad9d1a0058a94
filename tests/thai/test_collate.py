import random

from formgen.thai.collate import sort_key

IN_ORDER = [
    "๑ มกราคม",
    "กก",
    "กระบี่",
    "กรุงเทพมหานคร",
    "กาญจนบุรี",
    "กาฬสินธุ์",
    "กำแพงเพชร",
    "เกาะสมุย",
    "ขอนแก่น",
    "จันทบุรี",
    "ฉะเชิงเทรา",
    "เชียงราย",
    "เชียงใหม่",
    "ตราด",
    "นครสวรรค์",
    "นราธิวาส",
    "น่าน",
    "บึงกาฬ",
    "ประจวบคีรีขันธ์",
    "เพชรบูรณ์",
    "แพร่",
    "แม่ฮ่องสอน",
    "ยโสธร",
    "เลย",
    "สมุทรสาคร",
    "สุโขทัย",
    "อำนาจเจริญ",
    "Bangkok",
]


def test_order_of_the_dictionary():
    shuffled = random.Random(1).sample(IN_ORDER, len(IN_ORDER))
    assert sorted(shuffled, key=sort_key) == IN_ORDER


def test_leading_vowel_comes_after_its_consonant():
    assert sorted(["เก", "ข", "กา", "แก", "โก", "กะ"], key=sort_key) == [
        "กะ", "กา", "เก", "แก", "โก", "ข",
    ]  # fmt: skip


def test_marks_decide_only_between_equal_letters():
    assert sorted(["ป๋า", "ป้า", "ปา", "ป๊า", "ป่า", "ปาก"], key=sort_key) == [
        "ปา", "ป่า", "ป้า", "ป๊า", "ป๋า", "ปาก",
    ]  # fmt: skip
    assert sorted(["ป่ามา", "ปาม่า", "ปามา"], key=sort_key) == ["ปามา", "ปาม่า", "ป่ามา"]


def test_spaces_and_points_do_not_count_and_digits_have_one_value():
    assert sorted(["อ. ข", "อค", "อ.ก"], key=sort_key) == ["อ.ก", "อ. ข", "อค"]
    assert sorted(["เขต ๒", "เขต 3", "เขต ๑"], key=sort_key) == ["เขต ๑", "เขต ๒", "เขต 3"]


def test_any_two_texts_have_an_order():
    assert sorted(["เ", "", "a", "ก", "🙂", "่"], key=sort_key) == ["", "่", "ก", "เ", "a", "🙂"]
