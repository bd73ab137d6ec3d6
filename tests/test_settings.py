"""Wrong settings are refused at start, in one clear line."""

import pytest
from pydantic import ValidationError

from leadx_app.config import Settings, WrongSetting, get_settings

SERVER = {"smtp_host": "smtp.example.com", "mail_from": "LeadX <leadx@example.com>"}
ACCOUNT = {"smtp_user": "leadx", "smtp_password": "secret-0815"}


@pytest.mark.parametrize(
    "right",
    [
        {},
        SERVER,
        {**SERVER, **ACCOUNT},
        {**SERVER, **ACCOUNT, "smtp_security": "tls", "smtp_port": 2465},
        {**SERVER, **ACCOUNT, "smtp_host": "localhost", "smtp_security": "none"},
        {"smtp_host": "", "smtp_user": "", "smtp_password": "", "mail_from": ""},
    ],
)
def test_settings_that_go_together(right: dict[str, object]) -> None:
    assert Settings(**right)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"smtp_host": "smtp.example.com"}, "is needed with LEADX_SMTP_HOST"),
        ({**SERVER, "smtp_user": "leadx"}, "together or not at all"),
        ({**SERVER, "smtp_password": "secret-0815"}, "together or not at all"),
        ({**SERVER, **ACCOUNT, "smtp_security": "none"}, "only with LEADX_SMTP_SECURITY"),
        ({**SERVER, "smtp_security": "maybe"}, "starttls"),
        ({**SERVER, "smtp_ca_file": "/nowhere/ca.pem"}, "there is no file /nowhere/ca.pem"),
        ({**SERVER, "mail_from": "LeadX"}, "must be an address"),
        ({**SERVER, "mail_from": "a@b.example\r\nBcc: x@evil.example"}, "must be an address"),
    ],
)
def test_settings_that_do_not(wrong: dict[str, object], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        Settings(**wrong)


def test_the_operator_reads_which_setting_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEADX_SMTP_HOST", "smtp.example.com")
    get_settings.cache_clear()
    try:
        with pytest.raises(WrongSetting, match=r"^LEADX_MAIL_FROM: is needed with LEADX_SMTP_HOST$"):
            get_settings()
    finally:
        get_settings.cache_clear()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("LEADX_SMPT_HOST", "LEADX_SMPT_HOST: there is no such setting; is it LEADX_SMTP_HOST?"),
        ("LEADX_XYZZY", "LEADX_XYZZY: there is no such setting"),
    ],
)
def test_a_misspelled_setting_is_not_left_out_in_silence(
    name: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, "x")
    get_settings.cache_clear()
    try:
        with pytest.raises(WrongSetting) as wrong:
            get_settings()
        assert str(wrong.value) == words
    finally:
        get_settings.cache_clear()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"public_url": "leads.example.com"}, "without a path"),
        ({"public_url": "https://leads.example.com/crm"}, "without a path"),
        ({"allowed_origins": "leads.example.com"}, "without a path"),
        ({"push_hosts": "https://push.example.com/x"}, "without a path"),
        ({"s3_endpoint_url": "nonsense"}, "must start with http"),
        ({"redis_url": "127.0.0.1"}, "must be a redis://"),
    ],
)
def test_an_address_that_would_not_work_is_refused(wrong: dict[str, object], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        Settings(**wrong)


def test_an_address_may_end_with_a_slash() -> None:
    assert Settings(public_url="https://leads.example.com/").address == "https://leads.example.com"


def test_the_password_is_never_shown() -> None:
    settings = Settings(**SERVER, **ACCOUNT)
    assert "secret-0815" not in f"{settings!r} {settings.smtp_password!s}"
