"""The second step of signing in: turned on with a first right code, asked for at sign-in, turned off (section 4)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, select

from leadx_app.models import Organization, RecoveryCode, Tenant, TwoStep, User

from .account_links import WriteNotice
from .accounts import record_attempt, refuse_too_many
from .errors import Conflict, NotFound
from .event_kinds import EventKind
from .events import note, record_about
from .find import find_whole_person
from .mails.outbox import post
from .permissions import Actor, Permission, on_behalf_of

CODES = 10
ATTEMPTS = 5


@dataclass(frozen=True, slots=True)
class ShownCode:
    """A code that somebody showed, read outside the domain.

    Attributes:
        step_in: the time step whose code it is, for a person and their sealed secret at a moment; None for none.
        hash: the keyed hash that it has if it is a recovery code.
        key: under which wrong codes of the person are counted.
    """

    step_in: Callable[[UUID, str, datetime], int | None]
    hash: str
    key: str


@dataclass(frozen=True, slots=True)
class Notice:
    """The letter that says what was done, and the domain of its sender."""

    write: WriteNotice
    mail_domain: str


def begin(session: Session, actor: Actor, sealed_secret: str, *, now: datetime) -> None:
    """Keep the secret of an app that is being set up; it counts once `turn_on` has seen a right code.

    Raises:
        Conflict: another app is turned on already.
    """
    row = _row(session, actor.user_id)
    if row is None:
        place = {"tenant_id": actor.tenant_id, "organization_id": actor.organization_id}
        row = TwoStep(**place, user_id=actor.user_id, sealed_secret=sealed_secret, created_at=now)
    elif row.turned_on_at is not None:
        raise Conflict("Two-step sign-in is on already.")
    row.sealed_secret, row.last_step, row.created_at = sealed_secret, 0, now
    session.add(row)


def turn_on(
    session: Session, actor: Actor, shown: ShownCode, code_hashes: Sequence[str], notice: Notice, *, now: datetime
) -> bool:
    """Ask for a code at every sign-in from now on; False for a wrong code, which is counted.

    Args:
        code_hashes: the recovery codes that the person is shown, as they are kept.

    Raises:
        Conflict: nothing was begun, or it is on already.
        TooMany: too many wrong codes lately.
    """
    row = _row(session, actor.user_id)
    if row is None or row.turned_on_at is not None:
        raise Conflict("Two-step sign-in is on already." if row else "Begin again: scan the picture first.")
    if not _passes_app(session, row, shown, now):
        return False
    row.turned_on_at = now
    session.add(row)
    _keep_codes(session, row, code_hashes, now)
    note(session, actor, EventKind.TWO_STEP_ON, now=now, payload={})
    tell(session, actor.user_id, "account.two_step_on", notice, now)
    return True


def passes(session: Session, user_id: UUID, shown: ShownCode, *, now: datetime) -> bool:
    """Whether somebody may go on at sign-in: their app's code or a recovery code, each once. A wrong one is counted.

    True for whoever has no second step.

    Raises:
        TooMany: 5 wrong codes in the last 5 minutes.
    """
    row = _row(session, user_id)
    if row is None or row.turned_on_at is None:
        return True
    return _passes(session, row, shown, now)


def renew_codes(session: Session, actor: Actor, shown: ShownCode, code_hashes: Sequence[str], *, now: datetime) -> bool:
    """Give the actor new recovery codes, which end those before; False for a wrong code.

    Raises:
        Conflict: two-step sign-in is off.
        TooMany: as `passes`.
    """
    row = _on(session, actor.user_id)
    if not _passes(session, row, shown, now):
        return False
    _keep_codes(session, row, code_hashes, now)
    note(session, actor, EventKind.RECOVERY_CODES_RENEWED, now=now, payload={})
    return True


def turn_off(session: Session, actor: Actor, shown: ShownCode, notice: Notice, *, now: datetime) -> bool:
    """Ask for the password alone from now on; False for a wrong code. The edge has verified the password before.

    Raises:
        Conflict: it is off already.
        TooMany: as `passes`.
    """
    row = _on(session, actor.user_id)
    if not _passes(session, row, shown, now):
        return False
    _remove(session, row)
    note(session, actor, EventKind.TWO_STEP_OFF, now=now, payload={})
    tell(session, actor.user_id, "account.two_step_off", notice, now)
    return True


def reset(session: Session, actor: Actor, user_id: UUID, notice: Notice, *, now: datetime) -> None:
    """Let somebody who lost their app and their codes in with the password alone; harmless when repeated.

    Raises:
        NotFound: nobody whom the Admin sees to.
        Conflict: the Admin's own, which takes a code.
    """
    actor.require(Permission.USERS_MANAGE)
    user = find_whole_person(session, actor, user_id)
    if user.id == actor.user_id:
        raise Conflict("Turn your own two-step sign-in off on your profile.")
    row = _row(session, user.id)
    if row is None:
        return
    _remove(session, row)
    about = {"user_id": str(user.id), "name": user.name}
    record_about(session, actor, EventKind.TWO_STEP_RESET, user.organization_id, now=now, payload=about)
    tell(session, user.id, "account.two_step_off", notice, now)


def reset_by_operator(session: Session, slug: str, email: str, notice: Notice, *, now: datetime) -> None:
    """`reset` for whoever runs the installation: the last Admin has nobody else to ask.

    Raises:
        NotFound: nobody of this customer has the email, or no second step.
    """
    query = select(TwoStep).join(User, User.id == TwoStep.user_id).join(Tenant, Tenant.id == User.tenant_id)
    row = session.exec(query.where(Tenant.slug == slug, User.email == email.strip().casefold())).first()
    if row is None:
        raise NotFound("Nobody of this customer has this email and a second step.")
    _remove(session, row)
    owner = on_behalf_of(row.user_id, row.tenant_id, row.organization_id)
    note(session, owner, EventKind.TWO_STEP_OFF, now=now, payload={"by": "operator"})
    tell(session, row.user_id, "account.two_step_off", notice, now)


def _passes(session: Session, row: TwoStep, shown: ShownCode, now: datetime) -> bool:
    refuse_too_many(session, [shown.key], ATTEMPTS, now=now)
    if _use_recovery(session, row, shown, now):
        return True
    return _passes_app(session, row, shown, now)


def _passes_app(session: Session, row: TwoStep, shown: ShownCode, now: datetime) -> bool:
    refuse_too_many(session, [shown.key], ATTEMPTS, now=now)
    step = shown.step_in(row.user_id, row.sealed_secret, now)
    if step is None or not _use_step(session, row, step):
        record_attempt(session, [shown.key], ATTEMPTS, now=now)
        return False
    return True


def _use_step(session: Session, row: TwoStep, step: int) -> bool:
    """Use the code of a time step up, with all before it; False when it was used already."""
    unused = (TwoStep.id == row.id, TwoStep.last_step < step)
    return session.connection().execute(sa.update(TwoStep).where(*unused).values(last_step=step)).rowcount == 1


def _use_recovery(session: Session, row: TwoStep, shown: ShownCode, now: datetime) -> bool:
    unused = (
        RecoveryCode.user_id == row.user_id,
        RecoveryCode.code_hash == shown.hash,
        RecoveryCode.used_at.is_(None),
    )
    if session.connection().execute(sa.update(RecoveryCode).where(*unused).values(used_at=now)).rowcount != 1:
        return False
    owner = on_behalf_of(row.user_id, row.tenant_id, row.organization_id)
    note(session, owner, EventKind.RECOVERY_CODE_USED, now=now, payload={})
    return True


def _keep_codes(session: Session, row: TwoStep, code_hashes: Sequence[str], now: datetime) -> None:
    session.connection().execute(sa.delete(RecoveryCode).where(RecoveryCode.user_id == row.user_id))
    place = {"tenant_id": row.tenant_id, "organization_id": row.organization_id, "user_id": row.user_id}
    session.add_all(RecoveryCode(**place, code_hash=one, created_at=now) for one in code_hashes)
    session.flush()


def _remove(session: Session, row: TwoStep) -> None:
    session.connection().execute(sa.delete(RecoveryCode).where(RecoveryCode.user_id == row.user_id))
    session.delete(row)
    session.flush()


def tell(session: Session, user_id: UUID, kind: str, notice: Notice, now: datetime) -> None:
    """Mail somebody that the way in which they sign in was changed."""
    user = session.get_one(User, user_id)
    letter = notice.write(user, session.get_one(Organization, user.organization_id))
    post(session, user, kind, letter, notice.mail_domain, is_secret=False, now=now)


def _on(session: Session, user_id: UUID) -> TwoStep:
    row = _row(session, user_id)
    if row is None or row.turned_on_at is None:
        raise Conflict("Two-step sign-in is off.")
    return row


def _row(session: Session, user_id: UUID) -> TwoStep | None:
    """The person's row, held until the end of the transaction, so that codes are tried one after the other."""
    query = select(TwoStep).where(TwoStep.user_id == user_id).with_for_update()
    return session.exec(query.execution_options(populate_existing=True)).first()
