"""`/calendar/<secret>.ics`: somebody's calendar for the calendar program that was given its address."""

from datetime import datetime, timedelta

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from leadx_app.adapters.ical import calendar_of
from leadx_app.api.answers import answer_to
from leadx_app.api.throttle import Throttle
from leadx_app.domain.accounts import hash_secret
from leadx_app.domain.calendar_address import holder_of
from leadx_app.domain.days import today_in
from leadx_app.domain.errors import NotFound
from leadx_app.queries.agenda import agenda_between
from leadx_app.queries.agenda_filters import AgendaFilters
from leadx_app.runtime import get_runtime

PREFIX = "/calendar/"
BEFORE, AFTER = timedelta(days=60), timedelta(days=400)
LONGEST_SECRET = 100

per_calendar = Throttle(per_second=0.2, burst=30)
per_address = Throttle(per_second=2, burst=60)


async def read_calendar(request: Request) -> Response:
    """The calendar behind the address; one that leads nowhere is not found. No cookie is looked at."""
    secret = request.path_params["secret"]
    try:
        per_address.take(request.client.host if request.client else "")
        per_calendar.take(hash_secret(secret))
        if len(secret) > LONGEST_SECRET:
            raise NotFound()
        content = await get_runtime().database.system_async(_calendar, secret, writes=False)
    except Exception as error:
        return await answer_to(request, error)
    headers = {"Content-Disposition": 'inline; filename="leadx.ics"', "Cache-Control": "no-store"}
    return Response(content, media_type="text/calendar; charset=utf-8", headers=headers)


def _calendar(session: Session, secret: str, *, now: datetime) -> bytes:
    holder = holder_of(session, secret)
    if holder is None:
        raise NotFound()
    runtime = get_runtime()
    runtime.database.bind_tenant(session, holder.tenant_id)
    today = today_in(holder.time_zone, now)
    rows = agenda_between(session, holder, AgendaFilters(), today - BEFORE, today + AFTER, now=now)
    address = runtime.customers.home(holder.tenant_id)
    return calendar_of(rows, name=f"LeadX – {holder.name}", time_zone=holder.time_zone, address=address, now=now)


calendar_route = Route(f"{PREFIX}{{secret}}.ics", read_calendar, methods=["GET"])
