"""The API tokens of everybody, as an Admin oversees them (product.md section 10)."""

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Literal
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from leadx_app.domain.errors import Invalid
from leadx_app.domain.permissions import Actor, Permission
from leadx_app.domain.scope import sees_token
from leadx_app.models import ApiToken, Organization, User

PAGE_SIZE = 50
MAX_PAGE_SIZE = 200


class TokenStanding(StrEnum):
    """Whether a token works."""

    LIVE = "live"
    EXPIRED = "expired"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class OverseenToken:
    """Somebody's token; `prefix` tells tokens apart, the secret is not kept."""

    id: UUID
    name: str
    prefix: str
    owner: str
    email: str
    organization: str
    may_write: bool
    standing: TokenStanding
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None


@dataclass(frozen=True, slots=True)
class TokenPage:
    """Tokens, newest first; `next_cursor` is None on the last page."""

    rows: list[OverseenToken]
    next_cursor: str | None


def token_page(
    session: Session,
    actor: Actor,
    show: Literal["live", "all"] = "live",
    cursor: str | None = None,
    limit: int = PAGE_SIZE,
    *,
    now: datetime,
) -> TokenPage:
    """A page of the tokens for the Admin's organizations: those that work, or all that ever did.

    Raises:
        Invalid: on `cursor`, when it cannot be read.
    """
    actor.require(Permission.TOKEN_OVERSEE)
    limit = max(1, min(limit, MAX_PAGE_SIZE))
    live = [ApiToken.revoked_at.is_(None), ApiToken.expires_at > now] if show == "live" else []
    query = (
        sa.select(ApiToken, User.name, User.email, Organization.name)
        .join(User, User.id == ApiToken.user_id)
        .join(Organization, Organization.id == ApiToken.organization_id)
        .where(sees_token(actor), *live, *_beyond(cursor))
        .order_by(ApiToken.created_at.desc(), ApiToken.id.desc())
        .limit(limit + 1)
    )
    found = [_row(*row, now=now) for row in session.execute(query)]
    more, found = len(found) > limit, found[:limit]
    return TokenPage(found, _cursor(found[-1]) if more else None)


def _row(token: ApiToken, owner: str, email: str, organization: str, *, now: datetime) -> OverseenToken:
    return OverseenToken(
        token.id,
        token.name,
        token.prefix,
        owner,
        email,
        organization,
        token.may_write,
        _standing(token, now),
        token.created_at,
        token.expires_at,
        token.last_used_at,
    )


def _standing(token: ApiToken, now: datetime) -> TokenStanding:
    if token.revoked_at is not None:
        return TokenStanding.REVOKED
    return TokenStanding.LIVE if token.expires_at > now else TokenStanding.EXPIRED


def _cursor(row: OverseenToken) -> str:
    place = json.dumps([row.created_at.isoformat(), str(row.id)])
    return base64.urlsafe_b64encode(place.encode()).decode().rstrip("=")


def _beyond(cursor: str | None) -> list[sa.ColumnElement[bool]]:
    """What is older than the cursor."""
    if not cursor:
        return []
    try:
        moment, last = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        created_at, last_id = datetime.fromisoformat(moment).astimezone(UTC), UUID(last)
    except (ValueError, TypeError, AttributeError, OverflowError, binascii.Error, RecursionError):
        raise Invalid("Start again from the first page.", field="cursor") from None
    tie = sa.and_(ApiToken.created_at == created_at, ApiToken.id < last_id)
    return [sa.or_(ApiToken.created_at < created_at, tie)]
