"""User Management: the list of people, what one of them may, and the round of invitations."""

import reflex as rx

from leadx_app.components.admin.person_link import person_link
from leadx_app.components.admin.person_two_step import person_two_step
from leadx_app.components.erasure import erase_person, erasure_dialog
from leadx_app.components.ui.button import button
from leadx_app.components.ui.chip import chip
from leadx_app.components.ui.copy_field import copy_field
from leadx_app.components.ui.dialog import close_button, dialog
from leadx_app.components.ui.empty import empty_state
from leadx_app.components.ui.field import plain_select, select_field, text_field
from leadx_app.components.ui.form import kept_form
from leadx_app.components.ui.search_field import search_field
from leadx_app.components.ui.section import facts, toolbar
from leadx_app.components.ui.skeleton import skeleton
from leadx_app.components.words import t
from leadx_app.domain.people import MOST_INVITED
from leadx_app.state.person_link import PersonLinkState
from leadx_app.state.person_two_step import PersonTwoStepState
from leadx_app.state.session import SessionState
from leadx_app.state.users import UsersState

PERSON, INVITE, LINKS = "person", "invite-user", "invitation-links"
ROLES = [
    ("lite", "LITE"),
    ("basic", "Basic"),
    ("professional", "Professional"),
    ("manager", "Manager"),
    ("admin", "Admin"),
]


def user_management() -> rx.Component:
    """Everybody of the Admin's organizations, by name."""
    return rx.el.section(
        toolbar(
            search_field(t("Search people"), on_search=UsersState.search.debounce(200)),
            plain_select(
                ROLES,
                empty=t("All roles"),
                aria_label=t("Role"),
                small=True,
                value=UsersState.role,
                on_change=UsersState.choose_role,
            ),
            plain_select(
                UsersState.organizations,
                empty=t("All organizations"),
                aria_label=t("Organization"),
                small=True,
                value=UsersState.organization_id,
                on_change=UsersState.choose_organization,
            ),
            plain_select(
                [("active", t("Active")), ("inactive", t("Inactive")), ("invited", t("Invited"))],
                empty=t("Active or not"),
                aria_label=t("Standing"),
                small=True,
                value=UsersState.standing,
                on_change=UsersState.choose_standing,
            ),
            button(
                t("Invite User"), kind="primary", icon_name="user-plus", opens=INVITE, on_click=UsersState.open_invite
            ),
            name=t("User Management"),
        ),
        rx.cond(UsersState.is_loaded, _rows(), _loading()),
        _person(),
        _invite(),
        _links(),
        erasure_dialog(),
        class_name="users",
    )


def _rows() -> rx.Component:
    more = button(t("Show more"), on_click=UsersState.show_more(UsersState.next_cursor))
    return rx.cond(
        UsersState.rows,
        rx.fragment(
            rx.el.ul(rx.foreach(UsersState.rows, _row), class_name="user-list", aria_label=t("People")),
            rx.cond(UsersState.next_cursor, rx.el.div(more, class_name="notices-more"), rx.fragment()),
        ),
        empty_state(t("Nobody is like this"), t("Take a filter away, or invite somebody.")),
    )


def _row(line: rx.Var) -> rx.Component:
    return rx.el.li(
        rx.el.button(
            rx.el.span(
                rx.el.span(line.name, class_name="user-name", dir="auto"),
                rx.el.span(line.email, class_name="user-more"),
                class_name="user-body",
            ),
            rx.el.span(line.roles, class_name="user-roles"),
            chip(line.standing_name, tone=line.tone),
            type="button",
            class_name="user-row",
            on_click=[UsersState.open_person(line.id), PersonTwoStepState.look(line.id), PersonLinkState.look(line.id)],
            custom_attrs={"data-opens": PERSON},
        ),
        key=line.id,
    )


def _person() -> rx.Component:
    person = UsersState.person
    return dialog(
        person.name,
        facts((t("Email"), person.email), (t("Standing"), chip(person.standing_name, tone=person.tone))),
        rx.el.form(
            rx.el.div(
                _about(t("Name"), "name", person.name, required=True, max_length=200),
                _about(t("Phone"), "phone", person.phone, type="tel", max_length=40),
                class_name="user-about",
            ),
            rx.el.fieldset(
                rx.el.legend(t("Manage Org. Access"), class_name="section-title"),
                rx.cond(
                    UsersState.person_problems["access"],
                    rx.el.p(UsersState.person_problems["access"], class_name="field-error", role="alert"),
                    rx.fragment(),
                ),
                rx.foreach(UsersState.access, _access),
                class_name="user-access",
            ),
            rx.el.div(button(t("Save"), kind="primary", submit=True), class_name="user-acts"),
            on_submit=UsersState.save_person,
            key=f"{person.id} {person.name} {person.phone}",
        ),
        person_two_step(),
        person_link(),
        rx.el.div(
            rx.match(
                person.standing,
                ("active", button(t("Make inactive"), kind="danger", on_click=UsersState.set_active(False))),
                ("inactive", button(t("Make active"), on_click=UsersState.set_active(True))),
                (
                    "invited",
                    rx.fragment(
                        button(t("Send again"), icon_name="send", on_click=UsersState.send_again),
                        button(t("Withdraw the invitation"), kind="danger", on_click=UsersState.withdraw),
                    ),
                ),
                button(t("Send again"), icon_name="send", on_click=UsersState.send_again),
            ),
            class_name="user-acts",
        ),
        erase_person(person.id),
        name=PERSON,
        open=UsersState.is_open,
        on_close=UsersState.close_person,
        close_name=t("Close"),
        label=t("Edit user"),
    )


def _about(label: rx.Var[str], field: str, value: rx.Var, **props: object) -> rx.Component:
    error = UsersState.person_problems[field]
    return text_field(label, field, default_value=value, error=error, scope="user", auto_complete="off", **props)


def _links() -> rx.Component:
    """Links that the Admin passes on, where no mail server does."""
    return dialog(
        t("Invitation links"),
        rx.el.p(
            t("No mail server is set up. Copy each link now and give it to the person: it is shown only this once."),
            class_name="muted",
        ),
        rx.foreach(
            UsersState.links,
            lambda line: copy_field(
                line.email, line.link, name=line.email, copy=t("Copy"), copied=t("Copied"), scope="invitation"
            ),
        ),
        name=LINKS,
        open=UsersState.links.length() > 0,
        on_close=UsersState.forget_links,
        close_name=t("Close"),
        footer=close_button(t("Close")),
    )


def _access(line: rx.Var) -> rx.Component:
    return rx.el.div(
        rx.el.span(line.organization, class_name="user-organization", aria_hidden="true"),
        plain_select(
            ROLES,
            empty=t("No access"),
            name=f"role_{line.id}",
            aria_label=line.organization,
            default_value=line.role,
            small=True,
        ),
        class_name="user-access-row",
        key=f"{line.id} {line.role}",
    )


def _invite() -> rx.Component:
    return dialog(
        t("Invite User"),
        rx.el.p(
            t("Each gets a mail with a link to choose a password. The link works for seven days."), class_name="muted"
        ),
        kept_form(
            *[_invited(number) for number in range(MOST_INVITED)],
            rx.cond(
                UsersState.problems["rows"],
                rx.el.p(UsersState.problems["rows"], class_name="field-error", role="alert"),
                rx.fragment(),
            ),
            rx.el.div(
                rx.cond(
                    UsersState.invited_rows < MOST_INVITED,
                    button(t("Add another person"), icon_name="plus", on_click=UsersState.add_row),
                    rx.el.p(t("Ten people a round."), class_name="muted"),
                ),
                button(t("Send invitations"), kind="primary", icon_name="send", submit=True),
                class_name="dialog-actions",
            ),
            form_key="invite",
            user_key=SessionState.user_key,
            on_submit=UsersState.invite,
            clear_token=UsersState.round,
            answer_token=UsersState.answer,
            label=t("Invite User"),
        ),
        name=INVITE,
        open=UsersState.is_inviting,
        on_close=UsersState.close_invite,
        close_name=t("Close"),
        size="wide",
    )


def _invited(number: int) -> rx.Component:
    """One person of the round; only the first is there from the beginning."""
    row = rx.el.fieldset(
        rx.el.legend(t("Person {number}", number=number + 1), class_name="spoken"),
        _text(t("Name"), "name", number, max_length=200),
        _text(t("Email"), "email", number, type="email", max_length=320),
        _text(t("Phone"), "phone", number, type="tel", max_length=40),
        select_field(
            t("Role"),
            f"role_{number}",
            ROLES,
            default_value="basic",
            error=UsersState.problems[f"role_{number}"],
            scope="invite",
        ),
        select_field(
            t("Organization"),
            f"organization_{number}",
            UsersState.organizations,
            error=UsersState.problems[f"organization_{number}"],
            scope="invite",
        ),
        class_name="invited",
    )
    return row if number == 0 else rx.cond(UsersState.invited_rows > number, row, rx.fragment())


def _text(label: rx.Var[str], field: str, number: int, **props: object) -> rx.Component:
    name = f"{field}_{number}"
    return text_field(label, name, error=UsersState.problems[name], scope="invite", auto_complete="off", **props)


def _loading() -> rx.Component:
    lines = [skeleton(width) for width in ("70%", "55%", "65%", "60%")]
    return rx.el.div(*lines, class_name="skeletons stack", aria_busy="true")
