"""The words of letters about an account: a link to a password, and that it was changed."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

from leadx_app import i18n
from leadx_app.domain.mails.compose import Letter
from leadx_app.domain.text import clean_line
from leadx_app.format import Look
from leadx_app.hosts import Home
from leadx_app.mail.words import isolated, templates
from leadx_app.models import JoinRequest, Organization, User

RESET_PAGE, FORGOT_PAGE = "/reset-password", "/forgot-password"


def write_reset(home: Home) -> Callable[[User, str, str], Letter]:
    """What writes the letter with the link to a new password; the secret stands where no server is told of it."""

    def write(user: User, organization: str, secret: str) -> Letter:
        say = partial(i18n.say, user.language)
        return account_letter(
            user,
            subject=say("Choose a new password for LeadX"),
            before=[
                say(
                    "Somebody, probably you, asked for a new password for {email} at {organization}.",
                    email=user.email,
                    organization=shown_name(organization),
                )
            ],
            link=f"{home(user.tenant_id)}{RESET_PAGE}#{secret}",
            link_words=say("Choose a new password"),
            after=[
                say("The link works once, within 30 minutes."),
                say("If it was not you, you need not do anything: your password stays what it is."),
            ],
        )

    return write


def write_invitation(home: Home) -> Callable[[User, str, str], Letter]:
    """What writes the letter with the link by which somebody who was invited chooses their first password."""

    def write(user: User, organization: str, secret: str) -> Letter:
        say = partial(i18n.say, user.language)
        return account_letter(
            user,
            subject=say("You are invited to LeadX at {organization}", organization=shown_name(organization)),
            before=[
                say(
                    "{organization} invites you to LeadX, where everybody brings in leads and follows them.",
                    organization=shown_name(organization),
                ),
                say("Choose a password, then sign in with {email}.", email=user.email),
            ],
            link=f"{home(user.tenant_id)}{RESET_PAGE}#{secret}",
            link_words=say("Choose a password"),
            after=[say("The link works once, within seven days.")],
        )

    return write


def write_changed(home: Home, now: datetime, *, by_self: bool = False) -> Callable[[User, Organization], Letter]:
    """What writes the letter that says that a password was changed; `by_self` by somebody who stayed signed in."""
    ended = (
        "You stay signed in where you changed it, and were signed out everywhere else."
        if by_self
        else "You were signed out everywhere. Sign in with the new password."
    )

    def write(user: User, organization: Organization) -> Letter:
        say = partial(i18n.say, user.language)
        return account_letter(
            user,
            subject=say("Your password for LeadX was changed"),
            before=[
                say(
                    "The password of {email} at {organization} was changed: {moment}.",
                    email=user.email,
                    organization=shown_name(organization.name),
                    moment=_moment(user, organization, now),
                ),
                say(ended),
                say("If it was not you, choose a new password at once and tell your administrator."),
            ],
            link=f"{home(user.tenant_id)}{FORGOT_PAGE}",
            link_words=say("Choose a new password"),
            after=[],
        )

    return write


def write_passkey(home: Home, now: datetime) -> Callable[[User, Organization], Letter]:
    """What writes the letter that says that one can sign in with a passkey from now on."""
    return _write_notice(
        home,
        now,
        "A passkey for LeadX was added",
        "A passkey that signs {email} at {organization} in was added: {moment}.",
    )


def write_two_step(home: Home, now: datetime, *, is_on: bool) -> Callable[[User, Organization], Letter]:
    """What writes the letter that says that signing in takes a second step from now on, or no longer."""
    subject, done = (
        ("Two-step sign-in for LeadX is on", "Two-step sign-in of {email} at {organization} was turned on: {moment}.")
        if is_on
        else (
            "Two-step sign-in for LeadX is off",
            "Two-step sign-in of {email} at {organization} was turned off: {moment}.",
        )
    )
    return _write_notice(home, now, subject, done)


def write_passwords_guessed(home: Home, now: datetime) -> Callable[[User, Organization], Letter]:
    """What writes the letter that says that somebody tries one password after the other."""
    return _write_notice(
        home,
        now,
        "Somebody tries to sign in to LeadX as you",
        "Many wrong passwords were tried for {email} at {organization}: {moment}. Nobody got in by them.",
        "For some minutes nobody signs in with a password, except in a browser where you were signed in before. If it "
        "was you, wait a little or choose a new password. If not, a second step on your profile protects you best.",
    )


def write_codes_guessed(home: Home, now: datetime) -> Callable[[User, Organization], Letter]:
    """What writes the letter that says that somebody knows the password and tries one code after the other."""
    return _write_notice(
        home,
        now,
        "Somebody knows your password for LeadX",
        "The right password and many wrong codes were tried for {email} at {organization}: {moment}. Nobody got in by "
        "them.",
    )


NOT_YOU = "If it was not you, choose a new password at once and tell your administrator."


def _write_notice(
    home: Home, now: datetime, subject: str, done: str, advice: str = NOT_YOU
) -> Callable[[User, Organization], Letter]:
    """What writes a letter about a way of signing in that was changed, or tried."""

    def write(user: User, organization: Organization) -> Letter:
        say = partial(i18n.say, user.language)
        moment = _moment(user, organization, now)
        return account_letter(
            user,
            subject=say(subject),
            before=[
                say(done, email=user.email, organization=shown_name(organization.name), moment=moment),
                say(advice),
            ],
            link=f"{home(user.tenant_id)}{FORGOT_PAGE}",
            link_words=say("Choose a new password"),
            after=[],
        )

    return write


def account_letter(
    user: User | JoinRequest, *, subject: str, before: Sequence[str], link: str, link_words: str, after: Sequence[str]
) -> Letter:
    """A letter with one link, to somebody by name."""
    words = {
        "language": user.language,
        "subject": subject,
        "greeting": i18n.say(user.language, "Hello {name},", name=shown_name(user.name)),
        "before": before,
        "link": link,
        "link_words": link_words,
        "after": after,
    }
    text, html = (templates().get_template(name).render(words) for name in ("account.txt", "account.html"))
    return Letter(subject, text, html)


def _moment(user: User, organization: Organization, now: datetime) -> str:
    return Look(user.language, user.time_zone, now, organization.date_format).moment(now)


def shown_name(text: str) -> str:
    """Words that somebody else chose, so that they cannot reach over into ours."""
    return isolated(clean_line(text))
