"""The audit log as an Admin reads it: whose lines, which of them, in which order, at what cost."""

from datetime import date, timedelta

import pytest
from sqlmodel import Session

from leadx_app.audit_words import changes, sentence
from leadx_app.domain import audit, people
from leadx_app.domain.audit import Area
from leadx_app.domain.errors import Invalid, NotPermitted
from leadx_app.domain.permissions import Actor
from leadx_app.domain.settings import set_answer_by
from leadx_app.models import Role, User
from leadx_app.queries.audit import AuditFilters, AuditRow, audit_page, audited_people, exported_audit
from tests.cast import NOW, Cast
from tests.support.statements import statements_of

LATER = NOW + timedelta(days=1)
SINCE = AuditFilters(first=date(2026, 3, 3))


def _sign_in(session: Session, who: Actor, minutes: float = 0, address: str = "203.0.113.9") -> None:
    audit.note_sign_in(session, who.user_id, address, now=LATER + timedelta(minutes=minutes))


def _said(session: Session, reader: Actor, filters: AuditFilters = SINCE, language: str = "en") -> list[str]:
    return [sentence(row, language) for row in audit_page(session, reader, filters).rows]


def _access(session: Session, cast: Cast) -> AuditRow:
    service = cast.child_basic.organization_id
    access = {cast.admin.organization_id: Role.MANAGER, service: Role.BASIC}
    session.get_one(User, cast.admin.user_id).password_hash = "hash"
    people.change_access(session, cast.admin, cast.basic.user_id, access, now=LATER)
    return audit_page(session, cast.admin, SINCE).rows[0]


def test_an_admin_reads_lines_of_the_own_tenant_newest_first(session: Session, cast: Cast) -> None:
    for minutes, who in enumerate((cast.basic, cast.child_basic, cast.stranger_basic)):
        _sign_in(session, who, minutes)
    assert _said(session, cast.admin) == ["Bente Service signed in", "Bjørn Basic signed in"]
    assert _said(session, cast.stranger_admin, language="nb") == ["Birger Fjord logget inn"]


def test_nobody_but_an_admin_reads_the_log(session: Session, cast: Cast) -> None:
    for name, actor in cast.everybody().items():
        if name not in ("admin", "stranger_admin"):
            for ask in (audit_page, lambda *args: list(exported_audit(*args)), lambda *args: audited_people(*args[:2])):
                with pytest.raises(NotPermitted):
                    ask(session, actor, AuditFilters())


def test_lines_by_group_person_days_and_words(session: Session, cast: Cast) -> None:
    _sign_in(session, cast.basic)
    _sign_in(session, cast.lite, 60 * 24, address="198.51.100.7")
    audit.note_refused_sign_in(session, "basic@nordlys.example", "192.0.2.1", now=LATER + timedelta(days=2))
    set_answer_by(session, cast.admin, cast.admin.organization_id, 24, None, now=LATER + timedelta(days=3))
    admin, first = cast.admin, SINCE.first
    refused = "Somebody tried to sign in as Bjørn Basic and was refused"
    assert len(_said(session, admin)) == 4
    assert _said(session, admin, AuditFilters(Area.SETTINGS)) == ["Anne Admin changed the settings"]
    of_basic = _said(session, admin, AuditFilters(person_id=cast.basic.user_id, first=first))
    assert of_basic == [refused, "Bjørn Basic signed in"]
    day = AuditFilters(first=date(2026, 3, 4), last=date(2026, 3, 4))
    assert _said(session, admin, day) == ["Liv Lite signed in"]
    for words, found in (("lite 198.51", 1), ("BASIC@nordlys", 2), ("answer_within", 1), ("100%", 0), ("\x00", 4)):
        assert len(_said(session, admin, AuditFilters(first=first, search=words))) == found, words


def test_the_log_is_read_page_by_page_without_a_line_twice(session: Session, cast: Cast) -> None:
    for minutes in (0, 0, 0, 1, 2):
        _sign_in(session, cast.basic, minutes)
    whole = [row.id for row in audit_page(session, cast.admin, SINCE).rows]
    seen, cursor = [], None
    while True:
        page = audit_page(session, cast.admin, SINCE, cursor, limit=2)
        seen += [row.id for row in page.rows]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert len(whole) == 5
    assert seen == whole
    assert [row.id for chunk in exported_audit(session, cast.admin, SINCE) for row in chunk] == whole
    with pytest.raises(Invalid):
        audit_page(session, cast.admin, SINCE, "nonsense")


def test_a_change_of_roles_says_where_from_what_to_what(session: Session, cast: Cast) -> None:
    row = _access(session, cast)
    assert sentence(row, "en") == "Anne Admin changed what Bjørn Basic may do"
    assert sorted(changes(row, "en")) == ["Nordlys Service: – → Basic", "Nordlys: Basic → Manager"]


def test_a_setting_says_from_what_to_what(session: Session, cast: Cast) -> None:
    set_answer_by(session, cast.admin, cast.admin.organization_id, 24, None, now=LATER)
    (row,) = audit_page(session, cast.admin, SINCE).rows
    assert changes(row, "en") == ["Answer handed-over leads within: – → 24"]


def test_a_page_costs_two_statements_however_long_the_log_is(session: Session, cast: Cast) -> None:
    for minutes in range(60):
        _sign_in(session, cast.basic, minutes)
    with statements_of(session.get_bind().engine) as statements:
        assert audit_page(session, cast.admin, AuditFilters()).next_cursor
    assert len(statements) == 2
