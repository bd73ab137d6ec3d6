"""What should reach a person, and through what: a tick per kind and channel, on the profile page."""

import reflex as rx

from leadx_app.components.ui.base import Words
from leadx_app.components.ui.section import section_header
from leadx_app.components.words import t
from leadx_app.domain.event_kinds import NOTICES
from leadx_app.domain.notices import Channel, Notice
from leadx_app.state.notifications import WishesState, wish_key

CAN_COME = frozenset(NOTICES.values())

LABELS: dict[Notice, str] = {
    Notice.HANDOVER_WAITING: "A handed-over lead waits for an answer",
    Notice.ACCEPTED: "Sales accepted a lead of yours",
    Notice.ASSIGNED: "A lead or a task was assigned",
    Notice.RETURNED: "A lead came back to you with a reason",
    Notice.WON: "A lead of yours was won, closed or reopened",
    Notice.MENTIONED: "Somebody mentioned you",
    Notice.NOTE: "A note on a lead of yours",
    Notice.REMINDER: "Reminders",
    Notice.NEWS: "News",
    Notice.BELL: "The bell and milestones",
    Notice.OVERDUE: "A handed-over lead waited too long",
    Notice.JOINING: "Somebody asks to join (for Admins)",
    Notice.SUPPORT: "Tickets to support",
    Notice.SUBSCRIPTION: "The subscription comes to its end (for Admins)",
}


def notification_wishes() -> rx.Component:
    """A table of ticks; each is saved as it is made."""
    return rx.el.section(
        section_header(t("Notifications")),
        rx.el.table(
            rx.el.thead(
                rx.el.tr(
                    rx.el.th(rx.el.span(t("What should reach you"), class_name="spoken"), scope="col"),
                    *[rx.el.th(words, scope="col") for _, words in _channels()],
                )
            ),
            rx.el.tbody(*[_line(notice) for notice in Notice if notice in CAN_COME]),
            class_name="wishes",
            aria_label=t("How you hear of it"),
        ),
        class_name="profile-card",
        id="notifications",
    )


def _channels() -> list[tuple[Channel, Words]]:
    return [(Channel.IN_APP, t("In the app")), (Channel.EMAIL, t("Email")), (Channel.PUSH, t("Push"))]


def _line(notice: Notice) -> rx.Component:
    label = t(LABELS[notice])
    return rx.el.tr(
        rx.el.th(label, scope="row"),
        *[rx.el.td(_tick(notice, label, channel, words)) for channel, words in _channels()],
    )


def _tick(notice: Notice, label: Words, channel: Channel, words: Words) -> rx.Component:
    return rx.el.label(
        rx.el.input(
            type="checkbox",
            class_name="check",
            checked=WishesState.wishes[wish_key(notice, channel)],
            on_change=lambda is_wanted: WishesState.wish(notice.value, channel.value, is_wanted),
            aria_label=t("{kind}: {channel}", kind=label, channel=words),
        ),
        class_name="wish",
    )
