"""docs/licences.md names every library formgen runs with, as the installed package declares it."""

import hashlib
import json
import re
import tomllib
from importlib.metadata import PackageMetadata, metadata, requires
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

TOP = Path(__file__).parents[1]
VENDOR = TOP / "src/formgen/dashboard/vendor"


def test_every_library_and_no_other_is_in_the_table():
    assert table() == {name: declared(metadata(name)) for name in runtime()}


def table() -> dict[str, str]:
    page = (TOP / "docs/licences.md").read_text("utf-8")
    libraries = page[: page.index("## Fonts")]
    return dict(re.findall(r"^\| ([a-z0-9-]+) \| [^|]+ \| ([^|]+) \|$", libraries, re.M)[1:])


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


def test_what_is_bundled_is_named_with_its_version_and_licence():
    texts = (VENDOR / "LICENSES.txt").read_text("utf-8")
    bundled = sorted(re.findall(r"^(\S+) ([0-9.]+) \((.+)\): Copyright ", texts, re.M))
    page = (TOP / "docs/licences.md").read_text("utf-8")
    assert re.findall(r"^\| `([@a-z/0-9-]+)` \| ([0-9.]+) \| ([^|]+) \|$", page, re.M) == bundled
    assert f"/*!\n{texts}*/\n" in (VENDOR / "plot.js").read_text("utf-8")
    lock = json.loads((TOP / "tools/charts/package-lock.json").read_text("utf-8"))["packages"]
    assert all(lock[f"node_modules/{name}"]["version"] == version for name, version, _ in bundled)


def test_what_is_bundled_is_what_was_made():
    page = (TOP / "docs/licences.md").read_text("utf-8")
    named = dict(re.findall(r"^\| `(\S+)` \| [0-9,]+ \| `([0-9a-f]{64})` \|$", page, re.M))
    assert named == {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in VENDOR.iterdir()
    }


def test_the_lock_of_the_bundle_names_digests_and_no_addresses():
    text = (TOP / "tools/charts/package-lock.json").read_text("utf-8")
    packages = [one for name, one in json.loads(text)["packages"].items() if name]
    assert all(one["integrity"].startswith("sha512-") for one in packages)
    assert "http" not in text
