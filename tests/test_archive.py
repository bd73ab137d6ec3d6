"""`tenant export` and `tenant import`: all of a customer or nothing, and nothing that is not as it was made."""

import hashlib
import json
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select
from typer.testing import CliRunner

from leadx_app import cli
from leadx_app.adapters.storage_keys import new_key
from leadx_app.adapters.storage_local import LocalStorage
from leadx_app.archive import desk
from leadx_app.archive.read import BadArchive
from leadx_app.config import Settings
from leadx_app.db import Database
from leadx_app.domain.account_links import link_holder
from leadx_app.domain.accounts import hash_secret, make_api_token
from leadx_app.domain.calendar_address import renew_address
from leadx_app.domain.files import StoredFile, add_file
from leadx_app.models import File, Lead, Organization, SearchRow, Task, Tenant, User
from tests.cast import a_lead, gather_in
from tests.support.lanes import SqliteLane

NEVER = "01900000-0000-7000-8000-000000000000"


@dataclass(frozen=True)
class Made:
    """An archive of the cast's tenant with one lead and one file, and what must not be in it."""

    path: Path
    secrets: list[str]


@pytest.fixture(scope="module")
def made(sqlite_lane: SqliteLane, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    folder = tmp_path_factory.mktemp("made")
    with sqlite_lane.migrated() as url:
        settings, database = Settings(data=folder, database_url=url), Database(url, readers=1)
        cast = gather_in(database)
        who = cast.credential(cast.professional)
        lead_id = database.act(who, lambda session, actor, *, now: a_lead(session, actor, title="Ø/æ 😀", now=now).id)
        key = new_key(cast.professional.tenant_id)
        (folder / "one.txt").write_bytes(b"What was agreed")
        LocalStorage(folder / "files").put(key, folder / "one.txt", "text/plain")
        database.act(who, add_file, StoredFile("one.txt", "text/plain", 15, "ab", key, None), lead_id)
        secrets = [database.act(who, make_api_token, "Phone", True), database.act(who, renew_address)]
        secrets += [hash_secret(secret) for secret in secrets]
        database.system(lambda session, *, now: session.execute(sa.update(User).values(password_hash="argon-canary")))
        database.close()
        desk.export_tenant(settings, "nordlys", folder / "nordlys.zip")
        yield Made(folder / "nordlys.zip", [*secrets, "argon-canary"])


@pytest.fixture
def empty(sqlite_lane: SqliteLane, tmp_path: Path) -> Iterator[Settings]:
    with sqlite_lane.migrated() as url:
        yield Settings(data=tmp_path / "data", database_url=url, public_url="https://leads.example.com")


def _inside(settings: Settings, work: Callable[[Session], Any]) -> Any:
    database = Database(settings.url, readers=1)
    try:
        return database.system(lambda session, *, now: work(session))
    finally:
        database.close()


def _is_empty(settings: Settings) -> bool:
    files = [path for path in (settings.data / "files").rglob("*") if path.is_file()]
    return files == [] and _inside(settings, lambda session: session.exec(select(Tenant)).all()) == []


def _rewritten(made: Made, path: Path, change: Callable[[dict[str, bytes], dict[str, Any]], None]) -> Path:
    """The archive as somebody could forge it: the checksums are right again, unless the change spoils them."""
    with zipfile.ZipFile(made.path) as source:
        entries = {name: source.read(name) for name in source.namelist()}
    manifest = json.loads(entries.pop("manifest.json"))
    change(entries, manifest)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in entries.items():
            target.writestr(name, content)
        target.writestr("manifest.json", json.dumps(manifest))
    return path


def _said_anew(entries: dict[str, bytes], manifest: dict[str, Any]) -> None:
    for one in manifest["tables"]:
        content = entries[one["file"]]
        one |= {"size": len(content), "sha256": hashlib.sha256(content).hexdigest(), "rows": content.count(b"\n")}


def _with_row(table: str, **values: Any) -> Callable[[dict[str, bytes], dict[str, Any]], None]:
    """The last row of a table says something else."""

    def change(entries: dict[str, bytes], manifest: dict[str, Any]) -> None:
        *rows, last = entries[f"tables/{table}.jsonl"].splitlines(keepends=True)
        entries[f"tables/{table}.jsonl"] = b"".join([*rows, json.dumps(json.loads(last) | values).encode() + b"\n"])
        _said_anew(entries, manifest)

    return change


def test_what_comes_in_is_what_went_out_and_the_admin_joins_by_the_printed_link(
    made: Made, empty: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cli, "get_settings", lambda: empty)
    monkeypatch.setattr("leadx_app.migrations.upgrade", lambda: None)
    done = CliRunner().invoke(cli.cli, ["tenant", "import", str(made.path)])
    assert done.exit_code == 0, done.output
    address, _, secret = done.output.split()[-1].partition("#")
    assert address == "https://leads.example.com/reset-password"

    def look(session: Session) -> None:
        assert session.exec(select(Lead.title)).all() == ["Ø/æ 😀"]
        holder = link_holder(session, hash_secret(secret), now=session.exec(select(Lead.created_at)).one())
        assert holder.organization == "Nordlys"
        assert set(session.exec(select(User.password_hash))) == {None}
        assert session.exec(select(sa.func.count()).select_from(SearchRow)).one() > 0
        (key,) = session.exec(select(File.storage_key)).all()
        assert b"".join(LocalStorage(empty.data / "files").open(key)) == b"What was agreed"

    _inside(empty, look)
    again = CliRunner().invoke(cli.cli, ["tenant", "import", str(made.path)])
    assert again.exit_code == 2
    assert "is in this installation already" in again.output
    assert [path for path in (empty.data / "files").rglob("*") if path.is_file()] != []


def test_the_archive_holds_no_secret_and_says_what_it_leaves_out(made: Made) -> None:
    with zipfile.ZipFile(made.path) as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist())
        manifest = json.loads(archive.read("manifest.json"))
    assert [secret for secret in made.secrets if secret.encode() in everything] == []
    assert {"user_sessions", "api_tokens", "account_links"} <= set(manifest["left_out"]["tables"])
    assert "users.password_hash" in manifest["left_out"]["columns"]


def _without_admin(entries: dict[str, bytes], manifest: dict[str, Any]) -> None:
    rows = entries["tables/memberships.jsonl"]
    entries["tables/memberships.jsonl"] = rows.replace(b'"role":"admin"', b'"role":"basic"')
    _said_anew(entries, manifest)


FORGED: dict[str, tuple[Callable[[dict[str, bytes], dict[str, Any]], Any], str]] = {
    "another format": (lambda entries, manifest: manifest.update(format="zip"), "reads leadx-tenant-archive"),
    "a later version": (lambda entries, manifest: manifest.update(version=2), "of version 2"),
    "other tables": (lambda entries, manifest: manifest.update(schema="abc"), "another version of LeadX"),
    "a changed row": (
        lambda entries, manifest: entries.update(
            {"tables/tenants.jsonl": entries["tables/tenants.jsonl"].replace(b"Nordlys", b"Sorlys!")}
        ),
        "is not what it was",
    ),
    "a name that climbs": (lambda entries, manifest: entries.update({"files/../../x": b"x"}), "does not belong"),
    "a name from the root": (lambda entries, manifest: entries.update({"/etc/passwd": b"x"}), "does not belong"),
    "an entry that nobody announced": (
        lambda entries, manifest: entries.update({f"files/{'0' * 32}": b"x"}),
        "does not say what is in",
    ),
    "a missing file": (
        lambda entries, manifest: entries.pop(next(name for name in entries if name.startswith("files/"))),
        "does not say what is in",
    ),
    "a bomb": (
        lambda entries, manifest: entries.update({"tables/leads.jsonl": b" " * 100_000_000}),
        "far too large",
    ),
    "a key of another tenant's": (
        lambda entries, manifest: manifest["files"][0].update(key="0" * 32 + manifest["files"][0]["key"][32:]),
        "manifest cannot be read",
    ),
    "another tenant's row": (_with_row("leads", tenant_id=NEVER), "another tenant's"),
    "a row of somebody who is not in it": (_with_row("leads", creator_id=NEVER), "refers to a row"),
    "an organization below one that is not in it": (_with_row("organizations", parent_id=NEVER), "refers to a row"),
    "another tenant's bytes": (_with_row("files", storage_key="0" * 32 + "/" + "1" * 32), "storage_key cannot be"),
    "text for a number": (_with_row("leads", version="1"), "version cannot be read"),
    "a title that is too long": (_with_row("leads", title="x" * 201), "title cannot be read"),
    "a time of nowhere": (_with_row("leads", created_at="2026-01-01T00:00:00"), "created_at cannot be read"),
    "another column": (_with_row("leads", password_hash="x"), "other columns"),
    "the same row twice": (
        lambda entries, manifest: (
            entries.update({"tables/leads.jsonl": entries["tables/leads.jsonl"] * 2}),
            _said_anew(entries, manifest),
        ),
        "do not fit together",
    ),
    "nobody who administers": (_without_admin, "nobody in the archive administers"),
}


@pytest.mark.parametrize("name", list(FORGED))
def test_a_forged_archive_is_refused_and_nothing_of_it_stays(
    made: Made, empty: Settings, tmp_path: Path, name: str
) -> None:
    change, words = FORGED[name]
    with pytest.raises(BadArchive, match=words):
        desk.import_tenant(empty, _rewritten(made, tmp_path / "forged.zip", change))
    assert _is_empty(empty)


def test_what_is_no_archive_is_refused(empty: Settings, tmp_path: Path, made: Made) -> None:
    for content in (b"", b"PK", made.path.read_bytes()[: made.path.stat().st_size // 2]):
        (tmp_path / "none.zip").write_bytes(content)
        with pytest.raises(BadArchive, match="no archive of LeadX"):
            desk.import_tenant(empty, tmp_path / "none.zip")
    assert _is_empty(empty)


def test_rows_that_refer_to_later_rows_of_their_table_come_in(made: Made, empty: Settings, tmp_path: Path) -> None:
    def change(entries: dict[str, bytes], manifest: dict[str, Any]) -> None:
        rows = entries["tables/organizations.jsonl"].splitlines(keepends=True)
        entries["tables/organizations.jsonl"] = b"".join(reversed(rows))
        _said_anew(entries, manifest)

    desk.import_tenant(empty, _rewritten(made, tmp_path / "turned.zip", change))
    parents = _inside(empty, lambda session: session.exec(select(Organization.parent_id)).all())
    assert sorted(parent is None for parent in parents) == [False, False, True]
    assert _inside(empty, lambda session: session.exec(select(Task)).all()) == []


def test_nobody_and_a_file_that_is_there_are_refused(empty: Settings, tmp_path: Path) -> None:
    with pytest.raises(BadArchive, match="no customer"):
        desk.export_tenant(empty, "nobody", tmp_path / "x.zip")
    assert list(tmp_path.glob("x.zip*")) == []
    (tmp_path / "x.zip").write_text("mine")
    with pytest.raises(BadArchive, match="there already"):
        desk.export_tenant(empty, "nobody", tmp_path / "x.zip")
