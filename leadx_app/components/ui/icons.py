"""Icons: lucide drawings (ISC licence, `lucide/LICENSE`) as CSS masks, one element each, coloured by the text."""

from pathlib import Path
from urllib.parse import quote

import reflex as rx

DRAWINGS = Path(__file__).parent / "lucide"
ICONS = frozenset(path.stem for path in DRAWINGS.glob("*.svg"))


def icon_css() -> str:
    """One rule per drawing (`.icon-plus`), and the few that other rules draw with as variables (`--icon-check`)."""
    rules = [f".icon-{name} {{ --drawing: {_mask(name)}; }}" for name in sorted(ICONS)]
    shared = "\n".join(f"  --icon-{name}: {_mask(name)};" for name in ("check", "x", "arrow-up"))
    return "\n".join([f":root {{\n{shared}\n}}", *rules])


def _mask(name: str) -> str:
    drawing = (DRAWINGS / f"{name}.svg").read_text(encoding="utf-8").strip().replace('"', "'")
    return f'url("data:image/svg+xml,{_encoded(drawing)}")'


def _encoded(drawing: str) -> str:
    return quote(drawing, safe=" /:=,.'();")


def icon(name: str | rx.Var[str], *, size: str = "") -> rx.Component:
    """A decorative icon: `size` is "", "small" or "large". Its meaning is said by the word beside it."""
    if isinstance(name, str) and not isinstance(name, rx.Var) and name not in ICONS:
        raise ValueError(f"No drawing named {name!r} in {DRAWINGS}")
    sized = f" icon-is-{size}" if size else ""
    return rx.el.span(class_name=f"icon icon-{name}{sized}", aria_hidden="true")
