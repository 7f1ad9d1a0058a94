"""A Python of this machine with a module that only the system installs."""

import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest


@cache
def python_with(module: str, package: str) -> str:
    """Find it: that of the system, or the one inside LibreOffice."""
    beside = Path(shutil.which("soffice") or "").resolve().parent / "python"
    for python in ("/usr/bin/python3", str(beside), shutil.which("python3"), sys.executable):
        if python and Path(python).exists():
            asked = [python, "-c", f"import {module}"]
            if subprocess.run(asked, capture_output=True, check=False).returncode == 0:
                return python
    pytest.fail(f"no Python has {module}: install {package}")
