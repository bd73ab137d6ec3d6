"""Editing an item of news: what the form begins with, what was changed in it, and what two people changed at once."""

import json
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session

from leadx_app.domain.errors import EditConflict, Invalid
from leadx_app.domain.leads.draft import parse_draft
from leadx_app.domain.news import publish
from leadx_app.domain.news.draft import NewsDraft, NewsEdit
from leadx_app.domain.permissions import Actor
from leadx_app.models import Role
from leadx_app.queries.news import NewsRow
from leadx_app.state.doors import Form
from leadx_app.state.format import DASH, Look
from leadx_app.state.news_shown import ROLES, safe_html

FIELDS = {
    "title": "Title",
    "html": "Text",
    "picture_id": "Picture",
    "is_pinned": "Pinned",
    "is_draft": "Draft",
    "organization_ids": "Organizations",
    "roles": "Roles",
    "publish_at": "Show from",
    "expires_at": "Show until",
}
"""The labels of the fields in the form and in conflicts."""


@dataclass(frozen=True, slots=True)
class NewsFields:
    """What the form begins with. `was` is the same as text and `version` what it was read at: both travel with the kept
    form, so that after days only what was really changed counts."""

    title: str = ""
    html: str = ""
    picture_id: str = ""
    is_pinned: bool = False
    organization_ids: list[str] = field(default_factory=list)
    roles: list[str] = field(default_factory=list)
    publish_at: str = ""
    expires_at: str = ""
    is_draft: bool = False
    version: str = ""
    was: str = ""


@dataclass(frozen=True, slots=True)
class NewsConflict:
    """A field that two people changed; as rich text where `is_html`."""

    field: str
    label: str
    yours: str
    theirs: str
    is_html: bool


def news_fields(row: NewsRow, look: Look) -> NewsFields:
    """The item as its form begins."""
    fields = NewsFields(
        title=row.title,
        html=row.html,
        picture_id=str(row.picture_id or ""),
        is_pinned=row.is_pinned,
        organization_ids=[str(one) for one in row.organization_ids],
        roles=[role.value for role in row.roles],
        publish_at="" if row.status == "draft" else _local(row.publish_at, look),
        expires_at=_local(row.expires_at, look) if row.expires_at else "",
        is_draft=row.status == "draft",
    )
    was = {name: value for name, value in asdict(fields).items() if name not in ("version", "was")}
    return replace(fields, version=str(row.version), was=json.dumps(was))


def written(form: Form) -> dict[str, Any]:
    """What the form holds, by the names of a NewsDraft."""
    ticks = sorted(name for name, value in form.items() if value is True)
    return {
        **{name: str(form.get(name) or "") for name in ("title", "html", "picture_id", "publish_at", "expires_at")},
        "is_pinned": form.get("is_pinned") is True,
        "organization_ids": _ticked(ticks, "organization_"),
        "roles": _ticked(ticks, "role_"),
        "is_draft": form.get("action") == "draft",
    }


def changed(form: Form) -> dict[str, Any]:
    """What differs from what the form began with; as it stands there when nobody knows what that was."""
    now, was = written(form), _was(form)
    if was.get("is_draft") is not True:
        now["is_draft"] = False
    differs = {name: value for name, value in now.items() if value != was.get(name)}
    if was.get("is_draft") is True and not now["is_draft"]:
        differs["publish_at"] = now["publish_at"]
    return differs


def version_of(form: Form) -> int:
    """The version that the form was begun on."""
    text = str(form.get("version") or "")
    if not text.isdecimal() or not text.isascii() or len(text) > 9:
        raise Invalid("This value cannot be used.", field="version")
    return int(text)


def publish_news(session: Session, actor: Actor, data: dict[str, Any], *, now: datetime) -> UUID:
    """The command behind the form of a new item."""
    return publish.publish(session, actor, parse_draft(NewsDraft, data, time_zone=actor.time_zone), now=now)


def edit_news(
    session: Session, actor: Actor, news_id: UUID, version: int, data: dict[str, Any], *, now: datetime
) -> int:
    """The command behind the form of an item."""
    changes = parse_draft(NewsEdit, {**data, "version": version}, time_zone=actor.time_zone)
    return publish.edit(session, actor, news_id, changes, now=now)


def conflict_shown(
    conflict: EditConflict, data: dict[str, Any], look: Look, names: dict[str, str]
) -> list[NewsConflict]:
    """The fields of a conflict, side by side."""
    return [
        NewsConflict(
            name,
            look.say(FIELDS[name]),
            _said(name, data.get(name), look, names),
            _said(name, theirs, look, names),
            name == "html",
        )
        for name, theirs in conflict.fields.items()
    ]


def settled(data: dict[str, Any], conflict: EditConflict, form: Form) -> dict[str, Any]:
    """What is saved after the choice per field: yours stays, theirs is left as it stands now."""
    return {
        name: value
        for name, value in data.items()
        if name not in conflict.fields or form.get(f"keep_{name}") == "yours"
    }


def _ticked(ticks: list[str], prefix: str) -> list[str]:
    return [name.removeprefix(prefix) for name in ticks if name.startswith(prefix)]


def _was(form: Form) -> dict[str, Any]:
    try:
        was = json.loads(str(form.get("was") or "{}"))
    except (ValueError, RecursionError):
        return {}
    return was if isinstance(was, dict) else {}


def _local(moment: datetime, look: Look) -> str:
    return f"{moment.astimezone(ZoneInfo(look.time_zone)):%Y-%m-%dT%H:%M}"


def _said(name: str, value: Any, look: Look, names: dict[str, str]) -> str:
    """A field's value as people write it; "–" for nothing."""
    if name == "html":
        return safe_html(str(value or ""))
    if isinstance(value, bool):
        return look.say("Yes") if value else look.say("No")
    if name == "picture_id":
        return look.say("Another picture") if value else look.say("No picture")
    if isinstance(value, datetime):
        return look.moment(value)
    if isinstance(value, list | tuple):
        return ", ".join(_name(str(one), names) for one in value) or look.say("Everybody")
    return str(value or DASH).replace("T", " ") if name.endswith("_at") else str(value or DASH)


def _name(value: str, names: dict[str, str]) -> str:
    return names.get(value) or (ROLES[Role(value)] if value in set(Role) else DASH)
