"""Text out of files and file names, made fit to stand in one line of a message."""


def printable(text: str) -> str:
    """Give a text with what cannot be printed written out: a line end becomes a visible one."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else _written_out(c) for c in text)


def _written_out(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")
