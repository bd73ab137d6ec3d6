"""The profile of the own organization, and its child organizations."""

import reflex as rx

from leadx_app.components.admin.basis import FIRST_DAYS
from leadx_app.components.ui.button import button, link
from leadx_app.components.ui.chip import chip
from leadx_app.components.ui.dialog import close_button, dialog
from leadx_app.components.ui.empty import empty_state
from leadx_app.components.ui.field import plain_select, select_field, text_field
from leadx_app.components.ui.section import facts, section_header
from leadx_app.components.ui.skeleton import skeleton
from leadx_app.components.ui.upload import file_upload
from leadx_app.components.words import t
from leadx_app.state.organizations import OrganizationState

RENAME = "rename-organization"
LOGO_BYTES = 5 * 1024 * 1024


def organizational_profile() -> rx.Component:
    """Name, logo, address, and how its people read dates and days; also of the children, for who sees to them."""
    return rx.el.section(
        section_header(t("Organizational Profile"), _which()),
        rx.cond(OrganizationState.is_loaded, rx.fragment(_logo(), _form(), _told()), skeleton(kind="block")),
        class_name="settings",
        aria_label=t("Organizational Profile"),
    )


def _which() -> rx.Component:
    """Whose profile it is."""
    return rx.cond(
        OrganizationState.organizations.length() > 1,
        plain_select(
            OrganizationState.organizations,
            value=OrganizationState.profile.id,
            on_change=OrganizationState.choose_organization,
            aria_label=t("Whose profile"),
            small=True,
            id="profile-of",
        ),
        rx.fragment(),
    )


def _logo() -> rx.Component:
    line = OrganizationState.profile
    return rx.el.div(
        rx.cond(
            line.logo,
            rx.el.img(src=line.logo, alt=t("The logo of {name}", name=line.name), class_name="logo-shown"),
            rx.el.span(t("No logo yet"), class_name="logo-none"),
        ),
        file_upload(
            browse=t("Choose a logo"),
            capture="",
            hint=t("PNG, JPEG or WebP. Everybody who works there sees it in the menu. At most 5 MB."),
            drop=t("Drop it here"),
            remove=t("Remove"),
            retry=t("Try again"),
            failed=t("The logo did not arrive. Check the connection and try again."),
            too_large=t("The logo is larger than 5 MB. Choose a smaller one."),
            label=t("Logo"),
            name="logo",
            to=f"/files/logo/{line.id}",
            max_bytes=LOGO_BYTES,
            keep=False,
            on_uploaded=OrganizationState.show_logo,
        ),
        rx.cond(
            line.logo,
            button(t("Remove the logo"), icon_name="trash-2", small=True, on_click=OrganizationState.remove_logo),
            rx.fragment(),
        ),
        class_name="logo-edit",
        key=line.id,
    )


def _told() -> rx.Component:
    """What is set elsewhere: the other currencies by the Admin, the subscription by the operator."""
    line = OrganizationState.profile
    money = rx.fragment(
        rx.cond(line.currencies, line.currencies, t("None")), " ", link(t("Currencies"), href="/admin/currencies")
    )
    told = facts(
        (t("Base currency"), line.currency),
        (t("Other currencies"), money),
        (t("Subscription start"), line.starts_on),
        (t("Subscription end"), line.ends_on),
    )
    return rx.el.div(told, class_name="organization-told")


def _form() -> rx.Component:
    line = OrganizationState.profile
    return rx.el.form(
        rx.el.input(type="hidden", name="version", value=line.version, read_only=True),
        _text(t("Name"), "name", line.name, required=True, max_length=200),
        _text(t("Organization number"), "organization_number", line.organization_number, max_length=40),
        _text(t("Address"), "address", line.address, max_length=200),
        _text(t("Postcode"), "postcode", line.postcode, max_length=20),
        _text(t("City"), "city", line.city, max_length=100),
        _text(t("Country"), "country", line.country, max_length=100),
        _choice(
            t("Time zone"),
            "time_zone",
            OrganizationState.time_zones,
            line.time_zone,
            hint=t("Days and months of all figures begin by it."),
        ),
        _choice(
            t("Date format"),
            "date_format",
            OrganizationState.date_formats,
            line.date_format,
            hint=t("So everybody reads dates on pages, in files and in mails."),
        ),
        _choice(
            t("Language of new people"), "default_language", [("en", "English"), ("nb", "Norsk")], line.default_language
        ),
        _choice(
            t("Financial year begins on"),
            "financial_year_start_month",
            [(str(number), t(day)) for number, day in enumerate(FIRST_DAYS, start=1)],
            line.start_month,
        ),
        rx.el.div(button(t("Save"), kind="primary", submit=True), class_name="organization-acts"),
        on_submit=OrganizationState.save,
        class_name="organization-form",
        aria_label=t("Organizational Profile"),
        key=line.key,
    )


def _text(label: rx.Var[str], name: str, value: rx.Var, **props: object) -> rx.Component:
    error = OrganizationState.problems[name]
    return text_field(label, name, default_value=value, error=error, scope="organization", auto_complete="off", **props)


def _choice(label: rx.Var[str], name: str, options: object, value: rx.Var, **props: object) -> rx.Component:
    error = OrganizationState.problems[name]
    return select_field(label, name, options, default_value=value, error=error, scope="organization", **props)


def child_organisations() -> rx.Component:
    """Vendors, service and channel partners: for Admins of the parent organization."""
    return rx.cond(
        OrganizationState.is_parent,
        rx.el.section(
            section_header(t("Child Organisations"), count=OrganizationState.children.length()),
            rx.el.p(
                t("Vendors, service and channel partners. They see their own leads; you see theirs."),
                class_name="muted",
            ),
            rx.cond(
                OrganizationState.children,
                rx.el.ul(
                    rx.foreach(OrganizationState.children, _child),
                    class_name="user-list children",
                    aria_label=t("Child Organisations"),
                ),
                empty_state(t("No child organizations yet"), t("Add the first one below.")),
            ),
            rx.el.form(
                text_field(
                    t("Name of the new organization"),
                    "name",
                    error=OrganizationState.child_problem,
                    required=True,
                    max_length=200,
                    scope="child",
                    auto_complete="off",
                ),
                button(t("Add"), icon_name="plus", submit=True),
                on_submit=OrganizationState.add_child,
                class_name="child-form",
                aria_label=t("Add a child organization"),
                key=f"add {OrganizationState.added}",
            ),
            _renaming(),
            class_name="settings",
            aria_label=t("Child Organisations"),
        ),
        rx.fragment(),
    )


def _child(line: rx.Var) -> rx.Component:
    return rx.el.li(
        rx.el.span(
            rx.el.span(line.name, class_name="user-name", dir="auto"),
            rx.el.span(line.people, class_name="user-more"),
            class_name="user-body",
        ),
        rx.el.span(
            rx.cond(
                line.is_active,
                rx.cond(line.has_receiver, chip(t("Active"), tone="won"), chip(t("No Manager yet"), tone="parked")),
                chip(t("Inactive")),
            ),
            class_name="join-where",
        ),
        rx.el.span(
            button(
                t("Rename"),
                small=True,
                on_click=OrganizationState.open_rename(line.id),
                aria_label=t("Rename {name}", name=line.name),
            ),
            rx.cond(
                line.is_active,
                button(
                    t("Make inactive"),
                    small=True,
                    on_click=OrganizationState.set_active(line.id, False),
                    aria_label=t("Make {name} inactive", name=line.name),
                ),
                button(
                    t("Make active"),
                    small=True,
                    on_click=OrganizationState.set_active(line.id, True),
                    aria_label=t("Make {name} active", name=line.name),
                ),
            ),
            class_name="join-acts",
        ),
        class_name="child",
        key=line.id,
    )


def _renaming() -> rx.Component:
    line = OrganizationState.renamed
    return dialog(
        t("Rename the organization"),
        rx.el.form(
            text_field(
                t("New name"),
                "name",
                default_value=line.name,
                error=OrganizationState.rename_problem,
                required=True,
                max_length=200,
                scope="rename",
                auto_complete="off",
            ),
            rx.el.div(
                close_button(t("Cancel")), button(t("Rename"), kind="primary", submit=True), class_name="dialog-actions"
            ),
            on_submit=OrganizationState.rename,
            class_name="form",
            key=f"{line.id} {line.name}",
        ),
        name=RENAME,
        open=OrganizationState.is_renaming,
        on_close=OrganizationState.close_rename,
        close_name=t("Close"),
        size="small",
    )
