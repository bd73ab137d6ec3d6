"""People of User Management in the Admin's words, and what its forms send."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from leadx_app.domain import people
from leadx_app.domain.mails.compose import Letter
from leadx_app.domain.people import MOST_INVITED, Invitee
from leadx_app.domain.permissions import Actor
from leadx_app.mail.account_letters import RESET_PAGE, write_invitation
from leadx_app.models import Role, User
from leadx_app.queries.people import PersonRow, Standing
from leadx_app.runtime import get_runtime
from leadx_app.state.doors import Form
from leadx_app.state.format import Look, initials, photo_of, tint

ROLE_NAMES = {"lite": "LITE", "basic": "Basic", "professional": "Professional", "manager": "Manager", "admin": "Admin"}
STANDINGS: dict[Standing, tuple[str, str]] = {
    Standing.ACTIVE: ("Active", "won"),
    Standing.INACTIVE: ("Inactive", "neutral"),
    Standing.INVITED: ("Invited", "waiting"),
    Standing.EXPIRED: ("Invitation ended", "parked"),
}
FIELDS = ("name", "phone", "email", "role", "organization")


@dataclass(frozen=True)
class AccessLine:
    """An organization and the person's role there; "" is none."""

    id: str
    organization: str
    role: str


@dataclass(frozen=True)
class PersonLine:
    """A person in the list, and in the dialog with `access`; `seen` is when they were here last."""

    id: str = ""
    name: str = ""
    initials: str = ""
    photo: str = ""
    tint: int = 0
    email: str = ""
    phone: str = ""
    roles: str = ""
    standing: str = ""
    standing_name: str = ""
    tone: str = "neutral"
    has_two_step: bool = False
    seen: str = ""
    seen_at: str = ""
    may_account: bool = True


@dataclass(frozen=True)
class InvitedLine:
    """The link of an invitation that no mail server sends: shown to the Admin, and kept nowhere."""

    email: str
    link: str


class InvitedLinks:
    """Writes invitations, and remembers their links by email: of a transaction that is run again only the last."""

    def __init__(self) -> None:
        self._home = get_runtime().customers.home
        self._write = write_invitation(self._home)
        self._links: dict[str, str] = {}

    @property
    def lines(self) -> list[InvitedLine]:
        return [InvitedLine(*one) for one in self._links.items()]

    def write(self, user: User, organization: str, secret: str) -> Letter:
        self._links[user.email] = f"{self._home(user.tenant_id)}{RESET_PAGE}#{secret}"
        return self._write(user, organization, secret)


def person_line(row: PersonRow, look: Look) -> PersonLine:
    """A person in the Admin's words."""
    words, tone = STANDINGS[row.standing]
    return PersonLine(
        id=str(row.id),
        name=row.name,
        initials=initials(row.name),
        photo=photo_of(row.photo_id),
        tint=tint(row.id),
        email=row.email,
        phone=row.phone,
        roles=" · ".join(f"{ROLE_NAMES[role.value]}, {organization}" for _, organization, role in row.roles),
        standing=row.standing.value,
        standing_name=look.say(words),
        tone=tone,
        has_two_step=row.has_two_step,
        seen=look.say("Last here {ago}", ago=look.ago(row.seen_at)) if row.seen_at else look.say("Never here"),
        seen_at=look.moment(row.seen_at) if row.seen_at else "",
        may_account=row.may_account,
    )


def save_person(
    session: Session,
    actor: Actor,
    user_id: UUID,
    name: str,
    phone: str,
    access: dict[UUID, Role | None],
    *,
    now: datetime,
) -> None:
    """Everything that the dialog of a person says, or nothing of it."""
    people.change_person(session, actor, user_id, name, phone, now=now)
    people.change_access(session, actor, user_id, access, now=now)


def invitees(form: Form) -> dict[str, Invitee]:
    """The rows of the form in which something was written."""
    rows = {}
    for number in range(MOST_INVITED):
        fields = {field: str(form.get(f"{field}_{number}") or "") for field in FIELDS}
        if any(fields[field].strip() for field in ("name", "phone", "email")) or number == 0:
            rows[str(number)] = Invitee(
                fields["name"], fields["phone"], fields["email"], fields["role"], fields["organization"]
            )
    return rows
