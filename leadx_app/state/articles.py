"""The knowledge base: the list with its search, one article, and the form in which Admins write."""

from typing import Any
from uuid import UUID

import reflex as rx
from sqlmodel import Session

from leadx_app.domain.errors import NotFound, SignedOut
from leadx_app.domain.event_kinds import EventKind
from leadx_app.domain.events import Message
from leadx_app.domain.leads.draft import parse_draft
from leadx_app.domain.permissions import Actor, Permission
from leadx_app.domain.support import articles
from leadx_app.domain.support.draft import ArticleDraft, ArticleEdit
from leadx_app.queries.articles import PAGE_SIZE, ArticlePage, article_detail, article_page
from leadx_app.state import live
from leadx_app.state.address_words import id_of
from leadx_app.state.doors import Form, act, attempt, handler, read
from leadx_app.state.look import look_of, say_done
from leadx_app.state.parameters import Cursor, LeadId, Search, chosen
from leadx_app.state.session import SessionState
from leadx_app.state.support_lines import LANGUAGES, ArticleShort, article_href, article_short

ARTICLES = frozenset(kind for kind in EventKind if kind.startswith("article."))
LIST = "/support/articles"
NEW = "new"


class ArticlesState(rx.State):
    """The list of articles."""

    search_text: str = ""
    rows: list[ArticleShort] = []
    next_cursor: str = ""
    is_loaded: bool = False

    @handler
    async def load(self) -> None:
        """On loading the page."""
        await live.watch(self, kinds=ARTICLES)
        self.search_text = ""
        await self._read(0)

    @handler
    async def search(self, words: Search) -> None:
        """Articles that hold these words."""
        self.search_text = words
        await self._read(0)

    @handler
    async def show_more(self, cursor: Cursor) -> None:
        """The next ones, below those that are shown."""
        page = await read(self, article_page, self.search_text, cursor)
        known = {row.id for row in self.rows}
        self.rows = [*self.rows, *(line for line in await self._lines(page) if line.id not in known)]
        self.next_cursor = page.next_cursor or ""

    async def _refresh_live(self, messages: tuple[Message, ...]) -> None:
        await self._read(len(self.rows))

    async def _read(self, at_least: int) -> None:
        page = await read(self, article_page, self.search_text, None, max(PAGE_SIZE, at_least))
        self.rows, self.next_cursor, self.is_loaded = await self._lines(page), page.next_cursor or "", True

    async def _lines(self, page: ArticlePage) -> list[ArticleShort]:
        look = await look_of(self)
        return [article_short(row, look) for row in page.rows]


class ArticleState(rx.State):
    """One article; `status` is "", "shown" or "missing". `editing` is its id, "new", or "" for reading."""

    status: str = ""
    id: str = ""
    title: str = ""
    html: str = ""
    language: str = "en"
    about: str = ""
    version: int = 0
    may_write: bool = False
    editing: str = ""
    problems: dict[str, str] = {}
    answer_token: int = 0
    clear_token: int = 0

    @handler
    async def load(self) -> None:
        """Show the article of the address, or the form of a new one."""
        await live.watch(self, kinds=ARTICLES)
        self.editing, self.problems = "", {}
        wanted = self.router.url.path.removeprefix(LIST).strip("/")
        if wanted == NEW:
            session = await self._session()
            self._put_away("shown" if session._actor and session._actor.may(Permission.ARTICLE_WRITE) else "missing")
            self.language, self.editing = session.language, NEW if self.status == "shown" else ""
            return
        await self._read(id_of(wanted))

    @handler
    async def edit(self) -> None:
        """Turn the article into its own form."""
        if self.may_write:
            self.editing, self.problems = self.id, {}

    @handler
    async def stop(self) -> Any:
        """Leave the form; what was typed in it is thrown away."""
        was, self.editing, self.problems, self.clear_token = self.editing, "", {}, self.clear_token + 1
        return rx.redirect(LIST) if was == NEW else None

    @handler
    async def save(self, form: Form) -> Any:
        """Keep what was written."""
        is_new = self.editing == NEW
        saved = await attempt(self, _write, "" if is_new else chosen(self.editing), form)
        self.problems = saved.problems
        self.answer_token += 1
        if not saved.ok:
            return None
        self.clear_token += 1
        self.editing = ""
        await say_done(self, "The article is saved.")
        if is_new:
            return rx.redirect(article_href(saved.result or ""))
        await live.refresh(self)
        return None

    @handler
    async def remove(self) -> Any:
        """Take the article away; it can be taken back."""
        article_id = chosen(self.id)
        await act(self, articles.remove_article, article_id)
        await say_done(self, "The article was removed.", undo=ArticleState.restore(str(article_id)))
        return rx.redirect(LIST)

    @handler
    async def restore(self, article_id: LeadId) -> Any:
        """Bring an article back and go to it."""
        await act(self, articles.restore_article, UUID(article_id))
        return rx.redirect(article_href(article_id))

    async def _refresh_live(self, messages: tuple[Message, ...]) -> None:
        """Somebody changed it; a form that is open stays as it is."""
        if not self.editing:
            await self._read(id_of(self.id))

    async def _read(self, article_id: UUID | None) -> None:
        """Read with the reader's rights; absent and not theirs look alike."""
        try:
            if article_id is None:
                raise NotFound()
            found = await read(self, article_detail, article_id)
        except NotFound:
            self._put_away("missing")
            return
        look = await look_of(self)
        self.id, self.title, self.html, self.language = str(found.id), found.title, found.html, found.language
        words = (found.author, look.say("Changed {age}", age=look.ago(found.updated_at)), LANGUAGES[found.language])
        self.about = " · ".join(words)
        self.version, self.may_write, self.status = found.version, found.may_write, "shown"

    def _put_away(self, status: str) -> None:
        self.status, self.id, self.title, self.html, self.about = status, "", "", "", ""
        self.version, self.may_write = 0, False

    async def _session(self) -> SessionState:
        session = await self.get_state(SessionState)
        if session._actor is None:
            raise SignedOut()
        return session


def _write(session: Session, actor: Actor, article_id: UUID | str, form: Form, *, now: Any) -> UUID:
    """Make an article of the form, or change one."""
    said = {name: form.get(name) for name in ("language", "title", "html")}
    if isinstance(article_id, str):
        draft = parse_draft(ArticleDraft, {**said, "draft_id": form.get("draft_id")})
        return articles.write_article(session, actor, draft, now=now)
    version = str(form.get("version") or "")
    edit = parse_draft(ArticleEdit, {**said, "version": int(version) if version.isdecimal() else 0})
    articles.edit_article(session, actor, article_id, edit, now=now)
    return article_id
