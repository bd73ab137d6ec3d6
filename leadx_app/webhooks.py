"""The rounds of the webhooks: send what is due over several lines, clear away what is old; and their secrets."""

import random
import time

from leadx_app.domain.webhooks.deliver import OutgoingDelivery, claim_next, clean_up, settle
from leadx_app.mail.webhook_letters import write_paused
from leadx_app.runtime import Runtime

LINES = 2
"""Deliveries that are sent at once: an address that hangs holds up only its line."""


async def send_deliveries(runtime: Runtime) -> None:
    """Send everything that is due, one after the other."""
    database = runtime.database
    while message := await database.system_async(claim_next, runtime.settings.address):
        await _send(runtime, message)


async def clear_away(runtime: Runtime) -> None:
    """Remove deliveries whose time of keeping is over."""
    await runtime.database.system_async(clean_up)


async def _send(runtime: Runtime, message: OutgoingDelivery) -> None:
    secret = runtime.webhook_secret(message.seed)
    arrival = await runtime.webhooks.send(message, secret, now=int(time.time()))
    settings = runtime.settings
    await runtime.database.system_async(
        settle,
        message.id,
        message.attempt,
        arrival,
        write_paused(runtime.customers.home),
        settings.mail_domain,
        chance=random.random(),
    )
