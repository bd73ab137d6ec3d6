"""Notes and history of a lead as one line through time."""

import reflex as rx

from leadx_app.components.ages import age
from leadx_app.components.leads.lead_notes import note_composer
from leadx_app.components.ui.avatar import avatar
from leadx_app.components.ui.icons import icon
from leadx_app.components.ui.section import section_header
from leadx_app.components.ui.tabs import segmented
from leadx_app.components.ui.timeline import timeline, timeline_entry
from leadx_app.components.words import t
from leadx_app.state.lead_shown import ChangeShown, EntryShown
from leadx_app.state.lead_view import LeadViewState


def lead_history() -> rx.Component:
    """The composer, the filter and everything that happened, newest first."""
    return rx.el.section(
        section_header(t("Notes and history"), _filter(), level=3),
        note_composer(),
        timeline(rx.foreach(LeadViewState.timeline, _entry), name=t("Notes and history")),
        class_name="view-part",
        custom_attrs={"data-shows": LeadViewState.shows},
    )


def _filter() -> rx.Component:
    return segmented(
        [("all", t("All"), None), ("note", t("Notes"), None), ("event", t("History"), None)],
        value=LeadViewState.shows,
        on_pick=LeadViewState.show_only,
        name=t("Show"),
    )


def _entry(entry: rx.Var[EntryShown]) -> rx.Component:
    return timeline_entry(
        rx.cond(entry.kind == "note", avatar(entry.initials, photo=entry.photo, tint=entry.tint), icon(entry.drawing)),
        entry.sentence,
        age(entry.age, class_name=""),
        rx.cond(entry.text, rx.el.p(entry.text, class_name="note"), rx.fragment()),
        rx.cond(entry.changes.length() > 0, rx.el.ul(rx.foreach(entry.changes, _change)), rx.fragment()),
        age_full=entry.moment,
        class_name=f"entry-{entry.kind} " + rx.cond(entry.is_fresh, "is-fresh", ""),
        key=entry.id,
    )


def _change(change: rx.Var[ChangeShown]) -> rx.Component:
    return rx.el.li(
        rx.el.span(change.field, ": "),
        rx.el.del_(change.before),
        " → ",
        rx.el.ins(change.after),
        class_name="changed",
    )
