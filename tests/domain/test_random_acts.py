"""Random acts of the whole cast: whatever they do, leads stay whole, and both databases say the same.

Every act is done on SQLite and on PostgreSQL side by side; a refusal must be the same refusal, with the same words, and
after each act the two worlds must look the same. Beside that, each lead must keep what is promised of every lead.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlmodel import Session, select

from leadx_app.db import Database
from leadx_app.domain import files, money
from leadx_app.domain.errors import EditConflict, InvalidDraft, Refusal
from leadx_app.domain.leads.capture import capture
from leadx_app.domain.leads.close import close_lost, close_won, park, reopen, resume
from leadx_app.domain.leads.draft import LeadDraft, LeadEdit, parse_draft
from leadx_app.domain.leads.handover import accept_handover, assign, hand_over, return_to_creator
from leadx_app.domain.leads.qualify import edit, move_stage
from leadx_app.domain.leads.revalue import FOLLOWING
from leadx_app.domain.leads.rules import FINAL, REOPEN_WITHIN
from leadx_app.domain.leads.transfer import send, withdraw
from leadx_app.domain.metrics.kept import settle
from leadx_app.domain.notes import NoteDraft, write_note
from leadx_app.domain.permissions import SALES, Actor
from leadx_app.domain.rates import (
    RateDraft,
    enter_rate,
    follow_clock,
    outdated_organizations,
    remove_rate,
    retire_currency,
)
from leadx_app.domain.stages import COLORS, StageDraft, change_stage, remove_stage, shift_stage
from leadx_app.models import (
    Company,
    CurrencyRate,
    DayFigure,
    Event,
    File,
    HandoverState,
    Lead,
    LeadTag,
    LostReason,
    Membership,
    Note,
    Notification,
    Organization,
    OrganizationCurrency,
    Person,
    PointEntry,
    PointTotal,
    Stage,
    StageChange,
    StageFigure,
    SubStage,
    Tag,
    User,
    new_id,
)
from leadx_app.queries.figures import organization_kpis, pipeline_kpis
from tests.cast import NOW, Cast, gather, stages
from tests.support.figures import by_hand, shown, wrong
from tests.support.lanes import Lane, wanted_lanes

pytestmark = pytest.mark.slow

NAMES = (
    *("lite", "basic", "professional", "other_professional", "manager", "other_manager", "admin"),
    *("child_manager", "child_basic", "sibling_manager", "stranger_manager", "stranger_basic"),
)
ANYBODY = st.sampled_from(NAMES)
# Mostly somebody who has to do with the lead, so that leads get far enough to be interesting.
WHO = st.sampled_from(["owner", "creator"] * 8 + ["manager"] * 4 + [*NAMES])
WHICH = st.integers(0, 5)
TITLE = st.sampled_from(["Heat pumps", "heat  pumps", "Solar 🌞", "=1+1", "é", "é", "e\u0301", ""])
REASON = st.sampled_from(["They called back", "Why?\nBecause", "<b>", " "])
VALUE = st.sampled_from([None, "", "0", "10", "333,33", "1 250 000.50", "999999999999.99", "-1"])
CURRENCY = st.sampled_from([None, "NOK", "EUR", "SEK", "EUR", "USD"])
POSITION = st.sampled_from([None, None, 0, 1, 2, 3])
TAGS = st.lists(st.sampled_from(["a", "A", "b"]), max_size=3)
WHO_SETS = st.sampled_from(["admin"] * 6 + ["manager", "stranger_manager"])
RATE = st.sampled_from(["11.50", "12", "9,87654321", "0.5", "1000", "0"])
FOREIGN = st.sampled_from(["EUR", "EUR", "SEK", "USD"])
PLACE = st.sampled_from(["basic", "basic", "child_basic", "stranger_basic"])
FIELDS = {
    "title": TITLE,
    "description": TITLE,
    "value": VALUE,
    "currency": CURRENCY,
    "company_name": TITLE,
    "person_name": TITLE,
    "person_phone": st.sampled_from([None, "", "22222222", "33333333"]),
    "expected_closing_on": st.sampled_from([None, "2026-02-28", "2026-02-29"]),
    "tags": TAGS,
}

ALLOWED = {
    **{(None, sub_stage): "made" for sub_stage in SubStage},
    **{(SubStage.OPEN, sub_stage): "went on" for sub_stage in SubStage},
    (SubStage.PARKED, SubStage.OPEN): "resumed",
    (SubStage.WON, SubStage.OPEN): "reopened",
    (SubStage.CLOSED, SubStage.OPEN): "reopened",
    **{(sub_stage, sub_stage): "sent to another stage by the Admin" for sub_stage in (*FINAL, SubStage.PARKED)},
}


class World:
    """One database in which the cast acts; everything is taken back in the end."""

    def __init__(self, session: Session, cast: Cast) -> None:
        self.session = session
        self.cast = cast
        self.leads: list[UUID] = []
        self.drafts: dict[int, UUID] = {}
        self.files: list[UUID] = []
        self.stages = {name: stages(session, getattr(cast, name)) for name in ("basic", "stranger_basic")}

    def actor(self, who: str) -> Actor:
        return getattr(self.cast, who)

    def stage_id(self, who: str, position: int) -> UUID:
        return self.stages["stranger_basic" if who.startswith("stranger") else "basic"][position].id

    def place(self, who: str) -> UUID:
        return self.actor(who).organization_id

    def reason_id(self, who: str) -> UUID:
        query = select(LostReason.id).where(LostReason.tenant_id == self.actor(who).tenant_id, LostReason.position == 1)
        return self.session.exec(query).one()

    def version_of(self, place: str, currency: str) -> int:
        """How often the rates of an organization's currency were changed."""
        mine = OrganizationCurrency.organization_id == self.place(place), OrganizationCurrency.code == currency
        return self.session.exec(select(OrganizationCurrency.version).where(*mine)).first() or 0

    def lead_id(self, which: int) -> UUID:
        return self.leads[which % len(self.leads)]

    def lead(self, which: int) -> Lead:
        return self.session.get_one(Lead, self.lead_id(which))

    def do(self, act: Callable[["World"], object]) -> str:
        """Do the act; what came of it in words that are the same on every database."""
        savepoint = self.session.begin_nested()
        try:
            result = act(self)
            savepoint.commit()
        except Refusal as refusal:
            savepoint.rollback()
            self.session.expire_all()
            return _said(refusal)
        return "done" if isinstance(result, UUID | None) else str(result)

    def picture(self) -> dict[str, Any]:
        """Everything that can be seen of the world, without ids."""
        session = self.session
        session.flush()
        number = {lead_id: index for index, lead_id in enumerate(self.leads)}
        people = dict(session.exec(select(User.id, User.name)).all())
        positions = dict(session.exec(select(Stage.id, Stage.position)).all())
        companies = dict(session.exec(select(Company.id, Company.name)).all())
        persons = {row.id: (row.name, row.email, row.phone) for row in session.exec(select(Person))}
        reasons = dict(session.exec(select(LostReason.id, LostReason.name)).all())
        leads = [
            {
                **lead.model_dump(exclude=_IDS),
                "stage": positions[lead.stage_id],
                "creator": people[lead.creator_id],
                "owner": people.get(lead.owner_id),
                "shaken by": people.get(lead.handshake_by_id),
                "company": companies[lead.company_id],
                "person": persons.get(lead.person_id),
                "reason": reasons.get(lead.lost_reason_id),
            }
            for lead in sorted(session.exec(select(Lead)), key=lambda lead: number[lead.id])
        ]
        tags = session.exec(select(LeadTag.lead_id, Tag.name).join(Tag, Tag.id == LeadTag.tag_id))
        told = session.exec(
            select(Event.lead_id, Event.kind, Notification.user_id).join(
                Notification, Notification.event_id == Event.id
            )
        )
        return {
            "leads": leads,
            "tags": sorted((number[lead_id], name) for lead_id, name in tags),
            "steps": sorted(
                (number[s.lead_id], s.changed_at, positions[s.to_stage_id], s.to_sub_stage, people[s.actor_id])
                for s in session.exec(select(StageChange))
            ),
            "events": sorted(
                (
                    number.get(e.lead_id, -1),
                    e.occurred_at,
                    e.payload.get("version", 0),
                    e.kind,
                    people[e.actor_id],
                    str(e.payload),
                )
                for e in session.exec(select(Event))
            ),
            "told": sorted((number.get(lead_id, -1), kind, people[user_id]) for lead_id, kind, user_id in told),
            "notes": sorted((number[n.lead_id], n.text, people[n.author_id]) for n in session.exec(select(Note))),
            "files": sorted(
                (number.get(f.lead_id, -1), f.name, f.deleted_at is None) for f in session.exec(select(File))
            ),
            "companies": sorted(companies.values()),
            "days": sorted(_figures(session, DayFigure, people)),
            "stages": sorted(_figures(session, StageFigure, people)),
            "points": sorted(_figures(session, PointTotal, people)),
            "ledger": sorted(
                (number[e.lead_id], e.kind, e.turn, people[e.user_id], e.points, e.day, e.month)
                for e in session.exec(select(PointEntry))
            ),
            "persons": sorted(str(person) for person in persons.values()),
        }


_IDS = {
    *("id", "tenant_id", "organization_id", "company_id", "person_id", "category_id", "source_id", "stage_id"),
    *(
        "creator_id",
        "owner_id",
        "home_id",
        "sent_by_id",
        "handshake_by_id",
        "lost_reason_id",
        "draft_id",
        "draft_fingerprint",
    ),
}


def _said(refusal: Refusal) -> str:
    words = [type(refusal).__name__, str(refusal), getattr(refusal, "field", "")]
    if isinstance(refusal, EditConflict):
        words += [str(refusal.fields), refusal.by, str(refusal.version)]
    if isinstance(refusal, InvalidDraft):
        words += [f"{error.field}: {error}" for error in refusal.errors]
    return " | ".join(words)


class Acts(RuleBasedStateMachine):
    """What the cast may think of doing, in any order."""

    worlds: list[World]

    def __init__(self, worlds: "Callable[[ExitStack], list[World]]") -> None:
        super().__init__()
        self.stack = ExitStack()
        self.worlds = worlds(self.stack)
        self.now = NOW
        self.checked = 0
        self.has_new_rates = self.is_rearranged = False
        self.before = [world.picture() for world in self.worlds]

    def teardown(self) -> None:
        self.stack.close()

    def _all_do(self, act: Callable[[World], object]) -> None:
        said = {world.do(act) for world in self.worlds}
        assert len(said) == 1
        pictures = [world.picture() for world in self.worlds]
        assert all(picture == pictures[0] for picture in pictures)
        [outcome] = said
        if outcome != "done" and not outcome.isdigit():
            assert pictures == self.before
        self.before = pictures

    @initialize()
    def a_day_has_begun(self) -> None:
        """Some leads are there, in the states that most acts want."""
        for who, hand in (("basic", False), ("lite", True), ("professional", False), ("basic", True), ("lite", True)):
            self.captures(who, "Heat pumps", "10", "EUR", [], hand, None, None, None, None)
        self.accepts("manager", 1)
        self.assigns("manager", 3, "professional")
        self.moves("professional", 3, 1)

    @rule(minutes=st.sampled_from([1, 60, 60 * 23, 60 * 24 * 3]))
    def time_passes(self, minutes: int) -> None:
        """A rate may count from today on; nobody's act, so that the clock sees to it."""
        self.now += timedelta(minutes=minutes)

        def follow(world: World) -> None:
            for organization_id in outdated_organizations(world.session, now=self.now):
                follow_clock(world.session, organization_id, now=self.now)

        self._all_do(follow)

    # What an Admin sets.

    @rule(who=WHO_SETS, place=PLACE, currency=FOREIGN, rate=RATE, day=st.sampled_from([-400, -1, 0, 0, 0, 1, 3]))
    def enters_a_rate(self, who: str, place: str, currency: str, rate: str, day: int) -> None:
        def act(world: World) -> None:
            fields = {"currency": currency, "rate": rate, "day": (self.now + timedelta(days=day)).date().isoformat()}
            draft = parse_draft(RateDraft, fields | {"version": world.version_of(place, currency)})
            enter_rate(world.session, world.actor(who), world.place(place), draft, now=self.now)

        self.has_new_rates |= who == "admin"
        self._all_do(act)

    @rule(who=WHO_SETS, place=PLACE, currency=FOREIGN, which=WHICH)
    def removes_a_rate(self, who: str, place: str, currency: str, which: int) -> None:
        def act(world: World) -> None:
            rates = select(CurrencyRate.day).where(
                CurrencyRate.organization_id == world.place(place), CurrencyRate.code == currency
            )
            days = world.session.exec(rates.order_by(CurrencyRate.day)).all() or [self.now.date()]
            what = (world.place(place), currency, days[which % len(days)], world.version_of(place, currency))
            remove_rate(world.session, world.actor(who), *what, now=self.now)

        self._all_do(act)

    @rule(who=WHO_SETS, place=PLACE, currency=FOREIGN, is_retired=st.booleans())
    def retires_a_currency_or_takes_it_back(self, who: str, place: str, currency: str, is_retired: bool) -> None:
        def act(world: World) -> None:
            retire_currency(world.session, world.actor(who), world.place(place), currency, is_retired, now=self.now)

        self._all_do(act)

    @rule(
        who=WHO_SETS,
        place=st.integers(0, 3),
        percent=st.sampled_from([0, 10, 100, 101]),
        to=st.sampled_from([None, None, 0, 1, 2, 3]),
    )
    def changes_a_stage(self, who: str, place: int, percent: int, to: int | None) -> None:
        """Its leads stay, or go to another one."""

        def act(world: World) -> None:
            stage_id = world.stage_id("basic", place)
            fields = {"name": f"Stage {place}", "color": min(COLORS), "quiet_after_days": 7}
            leads_to = None if to is None else world.stage_id("basic", to)
            draft = StageDraft(**fields, win_probability_percent=percent, leads_to=leads_to)
            change_stage(world.session, world.actor(who), stage_id, draft, now=self.now)

        self.is_rearranged |= who == "admin"
        self._all_do(act)

    @rule(who=WHO_SETS, place=st.integers(0, 3), down=st.booleans())
    def shifts_a_stage(self, who: str, place: int, down: bool) -> None:
        def act(world: World) -> None:
            shift_stage(world.session, world.actor(who), world.stage_id("basic", place), down, now=self.now)

        self.is_rearranged |= who == "admin"
        self._all_do(act)

    @rule(who=WHO_SETS, place=st.integers(0, 3), to=st.sampled_from([None, 0, 1, 2, 3]))
    def removes_a_stage(self, who: str, place: int, to: int | None) -> None:
        def act(world: World) -> None:
            leads_to = None if to is None else world.stage_id("basic", to)
            remove_stage(world.session, world.actor(who), world.stage_id("basic", place), leads_to, now=self.now)

        self.is_rearranged |= who == "admin"
        self._all_do(act)

    # What people do with leads.

    @rule(
        who=ANYBODY,
        title=TITLE,
        value=VALUE,
        currency=CURRENCY,
        tags=TAGS,
        hand=st.booleans(),
        position=POSITION,
        sub_stage=st.sampled_from([None, None, None, *SubStage]),
        owner=st.one_of(st.none(), st.none(), ANYBODY),
        draft=st.one_of(st.none(), st.integers(0, 3)),
    )
    def captures(self, who, title, value, currency, tags, hand, position, sub_stage, owner, draft) -> None:
        def act(world: World) -> None:
            fields = {"title": title, "company_name": title or "Company", "value": value, "currency": currency}
            fields |= {"tags": tags, "hand_over": hand, "sub_stage": sub_stage or SubStage.OPEN}
            if draft is not None:
                fields["draft_id"] = world.drafts.setdefault(draft, new_id())
            if position is not None:
                fields["stage_id"] = world.stage_id(who, position)
            if sub_stage == SubStage.CLOSED:
                fields["lost_reason_id"] = world.reason_id(who)
            if owner is not None:
                fields["owner_id"] = world.actor(owner).user_id
            made = capture(world.session, world.actor(who), parse_draft(LeadDraft, fields), now=self.now)
            if made.is_new:
                world.leads.append(made.lead_id)

        self._all_do(act)

    def _on(self, who: str, which: int, act: Callable[[World, str], Callable[..., object]]) -> None:
        """Somebody does something with one of the leads; `act` gives the command without its first words and `now`."""
        lead = self.worlds[0].lead(which)
        names = {actor.user_id: name for name, actor in self.worlds[0].cast.everybody().items()}
        who = {"owner": names.get(lead.owner_id, "manager"), "creator": names[lead.creator_id]}.get(who, who)

        def do(world: World) -> object:
            command = act(world, who)
            return command(world.session, world.actor(who), now=self.now)

        self._all_do(do)

    @rule(who=WHO, which=WHICH, verb=st.sampled_from([hand_over, accept_handover, close_won, park, resume]))
    def says_a_word(self, who: str, which: int, verb: Callable[..., object]) -> None:
        self._on(who, which, lambda w, _: partial(verb, lead_id=w.lead_id(which)))

    @rule(which=WHICH, to=st.sampled_from(["manager", "child_manager", "sibling_manager", "stranger_manager"]))
    def sends(self, which: int, to: str) -> None:
        self._on("owner", which, lambda w, _: partial(send, lead_id=w.lead_id(which), organization_id=w.place(to)))

    @rule(which=WHICH, answer=st.sampled_from([accept_handover, accept_handover, return_to_creator, withdraw]))
    def answers_what_was_sent(self, which: int, answer: Callable[..., object]) -> None:
        lead, cast = self.worlds[0].lead(which), self.worlds[0].cast
        there = {getattr(cast, name).organization_id: name for name in ("manager", "child_manager", "sibling_manager")}
        names = {actor.user_id: name for name, actor in cast.everybody().items()}
        who = (
            names.get(lead.sent_by_id, "creator") if answer is withdraw else there.get(lead.organization_id, "manager")
        )
        facts = {"reason": "Not ours"} if answer is return_to_creator else {}
        self._on(who, which, lambda w, _: partial(answer, lead_id=w.lead_id(which), **facts))

    @rule(who=st.sampled_from(["manager", "other_manager", "child_manager", "professional"]), which=WHICH)
    def accepts(self, who: str, which: int) -> None:
        self._on(who, which, lambda w, _: partial(accept_handover, lead_id=w.lead_id(which)))

    @rule(who=WHO, which=WHICH, owner=ANYBODY)
    def assigns(self, who: str, which: int, owner: str) -> None:
        self._on(who, which, lambda w, _: partial(assign, lead_id=w.lead_id(which), owner_id=w.actor(owner).user_id))

    @rule(who=WHO, which=WHICH, reason=REASON, verb=st.sampled_from([return_to_creator, reopen]))
    def gives_a_reason(self, who: str, which: int, reason: str, verb: Callable[..., object]) -> None:
        self._on(who, which, lambda w, _: partial(verb, lead_id=w.lead_id(which), reason=reason))

    @rule(which=WHICH, reason=REASON)
    def the_manager_reopens(self, which: int, reason: str) -> None:
        self._on("manager", which, lambda w, _: partial(reopen, lead_id=w.lead_id(which), reason=reason))

    @rule(who=WHO, which=WHICH, position=st.integers(0, 3))
    def moves(self, who: str, which: int, position: int) -> None:
        self._on(
            who, which, lambda w, who: partial(move_stage, lead_id=w.lead_id(which), stage_id=w.stage_id(who, position))
        )

    @rule(who=WHO, which=WHICH)
    def closes(self, who: str, which: int) -> None:
        self._on(
            who, which, lambda w, who: partial(close_lost, lead_id=w.lead_id(which), lost_reason_id=w.reason_id(who))
        )

    @rule(who=WHO, which=WHICH, fields=st.fixed_dictionaries({}, optional=FIELDS), behind=st.integers(0, 2))
    def edits(self, who: str, which: int, fields: dict, behind: int) -> None:
        def command(world: World, who: str) -> Callable[..., object]:
            version = max(1, world.lead(which).version - behind)
            changes = parse_draft(LeadEdit, {"version": version, **fields})
            return partial(edit, lead_id=world.lead_id(which), changes=changes)

        self._on(who, which, command)

    @rule(who=WHO, which=WHICH, text=TITLE)
    def writes_a_note(self, who: str, which: int, text: str) -> None:
        self._on(
            who,
            which,
            lambda w, _: partial(write_note, lead_id=w.lead_id(which), draft=parse_draft(NoteDraft, {"text": text})),
        )

    @rule(who=WHO, which=WHICH)
    def adds_a_file(self, who: str, which: int) -> None:
        def command(world: World, _: str) -> Callable[..., object]:
            stored = files.StoredFile("a.txt", "text/plain", 1, "0" * 64, f"t/{new_id()}", None)
            return lambda session, actor, now: world.files.append(
                files.add_file(session, actor, stored, world.lead_id(which), now=now)
            )

        self._on(who, which, command)

    @rule(who=WHO, which=WHICH, verb=st.sampled_from([files.remove_file, files.restore_file]))
    def removes_or_restores_a_file(self, who: str, which: int, verb: Callable[..., object]) -> None:
        if self.worlds[0].files:
            self._on(who, which, lambda w, _: partial(verb, file_id=w.files[which % len(w.files)]))

    # What is promised of every lead.

    @invariant()
    def every_lead_is_whole(self) -> None:
        world = self.worlds[0]
        session = world.session
        positions = dict(session.exec(select(Stage.id, Stage.position)).all())
        roles = {(m.user_id, m.organization_id): m.role for m in session.exec(select(Membership))}
        steps, kinds = _by_lead(session, StageChange), _by_lead(session, Event)
        assert set(steps) == set(kinds) - {None} == set(world.leads)
        for lead in session.exec(select(Lead)):
            _check_state(session, lead, roles)
            _check_journey(lead, steps[lead.id], {} if self.is_rearranged else positions, roles)
            _check_history(lead, kinds[lead.id], self.has_new_rates)

    @invariant()
    def what_has_not_ended_is_worth_what_the_rate_of_today_says(self) -> None:
        session = self.worlds[0].session
        rates = {(one.organization_id, one.code): one.rate for one in session.exec(select(OrganizationCurrency))}
        for lead in session.exec(select(Lead).where(Lead.sub_stage.in_(FOLLOWING))):
            assert lead.rate == rates.get((lead.organization_id, lead.currency), 1)

    @invariant()
    def figures_are_what_the_facts_say(self) -> None:
        """In one world after the other: the pictures say that their figures are the same."""
        self.checked += 1
        world = self.worlds[self.checked % len(self.worlds)]
        leads = list(world.session.exec(select(Lead)))
        busy = {lead.organization_id for lead in leads}
        assert wrong(world.session, now=self.now, among=busy) == []
        for name in ("basic", "child_basic", "sibling_manager", "stranger_basic"):
            _check_kpis(world, world.actor(name), leads, self.now)
        _check_points(world.session, leads)


def _check_kpis(world: World, reader: Actor, leads: list[Lead], now: datetime) -> None:
    """Kept figures are those that come of looking at every single lead."""
    organization = world.session.get_one(Organization, reader.organization_id)
    here = [lead for lead in leads if lead.organization_id == organization.id]
    whole = organization_kpis(world.session, reader, {organization.id}, now=now)
    assert shown(whole) == by_hand(here, organization, None, now=now)
    parties = {lead.creator_id for lead in here} | {lead.owner_id for lead in here}
    for person in world.cast.everybody().values():
        if person.user_id in parties:
            # Who made a lead that is elsewhere by now has figures there, which the parent's Manager reads.
            asks = person if organization.id in person.organization_ids else world.cast.manager
            own = pipeline_kpis(world.session, asks, person.user_id, organization.id, now=now)
            assert shown(own) == by_hand(here, organization, person, now=now)


def _check_points(session: Session, leads: list[Lead]) -> None:
    """The ledger of each lead adds up to what its state is worth, and the totals to the ledger."""
    due: Counter[UUID] = Counter()
    for lead in leads:
        due[lead.creator_id] += 10 + (20 if lead.handshake_at else 0)
        if lead.sub_stage == SubStage.WON:
            due[lead.owner_id] += 50
    in_ledger: Counter[UUID] = Counter()
    for entry in session.exec(select(PointEntry)):
        in_ledger[entry.user_id] += entry.points
    totals: Counter[UUID] = Counter()
    for total in session.exec(select(PointTotal).execution_options(populate_existing=True)):
        totals[total.whose_id] += total.points
    assert due == in_ledger == totals


def _figures(session: Session, table: type, people: dict[UUID, str]) -> Iterator[list[str]]:
    """Rows that are not empty, without ids."""
    positions = dict(session.exec(select(Stage.id, Stage.position)).all())
    settle(session)
    for row in session.exec(select(table).execution_options(populate_existing=True)):
        told = row.model_dump(exclude={"tenant_id", "organization_id", "whose_id", "stage_id"})
        if any(value for name, value in told.items() if name not in ("day", "month", "sub_stage")):
            yield [people.get(row.whose_id, "all"), str(positions.get(getattr(row, "stage_id", None))), str(told)]


def _by_lead(session: Session, table: type) -> dict[UUID, list]:
    rows: dict[UUID, list] = {}
    for row in session.exec(select(table)):
        rows.setdefault(row.lead_id, []).append(row)
    return rows


def _check_state(session: Session, lead: Lead, roles: dict) -> None:
    assert (lead.sub_stage in FINAL) == (lead.ended_at is not None)
    assert (lead.sub_stage == SubStage.PARKED) == (lead.parked_at is not None)
    assert (lead.sub_stage == SubStage.CLOSED) == (lead.lost_reason_id is not None)
    if lead.sent_by_id:
        assert (lead.handover_state, lead.sub_stage) == (HandoverState.WAITING, SubStage.OPEN)
    else:
        assert (lead.handover_state == HandoverState.ACCEPTED) == (lead.handshake_at is not None)
    assert lead.home_id != lead.organization_id
    assert (lead.handshake_at is None) == (lead.handshake_by_id is None)
    if lead.handover_state != HandoverState.ACCEPTED:
        assert (lead.handover_state == HandoverState.NONE) == (lead.handed_over_at is None)
    assert (lead.return_reason is None) == (lead.returned_at is None)
    if lead.handover_state != HandoverState.NONE:
        assert (lead.owner_id is None) == (lead.handover_state == HandoverState.WAITING)
    if lead.owner_id:
        assert roles[lead.owner_id, lead.organization_id] in SALES
    else:
        assert lead.sub_stage == SubStage.OPEN
    assert lead.base_value == money.in_base(lead.value, lead.rate)
    company = session.get_one(Company, lead.company_id)
    assert (company.tenant_id, company.organization_id) == (lead.tenant_id, lead.organization_id)
    if lead.person_id:
        assert session.get_one(Person, lead.person_id).company_id == lead.company_id


def _check_journey(lead: Lead, steps: list[StageChange], positions: dict[UUID, int], roles: dict) -> None:
    """The steps make one chain in some order of equal moments: each begins where another ended, never backwards.

    `positions` is empty when the Admin has set the order of the stages anew.
    """
    places = Counter((step.to_stage_id, step.to_sub_stage) for step in steps)
    places.subtract((s.from_stage_id, s.from_sub_stage) for s in steps if s.from_stage_id)
    places.subtract([(lead.stage_id, lead.sub_stage)])
    assert not any(places.values())
    assert sum(step.from_stage_id is None for step in steps) == 1
    for step in steps:
        came = ALLOWED[step.from_sub_stage, step.to_sub_stage]
        if step.from_stage_id:
            assert not positions or positions[step.from_stage_id] <= positions[step.to_stage_id]
            assert (step.from_stage_id, step.from_sub_stage) != (step.to_stage_id, step.to_sub_stage)
        if came == "reopened":
            ended = max(s.changed_at for s in steps if s.to_sub_stage in FINAL and s.changed_at <= step.changed_at)
            assert step.changed_at - ended <= REOPEN_WITHIN
            assert "manager" in {role for (person, _), role in roles.items() if person == step.actor_id}


def _check_history(lead: Lead, events: list[Event], has_new_rates: bool) -> None:
    """Each write is told once; that an open lead follows another rate is told of the rate alone."""
    kinds = Counter(event.kind for event in events)
    assert kinds["lead.created"] == 1
    assert kinds["handover.accepted"] <= 1 + kinds["lead.returned"] + kinds["lead.received"]
    assert kinds["lead.handed_over"] <= 1 + kinds["lead.returned"]
    writes = {e.payload["version"] for e in events if e.kind not in _NO_WRITE}
    every = set(range(1, lead.version + 1))
    assert writes <= every if has_new_rates else writes == every


_NO_WRITE = {"note.added", "file.added", "file.removed"}


@contextmanager
def _world(lane: Lane) -> Iterator[Callable[[ExitStack], World]]:
    with lane.migrated() as url:
        database = Database(url)
        cast = database.system(lambda session, *, now: gather(session))

        def begin(stack: ExitStack) -> World:
            connection = stack.enter_context(database.engine.connect())
            stack.callback(connection.begin().rollback)
            session = stack.enter_context(Session(connection, expire_on_commit=False))
            database.bind_tenant(session, None)
            return World(session, cast)

        yield begin
        database.close()


@pytest.fixture
def worlds(request: pytest.FixtureRequest) -> Iterator[Callable[[ExitStack], list[World]]]:
    """What opens a fresh world in every wanted database."""
    names = {"sqlite": "sqlite_lane", "postgresql": "postgres_lane"}
    with ExitStack() as stack:
        begins = [stack.enter_context(_world(request.getfixturevalue(names[lane]))) for lane in wanted_lanes()]
        yield lambda inner: [begin(inner) for begin in begins]


def test_whatever_people_do_leads_stay_whole_and_both_databases_agree(worlds) -> None:
    run_state_machine_as_test(
        lambda: Acts(worlds),
        settings=settings(
            max_examples=15, stateful_step_count=40, derandomize=True, database=None, deadline=None, print_blob=False
        ),
    )
