import string

from hypothesis import given
from hypothesis import strategies as st
from tests.formats.pdf.samples import amlo, staffing

from formgen.formats.pdf.names import META, control_name, field_name

ids = st.from_regex("[a-z][a-z0-9_]{0,8}", fullmatch=True)
controls = st.lists(ids, min_size=2, max_size=4).map(".".join)


def test_a_field_is_called_like_its_control_with_dashes():
    assert field_name("email.status") == "email-status"
    assert field_name("respondent.agency_type.specify") == "respondent-agency_type-specify"


@given(controls)
def test_a_name_says_its_control(control):
    name = field_name(control)
    assert control_name(name) == control
    assert set(name) <= set(string.ascii_lowercase + string.digits + "_-")
    assert name != META


@given(controls, controls)
def test_two_controls_have_two_names(one, other):
    assert (field_name(one) == field_name(other)) == (one == other)


def test_names_of_something_else_are_not_understood():
    for name in (META, "", "Text1", "email.status", "email-", "-a", "Email-status", "email-a "):
        assert control_name(name) is None


def test_all_controls_of_a_form_have_names_of_their_own():
    for form in (amlo(), staffing()):
        controls = [field.name for field in form.fields]
        controls += [field.control(each) for field in form.fields for each in field.choices]
        assert len(set(map(field_name, controls))) == len(controls)
