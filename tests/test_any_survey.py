"""Nothing in the program knows the questions, columns or choices of a survey it ships with."""

import re
from pathlib import Path

import yaml

import formgen

SOURCE = Path(formgen.__file__).parent
SURVEY = Path(__file__).parents[1] / "content/amlo-estatus/survey.yaml"


def own_words(plain: object) -> set[str]:
    """The ids and labels that are this survey's own, as far as they are more than a common word."""
    found: set[str] = set()
    if isinstance(plain, dict):
        for key, value in plain.items():
            if key in ("id", "code", "title", "summary_label") and isinstance(value, str):
                found.add(value)
            found |= own_words(value)
    elif isinstance(plain, list):
        for one in plain:
            found |= own_words(one)
    return found


def test_no_word_of_the_survey_stands_in_the_source():
    common = {
        "have",
        "none",
        "other",
        "local",
        "name",
        "position",
        "email",
        "phone",
        "status",
        "law",
    }
    words = own_words(yaml.safe_load(SURVEY.read_text(encoding="utf-8"))) - common
    # The roles of a roster are the program's own words.
    words -= {
        "agency_code",
        "agency_name",
        "agency_type",
        "ministry",
        "response_date",
        "respondent",
    }
    words -= {
        "advice",
        "application",
        "department",
        "methods",
        "website",
    }  # English words of comments
    assert {"webboard", "social_media", "in_progress", "central_platform"} <= words
    for path in SOURCE.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        known = {
            word for word in words if re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", text)
        }
        assert not known, f"{path.name}: {known}"
