"""Goals of the demo: one of everybody's, one of a team, one that is reached."""

from datetime import datetime
from decimal import Decimal

from sqlmodel import Session

from leadx_app.domain.goals import GoalDraft, set_goal
from leadx_app.domain.metrics.spans import Span
from leadx_app.domain.permissions import Actor
from leadx_app.models import GoalMeasure


def aim(session: Session, manager: Actor, finders: list[Actor], *, now: datetime) -> None:
    """Set goals of the present month, quarter and year."""
    team = tuple(actor.user_id for actor in finders)
    for draft in (
        GoalDraft(measure=GoalMeasure.REVENUE, target=Decimal(24_000_000), span=Span.YEAR, name="24 million"),
        GoalDraft(
            measure=GoalMeasure.LEADS, target=Decimal(20), span=Span.QUARTER, name="From the shop floor", people=team
        ),
        GoalDraft(measure=GoalMeasure.WON, target=Decimal(5), span=Span.QUARTER),
    ):
        set_goal(session, manager, draft, now=now)
