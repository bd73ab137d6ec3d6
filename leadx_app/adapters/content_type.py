"""What kind of file somebody sent: read from its first bytes, never believed from its name.

Kept are the kinds that a sale needs: pictures, PDF, Office and OpenDocument files, plain text, CSV, letters, sound,
video, and ZIP: customers send drawings and tenders in it, and as we never unpack anything, a ZIP bomb is a small file.

Refused is what a browser or a computer would run: HTML, SVG and any other markup, scripts, programs, and every kind
not on the list. Plain text cannot be told from a script by content alone, so names that a computer would run are
refused too. A name may only ever make us refuse: a picture must be one, `letter.pdf` must not be a text. Within one
family names are often wrong in good faith (`photo.jpg` that is a PNG), and the content decides.

Whatever is kept is served as an attachment with `nosniff`.
"""

import re
import struct
from dataclasses import dataclass
from typing import Literal

from leadx_app.domain.ports import FileRefused

HEAD_BYTES = 64 * 1024  # Read at least so much from the beginning, or all of a smaller file.

Family = Literal["picture", "document", "text", "media"]


@dataclass(frozen=True)
class FileKind:
    """A kind of file that we keep; `suffix` is its usual ending, with the dot."""

    content_type: str
    family: Family
    suffix: str

    @property
    def is_picture(self) -> bool:
        return self.family == "picture"


_OFFICE = "application/vnd.openxmlformats-officedocument"
_OPEN = "application/vnd.oasis.opendocument"

JPEG = FileKind("image/jpeg", "picture", ".jpg")
PNG = FileKind("image/png", "picture", ".png")
GIF = FileKind("image/gif", "picture", ".gif")
WEBP = FileKind("image/webp", "picture", ".webp")
HEIC = FileKind("image/heic", "picture", ".heic")
AVIF = FileKind("image/avif", "picture", ".avif")
PDF = FileKind("application/pdf", "document", ".pdf")
DOCX = FileKind(f"{_OFFICE}.wordprocessingml.document", "document", ".docx")
XLSX = FileKind(f"{_OFFICE}.spreadsheetml.sheet", "document", ".xlsx")
PPTX = FileKind(f"{_OFFICE}.presentationml.presentation", "document", ".pptx")
ODT = FileKind(f"{_OPEN}.text", "document", ".odt")
ODS = FileKind(f"{_OPEN}.spreadsheet", "document", ".ods")
ODP = FileKind(f"{_OPEN}.presentation", "document", ".odp")
ZIP = FileKind("application/zip", "document", ".zip")
OLE = FileKind("application/x-ole-storage", "document", ".doc")  # Office before 2007, and Outlook's letters.
MSG = FileKind("application/vnd.ms-outlook", "document", ".msg")
TEXT = FileKind("text/plain", "text", ".txt")
CSV = FileKind("text/csv", "text", ".csv")
EML = FileKind("message/rfc822", "text", ".eml")
MP4 = FileKind("video/mp4", "media", ".mp4")
MOV = FileKind("video/quicktime", "media", ".mov")
M4A = FileKind("audio/mp4", "media", ".m4a")
MP3 = FileKind("audio/mpeg", "media", ".mp3")

_SIGNATURES: tuple[tuple[re.Pattern[bytes], FileKind], ...] = (
    (re.compile(rb"\xff\xd8\xff"), JPEG),
    (re.compile(rb"\x89PNG\r\n\x1a\n"), PNG),
    (re.compile(rb"GIF8[79]a"), GIF),
    (re.compile(rb"RIFF....WEBPVP8", re.DOTALL), WEBP),
    (re.compile(rb"%PDF-[12]\."), PDF),
    (re.compile(rb"ID3[\x02-\x04]|\xff[\xfa\xfb\xf2\xf3]"), MP3),
)
_BRANDS: dict[bytes, FileKind] = {
    **dict.fromkeys((b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"), HEIC),
    **dict.fromkeys((b"avif", b"avis"), AVIF),
    **dict.fromkeys((b"M4A ", b"M4B "), M4A),
    **dict.fromkeys((b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4V ", b"MSNV"), MP4),
    b"qt  ": MOV,
}
_OFFICE_FOLDERS = {b"word/": DOCX, b"xl/": XLSX, b"ppt/": PPTX}
_OFFICE_PARTS = {
    b"[Content_Types].xml",
    b"_rels/.rels",
    b"word/document.xml",
    b"xl/workbook.xml",
    b"ppt/presentation.xml",
}
_OPEN_DOCUMENTS = {kind.content_type.encode(): kind for kind in (ODT, ODS, ODP)}

_FAMILIES: dict[str, Family] = {
    **dict.fromkeys(("jpg", "jpeg", "jpe", "jfif", "png", "gif", "webp", "heic", "heif", "avif"), "picture"),
    **dict.fromkeys(
        ("pdf", "docx", "xlsx", "pptx", "odt", "ods", "odp", "doc", "xls", "ppt", "msg", "zip"), "document"
    ),
    **dict.fromkeys(("txt", "csv", "tsv", "eml", "md", "log", "vcf", "ics"), "text"),
    **dict.fromkeys(("mp4", "m4v", "mov", "m4a", "mp3"), "media"),
}
_RUNNABLE = re.compile(
    r"apk|app|bash|bat|bin|cmd|com|cpl|deb|dll|dmg|docm|exe|hta|html?|img|iso|jar|jse?|lnk|mht|mhtml|mjs|ms[ip]|php|pif"
    r"|pl|pptm|ps1|py|rb|reg|rpm|scr|sh|shtml|svgz?|swf|url|vb[es]?|wasm|ws[fh]|xhtml|xlam|xlsm|xml|xsl"
)
_MARKUP = re.compile(r"[\s\ufeff]*(<[a-z!?/%]|#!)", re.IGNORECASE)
_LETTER = re.compile(r"([!-9;-~]+:[^\n]*\n([ \t][^\n]*\n)*){2,}", re.ASCII)
_LETTER_FIELD = re.compile(r"^(from|received|return-path|message-id|delivered-to):", re.IGNORECASE | re.MULTILINE)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")


def detect(head: bytes, declared_name: str) -> FileKind:
    """Return the kind of a file from its first `HEAD_BYTES` bytes.

    Raises:
        FileRefused: empty, of no kind that we keep, runnable, or not at all what its name says.
    """
    if not head:
        raise FileRefused("“{name}” is empty.", name=declared_name)
    suffix = declared_name.rpartition(".")[2].strip().lower() if "." in declared_name else ""
    kind = None if _RUNNABLE.fullmatch(suffix) else _binary_kind(head) or _text_kind(head, suffix)
    promised = _FAMILIES.get(suffix)
    if promised and (kind is None or kind.family != promised):
        raise FileRefused("The content of “{name}” is not what its name says.", name=declared_name)
    if kind is None:
        raise FileRefused(
            "“{name}” is of a kind that cannot be kept here. Send a picture, a PDF, an Office document, text, sound, "
            "video or a ZIP.",
            name=declared_name,
        )
    return kind


def _binary_kind(head: bytes) -> FileKind | None:
    for signature, kind in _SIGNATURES:
        if signature.match(head):
            return kind
    if head[4:8] == b"ftyp":
        return _brand(head)
    if head.startswith(b"PK\x03\x04"):
        return _zip_kind(head)
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return MSG if "__substg1.0_".encode("utf-16-le") in head else OLE
    return None


def _brand(head: bytes) -> FileKind | None:
    """Tell the kinds of the MP4 family apart: by the first brand, or one it says to be compatible with."""
    size = min(struct.unpack(">I", head[:4])[0], 256)
    brands = [head[8:12], *(head[at : at + 4] for at in range(16, size, 4))]
    if b"avif" in brands:
        return AVIF
    return next((_BRANDS[brand] for brand in brands if brand in _BRANDS), None)


def _zip_kind(head: bytes) -> FileKind:
    """Tell documents that are ZIPs by the names of their first entries. Nothing is unpacked."""
    entries = [match.start() for match in re.finditer(rb"PK\x03\x04", head)]
    names = [head[at + 30 : at + 30 + int.from_bytes(head[at + 26 : at + 28], "little")] for at in entries]
    if names[0] == b"mimetype":
        begin = 38 + int.from_bytes(head[28:30], "little")
        return next((kind for mime, kind in _OPEN_DOCUMENTS.items() if head[begin:].startswith(mime + b"PK")), ZIP)
    if not _OFFICE_PARTS.intersection(names):
        return ZIP
    return next((kind for name in names for folder, kind in _OFFICE_FOLDERS.items() if name.startswith(folder)), ZIP)


def _text_kind(head: bytes, suffix: str) -> FileKind | None:
    text = _decoded(head)
    if text is None or _CONTROL.search(text) or _MARKUP.match(text):
        return None
    text = text.replace("\r\n", "\n")
    letter = _LETTER.match(text)
    if letter and _LETTER_FIELD.search(letter[0]):
        return EML
    return CSV if suffix == "csv" else TEXT


def _decoded(head: bytes) -> str | None:
    """Read text as UTF-16 (only with its mark), UTF-8, or what Windows writes; None where it is none of them."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head[: len(head) // 2 * 2].decode("utf-16", "ignore")
    try:
        return head.decode("utf-8")
    except UnicodeDecodeError as error:
        cut_off = len(head) >= HEAD_BYTES and error.start > len(head) - 4
        return head[: error.start].decode("utf-8") if cut_off else head.decode("cp1252", "replace")
