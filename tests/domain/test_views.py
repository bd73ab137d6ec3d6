"""Saved views: who keeps, shares, sees, changes and removes them, and what is kept of a list's address."""

from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as some
from sqlmodel import Session, select

from leadx_app.domain import lists, views
from leadx_app.domain.errors import Invalid, NotFound, NotPermitted
from leadx_app.domain.leads.draft import parse_draft
from leadx_app.domain.permissions import Actor
from leadx_app.models import Density, ListName, ListPreference, Role, SavedView, new_id
from leadx_app.queries.views import ListViews, list_views
from tests.cast import NOW, Cast

PIPELINE = ListName.PIPELINE


def a_view(session: Session, actor: Actor, *, now=NOW, **fields: object) -> UUID:
    """A view of the actor's; every field can be given otherwise."""
    said = {"list": PIPELINE, "name": "Won this year", "query": "status=won", **fields}
    return views.save_view(session, actor, parse_draft(views.ViewDraft, said), now=now)


def shown(session: Session, actor: Actor) -> list[str]:
    return [view.name for view in list_views(session, actor, PIPELINE).views]


def test_a_view_keeps_filters_columns_and_density_for_its_owner(session: Session, cast: Cast):
    a_view(session, cast.basic, query="?", columns=("value", "stage", "nothing"), density="compact")
    [view] = list_views(session, cast.basic, PIPELINE).views
    assert (view.name, view.query, view.columns, view.density) == (
        "Won this year",
        "",
        ("stage", "value"),
        Density.COMPACT,
    )
    assert (view.is_mine, view.may_change, view.may_remove, view.is_shared) == (True, True, True, False)


def test_a_private_view_is_nobody_elses(session: Session, cast: Cast):
    view_id = a_view(session, cast.professional)
    for actor in cast.everybody().values():
        if actor is not cast.professional and lists.LISTS[PIPELINE].permission and actor.role != Role.ADMIN:
            assert shown(session, actor) == []
            for act in (
                lambda who: views.change_view(session, who, view_id, views.ViewEdit(name="Mine"), now=NOW),
                lambda who: views.remove_view(session, who, view_id, now=NOW),
                lambda who: views.restore_view(session, who, view_id, now=NOW),
                lambda who: views.choose_default(session, who, PIPELINE, view_id, now=NOW),
            ):
                with pytest.raises(NotFound):
                    act(actor)


def test_a_shared_view_is_seen_in_its_organization_and_nowhere_else(session: Session, cast: Cast):
    a_view(session, cast.professional, is_shared=True)
    for actor in (cast.lite, cast.basic, cast.other_professional, cast.manager):
        [view] = list_views(session, actor, PIPELINE).views
        assert (view.owner, view.is_mine, view.may_change) == (cast.professional.name, False, False)
        assert view.may_remove == (actor.role == Role.MANAGER)
    for actor in (cast.child_manager, cast.child_basic, cast.sibling_manager, cast.stranger_manager):
        assert shown(session, actor) == []


def test_a_childs_shared_view_is_not_the_parents(session: Session, cast: Cast):
    view_id = a_view(session, cast.child_professional, is_shared=True)
    assert shown(session, cast.child_manager) == ["Won this year"]
    for actor in (cast.manager, cast.sibling_manager, cast.stranger_manager):
        assert shown(session, actor) == []
        with pytest.raises(NotFound):
            views.find_view(session, actor, view_id)


def test_who_is_not_of_sales_cannot_share(session: Session, cast: Cast):
    for actor in (cast.lite, cast.basic):
        assert not list_views(session, actor, PIPELINE).may_share
        with pytest.raises(NotPermitted):
            a_view(session, actor, is_shared=True)
        view_id = a_view(session, actor)
        with pytest.raises(NotPermitted):
            views.change_view(session, actor, view_id, views.ViewEdit(is_shared=True), now=NOW)


def test_who_does_not_read_a_list_has_no_views_of_it(session: Session, cast: Cast):
    for act in (
        lambda: a_view(session, cast.admin),
        lambda: list_views(session, cast.admin, PIPELINE),
        lambda: views.choose_default(session, cast.admin, PIPELINE, None, now=NOW),
        lambda: views.keep_display(session, cast.admin, PIPELINE, (), Density.COMPACT, now=NOW),
    ):
        with pytest.raises(NotPermitted):
            act()


def test_only_the_owner_changes_a_shared_view(session: Session, cast: Cast):
    view_id = a_view(session, cast.professional, is_shared=True)
    for actor in (cast.basic, cast.other_professional, cast.manager):
        with pytest.raises(NotPermitted):
            views.change_view(session, actor, view_id, views.ViewEdit(name="Ours"), now=NOW)
    changes = views.ViewEdit(name="Lost", query="status=closed&page=7", columns=("age",), density=Density.COMPACT)
    views.change_view(session, cast.professional, view_id, changes, now=NOW)
    [view] = list_views(session, cast.basic, PIPELINE).views
    assert (view.name, view.query, view.columns) == ("Lost", "status=closed", ("age",))


def test_what_is_no_longer_shared_is_gone_for_the_others(session: Session, cast: Cast):
    view_id = a_view(session, cast.professional, is_shared=True)
    views.choose_default(session, cast.basic, PIPELINE, view_id, now=NOW)
    assert list_views(session, cast.basic, PIPELINE).default_id == view_id
    views.change_view(session, cast.professional, view_id, views.ViewEdit(is_shared=False), now=NOW)
    assert list_views(session, cast.basic, PIPELINE) == ListViews(columns=lists.LISTS[PIPELINE].usual)
    assert shown(session, cast.professional) == ["Won this year"]


def test_its_owner_or_a_manager_removes_a_shared_view_and_takes_it_back(session: Session, cast: Cast):
    view_id = a_view(session, cast.professional, is_shared=True)
    for actor in (cast.basic, cast.other_professional):
        with pytest.raises(NotPermitted):
            views.remove_view(session, actor, view_id, now=NOW)
    for actor in (cast.professional, cast.manager):
        views.remove_view(session, actor, view_id, now=NOW)
        assert shown(session, cast.other_professional) == []
        with pytest.raises(NotFound):
            views.remove_view(session, actor, view_id, now=NOW)
        with pytest.raises(NotPermitted):
            views.restore_view(session, cast.other_professional, view_id, now=NOW)
        for _ in range(2):
            views.restore_view(session, actor, view_id, now=NOW)
        assert shown(session, cast.other_professional) == ["Won this year"]


def test_who_loses_the_right_to_share_keeps_what_is_theirs_but_shares_no_more(session: Session, cast: Cast):
    shared, private = a_view(session, cast.professional, is_shared=True), a_view(session, cast.professional)
    now_basic = replace(cast.professional, role=Role.BASIC)
    views.change_view(session, now_basic, shared, views.ViewEdit(name="Still mine"), now=NOW)
    with pytest.raises(NotPermitted):
        views.change_view(session, now_basic, private, views.ViewEdit(is_shared=True), now=NOW)
    views.change_view(session, now_basic, shared, views.ViewEdit(is_shared=False), now=NOW)
    with pytest.raises(NotPermitted):
        views.change_view(session, now_basic, shared, views.ViewEdit(is_shared=True), now=NOW)
    now_admin = replace(cast.professional, role=Role.ADMIN)
    with pytest.raises(NotFound):
        views.find_view(session, now_admin, shared)


def test_a_draft_is_saved_once_and_not_more_views_than_fit(session: Session, cast: Cast, monkeypatch):
    draft_id = new_id()
    assert a_view(session, cast.basic, draft_id=draft_id) == a_view(session, cast.basic, draft_id=draft_id)
    assert a_view(session, cast.lite, draft_id=draft_id) != a_view(session, cast.basic, draft_id=draft_id)
    monkeypatch.setattr(views, "MOST_VIEWS", 2)
    last = a_view(session, cast.basic)
    with pytest.raises(Invalid):
        a_view(session, cast.basic)
    views.remove_view(session, cast.basic, last, now=NOW)
    a_view(session, cast.basic)


def test_a_list_is_shown_to_each_person_as_they_want_it(session: Session, cast: Cast):
    views.keep_display(session, cast.basic, PIPELINE, ("value", "category"), Density.COMPACT, now=NOW)
    views.keep_display(session, cast.lite, PIPELINE, (lists.NO_COLUMNS,), Density.COMFORTABLE, now=NOW)
    views.keep_display(session, cast.basic, PIPELINE, ("category",), Density.COMPACT, now=NOW)
    found = {who: list_views(session, who, PIPELINE) for who in (cast.basic, cast.lite, cast.other_basic)}
    assert [one.columns for one in found.values()] == [("category",), (), lists.LISTS[PIPELINE].usual]
    assert found[cast.basic].density == Density.COMPACT
    assert len(session.exec(select(ListPreference).where(ListPreference.user_id == cast.basic.user_id)).all()) == 1


def test_a_default_is_a_view_of_that_list(session: Session, cast: Cast):
    view_id = a_view(session, cast.basic)
    session.get_one(SavedView, view_id).list_name = ListName.COMMUNITY
    session.flush()
    with pytest.raises(NotFound):
        views.choose_default(session, cast.basic, PIPELINE, view_id, now=NOW)


@pytest.mark.parametrize("name", ["", " ", "\u200b", "x" * 61, None, 7])
def test_a_name_that_nobody_can_read_is_refused(name: object):
    with pytest.raises(Exception, match="Check the marked fields"):
        parse_draft(views.ViewDraft, {"list": "pipeline", "name": name})


@given(query=some.text(max_size=300))
def test_whatever_is_kept_of_an_address_is_known_and_keeps_itself(query: str):
    kind = lists.LISTS[PIPELINE]
    kept = lists.kept_query(kind, query)
    assert lists.kept_query(kind, kept) == kept
    assert {part.partition("=")[0] for part in kept.split("&") if part} <= set(kind.kept)


@given(chosen=some.lists(some.sampled_from([*lists.LISTS[PIPELINE].columns, "nothing", "a,b"])))
def test_columns_are_kept_in_the_order_of_the_list(chosen: list[str]):
    kind = lists.LISTS[PIPELINE]
    found = lists.columns_of(kind, lists.kept_columns(kind, chosen))
    assert found == tuple(column for column in kind.columns if column in chosen)


def test_every_list_has_its_columns_among_those_that_can_be_chosen():
    for kind in lists.LISTS.values():
        assert set(kind.usual) <= set(kind.columns)
        assert lists.NO_COLUMNS not in kind.columns
        assert sum(map(len, kind.columns)) + len(kind.columns) < 200
