"""Our line ends beside those of another dictionary: ICU's, as Node.js and Chrome have it."""

import json
import re
import subprocess

import pytest
from tests.formats.pdf.samples import amlo, paragraphs, staffing

from formgen.thai.linebreak import clusters, word_ends

pytestmark = pytest.mark.interop

PROGRAM = """
const words = new Intl.Segmenter("th", { granularity: "word" });
const texts = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
const starts = (text) => Array.from(words.segment(text), (one) => one.index);
console.log(JSON.stringify(texts.map(starts)));
"""


def by_icu(texts: list[str]) -> list[list[int]]:
    """The offsets, in UTF-16, at which words begin; no text has a character beyond them."""
    done = subprocess.run(
        ["node", "-e", PROGRAM], input=json.dumps(texts), check=True, capture_output=True, text=True
    )
    return json.loads(done.stdout)


def test_two_dictionaries_agree_on_the_words_of_the_forms():
    texts = [one.printed for form in (amlo(), staffing()) for one in paragraphs(form)]
    ours, theirs = set(), set()
    for number, (text, starts) in enumerate(zip(texts, by_icu(texts), strict=True)):
        inside = [
            offset
            for offset in range(1, len(text))
            if re.fullmatch("[ก-ฺเ-๎]{2}", text[offset - 1 : offset + 1])
        ]
        ours |= {(number, offset) for offset in word_ends(text) if offset in inside}
        theirs |= {(number, offset) for offset in starts if offset in inside}
        assert word_ends(text) <= clusters(text)
    both = len(ours & theirs)
    assert len(ours) > 1500
    assert both / len(ours) >= 0.96
    assert both / len(theirs) >= 0.92
