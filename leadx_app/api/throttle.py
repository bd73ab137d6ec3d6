"""How often somebody may ask over HTTP."""

from leadx_app.throttle import MOST_KEYS, Throttle

__all__ = ["MOST_KEYS", "Throttle"]
