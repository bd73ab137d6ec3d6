"""What people were told of and have read, and the handovers that wait against the clock."""

from datetime import timedelta

from sqlmodel import Session, select

from leadx_app.domain.leads.overdue import flag_overdue, overdue_handovers
from leadx_app.domain.notifications import mark_read
from leadx_app.domain.permissions import Actor
from leadx_app.domain.settings import set_answer_by
from leadx_app.models import Notification

from .stories import Office
from .walk import Walk

HOURS = 24
UNREAD = 3


def hand_over_against_the_clock(office: Office, admin: Actor, late: Actor, soon: Actor) -> None:
    """The Admin sets an answer-by time; one handover has missed it, another has some hours left."""
    walk, session = office.walk, office.session
    set_answer_by(session, admin, admin.organization_id, HOURS, admin.user_id, now=walk.until - timedelta(days=3))
    for finder, hours_ago in ((late, HOURS + 3), (soon, 5)):
        walk.now = walk.until - timedelta(hours=hours_ago)
        office.hand_over(finder)
    walk.now = walk.until - timedelta(hours=2)
    for lead_id in overdue_handovers(session, now=walk.now):
        flag_overdue(session, lead_id, now=walk.now)


def read_notifications(session: Session, walk: Walk, actor: Actor) -> None:
    """Everybody read what they were told, some hours later; only the last ones are new to them."""
    mine = select(Notification).where(Notification.user_id == actor.user_id)
    for notification in session.exec(mine.order_by(Notification.created_at.desc()).offset(UNREAD)).all():
        later = notification.created_at + walk.days(0.02, 0.8)
        mark_read(session, actor, notification.id, now=min(later, walk.until))
