"""**Export** of each list."""

import reflex as rx

from leadx_app.components.ui.export_menu import export_menu
from leadx_app.components.words import t

LEADS = "/api/v1/leads/export"
COMMUNITY = "/api/v1/community/leads/export"
ACTIVITIES = "/api/v1/activities/export"
REWARDS = "/api/v1/rewards/export"


def export_list(path: rx.Var[str] | str, query: rx.Var[str], *, vcard: bool = False, pdf: bool = False) -> rx.Component:
    """CSV and Excel of what the list shows; for contacts also vCard, for figures PDF."""
    forms = [("csv", t("CSV")), ("xlsx", t("Excel")), *([("vcard", t("vCard"))] if vcard else [])]
    forms += [("pdf", t("PDF"))] if pdf else []
    return export_menu(path, query, forms, name=t("Export"))
