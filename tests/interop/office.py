"""LibreOffice, for as long as a script of UNO talks to it."""

import json
import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.interop.pythons import python_with

HERE = Path(__file__).parent


def have(script: str, profile: Path, asked: object) -> Any:
    """Start LibreOffice, give a script that is beside this one what is asked, say what it told."""
    pipe = f"{profile.parent.name}-{os.getpid()}"  # one name is one program on the whole machine
    with _listening(profile, pipe):
        done = subprocess.run(
            [python_with("uno", "python3-uno"), str(HERE / script), pipe],
            input=json.dumps(asked),
            capture_output=True,
            text=True,
            timeout=240,
            check=False,
        )
    assert done.returncode == 0, (done.returncode, done.stderr[-2000:])
    return json.loads(done.stdout)


@contextmanager
def _listening(profile: Path, pipe: str) -> Iterator[None]:
    """Start LibreOffice, and end it with all that it started.

    All of them hold the other end of its output: nothing more comes when the last one is gone, and
    the next one may take the profile.
    """
    program = subprocess.Popen(
        [
            "soffice",
            "--headless",
            "--norestore",
            f"-env:UserInstallation={profile.as_uri()}",
            f"--accept=pipe,name={pipe};urp;",
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    try:
        yield
    finally:
        os.killpg(program.pid, signal.SIGKILL)
        program.communicate(timeout=60)
