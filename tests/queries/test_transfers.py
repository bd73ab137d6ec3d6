"""Where leads can be sent, who sees them, and what the feeds of both ends say."""

from sqlmodel import Session

from leadx_app.domain.event_kinds import EventKind, FeedKind
from leadx_app.domain.leads.draft import LeadEdit
from leadx_app.domain.leads.handover import accept_handover, return_to_creator
from leadx_app.domain.leads.qualify import edit
from leadx_app.domain.leads.transfer import send
from leadx_app.domain.scope import opens_lead
from leadx_app.queries.community import community_page
from leadx_app.queries.community_filters import CommunityFilters
from leadx_app.queries.feed import feed_page, opens
from leadx_app.queries.figures import organization_kpis
from leadx_app.queries.lead_detail import lead_detail
from leadx_app.queries.notifications import notification_page
from leadx_app.queries.transfers import SeeingReason, lead_viewers, receivers
from tests.cast import NOW, Cast, a_lead, an_assigned_lead
from tests.support.statements import statements_of


def names(options) -> list[str]:
    return [option.name for option in options]


def test_the_parent_sends_to_its_children_and_a_child_to_its_parent_and_across(session: Session, cast: Cast):
    found = receivers(session, cast.professional)
    assert (names(found.over), names(found.across)) == (["Nordlys Partner", "Nordlys Service"], [])
    found = receivers(session, cast.child_professional)
    assert (names(found.over), names(found.across)) == (["Nordlys"], ["Nordlys Partner"])
    assert receivers(session, cast.stranger_manager).over == []


def test_the_lead_says_which_ways_are_open(session: Session, cast: Cast):
    for owner, ways in ((cast.professional, (True, False)), (cast.child_professional, (True, True))):
        lead = a_lead(session, owner)
        detail = lead_detail(session, owner, lead.id, now=NOW)
        assert (detail.may_send, detail.may_send_across) == ways
    lead = a_lead(session, cast.stranger_manager)
    assert not lead_detail(session, cast.stranger_manager, lead.id, now=NOW).may_send


def test_both_feeds_tell_of_it_and_only_who_may_can_open_it(session: Session, cast: Cast):
    lead = a_lead(session, cast.child_professional, title="Solar roof")
    send(session, cast.child_professional, lead.id, cast.sibling_manager.organization_id, now=NOW)
    told = {}
    for name in ("child_manager", "child_basic", "sibling_manager", "professional", "manager"):
        reader = getattr(cast, name)
        told[name] = [
            (entry.kind, opens(reader, entry)) for entry in feed_page(session, reader, FeedKind.TRANSFER).entries
        ]
    assert told == {
        "child_manager": [(EventKind.LEAD_SENT, False)],
        "child_basic": [(EventKind.LEAD_SENT, False)],
        "sibling_manager": [(EventKind.LEAD_RECEIVED, True)],
        "professional": [],
        "manager": [(EventKind.LEAD_SENT, True)],
    }


def test_the_feed_a_lead_left_says_nothing_new_of_it(session: Session, cast: Cast):
    lead = a_lead(session, cast.child_manager, title="Solar roof")
    send(session, cast.child_manager, lead.id, cast.sibling_manager.organization_id, now=NOW)
    accept_handover(session, cast.sibling_manager, lead.id, now=NOW)
    edit(session, cast.sibling_manager, lead.id, LeadEdit(version=lead.version, title="A secret roof"), now=NOW)
    assert {entry.title for entry in feed_page(session, cast.child_basic).entries} == {"Solar roof"}
    assert {entry.title for entry in feed_page(session, cast.sibling_manager).entries} == {"A secret roof"}


def test_what_came_back_is_marked_in_the_feed(session: Session, cast: Cast):
    lead = a_lead(session, cast.child_manager)
    send(session, cast.child_manager, lead.id, cast.manager.organization_id, now=NOW)
    return_to_creator(session, cast.manager, lead.id, "Not ours", now=NOW)
    (entry,) = feed_page(session, cast.child_manager, FeedKind.TRANSFER).entries
    assert entry.undone


def test_community_and_figures_go_along_with_the_lead(session: Session, cast: Cast):
    lead = a_lead(session, cast.child_manager)

    def here(reader) -> tuple[list, int]:
        shown = community_page(session, reader, CommunityFilters(), now=NOW)
        kpis = organization_kpis(session, reader, {reader.organization_id}, now=NOW)
        total = next(one.value for one in kpis if one.slug == "leads_total")
        return [row.title for row in shown.rows], total

    assert (here(cast.child_manager), here(cast.sibling_manager)) == (([lead.title], 1), ([], 0))
    send(session, cast.child_manager, lead.id, cast.sibling_manager.organization_id, now=NOW)
    assert (here(cast.child_manager), here(cast.sibling_manager)) == (([], 0), ([lead.title], 1))


def test_who_sent_a_lead_hears_that_it_was_accepted_in_the_words_it_was_sent_with(session: Session, cast: Cast):
    lead = an_assigned_lead(session, cast.basic, cast.manager, cast.professional, title="Solar roof")
    send(session, cast.professional, lead.id, cast.child_manager.organization_id, now=NOW)
    edit(session, cast.child_manager, lead.id, LeadEdit(version=lead.version, title="A secret roof"), now=NOW)
    accept_handover(session, cast.child_manager, lead.id, now=NOW)
    latest = notification_page(session, cast.professional, now=NOW).rows[0]
    assert (latest.kind, latest.lead_id) == ("transfer.accepted", None)
    assert latest.payload == {"title": "Solar roof", "to": "Nordlys Service"}


def test_the_history_tells_of_the_way_once(session: Session, cast: Cast):
    lead = a_lead(session, cast.child_manager)
    send(session, cast.child_manager, lead.id, cast.manager.organization_id, now=NOW)
    detail = lead_detail(session, cast.manager, lead.id, now=NOW)
    assert [row.kind for row in detail.history] == ["lead.sent", "lead.created"]
    assert (detail.sent_from, detail.organization) == ("Nordlys Service", "Nordlys")


def test_who_can_see_a_lead_are_those_who_do(session: Session, cast: Cast):
    leads = [
        an_assigned_lead(session, cast.basic, cast.manager, cast.professional),
        a_lead(session, cast.child_basic),
        a_lead(session, cast.child_professional),
    ]
    send(session, cast.child_professional, leads[2].id, cast.sibling_manager.organization_id, now=NOW)
    for lead in leads:
        seeing = {
            actor.name
            for actor in cast.everybody().values()
            if actor.tenant_id == lead.tenant_id
            and opens_lead(
                actor,
                owner_id=lead.owner_id,
                creator_id=lead.creator_id,
                organization_id=lead.organization_id,
                sent_by_id=lead.sent_by_id,
            )
        }
        shown = [name for group in lead_viewers(session, cast.manager, lead.id) for name in group.names]
        assert sorted(shown) == sorted(seeing)


def test_people_are_grouped_by_the_reason_why_they_see_a_lead(session: Session, cast: Cast):
    lead = an_assigned_lead(session, cast.basic, cast.manager, cast.professional)
    groups = [(one.reason, one.role, one.names) for one in lead_viewers(session, cast.basic, lead.id)]
    assert groups == [
        (SeeingReason.OWNER, None, ("Petter Professional",)),
        (SeeingReason.CREATOR, None, ("Bjørn Basic",)),
        (SeeingReason.ROLE, "manager", ("Magnus Manager", "Mona Manager")),
        (SeeingReason.ROLE, "admin", ("Anne Admin",)),
    ]


def test_a_child_learns_how_many_of_the_parent_see_its_lead_and_not_who(session: Session, cast: Cast):
    lead = a_lead(session, cast.child_basic)
    above = [one for one in lead_viewers(session, cast.child_basic, lead.id) if one.organization == "Nordlys"]
    assert [(one.role, one.names, one.count) for one in above] == [("manager", (), 2), ("admin", (), 1)]


def test_a_lead_on_its_way_costs_no_further_statements(session: Session, cast: Cast):
    lead = a_lead(session, cast.child_manager)
    with statements_of(session.get_bind()) as before:
        lead_detail(session, cast.child_manager, lead.id, now=NOW)
    send(session, cast.child_manager, lead.id, cast.manager.organization_id, now=NOW)
    with statements_of(session.get_bind()) as after:
        lead_detail(session, cast.child_manager, lead.id, now=NOW)
    assert len(after) == len(before)
    with statements_of(session.get_bind()) as asked:
        lead_viewers(session, cast.child_manager, lead.id)
    assert len(asked) <= 2
