"""Codes of authenticator apps (TOTP, RFC 6238) and recovery codes: made, drawn, sealed and read."""

import base64
import hashlib
import hmac
import re
import secrets
import unicodedata
from datetime import datetime
from uuid import UUID

import pyotp
import segno
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Of recovery codes: none that is taken for another one."""
_NONCE = 12
_DIGITS = re.compile(r"[0-9]{6}")


class OneTimeCodes:
    """What the installation's secret is needed for: sealing the secrets of apps, and hashing recovery codes."""

    def __init__(self, secret: bytes) -> None:
        self._cipher = AESGCM(_derived(secret, b"leadx two-step secret"))
        self._key = _derived(secret, b"leadx recovery code")

    def seal(self, user_id: UUID, secret: str) -> str:
        """The secret of a person's app as it is kept; it opens for this person alone."""
        nonce = secrets.token_bytes(_NONCE)
        return base64.b64encode(nonce + self._cipher.encrypt(nonce, secret.encode(), user_id.bytes)).decode()

    def step_of(self, code: str, user_id: UUID, sealed: str, now: datetime) -> int | None:
        """The time step whose code this is: the present one, the one before or after; None for none of them.

        Clocks of phones differ by some seconds, and typing takes some. A secret that cannot be opened, because the
        installation's own is another one, has no codes.
        """
        digits = _plain(code)
        if not _DIGITS.fullmatch(digits):
            return None
        try:
            app = pyotp.TOTP(self._opened(user_id, sealed))
        except (InvalidTag, ValueError):
            return None
        present = app.timecode(now)
        steps = (present, present - 1, present + 1)
        return next((step for step in steps if hmac.compare_digest(app.generate_otp(step), digits)), None)

    def hash_recovery(self, code: str) -> str:
        """The keyed hash of a recovery code, however it is typed."""
        return hmac.new(self._key, _plain(code).encode(), hashlib.sha256).hexdigest()

    def _opened(self, user_id: UUID, sealed: str) -> str:
        raw = base64.b64decode(sealed)
        return self._cipher.decrypt(raw[:_NONCE], raw[_NONCE:], user_id.bytes).decode()


def new_app_secret() -> str:
    """The secret of a new app: 160 random bits in base32."""
    return pyotp.random_base32()


def picture_of(secret: str, email: str) -> str:
    """What an authenticator app scans, as a `data:` address of an SVG."""
    address = pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name="LeadX")
    return segno.make(address, error="m", micro=False).svg_data_uri(scale=4, border=4, dark="#000", light="#fff")


def new_recovery_codes(count: int) -> list[str]:
    """So many codes of 59 random bits, such as "k3fm-x7pq-2wdz"."""
    parts = [["".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(3)] for _ in range(count)]
    return ["-".join(three) for three in parts]


def _plain(code: str) -> str:
    """The letters and digits of a code, as they are compared."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", code).lower() if sign.isalnum())


def _derived(secret: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose).derive(secret)
