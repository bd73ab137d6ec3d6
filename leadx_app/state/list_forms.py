"""The form of a saved view, and what it does: read as a person wrote it, in the transaction that saves it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from leadx_app.domain.leads.draft import parse_draft
from leadx_app.domain.permissions import Actor
from leadx_app.domain.views import ViewDraft, ViewEdit, change_view, choose_default, save_view
from leadx_app.models import Density, ListName


@dataclass(frozen=True)
class ViewForm:
    """The form that is open: "new", "rename" or none; with the view that it renames."""

    what: str = ""
    id: str = ""
    name: str = ""


def save_as_view(
    session: Session,
    actor: Actor,
    name: ListName,
    query: str,
    columns: tuple[str, ...],
    density: Density,
    form: dict[str, Any],
    *,
    now: datetime,
) -> UUID:
    """Keep the list as it stands under the name of the form; with `is_default` it opens with it from now on."""
    said = {key: form[key] for key in ("name", "is_shared", "draft_id") if key in form}
    shown = {"list": name, "query": query, "columns": columns, "density": density}
    view_id = save_view(session, actor, parse_draft(ViewDraft, said | shown), now=now)
    if form.get("is_default") is True:
        choose_default(session, actor, name, view_id, now=now)
    return view_id


def rename_view(session: Session, actor: Actor, view_id: str, form: dict[str, Any], *, now: datetime) -> None:
    """Give a view the name of the form."""
    change_view(session, actor, UUID(view_id), parse_draft(ViewEdit, {"name": form.get("name")}), now=now)
