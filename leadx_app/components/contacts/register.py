"""**Find in the register** in the form of a company."""

import reflex as rx

from leadx_app.components.ui.register_lookup import register_lookup
from leadx_app.components.words import t
from leadx_app.state.register import RegisterState


def find_in_register(scope: str = "") -> rx.Component:
    """The look-up field, where the register is configured; stands inside the form whose fields it fills."""
    return rx.el.div(
        rx.cond(
            RegisterState.is_on,
            register_lookup(
                t("Find in the register"),
                RegisterState.companies,
                asked=RegisterState.asked,
                note=RegisterState.note,
                filled=t("Filled in from the register: {name}.", name="{name}"),
                kept=t("You had written {fields} yourself.", fields="{fields}"),
                use=t("Use the register's"),
                on_query=RegisterState.look_up,
                placeholder=t("Name or organization number"),
                scope=scope,
            ),
            rx.fragment(),
        ),
        on_mount=RegisterState.begin,
        class_name="register",
    )
