"""Currencies of organizations and their dated rates over REST: for their Admin."""

import asyncio
from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel, ConfigDict
from starlette.requests import Request

from leadx_app.adapters.euro_rates import read_euro_rates
from leadx_app.api import uploads
from leadx_app.api.door import Door, Who
from leadx_app.api.files import RAW_BODY, FileName
from leadx_app.domain.errors import Invalid
from leadx_app.domain.ports import EuroSheet, FileRefused
from leadx_app.domain.rates import RateDraft, Taken, enter_rate, remove_rate, retire_currency, take_sheet
from leadx_app.queries.currencies import Currencies, RateLine, currencies_set, currency_rates
from leadx_app.runtime import get_runtime

router = APIRouter(prefix="/api/v1/organizations/{organization_id}", tags=["settings"], route_class=Door)

Code = Annotated[str, Path(min_length=3, max_length=3, description="ISO 4217, in capitals.")]


class CurrencyUse(BaseModel):
    """Whether new leads may have the currency."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    is_retired: bool


class TakenFile(BaseModel):
    """What came of a file of reference rates; under `id` the audit log knows it."""

    id: UUID
    name: str
    taken: Taken


@router.get("/currencies")
async def list_currencies(who: Who, organization_id: UUID) -> Currencies:
    """The base currency, and what one unit of each other currency is worth in it today."""
    return await get_runtime().database.read_async(who, currencies_set, organization_id)


@router.patch("/currencies/{code}")
async def change_currency(who: Who, organization_id: UUID, code: Code, use: CurrencyUse) -> Currencies:
    """Offer a currency for new leads no more, or again; leads that have it keep it."""
    database = get_runtime().database
    await database.act_async(who, retire_currency, organization_id, code, use.is_retired)
    return await database.read_async(who, currencies_set, organization_id)


@router.get("/currencies/{code}/rates")
async def list_rates(
    who: Who,
    organization_id: UUID,
    code: Code,
    before: Annotated[date | None, Query(description="A day where earlier rates go on.")] = None,
) -> list[RateLine]:
    """Rates of a currency, the newest first; each counts from its day on."""
    return await get_runtime().database.read_async(who, currency_rates, organization_id, code, before)


@router.post("/rates")
async def add_rate(who: Who, organization_id: UUID, draft: RateDraft) -> Currencies:
    """Say how many units of the base currency one unit is worth from a day on. Won leads keep the rate of their day."""
    database = get_runtime().database
    await database.act_async(who, enter_rate, organization_id, draft)
    return await database.read_async(who, currencies_set, organization_id)


@router.delete("/currencies/{code}/rates/{day}")
async def delete_rate(who: Who, organization_id: UUID, code: Code, day: date, version: int) -> Currencies:
    """Take a rate away, so that the one before it counts on."""
    database = get_runtime().database
    await database.act_async(who, remove_rate, organization_id, code, day, version)
    return await database.read_async(who, currencies_set, organization_id)


@router.post("/rates/file", status_code=201, openapi_extra=RAW_BODY)
async def send_rates(request: Request, who: Who, organization_id: UUID, x_file_name: FileName = None) -> TakenFile:
    """Send the European Central Bank's reference rates: eurofxref as XML or CSV, or either of them in a ZIP."""
    runtime = get_runtime()
    name = uploads.file_name(x_file_name)
    uploads.refuse_announced(request, runtime.settings.file_limit_bytes)
    await runtime.database.read_async(who, currencies_set, organization_id)
    with uploads.a_slot(who):
        async with uploads.received(request, runtime) as path:
            sheet = await asyncio.to_thread(_read, path)
    event_id, taken = await runtime.database.act_async(who, take_sheet, organization_id, sheet)
    return TakenFile(id=event_id, name=name, taken=taken)


def _read(path: uploads.Path) -> EuroSheet:
    try:
        return read_euro_rates(path)
    except FileRefused as refusal:
        raise Invalid(refusal.template, field="file", **refusal.params) from None
