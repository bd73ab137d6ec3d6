"""How leads come in and what becomes of them, as stories told by people through the application's own commands."""

from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from uuid import UUID

from sqlmodel import Session, select

from leadx_app.domain import files, notes
from leadx_app.domain.bell import ring_bell
from leadx_app.domain.files import StoredFile
from leadx_app.domain.leads.capture import capture
from leadx_app.domain.leads.close import close_lost, close_won, park, reopen, resume
from leadx_app.domain.leads.draft import LeadDraft, LeadEdit
from leadx_app.domain.leads.handover import accept_handover, assign, hand_over, return_to_creator
from leadx_app.domain.leads.qualify import edit, move_stage
from leadx_app.domain.leads.transfer import send
from leadx_app.domain.permissions import Actor
from leadx_app.models import Category, Lead, LostReason, Source, Stage

from . import words
from .walk import Story, Walk

HOUR = timedelta(hours=1)
FOREVER = timedelta(days=10_000)
WEEKS_WITH_PHOTOS = timedelta(days=25)
SENT_AGO = timedelta(days=4.5)  # More than a weekend, in which nobody sends anything.


@dataclass(frozen=True, slots=True)
class Customer:
    """A company that leads are about, and whom one talks to there."""

    company: str
    people: tuple[str, ...]


@dataclass
class Office:
    """An organization of the demo at work: its people, what they sell and to whom."""

    session: Session
    walk: Walk
    business: words.Business
    customers: list[Customer]
    currencies: tuple[str, ...]
    managers: list[Actor]
    professionals: list[Actor]
    finders: list[Actor]
    stages: list[Stage]
    categories: list[Category]
    sources: list[Source]
    lost_reasons: list[LostReason]
    photos: list[StoredFile] = field(default_factory=list)

    @property
    def sales(self) -> list[Actor]:
        return self.managers + self.professionals

    # Stories: one lead each, from the day that somebody hears of it.

    def found(self, finder: Actor, *, owner: Actor | None = None, becomes: str = "", ends: str = "") -> Story:
        """A finder brings a lead in.

        Args:
            owner: who gets it when sales take it; anybody of sales by default.
            becomes: `kept`, `waiting`, `returned` or `taken`; as chance has it by default.
            ends: as in `_sell`.
        """
        becomes = becomes or self._one_of(taken=76, returned=8, kept=10, waiting=6)
        at_once = becomes == "waiting" or (becomes != "kept" and self.walk.chance.random() < 0.7)
        lead_id = self._capture(finder, hand_over=at_once)
        if becomes == "kept":
            return
        if not at_once:
            yield self.walk.days(0.2, 3)
            hand_over(self.session, finder, lead_id, now=self.walk.now)
        if becomes == "waiting":
            yield from self._answered_in_the_end(lead_id, owner)
            return
        yield self.walk.days(0.1, 2)
        manager = self.walk.chance.choice(self.managers)
        if becomes == "returned":
            reason = self.walk.chance.choice(words.RETURN_REASONS)
            return_to_creator(self.session, manager, lead_id, reason, now=self.walk.now)
            return
        yield from self._sell(self._take(manager, lead_id, owner), lead_id, ends)

    def brought(self, seller: Actor, *, owner: Actor | None = None, stage: int = 0, ends: str = "") -> Story:
        """Somebody of sales brings a lead in, at a stage, for themselves or for a colleague."""
        owner = owner or seller
        lead_id = self._capture(
            seller,
            owner_id=owner.user_id if owner is not seller else None,
            stage_id=self.stages[stage].id if stage else None,
            expected_closing_on=(self.walk.now + self.walk.days(20, 120)).date(),
        )
        yield from self._sell(owner, lead_id, ends)

    def standing_at(self, owner: Actor, stage: int) -> Story:
        """A lead of the owner that has come to a stage within days and is being worked on there; returns its id."""
        lead_id = self._capture(owner, expected_closing_on=(self.walk.until + self.walk.days(10, 90)).date())
        for position in range(1, stage + 1):
            yield self.walk.days(0.2, 1.5)
            move_stage(self.session, owner, lead_id, self.stages[position].id, now=self.walk.now)
        yield self.walk.days(0.1, 1)
        self._note(owner, lead_id)
        return lead_id

    def sent_on(self, owner: Actor, receiver: "Office", stage: int, *, is_answered: bool = False) -> Story:
        """The same, sent to another organization these days, whose Manager has taken it in or has yet to answer."""
        lead_id = yield from self.standing_at(owner, stage)
        yield self.walk.until - SENT_AGO - self.walk.now
        send(self.session, owner, lead_id, receiver.managers[0].organization_id, now=self.walk.now)
        if is_answered:
            yield 2 * HOUR
            accept_handover(self.session, receiver.managers[0], lead_id, now=self.walk.now)

    def _answered_in_the_end(self, lead_id: UUID, owner: Actor | None) -> Story:
        """Nothing waits for ever: whoever is reminded takes it after weeks."""
        yield self.walk.days(12, 25)
        yield from self._sell(self._take(self.walk.chance.choice(self.managers), lead_id, owner), lead_id, "")

    def _take(self, manager: Actor, lead_id: UUID, owner: Actor | None) -> Actor:
        owner = owner or self.walk.chance.choice([manager, *self.professionals, *self.professionals])
        if owner.user_id == manager.user_id:
            accept_handover(self.session, manager, lead_id, now=self.walk.now)
        else:
            assign(self.session, manager, lead_id, owner.user_id, now=self.walk.now)
        return owner

    def _sell(self, owner: Actor, lead_id: UUID, ends: str) -> Story:
        """The owner works the lead.

        Args:
            ends: `won`, `closed`, `parked`, `resumed`, `reopened` or `quiet`; as chance has it by default.
        """
        ends = ends or self._one_of(won=37, closed=31, parked=8, resumed=6, reopened=3, quiet=15)
        stop_at = self.walk.chance.choice((1, 2, 2, 3, 3, 3) if ends == "won" else (0, 1, 1, 2, 2, 3))
        yield from self._advance(owner, lead_id, stop_at)
        if ends == "quiet":
            return
        if ends in ("parked", "resumed"):
            park(self.session, owner, lead_id, now=self.walk.now)
            if ends == "parked":
                return
            yield self.walk.days(20, 90)
            resume(self.session, owner, lead_id, now=self.walk.now)
            yield from self._advance(owner, lead_id, 3)
        if ends == "reopened":
            yield from self._closed_too_early(owner, lead_id)
        if ends == "closed":
            self._close_lost(owner, lead_id)
            return
        close_won(self.session, owner, lead_id, now=self.walk.now)
        if self.walk.chance.random() < 0.6:
            yield self.walk.days(0.001, 0.05)
            ring_bell(self.session, owner, lead_id, now=self.walk.now)

    def _closed_too_early(self, owner: Actor, lead_id: UUID) -> Story:
        self._close_lost(owner, lead_id)
        yield HOUR
        reason = self.walk.chance.choice(words.REOPEN_REASONS)
        lead = self.session.get_one(Lead, lead_id)
        if lead.ended_at and self.walk.now - lead.ended_at <= 23 * HOUR:
            reopen(self.session, self.walk.chance.choice(self.managers), lead_id, reason, now=self.walk.now)
            yield from self._advance(owner, lead_id, 3)
        else:
            yield FOREVER

    def _advance(self, owner: Actor, lead_id: UUID, stop_at: int) -> Story:
        """Forward, with notes and corrections on the way."""
        yield self.walk.days(0.5, 6)
        if self.walk.chance.random() < 0.4:
            self._note(owner, lead_id)
        now_at = self.stages.index(self.session.get_one(Stage, self.session.get_one(Lead, lead_id).stage_id))
        for position in range(now_at + 1, stop_at + 1):
            if self.walk.chance.random() < 0.3 and position < stop_at:
                continue
            move_stage(self.session, owner, lead_id, self.stages[position].id, now=self.walk.now)
            yield self.walk.days(3, 24)
            if self.walk.chance.random() < 0.25:
                self._note(owner, lead_id)
            if self.walk.chance.random() < 0.2:
                self._correct(owner, lead_id)

    def hand_over(self, finder: Actor) -> None:
        """A lead that is handed over as it is made, at this moment."""
        self._capture(finder, hand_over=True)

    # Acts.

    def _capture(self, actor: Actor, **fields: object) -> UUID:
        chance = self.walk.chance
        goods = chance.choice(self.business.goods)
        customer = chance.choice(self.customers)
        place = chance.choice(self.business.places)
        person = chance.choice(customer.people) if chance.random() < 0.8 else None
        currency = chance.choice(self.currencies) if chance.random() < 0.15 else None
        draft = LeadDraft(
            title=goods.title.format(place=place),
            company_name=customer.company,
            person_name=person,
            person_email=_email(person, customer.company) if person and chance.random() < 0.7 else None,
            person_phone=_phone(person) if person and chance.random() < 0.7 else None,
            description=chance.choice(self.business.descriptions) if chance.random() < 0.75 else None,
            value=self._value(goods, currency) if chance.random() < 0.85 else None,
            currency=currency,
            category_id=chance.choice(self.categories).id if chance.random() < 0.8 else None,
            source_id=chance.choice(self.sources).id if chance.random() < 0.8 else None,
            tags=tuple(chance.sample(words.TAGS, chance.choice((0, 0, 0, 1, 1, 2)))),
            file_ids=self._photo(actor),
            **fields,
        )
        return capture(self.session, actor, draft, now=self.walk.now).lead_id

    def _photo(self, actor: Actor) -> tuple[UUID, ...]:
        """A photo taken on the spot, as long as there are any: for leads of the last weeks."""
        if not self.photos or self.walk.until - self.walk.now > WEEKS_WITH_PHOTOS or self.walk.chance.random() < 0.5:
            return ()
        return (files.add_file(self.session, actor, self.photos.pop(), None, now=self.walk.now),)

    def _value(self, goods: words.Goods, currency: str | None) -> Decimal:
        amount = self.walk.chance.triangular(goods.low, goods.high, goods.low + (goods.high - goods.low) / 4)
        step = 1000 if amount > 50_000 else 100
        return Decimal(round(amount / (11 if currency in ("EUR", "USD", "GBP") else 1) / step) * step)

    def _note(self, author: Actor, lead_id: UUID) -> None:
        text = self.walk.chance.choice(words.NOTES)
        notes.write_note(self.session, author, lead_id, notes.NoteDraft(text=text), now=self.walk.now)

    def _correct(self, owner: Actor, lead_id: UUID) -> None:
        lead = self.session.get_one(Lead, lead_id)
        factor = Decimal(str(round(self.walk.chance.uniform(0.85, 1.2), 2)))
        value = (lead.value * factor / 100).quantize(Decimal(1)) * 100 if lead.value else Decimal(75_000)
        closing = (self.walk.now + self.walk.days(10, 60)).date()
        changes = LeadEdit(version=lead.version, value=value, currency=lead.currency, expected_closing_on=closing)
        edit(self.session, owner, lead_id, changes, now=self.walk.now)

    def _close_lost(self, owner: Actor, lead_id: UUID) -> None:
        reason = self.walk.chance.choice(self.lost_reasons)
        close_lost(self.session, owner, lead_id, reason.id, now=self.walk.now)

    def _one_of(self, **weights: int) -> str:
        return self.walk.chance.choices(list(weights), list(weights.values()))[0]


def some_customers(walk: Walk, last_words: tuple[str, ...], count: int) -> list[Customer]:
    """Companies with one to three people each."""
    names = [f"{first} {last}" for first in words.COMPANY_FIRST for last in last_words]
    return [
        Customer(company, tuple(_person(walk) for _ in range(walk.chance.randint(1, 3))))
        for company in walk.chance.sample(names, count)
    ]


def choices_of(session: Session, tenant_id: UUID, table: type) -> list:
    """A list of the tenant, in its order."""
    return list(session.exec(select(table).where(table.tenant_id == tenant_id).order_by(table.position)))


def _person(walk: Walk) -> str:
    return f"{walk.chance.choice(words.FIRST_NAMES)} {walk.chance.choice(words.LAST_NAMES)}"


_PLAIN = str.maketrans("æøåÆØÅ ", "aoaAOA.")


def _email(person: str, company: str) -> str:
    domain = company.rsplit(" ", 1)[0].translate(_PLAIN).lower().replace(".", "-")
    return f"{person.translate(_PLAIN).lower()}@{domain}.example"


def _phone(person: str) -> str:
    """A number that no network gives out (they never begin with 1), the same for the same person."""
    digits = sum(ord(letter) * 37**place for place, letter in enumerate(person)) % 10**7
    return f"+471{digits:07}"
