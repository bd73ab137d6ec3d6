"""The words of the letter to an Admin about a webhook that was given up."""

from collections.abc import Callable
from functools import partial

from leadx_app import i18n
from leadx_app.domain.mails.compose import Letter
from leadx_app.hosts import Home
from leadx_app.mail.account_letters import account_letter
from leadx_app.models import User

PAGE = "/admin/webhooks"


def write_paused(home: Home) -> Callable[[User, str], Letter]:
    """What writes that nothing got through to a host for a day, and that nothing is sent there any more."""

    def write(user: User, host: str) -> Letter:
        say = partial(i18n.say, user.language)
        return account_letter(
            user,
            subject=say("The webhook to {host} was paused", host=host),
            before=[
                say("Nothing that LeadX sent to {host} has arrived for 24 hours.", host=host),
                say("Nothing more is sent there until you switch it on again. What waits is kept."),
            ],
            link=f"{home(user.tenant_id)}{PAGE}",
            link_words=say("Look at the webhooks"),
            after=[],
        )

    return write
