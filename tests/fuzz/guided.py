"""One target under libFuzzer, which learns from the branches it reaches.

It needs atheris: `pip install atheris`, on Linux.

    python -m tests.fuzz.guided own.docx -max_total_time=600

What it thinks of is the largest member of a package, and of anything else the whole file.
"""

import io
import sys
import zipfile

import atheris

with atheris.instrument_imports(include=["formgen"]):
    from tests.fuzz import laws, seeds
    from tests.fuzz.bending import repacked
    from tests.fuzz.cases import TOP, targets


def main() -> None:
    """Feed a target what libFuzzer thinks of; it stops at what a reader should not raise."""
    target = targets()[sys.argv.pop(1)]
    packed = zipfile.is_zipfile(io.BytesIO(target.data))
    member, seed = largest(target.data) if packed else ("", target.data)

    def one(data: bytes) -> None:
        file = repacked(target.data, {member: data}) if packed else data
        if target.form is None:
            laws.laws(seeds.FORM)[target.name](file)
        else:
            laws.judged(target.form, file)

    corpus = TOP / "output" / "fuzz" / f"corpus-{target.name}"
    corpus.mkdir(parents=True, exist_ok=True)
    (corpus / "seed").write_bytes(seed)
    atheris.Setup([*sys.argv, str(corpus)], one)
    atheris.Fuzz()


def largest(data: bytes) -> tuple[str, bytes]:
    """Name the largest member of a package, and what is in it."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        name = max(package.infolist(), key=lambda one: one.file_size).filename
        return name, package.read(name)


if __name__ == "__main__":
    main()
