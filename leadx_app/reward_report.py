"""A time of Rewards as a PDF: key figures, goals and everybody's points, for those who see everybody."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import IO

from sqlmodel import Session

from leadx_app import i18n
from leadx_app.adapters.pdf import Document, Figure, Figures, Heading, Part, Plain, Table, TableColumn, write_pdf
from leadx_app.domain.permissions import Actor, Permission
from leadx_app.format import look_for
from leadx_app.logo import logo_of
from leadx_app.queries.goals import GoalRow, goals
from leadx_app.queries.rewards import Card, RewardFigures, RewardFilters, exported_rewards, rewards
from leadx_app.reward_words import MEASURES, period_words


def write_report(
    session: Session,
    actor: Actor,
    file: IO[bytes],
    filters_of: Callable[[Actor], RewardFilters],
    *,
    now: datetime,
) -> int:
    """Write the report in the actor's language; returns how many people it tells of.

    Raises:
        NotPermitted: who does not see everybody.
        NotFound: an organization that the actor does not read.
    """
    actor.require(Permission.REWARDS_EVERYBODY)
    filters = filters_of(actor)
    page = rewards(session, actor, replace(filters, after=0, limit=1), now=now)
    cards = [card for chunk in exported_rewards(session, actor, filters, now=now) for card in chunk]
    language = actor.language
    whose = next(one.name for one in page.organizations if one.id == page.organization_id)
    time = period_words(page.period, language)
    made = look_for(actor, now).date(now)
    parts: list[Part] = []
    if page.figures:
        parts.append(_figures(page.figures, language))
    if aims := goals(session, actor, filters, now=now).rows:
        parts += [Heading(i18n.say(language, "Goals")), _goals(aims, language)]
    parts += [Heading(i18n.say(language, "Everybody")), _cards(cards, language)]
    parts.append(Plain(i18n.say(language, "Points are those of the ledger: what was taken back is less.")))
    document = Document(
        title=f"{i18n.say(language, 'Rewards')}, {time}",
        under=i18n.say(language, "{organization}, made on {day}", organization=whose, day=made),
        parts=parts,
        language=language,
        logo=logo_of(session, actor),
    )
    write_pdf(file, document)
    return len(cards)


def _figures(figures: RewardFigures, language: str) -> Figures:
    currency = figures.currency
    return Figures(
        [
            Figure(i18n.say(language, "Employees"), _number(figures.employees, language)),
            Figure(i18n.say(language, "Total Leads"), _number(figures.leads, language)),
            Figure(i18n.say(language, "Total Revenue"), _number(figures.revenue, language), currency),
            Figure(i18n.say(language, "Revenue per month"), _number(figures.revenue_per_month, language), currency),
        ]
    )


def _goals(aims: list[GoalRow], language: str) -> Table:
    def row(aim: GoalRow) -> list[str]:
        measure = i18n.say(language, MEASURES[aim.measure])
        what = f"{aim.name} ({measure})" if aim.name else measure
        whose = ", ".join(aim.people) or i18n.say(language, "The whole organization")
        state = i18n.say(language, "Reached") if aim.is_reached else ""
        sums = [_number(aim.done, language), _number(aim.target, language)]
        return [what, period_words(aim.period, language), whose, *sums, state]

    columns = [
        TableColumn(i18n.say(language, "Goal"), 3),
        TableColumn(i18n.say(language, "Period"), 2.4),
        TableColumn(i18n.say(language, "Team"), 3),
        TableColumn(i18n.say(language, "So far"), 1.6, is_number=True),
        TableColumn(i18n.say(language, "Target"), 1.6, is_number=True),
        TableColumn("", 1),
    ]
    return Table(columns, [row(aim) for aim in aims])


def _cards(cards: list[Card], language: str) -> Table:
    columns = [TableColumn(i18n.say(language, "Name"), 4)]
    labels = ("Leads generated", "Leads won", "Points")
    columns += [TableColumn(i18n.say(language, label), 1.5, is_number=True) for label in labels]
    rows = [[card.name, *(_number(one, language) for one in (card.leads, card.won, card.points))] for card in cards]
    return Table(columns, rows)


def _number(value: Decimal | int, language: str) -> str:
    """1234567 → "1,234,567" or "1 234 567", rounded half up; a real minus."""
    whole = int(Decimal(value).to_integral_value(ROUND_HALF_UP))
    text = f"{abs(whole):,}".translate({ord(","): "\u00a0"} if language == "nb" else {})
    return f"\u2212{text}" if whole < 0 else text
