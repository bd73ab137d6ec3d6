"""Files as people and attackers send them, made on the spot."""

import base64
import io
import struct
import zipfile
import zlib
from typing import Any

from PIL import Image
from PIL.PngImagePlugin import PngInfo

CAMERA = b"LeadXCam"  # In the metadata of every picture made here; must be in none of what is stored.

# 64 × 48 points, blue left and red right, EXIF with camera and position; Pillow cannot write this kind itself.
_HEIC = (
    "eNpjYGCQSSupLMhIzUxmAILczDRDEDs3MzGNgYFxX25qSSIDBChmpOQUQdkMBZnJJQxowCQzJx9siIsDAxMDI4jF+AhCA0EhUAwImILhIguA"
    "2CIzMy8NzAPJigI5qWBlQDUZZcmGDEiCjCAlrhWZYOV8BZkluQxQlQx/MwuKCoD03cyC5HwgXQbU68zIDBKaAFYk94Hhz98fPxgY+JkTgDok"
    "HBh5GP//BylgBqlgBiG5XUwOiUBJLSdGRjSZBQqNrNNePVm2cwdHhoECUIgZRDAoJgGVs7kwHiw+0Am0RDg5P6coLzmnAijKy8DWABQSySwu"
    "SIV61wGKNZJzEgugbJDjDaA0OBD+////ARoYAgWZFZkgQWYODg4gJZFZkAuLC0YGRtZGJmbWFiBbKrMoNQ0qzpecUpwMDnygiYySuSmJoFjK"
    "1WBcz/nAUlll//8/Quvv/U/h+/9Pe+ZBi79n7P//08rb/u8165Xw1MRohfxXIR8r9gWtvLZRy71IcdPVH50pvNG/+qU7vKafS3qnWdZkpqru"
    "+K230MjPsDdu+uretcGsZbctG8qreq5/Dply/4drebw0yDtskGjy9WXQAvI4GJgY+cFe4gRitQ5VBhYkrzP4pCamRDgngmKTBRLJDEx+kBTB"
    "ygCOAYY0IAkWd2UAq4KJ10G9bQ01zwxKy0FpLiitixTEjADTKJIS"
)


def exif(orientation: int = 1) -> Image.Exif:
    """Metadata as a phone writes it: camera, time, orientation, position (the opera in Oslo)."""
    notes = Image.Exif()
    notes[0x010F] = CAMERA.decode()
    notes[0x0112] = orientation
    notes[0x0132] = "2026:11:23 08:30:00"
    position = notes.get_ifd(0x8825)
    position.update({1: "N", 2: (59.0, 54.0, 27.0), 3: "E", 4: (10.0, 45.0, 12.0)})
    return notes


def halves(size: tuple[int, int] = (64, 48), mode: str = "RGB") -> Image.Image:
    """A picture that is blue on its left half and red on its right."""
    image = Image.new("RGB", size, (220, 20, 20))
    image.paste((20, 20, 220), (0, 0, size[0] // 2, size[1]))
    return image.convert(mode)


def encoded(image: Image.Image, kind: str, **options: Any) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def photo(size: tuple[int, int] = (64, 48), orientation: int = 1, kind: str = "JPEG", mode: str = "RGB") -> bytes:
    """A photo with everything in it that a phone tells about its owner."""
    xmp = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>" + CAMERA + b"</x:xmpmeta>"
    options: dict[str, Any] = {"exif": exif(orientation)}
    if kind in {"JPEG", "WEBP", "AVIF"}:
        options["xmp"] = xmp
    if kind == "JPEG":
        options["comment"] = CAMERA
    if kind == "PNG":
        options["pnginfo"] = PngInfo()
        options["pnginfo"].add_text("Author", CAMERA.decode())
        options["pnginfo"].add_itxt("XML:com.adobe.xmp", xmp.decode())
    return encoded(halves(size, mode), kind, **options)


def iptc_photo() -> bytes:
    """A JPEG with an IPTC block, as picture agencies write it, and something behind its end."""
    block = b"Photoshop 3.0\x008BIM\x04\x04\x00\x00\x00\x00\x00\x0d\x1c\x02\x50\x00\x08" + CAMERA
    plain = encoded(halves(), "JPEG")
    return plain[:2] + b"\xff\xed" + struct.pack(">H", len(block) + 2) + block + plain[2:] + CAMERA


def heic_photo() -> bytes:
    return zlib.decompress(base64.b64decode(_HEIC))


def animation(kind: str, frames: int = 3) -> bytes:
    """A square that changes its colour; frame n is shown for 100 × (n + 1) ms."""
    images = [Image.new("RGB", (40, 30), (80 * number % 256, 0, 0)) for number in range(frames)]
    durations = [100 * (number + 1) for number in range(frames)]
    return encoded(images[0], kind, save_all=True, append_images=images[1:], duration=durations, loop=0)


def png_header(width: int, height: int) -> bytes:
    """A PNG of some hundred bytes that says it is this large; all of its points are black."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")
    )


def zipped(entries: dict[str, bytes], stored: tuple[str, ...] = ()) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content, zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED)
    return file.getvalue()


def office(main_part: str, content: bytes = b"<document/>") -> bytes:
    """An Office file; `main_part` such as `word/document.xml` says which."""
    return zipped({"[Content_Types].xml": b"<Types/>", "_rels/.rels": b"<Relationships/>", main_part: content})


def open_document(kind: str) -> bytes:
    """An OpenDocument file; `kind` is text, spreadsheet or presentation."""
    mime = f"application/vnd.oasis.opendocument.{kind}".encode()
    return zipped({"mimetype": mime, "content.xml": b"<office/>"}, stored=("mimetype",))


def bomb() -> bytes:
    """A small Office file that unpacks to 100 MB."""
    return office("word/document.xml", bytes(100_000_000))


def movie_head(brand: bytes) -> bytes:
    """The first bytes of a file of the MP4 family."""
    return struct.pack(">I", 24) + b"ftyp" + brand + bytes(4) + b"isom" + brand + bytes(100)


def old_office(inside: str = "WordDocument") -> bytes:
    """The first bytes of an OLE file that names one of its streams."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + inside.encode("utf-16-le") + bytes(512)


LETTER = (
    b"Received: from a by b\r\n\tfor <c@d.example>\r\nFrom: kari@nordlys.example\r\nSubject: Tilbud\r\n\r\n<p>Hei</p>"
)
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!DOCTYPE html><script>alert(document.cookie)</script>"
