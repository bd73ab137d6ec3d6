"""The rounds of the mail: write the letters, send them over several lines, clear away old ones."""

import asyncio
import logging
import random
from datetime import timedelta

from leadx_app.domain.mails.compose import compose_next, is_collected
from leadx_app.domain.mails.send import claim_next, clean_up, is_due, settle
from leadx_app.domain.ports import MailLine, MailNotSent, OutgoingMail
from leadx_app.mail.letters import write_letter
from leadx_app.models import utc_now
from leadx_app.runtime import Runtime

log = logging.getLogger("leadx.mail")

LINES = 3
"""Lines to the mail server per process: one that hangs holds up only itself."""
LAST_SECONDS = 5


async def has_letters(runtime: Runtime) -> bool:
    """Whether there is a letter to be written."""
    wait = timedelta(seconds=runtime.settings.mail_digest_seconds)
    return await runtime.database.system_async(is_collected, wait, writes=False)


async def write_letters(runtime: Runtime) -> None:
    """Write every letter that is due; without a mail server they stay where an Admin reads them."""
    if not await has_letters(runtime):
        return
    database, settings = runtime.database, runtime.settings
    wait = timedelta(seconds=settings.mail_digest_seconds)
    write = write_letter(runtime.customers.home, utc_now())
    while await database.system_async(compose_next, write, wait, settings.mail_domain):
        pass


async def send_mails(runtime: Runtime) -> None:
    """Send what is due, one mail after the other, over one line."""
    if runtime.mailer is None or not await runtime.database.system_async(is_due, writes=False):
        return
    async with runtime.mailer.line() as line:
        while mail := await runtime.database.system_async(claim_next):
            await _to_its_end(runtime, line, mail)


async def clear_away(runtime: Runtime) -> None:
    """Remove mails whose time of keeping is over."""
    await runtime.database.system_async(clean_up)


async def _to_its_end(runtime: Runtime, line: MailLine, mail: OutgoingMail) -> None:
    """Send one mail and keep what became of it, for a moment also while the server process stops."""
    sending = asyncio.create_task(_send(runtime, line, mail))
    try:
        await asyncio.shield(sending)
    except asyncio.CancelledError:
        await asyncio.wait({sending}, timeout=LAST_SECONDS)
        sending.cancel()
        raise


async def _send(runtime: Runtime, line: MailLine, mail: OutgoingMail) -> None:
    trouble, answer = None, ""
    try:
        await line.send(mail)
    except MailNotSent as failure:
        trouble, answer = failure.trouble, failure.answer
        log.warning("mail %s not sent at attempt %d: %s", mail.id, mail.attempt, trouble.value)
    await runtime.database.system_async(settle, mail.id, mail.attempt, trouble, answer, chance=random.random())
