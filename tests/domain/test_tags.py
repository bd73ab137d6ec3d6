"""Tags are words about customers: only those who see a lead see its tags."""

from sqlmodel import Session

from leadx_app.queries.choices import lead_choices
from tests.cast import Cast, a_lead


def test_tags_are_listed_for_those_who_see_a_lead_with_them(session: Session, cast: Cast) -> None:
    a_lead(session, cast.basic, tags=["Enova"])
    a_lead(session, cast.child_basic, tags=["winter"])
    a_lead(session, cast.stranger_basic, tags=["fjord"])

    offered = {name: lead_choices(session, actor).tags for name, actor in cast.everybody().items()}
    seen = {
        "basic": ["Enova"],
        "manager": ["Enova", "winter"],
        "other_manager": ["Enova", "winter"],
        "admin": ["Enova", "winter"],
        "child_basic": ["winter"],
        "child_manager": ["winter"],
        "stranger_basic": ["fjord"],
        "stranger_manager": ["fjord"],
        "stranger_admin": ["fjord"],
    }
    assert {name: tags for name, tags in offered.items() if tags} == seen
