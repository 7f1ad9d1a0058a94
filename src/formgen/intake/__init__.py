"""An inbox -> what each file in it says; a bad file costs itself and no other."""

from formgen.intake.inbox import read_files, take_in
from formgen.intake.isolation import isolated
from formgen.intake.reading import Setting, read_file

__all__ = ["Setting", "isolated", "read_file", "read_files", "take_in"]
