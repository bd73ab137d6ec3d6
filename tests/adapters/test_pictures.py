"""Pictures: nothing about their makers is left, nothing of what they show is lost."""

import io
import logging
import os
import threading
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from leadx_app.adapters import picture_decoder, pictures
from leadx_app.adapters.pictures import CleanPicture, clean_picture
from leadx_app.domain.ports import FileRefused
from tests.support import sample_files as samples

DAMAGED = r"This picture cannot be read\. It may be damaged\."


def opened(picture: CleanPicture) -> Image.Image:
    image = Image.open(io.BytesIO(picture.data))
    image.load()
    assert Image.MIME[image.format] == picture.content_type
    assert image.size == (picture.width, picture.height)
    return image


def looks(image: Image.Image, x: float, y: float) -> str:
    """The colour at a place given in parts of width and height."""
    red, _, blue = image.convert("RGB").getpixel((int(image.width * x), int(image.height * y)))
    return "red" if red > blue else "blue"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_nothing_about_the_maker_is_left(kind: str):
    sent = samples.photo(kind=kind)
    assert samples.CAMERA in sent
    picture = clean_picture(sent)
    for data in (picture.data, picture.thumbnail):
        image = Image.open(io.BytesIO(data))
        image.load()
        assert samples.CAMERA not in data
        assert dict(image.getexif()) == {}
        assert not {"exif", "xmp", "comment", "Author", "XML:com.adobe.xmp"} & set(image.info)


def test_the_position_in_a_photo_is_really_there_before_and_gone_after():
    sent = samples.photo()
    assert Image.open(io.BytesIO(sent)).getexif().get_ifd(0x8825)[2] == (59.0, 54.0, 27.0)
    assert Image.open(io.BytesIO(clean_picture(sent).data)).getexif().get_ifd(0x8825) == {}


def test_what_an_agency_wrote_and_what_hides_behind_the_end_is_gone():
    assert samples.iptc_photo().count(samples.CAMERA) == 2
    assert samples.CAMERA not in clean_picture(samples.iptc_photo()).data


def test_a_photo_of_an_iphone_becomes_one_that_every_browser_shows():
    sent = samples.heic_photo()
    assert samples.CAMERA in sent
    picture = clean_picture(sent)
    assert (picture.content_type, picture.kind.suffix) == ("image/jpeg", ".jpg")
    assert samples.CAMERA not in picture.data
    assert [looks(opened(picture), 0.25, 0.5), looks(opened(picture), 0.75, 0.5)] == ["blue", "red"]


@pytest.mark.parametrize(
    ("orientation", "blue_at"),
    [(1, (0.2, 0.5)), (2, (0.8, 0.5)), (3, (0.8, 0.5)), (6, (0.5, 0.2)), (8, (0.5, 0.8))],
)
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_stands_upright(kind: str, orientation: int, blue_at: tuple[float, float]):
    sent = samples.photo(size=(64, 48), orientation=orientation, kind=kind)
    picture = clean_picture(sent)
    assert (picture.width, picture.height) == ((48, 64) if orientation > 4 else (64, 48))
    for image in (opened(picture), Image.open(io.BytesIO(picture.thumbnail))):
        assert looks(image, *blue_at) == "blue"
        assert looks(image, 1 - blue_at[0], 1 - blue_at[1]) == "red"


def test_a_photo_keeps_its_quality():
    noise = Image.effect_noise((200, 200), 60).convert("RGB")
    sent = samples.encoded(noise, "JPEG", quality=95)
    before, after = Image.open(io.BytesIO(sent)), opened(clean_picture(sent))
    assert after.quantization == before.quantization
    assert max(abs(a - b) for a, b in zip(before.tobytes(), after.tobytes(), strict=True)) <= 4


def test_a_drawing_is_kept_point_by_point():
    drawing = Image.effect_noise((50, 40), 90)
    for mode in ("L", "RGB", "RGBA", "P", "1", "LA"):
        sent = samples.encoded(drawing.convert(mode), "PNG")
        assert opened(clean_picture(sent)).convert("RGBA").tobytes() == drawing.convert(mode).convert("RGBA").tobytes()


def test_sixteen_bits_of_grey_stay_and_their_thumbnail_is_not_white():
    grey = Image.new("I;16", (40, 30), 20000)
    sent = samples.encoded(grey, "PNG")
    picture = clean_picture(sent)
    assert opened(picture).getpixel((5, 5)) == 20000
    assert abs(Image.open(io.BytesIO(picture.thumbnail)).convert("L").getpixel((5, 5)) - 78) <= 3


def test_a_picture_for_print_becomes_one_for_the_screen():
    picture = clean_picture(samples.photo(mode="CMYK"))
    assert opened(picture).mode == "RGB"
    assert looks(opened(picture), 0.25, 0.5) == "blue"


def test_transparency_stays():
    glass = Image.new("RGBA", (40, 30), (10, 20, 30, 0))
    for kind in ("PNG", "WEBP", "AVIF", "GIF"):
        picture = clean_picture(samples.encoded(glass, kind))
        assert opened(picture).convert("RGBA").getpixel((5, 5))[3] == 0
        assert Image.open(io.BytesIO(picture.thumbnail)).getpixel((5, 5))[3] == 0


@pytest.mark.parametrize("kind", ["GIF", "WEBP"])
def test_what_moves_goes_on_moving_at_its_pace(kind: str):
    picture = clean_picture(samples.animation(kind))
    image = opened(picture)
    durations = []
    for number in range(image.n_frames):
        image.seek(number)
        image.load()
        durations.append(image.info["duration"])
    assert durations == [100, 200, 300]
    assert image.info["loop"] == 0
    assert Image.open(io.BytesIO(picture.thumbnail)).n_frames == 1


@pytest.mark.parametrize(
    ("size", "expected"), [((2000, 1000), (480, 240)), ((100, 50), (100, 50)), ((4000, 2), (480, 1))]
)
def test_a_thumbnail_is_small_and_never_larger_than_its_picture(size: tuple[int, int], expected: tuple[int, int]):
    small = Image.open(io.BytesIO(clean_picture(samples.photo(size=size)).thumbnail))
    assert (small.format, small.size) == ("WEBP", expected)


@pytest.mark.parametrize(
    ("size", "expected"), [((2000, 1000), (1360, 680)), ((800, 1000), (800, 1000)), ((480, 480), None)]
)
def test_a_preview_fills_a_column_and_is_not_made_of_small_pictures(
    size: tuple[int, int], expected: tuple[int, int] | None
):
    preview = clean_picture(samples.photo(size=size)).preview
    assert (Image.open(io.BytesIO(preview)).size if preview else None) == expected
    assert b"Exif" not in preview


def test_pictures_are_read_from_paths_too(tmp_path: Path):
    path = tmp_path / "upload"
    path.write_bytes(samples.photo())
    assert clean_picture(path) == clean_picture(samples.photo())


@pytest.mark.parametrize("size", [(30_000, 30_000), (10_000, 9_500), (8_000, 6_251), (50_000_001, 1)])
def test_too_large_a_picture_is_refused_from_its_header(size: tuple[int, int]):
    with pytest.raises(FileRefused, match=r"too large\. At most 50 million"):
        clean_picture(samples.png_header(*size))
    header = io.BytesIO(samples.png_header(*size))
    with pytest.raises((picture_decoder.TooLarge, Image.DecompressionBombError, Image.DecompressionBombWarning)):
        picture_decoder.clean(header)
    assert picture_decoder.MAX_PIXELS == pictures.MAX_PIXELS


def test_too_long_an_animation_is_refused():
    frames = [Image.new("P", (2, 2), number % 2) for number in range(1001)]
    sent = samples.encoded(frames[0], "GIF", save_all=True, append_images=frames[1:], optimize=False)
    with pytest.raises(FileRefused, match="too large"):
        clean_picture(sent)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF", "GIF"])
def test_a_picture_that_is_cut_off_is_refused(kind: str):
    noise = Image.effect_noise((200, 200), 60).convert("RGB")
    sent = samples.encoded(noise, kind)
    with pytest.raises(FileRefused, match=DAMAGED):
        clean_picture(sent[: len(sent) // 2])


@pytest.mark.parametrize("sent", [b"", b"words", samples.HTML, samples.SVG, samples.office("word/document.xml")])
def test_what_is_no_picture_is_refused(sent: bytes):
    with pytest.raises(FileRefused, match=DAMAGED):
        clean_picture(sent)


@settings(max_examples=15, deadline=None)
@given(st.sampled_from(["JPEG", "PNG", "WEBP", "GIF", "HEIC"]), st.data())
def test_a_damaged_picture_is_refused_or_cleaned_and_nothing_else(kind: str, data: st.DataObject):
    sent = (
        samples.heic_photo()
        if kind == "HEIC"
        else samples.animation("GIF")
        if kind == "GIF"
        else samples.photo(kind=kind)
    )
    broken = bytearray(sent)
    for _ in range(data.draw(st.integers(1, 8))):
        broken[data.draw(st.integers(0, len(broken) - 1))] = data.draw(st.integers(0, 255))
    with suppress(FileRefused):
        assert clean_picture(bytes(broken)).data


def test_a_picture_that_crashes_its_decoder_is_refused_and_nothing_else_is_hurt():
    sent = bytearray(samples.heic_photo())
    sent[176] = 222  # libheif 1.23.0 follows a wild pointer here.
    with pytest.raises(FileRefused, match=DAMAGED):
        clean_picture(bytes(sent))
    assert clean_picture(samples.heic_photo()).width == 64


def test_a_decoder_that_dies_or_hangs_is_given_up_and_noted(tmp_path: Path, monkeypatch, caplog):
    caplog.set_level(logging.WARNING)
    monkeypatch.setattr(pictures, "_DECODER", tmp_path / "decoder.py")
    monkeypatch.setattr(pictures, "_SECONDS", 1)
    for program in ("import os; os.abort()", "while True: pass"):
        (tmp_path / "decoder.py").write_text(program)
        with pytest.raises(FileRefused, match=DAMAGED):
            clean_picture(samples.photo())
    assert caplog.messages == ["the picture decoder ended with -6", "the picture decoder did not end in 1 seconds"]


def test_the_decoder_knows_no_secret_of_the_server(tmp_path: Path, monkeypatch):
    monkeypatch.setattr(pictures, "_DECODER", tmp_path / "decoder.py")
    monkeypatch.setenv("LEADX_SECRET", "a secret")
    secret_file = os.open(tmp_path / "open", os.O_CREAT | os.O_RDWR)
    told = tmp_path / "told"
    program = f"import os; open({str(told)!r}, 'w').write(str((dict(os.environ), os.listdir('/proc/self/fd'))))"
    (tmp_path / "decoder.py").write_text(program + "; raise SystemExit(3)")
    with pytest.raises(FileRefused):
        clean_picture(samples.photo())
    os.close(secret_file)
    assert "LEADX_SECRET" not in told.read_text()
    assert f"'{secret_file}'" not in told.read_text()


def test_damaged_notes_are_no_reason_to_refuse_a_picture():
    sent = samples.photo(orientation=6).replace(b"MM\x00*\x00\x00\x00\x08", b"MM\x00*\xff\xff\xff\xff")
    assert clean_picture(sent).content_type == "image/jpeg"


def test_many_pictures_at_once_are_all_cleaned():
    results: list[CleanPicture] = []
    sent = samples.photo(size=(800, 600))
    threads = [threading.Thread(target=lambda: results.append(clean_picture(sent))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [clean_picture(sent)] * 4
