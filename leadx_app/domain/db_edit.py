"""Changes that an Admin makes in the view on the tables: each goes through the command that the pages use.

Stages and lists are written into the audit log by their own commands, the rest is here.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel
from sqlmodel import Session

from leadx_app.models import Stage

from . import audit
from .choices import DRAFTS, ListKind, rename_choice
from .contacts.draft import CompanyEdit, PersonEdit
from .contacts.edit import edit_company, edit_person
from .errors import NotFound
from .leads.draft import LeadEdit, parse_draft
from .leads.qualify import correct
from .list_settings import find_listed
from .permissions import Actor, Permission
from .stages import StageDraft, change_stage

Command = Callable[..., Any]

EDITABLE: dict[str, tuple[str, ...]] = {
    "leads": ("title", "description", "value", "currency", "expected_closing_on"),
    "companies": (
        "name",
        "organization_number",
        "industry",
        "address",
        "postcode",
        "city",
        "country",
        "website",
        "email",
        "phone",
    ),
    "persons": ("name", "title", "email", "phone"),
    "stages": ("name", "color", "win_probability_percent", "quiet_after_days"),
    **{kind.value: ("name",) for kind in ListKind},
}
"""Columns that can be changed, per table."""

VERSIONED: dict[str, tuple[type[BaseModel], Command]] = {
    "leads": (LeadEdit, correct),
    "companies": (CompanyEdit, edit_company),
    "persons": (PersonEdit, edit_person),
}
"""Tables that count their changes in `version`, with what their command takes."""


def edit_row(
    session: Session, actor: Actor, table: str, row_id: UUID, values: dict[str, Any], *, now: datetime
) -> None:
    """Save the columns that were given, of a table that counts its changes with the `version` that the editor read.

    Raises:
        InvalidDraft: with one Invalid per value that the pages would refuse too.
        EditConflict: somebody else changed one of them meanwhile; nothing is written.
        NotFound: no such row in the actor's organizations, or a table whose rows are not changed here.
    """
    actor.require(Permission.DB_VIEW)
    wanted = {name: value for name, value in values.items() if name in EDITABLE.get(table, ())}
    if table in VERSIONED:
        draft, command = VERSIONED[table]
        command(session, actor, row_id, parse_draft(draft, wanted | {"version": values.get("version")}), now=now)
        if wanted:
            audit.note_row(session, actor, table, row_id, sorted(wanted), now=now)
    elif table == "stages":
        stage = find_listed(session, actor, Stage, row_id)
        stands = {name: getattr(stage, name) for name in EDITABLE[table]}
        change_stage(session, actor, row_id, parse_draft(StageDraft, stands | wanted), now=now)
    elif table in EDITABLE:
        kind = ListKind(table)
        rename_choice(session, actor, kind, row_id, parse_draft(DRAFTS[kind], wanted), now=now)
    else:
        raise NotFound()
