"""What readers do with news: comments, reactions, reads, and the picture that they see."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlmodel import Session, select

from leadx_app.domain import files
from leadx_app.domain.errors import Invalid, NotFound, NotPermitted
from leadx_app.domain.files import StoredFile
from leadx_app.domain.find import find_file
from leadx_app.domain.leads.draft import parse_draft
from leadx_app.domain.news.draft import CommentDraft, NewsEdit
from leadx_app.domain.news.publish import edit, remove
from leadx_app.domain.news.talk import comment, mark_read, react, remove_comment
from leadx_app.domain.permissions import Actor
from leadx_app.models import Event, News, NewsComment, NewsReaction, NewsRead, Notification, Reaction
from tests.cast import NOW, Cast, an_item

DAY = timedelta(days=1)
SAID = CommentDraft(text="Bra jobbet")
OUTSIDE = ("child_basic", "sibling_manager", "stranger_manager", "stranger_basic", "stranger_admin")


def only_the_parents(session: Session, cast: Cast) -> News:
    return an_item(session, cast.manager, organization_ids=[cast.manager.organization_id])


def an_upload(session: Session, actor: Actor, *, is_picture: bool = True) -> str:
    key = uuid4().hex
    stored = StoredFile("a.jpg", "image/jpeg", 10, "0" * 64, key, f"{key}-t" if is_picture else None)
    return str(files.add_file(session, actor, stored, None, now=NOW))


def test_readers_comment_and_the_author_is_told(session: Session, cast: Cast) -> None:
    news = an_item(session, cast.manager)
    comment_id = comment(session, cast.lite, news.id, SAID, now=NOW)
    event = session.exec(select(Event).where(Event.kind == "news.commented")).one()
    told = session.exec(select(Notification.user_id).where(Notification.event_id == event.id)).all()
    assert (told, event.payload["comment_id"]) == ([cast.manager.user_id], str(comment_id))


@pytest.mark.parametrize("who", OUTSIDE)
def test_whoever_does_not_see_it_does_nothing_with_it(session: Session, cast: Cast, who: str) -> None:
    news, actor = only_the_parents(session, cast), getattr(cast, who)
    comment_id = comment(session, cast.basic, news.id, SAID, now=NOW)
    for act in (
        lambda: comment(session, actor, news.id, SAID, now=NOW),
        lambda: react(session, actor, news.id, Reaction.LIKE, True, now=NOW),
        lambda: remove_comment(session, actor, comment_id, now=NOW),
    ):
        with pytest.raises(NotFound):
            act()
    mark_read(session, actor, [news.id], now=NOW)
    assert session.exec(select(NewsRead).where(NewsRead.news_id == news.id)).all() == []


def test_who_wrote_a_comment_takes_it_back_and_managers_keep_order(session: Session, cast: Cast) -> None:
    news = an_item(session, cast.manager)
    first, second = (comment(session, cast.basic, news.id, SAID, now=NOW) for _ in "ab")
    for other in (cast.other_basic, cast.admin, cast.child_manager):
        with pytest.raises(NotPermitted):
            remove_comment(session, other, first, now=NOW)
    for _ in range(2):
        remove_comment(session, cast.basic, first, now=NOW)
    remove_comment(session, cast.other_manager, second, now=NOW)
    rows = session.exec(select(NewsComment).where(NewsComment.news_id == news.id)).all()
    assert all(row.deleted_at == NOW for row in rows)


@pytest.mark.parametrize("text", ["", " ", "\u200b", "x" * 2001, None])
def test_a_comment_says_something(text: object) -> None:
    with pytest.raises(Exception, match="Check the marked fields"):
        parse_draft(CommentDraft, {"text": text})


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "=1+1", "x" * 2000, "emoji 🎉 {title} %s"])
def test_a_comment_stays_as_it_was_written(session: Session, cast: Cast, text: str) -> None:
    news = an_item(session, cast.manager)
    comment_id = comment(session, cast.basic, news.id, CommentDraft(text=text), now=NOW)
    session.expire_all()
    assert session.get_one(NewsComment, comment_id).text == text


def test_reactions_are_set_and_taken_back_any_number_of_times(session: Session, cast: Cast) -> None:
    news = an_item(session, cast.manager)

    def kinds() -> list[Reaction]:
        mine = select(NewsReaction.reaction).where(NewsReaction.user_id == cast.lite.user_id)
        return sorted(session.exec(mine.where(NewsReaction.news_id == news.id)))

    for _ in range(2):
        react(session, cast.lite, news.id, Reaction.LIKE, True, now=NOW)
    react(session, cast.lite, news.id, Reaction.CHEER, True, now=NOW)
    assert kinds() == [Reaction.CHEER, Reaction.LIKE]
    for _ in range(2):
        react(session, cast.lite, news.id, Reaction.LIKE, False, now=NOW)
    assert kinds() == [Reaction.CHEER]


def test_everybody_reads_once_and_the_author_does_not_count(session: Session, cast: Cast) -> None:
    news, hidden = an_item(session, cast.manager), an_item(session, cast.manager, is_draft=True)
    for reader in (cast.basic, cast.basic, cast.lite, cast.manager, cast.other_manager):
        mark_read(session, reader, [news.id, hidden.id, uuid4()], now=NOW)
    rows = session.exec(select(NewsRead).where(NewsRead.news_id.in_([news.id, hidden.id]))).all()
    assert {row.user_id for row in rows} == {cast.basic.user_id, cast.lite.user_id, cast.other_manager.user_id}
    assert len(rows) == 3


# The picture.


def test_a_picture_is_seen_by_those_who_see_the_item(session: Session, cast: Cast) -> None:
    picture = an_upload(session, cast.manager)
    news = an_item(session, cast.manager, picture_id=picture, organization_ids=[cast.manager.organization_id])
    for reader in (cast.lite, cast.basic, cast.admin):
        assert find_file(session, reader, files.picture_of(session, news.id), now=NOW)
    for who in OUTSIDE:
        with pytest.raises(NotFound):
            find_file(session, getattr(cast, who), files.picture_of(session, news.id), now=NOW)


def test_a_picture_of_what_is_not_shown_is_seen_by_those_who_write(session: Session, cast: Cast) -> None:
    picture = an_upload(session, cast.manager)
    news = an_item(session, cast.manager, picture_id=picture, publish_at=NOW + DAY)
    file_id = files.picture_of(session, news.id)
    with pytest.raises(NotFound):
        find_file(session, cast.basic, file_id, now=NOW)
    assert find_file(session, cast.other_manager, file_id, now=NOW)
    assert find_file(session, cast.basic, file_id, now=NOW + DAY)
    remove(session, cast.manager, news.id, now=NOW + DAY)
    for actor in (cast.basic, cast.manager):
        with pytest.raises(NotFound):
            find_file(session, actor, file_id, now=NOW + DAY)


def test_nobody_takes_the_picture_off_behind_the_item(session: Session, cast: Cast) -> None:
    news = an_item(session, cast.manager, picture_id=an_upload(session, cast.manager))
    for actor in (cast.basic, cast.manager):
        with pytest.raises(NotPermitted):
            files.remove_file(session, actor, files.picture_of(session, news.id), now=NOW)


def test_a_new_picture_takes_the_place_of_the_old_whose_bytes_go(session: Session, cast: Cast) -> None:
    first = an_upload(session, cast.manager)
    news = an_item(session, cast.manager, picture_id=first)
    second = an_upload(session, cast.manager)
    edit(session, cast.manager, news.id, parse_draft(NewsEdit, {"version": 1, "picture_id": second}), now=NOW)
    assert str(files.picture_of(session, news.id)) == second
    assert len(files.take_expired(session, now=NOW + 2 * DAY)) == 2
    assert str(files.picture_of(session, news.id)) == second
    edit(session, cast.manager, news.id, parse_draft(NewsEdit, {"version": 2, "picture_id": ""}), now=NOW)
    assert files.picture_of(session, news.id) is None


def test_only_an_own_upload_that_is_a_picture_can_be_used(session: Session, cast: Cast) -> None:
    used = an_upload(session, cast.manager)
    an_item(session, cast.manager, picture_id=used)
    wrong = (
        an_upload(session, cast.other_manager),
        an_upload(session, cast.stranger_manager),
        an_upload(session, cast.manager, is_picture=False),
        used,
        str(uuid4()),
    )
    for picture_id in wrong:
        with pytest.raises(Invalid) as refused:
            an_item(session, cast.manager, picture_id=picture_id)
        assert refused.value.field == "picture_id"
