"""Webhooks and their deliveries in the reader's words."""

import json
from dataclasses import dataclass, field

from leadx_app.domain.webhooks.kinds import KINDS, TEST
from leadx_app.models import DeliveryState, DeliveryTrouble
from leadx_app.queries.webhooks import DeliveryRow, WebhookRow
from leadx_app.state.format import Look

STATES: dict[DeliveryState, tuple[str, str]] = {
    DeliveryState.WAITING: ("Waiting", "waiting"),
    DeliveryState.SENDING: ("Being sent", "waiting"),
    DeliveryState.DELIVERED: ("Delivered", "won"),
    DeliveryState.DEAD: ("Given up", "closed"),
}
TROUBLES: dict[DeliveryTrouble, str] = {
    DeliveryTrouble.NOT_REACHED: "The address could not be reached.",
    DeliveryTrouble.TIMED_OUT: "The address did not answer in time.",
    DeliveryTrouble.NOT_ENCRYPTED: "No encrypted connection with a good certificate could be made.",
    DeliveryTrouble.FORBIDDEN: "The address is inside a private network. Nothing was sent.",
    DeliveryTrouble.REDIRECTED: "The address wants to be asked elsewhere. Enter the other address here.",
    DeliveryTrouble.REFUSED: "The address did not take the message.",
}


@dataclass(frozen=True)
class HookLine:
    """A webhook in the list, and in its dialog."""

    id: str = ""
    url: str = ""
    organization: str = ""
    organization_id: str = ""
    tells: str = ""
    kinds: list[str] = field(default_factory=list)
    covers_children: bool = False
    is_on: bool = True
    standing: str = ""
    tone: str = "neutral"
    trouble: str = ""
    maker: str = ""


@dataclass(frozen=True)
class DeliveryLine:
    """A delivery in the log of a webhook."""

    id: str
    what: str
    state: str
    tone: str
    answer: str
    trouble: str
    moment: str
    body: str
    name: str
    may_redeliver: bool


def hook_line(row: WebhookRow, look: Look) -> HookLine:
    """A webhook in the reader's words."""
    standing, tone = ("Paused", "closed") if row.paused_at else ("On", "won") if row.is_on else ("Off", "neutral")
    trouble = ""
    if row.paused_at:
        trouble = look.say("Nothing arrived for 24 hours. Switch it on to try again.")
    elif row.failing_since:
        standing, tone = "Failing", "parked"
        trouble = look.say("Nothing has arrived since {moment}.", moment=look.moment(row.failing_since))
    tells = (
        look.say("All kinds") if len(row.kinds) == len(KINDS) else "; ".join(look.say(KINDS[one]) for one in row.kinds)
    )
    return HookLine(
        id=str(row.id),
        url=row.url,
        organization=row.organization,
        organization_id=str(row.organization_id),
        tells=tells,
        kinds=list(row.kinds),
        covers_children=row.covers_children,
        is_on=row.is_on and row.paused_at is None,
        standing=look.say(standing),
        tone=tone,
        trouble=trouble,
        maker=_maker(row, look),
    )


def _maker(row: WebhookRow, look: Look) -> str:
    if row.maker_left:
        return look.say(
            "Added by {name}, who no longer works here. It goes on until an Admin ends it.", name=row.made_by
        )
    return look.say("Added by {name}", name=row.made_by)


def delivery_line(row: DeliveryRow, look: Look) -> DeliveryLine:
    """A delivery in the reader's words; the body with its lines."""
    state, tone = STATES[row.state]
    what = look.say("Test message") if row.kind == TEST else look.say(KINDS.get(row.kind, row.kind))
    answer = [str(row.status)] if row.status else []
    answer += [look.say("{count} ms", count=look.number(row.took_ms))] if row.took_ms is not None else []
    answer += [look.say("{count} attempts", count=look.number(row.tries))] if row.tries > 1 else []
    trouble = look.say(TROUBLES[row.trouble]) if row.trouble else ""
    if row.trouble and row.state == DeliveryState.WAITING:
        trouble += " " + look.say("Tried again {moment}.", moment=look.moment(row.due_at))
    moment = look.moment(row.tried_at or row.created_at)
    return DeliveryLine(
        id=str(row.id),
        what=what,
        state=look.say(state),
        tone=tone,
        answer=" · ".join(answer),
        trouble=trouble,
        moment=moment,
        body=json.dumps(json.loads(row.body), ensure_ascii=False, indent=2) if row.body else "",
        name=look.say("Redeliver {what} of {moment}", what=what, moment=moment),
        may_redeliver=row.state in (DeliveryState.DELIVERED, DeliveryState.DEAD),
    )
