"""The Admin page: how figures are put together, and what is taken of files."""

import re
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import reflex as rx
from sqlmodel import Session

from leadx_app.domain.errors import Invalid, NotFound
from leadx_app.domain.event_kinds import EventKind
from leadx_app.domain.events import Message
from leadx_app.domain.permissions import Actor
from leadx_app.domain.settings import set_figures, set_file_limits
from leadx_app.models import HitRateBasis
from leadx_app.queries.settings import BasisSet, bases_set
from leadx_app.runtime import get_runtime
from leadx_app.state import live
from leadx_app.state.doors import Form, attempt, handler, read
from leadx_app.state.look import say_done

_WHOLE = re.compile(r"\d{1,6}", re.ASCII)
LIMITS = ("file_limit_mb", "files_per_lead")


@dataclass(frozen=True)
class BasisLine:
    """One organization, as its forms show it; the keys change with what is saved."""

    id: str
    organization: str
    figures_key: str
    files_key: str
    basis: str
    start_month: str
    file_limit_mb: str
    files_per_lead: str


class AdminBasisState(rx.State):
    """What the two sections show; `problems` belong to the forms of the organization `problem_at`."""

    lines: list[BasisLine] = []
    most_megabytes: str = ""
    problem_at: str = ""
    problems: dict[str, str] = {}

    @handler
    async def load(self) -> None:
        """On loading the page."""
        await live.watch(self, kinds={EventKind.SETTINGS_CHANGED}, everybody=True)
        self.problem_at, self.problems = "", {}
        self.most_megabytes = str(get_runtime().settings.file_limit_mb)
        await self._read()

    @handler
    async def save_figures(self, form: Form) -> None:
        """Save how one organization puts its figures together."""
        saved = await attempt(self, _set_figures, form)
        await self._answer(form, saved.problems)

    @handler
    async def save_files(self, form: Form) -> None:
        """Save what one organization takes of files."""
        saved = await attempt(self, _set_file_limits, form, most_megabytes=get_runtime().settings.file_limit_mb)
        await self._answer(form, saved.problems)

    async def _answer(self, form: Form, problems: dict[str, str]) -> None:
        self.problem_at, self.problems = str(form.get("organization_id") or ""), problems
        if not problems:
            await say_done(self, "Saved.")
            await live.refresh(self)

    async def _refresh_live(self, messages: tuple[Message, ...]) -> None:
        await self._read()

    async def _read(self) -> None:
        self.lines = [_line(row) for row in await read(self, bases_set)]


def _line(row: BasisSet) -> BasisLine:
    one, basis, month = str(row.organization_id), row.hit_rate_basis.value, str(row.financial_year_start_month)
    megabytes, per_lead = (str(value or "") for value in (row.file_limit_mb, row.files_per_lead))
    return BasisLine(
        one,
        row.organization,
        f"{one} {basis} {month}",
        f"{one} {megabytes} {per_lead}",
        basis,
        month,
        megabytes,
        per_lead,
    )


def _set_figures(session: Session, actor: Actor, form: Form, *, now: datetime) -> None:
    """`set_figures` with what was chosen in the form."""
    organization_id, basis, month = (
        _organization_of(form),
        str(form.get("hit_rate_basis")),
        "financial_year_start_month",
    )
    if basis not in set(HitRateBasis):
        raise Invalid("Choose one from the list.", field="hit_rate_basis")
    written = str(form.get(month) or "")
    start_month = int(written) if _WHOLE.fullmatch(written) else 0
    set_figures(session, actor, organization_id, HitRateBasis(basis), start_month, now=now)


def _set_file_limits(session: Session, actor: Actor, form: Form, *, most_megabytes: int, now: datetime) -> None:
    """`set_file_limits` with what was written in the form."""
    organization_id = _organization_of(form)
    written = {name: str(form.get(name) or "").strip() for name in LIMITS}
    for name, text in written.items():
        if text and not _WHOLE.fullmatch(text):
            raise Invalid("Write a whole number, or nothing.", field=name)
    megabytes, per_lead = (int(text) if text else None for text in written.values())
    set_file_limits(session, actor, organization_id, megabytes, per_lead, most_megabytes=most_megabytes, now=now)


def _organization_of(form: Form) -> UUID:
    try:
        return UUID(str(form.get("organization_id")))
    except ValueError:
        raise NotFound() from None
