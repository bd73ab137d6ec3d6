"""News: who writes, whom it is for, when it is seen, and two who write at once (product.md section 7)."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from leadx_app.domain.errors import EditConflict, Invalid, InvalidDraft, NotFound, NotPermitted, Refusal
from leadx_app.domain.events import MESSAGES, Message
from leadx_app.domain.find import find_news
from leadx_app.domain.leads.draft import parse_draft
from leadx_app.domain.news.draft import NewsDraft, NewsEdit
from leadx_app.domain.news.publish import due_news, edit, pin, publish, remove, restore, take_turn
from leadx_app.domain.permissions import Actor
from leadx_app.models import Event, News, Notification
from tests.cast import NOW, Cast, an_item

HOUR = timedelta(hours=1)
PARENT = {"lite", "basic", "other_basic", "professional", "other_professional", "manager", "other_manager", "admin"}
CHILD = {"child_manager", "child_professional", "child_basic"}
SIBLING = {"sibling_manager"}


def seen_by(session: Session, cast: Cast, news: News, now: datetime = NOW) -> set[str]:
    """Who sees the item."""

    def sees(actor: Actor) -> bool:
        try:
            return find_news(session, actor, news.id, now=now).id == news.id
        except NotFound:
            return False

    return {name for name, actor in cast.everybody().items() if sees(actor)}


def told_of(session: Session, news: News) -> list[UUID]:
    """Who got a notification that the item was published, in any order."""
    events = session.exec(select(Event).where(Event.kind == "news.published")).all()
    about = [event.id for event in events if event.payload["news_id"] == str(news.id)]
    return sorted(session.exec(select(Notification.user_id).where(Notification.event_id.in_(about))))


def changed(session: Session, actor: Actor, news: News, *, version: int = 1, now: datetime = NOW, **fields) -> int:
    draft = parse_draft(NewsEdit, {"version": version, **fields}, time_zone="Europe/Oslo")
    return edit(session, actor, news.id, draft, now=now)


def ids(cast: Cast, names: set[str]) -> list[UUID]:
    return sorted(getattr(cast, name).user_id for name in names)


# Whom it is for.


def test_everybody_of_the_parent_is_the_parent_and_its_children(session: Session, cast: Cast) -> None:
    news = an_item(session, cast.manager)
    assert seen_by(session, cast, news) == PARENT | CHILD | SIBLING
    assert told_of(session, news) == ids(cast, (PARENT | CHILD | SIBLING) - {"manager"})


def test_everybody_of_a_child_is_that_child_and_the_parent_looks_in(session: Session, cast: Cast) -> None:
    news = an_item(session, cast.child_manager)
    assert seen_by(session, cast, news) == CHILD | {"manager", "other_manager", "admin"}
    assert told_of(session, news) == ids(cast, CHILD - {"child_manager"})


def test_chosen_organizations_and_nobody_else(session: Session, cast: Cast) -> None:
    service = cast.child_manager.organization_id
    news = an_item(session, cast.manager, organization_ids=[service])
    assert seen_by(session, cast, news) == CHILD | {"manager", "other_manager", "admin"}
    assert told_of(session, news) == ids(cast, CHILD)
    news = an_item(session, cast.manager, organization_ids=[cast.manager.organization_id])
    assert seen_by(session, cast, news) == PARENT


def test_chosen_roles_and_those_who_write(session: Session, cast: Cast) -> None:
    news = an_item(session, cast.manager, roles=["lite", "basic"])
    assert seen_by(session, cast, news) == {"lite", "basic", "other_basic", "child_basic", "manager", "other_manager"}
    assert told_of(session, news) == ids(cast, {"lite", "basic", "other_basic", "child_basic"})


def test_organizations_and_roles_together(session: Session, cast: Cast) -> None:
    news = an_item(session, cast.manager, organization_ids=[cast.child_manager.organization_id], roles=["basic"])
    assert seen_by(session, cast, news) == {"child_basic", "manager", "other_manager"}


@pytest.mark.parametrize("whose", ["sibling_manager", "manager", "stranger_manager"])
def test_a_child_writes_to_itself_only(session: Session, cast: Cast, whose: str) -> None:
    with pytest.raises(Invalid) as refused:
        an_item(session, cast.child_manager, organization_ids=[getattr(cast, whose).organization_id])
    assert refused.value.field == "organization_ids"
    news = an_item(session, cast.child_manager)
    with pytest.raises(Invalid):
        changed(session, cast.child_manager, news, organization_ids=[getattr(cast, whose).organization_id])


def test_an_edit_changes_who_sees_it(session: Session, cast: Cast) -> None:
    news = an_item(session, cast.manager)
    changed(session, cast.manager, news, roles=["professional"])
    assert seen_by(session, cast, news) == {
        "professional", "other_professional", "child_professional", "manager", "other_manager"
    }  # fmt: skip
    changed(session, cast.manager, news, version=2, roles=[])
    assert seen_by(session, cast, news) == PARENT | CHILD | SIBLING


def test_pages_of_those_who_lose_sight_of_it_are_told(session: Session, cast: Cast) -> None:
    news = an_item(session, cast.manager)
    session.info.pop(MESSAGES)
    changed(session, cast.manager, news, organization_ids=[cast.manager.organization_id])
    message: Message = session.info[MESSAGES][-1]
    assert cast.child_basic.organization_id in message.organization_ids


# Who writes.


WRITES = {
    "edit": lambda session, actor, news: changed(session, actor, news, title="Mine"),
    "pin": lambda session, actor, news: pin(session, actor, news.id, True, now=NOW),
    "remove": lambda session, actor, news: remove(session, actor, news.id, now=NOW),
    "restore": lambda session, actor, news: restore(session, actor, news.id, now=NOW),
}


@pytest.mark.parametrize("act", WRITES)
@pytest.mark.parametrize("who", ["lite", "basic", "professional", "admin", "child_basic"])
def test_only_managers_write(session: Session, cast: Cast, who: str, act: str) -> None:
    with pytest.raises(NotPermitted):
        an_item(session, getattr(cast, who))
    with pytest.raises(NotPermitted):
        WRITES[act](session, getattr(cast, who), an_item(session, cast.manager))


@pytest.mark.parametrize("act", WRITES)
@pytest.mark.parametrize("who", ["child_manager", "sibling_manager", "stranger_manager"])
def test_and_only_their_own_organizations_news(session: Session, cast: Cast, who: str, act: str) -> None:
    with pytest.raises(NotFound):
        WRITES[act](session, getattr(cast, who), an_item(session, cast.manager))
    with pytest.raises(NotFound):
        WRITES[act](session, cast.manager, an_item(session, cast.child_manager))


def test_a_colleague_who_is_manager_writes_it_too(session: Session, cast: Cast) -> None:
    news = an_item(session, cast.manager)
    assert changed(session, cast.other_manager, news, title="Ours") == 2
    assert (news.title, news.author_id, news.updated_by_id) == (
        "Ours",
        cast.manager.user_id,
        cast.other_manager.user_id,
    )


def test_the_same_draft_twice_makes_one_item(session: Session, cast: Cast) -> None:
    draft_id = str(uuid4())
    assert an_item(session, cast.manager, draft_id=draft_id).id == an_item(session, cast.manager, draft_id=draft_id).id
    assert an_item(session, cast.other_manager, draft_id=draft_id).author_id == cast.other_manager.user_id


def test_text_is_cleaned_and_searched_as_it_is_read(session: Session, cast: Cast) -> None:
    news = an_item(session, cast.manager, title=" Ny\x00 rekord ", html="<p onclick=x>ÅRETS <b>beste</b> uke</p>")
    assert (news.title, news.html, news.search_text) == (
        "Ny rekord",
        "<p>ÅRETS beste uke</p>",
        "ny rekord årets beste uke",
    )


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"title": ""}, ["title"]),
        ({"title": "x" * 201, "html": ""}, ["title", "html"]),
        ({"html": "x" * 20_001}, ["html"]),
        ({"roles": ["owner"]}, ["roles"]),
        ({"publish_at": "2026-03-29T02:30"}, ["publish_at"]),
        ({"expires_at": "soon"}, ["expires_at"]),
        ({"author_id": str(uuid4())}, ["author_id"]),
        ({"picture_id": "x"}, ["picture_id"]),
    ],
)
def test_what_cannot_be_used_is_said_by_field(fields: dict[str, object], wrong: list[str]) -> None:
    with pytest.raises(InvalidDraft) as refused:
        parse_draft(NewsDraft, {"title": "x", "html": "x", **fields}, time_zone="Europe/Oslo")
    assert [error.field for error in refused.value.errors] == wrong


# When it is seen.


def test_it_comes_and_goes_by_the_clock(session: Session, cast: Cast) -> None:
    news = an_item(session, cast.manager, publish_at=NOW + HOUR, expires_at=NOW + 2 * HOUR)
    writers = {"manager", "other_manager"}
    everybody = PARENT | CHILD | SIBLING
    second = timedelta(seconds=1)
    assert seen_by(session, cast, news, NOW) == writers
    assert seen_by(session, cast, news, NOW + HOUR - second) == writers
    assert seen_by(session, cast, news, NOW + HOUR) == everybody
    assert seen_by(session, cast, news, NOW + 2 * HOUR - second) == everybody
    assert seen_by(session, cast, news, NOW + 2 * HOUR) == writers


def test_the_clock_tells_readers_once_when_it_comes_and_pages_when_it_goes(session: Session, cast: Cast) -> None:
    news = an_item(session, cast.manager, publish_at=NOW + HOUR, expires_at=NOW + 2 * HOUR)
    assert (due_news(session, now=NOW), told_of(session, news)) == ([], [])
    assert not take_turn(session, news.id, now=NOW)
    assert due_news(session, now=NOW + HOUR) == [news.id]
    session.info.pop(MESSAGES, None)
    assert take_turn(session, news.id, now=NOW + HOUR)
    assert told_of(session, news) == ids(cast, (PARENT | CHILD | SIBLING) - {"manager"})
    assert len(session.info.pop(MESSAGES)) == 1
    session.expire_all()
    assert not take_turn(session, news.id, now=NOW + HOUR)
    assert due_news(session, now=NOW + 2 * HOUR) == [news.id]
    assert take_turn(session, news.id, now=NOW + 2 * HOUR)
    session.expire_all()
    (gone,) = session.info.pop(MESSAGES)
    assert {cast.manager.organization_id, cast.child_basic.organization_id} <= gone.organization_ids
    assert due_news(session, now=NOW + 10 * HOUR) == []
    assert len(told_of(session, news)) == len(PARENT | CHILD | SIBLING) - 1


def test_one_that_came_and_went_while_the_server_slept_is_not_announced(session: Session, cast: Cast) -> None:
    news = an_item(session, cast.manager, publish_at=NOW + HOUR, expires_at=NOW + 2 * HOUR)
    assert take_turn(session, news.id, now=NOW + 3 * HOUR)
    session.expire_all()
    assert (told_of(session, news), due_news(session, now=NOW + 4 * HOUR)) == ([], [])


def test_a_draft_is_seen_by_those_who_write_until_it_is_published(session: Session, cast: Cast) -> None:
    news = an_item(session, cast.manager, is_draft=True)
    assert (seen_by(session, cast, news), told_of(session, news)) == ({"manager", "other_manager"}, [])
    changed(session, cast.manager, news, is_draft=False, now=NOW + HOUR)
    assert seen_by(session, cast, news, NOW + HOUR) == PARENT | CHILD | SIBLING
    assert (news.publish_at, len(told_of(session, news))) == (NOW + HOUR, len(PARENT | CHILD | SIBLING) - 1)


def test_a_time_of_the_past_means_now_and_a_published_item_keeps_its_time(session: Session, cast: Cast) -> None:
    news = an_item(session, cast.manager, publish_at=NOW - HOUR)
    assert news.publish_at == NOW
    changed(session, cast.manager, news, title="Later", now=NOW + HOUR)
    assert news.publish_at == NOW
    changed(session, cast.manager, news, version=2, publish_at=NOW + 3 * HOUR, now=NOW + HOUR)
    assert (news.publish_at, news.due_at) == (NOW + 3 * HOUR, NOW + 3 * HOUR)
    assert seen_by(session, cast, news, NOW + HOUR) == {"manager", "other_manager"}


def test_nobody_is_told_twice(session: Session, cast: Cast) -> None:
    news = an_item(session, cast.manager)
    before = told_of(session, news)
    changed(session, cast.manager, news, publish_at=NOW + HOUR)
    assert take_turn(session, news.id, now=NOW + HOUR)
    remove(session, cast.manager, news.id, now=NOW + HOUR)
    restore(session, cast.manager, news.id, now=NOW + HOUR)
    assert told_of(session, news) == before


@pytest.mark.parametrize("end", [NOW - HOUR, NOW])
def test_the_end_lies_in_the_future_and_after_the_beginning(session: Session, cast: Cast, end: datetime) -> None:
    for begin in (None, NOW + HOUR):
        with pytest.raises(Invalid) as refused:
            an_item(session, cast.manager, publish_at=begin, expires_at=end)
        assert refused.value.field == "expires_at"
    news = an_item(session, cast.manager, expires_at=NOW + HOUR)
    with pytest.raises(Invalid):
        changed(session, cast.manager, news, expires_at=end)
    with pytest.raises(Invalid):
        changed(session, cast.manager, news, publish_at=NOW + 2 * HOUR)


def test_the_end_can_be_taken_off(session: Session, cast: Cast) -> None:
    news = an_item(session, cast.manager, expires_at=NOW + HOUR)
    changed(session, cast.manager, news, expires_at="")
    assert (news.expires_at, news.due_at) == (None, None)


# Two at once.


def test_the_second_of_two_editors_is_told_and_nothing_is_written(session: Session, cast: Cast) -> None:
    news = an_item(session, cast.manager)
    changed(session, cast.other_manager, news, title="Theirs", html="<p>theirs</p>")
    with pytest.raises(EditConflict) as refused:
        changed(session, cast.manager, news, version=1, title="Mine", html="<p>mine</p>")
    conflict = refused.value
    assert (conflict.by, conflict.version) == (cast.other_manager.name, 2)
    assert conflict.fields == {"title": "Theirs", "html": "<p>theirs</p>"}
    assert (news.title, news.version) == ("Theirs", 2)
    assert changed(session, cast.manager, news, version=2, title="Mine", html="<p>mine</p>") == 3


def test_edits_of_different_fields_are_both_kept(session: Session, cast: Cast) -> None:
    news = an_item(session, cast.manager)
    changed(session, cast.other_manager, news, title="Theirs")
    changed(session, cast.manager, news, version=1, html="<p>mine</p>")
    assert (news.title, news.html, news.version) == ("Theirs", "<p>mine</p>", 3)


def test_the_same_words_from_both_are_no_conflict(session: Session, cast: Cast) -> None:
    news = an_item(session, cast.manager)
    changed(session, cast.other_manager, news, title="Same")
    assert changed(session, cast.manager, news, version=1, title="Same") == 2


@pytest.mark.parametrize("version", [0, -1, 2, 10**12])
def test_a_version_that_never_was_is_refused(session: Session, cast: Cast, version: int) -> None:
    with pytest.raises(Refusal):
        changed(session, cast.manager, an_item(session, cast.manager), version=version, title="x")


# Remove, restore, pin.


def test_what_is_removed_is_gone_for_everybody_and_comes_back(session: Session, cast: Cast) -> None:
    news = an_item(session, cast.manager)
    remove(session, cast.manager, news.id, now=NOW)
    assert seen_by(session, cast, news) == set()
    with pytest.raises(NotFound):
        changed(session, cast.manager, news, title="x")
    with pytest.raises(NotFound):
        remove(session, cast.manager, news.id, now=NOW)
    for _ in range(2):
        restore(session, cast.manager, news.id, now=NOW)
        assert seen_by(session, cast, news) == PARENT | CHILD | SIBLING


def test_one_whose_time_came_while_it_was_removed_is_announced_when_it_is_back(session: Session, cast: Cast) -> None:
    news = an_item(session, cast.manager, publish_at=NOW + HOUR)
    remove(session, cast.manager, news.id, now=NOW)
    assert due_news(session, now=NOW + 2 * HOUR) == []
    restore(session, cast.manager, news.id, now=NOW + 2 * HOUR)
    assert len(told_of(session, news)) == len(PARENT | CHILD | SIBLING) - 1


def test_pinning_twice_is_harmless(session: Session, cast: Cast) -> None:
    news = an_item(session, cast.manager)
    for _ in range(2):
        pin(session, cast.manager, news.id, True, now=NOW)
    assert (news.is_pinned, news.version) == (True, 2)


def test_each_act_is_one_event_with_its_title(session: Session, cast: Cast) -> None:
    news = an_item(session, cast.manager)
    changed(session, cast.manager, news, title="Neste")
    remove(session, cast.manager, news.id, now=NOW)
    restore(session, cast.manager, news.id, now=NOW)
    rows = session.execute(sa.select(Event.kind, Event.payload).order_by(Event.id)).all()
    mine = [(row.kind, row.payload["title"]) for row in rows if row.payload.get("news_id") == str(news.id)]
    assert mine == [
        ("news.published", "A record week"),
        ("news.changed", "Neste"),
        ("news.removed", "Neste"),
        ("news.restored", "Neste"),
    ]


def test_an_unknown_item_is_not_found(session: Session, cast: Cast) -> None:
    for act in (pin, remove, restore):
        arguments = (True,) if act is pin else ()
        with pytest.raises(NotFound):
            act(session, cast.manager, uuid4(), *arguments, now=NOW)
    with pytest.raises(NotPermitted):
        publish(session, cast.basic, parse_draft(NewsDraft, {"title": "x", "html": "x"}), now=NOW)
