"""Run by a Python that has GObject: fill in the fields of a PDF as poppler's viewers do; save it.

    python3 fill_poppler.py SOURCE TARGET

Standard input is JSON: [[page from 0, x, y from the lower left, words or true (click)], ...].
"""

import json
import sys
from pathlib import Path

import gi

gi.require_version("Poppler", "0.18")
from gi.repository import Poppler  # noqa: E402 - the version goes first


def main():
    source, target = (Path(one).absolute().as_uri() for one in sys.argv[1:])
    document = Poppler.Document.new_from_file(source, None)
    pages = [document.get_page(number) for number in range(document.get_n_pages())]
    kept = [page.get_form_field_mapping() for page in pages]
    for number, x, y, value in json.load(sys.stdin):
        (field,) = (
            one.field
            for one in kept[number]
            if one.area.x1 <= x <= one.area.x2 and one.area.y1 <= y <= one.area.y2
        )
        kind = field.get_field_type()
        if kind is Poppler.FormFieldType.TEXT:
            field.text_set_text(value)
        elif kind is Poppler.FormFieldType.CHOICE:
            labels = [field.choice_get_item(n) for n in range(field.choice_get_n_items())]
            field.choice_select_item(labels.index(value))
        else:
            field.button_set_state(True)
    document.save(target)


main()
