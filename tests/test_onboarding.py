"""`tenant create`: a customer with their first Admin."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import Session, select
from typer.testing import CliRunner

from leadx_app import cli, onboarding
from leadx_app.config import Settings
from leadx_app.db import Database
from leadx_app.domain.account_links import choose_password, link_holder
from leadx_app.domain.accounts import accounts_with_email, hash_secret
from leadx_app.domain.errors import NotFound
from leadx_app.domain.mails.compose import Letter
from leadx_app.domain.tenants import set_up_tenant
from leadx_app.models import AccountLink, Role, Stage, Tenant, User, utc_now

WORDS = ["tenant", "create", "havn", "Havn AS", "--email", "Anne@havn.example", "--admin", "Anne Vik"]


def test_the_first_admin_joins_by_the_printed_link_once(
    database: Database, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(data=tmp_path, database_url=database_url, public_url="https://leads.example.com")
    for module in (cli, onboarding):
        monkeypatch.setattr(module, "get_settings", lambda: settings)
    monkeypatch.setattr("leadx_app.migrations.upgrade", lambda: None)
    made = CliRunner().invoke(cli.cli, WORDS)
    assert made.exit_code == 0, made.output
    address, _, secret = made.output.split()[-1].partition("#")
    assert address == "https://leads.example.com/reset-password"

    def join(session: Session, *, now: datetime) -> str:
        assert accounts_with_email(session, "anne@havn.example") == []
        assert link_holder(session, hash_secret(secret), now=now).organization == "Havn AS"
        with pytest.raises(NotFound):
            link_holder(session, hash_secret(secret), now=utc_now() + timedelta(days=8))
        choose_password(session, hash_secret(secret), "hash", lambda *_: Letter("", "", ""), "havn.example", now=now)
        (account,) = accounts_with_email(session, "anne@havn.example")
        assert (account.organization, account.role) == ("Havn AS", Role.ADMIN)
        assert len(session.exec(select(Stage)).all()) == 4
        assert secret not in str(session.exec(select(AccountLink)).all())
        return session.exec(select(User.language)).one()

    assert database.system(join) == "en"
    taken = CliRunner().invoke(cli.cli, WORDS)
    assert taken.exit_code == 2
    assert "This address is taken." in taken.output


def test_the_operator_says_how_long_a_customer_subscribes(
    database: Database, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(data=tmp_path, database_url=database_url)
    for module in (cli, onboarding):
        monkeypatch.setattr(module, "get_settings", lambda: settings)
    database.system(lambda session, *, now: set_up_tenant(session, "havn", "Havn AS", now=now))
    words = ["tenant", "subscription", "havn", "--start", "2026-01-01", "--end"]
    done = CliRunner().invoke(cli.cli, [*words, "2026-12-31"])
    assert done.exit_code == 0, done.output
    query = select(Tenant.subscription_starts_on, Tenant.subscription_ends_on)
    assert database.system(lambda session, *, now: tuple(session.exec(query).one())) == (
        date(2026, 1, 1),
        date(2026, 12, 31),
    )
    assert CliRunner().invoke(cli.cli, [*words, "2025-12-31"]).exit_code == 2
    assert CliRunner().invoke(cli.cli, [*words, "soon"]).exit_code == 2
