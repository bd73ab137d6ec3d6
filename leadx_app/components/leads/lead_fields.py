"""The fields of a lead, as New Lead and the edit form of View Lead share them."""

from typing import Any

import reflex as rx

from leadx_app.components.ui.base import Words
from leadx_app.components.ui.field import date_field, money_field, plain_select, select_field, text_area, text_field
from leadx_app.components.ui.piece import piece
from leadx_app.components.ui.tags_field import tags_control
from leadx_app.components.words import t
from leadx_app.state.lead_choices import LeadChoicesState


class StageSteps(rx.Component):
    """The JSX piece: stages as radios with **Next** and **Prev**."""

    library = piece("stage_steps.jsx")
    tag = "StageSteps"

    name: rx.Var[str]
    stages: rx.Var[list[Any]]
    label: rx.Var[str]
    next: rx.Var[str]
    prev: rx.Var[str]


def stage_steps() -> rx.Component:
    """Where the new lead begins on its journey."""
    return StageSteps.create(
        name="stage_id", stages=LeadChoicesState.stages, label=t("Stage"), next=t("Next"), prev=t("Prev")
    )


def value_field(
    problems: rx.Var[dict[str, str]], scope: str, *, value: Words = "", currency: Words = ""
) -> rx.Component:
    """Amount and currency beside each other."""
    return money_field(
        t("Lead value"),
        "value",
        currency=_currency(currency),
        default_value=value,
        error=problems["value"],
        scope=scope,
    )


def _currency(chosen: Words) -> rx.Component:
    """The currencies, once they are there: a native drop-down takes its default when it is made."""
    default = rx.cond(chosen, chosen, LeadChoicesState.currencies[0].value)
    return rx.cond(
        LeadChoicesState.currencies.length() > 0,
        plain_select(LeadChoicesState.currencies, name="currency", aria_label=t("Currency"), default_value=default),
        rx.el.span(class_name="money-unit"),
    )


def email_field(problems: rx.Var[dict[str, str]], scope: str, *, value: Words = "") -> rx.Component:
    """The contact person's address."""
    return text_field(
        t("Email"),
        "person_email",
        type="email",
        input_mode="email",
        default_value=value,
        error=problems["person_email"],
        scope=scope,
    )


def phone_field(problems: rx.Var[dict[str, str]], scope: str, *, value: Words = "") -> rx.Component:
    """The contact person's number."""
    return text_field(
        t("Phone"), "person_phone", type="tel", default_value=value, error=problems["person_phone"], scope=scope
    )


def closing_field(problems: rx.Var[dict[str, str]], scope: str, *, value: Words = "") -> rx.Component:
    """When it may be closed."""
    return date_field(
        t("Expected closing date"),
        "expected_closing_on",
        default_value=value,
        error=problems["expected_closing_on"],
        scope=scope,
    )


def category_field(problems: rx.Var[dict[str, str]], scope: str, *, value: Words = "") -> rx.Component:
    """What kind of sale."""
    return _choice(t("Category"), "category_id", LeadChoicesState.categories, problems, scope, value)


def source_field(problems: rx.Var[dict[str, str]], scope: str, *, value: Words = "") -> rx.Component:
    """Where it came from."""
    return _choice(t("Source"), "source_id", LeadChoicesState.sources, problems, scope, value)


def _choice(
    label: Words, name: str, options: rx.Var, problems: rx.Var[dict[str, str]], scope: str, value: Words
) -> rx.Component:
    """A drop-down that is made again when its options arrive, so that it takes its default."""
    return rx.cond(
        options.length() > 0,
        select_field(label, name, options, empty=t("None"), default_value=value, error=problems[name], scope=scope),
        select_field(label, name, [], empty=t("None"), scope=scope),
    )


def tags_field(problems: rx.Var[dict[str, str]], scope: str, *, value: Words = "") -> rx.Component:
    """Words to find it by."""
    return tags_control(
        t("Tags"),
        "tags",
        LeadChoicesState.tags,
        add=t("Add “{text}”", text="{text}"),
        remove=t("Remove the tag {name}", name="{name}"),
        default_value=value,
        error=problems["tags"],
        scope=scope,
    )


def description_field(
    problems: rx.Var[dict[str, str]], scope: str, *, value: Words = "", rows: int = 3, placeholder: Words | None = None
) -> rx.Component:
    """What it is about."""
    return text_area(
        t("Description"),
        "description",
        default_value=value,
        error=problems["description"],
        rows=rows,
        placeholder=placeholder,
        scope=scope,
    )
