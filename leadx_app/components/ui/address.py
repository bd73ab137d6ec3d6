"""The page's filters in the browser's address, so that a reload and a link bring them back."""

import reflex as rx

from leadx_app.components.ui.base import Words


class Address(rx.Component):
    """The JSX piece: writes when `query` changes, never on arriving, for then the address is what counts."""

    library = rx.asset("address.jsx", shared=True).importable_path
    tag = "Address"

    query: rx.Var[str]


def address(query: Words) -> rx.Component:
    """`query` is what stands behind the question mark."""
    return Address.create(query=query)
