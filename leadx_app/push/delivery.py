"""The round of Web Push: hand what is due to the push services."""

import asyncio
import logging
from uuid import UUID

from leadx_app.adapters.push import Delivery
from leadx_app.db import Unavailable
from leadx_app.domain import pushes
from leadx_app.domain.push_notes import PushNote, push_note
from leadx_app.logs import report
from leadx_app.runtime import Runtime

log = logging.getLogger("leadx.push")

AT_ONCE = 16
LONGEST_TEXT = 400
KEPT = {Delivery.TAKEN: pushes.sent, Delivery.GONE: pushes.gone, Delivery.LATER: pushes.put_off}


async def send_pushes(runtime: Runtime) -> None:
    """Send everything that is due, some at once; without a subscribed device nobody is asked anything."""
    database = runtime.database
    while await database.system_async(pushes.is_due, writes=False):
        claimed = await database.system_async(pushes.claim, AT_ONCE)
        if not claimed:
            return
        await asyncio.gather(*(_send(runtime, push_id) for push_id in claimed))


async def clear_away(runtime: Runtime) -> None:
    """Remove what was given up, and devices that nobody is signed in on any more."""
    await runtime.database.system_async(pushes.clean_up)


async def _send(runtime: Runtime, push_id: UUID) -> None:
    try:
        note = await runtime.database.system_async(push_note, push_id, writes=False)
        delivery = await runtime.push.send(note.device, _said(note)) if note else Delivery.GONE
    except Unavailable:
        return  # The claim ends by itself.
    except Exception as error:  # One that cannot be written must not hold up the others, nor come again for ever.
        report(error)
        delivery = Delivery.LATER
    if delivery == Delivery.LATER:
        log.warning("push %s was not taken", push_id)
    await runtime.database.system_async(KEPT[delivery], push_id)


def _said(note: PushNote) -> dict[str, str]:
    """As the service worker reads it."""
    title, text = note.title[:LONGEST_TEXT], note.text[:LONGEST_TEXT]
    return {"title": title, "text": text, "page": note.page, "tag": str(note.event_id)}
