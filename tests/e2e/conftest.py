"""The built application, a real browser, and signed-in pages for the journeys."""

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import (
    APIRequestContext,
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Playwright,
    Request,
    Response,
    expect,
    sync_playwright,
)
from playwright.sync_api import Error as PlaywrightError

from tests.support.browser import FLAGS, ensure_browser
from tests.support.journeys import email_of, expect_settled
from tests.support.mails import mail_environment
from tests.support.server import ROOT, Server
from tests.support.sign_in import sign_in, sign_in_at_the_door
from tests.support.smtp_sink import SmtpSink

DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
# Words of the console for an answer that refuses, as tests ask for, and for a line that the test itself cuts.
REFUSED = "Failed to load resource: the server responded with a status of 4"
PATIENCE_MS = 15_000  # For what should take a moment, on a machine that has much else to do.
CUT = ("net::ERR_", "WebSocket connection to", "websocket error", "Error: timeout")
# Programs of the tests' own, to which the shared server may speak.
NEIGHBOURS = {"LEADX_WEBHOOK_LOOPBACK": "1", "LEADX_SIGN_IN_HOSTS": "127.0.0.1"}
# What a failing test leaves as evidence.
CONTEXTS = pytest.StashKey[list[BrowserContext]]()
SERVERS = pytest.StashKey[list[Server]]()
PICTURES = ROOT / "shots" / "failures"


@pytest.fixture(scope="session")
def demo_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the demo tenants, made once for all processes; servers start from copies of it."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "demo" / "data"
    folder.parent.mkdir(exist_ok=True)
    with (folder.parent / "lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = folder.parent / "done"
        if not done.exists():
            server = Server(folder).start()
            assert server.stop() == 0, server.log_tail()
            done.touch()
    return folder


@pytest.fixture(scope="session")
def server(demo_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The application with the demo tenants, shared by all journeys that do not ask for their own."""
    yield from _serve(demo_data, tmp_path_factory.mktemp("server") / "data", **NEIGHBOURS)


@pytest.fixture
def sink() -> Iterator[SmtpSink]:
    """A mail server, to which `own_server` sends when the test asks for it."""
    with SmtpSink() as sink:
        yield sink


@pytest.fixture
def own_server(demo_data: Path, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Server]:
    """The application with the demo tenants, for this test alone: it may be stopped, killed and started again."""
    has_mail = "sink" in request.fixturenames
    settings = mail_environment(request.getfixturevalue("sink")) if has_mail else {}
    yield from _serve(demo_data, tmp_path / "data", forged=True, **settings)


def _serve(demo_data: Path, data: Path, *, forged: bool = False, **settings: str) -> Iterator[Server]:
    shutil.copytree(demo_data, data)
    server = Server(data, forged=forged, **settings).start()
    yield server
    server.kill()
    assert not server.complaints(), server.complaints()


@pytest.fixture(scope="session")
def driver() -> Iterator[Playwright]:
    """What drives the browser."""
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def browser(driver: Playwright) -> Iterator[Browser]:
    """One Chromium for the whole run."""
    browser = driver.chromium.launch(executable_path=ensure_browser(), headless=True, args=FLAGS)
    yield browser
    browser.close()


@pytest.fixture
def open_page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Callable[..., Page]]:
    """Opens pages, each with cookies of its own: `open_page()`, `open_page(phone=True)`, `open_page(url=…)`.

    A page on which a script failed, the console told of an error, something broke the content security policy, or that
    asked another host for anything, fails the test. A test marked `cuts_the_line` may lose its connection. `visits` is
    a program of the test's own to which the page may go; what that tells the console is its own affair.
    """
    contexts = request.node.stash.setdefault(CONTEXTS, [])
    may_lose = request.node.get_closest_marker("cuts_the_line") is not None
    mistakes: list[str] = []

    guests: list[str] = []

    def heard(message: ConsoleMessage) -> None:
        if message.location.get("url", "").startswith(tuple(guests)):
            return
        if message.type not in ("error", "assert") or message.text.startswith(REFUSED):
            return
        if not (may_lose and any(words in message.text for words in CUT)):
            mistakes.append(f"console: {message.text} ({message.location.get('url', '')})")

    def open_one(phone: bool = False, url: str = "", visits: str = "", **options: object) -> Page:
        address = url or _server_of(request).url
        guests.extend([f"{visits}/"] if visits else [])
        own = (f"{address}/", "data:", "blob:", *guests)

        def asked(asking: Request) -> None:
            if not asking.url.startswith(own):
                mistakes.append(f"asked an outside host: {asking.url}")

        size = {"viewport": PHONE, "has_touch": True, "is_mobile": True} if phone else {"viewport": DESKTOP}
        usual = {"base_url": address, "locale": "en-GB", "timezone_id": "Europe/Oslo"}
        context = browser.new_context(**{**usual, **size, **options})
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        context.on("weberror", lambda error: mistakes.append(f"script: {error.error}"))
        context.on("console", heard)
        context.on("request", asked)
        context.on("page", _patient)
        return context.new_page()

    yield open_one
    for context in contexts:
        context.close()
    assert not mistakes, "\n".join(mistakes)


def _patient(page: Page) -> Page:
    """A page whose address is opened when it has read its data: what is typed before, its own loading may take away."""
    for name in ("goto", "reload"):
        setattr(page, name, _and_settled(page, getattr(page, name)))
    return page


def _and_settled(page: Page, go: Callable[..., Response | None]) -> Callable[..., Response | None]:
    def go_and_wait(*address: str, **options: object) -> Response | None:
        answer = go(*address, **options)
        if not options:  # Else the test looks at the page before it is there.
            expect_settled(page)
        return answer

    return go_and_wait


def _server_of(request: pytest.FixtureRequest) -> Server:
    """The test's own server if it has one, else the shared one."""
    server = request.getfixturevalue("own_server" if "own_server" in request.fixturenames else "server")
    known = request.node.stash.setdefault(SERVERS, [])
    known += [] if server in known else [server]
    return server


@pytest.fixture(scope="session")
def sessions() -> dict[tuple[str, str], object]:
    """Who is signed in where, as the browser keeps it: each account signs in once per server."""
    return {}


@pytest.fixture
def enter(
    open_page: Callable[..., Page], request: pytest.FixtureRequest, sessions: dict[tuple[str, str], object]
) -> Callable[..., Page]:
    """Opens pages of signed-in people: `enter("basic")`, `enter("manager", phone=True, to="/profile")`.

    `fresh` signs in anew, for a test that ends the session.
    """

    def enter_one(who: str, to: str = "/pipeline", *, fresh: bool = False, **options: object) -> Page:
        email = email_of(who)
        key = (_server_of(request).url, email)
        if key in sessions and not fresh:
            page = open_page(storage_state=sessions[key], **options)
            page.goto(to)
        else:
            page = open_page(**options)
            sign_in(page, email, to=to)
            if not fresh:
                sessions[key] = page.context.storage_state()
        return page

    return enter_one


@dataclass(frozen=True)
class Caller:
    """Somebody who is signed in and has no page open; `request` as of a page."""

    request: APIRequestContext


@pytest.fixture
def call_as(
    driver: Playwright, server: Server, sessions: dict[tuple[str, str], object]
) -> Iterator[Callable[[str], Caller]]:
    """Signed-in people who only ask the server: `call_as("manager").request.get("/api/v1/leads")`."""
    opened: list[APIRequestContext] = []

    def call(who: str) -> Caller:
        key = (server.url, email_of(who))
        request = driver.request.new_context(base_url=server.url, storage_state=sessions.get(key))
        opened.append(request)
        if key not in sessions:
            sign_in_at_the_door(request, key[1])
            sessions[key] = request.storage_state()
        return Caller(request)

    yield call
    for request in opened:
        request.dispose()


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    """A desktop page."""
    return open_page()


@pytest.fixture
def phone(open_page: Callable[..., Page]) -> Page:
    """A page on a phone."""
    return open_page(phone=True)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    """Keep a picture of every open page, and the end of each server's log, of a test that failed."""
    outcome = yield
    report = outcome.get_result()
    if report.when == "call" and report.failed:
        for number, page in enumerate(page for context in item.stash.get(CONTEXTS, []) for page in context.pages):
            report.sections.append((f"page {number}", f"{page.url}\n{_picture(page, item.name, number)}"))
        for server in item.stash.get(SERVERS, []):
            report.sections.append((f"log of {server.url}", server.log_tail()))


def _picture(page: Page, test: str, number: int) -> str:
    PICTURES.mkdir(parents=True, exist_ok=True)
    picture = PICTURES / f"{test[:80]}-{number}.png"
    try:
        page.screenshot(path=picture, full_page=True, timeout=5_000)
    except PlaywrightError as error:
        return f"no picture: {error.message}"
    return str(picture)
