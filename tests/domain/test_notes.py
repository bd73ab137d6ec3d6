"""Notes on leads: by creator and owner only (product.md section 9)."""

import pytest
from pydantic import ValidationError
from sqlmodel import Session, select

from leadx_app.domain.errors import Invalid, NotFound, NotPermitted
from leadx_app.domain.leads.draft import parse_draft
from leadx_app.domain.notes import NoteDraft, mentionable, mentioned_in, write_note
from leadx_app.models import Note, User, new_id
from leadx_app.queries.lead_detail import lead_detail
from tests.cast import NOW, Cast, a_lead, a_won_lead, an_assigned_lead, kinds_of, told_of


def test_creator_and_owner_write_and_each_tells_the_other(session: Session, cast: Cast) -> None:
    lead = an_assigned_lead(session, cast.basic, cast.manager, cast.professional)
    for author, other in ((cast.basic, cast.professional), (cast.professional, cast.basic)):
        before = told_of(session, lead.id)
        write_note(session, author, lead.id, NoteDraft(text="Ring dem på mandag"), now=NOW)
        assert told_of(session, lead.id) - before == {(other.user_id, "note.added")}
    notes = session.exec(select(Note).where(Note.lead_id == lead.id)).all()
    assert {note.author_id for note in notes} == {cast.basic.user_id, cast.professional.user_id}


def test_a_note_stays_as_it_was_written(session: Session, cast: Cast) -> None:
    lead = a_lead(session, cast.basic)
    text = "=1+1\n<b>bold</b>\t{actor} %s 🎉 é"
    note_id = write_note(session, cast.basic, lead.id, NoteDraft(text=text), now=NOW)
    session.expire_all()
    note = session.get_one(Note, note_id)
    assert (note.text, note.created_at, note.organization_id) == (text, NOW, lead.organization_id)


def test_a_note_does_not_change_the_lead(session: Session, cast: Cast) -> None:
    lead = a_lead(session, cast.basic)
    write_note(session, cast.basic, lead.id, NoteDraft(text="Hei"), now=NOW)
    assert (lead.version, kinds_of(session, lead.id)[-1]) == (1, "note.added")


def test_the_creator_still_writes_when_the_lead_is_locked_or_won(session: Session, cast: Cast) -> None:
    for lead in (
        an_assigned_lead(session, cast.basic, cast.manager, cast.professional),
        a_won_lead(session, cast.professional),
    ):
        author = cast.basic if lead.creator_id == cast.basic.user_id else cast.professional
        assert write_note(session, author, lead.id, NoteDraft(text="Hei"), now=NOW)


@pytest.mark.parametrize("who", ["manager", "admin"])
def test_whoever_only_looks_writes_nothing(session: Session, cast: Cast, who: str) -> None:
    lead = a_lead(session, cast.basic)
    with pytest.raises(NotPermitted):
        write_note(session, getattr(cast, who), lead.id, NoteDraft(text="Hei"), now=NOW)


@pytest.mark.parametrize("text", ["", " \n\t", "\u200b\u200d", "x" * 5001, None, 5, ["x"]])
def test_a_note_that_cannot_be_read_is_refused(text: object) -> None:
    with pytest.raises(ValidationError):
        NoteDraft(text=text)
    with pytest.raises(Exception) as refused:
        parse_draft(NoteDraft, {"text": text})
    assert [error.field for error in refused.value.errors] == ["text"]
    assert all(isinstance(error, Invalid) for error in refused.value.errors)


def test_who_stands_in_a_note_by_name_is_told_so_instead_of_of_the_note(session: Session, cast: Cast) -> None:
    lead = an_assigned_lead(session, cast.basic, cast.manager, cast.professional)
    before = told_of(session, lead.id)
    text = "Hei @bjørn basic, ring @Mona Manager."
    write_note(session, cast.professional, lead.id, NoteDraft(text=text), now=NOW)
    assert told_of(session, lead.id) - before == {
        (cast.basic.user_id, "note.mentioned"),
        (cast.manager.user_id, "note.mentioned"),
    }
    assert sorted(kinds_of(session, lead.id)[-2:]) == ["note.added", "note.mentioned"]
    assert [row.kind for row in lead_detail(session, cast.basic, lead.id, now=NOW).history].count("note.added") == 1


def test_only_who_sees_the_lead_can_be_mentioned(session: Session, cast: Cast) -> None:
    lead = a_lead(session, cast.basic)
    assert set(mentionable(session, cast.basic, lead.id).values()) == {"Mona Manager", "Magnus Manager"}
    names = [actor.name for actor in cast.everybody().values()]
    before = told_of(session, lead.id)
    write_note(session, cast.basic, lead.id, NoteDraft(text=" ".join(f"@{name}" for name in names)), now=NOW)
    told = {person for person, _ in told_of(session, lead.id) - before}
    assert told == {cast.manager.user_id, cast.other_manager.user_id}


def test_the_parents_managers_can_be_mentioned_on_a_childs_lead_and_siblings_not(session: Session, cast: Cast) -> None:
    lead = a_lead(session, cast.child_basic)
    names = set(mentionable(session, cast.child_basic, lead.id).values())
    assert names == {"Maja Service", "Mona Manager", "Magnus Manager"}
    for stranger in (cast.stranger_manager, cast.sibling_manager, cast.other_basic):
        with pytest.raises(NotFound):
            mentionable(session, stranger, lead.id)


def test_who_has_left_cannot_be_mentioned(session: Session, cast: Cast) -> None:
    lead = a_lead(session, cast.basic)
    session.get_one(User, cast.manager.user_id).is_active = False
    assert set(mentionable(session, cast.basic, lead.id).values()) == {"Magnus Manager"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("@Ann Berg", {"Ann Berg"}),
        ("@Ann, @Ann Berg!", {"Ann", "Ann Berg"}),
        ("@Anna", set()),
        ("@Anna and @Ann", {"Ann"}),
        ("ann@Ann", {"Ann"}),
        ("Ann Berg", set()),
        ("@ Ann", set()),
    ],
)
def test_a_mention_is_the_whole_name(text: str, found: set[str]) -> None:
    people = {new_id(): name for name in ("Ann", "Ann Berg")}
    assert set(mentioned_in(text, people).values()) == found
