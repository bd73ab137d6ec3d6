"""A person as initials or photo."""

import reflex as rx

from leadx_app.components.ui.base import Words, joined, shown


def avatar(
    initials: Words,
    name: Words | None = None,
    *,
    photo: Words | None = None,
    tint: int | rx.Var[int] = 0,
    large: bool = False,
) -> rx.Component:
    """A round mark of a person; `tint` 0-5 tells people apart. Without a `name` it is decoration beside one."""
    spoken = {"role": "img", "aria_label": name, "title": name} if name is not None else {"aria_hidden": "true"}
    return rx.el.span(
        shown(photo, lambda source: rx.el.img(src=source, alt="", loading="lazy", class_name="avatar-photo")),
        class_name=joined("avatar", "avatar-large" if large else "", f"avatar-tint-{tint}"),
        custom_attrs={"data-initials": initials},
        **spoken,
    )


def person(initials: Words, name: Words, *, photo: Words | None = None, tint: int | rx.Var[int] = 0) -> rx.Component:
    """The mark and the name beside it; a narrow list shows the mark alone."""
    return rx.el.span(
        avatar(initials, photo=photo, tint=tint),
        rx.el.span(name, class_name="person-name"),
        class_name="person",
        title=name,
    )
