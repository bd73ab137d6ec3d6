"""The words of letters to people who register themselves."""

from functools import partial

from leadx_app import i18n
from leadx_app.domain.mails.compose import Letter
from leadx_app.hosts import Home
from leadx_app.mail.account_letters import FORGOT_PAGE, account_letter, shown_name
from leadx_app.models import JoinRequest, User

CONFIRM_PAGE = "/confirm-email"


class Letters:
    """The letters, with links to the application at the customer's address."""

    def __init__(self, home: Home) -> None:
        self._home = home

    def confirm(self, request: JoinRequest, organization: str, secret: str) -> Letter:
        """The link that confirms the email; the secret stands where no server is told of it."""
        say = partial(i18n.say, request.language)
        return account_letter(
            request,
            subject=say("Confirm your email for LeadX at {organization}", organization=shown_name(organization)),
            before=[
                say(
                    "Somebody, probably you, registered at LeadX with {email} and asks to join {organization}.",
                    email=request.email,
                    organization=shown_name(organization),
                )
            ],
            link=f"{self._home(request.tenant_id)}{CONFIRM_PAGE}#{secret}",
            link_words=say("Confirm your email"),
            after=[
                say("The link works once, within two days. You need the password that you chose."),
                say("If it was not you, you need not do anything."),
            ],
        )

    def known(self, user: User, organization: str) -> Letter:
        """Somebody registered who has an account."""
        say = partial(i18n.say, user.language)
        return account_letter(
            user,
            subject=say("You have an account at LeadX already"),
            before=[
                say(
                    "Somebody, probably you, registered at LeadX with {email}. That is an account at {organization}.",
                    email=user.email,
                    organization=shown_name(organization),
                ),
                say("Sign in with it, or choose a new password. If that does not work, ask your administrator."),
            ],
            link=f"{self._home(user.tenant_id)}{FORGOT_PAGE}",
            link_words=say("Choose a new password"),
            after=[say("If it was not you, you need not do anything: your password stays what it is.")],
        )

    def waiting(self, request: JoinRequest, organization: str) -> Letter:
        """The request has come in."""
        say = partial(i18n.say, request.language)
        return account_letter(
            request,
            subject=say("Your request to join {organization} waits", organization=shown_name(organization)),
            before=[
                say(
                    "An administrator of {organization} looks at your request. You get a mail with the answer.",
                    organization=shown_name(organization),
                )
            ],
            link=f"{self._home(request.tenant_id)}/login",
            link_words=say("Sign in to LeadX"),
            after=[],
        )

    def approved(self, user: User, organization: str) -> Letter:
        """They are in."""
        say = partial(i18n.say, user.language)
        return account_letter(
            user,
            subject=say("Welcome to LeadX at {organization}", organization=shown_name(organization)),
            before=[
                say(
                    "You have joined {organization}. Sign in with {email} and the password that you chose.",
                    organization=shown_name(organization),
                    email=user.email,
                )
            ],
            link=f"{self._home(user.tenant_id)}/login",
            link_words=say("Sign in to LeadX"),
            after=[],
        )

    def rejected(self, request: JoinRequest, organization: str, reason: str) -> Letter:
        """They are not, and why."""
        say = partial(i18n.say, request.language)
        return account_letter(
            request,
            subject=say("Your request to join {organization}", organization=shown_name(organization)),
            before=[
                say("Your request to join {organization} was rejected.", organization=shown_name(organization)),
                say("The reason: {reason}", reason=shown_name(reason)),
            ],
            link=f"{self._home(request.tenant_id)}/login",
            link_words=say("Sign in to LeadX"),
            after=[say("If you think that this is a mistake, speak with your administrator.")],
        )
