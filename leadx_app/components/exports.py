"""**Export** of each list."""

import reflex as rx

from leadx_app.components.ui.export_menu import export_menu
from leadx_app.components.words import t

LEADS = "/api/v1/leads/export"
COMMUNITY = "/api/v1/community/leads/export"
ACTIVITIES = "/api/v1/activities/export"
REWARDS = "/api/v1/rewards/export"
AUDIT = "/api/v1/audit/export"
PULSE = "/api/v1/pulse/export"
PULSE_CHARTS = "/api/v1/pulse/charts"


def export_chart(chart: str, query: rx.Var[str], title: rx.Var[str]) -> rx.Component:
    """CSV and picture of a chart of Pulse."""
    forms = [("csv", t("CSV")), ("png", t("Picture (PNG)"))]
    name = t("Export {chart}", chart=title)
    return export_menu(f"{PULSE_CHARTS}/{chart}", query, forms, name=t("Export"), full_name=name)


def export_list(path: rx.Var[str] | str, query: rx.Var[str], *, vcard: bool = False, pdf: bool = False) -> rx.Component:
    """CSV and Excel of what the list shows; for contacts also vCard, for figures PDF."""
    forms = [("csv", t("CSV")), ("xlsx", t("Excel")), *([("vcard", t("vCard"))] if vcard else [])]
    forms += [("pdf", t("PDF"))] if pdf else []
    return export_menu(path, query, forms, name=t("Export"))
