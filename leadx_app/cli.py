"""Operator commands: `./leadx <command>`."""

import functools
import os
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from leadx_app.config import WrongSetting, get_settings

cli = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__)
figures = typer.Typer(no_args_is_help=True, help="Kept figures: compare them with the leads, count them anew.")
cli.add_typer(figures, name="figures")
search = typer.Typer(no_args_is_help=True, help="Full-text search: make its index anew.")
cli.add_typer(search, name="search")
tenant = typer.Typer(no_args_is_help=True, help="Customers: on-boarding, archives.")
cli.add_typer(tenant, name="tenant")
account = typer.Typer(no_args_is_help=True, help="Accounts: who cannot get in any more.")
cli.add_typer(account, name="account")


@account.callback()
def _account() -> None:
    """Accounts: who cannot get in any more."""


@tenant.callback()
def _tenant() -> None:
    """Customers: on-boarding, archives."""


def stop(text: str, code: int = 2) -> NoReturn:
    """End with one clear line."""
    print(f"LeadX: {text}", file=sys.stderr, flush=True)
    raise SystemExit(code)


def _make_data_folder() -> None:
    try:
        get_settings().make_data_folder()
    except OSError as error:
        raise WrongSetting(f"LEADX_DATA: cannot use the folder: {error}") from None


def operator_command(
    function: Callable[..., None], group: typer.Typer = cli, name: str | None = None
) -> Callable[..., None]:
    """Register a command that starts with checked settings and writes files that only the owner can read."""

    @functools.wraps(function)
    def checked(*args: object, **options: object) -> None:
        os.umask(0o077)
        try:
            _make_data_folder()
            function(*args, **options)
        except WrongSetting as wrong:
            stop(str(wrong))

    return group.command(name)(checked)


@operator_command
def serve() -> None:
    """Migrate, fill an empty database with demo data, and serve everything on one port."""
    from leadx_app.serve import serve

    serve()


@operator_command
def migrate() -> None:
    """Bring the database up to date."""
    from leadx_app.migrations import upgrade

    upgrade()
    print("LeadX: the database is up to date")


@operator_command
def migration(message: str) -> None:
    """Draft the next migration from the models."""
    from leadx_app.migrations import draft

    print(f"LeadX: wrote {draft(message)}; read it before you commit it")


@operator_command
def demo(
    leads: Annotated[
        int, typer.Option(min=0, help="instead: one organization of 50 sales users with so many leads")
    ] = 0,
) -> None:
    """Migrate, and fill an empty database with the demo data."""
    from leadx_app.migrations import upgrade
    from leadx_app.serve import fill_demo, fill_leads

    upgrade()
    if not leads:
        fill_demo()
        print("LeadX: the demo data is there")
    elif email := fill_leads(leads):
        print(f"LeadX: {leads:,} leads are there; sign in as {email} with the password of the demo accounts")
    else:
        stop("the database is not empty; --leads fills only an empty one")


figures_command = functools.partial(operator_command, group=figures)


@figures_command
def verify() -> None:
    """Count every figure from the leads and list what is kept otherwise; ends with 1 then. The server may run."""
    from leadx_app.figures import every_difference

    count = 0
    for line in every_difference(get_settings().url):
        count += 1
        print(line)
    if count:
        stop(f"{count} kept figures are not what the leads say; `figures rebuild` counts them anew", code=1)
    print("LeadX: all kept figures are what the leads say")


@figures_command
def rebuild() -> None:
    """Count all figures anew, one organization at a time. The server may run: acts of that moment wait for it."""
    from leadx_app.figures import rebuild_all

    for line in rebuild_all(get_settings().url):
        print(line)
    print("LeadX: all figures are counted anew")


@functools.partial(operator_command, group=search)
def reindex() -> None:
    """Make the words of everything anew, one organization at a time. The server may run: its acts wait for that."""
    from leadx_app.search_index import rebuild_all

    for line in rebuild_all(get_settings().url):
        print(line)
    print("LeadX: everything can be found again")


@functools.partial(operator_command, group=tenant)
def create(
    slug: Annotated[str, typer.Argument(help="first part of the address: small letters, digits and hyphens")],
    name: Annotated[str, typer.Argument(help="name of the organization")],
    email: Annotated[str, typer.Option(help="email of the first Admin")],
    admin: Annotated[str, typer.Option(help="name of the first Admin")],
    language: Annotated[str, typer.Option(help="en or nb")] = "en",
    currency: Annotated[str, typer.Option(help="base currency")] = "NOK",
) -> None:
    """Make a customer, and print the link by which their first Admin chooses a password: once, within seven days."""
    from leadx_app.domain.errors import Refusal
    from leadx_app.migrations import upgrade
    from leadx_app.onboarding import create_customer

    upgrade()
    try:
        link = create_customer(slug, name, email, admin, language, currency)
    except Refusal as refusal:
        stop(str(refusal))
    print(f"LeadX: {name} is there. Give this link to {admin} alone; it works once, for seven days:\n{link}")


@functools.partial(operator_command, group=tenant)
def subscription(
    slug: Annotated[str, typer.Argument(help="first part of the customer's address")],
    start: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="first day; open without it")] = None,
    end: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="last day; open without it")] = None,
) -> None:
    """Say from when to when a customer subscribes: their Admins see it and hear of its end. Nothing is locked then."""
    from leadx_app.domain.errors import Refusal
    from leadx_app.onboarding import set_subscription

    first, last = (moment.date() if moment else None for moment in (start, end))
    try:
        set_subscription(slug, first, last)
    except Refusal as refusal:
        stop(str(refusal))
    print(f"LeadX: {slug} subscribes from {first or 'the beginning'} to {last or 'whenever'}")


@functools.partial(operator_command, group=tenant)
def export(
    slug: Annotated[str, typer.Argument(help="first part of the customer's address")],
    file: Annotated[Path, typer.Argument(help="where to write the archive; must not be there yet")],
) -> None:
    """Write everything of a customer into one archive (docs/archive.md), without secrets. The server may run."""
    from leadx_app.archive.desk import export_tenant
    from leadx_app.archive.read import BadArchive

    try:
        size = export_tenant(get_settings(), slug, file)
    except BadArchive as bad:
        stop(str(bad))
    print(f"LeadX: {slug} is in {file} ({size:,} bytes). It holds personal data: keep it as you keep the database")


@functools.partial(operator_command, group=tenant, name="import")
def import_(
    file: Annotated[Path, typer.Argument(help="an archive that LeadX made", exists=True, dir_okay=False)],
) -> None:
    """Bring a customer in from an archive, all or nothing; prints the link by which their first Admin joins, once."""
    from leadx_app.archive.desk import import_tenant
    from leadx_app.archive.read import BadArchive
    from leadx_app.migrations import upgrade

    upgrade()
    try:
        name, admin, link = import_tenant(get_settings(), file)
    except BadArchive as bad:
        stop(str(bad))
    print(f"LeadX: {name} is there. Give this link to {admin} alone; it works once, for seven days:\n{link}")


@functools.partial(operator_command, group=account)
def reset_two_step(
    slug: Annotated[str, typer.Argument(help="the customer's, as in its address")],
    email: Annotated[str, typer.Argument(help="of the person who lost their authenticator app and recovery codes")],
) -> None:
    """Let somebody sign in with the password alone, as an Admin does for others; a mail tells them."""
    from leadx_app.domain.errors import Refusal
    from leadx_app.onboarding import reset_two_step

    try:
        reset_two_step(slug, email)
    except Refusal as refusal:
        stop(str(refusal))
    print(f"LeadX: the password alone is enough for {email} now")


@operator_command
def settings() -> None:
    """Check the settings and print their names, values and meanings; secrets stay hidden."""
    current = get_settings()
    for name, field in type(current).model_fields.items():
        print(f"LEADX_{name.upper():<22} {getattr(current, name)!s:<28} {field.description}")


if __name__ == "__main__":
    cli()
