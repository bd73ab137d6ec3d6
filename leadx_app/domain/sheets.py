"""Text in cells of a spreadsheet: what would be taken for a formula is marked as text, and reads back as it was.

A spreadsheet runs what begins with certain signs, wherever the file came from. In CSV, where a cell has no type, an
apostrophe before it says that it is text; a cell that begins with apostrophes and such a sign gets one more, so that
`unguarded` is exact.
"""

import re

_FORMULA = re.compile(r"'*[\s\u200b\ufeff]*[=+\-@\t\r|%\uff1d\uff0b\uff0d\uff20]")
_NUMBER = re.compile(r"\+[0-9]{4,15}")


def guarded(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would run it; a phone number stays as it is."""
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def unguarded(text: str) -> str:
    """What `guarded` was given."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text
