"""What the tests of the commands share: a command is run as a clerk runs it."""

import os

import pytest

from formgen import cli
from formgen.cli import language, speak


@pytest.fixture
def run(tmp_path, monkeypatch, capfd):
    """`run(*words) -> (exit code, standard output, errors)` in an empty project folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LANGUAGE", "th")
    monkeypatch.setenv("FORMGEN_LANG", "th")
    capfd.readouterr()

    def call(*said: object) -> tuple[int, str, str]:
        words = [str(word) for word in said]
        speak(language(words, dict(os.environ)))
        code = cli.run(words)
        heard = capfd.readouterr()
        return code, heard.out, heard.err

    return call
