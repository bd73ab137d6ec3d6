"""Keeping a secret that must be read again: sealed with the installation's own, for one owner and one purpose."""

import base64
import secrets
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_NONCE = 12


class BadSeal(Exception):
    """It was sealed for another owner, or by another installation."""


class Sealer:
    """AES-256-GCM with a key of this purpose alone."""

    def __init__(self, secret: bytes, purpose: bytes) -> None:
        self._cipher = AESGCM(derived(secret, purpose))

    def seal(self, owner_id: UUID, text: str) -> str:
        """The text as it is kept; it opens for this owner alone."""
        nonce = secrets.token_bytes(_NONCE)
        return base64.b64encode(nonce + self._cipher.encrypt(nonce, text.encode(), owner_id.bytes)).decode()

    def opened(self, owner_id: UUID, sealed: str) -> str:
        """The text again.

        Raises:
            BadSeal: the installation's secret or the owner is another one.
        """
        try:
            raw = base64.b64decode(sealed)
            return self._cipher.decrypt(raw[:_NONCE], raw[_NONCE:], owner_id.bytes).decode()
        except (InvalidTag, ValueError) as error:
            raise BadSeal from error


def derived(secret: bytes, purpose: bytes) -> bytes:
    """A key of the installation's secret for one purpose."""
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose).derive(secret)
