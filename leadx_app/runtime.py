"""What one server process holds once: the database, the files, the password hasher; and whose request it is."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property

from leadx_app.adapters.company_register import CompanyRegister
from leadx_app.adapters.mail_smtp import SmtpMailer
from leadx_app.adapters.one_time_codes import OneTimeCodes
from leadx_app.adapters.openid import OpenId
from leadx_app.adapters.passkey_ceremonies import Ceremonies
from leadx_app.adapters.passwords import Argon2Passwords
from leadx_app.adapters.provider_http import ProviderHttp
from leadx_app.adapters.push import WebPush
from leadx_app.adapters.rate_source import EuroRates
from leadx_app.adapters.sealing import Sealer
from leadx_app.adapters.storage import make_storage
from leadx_app.adapters.webhook_sender import WebhookSender
from leadx_app.config import Settings, get_settings
from leadx_app.customers import Customers
from leadx_app.db import Database, limits_of
from leadx_app.domain.accounts import Credential, hash_secret
from leadx_app.domain.ports import CompanyRegistry, Mailer, PasswordHasher, RateSource, Storage
from leadx_app.hosts import Hosts

LONGEST_COOKIE = 200


class Runtime:
    """The process's own things, made on first use: after the server has forked its workers."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    @cached_property
    def database(self) -> Database:
        return Database(self.settings.url, limits=limits_of(self.settings))

    @cached_property
    def storage(self) -> Storage:
        return make_storage(self.settings)

    @cached_property
    def mailer(self) -> Mailer | None:
        """The mail server; None when none is configured."""
        return SmtpMailer(self.settings) if self.settings.smtp_host else None

    @cached_property
    def push(self) -> WebPush:
        return WebPush(self.settings.data, self.settings.push_contact, self.settings.push_hosts)

    @cached_property
    def registry(self) -> CompanyRegistry | None:
        """The company register; None when none is configured."""
        url = self.settings.company_register_url
        return CompanyRegister(url) if url else None

    @cached_property
    def rate_source(self) -> RateSource | None:
        """Where exchange rates are fetched; None when nowhere."""
        url = self.settings.exchange_rates_url
        return EuroRates(url) if url else None

    @cached_property
    def one_time_codes(self) -> OneTimeCodes:
        return OneTimeCodes(self._secret)

    @cached_property
    def hosts(self) -> Hosts:
        return Hosts(self.settings)

    @cached_property
    def customers(self) -> Customers:
        return Customers(self.database, self.hosts)

    @cached_property
    def ceremonies(self) -> Ceremonies:
        return Ceremonies(self.hosts.passkey_host(None), self.settings.origins)

    def ceremonies_at(self, slug: str | None) -> Ceremonies:
        """The ceremonies at a customer's address, or at the common one."""
        if slug is None:
            return self.ceremonies
        return Ceremonies(self.hosts.passkey_host(slug), [self.hosts.address_for(slug)])

    @cached_property
    def openid(self) -> OpenId:
        return OpenId(ProviderHttp(self.settings.sign_in_hosts))

    @cached_property
    def provider_secrets(self) -> Sealer:
        """Seals the client secrets of sign-in providers."""
        return Sealer(self._secret, b"leadx sign-in provider")

    @cached_property
    def nobodys_hash(self) -> str:
        """Of a password that nobody knows, for people who sign in elsewhere: their account looks like any other."""
        return self.passwords.hash_password(secrets.token_urlsafe(32))

    @cached_property
    def webhooks(self) -> WebhookSender:
        return WebhookSender(allows_loopback=self.settings.webhook_loopback)

    @cached_property
    def passwords(self) -> PasswordHasher:
        return Argon2Passwords()

    def cookie(self, header: str) -> str | None:
        """The session cookie's value in a `Cookie` header."""
        return cookie_named(header, self.settings.cookie_name)

    def credential(self, cookie_header: str) -> Credential:
        """What the browser showed; a Credential of nobody when there is no cookie."""
        return self.credential_of(self.cookie(cookie_header))

    def credential_of(self, cookie: str | None) -> Credential:
        """The credential that is the value of a session cookie."""
        return Credential(session_hash=hash_secret(cookie) if cookie else None)

    def opaque(self, purpose: str, value: str) -> str:
        """A value that is always the same for the same input and tells nothing about it (HMAC, 128 bits)."""
        message = f"{purpose}\0{value}".encode("utf-8", "surrogatepass")
        return hmac.new(self._secret, message, hashlib.sha256).hexdigest()[:32]

    def webhook_secret(self, seed: str) -> str:
        """What signs the messages of the webhook with this seed: made anew each time, kept nowhere."""
        made = hmac.new(self._secret, f"webhook\0{seed}".encode(), hashlib.sha256).digest()
        return "whsec_" + base64.urlsafe_b64encode(made).decode().rstrip("=")

    @cached_property
    def _secret(self) -> bytes:
        return self.settings.secret()


def cookie_named(header: str, name: str) -> str | None:
    """The value of the first cookie of this name in a `Cookie` header; None for none or an empty one."""
    wanted = f"{name}="
    for part in header.split(";"):
        name_and_value = part.strip()
        if name_and_value.startswith(wanted):
            return name_and_value[len(wanted) :][:LONGEST_COOKIE] or None
    return None


_current: list[Runtime] = []


def get_runtime() -> Runtime:
    """The runtime of this process."""
    if not _current:
        _current.append(Runtime(get_settings()))
    return _current[-1]


@contextmanager
def use_runtime(runtime: Runtime) -> Iterator[Runtime]:
    """Work with another runtime for a while: for tests."""
    _current.append(runtime)
    try:
        yield runtime
    finally:
        del _current[len(_current) - 1 - _current[::-1].index(runtime)]
