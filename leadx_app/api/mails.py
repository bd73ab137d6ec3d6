"""The mail outbox over REST, for Admins."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query

from leadx_app.api.door import Door, Who
from leadx_app.domain.mails.outbox import send_again
from leadx_app.queries.mails import MAX_PAGE_SIZE, PAGE_SIZE, MailDetail, MailPage, mail_detail, mail_page
from leadx_app.runtime import get_runtime

router = APIRouter(prefix="/api/v1/mails", tags=["mails"], route_class=Door)


@router.get("")
async def list_mails(
    who: Who,
    show: Annotated[Literal["all", "waiting", "sent", "dead"], Query(description="Which mails.")] = "all",
    cursor: Annotated[str | None, Query(max_length=400, description="`next_cursor` of the page before.")] = None,
    limit: Annotated[int, Query(ge=1, le=MAX_PAGE_SIZE)] = PAGE_SIZE,
) -> MailPage:
    """Mails to people of your organizations, newest first; `dead` counts those that could not be sent."""
    return await get_runtime().database.read_async(who, mail_page, show, cursor, limit)


@router.get("/{mail_id}")
async def read_mail(who: Who, mail_id: UUID) -> MailDetail:
    """One mail with its words; `text` is null for one that held a secret."""
    return await get_runtime().database.read_async(who, mail_detail, mail_id)


@router.post("/{mail_id}/send-again", status_code=204)
async def send_mail_again(who: Who, mail_id: UUID) -> None:
    """Put a mail that could not be sent back in the line."""
    await get_runtime().database.act_async(who, send_again, mail_id)
