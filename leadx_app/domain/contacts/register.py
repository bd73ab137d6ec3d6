"""What is looked up in the public register of companies, and by whom (product.md section 6)."""

from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session

from leadx_app.domain.errors import Invalid
from leadx_app.domain.permissions import Actor, Permission
from leadx_app.domain.text import BadInput, clean_line

from .numbers import parse_organization_number

FEWEST_LETTERS = 3
NUMBER_LENGTH = 9
LONGEST = 180


@dataclass(frozen=True, slots=True)
class LookUp:
    """A number of nine digits, or words of a name; both "" for what is too little to look up."""

    number: str = ""
    words: str = ""


def may_look_up(session: Session, actor: Actor) -> UUID:
    """Whose look-up it is: whoever may write contacts.

    Raises:
        NotPermitted: a role without contacts.
    """
    actor.require(Permission.CONTACTS_WRITE)
    return actor.user_id


def read_look_up(text: str) -> LookUp:
    """What somebody typed as what is looked up: a number as soon as it is one, words from three letters on.

    Raises:
        Invalid: on `search`: nine digits that are no number, or a text that cannot be read.
    """
    try:
        written = clean_line(text[:LONGEST])
    except BadInput as error:
        raise Invalid(error.template, field="search", **error.params) from None
    digits = sum(letter.isdigit() for letter in written)
    try:
        number = parse_organization_number(written) if digits >= NUMBER_LENGTH else ""
    except BadInput as error:
        if not any(letter.isalpha() for letter in written):
            raise Invalid(error.template, field="search") from None
        number = ""
    if number.isdigit():
        return LookUp(number=number)
    is_name = len(written) >= FEWEST_LETTERS and any(letter.isalpha() for letter in written)
    return LookUp(words=written) if is_name else LookUp()


def is_enough(text: str) -> bool:
    """Whether something can be looked up: False while somebody has only begun to type."""
    try:
        return read_look_up(text) != LookUp()
    except Invalid:
        return False
