"""A survey -> the content file in which a clerk would have written it."""

import yaml

from formgen.model.survey import Glyphs, Heading, Kind, Numbered, Plain, Question, Remark

_SELECTS = (Kind.SELECT_ONE, Kind.SELECT_MULTIPLE)


def yaml_text(survey):
    """Write a survey as YAML: long lines, keys in the order of the model."""
    return yaml.safe_dump(plain(survey), allow_unicode=True, width=10**9, sort_keys=False)


def plain(survey):
    """Write a survey as the keys of a content file; what is as usual is left out."""
    return {
        "schema": "formgen/survey@1",
        "id": survey.id,
        "revision": survey.revision,
        "title": survey.title,
        "instruction": survey.instruction,
        "glyphs": {name: getattr(survey.glyphs, name) for name in Glyphs.__slots__},
        "parts": [_part(part) for part in survey.parts],
    }


def _part(part):
    written = {
        "id": part.id,
        "number": part.number,
        "label": part.label,
        "title": part.title,
        "origin": part.origin.value,
        "enabled": part.enabled,
    }
    if part.fields:
        written["fields"] = [_question(one) for one in part.fields]
    if part.items:
        written["columns"] = [
            {"id": one.id, "label": one.label, "kind": one.kind.value, "width": one.width}
            for one in part.columns
        ]
        written["items"] = [
            {"id": one.id, "title": one.title, "rows": [_row(row) for row in one.questions]}
            for one in part.items
        ]
    if part.notice:
        written["notice"] = part.notice
    return written


_SAME = (
    "id label summary_label hint required constraint constraint_message relevant max_length"
    " multiline personal_data"
)


def _question(one):
    usual = Question(one.id, one.kind)
    written = {
        name: getattr(one, name)
        for name in _SAME.split()
        if name == "id" or getattr(one, name) != getattr(usual, name)
    }
    written["type"] = one.kind.value
    if one.format:
        written["format"] = one.format.value
    if one.role:
        written["role"] = one.role.value
    if one.kind in _SELECTS:
        written["choices"] = [
            {"code": each.code, "label": each.label} | ({"specify": True} if each.specify else {})
            for each in one.choices
        ]
    return written


def _row(one):
    written = _question(one)
    if one.positive:
        written["positive"] = list(one.positive)
    written["remark"] = _remark(one.remark)
    return written | {column: [_passage(each) for each in cell] for column, cell in one.guidance}


def _remark(remark: Remark | None):
    return {"label": remark.label, "max_length": remark.max_length} if remark else False


def _passage(passage):
    match passage:
        case Heading(text):
            return {"heading": text}
        case Plain(text):
            return text
        case Numbered(items, start):
            numbered = [{"text": one.text, "sub": list(one.sub)} for one in items]
            return {"numbered": numbered, "start": start}
