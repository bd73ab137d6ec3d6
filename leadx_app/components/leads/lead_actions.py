"""What the reader may do to a lead, and the questions that some acts ask first."""

import reflex as rx

from leadx_app.components.ui.base import Handler, Words
from leadx_app.components.ui.button import button
from leadx_app.components.ui.dialog import close_button, dialog
from leadx_app.components.ui.field import select_field, text_area
from leadx_app.components.ui.form import kept_form
from leadx_app.components.ui.menu import menu_item, more_menu
from leadx_app.components.words import t
from leadx_app.state.lead_choices import LeadChoicesState
from leadx_app.state.lead_sending import LeadSendingState
from leadx_app.state.lead_transfer import LeadTransferState, ViewersShown
from leadx_app.state.lead_view import LeadViewState
from leadx_app.state.session import SessionState

LEAD = LeadViewState.lead
PROBLEMS = LeadViewState.problems


def lead_actions() -> rx.Component:
    """The bar below the lead; it follows the lead's own may-flags."""
    return rx.cond(
        LEAD.may_act,
        rx.el.div(
            rx.cond(LeadViewState.planned_id, _planned(), _acts()),
            class_name="view-bar",
            role="group",
            aria_label=t("Actions"),
        ),
        rx.fragment(),
    )


def _planned() -> rx.Component:
    """A move along the journey that is not saved yet."""
    return rx.fragment(
        _move_buttons(),
        rx.el.span(class_name="push"),
        button(t("Cancel"), kind="ghost", on_click=LeadViewState.drop_move),
        button(t("Save"), kind="primary", on_click=LeadViewState.save_move),
    )


def _move_buttons() -> rx.Component:
    return rx.fragment(
        button(t("Prev"), on_click=LeadViewState.prev_stage, disabled=~LeadViewState.may_prev),
        button(t("Next"), on_click=LeadViewState.next_stage, disabled=~LeadViewState.may_next),
    )


def _acts() -> rx.Component:
    return rx.fragment(
        rx.cond(LEAD.may_qualify, _move_buttons(), rx.fragment()),
        rx.el.span(class_name="push"),
        _beside(),
        _if(LEAD.may_resume, button(t("Resume"), kind="primary", icon_name="play", on_click=LeadViewState.resume)),
        _if(LEAD.may_reopen, button(t("Reopen"), icon_name="rotate-ccw", opens="lead-reopen")),
        _if(
            LEAD.may_ring,
            button(t("Ring the Bell"), kind="primary", icon_name="bell", on_click=LeadViewState.ring_bell),
        ),
        _if(LEAD.may_qualify, button(t("Won"), kind="primary", icon_name="trophy", opens="lead-won")),
        _if(
            LEAD.may_answer, button(t("Accept"), kind="primary", icon_name="user-check", on_click=LeadViewState.accept)
        ),
        _if(
            LEAD.may_withdraw,
            button(t("Take the lead back"), kind="primary", icon_name="undo-2", on_click=LeadSendingState.withdraw),
        ),
        _if(
            LEAD.may_hand_over,
            button(t("Handover to sales?"), kind="primary", icon_name="send", on_click=LeadViewState.hand_over),
        ),
    )


def _beside() -> rx.Component:
    """The rarer acts: buttons where there is room, a menu on a phone."""
    return rx.fragment(
        rx.el.span(
            _if(LEAD.may_return, button(t("Return"), kind="ghost", opens="lead-return")),
            _if(LEAD.may_assign, button(t("Assign"), kind="ghost", opens="lead-assign")),
            _if(LEAD.may_send, button(t("Handover"), kind="ghost", opens="lead-send")),
            _if(LEAD.may_send_across, button(t("Cross Silo"), kind="ghost", opens="lead-send_across")),
            _if(LEAD.may_qualify, button(t("Parked"), kind="ghost", on_click=LeadViewState.park)),
            _if(LEAD.may_qualify, button(t("Closed"), kind="ghost", opens="lead-close")),
            class_name="only-wide",
        ),
        _if(
            LEAD.may_assign | LEAD.may_return,
            rx.el.span(
                more_menu(
                    _if(LEAD.may_assign, _item(t("Assign"), "user-plus", "lead-assign")),
                    _if(LEAD.may_return, _item(t("Return"), "corner-up-left", "lead-return")),
                    _if(LEAD.may_send, _item(t("Handover"), "arrow-right-left", "lead-send")),
                    _if(LEAD.may_send_across, _item(t("Cross Silo"), "arrow-right-left", "lead-send_across")),
                    _if(
                        LEAD.may_qualify, menu_item(t("Parked"), icon_name="circle-pause", on_click=LeadViewState.park)
                    ),
                    _if(LEAD.may_qualify, _item(t("Closed"), "circle-x", "lead-close")),
                    name=t("More actions"),
                ),
                class_name="only-phone",
            ),
        ),
    )


def _item(label: Words, icon_name: str, opens: str) -> rx.Component:
    return menu_item(label, icon_name=icon_name, custom_attrs={"data-opens": opens})


def _if(flag: rx.Var[bool], child: rx.Component) -> rx.Component:
    return rx.cond(flag, child, rx.fragment())


def lead_questions() -> rx.Component:
    """The small popups of acts that ask something; they stand in every page beside View Lead."""
    return rx.fragment(
        _question(
            "return",
            t("Return"),
            rx.cond(
                LEAD.sent_from,
                t("Return this lead to {name}", name=LEAD.sent_from),
                t("Return this lead to {name}", name=LEAD.creator),
            ),
            text_area(
                t("Reason"),
                "reason",
                required=True,
                hint=t("They read it, so that the next lead is better."),
                error=PROBLEMS["reason"],
                scope="return",
            ),
            on_submit=LeadViewState.return_lead,
        ),
        _question(
            "reopen",
            t("Reopen"),
            t("Reopen this lead"),
            text_area(
                t("Reason"),
                "reason",
                required=True,
                hint=t("It stays in the history."),
                error=PROBLEMS["reason"],
                scope="reopen",
            ),
            on_submit=LeadViewState.reopen,
        ),
        _question(
            "assign",
            t("Assign"),
            t("Assign this lead"),
            select_field(
                t("Assign to"),
                "owner_id",
                LeadChoicesState.owners,
                empty=t("Choose a person"),
                error=PROBLEMS["owner_id"],
                scope="assign",
            ),
            on_submit=LeadViewState.assign,
        ),
        _question(
            "close",
            t("Closed"),
            t("Close this lead without a sale"),
            select_field(
                t("Why was it closed?"),
                "lost_reason_id",
                LeadChoicesState.lost_reasons,
                empty=t("Choose a reason"),
                error=PROBLEMS["lost_reason_id"],
                scope="close",
            ),
            on_submit=LeadViewState.close_lost,
        ),
        _sending("send", t("Handover"), t("Hand this lead over to another organization")),
        _sending("send_across", t("Cross Silo"), t("Send this lead across to another partner")),
        _viewers(),
        _won(),
    )


def _sending(key: str, act: Words, title: Words) -> rx.Component:
    return _question(
        key,
        act,
        title,
        rx.fragment(
            select_field(
                t("Receiving organization"),
                "organization_id",
                LeadTransferState.places,
                empty=t("Choose an organization"),
                error=PROBLEMS["organization_id"],
                scope=key,
            ),
            rx.el.p(
                t("Its Managers accept it, assign it or return it. Until then you can take it back."),
                class_name="dialog-text",
            ),
        ),
        on_submit=LeadSendingState.send,
    )


def _viewers() -> rx.Component:
    """Who can see the lead, by the reason why."""
    return dialog(
        t("Who can see this"),
        viewers_list(),
        name="lead-viewers",
        open=LeadViewState.question == "viewers",
        on_open=LeadViewState.ask("viewers"),
        on_close=LeadViewState.ask(""),
        close_name=t("Close"),
        size="small",
    )


def viewers_list() -> rx.Component:
    """The groups of people, each with its reason."""
    return rx.el.dl(rx.foreach(LeadTransferState.viewers, _viewers_of), class_name="viewers")


def _viewers_of(group: rx.Var[ViewersShown]) -> rx.Component:
    return rx.el.div(
        rx.el.dt(group.reason),
        rx.foreach(group.people, lambda name: rx.el.dd(name)),
    )


def _question(key: str, act: Words, title: Words, field: rx.Component, *, on_submit: Handler) -> rx.Component:
    return dialog(
        title,
        kept_form(
            field,
            rx.el.div(
                close_button(t("Cancel")),
                button(act, kind="danger" if key == "close" else "primary", submit=True),
                class_name="dialog-actions",
            ),
            form_key=f"lead-{key}-" + LEAD.id,
            user_key=SessionState.user_key,
            clear_token=LeadViewState.clear_token,
            answer_token=LeadViewState.answer_token,
            on_submit=on_submit,
            label=title,
        ),
        name=f"lead-{key}",
        open=LeadViewState.question == key,
        on_open=LeadViewState.ask(key),
        on_close=LeadViewState.ask(""),
        close_name=t("Close"),
        size="small",
    )


def _won() -> rx.Component:
    """Winning is final, so it says what will be counted."""
    return dialog(
        t("Won"),
        rx.el.p(
            rx.el.strong(LEAD.title),
            rx.el.br(),
            rx.cond(
                LEAD.value,
                t("{value} goes into the revenue, at the rate of today.", value=LEAD.value),
                t("It has no value yet, so no revenue will be counted."),
            ),
            class_name="dialog-text",
        ),
        name="lead-won",
        open=LeadViewState.question == "won",
        on_open=LeadViewState.ask("won"),
        on_close=LeadViewState.ask(""),
        close_name=t("Close"),
        size="small",
        footer=rx.fragment(
            close_button(t("Cancel")), button(t("Won"), kind="primary", icon_name="trophy", on_click=LeadViewState.win)
        ),
    )
