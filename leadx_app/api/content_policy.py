"""What browsers are told about our answers: the content policy, made from the built pages, and the other headers."""

import base64
import hashlib
import re
from pathlib import Path
from urllib.parse import urlsplit

from leadx_app.config import Settings

_SCRIPT = re.compile(rb"<script\b([^>]*)>(.*?)</script\s*>", re.DOTALL | re.IGNORECASE)
_POLICY = b"content-security-policy"
_HAS_SOURCE = re.compile(rb"\bsrc\s*=", re.IGNORECASE)

Headers = list[tuple[bytes, bytes]]


def inline_script_hashes(pages: Path) -> list[str]:
    """The content policy's hashes of every script that stands inside a built page, sorted."""
    hashes = set()
    for page in pages.rglob("*.html"):
        for attributes, script in _SCRIPT.findall(page.read_bytes()):
            if script.strip() and not _HAS_SOURCE.search(attributes):
                hashes.add(base64.b64encode(hashlib.sha256(script).digest()).decode())
    return [f"'sha256-{one}'" for one in sorted(hashes)]


def content_policy(settings: Settings, pages: Path) -> str:
    """The Content-Security-Policy: our own files, the exact inline scripts of the built pages, no other host."""
    rules = {
        "default-src": ["'self'"],
        "script-src": ["'self'", *inline_script_hashes(pages)],
        "style-src": ["'self'", "'unsafe-inline'"],
        "img-src": ["'self'", "blob:", "data:", *_bucket(settings)],
        "connect-src": ["'self'", *_sockets(settings.origins)],
        "worker-src": ["'self'"],
        "object-src": ["'none'"],
        "frame-src": ["'none'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
    }
    return "; ".join(f"{name} {' '.join(sources)}" for name, sources in rules.items())


def for_address(headers: Headers, settings: Settings, address: str) -> Headers:
    """The headers of answers at another address of ours: only its own socket may be opened from there."""
    before, after = (" ".join(_sockets(one)).encode() for one in (settings.origins, [address]))
    return [(name, value.replace(before, after) if name == _POLICY else value) for name, value in headers]


def _sockets(origins: list[str]) -> list[str]:
    return [f"{'wss' if url.scheme == 'https' else 'ws'}://{url.netloc}" for url in map(urlsplit, origins)]


def _bucket(settings: Settings) -> list[str]:
    """Where pictures come from when they are kept in a bucket: signed addresses lead there."""
    if settings.s3_bucket is None:
        return []
    if settings.s3_endpoint_url is None:
        return [f"https://{settings.s3_bucket}.s3.{settings.s3_region}.amazonaws.com"]
    url = urlsplit(settings.s3_endpoint_url)
    return [f"{url.scheme}://{url.netloc}"]


def fixed_headers(settings: Settings, pages: Path) -> Headers:
    """Headers of every answer."""
    headers = {
        "content-security-policy": content_policy(settings, pages),
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        "referrer-policy": "same-origin",
        "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
    }
    if settings.is_https:
        headers["strict-transport-security"] = "max-age=31536000; includeSubDomains"
    return [(name.encode(), value.encode()) for name, value in headers.items()]
