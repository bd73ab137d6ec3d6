"""Rows by the thousand: the same to read, and the same in the database, as those that are made one by one."""

from contextlib import nullcontext

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DataError, IntegrityError
from sqlmodel import Session, select

from leadx_app.domain import bulk
from leadx_app.domain.contacts.write import values_of
from leadx_app.domain.text import clean_line, fold
from leadx_app.models import Company, Event, Lead, SearchRow, new_id
from tests.cast import NOW, Cast, a_lead


def _columns(table: type) -> list[str]:
    return [column.name for column in sa.inspect(table).columns]


def test_a_fresh_row_reads_as_the_one_that_is_made_slowly(session: Session, cast: Cast) -> None:
    values = values_of(cast.manager, Company, cast.manager.organization_id, {"name": "Fjell AS"}, now=NOW)
    slow, fresh = Company(**values), bulk.fresh(Company, values)
    assert {name: getattr(fresh, name) for name in _columns(Company)} == {
        name: getattr(slow, name) for name in _columns(Company)
    }
    other = bulk.fresh(Company, values)
    assert other.changed_in is not fresh.changed_in


def test_saved_rows_come_back_as_they_are(session: Session, cast: Cast) -> None:
    lead = session.get_one(Lead, a_lead(session, cast.manager).id)
    values = {name: getattr(lead, name) for name in _columns(Lead)}
    names = ["One", "Two", "Three"]
    rows = [bulk.fresh(Lead, values | {"id": new_id(), "title": name}) for name in names]
    bulk.save(session, rows)
    found = session.exec(select(Lead).where(Lead.title.in_(names)).order_by(Lead.id)).all()
    assert [lead.title for lead in found] == names
    words = select(SearchRow.row_id).where(SearchRow.row_id.in_([lead.id for lead in found]))
    assert set(session.exec(words)) == {lead.id for lead in found}
    for before, after in zip(rows, found, strict=True):
        assert {name: getattr(after, name) for name in values} == {name: getattr(before, name) for name in values}
    bulk.save(session, [])


def test_a_text_too_long_for_its_column_is_refused_rather_than_cut(session: Session, cast: Cast) -> None:
    lead = a_lead(session, cast.manager)
    values = {name: getattr(lead, name) for name in _columns(Lead)} | {"id": new_id(), "title": "x" * 201}
    is_sqlite = session.get_bind().dialect.name == "sqlite"  # It keeps texts of any length, and cuts none either.
    with nullcontext() if is_sqlite else pytest.raises(DataError), session.begin_nested():
        bulk.save(session, [bulk.fresh(Lead, values)])
    assert session.exec(select(Lead.title).where(Lead.id == values["id"])).all() == ["x" * 201] * is_sqlite


def test_written_rows_are_what_the_database_would_have_been_told_one_by_one(session: Session, cast: Cast) -> None:
    lead = a_lead(session, cast.manager)
    facts = {"tenant_id": lead.tenant_id, "organization_id": lead.organization_id, "actor_id": cast.manager.user_id}
    facts |= {"kind": "lead.updated", "feed": None, "lead_id": lead.id, "occurred_at": NOW}
    payloads: list[dict] = [
        {"title": "Ås “50 %” %(x)s :y"},
        {"changes": [{"field": "value", "from": None, "to": "1.5"}]},
        {},
    ]
    insert = sa.insert(Event)
    for way in (bulk.write, lambda session, insert, rows: session.connection().execute(insert, rows)):
        way(session, insert, [{"id": new_id(), **facts, "payload": payload} for payload in payloads])
    mine = session.exec(select(Event).where(Event.lead_id == lead.id, Event.kind == "lead.updated").order_by(Event.id))
    plain = [{name: getattr(row, name) for name in _columns(Event) if name != "id"} for row in mine]
    assert [row["payload"] for row in plain] == payloads * 2
    assert plain[:3] == plain[3:]
    assert {name: plain[0][name] for name in facts} == facts


def test_writes_at_once_are_all_there_or_none_with_the_databases_own_reason(session: Session, cast: Cast) -> None:
    lead = a_lead(session, cast.manager)
    values = {name: getattr(lead, name) for name in _columns(Lead)}
    first, second = new_id(), new_id()
    with bulk.at_once(session):
        for id_ in (first, second):
            bulk.save(session, [bulk.fresh(Lead, values | {"id": id_, "title": "At once"})])
    mine = select(Lead.id).where(Lead.title == "At once").order_by(Lead.id)
    assert session.exec(mine).all() == [first, second]

    def save_a_new_one_and_one_again() -> None:
        with session.begin_nested(), bulk.at_once(session):
            for id_ in (new_id(), first):
                bulk.save(session, [bulk.fresh(Lead, values | {"id": id_, "title": "At once"})])

    with pytest.raises(IntegrityError):
        save_a_new_one_and_one_again()
    assert session.exec(mine).all() == [first, second]


def test_plain_text_is_cleaned_and_folded_as_any_other() -> None:
    signs = "".join(chr(code) for code in range(128))
    for text in (signs, signs[32:127], *signs, "  Two   Words ", "A\tB", "a\x7fB"):
        letter = "å"  # Beside it the text is not plain any more, and goes the long way.
        assert clean_line(text) == clean_line(f"{letter} {text}").removeprefix(letter).strip()
        assert fold(text) == fold(f"{letter} {text}").removeprefix(letter).strip()
