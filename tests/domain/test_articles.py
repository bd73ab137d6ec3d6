"""The knowledge base: who writes and reads articles, what is found, and what is suggested (product.md section 11)."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from leadx_app.domain.errors import Conflict, Invalid, NotFound, NotPermitted
from leadx_app.domain.leads.draft import parse_draft
from leadx_app.domain.permissions import Actor
from leadx_app.domain.support.articles import edit_article, remove_article, restore_article, write_article
from leadx_app.domain.support.draft import ArticleDraft, ArticleEdit
from leadx_app.models import new_id
from leadx_app.queries.articles import article_detail, article_page, suggested_articles
from tests.cast import NOW, Cast
from tests.support.statements import statements_of


def an_article(session: Session, actor: Actor, title: str = "Change your password", **fields: Any) -> UUID:
    said = {"language": "en", "title": title, "html": "<p>Open your profile.</p>", **fields}
    return write_article(session, actor, parse_draft(ArticleDraft, said), now=NOW)


def edited(version: int = 1, **fields: Any) -> ArticleEdit:
    return ArticleEdit(**{"version": version, "language": "en", "title": "New", "html": "<p>Text</p>", **fields})


def titles(session: Session, actor: Actor, search: str = "") -> list[str]:
    return [row.title for row in article_page(session, actor, search).rows]


def suggested(session: Session, actor: Actor, text: str) -> list[str]:
    return [row.title for row in suggested_articles(session, actor, text)]


def test_admins_write_and_everybody_below_reads(session: Session, cast: Cast) -> None:
    one = an_article(session, cast.admin)
    readers = {name for name, actor in cast.everybody().items() if titles(session, actor)}
    assert readers == {name for name in cast.everybody() if not name.startswith("stranger")}
    for who in (cast.manager, cast.child_manager, cast.basic):
        with pytest.raises(NotPermitted):
            an_article(session, who)
        with pytest.raises(NotPermitted):
            remove_article(session, who, one, now=NOW)
    assert article_detail(session, cast.admin, one).may_write
    assert not article_detail(session, cast.manager, one).may_write


@pytest.mark.parametrize("act", ["read", "edit", "remove", "restore"])
def test_an_article_of_another_tenant_is_like_one_that_never_was(session: Session, cast: Cast, act: str) -> None:
    one, who = an_article(session, cast.admin), cast.stranger_admin
    acts = {
        "read": lambda id: article_detail(session, who, id),
        "edit": lambda id: edit_article(session, who, id, edited(), now=NOW),
        "remove": lambda id: remove_article(session, who, id, now=NOW),
        "restore": lambda id: restore_article(session, who, id, now=NOW),
    }
    for id in (one, new_id()):
        with pytest.raises(NotFound, match="We could not find that"):
            acts[act](id)


def test_an_article_is_changed_removed_and_brought_back(session: Session, cast: Cast) -> None:
    one = an_article(session, cast.admin)
    edit_article(session, cast.admin, one, edited(), now=NOW + timedelta(hours=1))
    assert (article_detail(session, cast.lite, one).title, article_detail(session, cast.lite, one).version) == (
        "New",
        2,
    )
    edit_article(session, cast.admin, one, edited(), now=NOW)
    with pytest.raises(Conflict, match="Anne Admin changed this article"):
        edit_article(session, cast.admin, one, edited(1, title="Other"), now=NOW)
    with pytest.raises(Invalid):
        edit_article(session, cast.admin, one, edited(9, title="Other"), now=NOW)
    remove_article(session, cast.admin, one, now=NOW)
    assert (titles(session, cast.lite), titles(session, cast.lite, "new"), suggested(session, cast.lite, "text")) == (
        [],
        [],
        [],
    )
    with pytest.raises(NotFound):
        article_detail(session, cast.admin, one)
    for _ in range(2):
        restore_article(session, cast.admin, one, now=NOW)
    assert titles(session, cast.lite, "new") == ["New"]


def test_the_html_of_an_article_is_made_safe(session: Session, cast: Cast) -> None:
    one = an_article(session, cast.admin, html='<p onclick="x()">Hi <script>alert(1)</script></p>')
    assert article_detail(session, cast.lite, one).html == "<p>Hi </p>"


def test_the_own_language_comes_first_and_pages_go_on(session: Session, cast: Cast) -> None:
    for number in range(3):
        an_article(session, cast.admin, f"en {number}")
        an_article(session, cast.admin, f"nb {number}", language="nb")
    found, cursor = [], None
    for _ in range(3):
        page = article_page(session, cast.basic, cursor=cursor, limit=2)
        found += [row.title for row in page.rows]
        cursor = page.next_cursor
    assert (found, cursor) == (["en 2", "en 1", "en 0", "nb 2", "nb 1", "nb 0"], None)


def test_all_words_are_searched_as_they_begin_and_signs_are_signs(session: Session, cast: Cast) -> None:
    an_article(session, cast.admin, "Change your password", html="<p>Open your <b>profile</b>, then 100 %.</p>")
    an_article(session, cast.admin, "Parker et lead", language="nb", html="<p>Åpne leadet.</p>")
    assert titles(session, cast.basic, "PASS prof") == ["Change your password"]
    assert titles(session, cast.basic, "åpne") == ["Parker et lead"]
    assert titles(session, cast.basic, "password lead") == []
    assert titles(session, cast.basic, "100 %") == ["Change your password"]
    assert titles(session, cast.basic, "100%") == []
    assert titles(session, cast.stranger_basic, "password") == []


def test_what_is_typed_brings_the_articles_that_share_most_with_it(session: Session, cast: Cast) -> None:
    an_article(session, cast.admin, "Change your password", html="<p>Open your profile.</p>")
    an_article(session, cast.admin, "Endre passordet", language="nb", html="<p>Åpne profilen din.</p>")
    an_article(session, cast.admin, "Read the figures", html="<p>Hit rate, and more of your profile.</p>")
    assert suggested(session, cast.basic, "I cannot change my passwords")[:1] == ["Change your password"]
    assert suggested(session, cast.basic, "har glemt passord")[:1] == ["Endre passordet"]
    assert suggested(session, cast.basic, "profiles")[0] in ("Read the figures", "Change your password")
    assert suggested(session, cast.basic, "a an of") == []
    assert suggested(session, cast.basic, "nothing shared") == []
    assert suggested(session, cast.stranger_basic, "password") == []


def test_what_the_screens_cost(session: Session, cast: Cast) -> None:
    one = an_article(session, cast.admin)
    connection: Any = session.get_bind()
    with statements_of(connection.engine if isinstance(connection, sa.Connection) else connection) as sent:
        article_page(session, cast.basic, "password")
        article_detail(session, cast.basic, one)
        suggested_articles(session, cast.basic, "the password")
    assert len(sent) == 3
