"""Rows as leads: found again by external key or by title and company, made many at a time by the rules of `capture`."""

from collections.abc import Callable, Hashable, Iterable, Set
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, select

from leadx_app.domain import bulk, money, points, tags
from leadx_app.domain.contacts import named
from leadx_app.domain.contacts.write import HISTORY, line_of
from leadx_app.domain.contacts.write import values_of as contact_values
from leadx_app.domain.errors import Invalid, Refusal
from leadx_app.domain.event_kinds import EventKind
from leadx_app.domain.events import record_history
from leadx_app.domain.leads import rules
from leadx_app.domain.leads.capture import story_of, values_of
from leadx_app.domain.leads.changes import STEP, step_of
from leadx_app.domain.leads.draft import LeadDraft, LeadEdit
from leadx_app.domain.leads.qualify import edit
from leadx_app.domain.metrics.kept import keep_new
from leadx_app.domain.metrics.shares import facts_of
from leadx_app.domain.permissions import Actor
from leadx_app.domain.scope import sees_choice
from leadx_app.domain.text import fold
from leadx_app.models import Company, Import, Lead, LeadTag, Person, RowOutcome, Tag, new_id

from .lists import Lists
from .rows import Problem, ReadRow
from .traces import Ledger
from .verdict import Verdict, decided, refused

EDITED = (
    "title",
    "company_name",
    "person_name",
    "person_email",
    "person_phone",
    "description",
    "value",
    "currency",
    "expected_closing_on",
    "category_id",
    "source_id",
    "tags",
    "stage_id",
)
RESTORED = (
    "title",
    "company_id",
    "person_id",
    "description",
    "value",
    "currency",
    "expected_closing_on",
    "category_id",
    "source_id",
)


_TAGS = sa.insert(LeadTag)


def keys_of(row: ReadRow) -> set[Hashable]:
    """By what the row's lead is found again."""
    title_and_company = (_company_key(row.draft), row.draft.title)
    return {title_and_company, ("", row.external_key)} if row.external_key else {title_and_company}


def judge(
    session: Session, actor: Actor, found: Import, lists: Lists, rows: list[ReadRow], seen: Set[Hashable]
) -> list[Verdict]:
    """What is to become of rows of which no two name the same lead."""
    usable = [row for row in rows if row.draft is not None]
    by_key, by_title = _known_by_key(session, actor, usable), _known_by_title(session, actor, usable)
    verdicts = []
    for row in rows:
        problem = _worth_problem(row, lists) if row.draft is not None else None
        if row.draft is None or problem:
            verdicts.append(refused(row, *([problem] if problem else [])))
            continue
        target = by_key.get(row.external_key or "") or by_title.get((_company_key(row.draft), row.draft.title))
        verdict = decided(row, target, bool(keys_of(row) & seen), found.duplicates)
        if verdict.target is not None:
            is_new = lists.stage_places[verdict.target.stage_id] == 0
            if not rules.may_edit(actor, verdict.target, is_new=is_new):
                verdict = refused(row, Problem("", "This lead is there already, and not yours to change."))
        verdicts.append(verdict)
    return verdicts


def write(
    session: Session, actor: Actor, lists: Lists, verdicts: list[Verdict], ledger: Ledger, *, now: datetime
) -> None:
    """Make and change what the verdicts say."""
    _create(session, actor, lists, [one for one in verdicts if one.outcome == RowOutcome.CREATED], ledger, now)
    for verdict in verdicts:
        if verdict.outcome == RowOutcome.UPDATED and verdict.target is not None:
            _update(session, actor, verdict, ledger, now)
        elif verdict.outcome != RowOutcome.CREATED:
            ledger.settle(verdict.row.number, verdict.outcome, verdict.problems)


def _known_by_key(session: Session, actor: Actor, rows: list[ReadRow]) -> dict[str, Lead]:
    keys = {row.external_key for row in rows if row.external_key}
    if not keys:
        return {}
    here = (Lead.tenant_id == actor.tenant_id, Lead.organization_id == actor.organization_id)
    query = select(Lead).where(*here, Lead.external_key.in_(keys)).order_by(Lead.created_at.desc(), Lead.id.desc())
    return {lead.external_key: lead for lead in session.exec(query) if lead.external_key}


def _known_by_title(session: Session, actor: Actor, rows: list[ReadRow]) -> dict[tuple[str, str], Lead]:
    """The oldest lead per folded company name and title; of the company that the name means."""
    names = {_company_key(row.draft) for row in rows}
    companies = named.find_companies(session, actor, actor.organization_id, names)
    if not companies:
        return {}
    here = (Lead.tenant_id == actor.tenant_id, Lead.organization_id == actor.organization_id)
    of_companies = Lead.company_id.in_([company.id for company in companies.values()])
    same = (of_companies, Lead.title.in_({row.draft.title for row in rows}))
    query = select(Lead).where(*here, *same).order_by(Lead.created_at.desc(), Lead.id.desc())
    names_of = {company.id: key for key, company in companies.items()}
    return {(names_of[lead.company_id], lead.title): lead for lead in session.exec(query)}


def _company_key(draft: LeadDraft) -> str:
    return fold(draft.company_name or "")[:200]


def _worth_problem(row: ReadRow, lists: Lists) -> Problem | None:
    try:
        money.in_base(row.draft.value, lists.rates[row.draft.currency or lists.base_currency])
    except Invalid as refusal:
        return Problem("value", refusal.template, {name: str(value) for name, value in refusal.params.items()})
    return None


def _create(
    session: Session, actor: Actor, lists: Lists, verdicts: list[Verdict], ledger: Ledger, now: datetime
) -> None:
    """`capture` for many: the same rows, but for feed, notifications and milestones, which are the import's own."""
    if not verdicts:
        return
    rows = [one.row for one in verdicts]
    companies = named.companies_named(
        session, actor, actor.organization_id, [row.draft.company_name for row in rows], now=now
    )
    persons = _persons(session, actor, rows, companies, ledger, now)
    leads: list[Lead] = []
    acts: list[tuple[UUID | None, EventKind, dict]] = []
    for row in rows:
        draft = row.draft
        company = companies[_company_key(draft)]
        if company.created_at == now:
            ledger.trace(company, row.number, None)
        currency = draft.currency or lists.base_currency
        stage_id = draft.stage_id or lists.first_stage_id
        owner_id = draft.owner_id or actor.user_id
        person = persons.get(row.number)
        values = values_of(actor, draft, company, person, stage_id, currency, lists.rates[currency], owner_id, now=now)
        lead = bulk.fresh(Lead, values | {"external_key": row.external_key})
        leads.append(lead)
        for kind, payload in story_of(actor, lead, _name(lists, owner_id), _name(lists, lead.lost_reason_id)):
            also = {"import_id": str(ledger.found.id), "version": lead.version}
            acts.append((lead.id, kind, {**also, **payload}))
        ledger.trace(lead, row.number, None)
        ledger.settle(row.number, RowOutcome.CREATED)
    bulk.save(session, leads)
    bulk.write(session, STEP, [step_of(actor, lead, now) for lead in leads])
    _tag(session, actor, [(lead, row.draft.tags) for lead, row in zip(leads, rows, strict=True)])
    record_history(session, actor, acts, now=now)
    # Last: from here on, whoever else makes a lead in this organization waits for the piece.
    points.begin(session, leads, now=now)
    keep_new(session, map(facts_of, leads))


def _name(lists: Lists, one: UUID | None) -> Callable[[], str]:
    return lambda: lists.names[one] if one else ""


def _persons(
    session: Session,
    actor: Actor,
    rows: list[ReadRow],
    companies: dict[str, Company],
    ledger: Ledger,
    now: datetime,
) -> dict[int, Person]:
    """The person of each row that names one: found by name within the company, or made, with how to reach them."""
    wanted = [row for row in rows if row.draft.person_name]
    here = [companies[_company_key(row.draft)] for row in wanted]
    known = named.persons_named(session, actor, here, [row.draft.person_name for row in wanted])
    made: list[Person] = []
    reach: list[tuple[Person, dict[str, str]]] = []
    people: dict[int, Person] = {}
    for row, company in zip(wanted, here, strict=True):
        key = (company.id, fold(row.draft.person_name)[:200])
        new = {"email": row.draft.person_email, "phone": row.draft.person_phone}
        new = {name: value for name, value in new.items() if value}
        person = known.get(key)
        if person is None:
            person = known[key] = _new_person(actor, row.draft.person_name, company, new, now)
            made.append(person)
            if new:
                reach.append((person, new))
            ledger.trace(person, row.number, None)
        elif any(getattr(person, name) != value for name, value in new.items()):
            _save(session, made)
            before = {name: getattr(person, name) for name in new}
            named.learn(session, actor, person, email=new.get("email"), phone=new.get("phone"), now=now)
            ledger.trace(person, row.number, before)
        people[row.number] = person
    _save(session, made)
    lines = [_reach_line(actor, person, new, now) for person, new in reach]
    if lines:
        bulk.write(session, HISTORY, lines)
    return people


def _new_person(actor: Actor, name: str, company: Company, reach: dict[str, str], now: datetime) -> Person:
    """A person as `capture` leaves them: how they are reached is their second version."""
    fields = {"name": name, "company_id": company.id} | reach
    values = contact_values(actor, Person, company.organization_id, fields, now=now)
    learned = {"version": 2, "changed_in": dict.fromkeys(reach, 2)} if reach else {}
    return bulk.fresh(Person, values | learned)


def _save(session: Session, made: list[Person]) -> None:
    """Write the persons made so far, so that they can be changed or referred to."""
    bulk.save(session, made)
    made.clear()


def _reach_line(actor: Actor, person: Person, reach: dict[str, str], now: datetime) -> dict[str, Any]:
    diff = [{"field": name, "from": None, "to": value} for name, value in reach.items()]
    return {**line_of(actor, person, EventKind.CONTACT_CHANGED, now=now, changes=diff), "version": 2}


def _tag(session: Session, actor: Actor, tagged: list[tuple[Lead, tuple[str, ...]]]) -> None:
    """`set_tags` for leads that have none yet."""
    names = {name for _, words in tagged for name in words}
    if not names:
        return
    ids = dict(session.execute(sa.select(Tag.name, Tag.id).where(sees_choice(actor, Tag), Tag.name.in_(names))).all())
    facts = {"tenant_id": actor.tenant_id, "organization_id": actor.organization_id}
    new = [Tag(id=new_id(), name=name, **facts) for name in sorted(names - set(ids))]
    session.add_all(new)
    session.flush()
    ids |= {tag.name: tag.id for tag in new}
    rows = [
        {"id": new_id(), **facts, "lead_id": lead.id, "tag_id": ids[name]}
        for lead, words in tagged
        for name in dict.fromkeys(words)
    ]
    bulk.write(session, _TAGS, rows)


def _update(session: Session, actor: Actor, verdict: Verdict, ledger: Ledger, now: datetime) -> None:
    """Save what the row says of a lead that is there, as its editor would; what is refused changes nothing."""
    lead, row = verdict.target, verdict.row
    given = {name: getattr(row.draft, name) for name in EDITED if name in row.given}
    if given.get("stage_id") == lead.stage_id:
        del given["stage_id"]
    before = _before(session, lead) | ({"stage_id": str(lead.stage_id)} if "stage_id" in given else {})
    version = lead.version
    known = _reach_of(session, actor, lead, row.draft)
    try:
        with session.begin_nested():
            edit(session, actor, lead.id, LeadEdit(version=version, **given), now=now)
    except Refusal as refusal:
        params = {name: str(value) for name, value in refusal.params.items()}
        ledger.settle(row.number, RowOutcome.REFUSED, (Problem("", refusal.template, params),))
        return
    changed = _trace_contacts(session, lead, row, known, ledger, now)
    if lead.version != version:
        ledger.trace(lead, row.number, before)
        changed = True
    ledger.settle(row.number, RowOutcome.UPDATED if changed else RowOutcome.SKIPPED)


def _before(session: Session, lead: Lead) -> dict[str, Any]:
    """The lead's fields as an edit would write them back."""
    values = {name: getattr(lead, name) for name in RESTORED}
    plain = {name: value if value is None or isinstance(value, str) else str(value) for name, value in values.items()}
    return {**plain, "tags": tags.names_of(session, lead.id)}


def _reach_of(session: Session, actor: Actor, lead: Lead, draft: LeadDraft) -> dict[UUID, dict[str, Any]]:
    """How the persons whom the row may mean are reached now."""
    people: Iterable[Person] = []
    if draft.person_name:
        companies = named.find_companies(session, actor, actor.organization_id, [_company_key(draft)])
        people = named.persons_named(session, actor, list(companies.values()), [draft.person_name]).values()
    return {person.id: {"version": person.version, "email": person.email, "phone": person.phone} for person in people}


def _trace_contacts(
    session: Session, lead: Lead, row: ReadRow, known: dict[UUID, dict[str, Any]], ledger: Ledger, now: datetime
) -> bool:
    company = session.get_one(Company, lead.company_id)
    person = session.get(Person, lead.person_id) if lead.person_id else None
    if company.created_at == now:
        ledger.trace(company, row.number, None)
    if person is None:
        return False
    if person.created_at == now:
        ledger.trace(person, row.number, None)
        return False
    before = known.get(person.id)
    if before is None or before["version"] == person.version:
        return False
    reach = {name: before[name] for name in ("email", "phone") if before[name] != getattr(person, name)}
    ledger.trace(person, row.number, reach)
    return True
