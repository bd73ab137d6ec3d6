"""The logo on documents that the server draws."""

from contextlib import suppress

from sqlmodel import Session

from leadx_app.domain.permissions import Actor
from leadx_app.domain.ports import MissingFile, StorageUnavailable
from leadx_app.queries.organizations import logo_key
from leadx_app.runtime import get_runtime


def logo_of(session: Session, actor: Actor) -> bytes | None:
    """The small picture of the logo where the actor works; None for none, or where the storage does not answer."""
    if key := logo_key(session, actor):
        with suppress(MissingFile, StorageUnavailable):
            return b"".join(get_runtime().storage.open(key))
    return None
