"""The leads of Community: a row each, with stage and status, and what stands there instead of rows."""

import reflex as rx

from leadx_app.components.leads.answer_by import answer_by
from leadx_app.components.leads.lead_marks import age, hands, quiet_dot
from leadx_app.components.lists.columns import LIST_COLUMNS, column_names
from leadx_app.components.ui.avatar import avatar, person
from leadx_app.components.ui.button import button
from leadx_app.components.ui.calm_list import calm_list
from leadx_app.components.ui.chip import chip, stage_dot
from leadx_app.components.ui.empty import empty_state
from leadx_app.components.ui.lead_row import columns_box, lead_row
from leadx_app.components.ui.marked import marked
from leadx_app.components.ui.pagination import pagination
from leadx_app.components.ui.skeleton import skeleton_rows
from leadx_app.components.words import t
from leadx_app.state.community import CommunityState
from leadx_app.state.lists import ListState

SEVERAL = (CommunityState.organizations.length() > 0) & (CommunityState.at.organization == "")


def community_list() -> rx.Component:
    """The page of leads with everything around it."""
    return rx.cond(
        CommunityState.is_loaded,
        rx.fragment(
            rx.cond(CommunityState.rows, _rows(), _nothing()),
            rx.cond(CommunityState.next_cursor | (CommunityState.at.page > 1), _pages(), rx.fragment()),
        ),
        skeleton_rows(),
    )


def status_chip(status: rx.Var[str]) -> rx.Component:
    """How it stands beside its stage."""
    words = rx.match(status, ("won", t("Won")), ("closed", t("Closed")), ("parked", t("Parked")), t("Ongoing"))
    return chip(words, tone=status)


def _rows() -> rx.Component:
    rows = calm_list(rx.foreach(CommunityState.rows, _row), name=t("Leads"), class_name="leads community")
    table = columns_box(column_names(), rows, columns=LIST_COLUMNS)
    return rx.el.div(table, class_name=rx.cond(SEVERAL, "headlines has-several", "headlines"))


def _home(lead: rx.Var) -> rx.Component:
    """Whose lead it is, where leads of several organizations stand together."""
    return rx.el.span(lead.organization, class_name="chip community-home", title=lead.organization)


def _row(lead: rx.Var) -> rx.Component:
    return lead_row(
        href=rx.Var.create(f"/community?lead={lead.id}"),
        on_open=CommunityState.look_at(lead.id),
        mark=stage_dot(lead.color, name=lead.stage),
        title=marked(lead.title, CommunityState.at.search),
        company=marked(lead.company, CommunityState.at.search),
        value=lead.value,
        owner=_people(lead),
        hands=hands(lead),
        age=rx.fragment(quiet_dot(lead), age(lead)),
        stage=lead.stage,
        extra=rx.fragment(
            rx.cond(SEVERAL, _home(lead), rx.fragment()),
            answer_by(lead),
            status_chip(lead.status),
        ),
        cells=rx.foreach(ListState.shown, lambda column: _cell(column, lead)),
        columns=LIST_COLUMNS,
        fresh=CommunityState.fresh.contains(lead.id),
        chosen=CommunityState.at.lead == lead.id,
        key=lead.id,
    )


def _cell(column: rx.Var, lead: rx.Var) -> rx.Component:
    """What stands in one of the chosen columns beside the usual ones."""
    return rx.match(
        column,
        ("creator", _fact(t("Brought in by"), lead.creator)),
        ("created", _fact(t("Created"), lead.created)),
        ("changed", _fact(t("Changed"), lead.changed)),
        rx.fragment(),
    )


def _fact(name: rx.Var[str], words: rx.Var[str]) -> rx.Component:
    return rx.el.span(rx.el.span(name, ": ", class_name="spoken"), words, class_name="lead-cell", title=words)


def _people(lead: rx.Var) -> rx.Component:
    """Whose it is, behind the mark of who brought it in; while it is nobody's, who brought it in."""
    words = t("Brought in by {name}", name=lead.finder)
    face = {"photo": lead.finder_photo, "tint": lead.finder_tint}
    mark = rx.el.span(avatar(lead.finder_initials, words, **face), class_name="community-finder")
    name = rx.el.span(person(lead.finder_initials, lead.finder, **face), class_name="is-muted", title=words)
    return rx.cond(
        lead.owner,
        rx.fragment(
            rx.cond(lead.finder, mark, rx.fragment()),
            person(lead.initials, lead.owner, photo=lead.photo, tint=lead.tint),
        ),
        name,
    )


def _nothing() -> rx.Component:
    return rx.cond(
        CommunityState.is_filtered,
        rx.cond(
            CommunityState.next_cursor,
            empty_state(t("Nothing in these leads"), t("The search goes on with the next ones.")),
            empty_state(
                t("Nothing matches"),
                t("Try other words, or take the filters away."),
                action=button(t("Clear filters"), on_click=ListState.clear),
            ),
        ),
        empty_state(
            t("The leads of everybody will stand here"),
            t("As soon as somebody brings in a lead, all of the organization sees it."),
        ),
    )


def _pages() -> rx.Component:
    return pagination(
        CommunityState.place,
        name=t("Pages"),
        previous=t("Previous page"),
        next=rx.cond(CommunityState.goes_on, t("Search further"), t("Next page")),
        on_previous=CommunityState.previous_page,
        on_next=CommunityState.next_page,
        has_previous=CommunityState.at.page > 1,
        has_next=CommunityState.next_cursor != "",
    )
