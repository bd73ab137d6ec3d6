"""The JSX pieces of Sales News."""

from typing import Any

import reflex as rx
from reflex.event import no_args_event_spec

from leadx_app.components.ui.piece import piece


def _id(news_id: rx.Var[str]) -> list[rx.Var[str]]:
    return [news_id]


def _ids(news_ids: rx.Var[list[str]]) -> list[rx.Var[list[str]]]:
    return [news_ids]


class _Piece(rx.Component):
    library = piece("news.jsx")


class RichText(_Piece):
    """A place to write rich text in."""

    tag = "RichText"

    name: rx.Var[str]
    initial: rx.Var[str]
    label: rx.Var[str]
    words: rx.Var[dict[str, str]]
    described_by: rx.Var[str]
    invalid: rx.Var[str]
    focused: rx.Var[bool]


class RichBody(_Piece):
    """Rich text that was sanitized."""

    tag = "RichBody"

    html: rx.Var[str]
    on_edit: rx.EventHandler[no_args_event_spec]


class NewsTitle(_Piece):
    """The title of an item."""

    tag = "NewsTitle"

    title: rx.Var[str]
    on_edit: rx.EventHandler[no_args_event_spec]


class NewsPicture(_Piece):
    """The picture of an item that is being written."""

    tag = "NewsPicture"

    name: rx.Var[str]
    initial: rx.Var[str]
    words: rx.Var[dict[str, Any]]


class LeaveEditor(_Piece):
    """**Cancel**, and what Escape does."""

    tag = "LeaveEditor"

    label: rx.Var[str]
    asks: rx.Var[str]
    on_leave: rx.EventHandler[no_args_event_spec]


class NewsDrafts(_Piece):
    """Forgets kept text that is over, and finds what was left behind."""

    tag = "NewsDrafts"

    user_key: rx.Var[str]
    editing: rx.Var[str]
    drop_token: rx.Var[int]
    may_write: rx.Var[bool]
    is_loaded: rx.Var[bool]
    on_found: rx.EventHandler[_id]


class SeenReporter(_Piece):
    """Says what was read."""

    tag = "SeenReporter"

    items: rx.Var[list[Any]]
    on_seen: rx.EventHandler[_ids]
