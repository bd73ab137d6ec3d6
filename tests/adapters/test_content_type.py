"""Which files are kept, and as what."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadx_app.adapters import content_type
from leadx_app.adapters.content_type import HEAD_BYTES, FileKind, detect
from leadx_app.domain.ports import FileRefused
from tests.support import sample_files as samples

KEPT = [
    ("photo.jpg", samples.photo(), content_type.JPEG),
    ("scan.png", samples.photo(kind="PNG"), content_type.PNG),
    ("photo.webp", samples.photo(kind="WEBP"), content_type.WEBP),
    ("photo.avif", samples.photo(kind="AVIF"), content_type.AVIF),
    ("IMG_0001.HEIC", samples.heic_photo(), content_type.HEIC),
    ("funny.gif", samples.animation("GIF"), content_type.GIF),
    ("offer.pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", content_type.PDF),
    ("offer.docx", samples.office("word/document.xml"), content_type.DOCX),
    ("prices.xlsx", samples.office("xl/workbook.xml"), content_type.XLSX),
    ("pitch.pptx", samples.office("ppt/presentation.xml"), content_type.PPTX),
    ("from Google.docx", samples.zipped({"word/document.xml": b"<w/>", "a.xml": b""}), content_type.DOCX),
    ("offer.odt", samples.open_document("text"), content_type.ODT),
    ("prices.ods", samples.open_document("spreadsheet"), content_type.ODS),
    ("pitch.odp", samples.open_document("presentation"), content_type.ODP),
    ("drawings.zip", samples.zipped({"plan.dwg": b"AC1032"}), content_type.ZIP),
    ("old.doc", samples.old_office(), content_type.OLE),
    ("letter.msg", samples.old_office("__substg1.0_0037001F"), content_type.MSG),
    ("letter.eml", samples.LETTER, content_type.EML),
    ("notes.txt", "Blåbær på taket\n".encode(), content_type.TEXT),
    ("windows.txt", "Blåbær på taket".encode("cp1252"), content_type.TEXT),
    ("utf16.txt", "Blåbær".encode("utf-16"), content_type.TEXT),
    ("without ending", b"just words", content_type.TEXT),
    ("leads.csv", "navn;beløp\n=1+1;2\n".encode(), content_type.CSV),
    ("clip.mp4", samples.movie_head(b"mp42"), content_type.MP4),
    ("clip.mov", samples.movie_head(b"qt  "), content_type.MOV),
    ("memo.m4a", samples.movie_head(b"M4A "), content_type.M4A),
    ("memo.mp3", b"ID3\x04\x00\x00\x00\x00\x00\x00", content_type.MP3),
    ("memo.mp3", b"\xff\xfb\x90\x00" + bytes(100), content_type.MP3),
]
RUNNABLE = [
    ("picture.svg", samples.SVG),
    ("page.html", samples.HTML),
    ("page.txt", samples.HTML),
    ("page", b"\xef\xbb\xbf \n<HTML>"),
    ("page.txt", "<script>".encode("utf-16")),
    ("data.xml", b"<?xml version='1.0'?><a/>"),
    ("run.sh", b"#!/bin/sh\nrm -rf /\n"),
    ("run", b"#!/usr/bin/env python3\n"),
    ("run.js", b"new ActiveXObject('WScript.Shell')"),
    ("run.BAT", b"del *.*"),
    ("run.exe", b"MZ\x90\x00" + bytes(100)),
    ("run", b"\x7fELF\x02\x01\x01" + bytes(100)),
    ("letter.docm", samples.office("word/document.xml")),
    ("shell.php", b"<?php system($_GET[0]);"),
    ("tool.jar", samples.zipped({"META-INF/MANIFEST.MF": b""})),
]
LIES = [
    ("photo.jpg", samples.HTML),
    ("photo.png", samples.SVG),
    ("photo.jpg", b"only words"),
    ("photo.heic", samples.movie_head(b"mp42")),
    ("offer.pdf", b"only words"),
    ("offer.docx", samples.photo()),
    ("notes.txt", samples.photo()),
    ("clip.mp4", b"only words"),
    ("photo.gif", b"MZ\x90\x00" + bytes(100)),
]


@pytest.mark.parametrize(("name", "content", "kind"), KEPT, ids=[name for name, _, _ in KEPT])
def test_what_a_sale_needs_is_kept_under_its_true_type(name: str, content: bytes, kind: FileKind):
    assert detect(content[:HEAD_BYTES], name) == kind


@pytest.mark.parametrize(("name", "content"), RUNNABLE)
def test_what_a_browser_or_a_computer_would_run_is_refused(name: str, content: bytes):
    with pytest.raises(FileRefused):
        detect(content[:HEAD_BYTES], name)


@pytest.mark.parametrize(("name", "content"), LIES)
def test_a_file_that_is_not_what_its_name_says_is_refused_clearly(name: str, content: bytes):
    with pytest.raises(FileRefused, match=f"The content of “{name}” is not what its name says"):
        detect(content[:HEAD_BYTES], name)


def test_names_that_are_wrong_in_good_faith_do_not_matter():
    assert detect(samples.photo(kind="PNG"), "photo.JPG") == content_type.PNG
    assert detect(samples.heic_photo(), "photo.jpg") == content_type.HEIC
    assert detect(b"%PDF-1.4", "offer.docx") == content_type.PDF
    assert detect(samples.movie_head(b"qt  "), "clip.mp4") == content_type.MOV


def test_a_name_alone_makes_no_type():
    assert detect(samples.photo(), "notes.unknown") == content_type.JPEG
    assert detect(b"a;b", "a.csv.unknown") == content_type.TEXT


def test_an_empty_file_is_refused():
    with pytest.raises(FileRefused, match="is empty"):
        detect(b"", "offer.pdf")


def test_a_zip_bomb_is_never_unpacked():
    bomb = samples.bomb()
    assert len(bomb) < 200_000
    assert detect(bomb[:HEAD_BYTES], "bomb.docx") == content_type.DOCX


def test_a_letter_cut_in_the_middle_of_a_character_is_still_text():
    text = ("æ" * HEAD_BYTES).encode()
    assert detect(b"x" + text[: HEAD_BYTES - 1], "long.txt") == content_type.TEXT


@given(st.binary(max_size=300), st.text(max_size=20))
def test_any_bytes_under_any_name_are_kept_or_refused(content: bytes, name: str):
    with suppress(FileRefused):
        assert detect(content, name) in vars(content_type).values()


@given(st.sampled_from(KEPT), st.data())
def test_a_file_cut_off_anywhere_breaks_nothing(sample: tuple[str, bytes, FileKind], data: st.DataObject):
    name, content, _ = sample
    with suppress(FileRefused):
        assert detect(content[: data.draw(st.integers(0, min(len(content), 300)))], name)


@given(st.binary(max_size=100))
def test_nothing_that_begins_as_markup_is_ever_kept(rest: bytes):
    with pytest.raises(FileRefused):
        detect(b" \n<sCript>" + rest, "words")
