"""Adding files: Browse, Capture on a phone, or drop; each with its progress, its error and its retry."""

from typing import Any

import reflex as rx

from leadx_app.components.ui.base import Handler, Words, given
from leadx_app.components.ui.piece import piece


def _file(file_id: rx.Var[str], name: rx.Var[str]) -> list[rx.Var[str]]:
    return [file_id, name]


def _file_id(file_id: rx.Var[str]) -> list[rx.Var[str]]:
    return [file_id]


class FileUpload(rx.Component):
    """The JSX piece: sends each file to `POST /files`, or to another address of ours."""

    library = piece("upload.jsx")
    tag = "FileUpload"

    name: rx.Var[str]
    to: rx.Var[str]
    lead_id: rx.Var[str]
    max_bytes: rx.Var[int]
    keep: rx.Var[bool]
    words: rx.Var[dict[str, str]]
    on_uploaded: rx.EventHandler[_file]
    on_removed: rx.EventHandler[_file_id]


def file_upload(
    *,
    browse: Words,
    capture: Words,
    hint: Words,
    drop: Words,
    remove: Words,
    retry: Words,
    failed: Words,
    too_large: Words,
    label: Words,
    name: str = "file_ids",
    to: Words = "",
    lead_id: Words = "",
    max_bytes: int | rx.Var[int] = 0,
    keep: bool = True,
    on_uploaded: Handler = None,
    on_removed: Handler = None,
) -> rx.Component:
    """In a `kept_form` the ids travel as field `name`, comma between, and the form waits for uploads under way.

    `to` is another address that takes files; without `capture` words there is no camera.
    With `lead_id` a file belongs to the lead at once and `keep=False` takes it off this list when it has arrived.
    """
    words: dict[str, Any] = {
        "browse": browse,
        "capture": capture,
        "hint": hint,
        "drop": drop,
        "remove": remove,
        "retry": retry,
        "failed": failed,
        "tooLarge": too_large,
        "label": label,
    }
    return FileUpload.create(
        name=name,
        to=to,
        lead_id=lead_id,
        max_bytes=max_bytes,
        keep=keep,
        words=words,
        **given(on_uploaded=on_uploaded, on_removed=on_removed),
    )
