"""Imported by scripts that a Python with UNO runs: how they reach LibreOffice, and how they end."""

import json
import os
import sys
import time
import traceback

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.uno import Exception as UnoException

PATIENCE = 120.0  # seconds until LibreOffice listens: with a new profile, on a busy machine


def serve(do):
    """Call do(context, what standard input says), say on standard output what it returns, end.

    LibreOffice is left running for the program that started it, and nothing is taken down here:
    Python may crash (signal 11) while the bridge between the two is.
    """
    try:
        told = do(connected(sys.argv[1]), json.load(sys.stdin))
        json.dump(told, sys.stdout)
        sys.stdout.flush()
    except BaseException:
        traceback.print_exc()
        sys.stderr.flush()
        os._exit(1)
    os._exit(0)


def connected(pipe):
    """Wait for LibreOffice."""
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstance("com.sun.star.bridge.UnoUrlResolver")
    end = time.monotonic() + PATIENCE
    while True:
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except UnoException:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)


def created(context, service):
    """Make a service in LibreOffice."""
    return context.ServiceManager.createInstanceWithContext(service, context)


def properties(**values):
    """Options of loading, saving and dispatching."""
    return tuple(PropertyValue(name, 0, value, 0) for name, value in values.items())
