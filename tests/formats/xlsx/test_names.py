"""Names of controls and names of cells are each other's reverse."""

import re

from hypothesis import given
from hypothesis import strategies as st

from formgen.formats.xlsx.names import CLAIM, control_name, defined_name

ids = st.from_regex("[a-z][a-z0_]{0,6}", fullmatch=True)
controls = st.lists(ids, min_size=1, max_size=3).map(".".join)


def test_a_name_reads_like_its_control():
    assert defined_name("email.status") == "fg_email__status"
    assert defined_name("respondent.agency_type.specify") == "fg_respondent__agency_type__specify"
    assert defined_name("q1") == "fg_q1"
    assert defined_name("r1c1.a_1.b_") == "fg_r1c1__a_01__b_0"


@given(controls)
def test_every_control_comes_back(control):
    name = defined_name(control)
    assert control_name(name) == control
    assert control_name(name.upper()) == control
    assert re.fullmatch("fg_[a-z][a-z0-9_]*", name)  # what every spreadsheet takes for a name


@given(controls, controls)
def test_no_two_controls_share_a_name(one, other):
    assert (defined_name(one) == defined_name(other)) == (one == other)


@given(st.text("fg_a0.", max_size=9))
def test_other_names_are_none_of_ours(text):
    control = control_name(text)
    assert control is None or defined_name(control) == text.lower()
    assert control_name(CLAIM) is None
    assert control_name("_xlnm.Print_Area") is None
