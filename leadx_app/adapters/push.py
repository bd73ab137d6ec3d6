"""Web Push: the installation's own keys, and handing an encrypted note to a browser's push service (RFC 8030, 8291)."""

import asyncio
import base64
import json
import os
import socket
import time
from enum import StrEnum
from functools import cached_property
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

import http_ece
import httpx
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from py_vapid import Vapid02

from leadx_app.domain.pushes import Device, is_push_service

KEY_FILE = "vapid.pem"
KEPT_SECONDS = 24 * 3600
"""How long the push service keeps a note for a device that is off."""
TOKEN_SECONDS = 12 * 3600
TIMEOUT_SECONDS = 10


class Delivery(StrEnum):
    """What became of a note."""

    TAKEN = "taken"
    GONE = "gone"
    LATER = "later"


class WebPush:
    """The push services that browsers named, and those that the operator allows besides."""

    def __init__(self, data: Path, contact: str, hosts: list[str]) -> None:
        self._file, self._contact, self._hosts = data / KEY_FILE, contact, hosts

    @cached_property
    def _key(self) -> ec.EllipticCurvePrivateKey:
        """The key that says to the push services who we are; made on first use, readable by the owner only."""
        try:
            return load_pem_private_key(self._file.read_bytes(), None)
        except FileNotFoundError:
            self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh = ec.generate_private_key(ec.SECP256R1())
        text = fresh.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        try:
            with os.fdopen(os.open(self._file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(text)
        except FileExistsError:
            return load_pem_private_key(self._file.read_bytes(), None)
        return fresh

    @cached_property
    def public_key(self) -> str:
        """What a browser needs to let us notify it, base64url."""
        point = self._key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return base64.urlsafe_b64encode(point).decode().rstrip("=")

    async def send(self, device: Device, note: dict[str, str]) -> Delivery:
        """Encrypt the note for the device and hand it over; never follows a redirect, never asks a private address."""
        if not is_push_service(device.endpoint, self._hosts) or not await self._is_public(device.endpoint):
            return Delivery.GONE
        try:
            body = _encrypted(device, note)
        except ValueError:  # A point that is not on the curve: nobody can read what is written to it.
            return Delivery.GONE
        try:
            async with httpx.AsyncClient(timeout=TIMEOUT_SECONDS, follow_redirects=False, trust_env=False) as client:
                answer = await client.post(device.endpoint, content=body, headers=self._headers(device.endpoint))
        except httpx.HTTPError:
            return Delivery.LATER
        if answer.is_success:
            return Delivery.TAKEN
        return Delivery.GONE if answer.status_code in (404, 410) else Delivery.LATER

    def _headers(self, endpoint: str) -> dict[str, str]:
        url = urlsplit(endpoint)
        claims = {"aud": f"{url.scheme}://{url.netloc}", "sub": self._contact, "exp": int(time.time()) + TOKEN_SECONDS}
        signed: dict[str, str] = Vapid02(private_key=self._key).sign(claims)
        return {**signed, "TTL": str(KEPT_SECONDS), "Urgency": "normal", "Content-Encoding": "aes128gcm"}

    async def _is_public(self, endpoint: str) -> bool:
        """Whether every address of the host is a public one; hosts that the operator named may be anywhere."""
        url = urlsplit(endpoint)
        if f"{url.scheme}://{url.netloc}" in self._hosts:
            return True
        try:
            found = await asyncio.get_running_loop().getaddrinfo(url.hostname, 443, type=socket.SOCK_STREAM)
        except OSError:
            return True  # Not to be reached at all: the request says so, and it is tried again later.
        return all(ip_address(address[4][0]).is_global for address in found)


def _encrypted(device: Device, note: dict[str, str]) -> bytes:
    """The note as only the device can read it."""
    sender = ec.generate_private_key(ec.SECP256R1())
    text = json.dumps(note, ensure_ascii=False).encode()
    encrypted: bytes = http_ece.encrypt(
        text, private_key=sender, dh=_bytes(device.p256dh), auth_secret=_bytes(device.auth), version="aes128gcm"
    )
    return encrypted


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
