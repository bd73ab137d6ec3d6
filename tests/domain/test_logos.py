"""The logo of an organization: an Admin's to change, its people's to see, and back again after a removal."""

import pytest
from sqlmodel import Session, select

from leadx_app.domain import files, logos
from leadx_app.domain.errors import Conflict, NotFound, NotPermitted
from leadx_app.domain.find import find_file
from leadx_app.models import Event, File, new_id
from leadx_app.queries.session import session_frame
from tests.cast import NOW, Cast, organization_of
from tests.domain.test_files import stored


def test_everybody_around_sees_the_logo_and_only_admins_change_it(session: Session, cast: Cast) -> None:
    here = cast.admin.organization_id
    logo_id = logos.set_logo(session, cast.admin, stored("logo.png"), here, now=NOW)
    assert session_frame(session, cast.lite).logo_id == logo_id
    for actor in (cast.lite, cast.manager, cast.child_manager):
        assert find_file(session, actor, logo_id, now=NOW).logo_of_id == here
    child_logo = logos.set_logo(session, cast.admin, stored("child.png"), cast.child_manager.organization_id, now=NOW)
    for actor in (cast.sibling_manager, cast.stranger_admin, cast.basic):
        with pytest.raises(NotFound):
            find_file(session, actor, child_logo, now=NOW)
    for actor in (cast.lite, cast.manager):
        with pytest.raises(NotPermitted):
            logos.set_logo(session, actor, stored(), here, now=NOW)
        with pytest.raises(NotPermitted):
            logos.remove_logo(session, actor, here, now=NOW)
    for organization_id in (here, new_id()):
        with pytest.raises(NotFound):
            logos.set_logo(session, cast.stranger_admin, stored(), organization_id, now=NOW)
    with pytest.raises(NotPermitted, match="Organizational Profile"):
        files.remove_file(session, cast.admin, logo_id, now=NOW)


def test_another_logo_removes_the_one_before_and_a_removal_can_be_undone(session: Session, cast: Cast) -> None:
    here, organization = cast.admin.organization_id, organization_of(session, cast.admin)
    first = logos.set_logo(session, cast.admin, stored("first.png"), here, now=NOW)
    second = logos.set_logo(session, cast.admin, stored("second.png"), here, now=NOW)
    assert session.get_one(File, first, populate_existing=True).deleted_at == NOW
    assert logos.remove_logo(session, cast.admin, here, now=NOW) == second
    assert logos.remove_logo(session, cast.admin, here, now=NOW) is None
    assert organization.logo_id is None
    logos.restore_logo(session, cast.admin, here, second, now=NOW)
    logos.restore_logo(session, cast.admin, here, second, now=NOW)
    assert organization.logo_id == second
    assert find_file(session, cast.basic, second, now=NOW).deleted_at is None
    with pytest.raises(Conflict):
        logos.restore_logo(session, cast.admin, here, first, now=NOW)
    for file_id in (new_id(), files.add_file(session, cast.basic, stored(), None, now=NOW)):
        with pytest.raises(NotFound):
            logos.restore_logo(session, cast.admin, here, file_id, now=NOW)
    changes = [
        event.payload["to"]["logo"]
        for event in session.exec(select(Event).where(Event.kind == "settings.organization").order_by(Event.id))
    ]
    assert changes == ["first.png", "second.png", None, "second.png"]
