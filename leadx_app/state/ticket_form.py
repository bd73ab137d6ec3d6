"""Raising a ticket: the form, the page that it is about, and articles that may answer it while it is typed."""

from typing import Any
from uuid import UUID

import reflex as rx
from sqlmodel import Session

from leadx_app.domain.leads.draft import parse_draft
from leadx_app.domain.permissions import Actor
from leadx_app.domain.support.draft import TicketDraft
from leadx_app.domain.support.tickets import raise_ticket
from leadx_app.queries.articles import suggested_articles
from leadx_app.state.address_words import said_in
from leadx_app.state.doors import Form, attempt, handler, read
from leadx_app.state.file_limit import read_file_limit
from leadx_app.state.lead_edit import listed
from leadx_app.state.look import look_of
from leadx_app.state.parameters import Search
from leadx_app.state.support_lines import ArticleShort, article_short

FIELDS = ("kind", "severity", "subject", "text", "page", "draft_id")


class TicketFormState(rx.State):
    """The form of a new ticket; `page` is where its reporter came from."""

    page: str = ""
    suggestions: list[ArticleShort] = []
    problems: dict[str, str] = {}
    file_limit_mb: int = 0
    answer_token: int = 0
    clear_token: int = 0

    _subject: str = ""
    _text: str = ""

    @handler
    async def load(self) -> None:
        """On loading the page."""
        self.page = str(said_in(self.router.url.query, {"page": _own_page}).get("page", ""))
        self.suggestions, self.problems, self._subject, self._text = [], {}, "", ""
        self.file_limit_mb = await read_file_limit(self)

    @handler
    async def type_subject(self, words: Search) -> None:
        """Offer articles for what is typed."""
        self._subject = words
        await self._suggest()

    @handler
    async def type_text(self, words: Search) -> None:
        """Offer articles for what is typed."""
        self._text = words
        await self._suggest()

    @handler
    async def save(self, form: Form) -> Any:
        """Raise the ticket and go to it."""
        raised = await attempt(self, _raise, form)
        self.problems = raised.problems
        self.answer_token += 1
        if not raised.ok:
            return None
        self.clear_token += 1
        return rx.redirect(f"/support/tickets/{raised.result}")

    async def _suggest(self) -> None:
        found = await read(self, suggested_articles, f"{self._subject} {self._text}")
        look = await look_of(self)
        self.suggestions = [article_short(row, look) for row in found]


def _own_page(text: str) -> str | None:
    """An address within LeadX."""
    return text[:300] if text.startswith("/") and not text.startswith("//") else None


def _raise(session: Session, actor: Actor, form: Form, *, now: Any) -> UUID:
    """`raise_ticket` with what was written in the form."""
    said: dict[str, Any] = {name: form.get(name) for name in FIELDS}
    said["page"] = said["page"] or None
    draft = parse_draft(TicketDraft, {**said, "file_ids": listed(form.get("file_ids"))})
    return raise_ticket(session, actor, draft, now=now)
