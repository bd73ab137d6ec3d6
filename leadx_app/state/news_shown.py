"""An item of news as the page shows it: every value in the reader's words, made once per read."""

from dataclasses import dataclass, field
from functools import lru_cache
from uuid import UUID

from leadx_app.domain.permissions import Actor
from leadx_app.domain.rich_text import clean_html
from leadx_app.models import Reaction, Role
from leadx_app.queries.news import CommentRow, NewsMine, NewsRow
from leadx_app.state.format import Look, tint
from leadx_app.state.session import initials, photo_of

STATUSES = {"draft": "Draft", "scheduled": "Scheduled", "expired": "Over"}
TONES = {"draft": "neutral", "scheduled": "waiting", "expired": "parked"}
REACTIONS = {Reaction.LIKE: "Like", Reaction.LOVE: "Love it", Reaction.CHEER: "Hurray", Reaction.IDEA: "Good idea"}
DRAWINGS = {
    Reaction.LIKE: "thumbs-up",
    Reaction.LOVE: "heart",
    Reaction.CHEER: "party-popper",
    Reaction.IDEA: "lightbulb",
}
ROLES = {
    Role("lite"): "LITE",
    Role("basic"): "Basic",
    Role("professional"): "Professional",
    Role("manager"): "Manager",
    Role("admin"): "Admin",
}


@dataclass(frozen=True, slots=True)
class ReactionShown:
    """A reaction with its count; `spoken` says both to screen readers."""

    kind: str
    drawing: str
    count: str
    is_mine: bool
    spoken: str


@dataclass(frozen=True, slots=True)
class CommentShown:
    """A comment under an item."""

    id: str
    author: str
    initials: str
    tint: int
    photo: str
    text: str
    age: str
    moment: str
    may_remove: bool


@dataclass(frozen=True, slots=True)
class NewsShown:
    """An item.

    Attributes:
        organization: whose it is, "" for the reader's own.
        status, tone, times: for those who write it: what it is, and when it comes or goes.
        audience: for those who write it: whom it is for, "" for everybody.
        picture: the address of its picture without the size, "" without one.
        readers: how many people read it, for its author.
        comments_words: how many comments, or what to do when there are none.
    """

    id: str
    version: int
    title: str
    html: str
    author: str
    initials: str
    tint: int
    photo: str
    organization: str
    age: str
    moment: str
    is_pinned: bool
    status: str
    tone: str
    times: str
    audience: str
    picture: str
    readers: str
    comments_words: str
    has_comments: bool
    may_edit: bool
    is_unread: bool
    is_fresh: bool
    reactions: list[ReactionShown] = field(default_factory=list)


def news_shown(
    row: NewsRow, mine: NewsMine, actor: Actor, look: Look, names: dict[UUID, str], *, is_fresh: bool = False
) -> NewsShown:
    """One item; `names` are those of the organizations that it may be for."""
    return NewsShown(
        id=str(row.id),
        version=row.version,
        title=row.title,
        html=safe_html(row.html),
        author=row.author,
        initials=initials(row.author),
        tint=tint(row.author_id),
        photo=photo_of(row.author_photo_id),
        organization="" if row.organization_id == actor.organization_id else row.organization,
        age="" if row.status in ("draft", "scheduled") else look.ago(row.publish_at),
        moment=look.moment(row.publish_at),
        is_pinned=row.is_pinned,
        status=look.say(STATUSES[row.status]) if row.status else "",
        tone=TONES.get(row.status, "neutral"),
        times=_times(row, look),
        audience=_audience(row, look, names),
        picture=f"/files/{row.picture_id}" if row.picture_id else "",
        readers=_readers(row, mine, actor, look),
        comments_words=_comments(row, look),
        has_comments=row.comments > 0,
        may_edit=row.may_edit,
        is_unread=row.id in mine.unread,
        is_fresh=is_fresh,
        reactions=[_reaction(kind, row, mine, look) for kind in Reaction],
    )


def comment_shown(row: CommentRow, look: Look) -> CommentShown:
    """One comment."""
    return CommentShown(
        id=str(row.id),
        author=row.author,
        initials=initials(row.author),
        tint=tint(row.author_id),
        photo=photo_of(row.author_photo_id),
        text=row.text,
        age=look.ago(row.created_at),
        moment=look.moment(row.created_at),
        may_remove=row.may_remove,
    )


@lru_cache(maxsize=1_000)
def safe_html(html: str) -> str:
    """What was sanitized when it was written, once more on its way out."""
    return clean_html(html)


def _times(row: NewsRow, look: Look) -> str:
    if not row.may_edit or row.status == "draft":
        return ""
    if row.status == "scheduled":
        return look.say("Shown from {moment}", moment=look.moment(row.publish_at))
    if row.expires_at is None:
        return ""
    moment = look.moment(row.expires_at)
    if row.status == "expired":
        return look.say("Was shown until {moment}", moment=moment)
    return look.say("Shown until {moment}", moment=moment)


def _audience(row: NewsRow, look: Look, names: dict[UUID, str]) -> str:
    chosen = [names[one] for one in row.organization_ids if one in names]
    parts = [*sorted(chosen), *(ROLES[role] for role in Role if role in row.roles)]
    return look.say("For {whom}", whom=", ".join(parts)) if parts else ""


def _readers(row: NewsRow, mine: NewsMine, actor: Actor, look: Look) -> str:
    if row.author_id != actor.user_id or row.status in ("draft", "scheduled"):
        return ""
    return look.count("Read by {count}", "Read by {count}", mine.readers.get(row.id, 0))


def _comments(row: NewsRow, look: Look) -> str:
    return look.count("{count} comment", "{count} comments", row.comments) if row.comments else look.say("Comment")


def _reaction(kind: Reaction, row: NewsRow, mine: NewsMine, look: Look) -> ReactionShown:
    count = row.reactions.get(kind, 0)
    name = look.say(REACTIONS[kind])
    is_mine = kind in mine.reactions.get(row.id, ())
    spoken = f"{name}, {look.number(count)}" if count else name
    return ReactionShown(kind.value, DRAWINGS[kind], look.number(count) if count else "", is_mine, spoken)
