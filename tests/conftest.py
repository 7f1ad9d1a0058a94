"""What all tests share: `--accept` and the comparison with committed files."""

from pathlib import Path

import pytest


def pytest_addoption(parser):
    parser.addoption(
        "--accept",
        action="store_true",
        help="write what the tests made over the committed files, then read `git diff`",
    )


@pytest.fixture
def accepting(request) -> bool:
    """Committed files are to be rewritten."""
    return request.config.getoption("--accept")


@pytest.fixture
def golden(accepting):
    """`golden(path, text)`: the committed file says just this; under --accept it is rewritten."""

    def compare(path: Path, text: str) -> None:
        if accepting:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        committed = path.read_text(encoding="utf-8") if path.exists() else ""
        # Two steps: pytest shows the difference of lines, but only this sees the last line end.
        assert text.splitlines() == committed.splitlines(), f"{path}: pytest --accept renews it"
        assert text == committed

    return compare
