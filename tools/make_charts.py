"""Observable Plot -> the part of it that the dashboard draws with, and the licences of that part.

    python tools/make_charts.py

Needs Node.js and npm. `tools/charts/package-lock.json` names every package with its digest, so the
same bytes come out every time; docs/licences.md and tests/test_licences.py hold their sums. To take
newer packages, change `package.json`, run
`npm install --package-lock-only --omit-lockfile-registry-resolved` in `tools/charts`, then this.
"""

import hashlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, Final

TOP: Final = Path(__file__).resolve().parents[1]
SOURCE: Final = TOP / "tools" / "charts"
TARGET: Final = TOP / "src" / "formgen" / "dashboard" / "vendor"
BROWSERS: Final = "chrome109,firefox115,safari16"  # the oldest that offices still have
PACKAGE: Final = re.compile(r"node_modules/((?:@[^/]+/)?[^/]+)/")
INSIDE: Final = {"internmap"}  # d3-array carries it along in its own bundle
FREE: Final = {"ISC", "MIT", "BSD-3-Clause"}


def main() -> None:
    """Write the bundle and the licences of what is in it; print their sums."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        for name in ("package.json", "package-lock.json", "entry.js"):
            shutil.copy(SOURCE / name, home)
        run(home, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
        script, packages = bundle(home)
        texts = licences([home / "node_modules" / name for name in packages])
    # They ask to go along with every copy, so they stand in the script itself, too.
    for name, text in {"plot.js": f"/*!\n{texts}*/\n{script}", "LICENSES.txt": texts}.items():
        data = text.encode()
        (TARGET / name).write_bytes(data)
        sys.stdout.write(f"{hashlib.sha256(data).hexdigest()}  {name}  {len(data)} bytes\n")


def bundle(home: Path) -> tuple[str, list[str]]:
    """Return the script, and the packages of which some part is in it."""
    run(
        home,
        "node_modules/.bin/esbuild",
        "entry.js",
        "--bundle",
        "--minify",
        "--format=iife",
        "--global-name=Plot",
        "--charset=ascii",
        f"--target={BROWSERS}",
        "--legal-comments=none",
        "--metafile=meta.json",
        "--outfile=plot.js",
    )
    outputs = json.loads((home / "meta.json").read_text("utf-8"))["outputs"]
    inputs: dict[str, Any] = outputs["plot.js"]["inputs"]
    named = (PACKAGE.search(path) for path, one in inputs.items() if one["bytesInOutput"])
    return (home / "plot.js").read_text("utf-8"), sorted(INSIDE | {one[1] for one in named if one})


def licences(packages: list[Path]) -> str:
    """Return the licence texts, each once under the packages and authors it is from."""
    texts: dict[str, list[str]] = {}
    for package in packages:
        about = json.loads((package / "package.json").read_text("utf-8"))
        name = f"{about['name']} {about['version']} ({about['license']})"
        if about["license"] not in FREE:
            sys.exit(f"{name} may not be passed on unread")
        (path,) = package.glob("LICENSE*")
        lines = [line.rstrip() for line in path.read_text("utf-8").strip().splitlines()]
        if not lines[0].startswith("Copyright"):
            sys.exit(f"{name} does not begin with its authors")
        texts.setdefault("\n".join(lines[1:]).strip(), []).append(f"{name}: {lines[0]}")
    rule = f"\n\n{'-' * 72}\n\n"
    return rule.join("\n".join([*names, "", text]) for text, names in texts.items()) + "\n"


def run(home: Path, *command: str) -> None:
    """Run a program in `home`; end this one when it fails."""
    subprocess.run(command, cwd=home, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - our own


if __name__ == "__main__":
    main()
