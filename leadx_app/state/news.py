"""Sales News: the list that everybody reads, and the item that a Manager writes in its own place."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import reflex as rx
from pydantic import Field
from sqlmodel import Session

from leadx_app.domain.errors import EditConflict, NotFound, SignedOut
from leadx_app.domain.event_kinds import EventKind
from leadx_app.domain.events import Message
from leadx_app.domain.leads.draft import parse_draft
from leadx_app.domain.news import publish, talk
from leadx_app.domain.news.draft import CommentDraft
from leadx_app.domain.permissions import Actor, Permission
from leadx_app.models import Reaction
from leadx_app.queries.choices import Option, visible_organizations
from leadx_app.queries.news import (
    COMMENTS,
    MAX_PAGE_SIZE,
    PAGE_SIZE,
    NewsMine,
    NewsPage,
    NewsRow,
    news_comments,
    news_item,
    news_mine,
    news_page,
)
from leadx_app.state import live
from leadx_app.state.address_words import id_text, said_in
from leadx_app.state.audience import read_shared
from leadx_app.state.doors import UUID_PATTERN, Form, act, attempt, handler, read
from leadx_app.state.look import look_of, say_done
from leadx_app.state.news_edit import (
    NewsConflict,
    NewsFields,
    changed,
    conflict_shown,
    edit_news,
    news_fields,
    publish_news,
    settled,
    version_of,
    written,
)
from leadx_app.state.news_shown import CommentShown, NewsShown, comment_shown, news_shown
from leadx_app.state.session import SessionState

NEW = "new"
MOST_OPEN = 20
CHANGES = frozenset(
    {
        EventKind.NEWS_PUBLISHED,
        EventKind.NEWS_CHANGED,
        EventKind.NEWS_REMOVED,
        EventKind.NEWS_RESTORED,
        EventKind.NEWS_COMMENTED,
    }
)
Kept = Annotated[str, Field(pattern=f"^(?:{NEW}|{UUID_PATTERN})$")]
SeenIds = Annotated[list[UUID], Field(max_length=MAX_PAGE_SIZE)]


class NewsState(rx.State):
    """The page. `editing` is the id of the item that is being written, "new" for one that is not there yet; `is_adrift`
    says that it is no longer in the list, so that its form stands above. `only` is the id of the item that is shown
    alone, as its address says; "" for all."""

    only: str = ""
    items: list[NewsShown] = []
    has_more: bool = False
    is_loaded: bool = False
    editing: str = ""
    is_adrift: bool = False
    form: NewsFields = NewsFields()
    organizations: list[dict[str, str]] = []
    problems: dict[str, str] = {}
    was_kept: bool = False
    conflict: list[NewsConflict] = []
    conflict_by: str = ""
    answer_token: int = 0
    drop_token: int = 0
    open_ids: list[str] = []
    comments: dict[str, list[CommentShown]] = {}
    comment_problems: dict[str, str] = {}
    comment_done: dict[str, int] = {}
    comment_token: int = 0

    _rows: list[NewsRow] = []
    _mine: NewsMine = NewsMine()
    _cursor: str | None = None
    _options: list[Option] = []
    _conflict: EditConflict | None = None
    _wanted: dict[str, Any] = {}

    # Reading.

    @handler
    async def load(self) -> None:
        """On loading the page."""
        await live.watch(self, kinds=CHANGES, everybody=True)
        self._stop_editing(forget=False)
        self.only = str(said_in(self.router.url.query, {"item": id_text}).get("item", ""))
        self.open_ids, self.comments = [self.only] if self.only else [], {}
        actor = await self._actor()
        if actor.may(Permission.NEWS_WRITE):
            self._options = await read(self, visible_organizations)
            self.organizations = [{"value": str(one.id), "label": one.name} for one in self._options]
        await self._show(await self._read())
        if self.open_ids:
            await self._read_comments()
        self.is_loaded = True

    @handler
    async def more(self) -> None:
        """Older items, below those that are shown."""
        if self._cursor:
            page = await read_shared(self, news_page, self._cursor)
            known = {row.id for row in self._rows}
            rows = [*self._rows, *(row for row in page.rows if row.id not in known)]
            await self._show(NewsPage(rows, page.next_cursor))

    @handler
    async def seen(self, news_ids: SeenIds) -> None:
        """Items that were not read before stood before the reader's eyes."""
        await act(self, talk.mark_read, news_ids)
        self._mine.unread.difference_update(news_ids)

    @handler
    async def react(self, news_id: UUID, reaction: Reaction, wanted: bool) -> None:
        """Set a reaction or take it back."""
        await act(self, talk.react, news_id, reaction, wanted)
        await live.refresh(self)

    # Comments.

    @handler
    async def toggle_comments(self, news_id: UUID) -> None:
        """Unfold or fold the comments of an item."""
        one = str(news_id)
        if one in self.open_ids:
            self.open_ids = [other for other in self.open_ids if other != one]
            return
        self.open_ids = [*self.open_ids, one][-MOST_OPEN:]
        await self._read_comments()

    @handler
    async def comment(self, form: Form) -> None:
        """Write a comment under the item that the form stands under."""
        self.comment_token += 1
        news_id = _id_of(form)
        outcome = await attempt(self, _comment, news_id, str(form.get("text") or ""))
        one = str(news_id)
        self.comment_problems = {} if outcome.ok else {one: outcome.problems["text"]}
        if outcome.ok:
            self.comment_done = {**self.comment_done, one: self.comment_done.get(one, 0) + 1}
            await live.refresh(self)

    @handler
    async def remove_comment(self, comment_id: UUID) -> None:
        """Take a comment away."""
        await act(self, talk.remove_comment, comment_id)
        await live.refresh(self)

    # Writing.

    @handler
    async def write(self) -> None:
        """Begin a new item on top of the list."""
        await self._begin_new()

    @handler
    async def start_editing(self, news_id: UUID) -> None:
        """Turn an item into its own form."""
        await self._begin(news_id)

    @handler
    async def take_up(self, which: Kept) -> None:
        """The browser found what was typed before and not saved: go on with it."""
        if which == NEW:
            await self._begin_new()
        else:
            await self._begin(UUID(which))

    @handler
    async def restored(self) -> None:
        """The browser put back what was typed before."""
        self.was_kept = True

    @handler
    async def stop_editing(self) -> None:
        """Throw away what was typed."""
        self._stop_editing()

    @handler
    async def save(self, form: Form) -> None:
        """Publish what was written, keep it as a draft, or save what was changed."""
        self.answer_token += 1
        if self.editing == NEW:
            await self._publish(form)
        elif self.editing:
            await self._edit(version_of(form), changed(form))

    @handler
    async def settle(self, form: Form) -> None:
        """Save again after choosing per field between the own value and theirs."""
        self.answer_token += 1
        if self._conflict is not None and self.editing:
            conflict, data = self._conflict, settled(self._wanted, self._conflict, form)
            self._forget_conflict()
            await self._edit(conflict.version, data)

    @handler
    async def leave_conflict(self) -> None:
        """Go back to the form; nothing was saved and nothing is lost."""
        self._forget_conflict()

    @handler
    async def pin(self, news_id: UUID, wanted: bool) -> None:
        """Keep an item on top, or let it go its way."""
        await act(self, publish.pin, news_id, wanted)
        await live.refresh(self)

    @handler
    async def remove(self, news_id: UUID) -> None:
        """Take an item away from everybody; it can be taken back."""
        await act(self, publish.remove, news_id)
        await live.refresh(self)
        await say_done(self, "The item was removed.", NewsState.restore(str(news_id)))

    @handler
    async def restore(self, news_id: UUID) -> None:
        """Take the removal of an item back."""
        await act(self, publish.restore, news_id)
        await live.refresh(self)

    # Behind the handlers.

    async def _refresh_live(self, messages: tuple[Message, ...]) -> None:
        """Something happened: read as many items as are shown; what is being typed stays as it is."""
        count = -(-max(len(self._rows), 1) // PAGE_SIZE) * PAGE_SIZE
        page = await self._read(min(count, MAX_PAGE_SIZE))
        is_mine = await self._is_mine(messages)
        if page.rows != self._rows or is_mine:
            known = {row.id: row.version for row in self._rows} if messages else None
            await self._show(page, known, None if is_mine else await self._still_mine(page))
        if self.open_ids:
            await self._read_comments()

    async def _read(self, limit: int = PAGE_SIZE) -> NewsPage:
        """The first items, or the one that the address asks for if the reader may see it."""
        if not self.only:
            return await read_shared(self, news_page, None, limit)
        try:
            return NewsPage([await read(self, news_item, UUID(self.only))], None)
        except NotFound:
            return NewsPage([], None)

    async def _is_mine(self, messages: tuple[Message, ...]) -> bool:
        """Whether more than what is the same for everybody may have changed: own reactions, or who read own items."""
        user_id = (await self._actor()).user_id
        personal = (message.people for message in messages if message.organization_ids == frozenset())
        return (
            not messages
            or any(message.actor_id == user_id for message in messages)
            or any(people is None or user_id in people for people in personal)
        )

    async def _still_mine(self, page: NewsPage) -> NewsMine:
        """What is the reader's own, without asking again: what others brought in since is not read yet."""
        user_id, known = (await self._actor()).user_id, {row.id for row in self._rows}
        new = {row.id for row in page.rows if row.id not in known and row.author_id != user_id}
        return NewsMine(self._mine.reactions, self._mine.unread | new, self._mine.readers)

    async def _show(self, page: NewsPage, known: dict[UUID, int] | None = None, mine: NewsMine | None = None) -> None:
        """Show the items; those that are new or changed beside the `known` versions glow. `mine` spares a read."""
        actor, look = await self._actor(), await look_of(self)
        ids = tuple(row.id for row in page.rows)
        self._rows, self._cursor = page.rows, page.next_cursor
        self._mine = mine or await read(self, news_mine, ids)
        names = {option.id: option.name for option in self._options}
        self.items = [
            news_shown(
                row,
                self._mine,
                actor,
                look,
                names,
                is_fresh=known is not None and known.get(row.id) != row.version,
            )
            for row in page.rows
        ]
        self.has_more = page.next_cursor is not None
        self.is_adrift = self.editing not in ("", NEW, *(str(one) for one in ids))

    async def _read_comments(self) -> None:
        shown = {str(row.id) for row in self._rows}
        self.open_ids = [one for one in self.open_ids if one in shown]
        look = await look_of(self)
        found: dict[str, list[CommentShown]] = {one: [] for one in self.open_ids}
        for row in await read(self, news_comments, tuple(UUID(one) for one in self.open_ids), COMMENTS):
            found[str(row.news_id)].append(comment_shown(row, look))
        self.comments = found

    async def _begin_new(self) -> None:
        (await self._actor()).require(Permission.NEWS_WRITE)
        if not self.editing:
            self.form, self.editing, self.problems = NewsFields(), NEW, {}

    async def _begin(self, news_id: UUID) -> None:
        row = next((row for row in self._rows if row.id == news_id), None)
        if row is not None and row.may_edit and not self.editing:
            self.form = news_fields(row, await look_of(self))
            self.editing, self.problems = str(news_id), {}

    async def _publish(self, form: Form) -> None:
        data = {**written(form), "draft_id": str(form.get("draft_id") or "")}
        outcome = await attempt(self, publish_news, data)
        self.problems = outcome.problems
        if outcome.ok:
            self._stop_editing()
            await live.refresh(self)

    async def _edit(self, version: int, data: dict[str, Any]) -> None:
        """Save an edit, or show what is wrong with it or who else changed the same."""
        outcome = await attempt(self, edit_news, UUID(self.editing), version, data)
        self.problems = outcome.problems
        if outcome.conflict is not None:
            self._conflict, self._wanted = outcome.conflict, data
            names = {str(option.id): option.name for option in self._options}
            self.conflict = conflict_shown(outcome.conflict, data, await look_of(self), names)
            self.conflict_by = outcome.conflict.by
        elif outcome.ok:
            self._stop_editing()
        await live.refresh(self)

    def _stop_editing(self, *, forget: bool = True) -> None:
        """Leave the form; the browser forgets what it kept of it, or keeps it for the next time."""
        self.drop_token += forget
        self.editing, self.is_adrift, self.was_kept, self.problems, self.form = "", False, False, {}, NewsFields()
        self._forget_conflict()

    def _forget_conflict(self) -> None:
        self._conflict, self._wanted, self.conflict, self.conflict_by = None, {}, [], ""

    async def _actor(self) -> Actor:
        actor = (await self.get_state(SessionState))._actor
        if actor is None:
            raise SignedOut()
        return actor


def _id_of(form: Form) -> UUID:
    try:
        return UUID(str(form.get("news_id") or ""))
    except ValueError:
        raise NotFound() from None


def _comment(session: Session, actor: Actor, news_id: UUID, text: str, *, now: datetime) -> UUID:
    return talk.comment(session, actor, news_id, parse_draft(CommentDraft, {"text": text}), now=now)
