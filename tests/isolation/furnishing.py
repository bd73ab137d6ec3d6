"""What the colleagues of the readers do: something of every kind that the pages show, in each organization."""

from collections.abc import Mapping
from datetime import datetime
from io import BytesIO
from uuid import UUID

from sqlmodel import Session

from leadx_app.adapters.storage_keys import new_key
from leadx_app.domain import activities
from leadx_app.domain.bell import ring_bell
from leadx_app.domain.contacts.draft import CompanyDraft, CompanyEdit
from leadx_app.domain.contacts.edit import create_company, edit_company
from leadx_app.domain.files import StoredFile, add_file
from leadx_app.domain.goals import GoalDraft, set_goal
from leadx_app.domain.leads.draft import parse_draft
from leadx_app.domain.news.talk import CommentDraft, comment
from leadx_app.domain.notes import NoteDraft, write_note
from leadx_app.domain.permissions import Actor
from leadx_app.domain.ports import Storage
from leadx_app.domain.support.articles import write_article
from leadx_app.domain.support.draft import ArticleDraft, ReplyDraft, TicketDraft
from leadx_app.domain.support.tickets import raise_ticket, reply
from leadx_app.domain.tasks.draft import TaskDraft
from leadx_app.domain.tasks.plan import create as plan_task
from leadx_app.domain.views import ViewDraft, save_view
from leadx_app.models import (
    Role,
)
from tests.cast import a_waiting_lead, a_won_lead, an_assigned_lead, an_item
from tests.isolation.policy import word

People = Mapping[str, Actor]
"""The people of one organization by name."""
MAKERS = {"finder": Role.BASIC, "seller": Role.PROFESSIONAL, "leader": Role.MANAGER, "clerk": Role.ADMIN}
"""Colleagues of the readers, who made what there is."""


def furnish(session: Session, people: People, storage: Storage, place: str, now: datetime) -> None:
    """What the colleagues do: something of every kind that the pages show."""
    finder, seller, leader, clerk = (people[name] for name in MAKERS)
    named = {
        "title": f"Lead {word(place, 'leads')}",
        "company_name": f"Company {word(place, 'companies')}",
        "person_name": f"Person {word(place, 'persons')}",
        "person_email": f"{word(place, 'persons')}@example.com",
        "description": word(place, "descriptions"),
        "tags": [word(place, "tags")],
        "value": "1000",
    }
    lead = an_assigned_lead(session, finder, leader, seller, now=now, **named)
    write_note(session, seller, lead.id, NoteDraft(text=f"@{leader.name} {word(place, 'notes')}"), now=now)
    a_waiting_lead(session, finder, now=now, **named)
    rung = named | {"title": f"Lead {word(place, 'bells')}"}
    won = a_won_lead(session, seller, now=now, **rung)
    ring_bell(session, seller, won.id, now=now)
    plan = {"title": word(place, "tasks"), "lead_id": str(lead.id), "assignee_id": str(leader.user_id)}
    plan_task(session, seller, parse_draft(TaskDraft, plan), now=now)
    done = {"kind": "call", "title": word(place, "sales_activities"), "lead_id": str(lead.id)}
    activities.log(session, seller, parse_draft(activities.ActivityDraft, done, time_zone="UTC"), now=now)
    item = an_item(session, leader, now=now, title=word(place, "news"), html=f"<p>{word(place, 'news')}</p>")
    comment(session, seller, item.id, CommentDraft(text=word(place, "news_comments")), now=now)
    said = {"kind": "question", "severity": "s3", "subject": word(place, "tickets"), "text": word(place, "tickets")}
    ticket_id = raise_ticket(session, seller, parse_draft(TicketDraft, said), now=now)
    reply(session, clerk, ticket_id, parse_draft(ReplyDraft, {"text": word(place, "ticket_entries")}), now=now)
    article = {"language": "en", "title": word(place, "articles"), "html": f"<p>{word(place, 'articles')}</p>"}
    write_article(session, clerk, parse_draft(ArticleDraft, article), now=now)
    goal = {"measure": "won", "target": "5", "name": word(place, "goals")}
    set_goal(session, leader, parse_draft(GoalDraft, goal), now=now)
    for is_shared, kind in ((False, "saved_views"), (True, "shared_views")):
        for name in ("pipeline", "companies"):
            view = ViewDraft(list=name, name=word(place, kind), query="status=all", is_shared=is_shared)
            save_view(session, leader, view, now=now)
    company_id = create_company(session, seller, CompanyDraft(name=word(place, "companies")), now=now)
    edit_company(session, seller, company_id, CompanyEdit(version=1, city=word(place, "companies")), now=now)
    _files(session, seller, storage, place, lead.id, now)


def _files(session: Session, seller: Actor, storage: Storage, place: str, lead_id: UUID, now: datetime) -> None:
    """A file of the lead, whose bytes and name hold the word."""
    said = word(place, "files")
    key, content = new_key(seller.tenant_id), said.encode()
    storage.put(key, BytesIO(content), "text/plain")
    add_file(session, seller, StoredFile(f"{said}.txt", "text/plain", len(content), "ab", key, None), lead_id, now=now)
