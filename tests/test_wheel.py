"""The wheel carries all that formgen needs to run, and nothing else."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

TOP = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def names(tmp_path_factory) -> set[str]:
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=TOP, check=True, capture_output=True)
    (wheel,) = folder.iterdir()
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def test_everything_is_inside_the_package(names):
    assert {name.partition("/")[0].partition("-")[0] for name in names} == {"formgen"}


@pytest.mark.parametrize("folder", ["content", "fonts"])
def test_data_is_complete(names, folder):
    shipped = {
        f"formgen/_data/{path.relative_to(TOP).as_posix()}"
        for path in (TOP / folder).rglob("*")
        if path.is_file()
    }
    assert shipped
    assert shipped <= names


def test_the_parts_of_the_dashboard_are_there(names):
    parts = {
        path.relative_to(TOP / "src").as_posix()
        for folder in ("page", "vendor")
        for path in (TOP / "src/formgen/dashboard" / folder).iterdir()
    }
    assert {"formgen/dashboard/page/page.html", "formgen/dashboard/vendor/plot.js"} <= parts
    assert parts <= names


def test_types_and_licences_are_told(names):
    assert "formgen/py.typed" in names
    licences = {name.rsplit("/", 1)[1] for name in names if "/licenses/" in name}
    assert licences == {"LICENSE", "OFL.txt", "LICENSE-DejaVu.txt", "LICENSES.txt"}
