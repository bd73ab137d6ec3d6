"""User Management: the list of people, what one of them may, and the round of invitations."""

import reflex as rx

from leadx_app.components.admin.invite import INVITE, ROLES, invitation_links, invite_user
from leadx_app.components.admin.person_link import person_link
from leadx_app.components.admin.person_two_step import person_two_step
from leadx_app.components.erasure import erase_person, erasure_dialog
from leadx_app.components.ui.address import address
from leadx_app.components.ui.avatar import avatar
from leadx_app.components.ui.button import button
from leadx_app.components.ui.chip import chip
from leadx_app.components.ui.dialog import dialog
from leadx_app.components.ui.empty import empty_state
from leadx_app.components.ui.field import plain_select, text_field
from leadx_app.components.ui.search_field import search_field
from leadx_app.components.ui.section import facts, toolbar
from leadx_app.components.ui.skeleton import skeleton
from leadx_app.components.words import t
from leadx_app.state.person_link import PersonLinkState
from leadx_app.state.person_two_step import PersonTwoStepState
from leadx_app.state.users import UsersState

AT = UsersState.at
PERSON = "person"
ELSEWHERE = (
    "This person works in other organizations too. Only an Admin of the parent organization changes the account;"
    " the access to your organization you change here."
)


def user_management() -> rx.Component:
    """Everybody of the Admin's organizations."""
    return rx.el.section(
        address(UsersState.query),
        toolbar(
            search_field(
                t("Search people"),
                on_search=UsersState.search.debounce(200),
                default_value=AT.search,
                key=f"{UsersState.is_loaded} {UsersState.cleared}",
            ),
            button(
                t("Invite User"), kind="primary", icon_name="user-plus", opens=INVITE, on_click=UsersState.open_invite
            ),
            rx.el.div(
                _filter(ROLES, t("All roles"), t("Role"), AT.role, UsersState.choose_role),
                _filter(
                    UsersState.organizations,
                    t("All organizations"),
                    t("Organization"),
                    AT.organization,
                    UsersState.choose_organization,
                ),
                _filter(
                    [("active", t("Active")), ("inactive", t("Inactive")), ("invited", t("Invited"))],
                    t("Active or not"),
                    t("Standing"),
                    AT.standing,
                    UsersState.choose_standing,
                ),
                _filter(
                    [("on", t("Two-step on")), ("off", t("Two-step off"))],
                    t("Two-step on or off"),
                    t("Two-step sign-in"),
                    AT.two_step,
                    UsersState.choose_two_step,
                ),
                _filter(
                    [
                        ("week", t("Here within a week")),
                        ("month", t("Here within 30 days")),
                        ("long_ago", t("Not here for 90 days")),
                        ("never", t("Never here")),
                    ],
                    t("Here at any time"),
                    t("Last here"),
                    AT.seen,
                    UsersState.choose_seen,
                ),
                _filter(
                    [
                        ("seen", t("Last here first")),
                        ("unseen", t("Longest away first")),
                        ("newest", t("Newest first")),
                    ],
                    t("By name"),
                    t("Order"),
                    AT.sort,
                    UsersState.choose_sort,
                ),
                rx.cond(
                    UsersState.query,
                    button(t("Show everybody"), kind="ghost", small=True, on_click=UsersState.show_everybody),
                    rx.fragment(),
                ),
                class_name="user-filters",
            ),
            name=t("User Management"),
        ),
        rx.cond(UsersState.is_loaded, _rows(), _loading()),
        _person(),
        invite_user(),
        invitation_links(),
        erasure_dialog(),
        class_name="users",
    )


def _filter(options: object, empty: rx.Var[str], name: rx.Var[str], value: rx.Var, on_change: object) -> rx.Component:
    return plain_select(options, empty=empty, aria_label=name, small=True, value=value, on_change=on_change)


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
            avatar(line.initials, photo=line.photo, tint=line.tint),
            rx.el.span(
                rx.el.span(line.name, class_name="user-name", dir="auto"),
                rx.el.span(line.email, class_name="user-more"),
                class_name="user-body",
            ),
            rx.el.span(
                rx.el.span(line.roles),
                rx.el.span(
                    rx.el.span(line.seen, title=line.seen_at),
                    rx.cond(line.has_two_step, rx.fragment(" · ", t("Two-step on")), rx.fragment()),
                    class_name="user-more",
                ),
                class_name="user-roles",
            ),
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
        facts(
            (t("Email"), person.email),
            (t("Standing"), chip(person.standing_name, tone=person.tone)),
            (t("Last here"), rx.cond(person.seen_at, person.seen_at, t("Never here"))),
        ),
        rx.el.form(
            rx.el.div(
                _about(t("Name"), "name", person.name, required=True, max_length=200, read_only=~person.may_account),
                _about(t("Phone"), "phone", person.phone, type="tel", max_length=40, read_only=~person.may_account),
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
        rx.cond(person.may_account, _account(), rx.el.p(t(ELSEWHERE), class_name="muted")),
        name=PERSON,
        open=UsersState.is_open,
        on_close=UsersState.close_person,
        close_name=t("Close"),
        label=t("Edit user"),
    )


def _account() -> rx.Component:
    """What concerns the whole account: signing in, the invitation, erasure."""
    person = UsersState.person
    return rx.fragment(
        person_two_step(),
        person_link(),
        rx.el.div(
            erase_person(person.id),
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
            class_name="user-acts user-end",
        ),
    )


def _about(label: rx.Var[str], field: str, value: rx.Var, **props: object) -> rx.Component:
    error = UsersState.person_problems[field]
    return text_field(label, field, default_value=value, error=error, scope="user", auto_complete="off", **props)


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


def _loading() -> rx.Component:
    lines = [skeleton(width) for width in ("70%", "55%", "65%", "60%")]
    return rx.el.div(*lines, class_name="skeletons stack", aria_busy="true")
