"""Lines of the audit log in a reader's words, for the page and for files."""

from leadx_app import i18n
from leadx_app.domain.audit import SENTENCES as OWN_SENTENCES
from leadx_app.domain.audit import Area, AuditKind
from leadx_app.domain.event_kinds import SENTENCES, EventKind
from leadx_app.queries.audit import AuditRow, Change

AREA_NAMES: dict[Area, str] = {
    Area.SIGN_INS: "Sign-ins",
    Area.REFUSALS: "Refusals",
    Area.PEOPLE: "People and roles",
    Area.ACCOUNTS: "Accounts",
    Area.ORGANIZATIONS: "Organizations",
    Area.SETTINGS: "Settings",
    Area.EXPORTS: "Exports",
    Area.TOKENS: "API tokens",
    Area.WEBHOOKS: "Webhooks",
    Area.ROWS: "DB view",
}
NOBODY = "Somebody unknown"
ROLE_WORDS = {"lite": "LITE", "basic": "Basic", "professional": "Professional", "manager": "Manager", "admin": "Admin"}
SETTINGS = {
    "answer_within_hours": "Answer handed-over leads within",
    "points": "Points",
    "stages": "Stages",
    "categories": "Categories",
    "sources": "Sources",
    "lost_reasons": "Lost reasons",
    "tags": "Tags",
    "hit_rate_basis": "Hit Rate",
    "financial_year_start_month": "First month of the financial year",
    "file_limit_mb": "Largest file, MB",
    "files_per_lead": "Files on a lead",
}
STAGES = {
    "name": "Name",
    "color": "Colour",
    "win_probability_percent": "Probability of a win, %",
    "quiet_after_days": "Gone quiet after, days",
}
PROVIDER = {
    "provider_label": "Name on the button",
    "provider_issuer": "Address of the provider",
    "provider_client_id": "Client ID",
    "provider_secret": "Client secret",
    "provider_domains": "Email domains",
    "provider_makes_people": "Make an account for whoever is new",
    "provider_role": "Their role",
    "provider_starts_in": "Their organization",
    "provider_is_on": "People can sign in with it",
}
POINTS = {"created": "Lead created", "handshake": "Handshake", "won": "Lead won"}
NOTHING = "–"


class _Words(dict[str, str]):
    """What a sentence is filled with; what is not known is a dash."""

    def __missing__(self, key: str) -> str:
        return NOTHING


def sentence(row: AuditRow, language: str) -> str:
    """ "Anne Admin made Bjørn Basic inactive"."""
    template = _template(row.kind)
    words = _Words({name: str(value) for name, value in row.payload.items() if isinstance(value, str | int)})
    words["actor"] = row.actor or i18n.say(language, NOBODY)
    if row.name:
        words["name"] = row.name
    return i18n.say(language, template).format_map(words)


def changes(row: AuditRow, language: str) -> list[str]:
    """ "Nordlys: Basic → Manager"; empty for what changes nothing that is named."""
    return [_change(one, language) for one in row.changes]


def _change(change: Change, language: str) -> str:
    what = (SETTINGS | STAGES | POINTS | PROVIDER).get(change.what)
    name = i18n.say(language, what) if what else change.what.replace("_", " ")
    before, after = (_value(text, language) for text in (change.before, change.after))
    return f"{name}: {before} → {after}" if name else f"{before} → {after}"


def _value(text: str, language: str) -> str:
    role = ROLE_WORDS.get(text)
    return i18n.say(language, role) if role else text or NOTHING


def _template(kind: str) -> str:
    if kind in set(AuditKind):
        return OWN_SENTENCES[AuditKind(kind)]
    return SENTENCES[EventKind(kind)] if kind in set(EventKind) else "{actor}: " + kind
