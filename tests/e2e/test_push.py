"""The switch for notifications on this device, with a browser that stands in for its push service."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

# No browser of a test asks a real push service: this one says what such a service would have answered.
SERVICE = """
    const key = new Uint8Array(65).fill(7); key[0] = 4
    const signs = {'+': '-', '/': '_', '=': ''}
    const text = bytes => btoa(String.fromCharCode(...bytes)).replace(/[+/=]/g, sign => signs[sign])
    const address = 'https://fcm.googleapis.com/fcm/send/of-a-test'
    const kept = () => localStorage.getItem('test.push')
    const device = {
        endpoint: address,
        toJSON: () => ({endpoint: address, keys: {p256dh: text(key), auth: text(key.slice(0, 16))}}),
        unsubscribe: async () => { localStorage.removeItem('test.push'); return true },
    }
    PushManager.prototype.subscribe = async () => { localStorage.setItem('test.push', '1'); return device }
    PushManager.prototype.getSubscription = async () => kept() ? device : null
    Notification.requestPermission = async () => 'granted'
    Object.defineProperty(Notification, 'permission', {get: () => 'default'})
"""


def switch(page: Page) -> Locator:
    return page.get_by_role("switch", name="Notify me on this device")


def with_script(page: Page, script: str) -> Page:
    page.add_init_script(script)
    page.reload()
    expect(page.get_by_role("heading", name="This device")).to_be_visible()
    return page


def test_it_is_turned_on_stays_on_and_is_turned_off(enter: Callable[..., Page]):
    page = with_script(enter("lite", to="/profile", fresh=True), SERVICE)
    expect(page.get_by_text("You find notifications in LeadX only.")).to_be_visible()
    switch(page).click()
    expect(switch(page)).to_be_checked()
    expect(page.get_by_text("You are notified here, also while LeadX is closed.")).to_be_visible()
    scope = page.evaluate("navigator.serviceWorker.getRegistration('/').then(found => found.scope)")
    assert scope == page.evaluate("location.origin + '/'")
    page.reload()
    expect(switch(page)).to_be_checked()
    switch(page).click()
    expect(switch(page)).not_to_be_checked()
    page.reload()
    expect(page.get_by_text("You find notifications in LeadX only.")).to_be_visible()


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ("delete window.PushManager", "This browser cannot show notifications"),
        ("Object.defineProperty(Notification, 'permission', {get: () => 'denied'})", "Your browser blocks"),
    ],
)
def test_it_says_why_it_cannot_be_turned_on(enter: Callable[..., Page], script: str, words: str):
    page = with_script(enter("lite", to="/profile"), script)
    expect(page.get_by_text(words)).to_be_visible()
    expect(switch(page)).to_be_disabled()


def test_the_service_worker_keeps_no_page(enter: Callable[..., Page]):
    page = enter("basic", to="/profile")
    worker = page.request.get("/service-worker.js")
    assert worker.status == 200
    assert worker.headers["cache-control"] == "no-cache"
    assert "caches" not in worker.text()
    assert '"fetch"' not in worker.text()
    assert "worker-src 'self'" in page.request.get("/profile").headers["content-security-policy"]
