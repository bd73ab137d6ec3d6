"""What a Manager writes: the input of a new item and of changes to one."""

from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from leadx_app.domain.moments import LocalMoment
from leadx_app.domain.rich_text import rich_text
from leadx_app.domain.text import line, optional, paragraph
from leadx_app.models import Role

LONGEST_HTML = 20_000
MOST_ORGANIZATIONS = 200
Html = rich_text(LONGEST_HTML)


class _Fields(BaseModel):
    """The fields of an item. No organizations or no roles is all of them; no `publish_at` is at once."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    picture_id: optional(UUID) = None
    is_pinned: bool = False
    is_draft: bool = False
    organization_ids: tuple[UUID, ...] = Field(default=(), max_length=MOST_ORGANIZATIONS)
    roles: tuple[Role, ...] = Field(default=(), max_length=len(Role))
    publish_at: optional(LocalMoment) = None
    expires_at: optional(LocalMoment) = None


class NewsDraft(_Fields):
    """A new item; `draft_id` makes it once, however often it is sent."""

    title: line(200)
    html: Html
    draft_id: optional(UUID) = None


class NewsEdit(_Fields):
    """Changes to an item; only the fields that were set count. `version` is the one that the editor read."""

    version: int
    title: line(200) = ""
    html: Html = ""

    def wanted(self) -> dict[str, Any]:
        """The fields that were set, in the order and form in which an item's own are compared with them."""
        given = {name: getattr(self, name) for name in self.model_fields_set - {"version"}}
        for name in {"organization_ids", "roles"} & given.keys():
            given[name] = tuple(sorted(set(given[name])))
        return given


class CommentDraft(BaseModel):
    """A comment that is being written."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: paragraph(2000)
