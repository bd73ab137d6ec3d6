"""How people write money, numbers, dates and ages, and the signs beside names: what the screens show."""

from leadx_app.format import DASH, MINUS, NBSP, Look, call_to, look_for, mail_to, phone, tint
from leadx_app.state.session import initials, photo_of

__all__ = ["DASH", "MINUS", "NBSP", "Look", "call_to", "initials", "look_for", "mail_to", "phone", "photo_of", "tint"]
