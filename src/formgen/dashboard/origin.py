"""Files of a dataset -> where in each the answers stand, how they were found, who decided them."""

from itertools import chain

from formgen.model.dataset import Dataset, Filed
from formgen.model.decision import About, Decision
from formgen.model.reading import By
from formgen.model.response import Answer
from formgen.result.verdict import holds


class Origin:
    """Where answers come from; a place that many files share is written once."""

    def __init__(self, fields: tuple[str, ...], data: Dataset) -> None:
        self._fields = fields
        self._rows: dict[tuple[str, ...], int] = {}
        self._decided: dict[str, dict[str, Decision]] = {}
        for one in data.decisions:
            if one.about is About.ANSWER and one.subject in fields and holds(data.form, one):
                self._decided.setdefault(one.sha256, {})[one.subject] = one

    def of(self, filed: Filed) -> int:
        """Return the row of `places` with the places of the file's answers; -1: it has none."""
        response = filed.returned.response
        if response is None:
            return -1
        find = response.answers.get
        row = tuple([one.at if (one := find(name)) else "" for name in self._fields])
        return self._rows.setdefault(row, len(self._rows))

    def otherwise(self, filed: Filed) -> dict[int, str]:
        """Map the fields that were not found by their own name to how they were."""
        response = filed.returned.response
        find = response.answers.get if response else dict[str, Answer]().get
        return {
            place: one.by.value
            for place, name in enumerate(self._fields)
            if (one := find(name)) and one.by is not By.NAME
        }

    def decided(self, filed: Filed) -> dict[int, tuple[str, str, str]]:
        """Map the fields that a person answered to who did so, when, and why."""
        made = self._decided.get(filed.returned.sha256, {})
        return {
            self._fields.index(name): (one.by, one.at, one.reason) for name, one in made.items()
        }

    def places(self) -> dict[str, list[object]]:
        """Return the words of all places, and for each row the place of every field in them."""
        words = {text: place for place, text in enumerate(dict.fromkeys(chain(*self._rows)))}
        return {"words": list(words), "rows": [[words[text] for text in row] for row in self._rows]}
