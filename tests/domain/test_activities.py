"""Sales activities: kept, changed, moved, removed, and by whom (product.md section 9)."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlmodel import Session

from leadx_app.domain import activities
from leadx_app.domain.activities import ActivityDraft, ActivityEdit
from leadx_app.domain.errors import Conflict, Invalid, InvalidDraft, NotFound, NotPermitted
from leadx_app.domain.leads.draft import parse_draft
from leadx_app.domain.permissions import Actor
from leadx_app.models import ActivityKind, SalesActivity
from tests.cast import NOW, Cast, a_lead, an_assigned_lead, kinds_of


def an_activity(session: Session, actor: Actor, *, now: datetime = NOW, **fields: Any) -> SalesActivity:
    data = {"kind": "call", "title": "Talked about the roof", **fields}
    draft = parse_draft(ActivityDraft, data, time_zone=actor.time_zone)
    return session.get_one(SalesActivity, activities.log(session, actor, draft, now=now))


def test_an_activity_is_now_unless_said_otherwise(session: Session, cast: Cast) -> None:
    assert an_activity(session, cast.professional).happens_at == NOW
    planned = an_activity(session, cast.professional, happens_at="2026-07-01 09:30", duration_minutes="45")
    assert planned.happens_at == datetime(2026, 7, 1, 7, 30, tzinfo=UTC)
    assert planned.duration_minutes == 45


def test_an_activity_on_a_lead_is_with_its_customer_and_stands_in_its_history(session: Session, cast: Cast) -> None:
    lead = a_lead(session, cast.professional, person_name="Kari")
    activity = an_activity(session, cast.professional, lead_id=str(lead.id))
    assert (activity.company_id, activity.person_id) == (lead.company_id, lead.person_id)
    assert kinds_of(session, lead.id)[-1] == "activity.logged"
    assert lead.version == 1


def test_only_creator_and_owner_of_sales_log_on_a_lead(session: Session, cast: Cast) -> None:
    lead = an_assigned_lead(session, cast.basic, cast.manager, cast.professional)
    assert an_activity(session, cast.professional, lead_id=str(lead.id))
    for who, refusal in (("basic", NotPermitted), ("other_manager", NotPermitted), ("other_professional", NotFound)):
        with pytest.raises(refusal):
            an_activity(session, getattr(cast, who), lead_id=str(lead.id))


def test_contacts_are_the_actors_own(session: Session, cast: Cast) -> None:
    theirs = a_lead(session, cast.stranger_manager)
    with pytest.raises(Invalid):
        an_activity(session, cast.professional, company_id=str(theirs.company_id))


def test_whom_an_activity_is_with_can_be_changed_and_left_out(session: Session, cast: Cast) -> None:
    mine = cast.professional
    kari, ola = (a_lead(session, mine, company_name=f"{name} AS", person_name=name) for name in ("Kari", "Ola"))
    theirs = a_lead(session, cast.stranger_manager, person_name="Per")
    activity = an_activity(session, mine, lead_id=str(kari.id))

    def change(**fields: Any) -> tuple[Any, Any]:
        activities.edit(session, mine, activity.id, ActivityEdit(version=activity.version, **fields), now=NOW)
        return activity.company_id, activity.person_id

    assert change(title="Another") == (kari.company_id, kari.person_id)
    assert change(company_id=ola.company_id) == (ola.company_id, None)
    assert change(person_id=ola.person_id) == (ola.company_id, ola.person_id)
    for wrong in ({"company_id": theirs.company_id}, {"person_id": kari.person_id}, {"person_id": theirs.person_id}):
        with pytest.raises(Invalid):
            change(**wrong)
    assert change(company_id=None) == (None, None)


def test_only_the_author_changes_an_activity(session: Session, cast: Cast) -> None:
    activity = an_activity(session, cast.professional)
    acts = (
        lambda actor: activities.edit(session, actor, activity.id, ActivityEdit(version=1, title="Mine"), now=NOW),
        lambda actor: activities.move(session, actor, activity.id, date(2026, 3, 9), now=NOW),
        lambda actor: activities.remove(session, actor, activity.id, now=NOW),
        lambda actor: activities.restore(session, actor, activity.id, now=NOW),
    )
    for act in acts:
        for who in ("manager", "basic", "admin", "stranger_basic"):
            with pytest.raises(NotPermitted):
                act(getattr(cast, who))
        for who in ("other_professional", "stranger_manager", "child_manager"):
            with pytest.raises(NotFound):
                act(getattr(cast, who))
    assert activity.version == 1


def test_an_edit_moves_and_renames_on_top_of_what_was_read(session: Session, cast: Cast) -> None:
    activity = an_activity(session, cast.professional, happens_at="2026-03-27 02:30")
    edit = ActivityEdit(version=1, title="A visit", kind=ActivityKind.VISIT)
    activities.edit(session, cast.professional, activity.id, edit, now=NOW)
    with pytest.raises(Conflict):
        activities.edit(session, cast.professional, activity.id, edit, now=NOW)
    assert activities.move(session, cast.professional, activity.id, date(2026, 3, 29), now=NOW) == date(2026, 3, 27)
    assert activity.happens_at == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)  # 03:30: the clocks leap over 02:30
    assert (activity.title, activity.kind) == ("A visit", ActivityKind.VISIT)


def test_a_removed_activity_comes_back(session: Session, cast: Cast) -> None:
    activity = an_activity(session, cast.professional)
    activities.remove(session, cast.professional, activity.id, now=NOW)
    with pytest.raises(NotFound):
        activities.remove(session, cast.professional, activity.id, now=NOW)
    for _ in range(2):
        activities.restore(session, cast.professional, activity.id, now=NOW)
    assert activity.deleted_at is None


@pytest.mark.parametrize(
    "fields",
    [{"kind": "gossip"}, {"title": ""}, {"duration_minutes": 0}, {"happens_at": "2026-03-29 02:30"}, {"extra": 1}],
)
def test_input_that_makes_no_sense_is_refused(session: Session, cast: Cast, fields: dict[str, Any]) -> None:
    with pytest.raises(InvalidDraft):
        an_activity(session, cast.professional, **fields)
