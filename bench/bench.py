"""Measure what formgen promises, as ratios side by side in one run; write docs/benchmarks.md.

Every figure is the median of its runs on this machine, ours and the other program's taken in turn.
"""

import argparse
import os
import platform
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from bench.distribution import distribution
from bench.intake import intake
from bench.measure import ROOT, SURVEY, Figure, apart, in_turn, seconds
from bench.office import memory_of_build, office
from bench.pdf import pdf
from bench.results import results

from formgen import formats
from formgen.compiler import compile_survey
from formgen.content import load
from formgen.model.form import Form
from formgen.model.identity import BLANK, Copy

PAGE = ROOT / "docs" / "benchmarks.md"
BUILDS = 7


def filled(form: Form) -> Copy:
    """A copy with every answer given."""
    values: list[tuple[str, object]] = []
    for field in form.fields:
        if field.choices:
            values.append((field.name, field.choices[0].code))
        elif field.kind == "date":
            values.append((field.name, "2026-11-22"))
        else:
            values.append((field.name, "เริ่มใช้งานที่สำนักงานใหญ่ ๑ ต.ค. ๒๕๖๙"))
    return Copy(None, tuple(values))


def write_all(form: Form) -> None:
    """Make the form in every format."""
    for name in formats.NAMES:
        formats.get(name).write(form, BLANK)


def compile_all() -> None:
    """The whole way from the content file to the three forms."""
    write_all(compile_survey(load(SURVEY)))


# ---------------------------------------------------------------- the promises


def libreoffice(files: list[Path], out: Path) -> float:
    """Convert DOCX files to PDF in one cold LibreOffice; seconds."""
    profile = tempfile.mkdtemp()
    command = ["soffice", f"-env:UserInstallation=file://{profile}", "--headless"]
    command += ["--convert-to", "pdf", "--outdir", str(out), *map(str, files)]
    try:
        return seconds(lambda: subprocess.run(command, check=True, capture_output=True))
    finally:
        shutil.rmtree(profile)


def first_time() -> float:
    """Compile the survey once in a fresh process, after the imports; seconds, median of five."""
    code = (
        "import sys; sys.path[:0] = [sys.argv[1], sys.argv[2]]\n"
        "import bench.bench as b\nfor n in b.formats.NAMES: b.formats.get(n)\n"
        "print(b.seconds(b.compile_all))"
    )
    command = [sys.executable, "-c", code, str(ROOT), str(ROOT / "src")]
    runs = [subprocess.run(command, check=True, capture_output=True, text=True) for _ in range(5)]
    return statistics.median(float(run.stdout) for run in runs)


def against_libreoffice(form: Form) -> tuple[list[Figure], float]:
    """Compile the survey to three formats, against one conversion by LibreOffice: and its time."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        docx = home / "form.docx"
        docx.write_bytes(formats.get("docx").write(form, BLANK).data)
        many = [home / f"form{n}.docx" for n in range(6)]
        for path in many:
            shutil.copy(docx, path)
        write_all(form)
        ours, theirs, batches = [], [], []
        for _ in range(3):
            ours += [seconds(compile_all) for _ in range(BUILDS)]
            theirs.append(libreoffice([docx], home))
            batches.append(libreoffice(many, home))
    mine, cold, first = statistics.median(ours), statistics.median(theirs), first_time()
    marginal = (statistics.median(batches) - cold) / (len(many) - 1)
    text = f"{mine * 1000:.0f} ms / {cold * 1000:.0f} ms = 1/{cold / mine:.1f}"
    figures = [
        Figure(
            "compile the survey to DOCX + PDF + XLSX, warm / one cold LibreOffice DOCX→PDF",
            text,
            "≤ 1/6",
            mine <= cold / 6,
        ),
        Figure(
            "the same, first time in a process (libraries loaded, nothing kept yet)",
            f"{first * 1000:.0f} ms / {cold * 1000:.0f} ms = 1/{cold / first:.1f}",
            "(printed)",
            True,
        ),
        Figure(
            "the same / LibreOffice's marginal file in a batch",
            f"{mine * 1000:.0f} ms / {marginal * 1000:.0f} ms = {mine / marginal:.2f}",
            "(printed)",
            True,
        ),
    ]
    return figures, cold


def command_start() -> list[Figure]:
    """`formgen --help`, against Python doing nothing."""
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}

    def run(*words: str) -> Callable[[], object]:
        command = [sys.executable, *words]
        return lambda: subprocess.run(command, check=True, capture_output=True, env=environment)

    call = "import sys; from formgen.cli import main; main(['--help'])"
    mine, nothing = in_turn(run("-c", call), run("-c", "pass"), 15)
    more = (mine - nothing) * 1000
    text = f"{mine * 1000:.0f} ms - {nothing * 1000:.0f} ms = {more:.0f} ms"
    return [
        Figure("formgen --help, warm, more than `python -c pass`", text, "≤ 150 ms", more <= 150)
    ]


def peak_memory() -> list[Figure]:
    """The largest memory of a process that builds the blank forms."""
    with tempfile.TemporaryDirectory() as folder:
        megabytes = apart(memory_of_build, folder)
    return [Figure("peak memory of build", f"{megabytes:.0f} MB", "≤ 120 MB", megabytes <= 120)]


# ---------------------------------------------------------------- the table


def table(figures: list[Figure]) -> str:
    """Write the figures as a Markdown table."""
    lines = ["| work | measured (medians) | must | |", "|---|---|---|---|"]
    for one in figures:
        mark = "✓" if one.holds else "✗"
        lines.append(f"| {one.work} | {one.measured} | {one.must} | {mark} |")
    return "\n".join(lines)


def main() -> int:
    """Measure, print, and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--no-write", action="store_true", help="print only")
    options = parser.parse_args()
    form = compile_survey(load(SURVEY))
    figures: list[Figure] = []
    cold: float | None = None
    if shutil.which("soffice"):
        figures, cold = against_libreoffice(form)
    else:
        print("LibreOffice is not installed: its rows are left out")
    figures += office(form, filled(form)) + pdf(form, filled(form), cold)
    figures += command_start() + peak_memory() + distribution() + intake() + results()
    print(table(figures))
    if not options.no_write:
        head = (
            "# ความเร็วและหน่วยความจำ (speed and memory)\n\n"
            "ตารางนี้เขียนโดย `make bench` เป็นอัตราส่วนที่วัดสลับกันในการทำงานครั้งเดียว (ค่ามัธยฐาน)\n"
            "*(Written by `make bench`: ratios measured in turn in one run, medians.)*\n\n"
            f"Python {platform.python_version()}, {platform.system()}, {os.cpu_count()} cores\n\n"
        )
        PAGE.write_text(head + table(figures) + "\n", encoding="utf-8")
    return 0 if all(one.holds for one in figures) else 1


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.exit(main())
