"""Mails to people as whom others try to sign in: written after the answer, whose time must not tell of them."""

from functools import partial
from typing import Any
from uuid import UUID

from starlette.background import BackgroundTask

from leadx_app.domain.guesses import Caution, warn, warn_of_passwords
from leadx_app.logs import report
from leadx_app.mail.account_letters import write_codes_guessed, write_passwords_guessed
from leadx_app.models import utc_now
from leadx_app.runtime import Runtime


def of_passwords(runtime: Runtime, email: str, slug: str | None) -> BackgroundTask:
    """What tells the owner of the email, if there is one, that passwords are guessed."""
    write = write_passwords_guessed(runtime.customers.home, utc_now())
    caution = Caution("account.passwords_guessed", write, runtime.settings.mail_domain)
    return BackgroundTask(_tell, runtime, partial(warn_of_passwords, email=email, caution=caution, slug=slug))


def of_codes(runtime: Runtime, user_id: UUID) -> BackgroundTask:
    """What tells somebody that their password is known and codes are guessed."""
    write = write_codes_guessed(runtime.customers.home, utc_now())
    caution = Caution("account.codes_guessed", write, runtime.settings.mail_domain)
    return BackgroundTask(_tell, runtime, partial(warn, user_id=user_id, caution=caution))


async def _tell(runtime: Runtime, tell: Any) -> None:
    try:
        await runtime.database.system_async(tell)
    except Exception as error:  # Nobody waits for the answer any more.
        report(error)
