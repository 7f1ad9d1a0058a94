import re
from collections import Counter

import pytest
from lxml import etree
from tests.clerk import docx as clerk
from tests.formats.docx.forms import (
    DOCUMENT,
    FORM,
    VALUES,
    amlo,
    changed,
    control,
    edited,
    members,
    nameless,
    packed,
    part,
    staffing,
    swapped,
    written,
)

from formgen.formats.docx import FORMAT
from formgen.model.codes import Code
from formgen.model.diagnostics import FormgenError
from formgen.model.note import AUTHOR, Note, signed

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
FILLED = written(VALUES)
COMMENTS, TYPES = "word/comments1.xml", "[Content_Types].xml"
RELATIONS = "word/_rels/document.xml.rels"
NOTE = Note("", "", "โปรดแก้ไข")


def read(data, form=FORM):
    return FORMAT.read(form, data)


def at(field, data=FILLED):
    return read(data).marks[field].at


def said(data, name=COMMENTS):
    """What each comment of ours says, and the words that it is about; they alone are coloured."""
    root = etree.fromstring(part(data).encode())
    texts = {
        one.get(f"{W}id"): "\n".join("".join(p.itertext()) for p in one.iter(f"{W}p"))
        for one in etree.fromstring(part(data, name).encode())
        if one.get(f"{W}author") == AUTHOR
    }
    spoken, open_, about = [], {}, set()
    for one in root.iter():
        number = one.get(f"{W}id")
        if one.tag == f"{W}commentRangeStart" and number in texts:
            open_[number] = []
        elif one.tag == f"{W}commentRangeEnd" and number in open_:
            text, _, _ = texts[number].rpartition("\n")
            assert texts[number] == signed(text)
            spoken.append((text, "".join(open_.pop(number)).strip()))
        elif one.tag == f"{W}commentReference":
            about.add(number)
        elif one.tag == f"{W}t":
            assert bool(open_) == (one.getparent().find(f"{W}rPr/{W}highlight") is not None)
            for words in open_.values():
                words.append(one.text or "")
    assert about >= texts.keys()
    assert len(spoken) == len(texts)
    return spoken


def refused(data, *notes):
    with pytest.raises(FormgenError) as error:
        FORMAT.mark(data, notes or [NOTE])
    (problem,) = error.value.diagnostics
    return problem


# ---------------------------------------------------------------- what is marked


def test_words_are_coloured_and_a_comment_says_why():
    marked = FORMAT.mark(FILLED, [Note(at("me.code"), "me.code", "รหัสไม่ตรงกับทะเบียน")])
    assert said(marked) == [("รหัสไม่ตรงกับทะเบียน", "76-001")]


def test_a_box_is_marked_with_its_words():
    marked = FORMAT.mark(FILLED, [Note(at("mail.status"), "mail.status", "x")])
    assert said(marked) == [("x", "☑อยู่ระหว่างดำเนินการ")]


def test_boxes_of_one_cell_have_one_comment():
    marked = FORMAT.mark(FILLED, [Note("w:tag mail.have, mail.none", "mail.status", "x")])
    ((text, words),) = said(marked)
    assert text == "x"
    assert words.startswith("☐มี")
    assert words.endswith("ไม่มี")


def test_controls_of_several_cells_have_a_comment_each():
    marked = FORMAT.mark(FILLED, [Note("w:tag mail.doing, w:docPart me.code", "", "x")])
    assert Counter(said(marked)) == Counter({("x", "76-001"): 1, ("x", "☑อยู่ระหว่างดำเนินการ"): 1})


@pytest.mark.parametrize("form", [FORM, amlo(), staffing()], ids=["every", "amlo", "staffing"])
def test_every_field_may_be_marked_and_the_file_reads_as_before(form):
    data = written(of=form)
    before = read(data, form)
    notes = [Note(mark.at, name, f"โปรดแก้ {name}") for name, mark in before.marks.items()]
    marked = FORMAT.mark(data, notes)
    assert read(marked, form) == before
    assert FORMAT.identify(marked) == FORMAT.identify(data)
    assert {text for text, _ in said(marked)} == {note.text for note in notes}
    assert FORMAT.mark(data, notes) == marked


def test_only_the_parts_that_say_it_are_changed():
    marked = FORMAT.mark(FILLED, [Note(at("mail.status"), "mail.status", "x")])
    before, after = members(FILLED), members(marked)
    assert after.keys() - before.keys() == {COMMENTS}
    assert {n for n in before if before[n] != after[n]} == {DOCUMENT, RELATIONS, TYPES}
    words = [
        re.findall("<w:t[ >].*?</w:t>|<w:tab/>|<w:br/>", part(data)) for data in (FILLED, marked)
    ]
    assert words[0] == words[1]


def test_what_is_said_of_one_place_is_said_together_and_once():
    here = at("me.code")
    notes = [Note(here, "me.code", text) for text in ("หนึ่ง", "สอง", "หนึ่ง")]
    assert said(FORMAT.mark(FILLED, notes)) == [("หนึ่ง\nสอง", "76-001")]


@pytest.mark.parametrize(
    "where", ["", "docProps/custom.xml", "w:ftr", "w:tag no.such", "w:sdt 99", "w:p “”"]
)
def test_a_note_without_a_place_stands_at_the_title(where):
    assert said(FORMAT.mark(FILLED, [Note(where, "", "x")])) == [("x", FORM.title)]


def test_a_note_without_a_place_stands_at_its_field_if_it_is_there():
    assert said(FORMAT.mark(FILLED, [Note("", "me.code", "x")])) == [("x", "76-001")]
    marked = FORMAT.mark(FILLED, [Note("", "tools", "x")])
    ((_, words),) = said(marked)
    assert words.startswith("☑อีเมล")


@pytest.mark.parametrize("text", ['<b> & "c"', "บรรทัด\nสอง", "x\x0by\ud800z", "ก" * 40_000])
def test_any_words_can_be_said(text):
    ((words, _),) = said(FORMAT.mark(FILLED, [Note("", "", text)]))
    plain = re.sub("[\x0b\ud800]", "", text)
    assert words == (plain if len(plain) < 4_000 else plain[:3_999] + "…")


# ---------------------------------------------------------------- the way back


def test_a_marked_copy_that_was_put_right_is_read():
    blank = written()
    marked = FORMAT.mark(blank, [Note(at("mail.status", blank), "mail.status", "x"), NOTE])
    answers = {"mail.status": "none", "mail.remark": "แก้แล้ว", "me.type": "t1"}
    assert read(clerk.fill(marked, answers)) == read(clerk.fill(blank, answers))


def test_marks_of_an_earlier_round_are_taken_away():
    first = FORMAT.mark(FILLED, [Note(at("mail.status"), "mail.status", "x"), NOTE])
    second = [Note(at("web.status"), "web.status", "z")]
    again = FORMAT.mark(first, second)
    assert said(again) == [("z", "☑ไม่มี")]
    assert part(again) == part(FORMAT.mark(FILLED, second))


# ---------------------------------------------------------------- comments that are there


def commented(text="ถาม", *, author="เจ้าหน้าที่", answered=False):
    """The form with a comment of somebody else, as Word writes it, at its last paragraph."""
    inner = members(FILLED)
    about = (
        f'<w:comments xmlns:w="{W[1:-1]}" xmlns:w14="{W14}">'
        f'<w:comment w:id="4" w:author="{author}">'
        f'<w:p w14:paraId="0000000A"><w:r><w:t>{text}</w:t></w:r></w:p></w:comment></w:comments>'
    )
    further = (
        '<w15:commentsEx xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml">'
        '<w15:commentEx w15:paraId="0000000A" w15:done="0"/>'
        + '<w15:commentEx w15:paraId="0000000B" w15:paraIdParent="0000000A"/>' * answered
        + "</w15:commentsEx>"
    )
    kinds = (
        (
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments",
            "comments",
        ),
        (
            "http://schemas.microsoft.com/office/2011/relationships/commentsExtended",
            "commentsExtended",
        ),
    )
    related = "".join(
        f'<Relationship Id="c{n}" Type="{kind}" Target="{name}.xml"/>'
        for n, (kind, name) in enumerate(kinds)
    )
    start, end = (f'<w:commentRange{one} w:id="4"/>' for one in ("Start", "End"))
    reference = '<w:r><w:rPr/><w:commentReference w:id="4"/></w:r>'
    last = re.search("<w:r>(?:(?!<w:r>).)*จบแบบสำรวจ.*?</w:r>", part(FILLED))[0]
    inner[DOCUMENT] = part(FILLED).replace(last, start + last + end + reference)
    inner[RELATIONS] = part(FILLED, RELATIONS).replace("</Rel", f"{related}</Rel")
    return packed(inner | {"word/comments.xml": about, "word/commentsExtended.xml": further})


def test_comments_of_the_agency_stay():
    data = commented()
    marked = FORMAT.mark(data, [Note(at("me.code"), "me.code", "x")])
    assert read(marked) == read(data)
    assert [one.code.name for one in read(data).diagnostics] == ["TEXT_ADDED"]  # the comment
    assert said(marked, "word/comments.xml") == [("x", "76-001")]
    numbers = re.findall('<w:comment .*?w:id="([0-9]+)"', part(marked, "word/comments.xml"))
    assert numbers == ["4", "5"]
    assert "ถาม" in part(marked, "word/comments.xml")


def test_our_own_is_taken_away_wherever_word_tells_of_it():
    marked = FORMAT.mark(
        commented(signed("ถาม"), author=AUTHOR), [Note(at("me.code"), "me.code", "x")]
    )
    assert said(marked, "word/comments.xml") == [("x", "76-001")]
    assert "0000000A" not in part(marked, "word/commentsExtended.xml")
    assert part(marked).count("w:commentReference") == 1


def test_our_own_that_the_agency_answered_stays():
    data = commented(signed("ถาม"), author=AUTHOR, answered=True)
    marked = FORMAT.mark(data, [Note(at("me.code"), "me.code", "x")])
    assert "0000000A" in part(marked, "word/commentsExtended.xml")
    assert part(marked).count("w:commentReference") == 2


# ---------------------------------------------------------------- words in our own comment


ASKED = FORMAT.mark(FILLED, [Note(at("web.remark"), "web.remark", "โปรดแก้\nข้อ ๒")])


def answering(where):
    """The document in whose comment of ours somebody wrote: before it, in it, behind it."""
    answer = "<w:r><w:t>ตอบ: มี</w:t></w:r>"
    old, new = {
        "before": ("<w:p>", f"<w:p>{answer}</w:p><w:p>"),
        "in": ("</w:p>", f"{answer}</w:p>"),
        "behind": ("</w:p></w:comment>", f"{answer}</w:p></w:comment>"),
        "under": ("</w:p></w:comment>", f"</w:p><w:p>{answer}</w:p></w:comment>"),
        "instead": ("โปรดแก้", "ตอบ: มี"),
        "picture": ("</w:p></w:comment>", "<w:r><w:drawing/></w:r></w:p></w:comment>"),
    }[where]
    return swapped(ASKED, old, new, COMMENTS)


@pytest.mark.parametrize("where", ["before", "in", "behind", "under", "instead", "picture"])
def test_what_somebody_wrote_into_our_comment_is_told_and_stays(where):
    data = answering(where)
    (told,) = read(data).diagnostics
    assert (told.code, told.field) == (Code.TEXT_ADDED, "web.remark")
    words = "[ภาพ]" if where == "picture" else "ตอบ: มี"
    assert words in dict(told.facts)["text"]
    again = FORMAT.mark(data, [Note(at("me.code"), "me.code", "อีกข้อ")])
    assert read(again) == read(data)
    assert "อีกข้อ" in part(again, COMMENTS)


@pytest.mark.parametrize("where", ["behind", "under", "picture"])
def test_our_own_words_are_taken_away_from_around_theirs(where):
    data = answering(where)
    (told,) = read(data).diagnostics
    words = "[ภาพ]" if where == "picture" else "ตอบ: มี"
    assert dict(told.facts)["text"] == f"ความเห็น: {words}"
    again = part(FORMAT.mark(data, [Note(at("me.code"), "me.code", "อีกข้อ")]), COMMENTS)
    assert "ข้อ ๒" not in again
    assert again.count("จบข้อความของผู้ตรวจ") == 1
    assert not re.search("<w:p><w:r>(<w:rPr>((?!</w:rPr>).)*</w:rPr>)?<w:t[^>]*/>", again)


def test_our_comment_is_known_again_however_a_program_sets_it():
    joined = edited(
        ASKED, lambda text: re.sub("</w:p><w:p>.*?<w:t[^>]*>", "  ", text, count=1), COMMENTS
    )
    assert read(joined) == read(FILLED)
    assert read(swapped(ASKED, AUTHOR, "Author", COMMENTS)) == read(FILLED)


# ---------------------------------------------------------------- odd files


def test_a_control_without_a_name_is_marked_by_its_number():
    data = nameless(FILLED)
    assert at("me.code", data).startswith("w:sdt ")
    marked = FORMAT.mark(data, [Note(at("me.code", data), "me.code", "x")])
    assert said(marked) == [("x", "76-001")]
    assert read(marked) == read(data)


def test_a_line_that_lost_its_control_is_marked_by_its_words():
    data = changed(FILLED, "web.remark", lambda _: "<w:r><w:t>ยังไม่มี</w:t></w:r>")
    assert at("web.remark", data) == "w:p “หมายเหตุ”"
    marked = FORMAT.mark(data, [Note(at("web.remark", data), "web.remark", "x")])
    assert said(marked) == [("x", "หมายเหตุ ยังไม่มี")]
    assert read(marked) == read(data)


def test_of_two_lines_with_the_same_words_none_is_marked():
    data = FILLED
    for tag in ("web.remark", "mail.remark"):
        data = changed(data, tag, lambda _: "<w:r><w:t>ยังไม่มี</w:t></w:r>")
    marked = FORMAT.mark(data, [Note("w:p “หมายเหตุ”", "web.remark", "x")])
    assert said(marked) == [("x", FORM.title)]


def around_paragraphs(text):
    """Put a control round its whole paragraph, as some programs do."""
    paragraph = re.search(r"<w:p>(?:(?!<w:p>).)*76-001.*?</w:p>", text)[0]
    head = re.search("<w:pPr>.*?</w:pPr>", paragraph)[0]
    inside = re.search("(<w:sdt>.*?<w:sdtContent>)(.*?)(</w:sdtContent></w:sdt>)", paragraph)
    return text.replace(paragraph, f"{inside[1]}<w:p>{head}{inside[2]}</w:p>{inside[3]}")


def test_a_control_around_paragraphs_can_be_marked():
    data = edited(FILLED, around_paragraphs)
    assert read(data).marks == read(FILLED).marks
    marked = FORMAT.mark(data, [Note(at("me.code", data), "me.code", "x")])
    assert said(marked) == [("x", "76-001")]
    assert read(marked) == read(data)


def test_an_empty_control_around_a_paragraph_can_be_marked():
    def emptied(text):
        return re.sub(r"<w:r>(?:(?!<w:r>).)*76-001</w:t></w:r>", "", around_paragraphs(text))

    data = edited(FILLED, emptied)
    marked = FORMAT.mark(data, [Note(at("me.code", data), "me.code", "x")])
    assert said(marked) == [("x", "")]
    assert read(marked) == read(data)


def test_both_controls_of_one_name_are_marked():
    twice = control(FILLED, "me.code")
    data = swapped(FILLED, twice, twice + twice)
    assert read(data).marks["me.code"].at == "w:tag me.code"
    marked = FORMAT.mark(data, [Note("w:tag me.code", "me.code", "x")])
    assert said(marked) == [("x", "76-00176-001")]


def test_deleted_words_are_not_coloured():
    gone = '<w:del w:id="9"><w:r><w:delText>เก่า</w:delText></w:r></w:del>'
    data = changed(
        FILLED, "me.code", lambda old: old.replace("<w:sdtContent>", f"<w:sdtContent>{gone}")
    )
    marked = FORMAT.mark(data, [Note(at("me.code", data), "me.code", "x")])
    assert "highlight" not in re.search("<w:del .*?</w:del>", part(marked))[0]
    assert read(marked) == read(data)


def strict(data):
    inner = members(data)
    old, new = W[1:-1].encode(), b"http://purl.oclc.org/ooxml/wordprocessingml/main"
    return packed({name: one.replace(old, new) for name, one in inner.items()})


def with_member(name):
    return packed(members(FILLED) | {name: b"x"})


@pytest.mark.parametrize(
    "data",
    [
        strict(FILLED),
        with_member("word/vbaProject.bin"),
        with_member("word/embeddings/a.bin"),
        with_member("_xmlsignatures/sig1.xml"),
        swapped(commented(), "ถาม", "<b>", "word/comments.xml"),
        edited(commented(), lambda text: text.replace("w:comments", "w:odd"), "word/comments.xml"),
        edited(FILLED, lambda text: re.sub("<w:body>.*</w:body>", "<w:body/>", text)),
    ],
    ids=["strict", "macros", "object", "signed", "damaged", "no-comments", "blank"],
)
def test_a_file_that_is_too_odd_is_left_alone(data):
    read(data)
    assert refused(data).code is Code.FILE_NOT_MARKABLE
    assert refused(data).message("th")
