"""The popups about leads that stand in every page."""

import reflex as rx

from leadx_app.components.leads.new_lead import new_lead_popup
from leadx_app.components.leads.view_lead import view_lead_popup
from leadx_app.domain.permissions import Permission
from leadx_app.state.session import SessionState


def lead_layers() -> rx.Component:
    """New Lead for who may create, View Lead for everybody."""
    may_create = SessionState.may[Permission.LEAD_CREATE.name.lower()]
    return rx.fragment(rx.cond(may_create, new_lead_popup(), rx.fragment()), view_lead_popup())
