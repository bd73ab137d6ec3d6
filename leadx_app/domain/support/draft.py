"""What people write to support and what support writes for them."""

import re
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from leadx_app.domain.rich_text import rich_text
from leadx_app.domain.text import BadInput, line, optional, paragraph
from leadx_app.models import Severity, TicketKind

LONGEST_TEXT = 5_000
LONGEST_HTML = 40_000
MOST_FILES = 10
LANGUAGES = ("en", "nb")
_OWN_PAGE = re.compile(r"/(?:[\w.~%?=&-][\w./~%?=&-]{0,298})?", re.ASCII)


def _own_page(value: Any) -> Any:
    if not isinstance(value, str) or not _OWN_PAGE.fullmatch(value) or "//" in value:
        raise BadInput("This value cannot be used.")
    return value


def _language(value: Any) -> Any:
    if value not in LANGUAGES:
        raise BadInput("Choose one from the list.")
    return value


OwnPage = Annotated[str, BeforeValidator(_own_page)]
Files = Annotated[tuple[UUID, ...], Field(max_length=MOST_FILES)]


class TicketDraft(BaseModel):
    """A new ticket; `page` is the address within LeadX where the reporter was. `draft_id` makes it once."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: TicketKind
    severity: Severity
    subject: line(200)
    text: paragraph(LONGEST_TEXT)
    page: optional(OwnPage) = None
    file_ids: Files = ()
    draft_id: optional(UUID) = None


class ReplyDraft(BaseModel):
    """Something to be said on a ticket. `draft_id` makes it once."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: paragraph(LONGEST_TEXT)
    file_ids: Files = ()
    draft_id: optional(UUID) = None


class ArticleDraft(BaseModel):
    """An article of the knowledge base in one language, "en" or "nb". `draft_id` makes it once."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    language: Annotated[str, BeforeValidator(_language)]
    title: line(200)
    html: rich_text(LONGEST_HTML)
    draft_id: optional(UUID) = None


class ArticleEdit(BaseModel):
    """An article as it should be; `version` is the one that the editor read."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    version: int
    language: Annotated[str, BeforeValidator(_language)]
    title: line(200)
    html: rich_text(LONGEST_HTML)
