"""What tests of many letters share: letters that are printed at once."""

from collections.abc import Iterable, Iterator

import pytest
from tests.letters.world import text

from formgen.letters import posting
from formgen.model.document import Document


@pytest.fixture
def quick(monkeypatch):
    """Letters are printed as their words, in this process."""

    def printed(documents: Iterable[Document], _: int) -> Iterator[tuple[bytes, ...]]:
        for one in documents:
            yield text(one).encode(), b"%PDF " + text(one).encode()

    monkeypatch.setattr(posting, "print_all", printed)
