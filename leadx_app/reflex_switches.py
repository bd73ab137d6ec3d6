"""Reflex's own environment switches, in one place: set before Reflex is imported, by the build and by the server."""

import os

SWITCHES = {
    "REFLEX_TELEMETRY_ENABLED": "false",
    "REFLEX_CHECK_LATEST_VERSION": "false",
    "REFLEX_ENV_MODE": "prod",
    "REFLEX_USE_GRANIAN": "1",
    "REFLEX_USE_NPM": "1",
    # Without a registry of the user's own, Reflex probes a mirror at each start.
    "NPM_CONFIG_REGISTRY": "https://registry.npmjs.org",
    # A phone that lost its network is noticed after at most 30 seconds.
    "REFLEX_SOCKET_INTERVAL": "10",
    "REFLEX_SOCKET_TIMEOUT": "20",
}

# Internal switches of the pinned Reflex: serve what is already built, on the port of the API.
SERVING = {
    "__REFLEX_SKIP_COMPILE": "true",
    "__REFLEX_MOUNT_FRONTEND_COMPILED_APP": "true",
}

# State in Redis is written by several workers at once.
SEVERAL_WORKERS = {"REFLEX_OPLOCK_ENABLED": "true"}


def set_switches(serving: bool = False, redis: bool = False) -> None:
    """Set every switch that the environment does not set itself."""
    wanted = SWITCHES | (SERVING if serving else {}) | (SEVERAL_WORKERS if redis else {})
    for name, value in wanted.items():
        os.environ.setdefault(name, value)
