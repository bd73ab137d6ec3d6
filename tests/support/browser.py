"""A Chromium for the browser journeys: the system's, else a Debian package, else Playwright's own download."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
# What Playwright turns off: our list takes the place of its own.
OFF = (
    *("AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades"),
    *(
        "HttpsFirstBalancedModeAutoEnable",
        "LensOverlay",
        "MediaRouter",
        "PaintHolding",
        "ThirdPartyStoragePartitioning",
    ),
    *("AvoidCorsURLLoaderRestartOnRedirect", "OptimizationHints", "NetworkTimeServiceQuerying", "AimEnabled"),
    *("ThirdPartyStoragePartitioning", "PreconnectToSearch"),
)
# Pages of the address bar's own, which nobody sees and which cost each window more than a page of ours.
OMNIBOX = ("WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "WebUIOmniboxFullPopup")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-default-apps",
    f"--disable-features={','.join(OFF + OMNIBOX)}",
]


class BrowserMissing(Exception):
    """No browser can be found or installed; the text says what to do."""


def find_browser() -> str | None:
    """Path of a Chromium or Chrome: `CHROME`, the system's, or the one that Playwright downloaded."""
    named = os.environ.get("CHROME")
    if named:
        if not shutil.which(named):
            raise BrowserMissing(f"CHROME={named} is no program that can be run")
        return shutil.which(named)
    found = next(filter(None, map(shutil.which, NAMES)), None)
    return found or _playwrights_own()


def ensure_browser() -> str:
    """Path of a browser, installing one if there is none.

    Raises:
        BrowserMissing: there is none and none could be installed.
    """
    found = find_browser()
    if found:
        return found
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print("LeadX: installing the package chromium for the browser journeys …", flush=True)
        quiet = {
            "stdout": subprocess.DEVNULL,
            "check": False,
            "env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
        }
        subprocess.run(["apt-get", "update", "-qq"], **quiet)
        subprocess.run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"], **quiet)
    if not find_browser():
        print("LeadX: downloading Playwright's Chromium for the browser journeys …", flush=True)
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
    found = find_browser()
    if not found:
        raise BrowserMissing("the browser journeys need Chromium or Chrome: install one, or name it with CHROME=/path")
    return found


def _playwrights_own() -> str | None:
    home = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache" / "ms-playwright")
    for pattern in ("chromium-*/chrome-linux*/chrome", "chromium-*/chrome-mac*/*.app/Contents/MacOS/*"):
        for path in sorted(home.glob(pattern), reverse=True):
            return str(path)
    return None


if __name__ == "__main__":
    try:
        print(f"LeadX: browser journeys use {ensure_browser()}")
    except BrowserMissing as missing:
        sys.exit(f"LeadX: {missing}")
