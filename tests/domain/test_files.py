"""Files on leads: whose they are, where they go, and when they are forgotten (product.md section 5)."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from leadx_app.domain import files
from leadx_app.domain.errors import Invalid, NotFound, NotPermitted, TooMany
from leadx_app.domain.files import StoredFile
from leadx_app.domain.find import find_file
from leadx_app.domain.leads.handover import hand_over
from leadx_app.models import File, new_id
from leadx_app.queries.lead_detail import lead_files
from tests.cast import NOW, Cast, a_lead, a_waiting_lead, a_won_lead, an_accepted_lead, kinds_of

DAY = timedelta(hours=24)


def stored(name: str = "roof.jpg", *, thumbnail: bool = True, size: int = 1234) -> StoredFile:
    key = f"tenant/{new_id()}"
    return StoredFile(name, "image/jpeg", size, "ab" * 32, key, f"{key}.thumbnail" if thumbnail else None)


def test_a_file_is_added_to_an_own_lead_and_the_history_says_so(session: Session, cast: Cast) -> None:
    lead = a_lead(session, cast.basic)
    file_id = files.add_file(session, cast.basic, stored(), lead.id, now=NOW)
    file = session.get_one(File, file_id)
    assert (file.lead_id, file.uploader_id, file.organization_id) == (lead.id, cast.basic.user_id, lead.organization_id)
    assert (file.name, file.content_type, file.size_bytes, file.deleted_at) == ("roof.jpg", "image/jpeg", 1234, None)
    assert kinds_of(session, lead.id) == ["lead.created", "file.added"]


def test_an_upload_waits_for_the_lead_that_is_being_made(session: Session, cast: Cast) -> None:
    file_id = files.add_file(session, cast.basic, stored(), None, now=NOW)
    assert find_file(session, cast.basic, file_id, now=NOW).lead_id is None
    lead = a_lead(session, cast.basic, file_ids=[str(file_id), str(file_id)])
    session.expire_all()
    assert find_file(session, cast.basic, file_id, now=NOW).lead_id == lead.id


@pytest.mark.parametrize("who", ["other_basic", "manager", "admin", "child_manager", "stranger_admin"])
def test_nobody_else_sees_or_takes_an_upload_that_waits(session: Session, cast: Cast, who: str) -> None:
    file_id = files.add_file(session, cast.basic, stored(), None, now=NOW)
    with pytest.raises(NotFound):
        find_file(session, getattr(cast, who), file_id, now=NOW)
    with pytest.raises(NotFound):
        files.remove_file(session, getattr(cast, who), file_id, now=NOW)
    if who not in ("admin", "stranger_admin"):
        with pytest.raises(Invalid) as refused:
            a_lead(session, getattr(cast, who), file_ids=[str(file_id)])
        assert refused.value.field == "file_ids"


def test_a_file_is_attached_once(session: Session, cast: Cast) -> None:
    file_id = files.add_file(session, cast.basic, stored(), None, now=NOW)
    a_lead(session, cast.basic, file_ids=[str(file_id)])
    with pytest.raises(Invalid):
        a_lead(session, cast.basic, file_ids=[str(file_id)])


def test_a_file_that_never_was_is_refused(session: Session, cast: Cast) -> None:
    with pytest.raises(Invalid) as refused:
        a_lead(session, cast.basic, file_ids=[str(new_id())])
    assert refused.value.field == "file_ids"


def test_the_file_of_a_lead_is_seen_by_those_who_see_the_lead(session: Session, cast: Cast) -> None:
    lead = a_lead(session, cast.basic)
    file_id = files.add_file(session, cast.basic, stored(), lead.id, now=NOW)
    seen = set()
    for name, actor in cast.everybody().items():
        try:
            find_file(session, actor, file_id, now=NOW)
            seen.add(name)
        except NotFound as refusal:
            assert str(refusal) == str(NotFound())  # noqa: PT017
    assert seen == {"basic", "manager", "other_manager", "admin"}


def test_the_creator_adds_nothing_once_the_lead_is_handed_over(session: Session, cast: Cast) -> None:
    lead = a_lead(session, cast.basic)
    file_id = files.add_file(session, cast.basic, stored(), lead.id, now=NOW)
    hand_over(session, cast.basic, lead.id, now=NOW)
    with pytest.raises(NotPermitted):
        files.may_upload(session, cast.basic, lead.id)
    with pytest.raises(NotPermitted):
        files.add_file(session, cast.basic, stored(), lead.id, now=NOW)
    with pytest.raises(NotPermitted):
        files.remove_file(session, cast.basic, file_id, now=NOW)
    assert find_file(session, cast.basic, file_id, now=NOW).deleted_at is None


def test_manager_and_owner_add_to_what_they_may_change(session: Session, cast: Cast) -> None:
    waiting = a_waiting_lead(session, cast.basic)
    accepted = an_accepted_lead(session, cast.basic, cast.manager)
    assert files.add_file(session, cast.other_manager, stored(), waiting.id, now=NOW)
    assert files.add_file(session, cast.manager, stored(), accepted.id, now=NOW)
    with pytest.raises(NotPermitted):
        files.add_file(session, cast.other_manager, stored(), accepted.id, now=NOW)


def test_nothing_is_added_to_what_has_ended(session: Session, cast: Cast) -> None:
    lead = a_won_lead(session, cast.professional)
    with pytest.raises(NotPermitted):
        files.add_file(session, cast.professional, stored(), lead.id, now=NOW)


def test_an_admin_uploads_what_they_import_and_nothing_to_a_lead(session: Session, cast: Cast) -> None:
    files.may_upload(session, cast.admin, None)
    with pytest.raises(NotPermitted):
        files.may_upload(session, cast.admin, a_lead(session, cast.basic).id)


@pytest.mark.parametrize("who", ["other_basic", "child_manager", "sibling_manager", "stranger_manager"])
def test_an_upload_to_a_lead_out_of_sight_is_told_that_there_is_none(session: Session, cast: Cast, who: str) -> None:
    lead = a_lead(session, cast.basic)
    for lead_id in (lead.id, new_id()):
        with pytest.raises(NotFound):
            files.may_upload(session, getattr(cast, who), lead_id)


def test_uploads_that_wait_have_a_limit(session: Session, cast: Cast) -> None:
    for _ in range(files.MAX_UNATTACHED):
        files.add_file(session, cast.basic, stored(), None, now=NOW)
    with pytest.raises(Invalid) as refused:
        files.may_upload(session, cast.basic, None)
    assert refused.value.field == "files"
    files.may_upload(session, cast.other_basic, None)


def test_a_lead_has_no_more_files_than_are_shown(session: Session, cast: Cast) -> None:
    lead = a_lead(session, cast.basic)
    first, *_ = [files.add_file(session, cast.basic, stored(), lead.id, now=NOW) for _ in range(files.MAX_ON_LEAD)]
    assert len(lead_files(session, cast.basic, lead.id)) == files.MAX_ON_LEAD
    with pytest.raises(Invalid) as refused:
        files.may_upload(session, cast.basic, lead.id)
    assert refused.value.field == "files"
    files.remove_file(session, cast.basic, first, now=NOW)
    files.add_file(session, cast.basic, stored(), lead.id, now=NOW)
    with pytest.raises(Invalid):
        files.restore_file(session, cast.basic, first, now=NOW)


def test_nobody_fills_the_disk_by_sending_and_removing(session: Session, cast: Cast) -> None:
    half = files.MAX_BYTES_A_DAY // 2
    for _ in range(2):
        file_id = files.add_file(session, cast.lite, stored(size=half), None, now=NOW)
        files.remove_file(session, cast.lite, file_id, now=NOW)
    with pytest.raises(TooMany):
        files.add_file(session, cast.lite, stored(), None, now=NOW + DAY / 2)
    assert files.add_file(session, cast.basic, stored(), None, now=NOW)
    assert files.add_file(session, cast.lite, stored(), None, now=NOW + DAY)


def test_a_removed_file_is_gone_and_can_be_brought_back(session: Session, cast: Cast) -> None:
    lead = a_lead(session, cast.basic)
    file_id = files.add_file(session, cast.basic, stored(), lead.id, now=NOW)
    files.remove_file(session, cast.basic, file_id, now=NOW)
    with pytest.raises(NotFound):
        find_file(session, cast.basic, file_id, now=NOW)
    with pytest.raises(NotFound):
        files.remove_file(session, cast.basic, file_id, now=NOW)
    files.restore_file(session, cast.basic, file_id, now=NOW)
    files.restore_file(session, cast.basic, file_id, now=NOW)
    assert find_file(session, cast.basic, file_id, now=NOW).deleted_at is None
    kinds = ["lead.created", "file.added", "file.removed", "file.added"]
    assert sorted(kinds_of(session, lead.id)) == sorted(kinds)


@pytest.mark.parametrize("who", ["other_basic", "stranger_admin", "child_basic"])
def test_nobody_restores_what_they_cannot_see(session: Session, cast: Cast, who: str) -> None:
    lead = a_lead(session, cast.basic)
    file_id = files.add_file(session, cast.basic, stored(), lead.id, now=NOW)
    files.remove_file(session, cast.basic, file_id, now=NOW)
    for wanted in (file_id, new_id()):
        with pytest.raises(NotFound):
            files.restore_file(session, getattr(cast, who), wanted, now=NOW)


def test_what_nobody_attached_and_what_was_removed_is_forgotten_after_a_day(session: Session, cast: Cast) -> None:
    lead = a_lead(session, cast.basic)
    kept, removed, waiting = (stored(), stored(), stored(thumbnail=False))
    kept_id = files.add_file(session, cast.basic, kept, lead.id, now=NOW)
    removed_id = files.add_file(session, cast.basic, removed, lead.id, now=NOW)
    files.add_file(session, cast.basic, waiting, None, now=NOW)
    files.remove_file(session, cast.basic, removed_id, now=NOW)
    session.flush()
    assert files.take_expired(session, now=NOW + DAY) == []
    gone = files.take_expired(session, now=NOW + DAY + timedelta(seconds=1))
    assert set(gone) == {removed.storage_key, removed.thumbnail_key, waiting.storage_key}
    assert session.exec(select(File.id).where(File.tenant_id == cast.basic.tenant_id)).all() == [kept_id]
