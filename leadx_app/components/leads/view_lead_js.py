"""The JSX pieces of View Lead."""

import reflex as rx
from reflex.event import no_args_event_spec

from leadx_app.components.ui.piece import piece


def _lead(lead_id: rx.Var[str]) -> list[rx.Var[str]]:
    return [lead_id]


def _title(title: rx.Var[str], version: rx.Var[int]) -> list[rx.Var]:
    return [title, version]


class _Piece(rx.Component):
    library = piece("view_lead.jsx")


class LeadAddress(_Piece):
    """Gives the popup its own address; Back closes it."""

    tag = "LeadAddress"

    open: rx.Var[bool]
    lead_id: rx.Var[str]
    opened: rx.Var[int]
    on_show: rx.EventHandler[_lead]
    on_hide: rx.EventHandler[no_args_event_spec]


class LeadDraft(_Piece):
    """Forgets the kept text of an edit that is over, and finds one that was left behind."""

    tag = "LeadDraft"

    user_key: rx.Var[str]
    lead_id: rx.Var[str]
    drop_token: rx.Var[int]
    may_edit: rx.Var[bool]
    is_editing: rx.Var[bool]
    on_found: rx.EventHandler[no_args_event_spec]


class LeadNeighbours(_Piece):
    """Buttons to the previous and the next lead of the list behind."""

    tag = "LeadNeighbours"

    lead_id: rx.Var[str]
    next: rx.Var[str]
    prev: rx.Var[str]
    on_show: rx.EventHandler[_lead]


class TitleInPlace(_Piece):
    """The title as a heading that can be written in."""

    tag = "TitleInPlace"

    title: rx.Var[str]
    version: rx.Var[int]
    editable: rx.Var[bool]
    label: rx.Var[str]
    fresh: rx.Var[bool]
    on_save: rx.EventHandler[_title]


class LeavingLink(_Piece):
    """A link out of the popup, which is closed first."""

    tag = "LeavingLink"

    href: rx.Var[str]
    on_leave: rx.EventHandler[no_args_event_spec]
