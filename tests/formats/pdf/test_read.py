import contextlib
import io
import warnings
import zlib
from collections.abc import Callable

import pikepdf
import pypdfium2
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String
from tests.clerk import pdf as clerk
from tests.formats.pdf.samples import ANSWERS, amlo, filled, form_of, remark, staffing, token

from formgen.formats.pdf import FORMAT
from formgen.model.blocks import Entries, Entry
from formgen.model.codes import Code, Severity
from formgen.model.diagnostics import FormgenError
from formgen.model.identity import BLANK, Claim, Copy

FORMS = {"amlo": amlo, "staffing": staffing}
SHOWN = {
    "local": "องค์กรปกครองส่วนท้องถิ่น",
    "2026-11-22": "๒๒ พฤศจิกายน ๒๕๖๙",
    "2026-01-31": "๓๑ มกราคม ๒๕๖๙",
}


def unchanged(_: Pdf) -> None:
    pass


def changed(data: bytes, change: Callable[[Pdf], None], **how: object) -> bytes:
    with Pdf.open(io.BytesIO(data)) as pdf, warnings.catch_warnings():
        warnings.simplefilter("ignore", pikepdf.PageCopyWarning)  # of fields taken away
        change(pdf)
        file = io.BytesIO()
        pdf.save(file, fix_metadata_version=False, **how)
    return file.getvalue()


def named(pdf: Pdf, name: str) -> pikepdf.Object:
    return next(field for field in pdf.Root.AcroForm.Fields if str(field.T) == name)


def remove(pdf: Pdf, *names: str) -> None:
    """Take fields away, from the form and from the pages."""
    gone = [field for field in pdf.Root.AcroForm.Fields if str(field.T) in names]
    places = {one.objgen for field in gone for one in (field, *field.get("/Kids", ()))}
    for holder, key in [
        (pdf.Root.AcroForm, "/Fields"),
        *((one.obj, "/Annots") for one in pdf.pages),
    ]:
        holder[key] = Array([one for one in holder[key] if one.objgen not in places])


def add(pdf: Pdf, **entries: object) -> None:
    pdf.Root.AcroForm.Fields.append(pdf.make_indirect(Dictionary(**entries)))


@pytest.fixture(scope="module")
def blank() -> bytes:
    return FORMAT.write(amlo(), BLANK).data


@pytest.fixture(scope="module")
def issued() -> bytes:
    return FORMAT.write(amlo(), filled(amlo())).data


def codes(reading) -> dict[str, list[Code]]:
    told: dict[str, list[Code]] = {}
    for one in reading.diagnostics:
        told.setdefault(one.field, []).append(one.code)
    return told


def refused(data: bytes, read: bool = True) -> list[Code]:
    with pytest.raises(FormgenError) as error:
        FORMAT.read(amlo(), data) if read else FORMAT.identify(data)
    return [one.code for one in error.value.diagnostics]


def as_read(field, value):
    """What a mark holds when a field was filled in with a value."""
    if field.select and not field.dropdown:
        return value if isinstance(value, tuple) else (value,)
    return SHOWN.get(str(value), str(value))


# ---------------------------------------------------------------- sound files


@pytest.mark.parametrize("name", FORMS)
def test_a_blank_form_has_a_blank_mark_for_every_field(name):
    form = FORMS[name]()
    reading = FORMAT.read(form, FORMAT.write(form, BLANK).data)
    assert reading.diagnostics == ()
    assert reading.claim == Claim(form.survey, form.revision, form.digest)
    assert list(reading.marks) == [field.name for field in form.fields]
    for field in form.fields:
        mark = reading.marks[field.name]
        assert mark.raw == (() if field.select and not field.dropdown else "")
        assert mark.at.startswith("AcroForm ")


@pytest.mark.parametrize("name", FORMS)
def test_what_is_written_is_read(name):
    form = FORMS[name]()
    reading = FORMAT.read(form, FORMAT.write(form, filled(form)).data)
    assert reading.diagnostics == ()
    assert reading.claim.token == token(form)
    answers = ANSWERS[form.survey]
    for field in form.fields:
        if field.name in answers:
            assert reading.marks[field.name].raw == as_read(field, answers[field.name])
        else:
            assert reading.marks[field.name].raw in ("", ())


@pytest.mark.parametrize("name", FORMS)
def test_what_pypdf_fills_in_is_read(name):
    form = FORMS[name]()
    answers = ANSWERS[form.survey]
    data = clerk.fill(FORMAT.write(form, Copy(token(form))).data, answers)
    reading = FORMAT.read(form, data)
    assert reading.diagnostics == ()
    assert FORMAT.identify(data) == reading.claim
    assert reading.claim.token == token(form)
    dates = {"2026-11-22", "2026-01-31"}
    for field in form.fields:
        raw = reading.marks[field.name].raw
        value = answers.get(field.name)
        if value in dates:
            assert raw == value
        elif value is None:
            assert raw in ("", ())
        else:
            assert raw == as_read(field, value)


def test_what_is_typed_and_clicked_in_the_engine_of_chrome_is_read():
    form = amlo()
    written = FORMAT.write(form, BLANK)
    places = {place.control: place for place in written.placements}
    data = clerk.type_in(
        written.data,
        [
            (places["respondent.agency_name"], "องค์การน้ำปู่ ที่ ๑"),
            (places["respondent.agency_type"], "ร"),
            (places["email.none"], ""),
            (places["email.have"], ""),
            (places["email.remark"], "บรรทัดหนึ่ง\nสอง น้ำ"),
            (places["webboard.none"], ""),
            (places["webboard.none"], ""),
        ],
    )
    reading = FORMAT.read(form, data)
    assert reading.diagnostics == ()
    assert reading.claim.digest == form.digest
    raws = {name: mark.raw for name, mark in reading.marks.items() if mark.raw}
    assert raws == {
        "respondent.agency_name": "องค์การน้ำปู่ ที่ ๑",
        "respondent.agency_type": "ราชการส่วนภูมิภาค",
        "email.status": ("have",),
        "email.remark": "บรรทัดหนึ่ง\nสอง น้ำ",
    }


WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"), exclude_characters="\ufffe\uffff")
    | st.sampled_from("\t\n ก่น้ำ๑"),
    max_size=40,
)
NOTE = remark("q")
ONE_FIELD = form_of(Entries((Entry("ช่อง", (NOTE.name,)),)), fields=(NOTE,))


@settings(max_examples=60, deadline=None)
@example("þÿ these are the bytes by which UTF-16 is known")
@example("ï»¿ and those of UTF-8")
@given(WORDS)
def test_any_words_come_back_as_they_were(words):
    data = FORMAT.write(ONE_FIELD, Copy(None, ((NOTE.name, words),))).data
    assert FORMAT.read(ONE_FIELD, data).marks[NOTE.name].raw == words


@pytest.mark.parametrize("stored", ["a\r\nb\rc\nd", "a\nb\nc\nd"])
def test_all_line_ends_are_one(blank, stored):
    data = changed(blank, lambda pdf: named(pdf, "email-remark").__setattr__("V", String(stored)))
    assert FORMAT.read(amlo(), data).marks["email.remark"].raw == "a\nb\nc\nd"


@pytest.mark.parametrize("value", [Name.have, String("have"), String("/have")])
def test_a_state_may_be_stored_as_name_or_words(blank, value):
    def change(pdf):
        field = named(pdf, "email-status")
        field.V = value
        field.Kids[0].AS = Name.have

    reading = FORMAT.read(amlo(), changed(blank, change))
    assert reading.marks["email.status"].raw == ("have",)
    assert reading.diagnostics == ()


@pytest.mark.parametrize("stored", ["local", "องค์กรปกครองส่วนท้องถิ่น"])
def test_a_list_gives_its_label(blank, stored):
    def change(pdf):
        named(pdf, "respondent-agency_type").V = String(stored)

    marks = FORMAT.read(amlo(), changed(blank, change)).marks
    assert marks["respondent.agency_type"].raw == "องค์กรปกครองส่วนท้องถิ่น"


def test_a_text_may_be_a_stream_or_of_another_type(blank):
    def change(pdf):
        named(pdf, "email-remark").V = Stream(pdf, b"\xfe\xff" + "ยาว".encode("utf-16-be"))
        named(pdf, "respondent-name").V = Name("/Somchai")
        named(pdf, "respondent-position").V = Array([String("ก"), String("ข")])
        named(pdf, "respondent-phone").V = 21234567
        named(pdf, "respondent-email").V = Dictionary(A=1)

    marks = FORMAT.read(amlo(), changed(blank, change)).marks
    assert marks["email.remark"].raw == "ยาว"
    assert marks["respondent.name"].raw == "Somchai"
    assert marks["respondent.position"].raw == "ก, ข"
    assert marks["respondent.phone"].raw == "21234567"
    assert marks["respondent.email"].raw == ""


def test_a_signed_return_is_read(issued):
    data = changed(issued, lambda pdf: add(pdf, FT=Name.Sig, T=String("Signature1")))
    assert FORMAT.read(amlo(), data).diagnostics == ()


# ---------------------------------------------------------------- contradictions


def test_value_and_picture_disagree(issued):
    def change(pdf):
        named(pdf, "email-status").V = Name.none
        named(pdf, "social_media-status").V = Name.Off
        named(pdf, "website-status").Kids[0].AS = Name.have

    reading = FORMAT.read(amlo(), changed(issued, change))
    assert reading.marks["email.status"].raw == ("have", "none")
    assert reading.marks["social_media.status"].raw == ("in_progress",)
    assert reading.marks["website.status"].raw == ("have",)
    fields = ["email.status", "social_media.status", "website.status"]
    assert codes(reading) == {name: [Code.STATE_DISAGREES] for name in fields}
    facts = dict(reading.diagnostics[0].facts)
    assert (facts["shown"], facts["stored"]) == ("มี", "ไม่มี")


def test_two_boxes_are_ticked(blank):
    data = clerk.tick_all(clerk.fill(blank, {"email.status": "have"}), "email-status")
    reading = FORMAT.read(amlo(), data)
    assert reading.marks["email.status"].raw == ("have", "none", "in_progress")
    assert codes(reading) == {"email.status": [Code.STATE_DISAGREES]}


def test_a_state_that_is_no_choice(blank):
    def change(pdf):
        named(pdf, "email-status").V = Name.Yes

    reading = FORMAT.read(amlo(), changed(blank, change))
    assert codes(reading) == {"email.status": [Code.CHOICE_UNKNOWN]}
    assert dict(reading.diagnostics[0].facts)["raw"] == "Yes"


def test_two_fields_of_one_name_disagree(blank):
    def change(pdf):
        named(pdf, "email-remark").V = String("หนึ่ง")
        add(pdf, FT=Name.Tx, T=String("email-remark"), V=String("สอง"))
        add(pdf, FT=Name.Tx, T=String("website-remark"), V=String(""))

    reading = FORMAT.read(amlo(), changed(blank, change))
    assert codes(reading) == {"email.remark": [Code.PLACES_DISAGREE]}
    assert reading.diagnostics[0].severity is Severity.ERROR


def test_what_the_file_says_of_itself_disagrees(issued):
    digest = amlo().digest.encode()

    def other_metadata(pdf):
        words = pdf.Root.Metadata.read_bytes().replace(digest, b"0" * 64)
        pdf.Root.Metadata = Stream(pdf, words)

    def other_attachment(pdf):
        file = pdf.Root.AF[0]
        file.Desc = String(str(file.Desc).replace("amlo", "other"))

    for change in (other_metadata, other_attachment):
        data = changed(issued, change)
        assert refused(data) == refused(data, read=False) == [Code.PLACES_DISAGREE]


def empty_meta(pdf):
    named(pdf, "meta").V = String("")


def drop_metadata(pdf):
    del pdf.Root.Metadata


def drop_attachment(pdf):
    del pdf.Root.Names


def test_one_place_is_enough_to_know_the_form(issued):
    places = [empty_meta, drop_metadata, drop_attachment]
    for kept in places:
        data = issued
        for change in places:
            if change is not kept:
                data = changed(data, change)
        claim = FORMAT.identify(data)
        assert claim.digest == amlo().digest
        assert (claim.token is None) == (kept is drop_attachment)


def test_metadata_written_anew_is_understood(issued):
    def change(pdf):
        words = pdf.Root.Metadata.read_bytes().decode().replace("&quot;", "&#34;")
        pdf.Root.Metadata = Stream(pdf, words.encode())
        empty_meta(pdf)

    assert FORMAT.identify(changed(issued, change)).token == token(amlo())


# ---------------------------------------------------------------- what is gone or strange


def test_a_field_that_is_gone(blank):
    def change(pdf):
        remove(pdf, "email-status", "respondent-name")

    reading = FORMAT.read(amlo(), changed(blank, change))
    assert "email.status" not in reading.marks
    assert "respondent.name" not in reading.marks
    told = codes(reading)
    assert told == {"email.status": [Code.FIELD_MISSING], "respondent.name": [Code.FIELD_MISSING]}


def test_a_box_that_is_gone_casts_doubt_on_the_others():
    form = staffing()

    def change(pdf):
        remove(pdf, "tools-sign")

    data = changed(FORMAT.write(form, filled(form)).data, change)
    reading = FORMAT.read(form, data)
    assert reading.marks["tools.used"].raw == ("mail", "other")
    assert codes(reading) == {"tools.used": [Code.FIELD_MISSING]}


def test_a_field_the_form_does_not_have(blank):
    data = changed(blank, lambda pdf: add(pdf, FT=Name.Tx, T=String("extra"), V=String("คำ")))
    (told,) = FORMAT.read(amlo(), data).diagnostics
    assert (told.code, told.field) == (Code.CONTROL_UNKNOWN, "")
    assert dict(told.facts) == {"name": "extra", "raw": "คำ"}


def test_marks_drawn_over_the_page_are_not_overlooked(blank):
    def change(pdf):
        box = named(pdf, "email-status").Kids[0]
        left, bottom, right, top = (float(edge) for edge in box.Rect)
        page = pdf.pages[0].obj
        near = Array([left + 3, bottom, right + 6, top + 2])
        page.Annots.append(Dictionary(Subtype=Name.Ink, Rect=near))
        words = String("โปรดดูเอกสารแนบ")
        far = Array([400, 100, 480, 110])
        page.Annots.append(Dictionary(Subtype=Name.FreeText, Rect=far, Contents=words))
        page.Annots.append(Dictionary(Subtype=Name.Popup, Rect=near))

    reading = FORMAT.read(amlo(), changed(blank, change))
    assert codes(reading) == {"email.status": [Code.MARK_OUTSIDE], "": [Code.CONTROL_UNKNOWN]}
    assert dict(reading.diagnostics[1].facts)["raw"] == "โปรดดูเอกสารแนบ"


def test_things_that_act_are_named_and_not_run(blank):
    def change(pdf):
        pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
        pdf.pages[1].obj.AA = Dictionary(O=Dictionary(S=Name.Launch))
        named(pdf, "email-remark").AA = Dictionary(K=Dictionary(S=Name.SubmitForm))
        pdf.attachments["tool.EXE"] = b"MZ"
        pdf.attachments["plan.xlsx"] = b"PK"

    reading = FORMAT.read(amlo(), changed(blank, change))
    facts = [(one.code, dict(one.facts)) for one in reading.diagnostics]
    assert facts == [
        (Code.CONTROL_UNKNOWN, {"name": "plan.xlsx", "raw": ""}),
        (Code.ACTIVE_CONTENT, {"what": "JavaScript, Launch, SubmitForm, tool.EXE"}),
    ]


# ---------------------------------------------------------------- flattened files


def flattened(data: bytes) -> bytes:
    document = pypdfium2.PdfDocument(data)
    for number in range(len(document)):
        page = document[number]
        assert pypdfium2.raw.FPDFPage_Flatten(page.raw, 1) == 1
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def drop_fields(pdf):
    del pdf.Root.AcroForm
    for page in pdf.pages:
        if "/Annots" in page.obj:
            del page.obj.Annots


def test_a_flattened_form_is_recognised(issued):
    for data in (flattened(issued), changed(issued, drop_fields)):
        assert refused(data) == refused(data, read=False) == [Code.FIELDS_FLATTENED]


def test_a_form_saved_as_a_new_file_is_recognised_by_its_printed_codes(issued):
    def as_new(pdf):
        drop_fields(pdf)
        drop_metadata(pdf)
        drop_attachment(pdf)
        for page in pdf.pages:  # as some programs do, one drawing holds the whole page
            body = b"\n".join(one.read_bytes() for one in page.obj.Contents)
            drawing = Stream(pdf, body, Subtype=Name.Form, Resources=page.obj.Resources)
            page.obj.Resources = Dictionary(XObject=Dictionary(All=drawing))
            page.obj.Contents = Stream(pdf, b"/All Do")

    data = changed(issued, as_new)
    assert refused(data) == refused(data, read=False) == [Code.FIELDS_FLATTENED]


def test_another_document_is_no_form():
    with Pdf.new() as pdf:
        pdf.add_blank_page()
        file = io.BytesIO()
        pdf.save(file)
    assert FORMAT.identify(file.getvalue()) is None
    reading = FORMAT.read(amlo(), file.getvalue())
    assert {one.code for one in reading.diagnostics} == {Code.FIELD_MISSING, Code.PAGE_NOT_READ}
    assert reading.marks == {}


# ---------------------------------------------------------------- damaged and hostile files


def test_damaged_files(issued):
    for data in (b"%PDF-1.7\n", b"%PDF-1.7\nnothing", issued[: len(issued) // 2]):
        assert refused(data) == refused(data, read=False) == [Code.FILE_DAMAGED]


def test_a_diagnostic_does_not_tell_where_bytes_lay_in_memory():
    with pytest.raises(FormgenError) as error:
        FORMAT.identify(b"%PDF-1.7\n")
    assert "0x" not in str(error.value)


def test_a_repaired_file_is_read_with_a_warning(issued):
    data = issued.replace(b"startxref\n", b"startxref\n9")
    reading = FORMAT.read(amlo(), data)
    assert reading.marks["email.status"].raw == ("have",)
    assert codes(reading) == {"": [Code.FILE_REPAIRED]}


def test_junk_before_the_file_does_no_harm(issued):
    assert FORMAT.read(amlo(), b"\r\n--boundary\r\n" + issued).diagnostics == ()


def test_a_cut_off_update_is_not_taken_for_a_blank_form(blank):
    update = b"1 0 obj\n<< /T (email-remark) /V (answer"
    assert refused(blank + update) == [Code.FILE_DAMAGED]


def test_passwords(issued):
    locked = pikepdf.Encryption(user="secret", owner="secret")
    assert refused(changed(issued, unchanged, encryption=locked)) == [Code.FILE_PASSWORD]
    only_owner = pikepdf.Encryption(user="", owner="secret")
    data = changed(issued, unchanged, encryption=only_owner)
    assert FORMAT.read(amlo(), data).marks["email.status"].raw == ("have",)


def test_fields_that_hold_themselves(issued):
    def change(pdf):
        field = named(pdf, "email-remark")
        field.Kids = Array([field])
        field.Parent = field

    assert FORMAT.read(amlo(), changed(issued, change)).marks["email.status"].raw == ("have",)


def test_fields_nested_without_end(blank):
    def change(pdf):
        node = pdf.make_indirect(Dictionary(T=String("a")))
        pdf.Root.AcroForm.Fields.append(node)
        for _ in range(60):
            node.Kids = Array([pdf.make_indirect(Dictionary(T=String("a")))])
            node = node.Kids[0]

    assert refused(changed(blank, change)) == [Code.FILE_HOSTILE]


def test_too_many_fields(blank):
    def change(pdf):
        one = Dictionary(FT=Name.Tx, T=String("x"))
        pdf.Root.AcroForm.Fields.extend([one] * 30_000)

    assert refused(changed(blank, change)) == [Code.FILE_HOSTILE]


def test_what_unpacks_to_too_much(blank):
    packer = zlib.compressobj(9)
    bomb = b"".join(packer.compress(bytes(1 << 20)) for _ in range(80)) + packer.flush()

    def change(pdf):
        pdf.Root.Metadata = Stream(pdf, bomb, Filter=Name.FlateDecode)

    assert refused(changed(blank, change)) == [Code.FILE_HOSTILE]


def test_a_text_that_is_too_long(blank):
    def change(pdf):
        named(pdf, "email-remark").V = String("ก" * 1_500_000)

    assert refused(changed(blank, change)) == [Code.FILE_HOSTILE]


ODD = {
    "number": b"5",
    "truth": b"true",
    "list": b"[5 /x null]",
    "dictionary": b"<< /Fields 5 /Kids << >> /Names /x >>",
    "words": b"(text)",
    "half a letter": b"<feffd800>",
}


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("key", ["/AcroForm", "/Names", "/Metadata", "/OpenAction", "/AF"])
def test_objects_of_the_wrong_type(blank, key, odd):
    def change(pdf):
        pdf.Root[key] = pikepdf.Object.parse(ODD[odd])

    data = changed(blank, change)
    assert len(FORMAT.read(amlo(), data).marks) == len(amlo().fields)


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("key", ["/T", "/V", "/Kids", "/FT", "/AS"])
def test_fields_with_entries_of_the_wrong_type(blank, key, odd):
    def change(pdf):
        named(pdf, "email-status")[key] = pikepdf.Object.parse(ODD[odd])
        named(pdf, "email-remark")[key] = pikepdf.Object.parse(ODD[odd])

    reading = FORMAT.read(amlo(), changed(blank, change))
    assert len(reading.marks) >= len(amlo().fields) - 2


@pytest.mark.parametrize("place", range(0, 100, 4))
def test_bytes_changed_anywhere_never_end_in_a_traceback(issued, place):
    data = bytearray(issued)
    at = len(data) * place // 100
    data[at : at + 40] = bytes(reversed(data[at : at + 40]))
    with contextlib.suppress(FormgenError):
        FORMAT.identify(bytes(data))
        FORMAT.read(amlo(), bytes(data))
