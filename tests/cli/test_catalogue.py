"""Every sentence of the commands has its Thai, and the compiled catalogue is the written one."""

import io
import string
from pathlib import Path

from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po

import formgen

HOME = Path(formgen.__file__).parent
CATALOGUE = HOME / "locale/th/LC_MESSAGES"


def written():
    return read_po(io.BytesIO((CATALOGUE / "messages.po").read_bytes()), locale="th")


def test_every_sentence_has_its_thai():
    catalogue = written()
    said = {message for _, _, message, _, _ in extract_from_dir(str(HOME / "cli"))}
    assert len(said) > 40
    missing = [one for one in said if not (catalogue.get(one) and catalogue.get(one).string)]
    assert missing == []


def test_the_placeholders_are_the_same_in_both():
    for message in written():
        if isinstance(message.id, str) and message.id:
            names = [sorted(filter(None, (part[1] for part in string.Formatter().parse(text))))
                     for text in (message.id, message.string)]  # fmt: skip
            assert names[0] == names[1], message.id


def test_the_compiled_catalogue_is_the_written_one():
    compiled = io.BytesIO()
    write_mo(compiled, written())
    assert (CATALOGUE / "messages.mo").read_bytes() == compiled.getvalue()
    assert read_mo(io.BytesIO(compiled.getvalue())).get("Commands").string == "คำสั่ง"
