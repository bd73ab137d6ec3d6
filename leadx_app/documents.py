"""Tables of the documents, printed from the code: `python -m leadx_app.documents` writes them into their pages."""

import re
from pathlib import Path

from pydantic.fields import FieldInfo

from leadx_app.config import Settings
from leadx_app.domain.permissions import GRANTS
from leadx_app.models import Role

ROOT = Path(__file__).resolve().parents[1]
BEGIN, END = "<!-- printed by `python -m leadx_app.documents`: {name} -->", "<!-- end: {name} -->"


def settings_table() -> str:
    """Every setting with its name in the environment, its default and its meaning."""
    rows = [
        f"| `LEADX_{name.upper()}` | {_default(field)} | {field.description} |"
        for name, field in Settings.model_fields.items()
    ]
    return "\n".join(["| setting | default | what it is |", "|---|---|---|", *rows])


def permissions_table() -> str:
    """Who may: a row per permission, a column per role."""
    head = "| | " + " | ".join(role.value for role in Role) + " |"
    rows = [
        f"| {permission.value} | " + " | ".join("Y" if role in roles else "" for role in Role) + " |"
        for permission, roles in GRANTS.items()
    ]
    return "\n".join([head, "|---" * (len(Role) + 1) + "|", *rows])


def write() -> None:
    """Put the tables between their marks."""
    _put(ROOT / "README.md", "settings", settings_table())
    _put(ROOT / "docs" / "permissions.md", "permissions", permissions_table())


def _put(page: Path, name: str, table: str) -> None:
    begin, end = BEGIN.format(name=name), END.format(name=name)
    between = re.compile(re.escape(begin) + ".*?" + re.escape(end), re.DOTALL)
    page.write_text(between.sub(lambda _: f"{begin}\n{table}\n{end}", page.read_text()))


def _default(field: FieldInfo) -> str:
    default = field.get_default(call_default_factory=True)
    if default in (None, []):
        return "empty"
    return "`1`" if default is True else f"`{default}`"


if __name__ == "__main__":
    write()
