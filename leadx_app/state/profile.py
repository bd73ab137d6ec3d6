"""The profile page: own account, preferences, API tokens."""

from typing import Annotated, Literal
from uuid import UUID

import reflex as rx
from pydantic import Field

from leadx_app.domain import accounts, files
from leadx_app.domain.profile import change_profile
from leadx_app.queries.account import TokenRow, api_tokens, profile
from leadx_app.state import errors
from leadx_app.state.doors import Form, act, attempt, handler, read
from leadx_app.state.format import DASH, Look
from leadx_app.state.look import look_of, say_done
from leadx_app.state.session import refresh_session
from leadx_app.state.toasts import toast

FileName = Annotated[str, Field(max_length=400)]


class ProfileState(rx.State):
    """What the profile page shows; a new token's secret is here only until the page is left."""

    email: str = ""
    phone: str = ""
    is_loaded: bool = False
    problems: dict[str, str] = {}
    tokens: list[dict[str, str]] = []
    new_secret: str = ""
    token_problem: str = ""

    @handler
    async def load(self) -> None:
        """Read the own account and tokens."""
        account = await read(self, profile)
        self.email, self.phone, self.is_loaded, self.problems = account.email, account.phone, True, {}
        self.new_secret = ""
        self.token_problem = ""
        await self._load_tokens()

    @handler
    async def save(self, form: Form) -> None:
        """Keep name, phone and time zone."""
        fields = {field: str(form.get(field) or "") for field in ("name", "phone", "time_zone")}
        saved = await attempt(self, change_profile, **fields)
        self.problems = saved.problems
        if saved.ok:
            self.phone = (await read(self, profile)).phone
            await refresh_session(self)
            await say_done(self, "Saved.")

    @handler
    async def show_photo(self, file_id: UUID, name: FileName) -> None:
        """A photo has arrived."""
        await refresh_session(self)

    @handler
    async def remove_photo(self) -> None:
        """Show the initials again."""
        await act(self, files.remove_photo)
        await refresh_session(self)

    @handler
    async def choose_language(self, language: Literal["en", "nb"]) -> None:
        """Show everything in this language from now on, everywhere I sign in."""
        await act(self, accounts.change_preferences, language=language)
        await refresh_session(self)

    @handler
    async def choose_theme(self, theme: Literal["system", "light", "dark"]) -> None:
        """Remember the theme for every browser."""
        await act(self, accounts.change_preferences, theme=theme)
        await refresh_session(self)

    @handler
    async def choose_bell(self, is_heard: bool) -> None:
        """Hear the bell, or only see it."""
        await act(self, accounts.change_preferences, is_bell_muted=not is_heard)
        await refresh_session(self)

    @handler
    async def make_token(self, form: Form) -> None:
        """Make a token and show its secret, once."""
        name, may_write = str(form.get("name") or ""), bool(form.get("may_write"))
        made = await attempt(self, accounts.make_api_token, name, may_write)
        self.new_secret, self.token_problem = made.result or "", made.problems.get("name", "")
        await self._load_tokens()

    @handler
    async def revoke_token(self, token_id: UUID) -> None:
        """End a token at once."""
        await act(self, accounts.revoke_api_token, token_id)
        await self._load_tokens()
        await toast(self, "done", await errors.say(self, "The token no longer works."))

    async def _load_tokens(self) -> None:
        look = await look_of(self)
        self.tokens = [_shown(row, look) for row in await read(self, api_tokens)]


def _shown(row: TokenRow, look: Look) -> dict[str, str]:
    return {
        "id": str(row.id),
        "name": row.name,
        "prefix": row.prefix + "…",
        "scope": "write" if row.may_write else "read",
        "made": look.date(row.created_at),
        "expires": look.date(row.expires_at),
        "used": look.date(row.last_used_at) if row.last_used_at else DASH,
    }
