"""Codes of authenticator apps (TOTP, RFC 6238) and recovery codes: made, drawn, sealed and read."""

import hashlib
import hmac
import re
import secrets
import unicodedata
from datetime import datetime
from uuid import UUID

import pyotp
import segno

from leadx_app.adapters.sealing import BadSeal, Sealer, derived

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Of recovery codes: none that is taken for another one."""
_DIGITS = re.compile(r"[0-9]{6}")


class OneTimeCodes:
    """What the installation's secret is needed for: sealing the secrets of apps, and hashing recovery codes."""

    def __init__(self, secret: bytes) -> None:
        self._sealer = Sealer(secret, b"leadx two-step secret")
        self._key = derived(secret, b"leadx recovery code")

    def seal(self, user_id: UUID, secret: str) -> str:
        """The secret of a person's app as it is kept; it opens for this person alone."""
        return self._sealer.seal(user_id, secret)

    def step_of(self, code: str, user_id: UUID, sealed: str, now: datetime) -> int | None:
        """The time step whose code this is: the present one, the one before or after; None for none of them.

        Clocks of phones differ by some seconds, and typing takes some. A secret that cannot be opened, because the
        installation's own is another one, has no codes.
        """
        digits = _plain(code)
        if not _DIGITS.fullmatch(digits):
            return None
        try:
            app = pyotp.TOTP(self._sealer.opened(user_id, sealed))
        except (BadSeal, ValueError):
            return None
        present = app.timecode(now)
        steps = (present, present - 1, present + 1)
        return next((step for step in steps if hmac.compare_digest(app.generate_otp(step), digits)), None)

    def hash_recovery(self, code: str) -> str:
        """The keyed hash of a recovery code, however it is typed."""
        return hmac.new(self._key, _plain(code).encode(), hashlib.sha256).hexdigest()


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
