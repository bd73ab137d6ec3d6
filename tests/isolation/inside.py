"""What is written in a file, whatever its kind: tables, archives, documents, cards and calendars as text."""

import io
import zipfile

import httpx
from pypdf import PdfReader


def text_of(answer: httpx.Response) -> str:
    """Everything that can be read in an answer: its body, the parts of its archive, the words of its pages, headers."""
    return "\n".join([_content(answer.content), *(f"{name}: {value}" for name, value in answer.headers.items())])


def _content(content: bytes) -> str:
    if content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return "\n".join(name + _content(archive.read(name)) for name in archive.namelist())
    if content.startswith(b"%PDF"):
        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    # Calendars and cards fold long lines.
    return content.decode("utf-8", "replace").replace("\r\n ", "").replace("\r\n\t", "")
