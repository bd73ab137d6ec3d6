"""One's own imports: in which order, as they will be read, at what cost."""

from datetime import date, timedelta
from decimal import Decimal
from functools import partial

import pytest
from sqlmodel import Session

from leadx_app.domain.errors import Invalid, NotFound, NotPermitted
from leadx_app.domain.imports import desk
from leadx_app.domain.jobs import run
from leadx_app.models import ImportSubject, JobState
from leadx_app.queries.imports import import_detail, import_list, kept_things, refused_rows
from tests.cast import NOW, Cast
from tests.support.imports import a_file, begun, checked, claimed
from tests.support.statements import statements_of

TABLE = [
    ("Title", "Company", "Value", "Closing date", "Tags"),
    ("Boat house", "Fjell AS", "1 234,50", "24.12.2026", "sea, wood"),
    ("", "Dal AS", "many", "", ""),
    *((f"Lead {number}", "Fjell AS", "", "", "") for number in range(40)),
]


def test_an_import_shows_its_first_rows_as_they_will_be_read(session: Session, cast: Cast) -> None:
    import_id = begun(session, cast.professional, TABLE)
    checked(session, cast.professional, import_id)
    with statements_of(session.get_bind().engine) as statements:
        detail = import_detail(session, cast.professional, import_id, now=NOW)
    assert len(statements) <= 8
    assert (len(detail.preview), detail.row_count, detail.lacking) == (20, 42, [])
    first, second = detail.preview[:2]
    assert first.values == ["Boat house", "Fjell AS", Decimal("1234.50"), date(2026, 12, 24), ("sea", "wood")]
    assert {(one.column, one.field) for one in second.problems} == {(0, "title"), (2, "value")}
    assert [row.number for row in detail.refused] == [3]
    assert detail.progress is not None
    assert (detail.progress.state, detail.progress.done, detail.progress.total) == (JobState.DONE, 42, 42)
    assert [row.cells[1] for row in refused_rows(session, cast.professional, import_id)] == ["Dal AS"]
    assert refused_rows(session, cast.professional, import_id, after=3) == []


def test_the_list_holds_own_imports_newest_first(session: Session, cast: Cast) -> None:
    first = begun(session, cast.professional, TABLE)
    second = begun(session, cast.professional, TABLE, now=NOW + timedelta(minutes=1))
    begun(session, cast.manager, TABLE)
    begun(session, cast.stranger_manager, TABLE)
    with statements_of(session.get_bind().engine) as statements:
        lines = import_list(session, cast.professional)
    assert (len(statements), [line.id for line in lines]) == (1, [second, first])
    assert not any(line.has_failed or line.is_stopped for line in lines)


def test_the_list_says_which_import_failed_and_which_was_stopped(session: Session, cast: Cast) -> None:
    stopped = begun(session, cast.professional, TABLE)
    desk.run(session, cast.professional, stopped, now=NOW)
    desk.stop(session, cast.professional, stopped, now=NOW)
    failed = desk.begin(session, cast.professional, ImportSubject.LEADS, a_file(session, cast.professional), now=NOW)
    run.refuse(session, claimed(session), Invalid("The file is empty.", field="file"), now=NOW)
    said = {line.id: (line.has_failed, line.is_stopped) for line in import_list(session, cast.professional)}
    assert said == {stopped: (False, True), failed: (True, False)}


def test_nobody_reads_the_import_of_another(session: Session, cast: Cast) -> None:
    import_id = begun(session, cast.professional, TABLE)
    for query in (partial(import_detail, now=NOW), refused_rows, kept_things):
        for actor in (cast.manager, cast.other_professional, cast.admin, cast.stranger_manager):
            with pytest.raises(NotFound):
                query(session, actor, import_id)
        for actor in (cast.basic, cast.lite):
            with pytest.raises(NotPermitted):
                query(session, actor, import_id)
