"""New Lead through a tab: what the form sends, who may send what, and what comes back beside the fields."""

from uuid import UUID, uuid4

import pytest
from sqlmodel import Session, select

from leadx_app.domain.permissions import Actor
from leadx_app.models import HandoverState, Lead, SubStage
from leadx_app.state.lead_choices import LeadChoicesState
from leadx_app.state.lead_edit import listed
from leadx_app.state.lead_form import LeadFormState, draft_data, either
from leadx_app.state.lead_view import LeadViewState
from leadx_app.state.toasts import ToastState
from tests.cast import a_lost_reason, stages
from tests.support.house import House
from tests.support.rx_client import Tab, run


def _form(**fields: object) -> dict[str, object]:
    """What the browser sends for Basic: every field that is shown, empty ones too."""
    return {
        "draft_id": str(uuid4()),
        "title": "Heat pump for the library",
        "company_name": "Fjellby bibliotek",
        "company_name_id": "",
        "person_name": "",
        "person_name_id": "",
        "person_email": "",
        "person_phone": "",
        "description": "",
        "value": "",
        "currency": "NOK",
        "file_ids": "",
        "hand_over": False,
        "then": "close",
        **fields,
    }


def _lead(house: House, form: dict[str, object]) -> Lead | None:
    with Session(house.database.engine) as session:
        return session.exec(select(Lead).where(Lead.draft_id == UUID(str(form["draft_id"])))).first()


async def _save(house: House, actor: Actor, form: dict[str, object]) -> Tab:
    async with house.tab(actor) as tab:
        await tab.call(LeadFormState.save, form=form)
        await tab.until(lambda: tab.value(LeadFormState, "answer_token") == 1)
        return tab


def _said(tab: Tab) -> str:
    return " ".join(toast["text"] for toast in tab.value(ToastState, "toasts") or [])


@pytest.mark.parametrize("role", ["lite", "basic"])
def test_a_finder_keeps_a_lead_in_the_own_pipeline(house: House, role: str):
    form = _form()
    tab = run(_save(house, getattr(house.cast, role), form))
    lead = _lead(house, form)
    assert (lead.owner_id, lead.handover_state) == (None, HandoverState.NONE)
    assert _said(tab) == "Saved in your pipeline. Hand it over to sales when you are ready."


@pytest.mark.parametrize("role", ["lite", "basic"])
def test_a_finder_hands_a_lead_over_and_hears_from_whom_they_will_hear(house: House, role: str):
    form = _form(hand_over=True)
    tab = run(_save(house, getattr(house.cast, role), form))
    assert _lead(house, form).handover_state == HandoverState.WAITING
    assert _said(tab) == "Waiting for sales. You will hear from Magnus Manager or Mona Manager."


def test_a_professional_chooses_everything(house: House):
    with Session(house.database.engine) as session:
        offer = stages(session, house.cast.professional)[3]
    form = _form(
        value="12 500,50",
        currency="EUR",
        expected_closing_on="2026-12-24",
        tags="school, heat , school",
        owner_id=str(house.cast.other_professional.user_id),
        stage_id=str(offer.id),
        sub_stage="open",
        lost_reason_id="",
        category_id="",
        source_id="",
        person_name="Anna Lund",
        person_email="anna@fjellby.example",
        person_phone="22 22 22 22",
    )
    del form["hand_over"]
    run(_save(house, house.cast.professional, form))
    lead = _lead(house, form)
    assert (lead.stage_id, lead.owner_id) == (offer.id, house.cast.other_professional.user_id)
    assert (str(lead.value), lead.currency, str(lead.expected_closing_on)) == ("12500.50", "EUR", "2026-12-24")


def test_a_manager_closes_a_lead_from_the_start_for_a_reason(house: House):
    with Session(house.database.engine) as session:
        reason = a_lost_reason(session, house.cast.manager)
    without, with_reason = (_form(sub_stage="closed", lost_reason_id=value) for value in ("", str(reason.id)))
    for form in (without, with_reason):
        del form["hand_over"]
    tab = run(_save(house, house.cast.manager, without))
    assert tab.value(LeadFormState, "problems") == {"lost_reason_id": "Choose why the lead was closed."}
    run(_save(house, house.cast.manager, with_reason))
    assert _lead(house, without) is None
    assert _lead(house, with_reason).sub_stage == SubStage.CLOSED


def test_a_reason_left_over_from_closed_is_not_sent_with_another_outcome():
    assert "lost_reason_id" not in draft_data({"sub_stage": "won", "lost_reason_id": "x"})


def test_an_admin_may_not_create(house: House):
    form = _form()
    tab = run(_save(house, house.cast.admin, form))
    assert (_lead(house, form), _said(tab)) == (None, "You may not do this.")


def test_a_basic_user_cannot_choose_owner_or_stage_by_hand(house: House):
    with Session(house.database.engine) as session:
        later = stages(session, house.cast.basic)[1]
    for extra in ({"stage_id": str(later.id)}, {"owner_id": str(house.cast.basic.user_id)}, {"sub_stage": "won"}):
        form = _form(**extra)
        tab = run(_save(house, house.cast.basic, form))
        assert _lead(house, form) is None
        assert _said(tab) == "Only sales may choose the owner and the stage of a lead."


def test_what_is_wrong_is_said_beside_each_field(house: House):
    form = _form(title=" ", company_name="", value="a lot", person_email="nobody")
    tab = run(_save(house, house.cast.basic, form))
    assert set(tab.value(LeadFormState, "problems")) == {"title", "value", "person_email"}
    assert tab.value(LeadFormState, "clear_token") == 0
    assert _lead(house, form) is None


def test_a_second_submit_of_the_same_draft_makes_no_second_lead(house: House):
    async def twice(form: dict[str, object]) -> None:
        async with house.tab(house.cast.basic) as tab:
            await tab.call(LeadFormState.save, form=form)
            await tab.call(LeadFormState.save, form=form)
            await tab.until(lambda: tab.value(LeadFormState, "answer_token") == 2)

    form = _form()
    run(twice(form))
    with Session(house.database.engine) as session:
        made = session.exec(select(Lead).where(Lead.draft_id == UUID(str(form["draft_id"])))).all()
    assert len(made) == 1


def test_a_draft_that_was_used_up_can_be_thrown_away(house: House):
    async def twice(form: dict[str, object]) -> tuple:
        async with house.tab(house.cast.basic) as tab:
            await tab.call(LeadFormState.save, form=form)
            await tab.call(LeadFormState.save, form={**form, "title": "Written on after the answer was lost"})
            await tab.until(lambda: tab.value(LeadFormState, "was_kept"))
            cleared = tab.value(LeadFormState, "clear_token")
            await tab.call(LeadFormState.discard)
            await tab.until(lambda: tab.value(LeadFormState, "clear_token") == cleared + 1)
            return _said(tab), tab.value(LeadFormState, "was_kept")

    said, was_kept = run(twice(_form()))
    assert said.endswith("A lead was already made from this form. Open it to change it.")
    assert was_kept is False


def test_save_and_new_leaves_the_popup_open(house: House):
    async def save() -> bool:
        async with house.tab(house.cast.basic) as tab:
            await tab.call(LeadFormState.opened)
            await tab.call(LeadFormState.save, form=_form(then="new"))
            await tab.until(lambda: tab.value(LeadFormState, "clear_token") == 1)
            return tab.value(LeadFormState, "is_open")

    assert run(save()) is True


def test_the_way_to_the_lead_stands_in_the_toast(house: House):
    async def follow(form: dict[str, object]) -> str:
        async with house.tab(house.cast.basic) as tab:
            await tab.call(LeadFormState.save, form=form)
            await tab.until(lambda: tab.value(ToastState, "toasts"))
            (toast,) = tab.value(ToastState, "toasts")
            await tab.call(ToastState.take_action, toast_id=toast["id"])
            await tab.until(lambda: tab.events or tab.value(LeadViewState, "is_open"))
            if tab.events:
                await tab.send(tab.events[0]["name"], tab.events[0]["payload"])
                await tab.until(lambda: tab.value(LeadViewState, "is_open"))
            return tab.value(LeadViewState, "lead")["title"]

    assert run(follow(_form(title="The way to it"))) == "The way to it"


def test_companies_are_suggested_while_typing_to_who_may_see_them(house: House):
    async def suggest(actor: Actor, text: str) -> list[str]:
        async with house.tab(actor) as tab:
            await tab.call(LeadFormState.suggest_companies, text=text)
            await tab.settle()
            return [row["label"] for row in tab.value(LeadFormState, "companies") or []]

    run(_save(house, house.cast.basic, _form(company_name="Vindmøller og sønner")))
    assert run(suggest(house.cast.other_basic, "vindmø")) == ["Vindmøller og sønner"]
    assert run(suggest(house.cast.lite, "vindmø")) == []
    assert run(suggest(house.cast.stranger_manager, "vindmø")) == []


def test_only_sales_is_offered_colleagues_to_assign_to(house: House):
    async def owners(actor: Actor) -> int:
        async with house.tab(actor) as tab:
            await tab.call(LeadFormState.opened)
            await tab.until(lambda: tab.value(LeadChoicesState, "stages"))
            return len(tab.value(LeadChoicesState, "owners") or [])

    assert run(owners(house.cast.basic)) == 0
    assert run(owners(house.cast.professional)) == 4


def test_a_strangers_file_cannot_be_attached(house: House):
    form = _form(file_ids=f"{uuid4()},{uuid4()}")
    tab = run(_save(house, house.cast.basic, form))
    assert tab.value(LeadFormState, "problems") == {"file_ids": "A file is no longer there. Upload it again."}


def test_a_picked_person_with_a_number_written_beside_is_taken_by_name():
    data = draft_data({"person_name": "Anna", "person_name_id": str(uuid4()), "person_phone": "22222222"})
    assert "person_id" not in data
    assert data["person_name"] == "Anna"


def test_lists_are_read_from_text():
    assert listed(" a, b ,,a") == ["a", "b"]
    assert listed(["a", "b "]) == ["a", "b"]
    assert listed(None) == []


def test_names_are_said_in_the_language_of_the_reader():
    assert either(["Kari"], "en") == "Kari"
    assert either(["Kari", "Ola", "Per"], "nb") == "Kari, Ola eller Per"
    assert either(["A", "B", "C", "D"], "en") == "sales"
    assert either([], "nb") == "salg"
