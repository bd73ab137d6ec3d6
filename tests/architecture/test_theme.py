"""The look has one home: colours, sizes and times stand in theme.py, and every pair of them can be read."""

import re
from pathlib import Path

import pytest

from leadx_app.components.ui import theme
from leadx_app.components.ui.icons import DRAWINGS, ICONS

ROOT = Path(__file__).parents[2]
SHEETS = [path for path in sorted((ROOT / "assets").glob("*.css")) if path.name != "tokens.css"]
STYLES = "\n".join(path.read_text(encoding="utf-8") for path in SHEETS)
RULES = re.sub(r"@font-face \{.*?\}|/\*.*?\*/", "", STYLES, flags=re.S)
THEMES = {"light": theme.LIGHT, "dark": theme.DARK}


def _luminance(color: str) -> float:
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(first: str, second: str) -> float:
    high, low = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_computed_as_the_guideline_says():
    assert _contrast("#ffffff", "#000000") == pytest.approx(21)
    assert _contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("name", THEMES)
def test_every_text_can_be_read_on_every_ground(name):
    values = THEMES[name]
    ratios = {pair: round(_contrast(values[pair[0]], values[pair[1]]), 2) for pair in theme.TEXT_PAIRS}
    assert {pair: ratio for pair, ratio in ratios.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("name", THEMES)
def test_every_shape_with_a_meaning_stands_out(name):
    values = THEMES[name]
    ratios = {pair: round(_contrast(values[pair[0]], values[pair[1]]), 2) for pair in theme.SHAPE_PAIRS}
    assert {pair: ratio for pair, ratio in ratios.items() if ratio < 3} == {}


def test_both_themes_name_the_same_tokens():
    assert list(theme.LIGHT) == list(theme.DARK)


def test_the_stylesheet_has_no_colour_length_or_time_of_its_own():
    own = re.findall(
        r"(?<![\w-])[\d.]+(?:px|pt|rem|ms|s)\b|#[0-9a-fA-F]{3,8}\b|\b(?:rgba?|hsla?|oklch)\([^)]*\)", RULES
    )
    assert own == []


def test_every_token_that_the_stylesheet_uses_exists():
    known = {*theme.SIZES, *theme.LIGHT, *re.findall(r"--([\w-]+):", theme.icon_css()), "stage", "columns", "part"}
    assert set(re.findall(r"var\(--([\w-]+)", STYLES)) - known == set()


def test_every_drawing_can_be_used_as_a_mask():
    for path in DRAWINGS.glob("*.svg"):
        assert path.read_text(encoding="utf-8").startswith(
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"'
        ), path
    assert f".icon-{min(ICONS)} {{ --drawing: url(" in theme.icon_css()


def test_the_blocks_name_no_colour_and_no_length():
    offenders = [
        f"{path.name}: {found}"
        for path in (ROOT / "leadx_app" / "components").rglob("*.py")
        if path.name != "theme.py"
        for found in re.findall(r"#[0-9a-fA-F]{6}\b|\b\d+px\b", path.read_text(encoding="utf-8"))
    ]
    assert offenders == []


def test_tokens_are_written_once_and_only_when_changed(tmp_path):
    target = theme.write_tokens(tmp_path / "assets" / "tokens.css")
    written = target.stat().st_mtime_ns
    assert "--accent: #" in target.read_text(encoding="utf-8")
    assert theme.write_tokens(target).stat().st_mtime_ns == written


def test_no_sheet_lays_out_again_what_another_one_lays_out():
    homes: dict[str, set[str]] = {}
    for path in SHEETS:
        for name, rules in re.findall(r"^\.([\w-]+) \{([^}]*)\}", path.read_text(encoding="utf-8"), re.M):
            if "display:" in rules:
                homes.setdefault(name, set()).add(path.name)
    assert {name: sheets for name, sheets in homes.items() if len(sheets) > 1} == {}
