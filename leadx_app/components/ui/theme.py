"""The design tokens: the only home of colours, sizes and times, written to `assets/tokens.css` at build."""

from pathlib import Path

from leadx_app.components.ui.icons import icon_css

LIGHT = {
    "canvas": "#f5f7f8",
    "surface": "#ffffff",
    "paper": "#ffffff",
    "raised": "#ffffff",
    "sunken": "#f1f4f6",
    "hover": "#eef2f4",
    "pressed": "#e4eaed",
    "tab": "#ffffff",
    "line": "#e3e8ec",
    "line-strong": "#cdd5dc",
    "line-control": "#86929e",
    "ink": "#101a22",
    "ink-2": "#44525f",
    "ink-3": "#5b6875",
    "accent": "#0b6e75",
    "accent-hover": "#095b61",
    "accent-on": "#ffffff",
    "accent-ink": "#0a6067",
    "accent-soft": "#e1f1f2",
    "won": "#1a8a4f",
    "won-ink": "#116239",
    "won-soft": "#e3f4ea",
    "closed": "#c93a34",
    "closed-hover": "#ab2e29",
    "closed-on": "#ffffff",
    "closed-ink": "#a32a25",
    "closed-soft": "#fcebea",
    "parked": "#b9770b",
    "parked-ink": "#7a4d04",
    "parked-soft": "#fbf1dd",
    "waiting": "#2b6fd0",
    "waiting-ink": "#1b55a8",
    "waiting-soft": "#e6effb",
    "hand-idle": "#aab5bf",
    "inverse": "#17222b",
    "inverse-ink": "#f3f6f8",
    "inverse-accent": "#7fd4d9",
    "scrim": "rgb(16 26 34 / 0.38)",
    "shadow": "0 1px 2px rgb(16 26 34 / 0.06), 0 8px 28px rgb(16 26 34 / 0.14)",
}

DARK = {
    "canvas": "#0d1216",
    "surface": "#13191e",
    "paper": "#ffffff",
    "raised": "#1a2228",
    "sunken": "#0f1519",
    "hover": "#1c252c",
    "pressed": "#26313a",
    "tab": "#2d3944",
    "line": "#222c34",
    "line-strong": "#34414c",
    "line-control": "#66747f",
    "ink": "#e9eef2",
    "ink-2": "#b0bcc7",
    "ink-3": "#92a0ac",
    "accent": "#127a82",
    "accent-hover": "#0e6d74",
    "accent-on": "#ffffff",
    "accent-ink": "#62c8cf",
    "accent-soft": "#11333a",
    "won": "#3fb977",
    "won-ink": "#67d396",
    "won-soft": "#12301f",
    "closed": "#cf403a",
    "closed-hover": "#bb342e",
    "closed-on": "#ffffff",
    "closed-ink": "#ff928b",
    "closed-soft": "#3a1b1b",
    "parked": "#dba13a",
    "parked-ink": "#e8b95f",
    "parked-soft": "#33270f",
    "waiting": "#5c9df0",
    "waiting-ink": "#8bbaf7",
    "waiting-soft": "#152a47",
    "hand-idle": "#566470",
    "inverse": "#2a353e",
    "inverse-ink": "#f1f5f8",
    "inverse-accent": "#7fd4d9",
    "scrim": "rgb(3 6 8 / 0.62)",
    "shadow": "0 1px 2px rgb(0 0 0 / 0.4), 0 12px 32px rgb(0 0 0 / 0.5)",
}

SIZES = {
    "font": '"Inter", ui-sans-serif, system-ui, sans-serif',
    "regular": "450",
    "strong": "600",
    "text-12": "12px",
    "text-13": "13px",
    "text-14": "14px",
    "text-16": "16px",
    "text-20": "20px",
    "text-28": "28px",
    "leading-12": "16px",
    "leading-13": "18px",
    "leading-14": "20px",
    "leading-16": "24px",
    "leading-20": "28px",
    "leading-28": "34px",
    "space-half": "2px",
    "space-1": "4px",
    "space-2": "8px",
    "space-3": "12px",
    "space-4": "16px",
    "space-5": "20px",
    "space-6": "24px",
    "space-8": "32px",
    "space-12": "48px",
    "hair": "1px",
    "ring": "2px",
    "radius": "6px",
    "radius-card": "10px",
    "radius-small": "4px",
    "radius-full": "999px",
    "icon": "16px",
    "icon-small": "14px",
    "icon-large": "20px",
    "dot": "8px",
    "control": "32px",
    "control-small": "28px",
    "field": "36px",
    "touch": "44px",
    "row": "40px",
    "row-compact": "32px",
    "avatar": "24px",
    "avatar-large": "40px",
    "rail": "220px",
    "rail-slim": "56px",
    "top": "56px",
    "bottom": "56px",
    "content-max": "1440px",
    "reading": "680px",
    "side": "320px",
    "column": "280px",
    "dialog-small": "420px",
    "dialog": "560px",
    "dialog-wide": "1040px",
    "toast": "380px",
    "menu-min": "180px",
    "list-max": "280px",
    "art": "96px",
    "thumb": "72px",
    "spark": "28px",
    "quick": "120ms",
    "calm": "160ms",
    "slow": "180ms",
    "glow": "1200ms",
    "turn": "800ms",
    "breath": "1400ms",
    "swing": "2000ms",
    "instant": "1ms",
    "ease": "cubic-bezier(0.2, 0, 0, 1)",
}

TEXT_PAIRS = [
    *[
        (ink, ground)
        for ink in ("ink", "ink-2", "ink-3")
        for ground in ("canvas", "surface", "raised", "sunken", "hover")
    ],
    *[("accent-ink", ground) for ground in ("canvas", "surface", "raised", "hover", "accent-soft")],
    ("ink", "pressed"),
    ("ink", "tab"),
    ("ink", "accent-soft"),
    ("accent-on", "accent"),
    ("accent-on", "accent-hover"),
    ("closed-on", "closed"),
    ("closed-on", "closed-hover"),
    ("inverse-ink", "inverse"),
    ("inverse-accent", "inverse"),
    *[(f"{tone}-ink", f"{tone}-soft") for tone in ("won", "closed", "parked", "waiting")],
    *[(f"{tone}-ink", ground) for tone in ("won", "closed", "parked", "waiting") for ground in ("surface", "raised")],
]
"""Every text colour with every ground it may stand on; a test holds each to 4.5:1 in both themes."""

SHAPE_PAIRS = [
    *[("line-control", ground) for ground in ("surface", "raised")],
    *[(tone, ground) for tone in ("won", "closed", "parked", "waiting", "accent") for ground in ("surface",)],
]
"""Shapes that carry meaning without text; held to 3:1."""


def _block(selector: str, values: dict[str, str], scheme: str | None = None) -> str:
    lines = [f"  --{name}: {value};" for name, value in values.items()]
    if scheme:
        lines.insert(0, f"  color-scheme: {scheme} !important;")
    return "\n".join([f"{selector} {{", *lines, "}"])


def css() -> str:
    """The text of `tokens.css`: sizes, both themes (by `data-theme`, else by the system) and the icon masks."""
    dark_by_system = _block(":root:not([data-theme])", DARK, "dark").replace("\n", "\n  ")
    return "\n\n".join(
        [
            _block(":root", SIZES),
            _block(":root", LIGHT, "light"),
            f"@media (prefers-color-scheme: dark) {{\n  {dark_by_system}\n}}",
            _block(':root[data-theme="dark"]', DARK, "dark"),
            icon_css(),
            "",
        ]
    )


def write_tokens(path: str | Path) -> Path:
    """Write `tokens.css` to `path` when its text changed; returns the path."""
    target = Path(path)
    text = css()
    if not target.exists() or target.read_text(encoding="utf-8") != text:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    return target
