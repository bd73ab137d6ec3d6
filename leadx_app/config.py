"""Every setting of LeadX, typed, read once from the environment; nobody else reads it."""

import difflib
import os
import re
import secrets
from collections.abc import Iterable
from email.utils import parseaddr
from functools import cache
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AliasChoices, BeforeValidator, Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict


def _empty_is_none(value: object) -> object:
    return None if value == "" else value


def _split(value: object) -> object:
    return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value


Optional = BeforeValidator(_empty_is_none)
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_ORIGIN = re.compile(r"https?://[^\s/?#]+")
_HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]{0,252})")
_DOMAIN = re.compile(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*")
_MAIL_FROM = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9.-]*[A-Za-z0-9]")


class WrongSetting(Exception):
    """A setting cannot be used; the text is one clear line for the operator."""


class Settings(BaseSettings):
    """The environment, checked. Names in the environment are the field names with `LEADX_` before them."""

    model_config = SettingsConfigDict(env_prefix="LEADX_", extra="ignore", frozen=True)

    data: Path = Field(Path("data"), description="Folder of the SQLite file, uploads and secrets.")
    host: str = Field("127.0.0.1", description="Address to listen on.")
    port: int = Field(
        8000, ge=1, le=65535, validation_alias=AliasChoices("PORT", "LEADX_PORT"), description="Port (also `PORT`)."
    )
    database_url: Annotated[str | None, Optional] = Field(
        None, description="SQLAlchemy URL, such as postgresql+psycopg://user:password@host/name; empty = SQLite."
    )
    redis_url: Annotated[str | None, Optional] = Field(
        None, description="Redis 7 or newer, needed only for several server processes; empty = one process."
    )
    workers: int = Field(1, ge=1, le=64, description="Server processes; more than one needs Redis and PostgreSQL.")
    demo: bool = Field(True, description="Fill an empty database with demo data and list its accounts on sign-in.")
    public_url: Annotated[str | None, Optional] = Field(
        None, description="Address that users type, such as https://leads.example.com; empty = http://localhost:<port>."
    )
    base_domain: Annotated[str | None, Optional] = Field(
        None,
        description="Domain of the customers' own addresses, such as leads.example.com for "
        "https://<customer>.leads.example.com; empty = none, on localhost http://<customer>.localhost:<port>.",
    )
    allowed_origins: Annotated[list[str], NoDecode, BeforeValidator(_split)] = Field(
        default_factory=list, description="Further exact origins that may use the application, comma separated."
    )
    file_limit_mb: int = Field(25, ge=1, le=1024, description="Largest file that may be uploaded, in megabytes.")
    session_idle_hours: int = Field(12, ge=1, le=24 * 30, description="Signed out after so many hours without use.")
    session_days: int = Field(30, ge=1, le=365, description="Signed out after so many days in any case.")
    sign_in_limit: int = Field(10, ge=1, description="Sign-in attempts per 5 minutes, per account and per address.")
    trusted_proxies: int = Field(0, ge=0, le=8, description="Proxies in front whose X-Forwarded-For is believed.")
    s3_endpoint_url: Annotated[str | None, Optional] = Field(None, description="S3-compatible server; empty = AWS.")
    s3_bucket: Annotated[str | None, Optional] = Field(None, description="Bucket for files; empty = local disk.")
    s3_region: str = Field("us-east-1", description="Region of the bucket.")
    s3_access_key: Annotated[str | None, Optional] = Field(None, description="Access key of the bucket.")
    s3_secret_key: Annotated[SecretStr | None, Optional] = Field(None, description="Secret key of the bucket.")
    smtp_host: Annotated[str | None, Optional] = Field(
        None, description="Mail server; empty = mail is kept in the outbox, where an Admin reads it."
    )
    smtp_security: Literal["starttls", "tls", "none"] = Field(
        "starttls", description="`starttls`, `tls` from the first byte on, or `none` for a server on this machine."
    )
    smtp_port: Annotated[int | None, Optional] = Field(
        None, ge=1, le=65535, description="Port of the mail server; empty = 587, 465 with `tls`, 25 with `none`."
    )
    smtp_ca_file: Annotated[Path | None, Optional] = Field(
        None, description="Certificate of an own authority that signed the mail server's; empty = the usual ones."
    )
    smtp_user: Annotated[str | None, Optional] = Field(None, description="Account at the mail server.")
    smtp_password: Annotated[SecretStr | None, Optional] = Field(
        None, validate_default=True, description="Its password."
    )
    smtp_timeout_seconds: int = Field(20, ge=1, le=60, description="How long one mail may take before it is put off.")
    mail_from: Annotated[str | None, Optional] = Field(
        None, validate_default=True, description="Sender, such as LeadX <leadx@example.com>; needed with a mail server."
    )
    mail_digest_seconds: int = Field(
        60, ge=0, le=86400, description="How long the first message of a mail waits for others to join it."
    )
    mail_reserved: bool = Field(
        False,
        description="`1` also mails addresses that nobody can own, such as those of the demo (.example), into a mail "
        "catcher.",
    )
    push_hosts: Annotated[list[str], NoDecode, BeforeValidator(_split)] = Field(
        default_factory=list, description="Origins of push services besides those of the browsers, comma separated."
    )
    company_register_url: Annotated[str | None, Optional] = Field(
        None,
        description="Company register, such as https://data.brreg.no/enhetsregisteret/api; empty = no look-ups.",
    )
    exchange_rates_url: Annotated[str | None, Optional] = Field(
        None,
        description="Reference rates that Admins may let be fetched every day, such as "
        "https://www.ecb.europa.eu/stats/eurofxref/eurofxref-daily.xml; empty = never.",
    )
    webhook_loopback: bool = Field(
        False,
        description="`1` lets webhooks lead to this machine (http://localhost:<port>/…), for development and tests; "
        "other addresses of private networks never.",
    )
    sign_in_hosts: Annotated[list[str], NoDecode, BeforeValidator(_split)] = Field(
        default_factory=list,
        description="Hosts of OpenID providers inside the private network, such as login.intern.example, comma "
        "separated; `localhost` also without encryption, for development and tests. Public ones need no naming.",
    )
    log_level: str = Field("info", pattern="^(debug|info|warning|error)$", description="How much is logged.")

    @field_validator("public_url")
    @classmethod
    def _address(cls, value: str | None) -> str | None:
        value = value.rstrip("/") if value else value
        if value and not _ORIGIN.fullmatch(value):
            raise ValueError("must be an address without a path, such as https://leads.example.com")
        return value

    @field_validator("base_domain")
    @classmethod
    def _domain(cls, value: str | None) -> str | None:
        value = value.lower() if value else value
        if value and not _DOMAIN.fullmatch(value):
            raise ValueError("must be a domain without scheme and port, such as leads.example.com")
        return value

    @field_validator("company_register_url")
    @classmethod
    def _register(cls, value: str | None) -> str | None:
        value = value.rstrip("/") if value else value
        if value and (not _ORIGIN.match(value) or urlsplit(value).query or urlsplit(value).fragment):
            raise ValueError("must be an address such as https://data.brreg.no/enhetsregisteret/api")
        return value

    @field_validator("exchange_rates_url")
    @classmethod
    def _rates(cls, value: str | None) -> str | None:
        if value and not _ORIGIN.match(value):
            raise ValueError("must be an address such as https://www.ecb.europa.eu/stats/eurofxref/eurofxref-daily.xml")
        return value

    @field_validator("allowed_origins", "push_hosts")
    @classmethod
    def _exact_origins(cls, value: list[str]) -> list[str]:
        if not all(_ORIGIN.fullmatch(one) for one in value):
            raise ValueError("must be addresses without a path, such as https://leads.example.com, comma separated")
        return value

    @field_validator("sign_in_hosts")
    @classmethod
    def _hosts(cls, value: list[str]) -> list[str]:
        if not all(_HOST.fullmatch(one) for one in value):
            raise ValueError("must be names of hosts, such as login.intern.example, comma separated")
        return value

    @field_validator("s3_endpoint_url")
    @classmethod
    def _storage(cls, value: str | None) -> str | None:
        if value and not _ORIGIN.match(value):
            raise ValueError("must start with http:// or https://")
        return value

    @field_validator("smtp_ca_file")
    @classmethod
    def _authority(cls, value: Path | None) -> Path | None:
        if value and not value.is_file():
            raise ValueError(f"there is no file {value}")
        return value

    @field_validator("database_url")
    @classmethod
    def _database(cls, value: str | None) -> str | None:
        if value and not value.startswith(("sqlite:///", "postgresql+psycopg://", "postgresql://", "postgres://")):
            raise ValueError("must be a sqlite:/// or postgresql+psycopg:// address")
        for short in ("postgresql://", "postgres://"):
            if value and value.startswith(short):
                return "postgresql+psycopg://" + value.removeprefix(short)
        return value

    @field_validator("redis_url")
    @classmethod
    def _redis(cls, value: str | None) -> str | None:
        if value and not value.startswith(("redis://", "rediss://", "unix://")):
            raise ValueError("must be a redis://, rediss:// or unix:// address")
        return value

    @field_validator("smtp_password")
    @classmethod
    def _mail_account(cls, value: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        if (value is None) != (info.data.get("smtp_user") is None):
            raise ValueError("LEADX_SMTP_USER and LEADX_SMTP_PASSWORD are given together or not at all")
        if value and info.data.get("smtp_security") == "none" and info.data.get("smtp_host") not in LOOPBACK:
            raise ValueError("goes to another machine only with LEADX_SMTP_SECURITY starttls or tls")
        return value

    @field_validator("mail_from")
    @classmethod
    def _sender(cls, value: str | None, info: ValidationInfo) -> str | None:
        if value is None and info.data.get("smtp_host"):
            raise ValueError("is needed with LEADX_SMTP_HOST")
        if value and not (value.isprintable() and _MAIL_FROM.fullmatch(parseaddr(value)[1])):
            raise ValueError("must be an address such as LeadX <leadx@example.com>")
        return value

    @field_validator("workers")
    @classmethod
    def _several(cls, value: int, info: ValidationInfo) -> int:
        if value > 1 and not (info.data.get("redis_url") and info.data.get("database_url")):
            raise ValueError("several processes need LEADX_REDIS_URL and a PostgreSQL LEADX_DATABASE_URL")
        return value

    @property
    def url(self) -> str:
        """Database address; SQLite in the data folder unless one is given."""
        return self.database_url or f"sqlite:///{self.data.absolute() / 'leadx.sqlite3'}"

    @property
    def is_sqlite(self) -> bool:
        return self.url.startswith("sqlite")

    @property
    def address(self) -> str:
        """Where users find the application, without a slash at the end."""
        return self.public_url or f"http://localhost:{self.port}"

    @property
    def customer_domain(self) -> str:
        """What stands behind a customer's name in its own address; "" where customers have none."""
        return self.base_domain or ("localhost" if urlsplit(self.address).hostname == "localhost" else "")

    @property
    def is_https(self) -> bool:
        return self.address.startswith("https://")

    @property
    def cookie_name(self) -> str:
        return "__Host-leadx_session" if self.is_https else "leadx_session"

    @property
    def origins(self) -> list[str]:
        """Exact origins that may talk to the application."""
        own = [self.address]
        if not self.public_url:
            own += [f"http://127.0.0.1:{self.port}"]
        return own + self.allowed_origins

    @property
    def file_limit_bytes(self) -> int:
        return self.file_limit_mb * 1024 * 1024

    @property
    def push_contact(self) -> str:
        """Whom a push service may turn to, as it demands."""
        sender = parseaddr(self.mail_from or "")[1]
        return self.address if self.is_https and not sender else f"mailto:{sender or 'leadx@leadx.invalid'}"

    @property
    def mail_domain(self) -> str:
        """What stands behind the @ of the sender, and of the ids of mails."""
        return parseaddr(self.mail_from or "")[1].rpartition("@")[2] or "leadx.invalid"

    def secret(self) -> bytes:
        """The installation's own secret, made on first use and readable by the owner only."""
        path = self.data / "secret"
        try:
            return path.read_bytes()
        except FileNotFoundError:
            self.make_data_folder()
            fresh = secrets.token_bytes(32)
            try:
                with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                    file.write(fresh)
            except FileExistsError:
                return path.read_bytes()
            return fresh

    def make_data_folder(self) -> Path:
        """Create the data folder, private to the owner, and return it."""
        self.data.mkdir(mode=0o700, parents=True, exist_ok=True)
        return self.data


@cache
def get_settings() -> Settings:
    """The settings of this process.

    Raises:
        WrongSetting: one line that names the setting and what is wrong with it.
    """
    _refuse_unknown(os.environ)
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]) if first["loc"] else "settings"
        name = name if name == "PORT" or name.startswith("LEADX_") else f"LEADX_{name.upper()}"
        raise WrongSetting(f"{name}: {first['msg'].removeprefix('Value error, ')}") from None


def _refuse_unknown(environment: Iterable[str]) -> None:
    """A setting that was misspelled would be left out without a word."""
    known = [f"LEADX_{name.upper()}" for name in Settings.model_fields]
    for name in sorted(environment):
        if name.startswith("LEADX_") and not name.startswith("LEADX_TEST_") and name not in known:
            meant = difflib.get_close_matches(name, known, n=1)
            raise WrongSetting(f"{name}: there is no such setting" + (f"; is it {meant[0]}?" if meant else ""))
