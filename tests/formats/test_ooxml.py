"""Words between two tags: told without a parser only where every parser says the same."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import etree

from formgen.formats.ooxml import parse, spelled
from formgen.model.diagnostics import FormgenError

PIECES = ["ก", "a", " ", "\t", "\n", "\r", "&", "&amp;", "&lt;", "&quot;", "&#65;", "&no;", ">"]
OTHERS = ["]]>", "\0", "\x0b", "\x7f", "\x85", "\xa0", "\ud800", "\ufffe", "\U0001ffff", "😀"]


@given(st.lists(st.sampled_from(PIECES + OTHERS) | st.text("กข&;<>lt#", max_size=4)).map("".join))
@example("&amp;lt;")
def test_words_are_those_that_parsers_say(text):
    xml = text.encode(errors="surrogatepass")
    words = spelled(xml) if b"<" not in xml else None
    if words is not None:
        said: list[str] = []
        parse(b"<a>%b</a>" % xml, lambda *_: None, None, said.append)
        assert "".join(said) == words
        assert (etree.fromstring(b"<a>%b</a>" % xml).text or "") == words


@pytest.mark.parametrize("text", ["", "มี", "a  b", "&lt;ก&gt; &amp; &quot;ข&apos;", "\u200b\n\t"])
def test_usual_words_need_no_parser(text):
    assert spelled(text.encode()) is not None


@pytest.mark.parametrize("xml", [b"\xff", b"a\rb", b"&#65;", b"&no;", b"]]>", b"a & b", b"\x00"])
def test_other_words_are_left_to_a_parser(xml):
    assert spelled(xml) is None


def test_a_document_type_is_refused():
    with pytest.raises(FormgenError):
        parse(b"<!DOCTYPE a><a/>", lambda *_: None)
