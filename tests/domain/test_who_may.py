"""Who may do what with which lead: one table for every role at the parent, in its children and in another tenant.

The columns are the cast. `Y` does it, `n` is refused, `-` gets the answer of an id that was never used. Whoever has no
permission to hand over at all is refused before the lead is looked for: they too learn nothing.
"""

from collections.abc import Callable

import pytest
from sqlmodel import Session

from leadx_app.domain import accounts, files, find, notes
from leadx_app.domain.errors import NotFound, Refusal
from leadx_app.domain.leads import handover, qualify
from leadx_app.domain.leads.close import close_lost, close_won, park, reopen, resume
from leadx_app.domain.leads.draft import LeadEdit
from leadx_app.domain.permissions import GRANTS, Actor, Permission
from leadx_app.models import Lead, Role, new_id
from tests.cast import (
    NOW,
    Cast,
    a_closed_lead,
    a_draft,
    a_lead,
    a_lost_reason,
    a_parked_lead,
    a_waiting_lead,
    a_won_lead,
    an_assigned_lead,
    stages,
)

LEADS: dict[str, Callable[[Session, Cast], Lead]] = {
    "private": lambda s, c: a_lead(s, c.basic),
    "waiting": lambda s, c: a_waiting_lead(s, c.basic),
    "assigned": lambda s, c: an_assigned_lead(s, c.basic, c.manager, c.professional),
    "made for": lambda s, c: a_lead(s, c.manager, owner_id=c.professional.user_id),
    "of sales": lambda s, c: a_lead(s, c.professional),
    "parked": lambda s, c: a_parked_lead(s, c.professional),
    "won": lambda s, c: a_won_lead(s, c.professional),
    "closed": lambda s, c: a_closed_lead(s, c.professional),
    "child's waiting": lambda s, c: a_waiting_lead(s, c.child_basic),
    "child's of sales": lambda s, c: a_lead(s, c.child_professional),
}


def _file() -> files.StoredFile:
    return files.StoredFile("a.txt", "text/plain", 1, "0" * 64, f"t/{new_id()}", None)


def _assign_to_somebody_else(session: Session, actor: Actor, cast: Cast, lead: Lead) -> None:
    other = cast.child_professional if lead.organization_id == cast.child_basic.organization_id else None
    handover.assign(session, actor, lead.id, (other or cast.other_professional).user_id, now=NOW)


VERBS: dict[str, Callable[[Session, Actor, Cast, Lead], object]] = {
    "read": lambda s, a, c, lead: find.find_lead(s, a, lead.id),
    "edit": lambda s, a, c, lead: qualify.edit(s, a, lead.id, LeadEdit(version=1, title="Another"), now=NOW),
    "hand over": lambda s, a, c, lead: handover.hand_over(s, a, lead.id, now=NOW),
    "accept": lambda s, a, c, lead: handover.accept_handover(s, a, lead.id, now=NOW),
    "assign": _assign_to_somebody_else,
    "return": lambda s, a, c, lead: handover.return_to_creator(s, a, lead.id, "Because", now=NOW),
    "move": lambda s, a, c, lead: qualify.move_stage(s, a, lead.id, stages(s, c.basic)[1].id, now=NOW),
    "win": lambda s, a, c, lead: close_won(s, a, lead.id, now=NOW),
    "close": lambda s, a, c, lead: close_lost(s, a, lead.id, a_lost_reason(s, c.basic).id, now=NOW),
    "park": lambda s, a, c, lead: park(s, a, lead.id, now=NOW),
    "resume": lambda s, a, c, lead: resume(s, a, lead.id, now=NOW),
    "reopen": lambda s, a, c, lead: reopen(s, a, lead.id, "Because", now=NOW),
    "note": lambda s, a, c, lead: notes.write_note(s, a, lead.id, notes.NoteDraft(text="Hei"), now=NOW),
    "attach": lambda s, a, c, lead: files.add_file(s, a, _file(), lead.id, now=NOW),
}

#          lite          professional    manager        child_manager   sibling_manager
#          |  basic      |  other_prof.  |  other_man.  |  child_prof.  |  stranger_manager
#          |  |  other_b.|  |            |  |  admin    |  |  child_bas.|  |  stranger_basic, _admin
TABLE = """
private    -  Y  -       -  -            Y  Y  Y        -  -  -         -  -  -  -   read
private    -  Y  -       -  -            n  n  n        -  -  -         -  -  -  -   edit
private    -  Y  -       n  n            n  n  n        n  n  -         n  n  -  n   hand over
private    -  n  -       -  -            n  n  n        -  -  -         -  -  -  -   accept
private    -  n  -       -  -            n  n  n        -  -  -         -  -  -  -   assign
private    -  n  -       -  -            n  n  n        -  -  -         -  -  -  -   return
private    -  n  -       -  -            n  n  n        -  -  -         -  -  -  -   move
private    -  n  -       -  -            n  n  n        -  -  -         -  -  -  -   win
private    -  Y  -       -  -            n  n  n        -  -  -         -  -  -  -   note
private    -  Y  -       -  -            n  n  n        -  -  -         -  -  -  -   attach
waiting    -  Y  -       -  -            Y  Y  Y        -  -  -         -  -  -  -   read
waiting    -  n  -       -  -            Y  Y  n        -  -  -         -  -  -  -   edit
waiting    -  n  -       n  n            n  n  n        n  n  -         n  n  -  n   hand over
waiting    -  n  -       -  -            Y  Y  n        -  -  -         -  -  -  -   accept
waiting    -  n  -       -  -            Y  Y  n        -  -  -         -  -  -  -   assign
waiting    -  n  -       -  -            Y  Y  n        -  -  -         -  -  -  -   return
waiting    -  n  -       -  -            n  n  n        -  -  -         -  -  -  -   move
waiting    -  n  -       -  -            n  n  n        -  -  -         -  -  -  -   park
waiting    -  Y  -       -  -            n  n  n        -  -  -         -  -  -  -   note
waiting    -  n  -       -  -            Y  Y  n        -  -  -         -  -  -  -   attach
assigned   -  Y  -       Y  -            Y  Y  Y        -  -  -         -  -  -  -   read
assigned   -  n  -       Y  -            n  n  n        -  -  -         -  -  -  -   edit
assigned   -  n  -       n  n            n  n  n        n  n  -         n  n  -  n   hand over
assigned   -  n  -       n  -            n  n  n        -  -  -         -  -  -  -   accept
assigned   -  n  -       Y  -            n  n  n        -  -  -         -  -  -  -   assign
assigned   -  n  -       Y  -            n  n  n        -  -  -         -  -  -  -   return
assigned   -  n  -       Y  -            n  n  n        -  -  -         -  -  -  -   move
assigned   -  n  -       Y  -            n  n  n        -  -  -         -  -  -  -   win
assigned   -  n  -       Y  -            n  n  n        -  -  -         -  -  -  -   close
assigned   -  n  -       Y  -            n  n  n        -  -  -         -  -  -  -   park
assigned   -  n  -       n  -            n  n  n        -  -  -         -  -  -  -   resume
assigned   -  n  -       n  -            n  n  n        -  -  -         -  -  -  -   reopen
assigned   -  Y  -       Y  -            n  n  n        -  -  -         -  -  -  -   note
assigned   -  n  -       Y  -            n  n  n        -  -  -         -  -  -  -   attach
made for   -  -  -       Y  -            n  n  n        -  -  -         -  -  -  -   edit
made for   -  -  -       n  -            n  n  n        -  -  -         -  -  -  -   return
made for   -  -  -       Y  -            Y  n  n        -  -  -         -  -  -  -   note
of sales   -  -  -       Y  -            Y  Y  Y        -  -  -         -  -  -  -   read
of sales   -  -  -       Y  -            n  n  n        -  -  -         -  -  -  -   edit
of sales   -  -  -       Y  -            n  n  n        -  -  -         -  -  -  -   assign
of sales   -  -  -       Y  -            n  n  n        -  -  -         -  -  -  -   move
of sales   -  -  -       Y  -            n  n  n        -  -  -         -  -  -  -   win
of sales   -  -  -       Y  -            n  n  n        -  -  -         -  -  -  -   note
parked     -  -  -       Y  -            n  n  n        -  -  -         -  -  -  -   edit
parked     -  -  -       n  -            n  n  n        -  -  -         -  -  -  -   assign
parked     -  -  -       n  -            n  n  n        -  -  -         -  -  -  -   move
parked     -  -  -       Y  -            n  n  n        -  -  -         -  -  -  -   resume
parked     -  -  -       n  -            n  n  n        -  -  -         -  -  -  -   reopen
won        -  -  -       Y  -            Y  Y  Y        -  -  -         -  -  -  -   read
won        -  -  -       n  -            n  n  n        -  -  -         -  -  -  -   edit
won        -  -  -       n  -            n  n  n        -  -  -         -  -  -  -   move
won        -  -  -       n  -            n  n  n        -  -  -         -  -  -  -   win
won        -  -  -       n  -            n  n  n        -  -  -         -  -  -  -   park
won        -  -  -       n  -            n  n  n        -  -  -         -  -  -  -   resume
won        -  -  -       n  -            Y  Y  n        -  -  -         -  -  -  -   reopen
won        -  -  -       Y  -            n  n  n        -  -  -         -  -  -  -   note
won        -  -  -       n  -            n  n  n        -  -  -         -  -  -  -   attach
closed     -  -  -       n  -            n  n  n        -  -  -         -  -  -  -   edit
closed     -  -  -       n  -            Y  Y  n        -  -  -         -  -  -  -   reopen
child's waiting   - - -  - -             Y  Y  Y        Y  -  Y         -  -  -  -   read
child's waiting   - - -  - -             n  n  n        Y  -  n         -  -  -  -   edit
child's waiting   - - -  - -             n  n  n        Y  -  n         -  -  -  -   accept
child's waiting   - - -  - -             n  n  n        Y  -  n         -  -  -  -   assign
child's waiting   - - -  - -             n  n  n        Y  -  n         -  -  -  -   return
child's waiting   - - -  - -             n  n  n        n  -  Y         -  -  -  -   note
child's waiting   - - -  - -             n  n  n        Y  -  n         -  -  -  -   attach
child's of sales  - - -  - -             Y  Y  Y        Y  Y  -         -  -  -  -   read
child's of sales  - - -  - -             n  n  n        n  Y  -         -  -  -  -   edit
child's of sales  - - -  - -             n  n  n        n  Y  -         -  -  -  -   win
child's of sales  - - -  - -             n  n  n        n  Y  -         -  -  -  -   note
"""


def _rows() -> list[tuple[str, str, str]]:
    rows = []
    for line in filter(None, TABLE.splitlines()):
        lead = next(name for name in sorted(LEADS, key=len, reverse=True) if line.startswith(name + " "))
        cells = line.removeprefix(lead).split(maxsplit=15)
        rows.append((lead, cells[15], "".join(cells[:15])))
    return rows


def _outcome(session: Session, actor: Actor, act: Callable[[], object]) -> str:
    with session.begin_nested() as savepoint:
        try:
            act()
        except NotFound as refusal:
            return "-" if str(refusal) == str(NotFound()) else "?"
        except Refusal:
            return "n"
        else:
            return "Y"
        finally:
            savepoint.rollback()
            session.expire_all()


@pytest.mark.parametrize(("state", "verb", "expected"), _rows(), ids=lambda value: str(value).replace(" ", "_"))
def test_the_table_holds(session: Session, cast: Cast, state: str, verb: str, expected: str) -> None:
    lead = LEADS[state](session, cast)
    session.flush()
    act = VERBS[verb]
    found = "".join(
        _outcome(session, actor, lambda actor=actor: act(session, actor, cast, lead))
        for actor in cast.everybody().values()
    )
    assert found == expected


@pytest.mark.parametrize("verb", VERBS)
def test_an_id_that_was_never_used_is_not_found_by_anybody(session: Session, cast: Cast, verb: str) -> None:
    nothing = Lead(id=new_id(), organization_id=cast.basic.organization_id, version=1)
    permitted = {"hand over": {Role.LITE, Role.BASIC}}.get(verb, set(Role))
    for actor in cast.everybody().values():
        outcome = _outcome(session, actor, lambda actor=actor: VERBS[verb](session, actor, cast, nothing))
        assert outcome == ("-" if actor.role in permitted else "n")


def test_every_role_but_the_admin_captures(session: Session, cast: Cast) -> None:
    from leadx_app.domain.leads.capture import capture

    for actor in cast.everybody().values():
        outcome = _outcome(session, actor, lambda actor=actor: capture(session, actor, a_draft(), now=NOW))
        assert outcome == ("n" if actor.role == Role.ADMIN else "Y")


def test_everybody_makes_tokens_of_their_own(session: Session, cast: Cast) -> None:
    for actor in cast.everybody().values():
        assert accounts.make_api_token(session, actor, "Phone", False, now=NOW).startswith("leadx_")


@pytest.mark.parametrize("permission", Permission)
def test_every_permission_is_granted_to_somebody(permission: Permission) -> None:
    assert GRANTS[permission]
    assert GRANTS[permission] <= set(Role)


def test_no_permission_is_missing_or_left_over_in_the_table() -> None:
    assert set(GRANTS) == set(Permission)


def test_the_table_speaks_of_every_verb_and_every_lead() -> None:
    assert {verb for _, verb, _ in _rows()} == set(VERBS)
    assert {state for state, _, _ in _rows()} == set(LEADS)
