"""The list of news: order, pages, counts, what is the reader's own, and what it costs."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlmodel import Session

from leadx_app.domain.errors import Invalid, NotFound
from leadx_app.domain.files import StoredFile, set_photo
from leadx_app.domain.news.draft import CommentDraft
from leadx_app.domain.news.publish import remove
from leadx_app.domain.news.talk import comment, mark_read, react, remove_comment
from leadx_app.models import Reaction
from leadx_app.queries.news import news_comments, news_item, news_mine, news_page
from leadx_app.state.audience import audience
from tests.cast import NOW, Cast, an_item
from tests.support.statements import statements_of

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def titles(session: Session, actor, **options) -> list[str]:
    return [row.title for row in news_page(session, actor, now=NOW, **options).rows]


def test_pinned_come_first_then_the_newest(session: Session, cast: Cast) -> None:
    an_item(session, cast.manager, title="old", now=NOW - 3 * DAY)
    an_item(session, cast.manager, title="pinned", now=NOW - 9 * DAY, is_pinned=True)
    an_item(session, cast.manager, title="new", now=NOW - DAY)
    an_item(session, cast.manager, title="to come", publish_at=NOW + DAY)
    an_item(session, cast.manager, title="over", now=NOW - 2 * DAY, expires_at=NOW - DAY)
    gone = an_item(session, cast.manager, title="gone")
    remove(session, cast.manager, gone.id, now=NOW)
    assert titles(session, cast.lite) == ["pinned", "new", "old"]
    page = news_page(session, cast.manager, now=NOW)
    assert [(row.title, row.status) for row in page.rows] == [
        ("pinned", ""),
        ("to come", "scheduled"),
        ("new", ""),
        ("over", "expired"),
        ("old", ""),
    ]
    assert page.next_cursor is None


def test_pages_go_on_where_the_last_ended_whatever_comes_in_between(session: Session, cast: Cast) -> None:
    for number in range(7):
        pinned = number in (2, 5)
        an_item(session, cast.manager, title=str(number), now=NOW - (number // 2) * DAY, is_pinned=pinned)
    whole = titles(session, cast.basic)
    assert whole[:2] == ["2", "5"]
    found, cursor = [], None
    for _ in range(3):
        page = news_page(session, cast.basic, cursor, 3, now=NOW)
        found += [row.title for row in page.rows]
        cursor = page.next_cursor
        an_item(session, cast.manager, title="newest", now=NOW + HOUR)
    assert (found, cursor) == (whole, None)


@pytest.mark.parametrize("cursor", ["x", "%%%", "bnVsbA", "WzEsMiwzXQ", "W3RydWUsIjIwMjYtMDEtMDEiLCJ4Il0", "ø"])
def test_a_cursor_of_somebody_elses_making_is_refused(session: Session, cast: Cast, cursor: str) -> None:
    with pytest.raises(Invalid):
        news_page(session, cast.basic, cursor, now=NOW)


def test_a_row_says_everything_that_stands_on_it(session: Session, cast: Cast) -> None:
    service = cast.child_manager.organization_id
    news = an_item(
        session, cast.manager, organization_ids=[service], roles=["lite", "basic"], expires_at=NOW + DAY, is_pinned=True
    )
    comment(session, cast.child_basic, news.id, CommentDraft(text="en"), now=NOW)
    react(session, cast.child_basic, news.id, Reaction.LIKE, True, now=NOW)
    react(session, cast.manager, news.id, Reaction.LIKE, True, now=NOW)
    row = news_item(session, cast.manager, news.id, now=NOW)
    assert (row.author, row.organization, row.is_pinned, row.expires_at) == ("Mona Manager", "Nordlys", True, NOW + DAY)
    assert (row.comments, row.reactions, row.may_edit) == (1, {Reaction.LIKE: 2}, True)
    assert (row.organization_ids, row.roles) == ((service,), ("basic", "lite"))
    read = news_item(session, cast.child_basic, news.id, now=NOW)
    assert (read.may_edit, read.organization_ids, read.roles) == (False, (), ())
    for other in (cast.sibling_manager, cast.basic, cast.stranger_manager):
        with pytest.raises(NotFound):
            news_item(session, other, news.id, now=NOW)
    with pytest.raises(NotFound):
        news_item(session, cast.manager, uuid4(), now=NOW)


def test_authors_are_shown_by_the_photo_that_they_have_now(session: Session, cast: Cast) -> None:
    item = an_item(session, cast.manager)
    comment(session, cast.basic, item.id, CommentDraft(text="Good"), now=NOW)
    session.flush()
    assert news_item(session, cast.lite, item.id, now=NOW).author_photo_id is None
    key = f"{cast.manager.tenant_id.hex}/{'0' * 32}"
    stored = StoredFile("me.webp", "image/webp", 100, "0" * 64, key, f"{key}-thumbnail")
    photo_id = set_photo(session, cast.manager, stored, now=NOW)

    assert news_item(session, cast.lite, item.id, now=NOW).author_photo_id == photo_id
    (said,) = news_comments(session, cast.lite, (item.id,), now=NOW)
    assert said.author_photo_id is None


def test_an_audience_reads_the_same_rows_as_its_people(session: Session, cast: Cast) -> None:
    an_item(session, cast.manager)
    an_item(session, cast.child_manager, roles=["basic"])
    for actor in cast.everybody().values():
        assert news_page(session, audience(actor), now=NOW) == news_page(session, actor, now=NOW)


def test_what_is_the_readers_own(session: Session, cast: Cast) -> None:
    first, second = an_item(session, cast.manager), an_item(session, cast.other_manager)
    ids = (first.id, second.id)
    react(session, cast.basic, first.id, Reaction.IDEA, True, now=NOW)
    mark_read(session, cast.basic, [first.id], now=NOW)
    mark_read(session, cast.lite, ids, now=NOW)
    mine = news_mine(session, cast.basic, ids, now=NOW)
    assert (mine.reactions, mine.unread, mine.readers) == ({first.id: {Reaction.IDEA}}, {second.id}, {})
    assert news_mine(session, cast.manager, ids, now=NOW).readers == {first.id: 2}
    assert news_mine(session, cast.manager, ids, now=NOW).unread == {second.id}
    assert news_mine(session, cast.stranger_manager, ids, now=NOW).unread == set()


def test_the_newest_comments_of_each_item_in_the_order_of_writing(session: Session, cast: Cast) -> None:
    first, second = an_item(session, cast.manager), an_item(session, cast.manager)
    for number in range(4):
        said = CommentDraft(text=str(number))
        last = comment(session, cast.basic, first.id, said, now=NOW + number * HOUR)
        comment(session, cast.lite, second.id, said, now=NOW + number * HOUR)
    remove_comment(session, cast.basic, last, now=NOW)
    rows = news_comments(session, cast.basic, (first.id, second.id), 2, now=NOW)
    assert [(row.news_id == first.id, row.text) for row in rows] == [
        (True, "1"), (True, "2"), (False, "2"), (False, "3")
    ]  # fmt: skip
    assert [row.may_remove for row in rows] == [True, True, False, False]
    assert all(row.may_remove for row in news_comments(session, cast.other_manager, (second.id,), now=NOW))
    assert news_comments(session, cast.stranger_manager, (first.id,), now=NOW) == []


def test_the_whole_page_costs_the_same_for_any_number_of_items(home: Cast, database) -> None:
    def fill(session: Session, actor, count: int, *, now) -> None:
        for number in range(count):
            news = an_item(session, actor, now=now, title=str(number), roles=["basic", "lite"])
            comment(session, actor, news.id, CommentDraft(text="x"), now=now)
            react(session, actor, news.id, Reaction.LIKE, True, now=now)

    costs = []
    for count in (1, 12):
        database.act(home.credential(home.manager), fill, count)
        with statements_of(database.engine) as statements:
            page = database.read(home.credential(home.manager), news_page)
            ids = tuple(row.id for row in page.rows)
            database.read(home.credential(home.manager), news_mine, ids)
        assert page.rows
        costs.append(len(statements))
    print(f"news: {costs[1]} statements")
    assert costs[0] == costs[1] <= 8
