"""Notes on leads: by creator and owner only (product.md section 9)."""

import pytest
from pydantic import ValidationError
from sqlmodel import Session, select

from leadx_app.domain.errors import Invalid, NotPermitted
from leadx_app.domain.leads.draft import parse_draft
from leadx_app.domain.notes import NoteDraft, write_note
from leadx_app.models import Note
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
