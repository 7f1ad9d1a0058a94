"""What a roster looks like as a whole."""

from tests.paper import small_form

from formgen.model.recipient import Recipient
from formgen.model.survey import Role
from formgen.roster import Shared, picture_of

FORM = small_form()


def listed(*rows):
    return [Recipient(serial, f"A-{serial}", **row) for serial, row in enumerate(rows, 1)]


def agency(name="กรม", province="", mail="", **more):
    return {"agency_name": name, "province": province, "central_email": mail, **more}


def test_groups_are_largest_first_and_choices_are_named_by_their_words():
    rows = [agency(agency_type="department", ministry="ก")] * 2 + [
        agency(agency_type="ministry", ministry="ข"),
        agency(),
    ]
    picture = picture_of(listed(*rows), FORM)
    assert picture.agencies == 4
    assert picture.groups == {
        Role.AGENCY_TYPE: (("กรม", 2), ("กระทรวง", 1), ("", 1)),
        Role.MINISTRY: (("ก", 2), ("ข", 1), ("", 1)),
        Role.PROVINCE: (("", 4),),
    }


def test_names_are_counted_as_a_reader_sees_them():
    names = ["อบต. บ้านใหม่", "อบต.บ้านใหม่", "ABC", "abc", "กรม ก"]
    picture = picture_of(listed(*map(agency, names)), FORM)
    assert picture.names == Shared(2, 4, "อบต. บ้านใหม่")
    assert picture.names_in_province == Shared(0, 0)


def test_one_name_in_one_province_is_counted_beside():
    rows = [("ก", "น่าน"), ("ก", "น่าน"), ("ก", "ตรัง"), ("ข", ""), ("ข", "")]
    picture = picture_of(listed(*(agency(*row) for row in rows)), FORM)
    assert picture.names == Shared(2, 5, "ก")
    assert picture.names_in_province == Shared(1, 2, "ก")


def test_addresses_count_where_mail_can_be_sent():
    mails = ["a@b.go.th", "A@b.go.th", "x", "x", "", ""]
    picture = picture_of(listed(*(agency(mail=one) for one in mails)), FORM)
    assert picture.unreachable == 4
    assert picture.addresses == Shared(1, 2, "a@b.go.th")


def test_nobody_is_a_picture_too():
    picture = picture_of([], FORM)
    assert (picture.agencies, picture.unreachable, picture.names) == (0, 0, Shared(0, 0))
