"""Readers that misbehave in a worker process, each as the file's bytes say."""

import os
import sys
import time
from unittest import mock

from formgen.files import sha256
from formgen.intake import isolation
from formgen.model.returned import Returned


class UnpicklableError(Exception):
    """It cannot be made again from its arguments, as the parent would have to."""

    def __init__(self, one: str, two: str) -> None:
        super().__init__(one + two)


def read(data: bytes, name: str, setting: isolation.Setting, shelf: object) -> Returned:
    match data:
        case b"abort":
            os.abort()
        case b"exit":
            sys.exit(3)
        case b"loop":
            while True:
                time.sleep(0)
        case b"eat":
            hog = []
            while True:
                hog.append(bytearray(64 << 20))
        case b"deep":
            return read(data, name, setting, shelf)
        case b"raise":
            raise UnpicklableError("a", "b")
    return Returned(name, sha256(data), len(data), format="read")


def work(data: bytes, name: str) -> Returned:
    with mock.patch.object(isolation, "read", read):
        return isolation.work(data, name)


def break_off(data: bytes, name: str) -> Returned:
    raise UnpicklableError("a", "b")
