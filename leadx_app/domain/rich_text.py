"""Rich text made safe: the few tags that we keep, and everything else as the text that it is."""

import html as entities
import re
from typing import Annotated, Any

import nh3
from pydantic import BeforeValidator

from .text import BadInput, clean_line, clean_paragraph, is_blank

TAGS = frozenset({"p", "br", "strong", "em", "u", "s", "a", "ul", "ol", "li", "h3", "blockquote", "code"})

_LINK = re.compile(r"(?:https?://|mailto:)[^\s]+", re.IGNORECASE)
_TAG = re.compile(r"(<[^<>]*>)")
_NEW_LINE = re.compile(r"</(?:p|li|h3|blockquote|ul|ol)>|<br>")
_NOTHING_YET = re.compile(r"(?:\s|<p>(?:\s|<br>)*</p>|<br>)*")
_CLEANER = nh3.Cleaner(
    tags=set(TAGS),
    attributes={"*": set(), "a": {"href"}},
    attribute_filter=lambda tag, name, value: _href(value) if (tag, name) == ("a", "href") else value,
    url_schemes={"http", "https", "mailto"},
    link_rel=None,
)


def clean_html(value: str) -> str:
    """Return the HTML with only the tags of `TAGS` and links to the web; other tags are gone, their text stays.

    Text is cleaned as by `clean_paragraph`. Cleaning what is clean changes nothing.

    Raises:
        BadInput: text that cannot be kept.
    """
    parts = _TAG.split(_CLEANER.clean(_without_unseen(value)))
    return "".join(_outside(part) if part.startswith("<") else _cleaned(part) for part in parts).strip()


def plain_text(html: str) -> str:
    """Return the text of clean HTML, a line for each paragraph and point."""
    return clean_paragraph(entities.unescape(_TAG.sub("", _NEW_LINE.sub("\n", html))))


def rich_text(max_length: int) -> Any:
    """Make the type of a rich text that must be filled in, whose HTML has at most so many characters."""
    return Annotated[str, BeforeValidator(lambda value: _bounded(value, max_length))]


def _bounded(value: Any, max_length: int) -> str:
    if not isinstance(value, str):
        raise BadInput("Write text here.")
    if len(value) > 2 * max_length + 1000:
        raise BadInput("Write at most {max} characters, not {count}.", max=max_length, count=len(value))
    html = _between_empty_lines(clean_html(value))
    if is_blank(plain_text(html)):
        raise BadInput("Fill in this field.")
    if len(html) > max_length:
        raise BadInput("Write at most {max} characters, not {count}.", max=max_length, count=len(html))
    return html


def _between_empty_lines(html: str) -> str:
    """The text without the empty lines before and after it; in one walk, however many there are."""
    begin = _NOTHING_YET.match(html).end()  # type: ignore[union-attr]
    end = len(html)
    while end > begin:
        if html[end - 1].isspace():
            end -= 1
        elif html.endswith("<br>", begin, end):
            end -= len("<br>")
        elif html.endswith("</p>", begin, end) and (start := _empty_from(html, begin, end)) is not None:
            end = start
        else:
            break
    return html[begin:end]


def _empty_from(html: str, begin: int, end: int) -> int | None:
    """Where the paragraph begins that ends here, if nothing is in it."""
    start = html.rfind("<p>", begin, end)
    inside = html[start + len("<p>") : end - len("</p>")]
    return start if start >= 0 and not inside.replace("<br>", "").strip() else None


def _outside(tag: str) -> str:
    """A link opens outside of the application and tells nothing about where it stood."""
    return tag.replace("<a href", '<a rel="noopener nofollow" target="_blank" href', 1)


def _without_unseen(value: str) -> str:
    """What no parser should have to read: NUL and halves of surrogate pairs."""
    return value.encode("utf-8", "ignore").decode().replace("\x00", "")


def _cleaned(text: str) -> str:
    """Text between two tags, its blanks at both ends kept; entities stay as they are written."""
    before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    inner = text.strip()
    return before + clean_paragraph(inner) + after if inner else text


def _href(value: str) -> str | None:
    address = clean_line(value)
    return address if _LINK.fullmatch(address) else None
