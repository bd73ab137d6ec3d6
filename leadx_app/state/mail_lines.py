"""Mails of the outbox in the reader's words."""

from dataclasses import dataclass

from leadx_app.models import MailState, MailTrouble
from leadx_app.queries.mails import MailDetail, MailRow
from leadx_app.state.format import Look

STATES: dict[MailState, str] = {
    MailState.COLLECTING: "Waiting",
    MailState.WAITING: "Waiting",
    MailState.SENDING: "Being sent",
    MailState.SENT: "Sent",
    MailState.DEAD: "Not sent",
}
KEPT = "Kept"
TONES: dict[MailState, str] = {
    MailState.COLLECTING: "neutral",
    MailState.WAITING: "waiting",
    MailState.SENDING: "waiting",
    MailState.SENT: "won",
    MailState.DEAD: "closed",
}
TROUBLES: dict[MailTrouble, str] = {
    MailTrouble.NOT_REACHED: "The mail server could not be reached.",
    MailTrouble.TIMED_OUT: "The mail server did not answer in time.",
    MailTrouble.BUSY: "The mail server asked to try later.",
    MailTrouble.SIGN_IN_REFUSED: "The mail server refused our user name or password.",
    MailTrouble.NOT_ENCRYPTED: "No encrypted connection to the mail server could be made.",
    MailTrouble.SENDER_REFUSED: "The mail server refused our sender address.",
    MailTrouble.RECIPIENT_REFUSED: "The mail server does not know the recipient.",
    MailTrouble.CONTENT_REFUSED: "The mail server refused the mail.",
    MailTrouble.ACCOUNT_OFF: "The recipient's account is no longer active.",
    MailTrouble.TOO_OLD: "It had become too old to be sent.",
    MailTrouble.NOBODYS_ADDRESS: "The address belongs to nobody, such as those of the demo. No mail is sent there.",
}


@dataclass(frozen=True)
class MailLine:
    """A mail in the list."""

    id: str
    subject: str
    recipient: str
    state: str
    tone: str
    trouble: str
    age: str
    moment: str
    name: str


@dataclass(frozen=True)
class MailShown:
    """The mail that is open; `text` is "" for a secret one."""

    id: str = ""
    subject: str = ""
    recipient: str = ""
    state: str = ""
    tone: str = "neutral"
    written: str = ""
    sent: str = ""
    next_try: str = ""
    tries: str = ""
    trouble: str = ""
    answer: str = ""
    text: str = ""
    is_secret: bool = False
    may_send_again: bool = False


def mail_line(row: MailRow, look: Look, *, has_server: bool) -> MailLine:
    """A row in the reader's words."""
    state = _state(row, look, has_server)
    return MailLine(
        id=str(row.id),
        subject=row.subject,
        recipient=_to(row),
        state=state,
        tone=_tone(row, has_server),
        trouble=look.say(TROUBLES[row.trouble]) if row.trouble else "",
        age=look.age(row.created_at),
        moment=look.moment(row.created_at),
        name=f"{row.subject}, {_to(row)}, {state}",
    )


def mail_shown(detail: MailDetail, look: Look, *, has_server: bool) -> MailShown:
    """An opened mail in the reader's words."""
    row = detail.row
    waits = has_server and row.state == MailState.WAITING and row.tries > 0
    return MailShown(
        id=str(row.id),
        subject=row.subject,
        recipient=_to(row),
        state=_state(row, look, has_server),
        tone=_tone(row, has_server),
        written=look.moment(row.created_at),
        sent=look.moment(row.sent_at) if row.sent_at else "",
        next_try=look.moment(row.due_at) if waits else "",
        tries=look.number(row.tries),
        trouble=look.say(TROUBLES[row.trouble]) if row.trouble else "",
        answer=detail.answer,
        text=detail.text or "",
        is_secret=detail.text is None,
        may_send_again=detail.may_send_again,
    )


def _to(row: MailRow) -> str:
    return f"{row.name} <{row.address}>" if row.name else row.address


def _is_kept(row: MailRow, has_server: bool) -> bool:
    return not has_server and row.state in (MailState.WAITING, MailState.SENDING)


def _state(row: MailRow, look: Look, has_server: bool) -> str:
    return look.say(KEPT if _is_kept(row, has_server) else STATES[row.state])


def _tone(row: MailRow, has_server: bool) -> str:
    return "neutral" if _is_kept(row, has_server) else TONES[row.state]
