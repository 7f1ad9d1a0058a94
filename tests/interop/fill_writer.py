"""Run by a Python that has UNO: fill in the controls of a document in Writer, and save it.

Standard input is JSON: {"open": address, "save": address, "filter": name of the format,
"do": {number of a control in the document, from 1: true (check) or words (type)}}.
"""

from bridge import created, properties, serve


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


def fill(context, asked):
    """Do it; there is nothing to tell."""
    desktop = created(context, "com.sun.star.frame.Desktop")
    dispatcher = created(context, "com.sun.star.frame.DispatchHelper")
    document = desktop.loadComponentFromURL(asked["open"], "_blank", 0, properties(Hidden=True))
    window = document.CurrentController
    cursor = window.ViewCursor

    found = controls(document.Text)
    for number, action in asked["do"].items():
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
    document.storeToURL(asked["save"], properties(FilterName=asked["filter"]))
    document.close(True)


if __name__ == "__main__":
    serve(fill)
