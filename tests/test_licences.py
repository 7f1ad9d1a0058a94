"""docs/licences.md names every library formgen runs with, as the installed package declares it."""

import re
import tomllib
from importlib.metadata import PackageMetadata, metadata, requires
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

TOP = Path(__file__).parents[1]


def test_every_library_and_no_other_is_in_the_table():
    assert table() == {name: declared(metadata(name)) for name in runtime()}


def table() -> dict[str, str]:
    page = (TOP / "docs/licences.md").read_text("utf-8")
    libraries = page[: page.index("## Fonts")]
    return dict(re.findall(r"^\| ([a-z-]+) \| [^|]+ \| ([^|]+) \|$", libraries, re.M)[1:])


def runtime() -> set[str]:
    project = tomllib.loads((TOP / "pyproject.toml").read_text("utf-8"))["project"]
    waiting = list(project["dependencies"])
    found: set[str] = set()
    while waiting:
        requirement = Requirement(waiting.pop())
        name = canonicalize_name(requirement.name)
        needed = requirement.marker is None or requirement.marker.evaluate({"extra": ""})
        if needed and name not in found:
            found.add(name)
            waiting += requires(name) or []
    return found


def declared(package: PackageMetadata) -> str:
    words = package.get("License-Expression") or package["License"]
    return re.split(r" \(|,|\n", words)[0]
