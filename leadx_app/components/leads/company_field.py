"""**Company name** of a lead: suggestions of the own contacts, and of the public register where there is one."""

import reflex as rx

from leadx_app.components.ui.base import Words
from leadx_app.components.ui.combobox import Further, combobox
from leadx_app.components.words import t
from leadx_app.domain.permissions import Permission
from leadx_app.state.lead_form import LeadFormState
from leadx_app.state.lead_register import LeadRegisterState
from leadx_app.state.session import SessionState


def company_field(
    problems: rx.Var[dict[str, str]], scope: str, *, name: Words = "", company_id: Words = ""
) -> rx.Component:
    """Pick one, take one out of the register by name or number, or type a new one."""
    return combobox(
        t("Company name"),
        "company_name",
        LeadFormState.companies,
        on_query=LeadFormState.suggest_companies,
        on_pick=LeadFormState.pick_company,
        further=_register(),
        add=t("Add “{text}”", text="{text}"),
        default_text=name,
        default_id=company_id,
        required=True,
        error=rx.cond(problems["company_name"], problems["company_name"], problems["company_facts"]),
        scope=scope,
    )


def _register() -> Further:
    return Further(
        is_on=LeadRegisterState.is_on & SessionState.may[Permission.CONTACTS_WRITE.name.lower()],
        rows=LeadRegisterState.companies,
        asked=LeadRegisterState.asked,
        note=LeadRegisterState.note,
        taken=t("From the register: {about}. Number and address come with it.", about="{about}"),
        on_look_up=LeadRegisterState.look_up,
    )
