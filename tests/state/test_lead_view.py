"""View Lead through tabs: what each role sees and does, what two people do at once, and what arrives live."""

import json
from contextlib import asynccontextmanager
from dataclasses import asdict
from uuid import UUID, uuid4

import pytest
from sqlmodel import Session

from leadx_app.domain.event_kinds import EventKind
from leadx_app.domain.leads.capture import capture
from leadx_app.domain.leads.handover import accept_handover, assign
from leadx_app.domain.permissions import Actor
from leadx_app.models import Lead, SubStage
from leadx_app.queries.lead_detail import lead_detail
from leadx_app.state.format import tint
from leadx_app.state.lead_edit import changed_fields, edit_fields
from leadx_app.state.lead_files import LeadFilesState
from leadx_app.state.lead_shown import DRAWINGS, FIELDS
from leadx_app.state.lead_view import LeadViewState
from leadx_app.state.toasts import ToastState
from tests.cast import a_draft, a_lost_reason, stages
from tests.support.house import House
from tests.support.rx_client import Tab, run


def _made(house: House, actor: Actor, **fields: object) -> UUID:
    """A lead that the actor captured."""
    return house.database.act(house.cast.credential(actor), capture, a_draft(**fields)).lead_id


def _stored(house: House, lead_id: UUID) -> Lead:
    with Session(house.database.engine) as session:
        return session.get_one(Lead, lead_id)


def _act(house: House, actor: Actor, command, *arguments) -> None:
    house.database.act(house.cast.credential(actor), command, *arguments)


def _lead(tab: Tab) -> dict:
    return tab.value(LeadViewState, "lead") or {}


def _said(tab: Tab) -> str:
    return " ".join(toast["text"] for toast in tab.value(ToastState, "toasts") or [])


@asynccontextmanager
async def _viewing(house: House, actor: Actor, lead_id: UUID):
    """A tab of the actor with the lead open in the popup."""
    async with house.tab(actor, path="/pipeline") as tab:
        await tab.call(LeadViewState.open_lead, lead_id=str(lead_id))
        await tab.until(lambda: tab.value(LeadViewState, "status"))
        yield tab


async def _done(tab: Tab, handler, **payload: object) -> None:
    await tab.call(handler, **payload)
    await tab.settle()


def _form(house: House, actor: Actor, lead_id: UUID, **changed: str) -> dict[str, str]:
    """What the edit form sends when these fields were changed in it now."""
    detail = house.database.read(house.cast.credential(actor), lead_detail, lead_id)
    return {**asdict(edit_fields(detail)), **changed}


# What is seen.


def test_the_creator_sees_the_lead_and_may_hand_it_over(house: House):
    async def look() -> dict:
        async with _viewing(house, house.cast.basic, _made(house, house.cast.basic, value="1500")) as tab:
            return _lead(tab)

    lead = run(look())
    assert (lead["title"], lead["company"], lead["value"]) == (
        "Heat pumps for the school",
        "Fjordheim skole",
        "NOK\u00a01,500",
    )
    assert [name for name, may in lead.items() if name.startswith("may_") and may] == [
        "may_act", "may_edit", "may_hand_over", "may_note", "may_attach",
    ]  # fmt: skip


@pytest.mark.parametrize("who", ["other_basic", "professional", "child_manager", "stranger_manager", "stranger_admin"])
def test_who_may_not_see_a_lead_gets_the_same_answer_as_for_one_that_never_was(house: House, who: str):
    async def look(lead_id: UUID) -> tuple:
        async with _viewing(house, getattr(house.cast, who), lead_id) as tab:
            return tab.value(LeadViewState, "status"), _lead(tab)["title"], tab.saw("Heat pumps")

    assert run(look(_made(house, house.cast.basic))) == ("missing", "", False)
    assert run(look(uuid4())) == ("missing", "", False)


def test_the_lead_opens_on_its_own_address_too(house: House):
    async def look(path: str) -> tuple:
        async with house.tab(house.cast.basic, path=path) as tab:
            await _done(tab, LeadViewState.load_page)
            return tab.value(LeadViewState, "status"), tab.value(LeadViewState, "is_open"), _lead(tab)["title"]

    lead_id = _made(house, house.cast.basic)
    assert run(look(f"/leads/{lead_id}")) == ("shown", False, "Heat pumps for the school")
    assert run(look("/leads/nothing")) == ("missing", False, "")


ELSEWHERE = (
    "news.",
    "notifications.",
    "settings.",
    "mail.",
    "job.",
    "list.",
    "milestone.",
    "goal.",
    "note.mentioned",
    "contact.",
    "archive.",
    "leads.",
    "job.",
    "list.",
    "import.",
    "preferences.",
    "task.due",
    "account.",
    "user.",
    "lead.received",
    "transfer.",
    "webhook.",
    "ticket.",
    "article.",
    "support.",
    "subscription.",
)
"""Kinds that stand in no lead's history."""


def test_history_is_told_in_the_readers_language_and_every_kind_has_its_drawing():
    assert set(DRAWINGS) == {kind for kind in EventKind if not kind.startswith(ELSEWHERE)}


def test_a_change_says_from_what_to_what(house: House):
    async def look(lead_id: UUID) -> list:
        async with _viewing(house, house.cast.professional, lead_id) as tab:
            await _done(tab, LeadViewState.start_editing)
            form = _form(house, house.cast.professional, lead_id, value="200", description="By rail")
            await _done(tab, LeadViewState.save, form=form)
            return tab.value(LeadViewState, "timeline")[0]["changes"]

    changes = run(look(_made(house, house.cast.professional, value="100")))
    assert changes == [
        {"field": "Description", "before": "–", "after": "By rail"},
        {"field": "Lead value", "before": "100", "after": "200"},
    ]


def test_a_mail_goes_to_the_person_only_whatever_their_address_says(house: House):
    lead_id = _made(house, house.cast.basic, person_name="Kari", person_email="kari?cc=x@b.example")

    async def look() -> dict:
        async with _viewing(house, house.cast.basic, lead_id) as tab:
            return _lead(tab)

    assert run(look())["person_mail"] == "mailto:kari%3Fcc%3Dx@b.example"


# Handover.


def test_handing_over_locks_the_lead_for_its_creator(house: House):
    async def hand_over() -> dict:
        async with _viewing(house, house.cast.lite, _made(house, house.cast.lite)) as tab:
            await _done(tab, LeadViewState.hand_over)
            return _lead(tab)

    lead = run(hand_over())
    assert (lead["handover"], lead["may_edit"], lead["may_hand_over"]) == ("waiting", False, False)


def test_the_creator_sees_the_handshake_live(house: House):
    async def both() -> tuple:
        lead_id = _made(house, house.cast.basic, hand_over=True)
        async with (
            _viewing(house, house.cast.basic, lead_id) as creator,
            _viewing(house, house.cast.manager, lead_id) as manager,
        ):
            await _done(manager, LeadViewState.accept)
            await creator.until(lambda: _lead(creator)["handover"] == "accepted")
            newest = creator.value(LeadViewState, "timeline")[0]
            return newest["sentence"], newest["is_fresh"], "owner" in creator.value(LeadViewState, "fresh")

    assert run(both()) == ("Mona Manager accepted the lead", True, True)


def test_the_second_manager_is_told_who_was_first(house: House):
    async def late() -> tuple:
        lead_id = _made(house, house.cast.basic, hand_over=True)
        async with _viewing(house, house.cast.other_manager, lead_id) as tab:
            _act(house, house.cast.manager, accept_handover, lead_id)
            await _done(tab, LeadViewState.accept)
            return _said(tab), _lead(tab)["owner"]

    assert run(late()) == ("Mona Manager has this lead already.", "Mona Manager")


def test_a_manager_assigns_a_lead_to_the_team(house: House):
    async def assign(owner_id: str) -> tuple:
        async with _viewing(house, house.cast.manager, _made(house, house.cast.basic, hand_over=True)) as tab:
            await _done(tab, LeadViewState.ask, question="assign")
            await _done(tab, LeadViewState.assign, form={"owner_id": owner_id})
            return _lead(tab)["owner"], tab.value(LeadViewState, "question"), tab.value(LeadViewState, "problems")

    assert run(assign(str(house.cast.professional.user_id))) == ("Petter Professional", "", {})
    assert run(assign("")) == ("", "assign", {"owner_id": "Choose one from the list."})
    basic = str(house.cast.basic.user_id)
    assert run(assign(basic)) == ("", "assign", {"owner_id": "Choose a sales person of the team."})


def test_a_returned_lead_tells_its_creator_why(house: House):
    async def look() -> dict:
        lead_id = _made(house, house.cast.basic, hand_over=True)
        async with _viewing(house, house.cast.manager, lead_id) as manager:
            await _done(manager, LeadViewState.return_lead, form={"reason": " "})
            assert manager.value(LeadViewState, "problems") == {
                "reason": "Write a reason, so that they can learn from it."
            }
            await _done(manager, LeadViewState.return_lead, form={"reason": "Who is the contact?"})
        async with _viewing(house, house.cast.basic, lead_id) as creator:
            return _lead(creator)

    lead = run(look())
    assert (lead["returned_words"], lead["return_reason"]) == ("Mona Manager returned this lead", "Who is the contact?")
    assert (lead["may_edit"], lead["may_hand_over"]) == (True, True)


# The journey.


def test_a_move_is_saved_only_by_save_and_prev_takes_back_what_is_not_saved(house: House):
    lead_id = _made(house, house.cast.professional)
    with Session(house.database.engine) as session:
        journey = [stage.id for stage in stages(session, house.cast.professional)]

    async def move() -> list:
        seen = []
        async with _viewing(house, house.cast.professional, lead_id) as tab:
            for handler in ("next_stage", "next_stage", "prev_stage"):
                await _done(tab, getattr(LeadViewState, handler))
                seen.append((tab.value(LeadViewState, "planned_id"), tab.value(LeadViewState, "may_prev")))
            assert _stored(house, lead_id).stage_id == journey[0]
            await _done(tab, LeadViewState.save_move)
            seen.append((tab.value(LeadViewState, "planned_id"), tab.value(LeadViewState, "may_prev")))
            await _done(tab, LeadViewState.prev_stage)
            seen.append((tab.value(LeadViewState, "planned_id"), tab.value(LeadViewState, "may_prev")))
        return seen

    lead, opportunity = str(journey[1]), str(journey[2])
    assert run(move()) == [(lead, True), (opportunity, True), (lead, True), ("", False), ("", False)]
    assert _stored(house, lead_id).stage_id == journey[1]


def test_won_and_reopened_by_the_manager_who_owns_it(house: House):
    lead_id = _made(house, house.cast.manager, value="100")

    async def win_and_reopen() -> list:
        async with _viewing(house, house.cast.manager, lead_id) as tab:
            await _done(tab, LeadViewState.win)
            won = _lead(tab)["sub_stage"], _lead(tab)["outcome"], _lead(tab)["may_qualify"], _lead(tab)["may_reopen"]
            await _done(tab, LeadViewState.reopen, form={"reason": "Wrong lead"})
            return [won, _lead(tab)["sub_stage"]]

    assert run(win_and_reopen()) == [("won", "Won", False, True), "open"]


def test_closing_asks_for_a_reason_from_the_list(house: House):
    lead_id = _made(house, house.cast.professional)
    with Session(house.database.engine) as session:
        reason = a_lost_reason(session, house.cast.professional)

    async def close() -> tuple:
        async with _viewing(house, house.cast.professional, lead_id) as tab:
            await _done(tab, LeadViewState.close_lost, form={"lost_reason_id": ""})
            assert tab.value(LeadViewState, "problems") == {"lost_reason_id": "Choose one from the list."}
            await _done(tab, LeadViewState.close_lost, form={"lost_reason_id": str(reason.id)})
            return _lead(tab)["sub_stage"], _lead(tab)["lost_reason"]

    assert run(close()) == ("closed", reason.name)


def test_parked_and_resumed(house: House):
    async def park() -> list:
        async with _viewing(house, house.cast.professional, _made(house, house.cast.professional)) as tab:
            await _done(tab, LeadViewState.park)
            parked = _lead(tab)["sub_stage"], _lead(tab)["may_resume"]
            await _done(tab, LeadViewState.resume)
            return [parked, _lead(tab)["sub_stage"]]

    assert run(park()) == [("parked", True), "open"]


@pytest.mark.parametrize("act", ["win", "park", "resume", "accept", "hand_over"])
def test_a_manager_views_a_colleagues_lead_but_changes_nothing(house: House, act: str):
    lead_id = _made(house, house.cast.professional)

    async def try_it() -> str:
        async with _viewing(house, house.cast.manager, lead_id) as tab:
            assert not _lead(tab)["may_act"]
            await _done(tab, getattr(LeadViewState, act))
            return _said(tab)

    before = _stored(house, lead_id).version
    assert run(try_it()) != ""
    assert _stored(house, lead_id).version == before


@pytest.mark.parametrize("act", ["accept", "win", "park"])
def test_a_basic_user_does_not_do_what_sales_does(house: House, act: str):
    lead_id = _made(house, house.cast.basic, hand_over=True)

    async def try_it() -> str:
        async with _viewing(house, house.cast.basic, lead_id) as tab:
            await _done(tab, getattr(LeadViewState, act))
            return _said(tab)

    assert run(try_it()) != ""
    lead = _stored(house, lead_id)
    assert (lead.owner_id, lead.sub_stage) == (None, SubStage.OPEN)


# Editing.


def test_only_what_was_changed_is_sent():
    form = {"value": "200", "description": "a\r\nb", "tags": "x", "company_name": "A", "company_name_id": "1"}
    was = {"value": "100", "description": "a\nb", "tags": "x", "company_name": "A", "company_name_id": "1"}
    assert changed_fields({**form, "was": json.dumps(was), "version": "1"}) == {"value": "200"}


def test_company_and_person_are_sent_together():
    form = {
        "company_name": "B",
        "company_name_id": "",
        "person_name": "P",
        "person_email": "p@x.no",
        "person_phone": "",
    }
    was = {**form, "company_name": "A", "company_name_id": "1"}
    assert changed_fields({**form, "was": json.dumps(was)}) == {
        "company_name": "B", "company_facts": None, "person_name": "P", "person_email": "p@x.no", "person_phone": "",
    }  # fmt: skip
    namesake = changed_fields({**form, "company_name": "A", "company_name_id": "2", "was": json.dumps(was)})
    assert (namesake["company_name"], namesake["company_id"], "company_facts" in namesake) == ("A", "2", False)


@pytest.mark.parametrize("was", ["", "no json", "[]", "5"])
def test_a_form_without_what_it_began_with_sends_everything(was: str):
    assert changed_fields({"value": "1", "was": was}) == {"value": "1"}


def test_a_title_is_saved_in_place(house: House):
    lead_id = _made(house, house.cast.basic)

    async def write() -> tuple:
        async with _viewing(house, house.cast.basic, lead_id) as tab:
            await _done(tab, LeadViewState.save_title, title="Solar for the school", version=1)
            await _done(tab, LeadViewState.save_title, title=" ", version=2)
            return _lead(tab)["title"], tab.value(LeadViewState, "problems")

    assert run(write()) == ("Solar for the school", {"title": "Fill in this field."})


def test_two_who_edit_the_same_field_choose_between_both_and_lose_nothing(house: House):
    lead_id = _made(house, house.cast.basic, value="100", description="Old")

    async def meet() -> tuple:
        form = _form(house, house.cast.basic, lead_id, value="300", description="From Bjørn", tags="school")
        async with (
            _viewing(house, house.cast.basic, lead_id) as mine,
            _viewing(house, house.cast.basic, lead_id) as other,
        ):
            await _done(mine, LeadViewState.start_editing)
            await _done(other, LeadViewState.start_editing)
            theirs = _form(house, house.cast.basic, lead_id, value="200", description="From the other tab")
            await _done(other, LeadViewState.save, form=theirs)
            await mine.until(lambda: mine.value(LeadViewState, "disturbed_by"))
            await _done(mine, LeadViewState.save, form=form)
            shown = mine.value(LeadViewState, "conflict")
            assert mine.value(LeadViewState, "is_editing")
            await _done(mine, LeadViewState.settle, form={"keep_value": "yours", "keep_description": "theirs"})
            return shown, mine.value(LeadViewState, "is_editing"), _lead(mine)

    shown, is_editing, lead = run(meet())
    assert shown == [
        {"field": "description", "label": "Description", "yours": "From Bjørn", "theirs": "From the other tab"},
        {"field": "value", "label": "Lead value", "yours": "300", "theirs": "200"},
    ]
    assert (is_editing, lead["value"], lead["description"], lead["tags"]) == (
        False, "NOK\u00a0300", "From the other tab", [{"name": "school", "tint": tint("school")}],
    )  # fmt: skip


def test_other_peoples_changes_to_other_fields_are_no_conflict(house: House):
    lead_id = _made(house, house.cast.basic, value="100")

    async def meet() -> dict:
        form = _form(house, house.cast.basic, lead_id, value="300")
        async with _viewing(house, house.cast.basic, lead_id) as tab:
            await _done(tab, LeadViewState.save_title, title="Another title", version=1)
            await _done(tab, LeadViewState.start_editing)
            await _done(tab, LeadViewState.save, form=form)
            assert tab.value(LeadViewState, "conflict") == []
            return _lead(tab)

    lead = run(meet())
    assert (lead["title"], lead["value"]) == ("Another title", "NOK\u00a0300")


def test_a_change_that_arrives_does_not_touch_the_form_that_is_being_filled_in(house: House):
    lead_id = _made(house, house.cast.basic, description="Old")

    async def disturb() -> tuple:
        async with _viewing(house, house.cast.basic, lead_id) as mine:
            await _done(mine, LeadViewState.start_editing)
            async with _viewing(house, house.cast.basic, lead_id) as other:
                await _done(other, LeadViewState.save_title, title="Changed", version=1)
            await mine.until(lambda: _lead(mine)["title"] == "Changed")
            return mine.value(LeadViewState, "form")["version"], mine.value(LeadViewState, "is_editing")

    assert run(disturb()) == ("1", True)


def test_what_is_wrong_in_the_form_is_said_beside_the_field(house: House):
    lead_id = _made(house, house.cast.basic)

    async def save() -> tuple:
        async with _viewing(house, house.cast.basic, lead_id) as tab:
            await _done(tab, LeadViewState.start_editing)
            await _done(tab, LeadViewState.save, form=_form(house, house.cast.basic, lead_id, value="1.234"))
            return tab.value(LeadViewState, "problems"), tab.value(LeadViewState, "is_editing")

    problems, is_editing = run(save())
    assert (set(problems), is_editing) == ({"value"}, True)


@pytest.mark.parametrize("version", ["", "x", "0", "-1", "9999999999", "7"])
def test_a_version_that_never_was_is_refused(house: House, version: str):
    lead_id = _made(house, house.cast.basic)

    async def save() -> None:
        async with _viewing(house, house.cast.basic, lead_id) as tab:
            form = _form(house, house.cast.basic, lead_id, value="5", version=version)
            await _done(tab, LeadViewState.save, form=form)

    run(save())
    assert _stored(house, lead_id).value is None


def test_a_lead_that_is_locked_cannot_be_put_into_the_form(house: House):
    async def edit() -> bool:
        async with _viewing(house, house.cast.basic, _made(house, house.cast.basic, hand_over=True)) as tab:
            await _done(tab, LeadViewState.start_editing)
            return tab.value(LeadViewState, "is_editing")

    assert run(edit()) is False


# Notes and files.


def test_creator_and_owner_write_notes_and_others_only_read_them(house: House):
    lead_id = _made(house, house.cast.basic, hand_over=True)

    async def write() -> tuple:
        async with (
            _viewing(house, house.cast.basic, lead_id) as creator,
            _viewing(house, house.cast.manager, lead_id) as manager,
        ):
            await _done(creator, LeadViewState.write_note, form={"text": "They want it before summer"})
            await manager.until(lambda: manager.value(LeadViewState, "timeline")[0]["kind"] == "note")
            await _done(manager, LeadViewState.write_note, form={"text": "Not mine to write"})
            return manager.value(LeadViewState, "timeline")[0]["text"], _said(manager), _lead(manager)["may_note"]

    assert run(write()) == ("They want it before summer", "Only the creator and the owner write notes.", False)


def test_an_empty_note_is_refused_beside_the_field(house: House):
    async def write() -> dict:
        async with _viewing(house, house.cast.basic, _made(house, house.cast.basic)) as tab:
            await _done(tab, LeadViewState.write_note, form={"text": "\u200b "})
            return tab.value(LeadViewState, "problems")

    assert run(write()) == {"note_text": "Fill in this field."}


def test_a_strangers_file_is_not_there(house: House):
    async def remove(handler) -> str:
        async with _viewing(house, house.cast.stranger_basic, _made(house, house.cast.stranger_basic)) as tab:
            await _done(tab, handler, file_id=str(uuid4()))
            return _said(tab)

    assert run(remove(LeadFilesState.remove)) == "We could not find that."
    assert run(remove(LeadFilesState.restore)) == "We could not find that."


# Without a lead.


@pytest.mark.parametrize(
    "act", ["accept", "win", "hand_over", "next_stage", "save_move", "start_editing", "leave_conflict"]
)
def test_nothing_happens_without_a_lead(house: House, act: str):
    async def call() -> None:
        async with house.tab(house.cast.manager, path="/pipeline") as tab:
            await _done(tab, getattr(LeadViewState, act))
            assert not tab.saw("Traceback")
            assert "went wrong" not in _said(tab)

    run(call())


def test_losing_the_right_to_see_a_lead_takes_it_off_the_screen(house: House):
    lead_id = _made(house, house.cast.basic, hand_over=True)
    professional = house.cast.professional
    _act(house, house.cast.manager, assign, lead_id, professional.user_id)

    async def lose() -> str:
        async with _viewing(house, professional, lead_id) as tab, _viewing(house, professional, lead_id) as other:
            assert tab.value(LeadViewState, "status") == "shown"
            await _done(other, LeadViewState.return_lead, form={"reason": "Not for us"})
            await tab.until(lambda: tab.value(LeadViewState, "status") == "missing")
            return _lead(tab)["title"]

    assert run(lose()) == ""


def test_every_field_of_an_event_has_its_label():
    assert set(FIELDS) >= {"title", "company", "person", "value", "currency", "tags", "category_id", "source_id"}
