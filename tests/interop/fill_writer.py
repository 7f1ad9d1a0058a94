"""Run by LibreOffice's Python: fill in the controls of a document in Writer, and save it.

    python fill_writer.py PORT SOURCE TARGET FILTER ACTIONS

ACTIONS is JSON: number of a control in the document, from 1 -> true (check) or words (type).
"""

import json
import sys
import time

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException


def properties(**values):
    return tuple(PropertyValue(name, 0, value, 0) for name, value in values.items())


def connected(port):
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstance("com.sun.star.bridge.UnoUrlResolver")
    for _ in range(300):
        try:
            return resolver.resolve(
                f"uno:socket,host=localhost,port={port};urp;StarOffice.ComponentContext"
            )
        except NoConnectException:
            time.sleep(0.1)
    sys.exit("LibreOffice does not answer")


def portions(text):
    paragraphs = text.createEnumeration()
    while paragraphs.hasMoreElements():
        paragraph = paragraphs.nextElement()
        if paragraph.supportsService("com.sun.star.text.TextTable"):
            for name in paragraph.getCellNames():
                yield from portions(paragraph.getCellByName(name))
        else:
            inner = paragraph.createEnumeration()
            while inner.hasMoreElements():
                yield inner.nextElement()


def controls(text):
    return [one.ContentControl for one in portions(text) if one.TextPortionType == "ContentControl"]


def parts(control):
    inner = control.createEnumeration()
    while inner.hasMoreElements():
        yield inner.nextElement()


def text_cursor(control):
    start = next(parts(control)).getStart()
    return start.getText().createTextCursorByRange(start)


def select(cursor, control):
    """Select the words in a control, as a click on a placeholder does."""
    words = list(parts(control))
    cursor.gotoRange(words[0].getStart(), False)
    cursor.goRight(sum(len(one.getString()) for one in words), True)


def main(port, source, target, chosen_filter, actions):
    context = connected(port)
    create = context.ServiceManager.createInstanceWithContext
    desktop = create("com.sun.star.frame.Desktop", context)
    dispatcher = create("com.sun.star.frame.DispatchHelper", context)
    document = desktop.loadComponentFromURL(source, "_blank", 0, properties(Hidden=True))
    window = document.CurrentController
    cursor = window.ViewCursor

    found = controls(document.Text)
    for number, action in json.loads(actions).items():
        control = found[int(number) - 1]
        if action is True:
            control.Checked = True
            glyph = text_cursor(control)
            glyph.goRight(1, True)
            glyph.setString("\u2611")  # as a click does
        else:
            select(cursor, control)
            words = properties(Text=action)
            dispatcher.executeDispatch(window.Frame, ".uno:InsertText", "", 0, words)
    document.storeToURL(target, properties(FilterName=chosen_filter))
    document.close(True)
    desktop.terminate()


if __name__ == "__main__":
    main(*sys.argv[1:])
