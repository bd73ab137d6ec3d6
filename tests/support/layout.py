"""What can be measured about how a page looks: nothing sticks out, nothing is cut, nothing that axe finds serious."""

from importlib.resources import files
from typing import Any

from playwright.sync_api import Page

STICKS_OUT = """() => {
    const width = document.documentElement.clientWidth
    const found = []
    const whole = document.documentElement.scrollWidth
    if (whole > width) found.push(`the page is ${whole} wide`)
    const scrolls = box => ['auto', 'scroll', 'hidden', 'clip'].includes(getComputedStyle(box).overflowX)
    const frames = 'main, dialog, .dialog-frame, .dialog-body'
    const root = [...document.querySelectorAll('dialog[open]')].at(-1) || document.body
    const name = box => `${box.tagName}.${box.className}`
    for (const box of root.querySelectorAll('*')) {
        if (!box.checkVisibility({opacityProperty: true, visibilityProperty: true})) continue
        const {left, right, width: own, height} = box.getBoundingClientRect()
        if (own < 2 || height < 2 || right <= width + 1 && left >= -1) continue
        let around = box.parentElement
        while (around && around !== document.body && !scrolls(around)) around = around.parentElement
        if (around && around !== document.body && !around.matches(frames)) continue
        found.push(`${name(box)} from ${Math.round(left)} to ${Math.round(right)}: ${box.textContent.slice(0, 60)}`)
    }
    for (const box of root.querySelectorAll('main, .dialog-body')) {
        const more = box.scrollWidth - box.clientWidth
        if (more > 1) found.push(`${name(box)} scrolls sideways by ${more}`)
    }
    return found
}"""
"""Boxes that reach over the edge of the page without standing in something that scrolls by itself."""

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
AXE_RUN = """async rules => {
    const {violations} = await axe.run(document, {resultTypes: ['violations'], ...rules})
    const why = node => (node.any[0] || node.all[0] || node.none[0] || {}).message || ''
    return violations.filter(one => ['serious', 'critical'].includes(one.impact))
        .flatMap(one => one.nodes.map(node => `${one.id}: ${node.target.join(' ')} ${why(node)}`))
}"""


AT_REST = """() => Promise.all(document.getAnimations()
    .filter(one => one.playState === 'running' && one.effect.getComputedTiming().endTime < 5_000)
    .map(one => one.finished.catch(() => null)))"""
"""What comes and goes has its colours when it has come; what never ends is not waited for."""


def sticking_out(page: Page) -> list[str]:
    """What reaches over the edge of the page or of the popup on top of it."""
    return page.evaluate(STICKS_OUT)


def grave_findings(page: Page) -> list[Any]:
    """What axe-core calls serious or critical on the page as it stands."""
    page.evaluate(AXE)
    page.evaluate(AT_REST)
    return page.evaluate(AXE_RUN, {})


def grave_findings_in_both_themes(page: Page) -> list[Any]:
    """The same, and then for the other theme what depends on colours."""
    found = grave_findings(page)
    is_dark = page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    page.emulate_media(color_scheme="light" if is_dark else "dark")
    page.evaluate(AT_REST)
    return found + page.evaluate(AXE_RUN, {"runOnly": ["color-contrast"]})
