"""Rows by the thousand: the same to read, and the same in the database, as those that are made one by one."""

import sqlalchemy as sa
from sqlmodel import Session, select

from leadx_app.domain import bulk
from leadx_app.domain.contacts.write import values_of
from leadx_app.domain.text import clean_line, fold
from leadx_app.models import Company, Lead, new_id
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
    for before, after in zip(rows, found, strict=True):
        assert {name: getattr(after, name) for name in values} == {name: getattr(before, name) for name in values}
    bulk.save(session, [])


def test_plain_text_is_cleaned_and_folded_as_any_other() -> None:
    signs = "".join(chr(code) for code in range(128))
    for text in (signs, signs[32:127], *signs, "  Two   Words ", "A\tB", "a\x7fB"):
        letter = "å"  # Beside it the text is not plain any more, and goes the long way.
        assert clean_line(text) == clean_line(f"{letter} {text}").removeprefix(letter).strip()
        assert fold(text) == fold(f"{letter} {text}").removeprefix(letter).strip()
