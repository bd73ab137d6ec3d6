"""Which id belongs where: by the name of a parameter, a column of an address, or a field of a form."""

import re
from collections.abc import Callable
from typing import Any

from leadx_app.models import Role
from tests.isolation.policy import WHO_SEES, may_see
from tests.isolation.world import World

NEVER = "01900000-0000-7000-8000-000000000000"
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
CHANCE = re.compile(
    r"""nonce="[^"]*"|value="[^"]{40,}"|\bleadx_[\w-]{43}|\b[0-9a-f]{10}\b|\b[0-9a-f]{32}\b|\d{4}-\d\d-\d\dT[\d:.+]+"""
)
"""What differs each time: nonces and new secrets, numbers of failures, ids of toasts, moments."""

# Where the name of a place does not say the table.
TABLES: dict[str, tuple[str, ...]] = {
    "contact_id": ("companies", "persons"),
    "company_id": ("companies",),
    "person_id": ("users", "persons"),
    "merged_id": ("companies", "persons"),
    "merge_id": ("contact_merges",),
    "into_id": ("tags", "stages"),
    "to_id": ("stages",),
    "leads_to": ("stages",),
    "reached_id": ("stages",),
    "reason_id": ("lost_reasons",),
    "row_id": ("categories", "tags"),
    "activity_id": ("sales_activities",),
    "plan_id": ("tasks", "sales_activities"),
    "news_id": ("news",),
    "view_id": ("saved_views",),
    "mail_id": ("outbox_mails",),
    "token_id": ("api_tokens",),
    "comment_id": ("news_comments",),
    "category_id": ("categories",),
    "bulk_id": ("events",),
    "archive_id": ("tenant_archives",),
    "delivery_id": ("webhook_deliveries",),
    "request_id": ("join_requests",),
    "session_id": ("user_sessions",),
    "picture_id": ("files",),
    **dict.fromkeys(("owner_id", "creator_id", "user_id", "assignee_id", "escalation_id", "people"), ("users",)),
    **dict.fromkeys(("person", "pipeline"), ("users",)),
    **dict.fromkeys(("organization", "place"), ("organizations",)),
    "stage": ("stages",),
    "ids": ("leads",),
}
# A table's id opens more than the headline that colleagues may see.
OPENS = {"leads": "descriptions", "users": "emails", "organizations": "profiles", "companies": "companies"}
FORM_IDS = (
    *("lead_id", "news_id", "ticket_id", "article_id", "company_id", "person_id", "contact_id", "merged_id", "row_id"),
    *("organization_id", "user_id", "owner_id", "assignee_id", "escalation_id", "stage_id", "category_id", "source_id"),
    *("reason_id", "lost_reason_id", "request_id", "view_id", "webhook_id", "goal_id", "task_id", "to_id", "into_id"),
)
NO_ROWS = ("toast_id", "draft_id", "error_id")
"""Ids that are no row's: the page makes them."""


def tables_of(place: str) -> tuple[str, ...]:
    """The tables whose ids are taken in a place of this name."""
    name = place.removesuffix("s") if place.endswith("_ids") else place
    if name in TABLES:
        return TABLES[name]
    return (f"{name.removesuffix('_id')}s",) if name.endswith("_id") and name not in NO_ROWS else ()


def may_open(reader_place: str, role: Role, place: str, table: str) -> bool:
    """Whether the id of another organization's row means something to this reader."""
    kind = OPENS.get(table, table.replace("_", ""))
    return kind in WHO_SEES and may_see(reader_place, role, place, kind)


def aim_at(world: World, place: str, turn: int = 0) -> Callable[[str], str]:
    """Ids of an organization by the name of the place where they are put; what it has none of is an id of nobody's."""

    def aim(name: str) -> str:
        names = tables_of(name)
        found = world.ids_of(place, names[turn % len(names)]) if names else []
        return found[turn % len(found)] if found else NEVER

    return aim


def plain(text: str) -> str:
    """An answer without ids and without what differs each time."""
    return CHANCE.sub("*", ID.sub("ID", text))


def payload_of(schema: dict[str, Any], aim: Callable[[str], str], turn: int = 0) -> dict[str, Any]:
    """Arguments that fit a handler's parameters: ids by `aim`, and everything searched for that begins with zq."""
    known = schema.get("$defs", {})
    return {name: _value(name, one, known, aim, turn) for name, one in schema.get("properties", {}).items()}


def turns_of(schema: dict[str, Any]) -> int:
    """How often a handler is asked so that each kind of id comes by: not at all if it takes none."""
    properties = schema.get("properties", {})
    return max(len(tables_of(name)) for name in [*properties, *(FORM_IDS if "form" in properties else ("",))])


def _value(name: str, schema: dict[str, Any], known: dict[str, Any], aim: Callable[[str], str], turn: int) -> Any:
    if "$ref" in schema:
        return _value(name, known[schema["$ref"].rpartition("/")[2]], known, aim, turn)
    if "anyOf" in schema:
        return _value(name, schema["anyOf"][0], known, aim, turn)
    if "const" in schema:
        return schema["const"]
    if "enum" in schema:
        return schema["enum"][turn % len(schema["enum"])]
    match schema.get("type"):
        case "integer" | "number":
            return turn
        case "boolean":
            return True
        case "array":
            return [_value(name, schema.get("items", {}), known, aim, turn)]
        case "object":
            return {one: aim(one) for one in FORM_IDS} | {"title": "zq", "name": "zq", "text": "zq", "version": "1"}
    return _text(name, schema, aim, turn)


def _text(name: str, schema: dict[str, Any], aim: Callable[[str], str], turn: int) -> str:
    wanted = [aim(name)] if tables_of(name) else ["zq", aim("lead_id")][:: 1 if turn == 0 else -1]
    if "pattern" not in schema:
        return wanted[0][: schema.get("maxLength")].ljust(schema.get("minLength", 0), "x")
    words = re.findall(r"\w+", schema["pattern"])
    guesses = (*wanted, "0" * 32, "0" * 10, "2026", "2026-11-29", "", *words)
    return next((guess for guess in guesses if re.search(schema["pattern"], guess)), "x")
