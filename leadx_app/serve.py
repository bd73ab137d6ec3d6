"""Serves pages, API and websocket on one port: a supervisor that prepares everything, and workers forked from it."""

import contextlib
import ctypes
import errno
import http.client
import multiprocessing
import os
import signal
import socket
import sys
import threading
import time
from typing import Any

from leadx_app.collector import undisturbed
from leadx_app.config import Settings, WrongSetting, get_settings
from leadx_app.reflex_switches import set_switches

STOP_SECONDS = 8
PATIENCE_SECONDS = 5


def serve() -> None:
    """Prepare the database and serve until told to stop."""
    settings = get_settings()
    settings.secret()
    _refuse_a_taken_port(settings)
    _stop_quietly_until_ready()
    set_switches(serving=True, redis=bool(settings.redis_url))
    _load_application()
    _make_push_key(settings)
    _refuse_a_silent_redis(settings)
    prepare_database(settings)
    _run_server(settings)


def prepare_database(settings: Settings) -> None:
    """Migrate, and fill an empty database with demo data if that is wanted."""
    from leadx_app.migrations import Unusable, upgrade

    try:
        upgrade()
    except Unusable as problem:
        raise WrongSetting(f"LEADX_DATABASE_URL: {problem}") from None
    if settings.demo:
        _in_a_child(fill_demo)


def fill_demo() -> None:
    """Fill the database with the demo data unless it has a tenant already."""
    from leadx_app.adapters.passwords import Argon2Passwords
    from leadx_app.adapters.storage import make_storage
    from leadx_app.db import Database
    from leadx_app.demo import fill_if_empty
    from leadx_app.models import utc_now

    database = Database(get_settings().url, readers=1)
    try:
        if fill_if_empty(database, Argon2Passwords(), utc_now(), storage=make_storage(get_settings())):
            print("LeadX: filled the empty database with demo data", flush=True)
    finally:
        database.close()


def fill_leads(leads: int) -> str:
    """Fill an empty database with one large organization; the email of its Manager, "" when it was not empty."""
    from leadx_app.adapters.passwords import Argon2Passwords
    from leadx_app.db import Database
    from leadx_app.demo import PASSWORD
    from leadx_app.demo.many import fill_with_leads
    from leadx_app.domain.tenants import has_tenants
    from leadx_app.models import utc_now

    database = Database(get_settings().url, readers=1)
    try:
        if database.system(lambda session, *, now: has_tenants(session), writes=False):
            return ""
        filled = fill_with_leads(
            database, leads, now=utc_now(), password_hash=Argon2Passwords().hash_password(PASSWORD)
        )
        return filled.manager.email
    finally:
        database.close()


def _in_a_child(work: Any) -> None:
    """Do work that opens connections or starts threads in a process of its own: neither survives a fork."""
    child = multiprocessing.get_context("fork").Process(target=work)
    child.start()
    child.join()
    if child.exitcode:
        raise SystemExit(f"LeadX: {work.__name__.strip('_')} failed")


def _refuse_a_taken_port(settings: Settings) -> None:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            taken = error.errno == errno.EADDRINUSE
            reason = "is in use; choose another with PORT=…" if taken else f"cannot be used: {error.strerror}"
            raise WrongSetting(f"{settings.host} port {settings.port} {reason}") from None


def _make_push_key(settings: Settings) -> None:
    """The key that push services know us by is there before any worker asks for it."""
    from leadx_app.adapters.push import WebPush

    try:
        assert WebPush(settings.data, settings.push_contact, settings.push_hosts).public_key
    except (OSError, ValueError) as error:
        raise WrongSetting(f"LEADX_DATA: cannot use vapid.pem: {error}") from None


def _refuse_a_silent_redis(settings: Settings) -> None:
    if not settings.redis_url:
        return
    from redis import Redis, RedisError

    try:
        with Redis.from_url(settings.redis_url, socket_connect_timeout=PATIENCE_SECONDS, retry=None) as redis:
            redis.ping()
    except (RedisError, ValueError) as error:
        raise WrongSetting(f"LEADX_REDIS_URL: the server does not answer: {error}") from None


def _stop_quietly_until_ready() -> None:
    """Before the server takes over the signals, being told to stop is no failure."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: os._exit(0))


def _load_application() -> None:
    """Import the application once; the workers are forked from here and share its memory."""
    if sys.platform == "linux":
        multiprocessing.set_start_method("fork", force=True)
    with undisturbed():
        from reflex.utils.exec import _preload_for_fork

        _preload_for_fork(None)


def follow_supervisor() -> None:
    """Let this worker end with its supervisor, also when that has ended already, since the fork."""
    if sys.platform == "linux":
        parent_death_signal = 1
        ctypes.CDLL(None).prctl(parent_death_signal, signal.SIGTERM)
    supervisor = multiprocessing.parent_process()
    if supervisor is not None and os.getppid() != supervisor.pid:
        os._exit(1)


def _application_in_worker() -> Any:
    """What a worker does first: leave the terminal's group, follow the supervisor's end, build the ASGI app.

    Ctrl-C then reaches the supervisor alone, which stops its workers in order.
    """
    os.setpgid(0, 0)
    follow_supervisor()
    from leadx_app.leadx_app import application

    return application()


def _run_server(settings: Settings) -> None:
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    class AnnouncingServer(Server):
        """Says that it is ready once it answers."""

        def _spawn_workers(self, *args: Any) -> None:
            super()._spawn_workers(*args)
            threading.Thread(target=_announce, args=(settings,), daemon=True).start()

    server = AnnouncingServer(
        target="leadx_app.leadx_app:app",
        address=settings.host,
        port=settings.port,
        interface=Interfaces.ASGI,
        workers=settings.workers,
        workers_kill_timeout=STOP_SECONDS,
        respawn_failed_workers=True,
        log_level=LogLevels.warning,
    )
    server.serve(target_loader=_application_in_worker, wrap_loader=False)
    print("LeadX: stopped", flush=True)


def _announce(settings: Settings) -> None:
    """Print the address and the demo accounts once the first request is answered."""
    reachable = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.host, settings.host)
    while not _answers(reachable, settings.port):
        time.sleep(0.05)
    print(f"LeadX: ready at {settings.address} (Ctrl-C stops it)", flush=True)
    if settings.demo:
        _list_demo_accounts()


def _answers(host: str, port: int) -> bool:
    with contextlib.suppress(OSError, http.client.HTTPException):
        connection = http.client.HTTPConnection(host, port, timeout=2)
        connection.request("GET", "/ping")
        return connection.getresponse().status == 200
    return False


def _list_demo_accounts() -> None:
    from leadx_app.demo import NAMED, PASSWORD

    print(f"LeadX: demo accounts, all with the password {PASSWORD}:")
    for colleague in NAMED:
        print(f"  {colleague.email:<34} {colleague.role:<14} {colleague.organization}", flush=True)
