"""Leads that another organization has now, as My Pipeline shows them to who made or sent them."""

from dataclasses import dataclass

from leadx_app.models import SubStage
from leadx_app.queries.sent_leads import SentLead
from leadx_app.state.format import Look, initials, photo_of, tint


@dataclass(frozen=True)
class SentLine:
    """A lead elsewhere; `where` says in whose hands it is, `hands`, `outcome`, `owner` as on a lead of the list."""

    id: str
    title: str
    company: str
    value: str
    stage: str
    color: str
    owner: str
    initials: str
    photo: str
    tint: int
    outcome: str
    where: str
    is_waiting: bool
    age: str
    dates: str


def sent_line(row: SentLead, look: Look) -> SentLine:
    """A row in the reader's words."""
    where = "Waiting for {organization}" if row.is_waiting else "Now with {organization}"
    return SentLine(
        id=str(row.id),
        title=row.title,
        company=row.company,
        value=look.money(row.value, row.currency),
        stage=row.stage,
        color=row.stage_color,
        owner=row.owner,
        initials=initials(row.owner),
        photo=photo_of(row.owner_photo_id),
        tint=tint(row.owner_id or row.id),
        outcome="" if row.sub_stage == SubStage.OPEN else row.sub_stage.value,
        where=look.say(where, organization=row.organization),
        is_waiting=row.is_waiting,
        age=look.age(row.sent_at),
        dates=look.say("Sent {date}", date=look.moment(row.sent_at)),
    )
