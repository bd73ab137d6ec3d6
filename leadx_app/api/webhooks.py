"""Webhooks over REST, for Admins."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from leadx_app.api.door import Door, Who
from leadx_app.domain.webhooks import hooks
from leadx_app.domain.webhooks.hooks import HookDraft
from leadx_app.domain.webhooks.kinds import KINDS
from leadx_app.queries.webhooks import (
    MAX_PAGE_SIZE,
    PAGE_SIZE,
    DeliveryPage,
    WebhookRow,
    delivery_page,
    hook_places,
    webhook_rows,
)
from leadx_app.runtime import get_runtime

router = APIRouter(prefix="/api/v1/webhooks", tags=["webhooks"], route_class=Door)


class NewWebhook(BaseModel):
    """Where to send what."""

    model_config = ConfigDict(extra="forbid", strict=True)

    url: str = Field(max_length=500, description="`https://…`, reachable from the internet.")
    kinds: list[str] = Field(max_length=len(KINDS), description=f"Of {', '.join(KINDS)}.")
    organization_id: UUID | None = Field(None, strict=False, description="Whose acts; your own without.")
    covers_children: bool = Field(False, description="Also what happens in child organizations.")


class MadeWebhook(BaseModel):
    """A webhook that was made; `secret` is shown only this once."""

    id: UUID
    secret: str


class OnOff(BaseModel):
    """Whether it is told."""

    model_config = ConfigDict(extra="forbid", strict=True)

    is_on: bool


@router.get("")
async def list_webhooks(who: Who) -> list[WebhookRow]:
    """The webhooks of your organizations, newest first; never their secrets."""
    return await get_runtime().database.read_async(who, webhook_rows)


@router.post("", status_code=201)
async def add_webhook(who: Who, wanted: NewWebhook) -> MadeWebhook:
    """Add one; the answer holds the secret that its messages are signed with."""
    runtime = get_runtime()
    places = await runtime.database.read_async(who, hook_places)  # Nobody else has names looked up by the server.
    target = await runtime.webhooks.checked(wanted.url)
    place = wanted.organization_id or places[0].id
    draft = HookDraft(place, target.url, wanted.kinds, wanted.covers_children)
    made = await runtime.database.act_async(who, hooks.add, draft)
    return MadeWebhook(id=made.id, secret=runtime.webhook_secret(made.seed))


@router.put("/{webhook_id}/on", status_code=204)
async def switch_webhook(who: Who, webhook_id: UUID, wanted: OnOff) -> None:
    """Switch it on or off; one that was paused tries again."""
    await get_runtime().database.act_async(who, hooks.set_on, webhook_id, wanted.is_on)


@router.post("/{webhook_id}/test", status_code=202)
async def test_webhook(who: Who, webhook_id: UUID) -> None:
    """Send a message that tells of nothing."""
    await get_runtime().database.act_async(who, hooks.send_test, webhook_id)


@router.delete("/{webhook_id}", status_code=204)
async def remove_webhook(who: Who, webhook_id: UUID) -> None:
    """Take it away; harmless when repeated."""
    await get_runtime().database.act_async(who, hooks.remove, webhook_id)


@router.get("/{webhook_id}/deliveries")
async def list_deliveries(
    who: Who,
    webhook_id: UUID,
    cursor: Annotated[str | None, Query(max_length=400, description="`next_cursor` of the page before.")] = None,
    limit: Annotated[int, Query(ge=1, le=MAX_PAGE_SIZE)] = PAGE_SIZE,
) -> DeliveryPage:
    """What was sent to it and what waits, newest first."""
    return await get_runtime().database.read_async(who, delivery_page, webhook_id, cursor, limit)


@router.post("/deliveries/{delivery_id}/redeliver", status_code=202)
async def redeliver_delivery(who: Who, delivery_id: UUID) -> None:
    """Send a delivery that has ended again: the same words under the same id."""
    await get_runtime().database.act_async(who, hooks.redeliver, delivery_id)
