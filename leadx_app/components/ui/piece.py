"""JavaScript beside our Python: the pieces that components are made of."""

import sys
from pathlib import Path

from reflex.assets import _link_shared_asset
from reflex_base.constants import Dirs


def piece(file: str) -> str:
    """What a component imports from a JavaScript file that lies beside its module.

    It says what `rx.asset(file, shared=True).importable_path` says. That one finds out who calls it by looking through
    the sources of everything that is loaded, which for as many pieces as ours took half of every start.
    """
    caller = sys._getframe(1).f_globals
    source = Path(caller["__file__"]).with_name(file)
    if not source.exists():
        raise FileNotFoundError(source)
    place = Path(Dirs.EXTERNAL_APP_ASSETS, *caller["__name__"].split("."), file)
    _link(Path.cwd() / Dirs.APP_ASSETS / place, source)
    return f"$/public/{place.as_posix()}"


def _link(link: Path, source: Path) -> None:
    """Let the build find the file."""
    if not link.is_symlink() or link.readlink() != source:
        link.parent.mkdir(parents=True, exist_ok=True)
        _link_shared_asset(link, source)
