"""The look-up in the public register of companies inside a form: what it offers while somebody types."""

from dataclasses import asdict, dataclass, field

import reflex as rx

from leadx_app.domain.contacts.register import is_enough
from leadx_app.domain.errors import Invalid, TooMany
from leadx_app.domain.ports import RegisteredCompany, RegisterUnavailable
from leadx_app.register import look_up
from leadx_app.runtime import get_runtime
from leadx_app.state import errors
from leadx_app.state.doors import credential, handler
from leadx_app.state.format import NBSP
from leadx_app.state.parameters import Search

AWAY = "The register cannot be reached. Fill in by hand."
NOTHING = "The register knows nothing like this. Fill in by hand."
DELETED = "{name} is deleted from the register."


@dataclass(frozen=True, slots=True)
class RegisterChoice:
    """A company to choose; `fills` are its values by the names of a company form's fields."""

    value: str = ""
    label: str = ""
    hint: str = ""
    fills: dict[str, str] = field(default_factory=dict)


class RegisterState(rx.State):
    """`is_on` where the register is configured; `asked` is the text that `companies` or `note` answer."""

    is_on: bool = False
    asked: str = ""
    companies: list[RegisterChoice] = []
    note: str = ""

    @handler
    async def begin(self) -> None:
        """The form was opened."""
        self.is_on = get_runtime().registry is not None
        self.asked, self.companies, self.note = "", [], ""

    @handler
    async def look_up(self, text: Search) -> None:
        """Companies for what was typed, or a quiet line that says why there are none."""
        note, found = "", []
        try:
            found = await look_up(credential(self), text)
        except RegisterUnavailable:
            note = await errors.say(self, AWAY)
        except (Invalid, TooMany) as refusal:
            note = await errors.words(self, refusal)
        deleted = [company for company in found if company.is_deleted]
        if deleted:
            note = await errors.say(self, DELETED, name=deleted[0].name)
        elif not found and not note and is_enough(text):
            note = await errors.say(self, NOTHING)
        self.asked, self.note = text, note
        self.companies = [register_choice(company) for company in found if not company.is_deleted]


def register_choice(company: RegisteredCompany) -> RegisterChoice:
    """A company as it is offered: its number in threes and its town beside the name."""
    number = company.organization_number
    spaced = NBSP.join(number[place : place + 3] for place in range(0, len(number), 3))
    fills = {name: value for name, value in asdict(company).items() if name != "is_deleted" and value}
    return RegisterChoice(number, company.name, " · ".join(filter(None, (spaced, company.city))), fills)
