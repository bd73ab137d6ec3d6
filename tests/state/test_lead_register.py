"""The public register beside **Company name**: what is offered, what a form sends, and how it does without."""

import json
from uuid import UUID, uuid4

import pytest
from sqlmodel import Session, select

from leadx_app.domain.contacts.draft import CompanyDraft
from leadx_app.domain.contacts.edit import create_company
from leadx_app.domain.ports import RegisteredCompany
from leadx_app.models import Company, Lead, new_id
from leadx_app.queries.choices import Option
from leadx_app.state.format import NBSP
from leadx_app.state.lead_edit import changed_fields
from leadx_app.state.lead_form import LeadFormState
from leadx_app.state.lead_register import LeadRegisterState, company_choices, facts_in, number_in
from leadx_app.state.toasts import ToastState
from tests.support.house import House
from tests.support.rx_client import Tab, run

FACTS = {"organization_number": "962986633", "postcode": "0484", "city": "OSLO", "country": "NO"}


def registered(number: str = "962986633", name: str = "STATNETT SF", *, is_deleted: bool = False) -> RegisteredCompany:
    return RegisteredCompany(number, name, "", "0484", "OSLO", "NO", "", "", "", is_deleted)


async def saved(house: House, tab: Tab, **fields: object) -> Company:
    """The company of the lead that Basic makes of a form."""
    form = {"draft_id": str(uuid4()), "title": "New lines", "company_name_id": "", "then": "close", **fields}
    before = tab.value(LeadFormState, "clear_token") or 0
    await tab.call(LeadFormState.save, form=form)
    await tab.until(lambda: tab.value(LeadFormState, "clear_token") == before + 1)
    with Session(house.database.engine) as session:
        query = (
            select(Company)
            .join(Lead, Lead.company_id == Company.id)
            .where(Lead.draft_id == UUID(str(form["draft_id"])))
        )
        return session.exec(query).one()


def test_a_company_that_is_a_contact_already_is_offered_in_place_of_the_registers():
    there = {"923609016": Option(new_id(), "Equinor")}
    found = [registered("923609016", "EQUINOR ASA"), registered(), registered("974760673", "GONE AS", is_deleted=True)]
    first, second = company_choices(found, there, "Among your contacts")
    assert (first.value, first.label, first.facts) == (str(there["923609016"].id), "Equinor", "")
    assert first.hint == f"923{NBSP}609{NBSP}016 · Among your contacts"
    assert (second.value, second.label, second.hint) == ("", "STATNETT SF", f"962{NBSP}986{NBSP}633 · OSLO")
    assert json.loads(second.facts) == FACTS


@pytest.mark.parametrize("text", ["", "{", "[]", "3", "x" * 5_000, None, True, ["{}", "{}"]])
def test_facts_that_cannot_be_read_are_none(text: object):
    assert facts_in({"company_name_facts": text}) is None


def test_what_is_a_number_is_told_from_a_name():
    assert [number_in(text) for text in ("962 986 633", "962986634", "Statnett", "")] == ["962986633", "", "", ""]


def test_an_edit_sends_the_facts_of_a_company_that_was_taken_from_the_register():
    was = json.dumps({"company_name": "Before", "company_name_id": "1", "tags": ""})
    form = {"was": was, "company_name": "STATNETT SF", "company_name_id": "", "company_name_facts": json.dumps(FACTS)}
    assert changed_fields({**form, "tags": ""})["company_facts"] == FACTS
    assert "company_facts" not in changed_fields({**form, "company_name_id": "2"})
    assert changed_fields({"was": was, "company_name": "Before", "company_name_id": "1"}) == {}


def test_a_form_brings_the_facts_along_and_a_typed_number_is_the_contact_that_has_it(house: House):
    credential = house.cast.credential(house.cast.basic)
    draft = CompanyDraft(name="Our oil people", organization_number="923609016")
    house.database.act(credential, create_company, draft)

    async def work() -> None:
        async with house.tab(house.cast.basic) as tab:
            company = await saved(house, tab, company_name="STATNETT SF", company_name_facts=json.dumps(FACTS))
            assert (company.organization_number, company.postcode) == ("962986633", "0484")
            assert (await saved(house, tab, company_name="923 609 016")).name == "Our oil people"
            await tab.call(LeadRegisterState.look_up, text="923609016")
            await tab.until(lambda: tab.value(LeadRegisterState, "asked") == "923609016")
            assert [row["label"] for row in tab.value(LeadRegisterState, "companies")] == ["Our oil people"]
            assert tab.value(LeadRegisterState, "note") == "The register cannot be reached. Fill in by hand."
            await tab.call(LeadFormState.opened)
            await tab.until(lambda: tab.value(LeadFormState, "is_open"))
            assert not tab.value(LeadRegisterState, "is_on")
            said = [toast["kind"] for toast in tab.value(ToastState, "toasts") or [] if toast["kind"] != "done"]
            assert said == []

    run(work())
