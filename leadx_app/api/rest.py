"""The application behind `/api/v1` and `/files`, and its description at `/api/openapi.json`."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from starlette.exceptions import HTTPException
from starlette.routing import Route

from leadx_app.api import (
    agenda,
    archives,
    audit,
    bulk,
    community,
    contacts,
    currencies,
    exports,
    feed,
    files,
    imports,
    leads,
    list_settings,
    lookups,
    mails,
    news,
    notifications,
    pulse,
    register,
    rewards,
    settings,
    support,
    tokens,
    views,
    webhooks,
)
from leadx_app.api.answers import answer_http

_ABOUT = """
Everything that the pages do with leads, under the same rules. Make a token on the profile page and send it as
`Authorization: Bearer leadx_…`; a token for reading cannot write. Browsers may use their session instead, and send
`X-LeadX: 1` with everything that writes.

Amounts of money are text with two decimals, times are UTC, durations are ISO 8601. What you may not see does not exist:
the answer is 404, as for an id that was never used. What is wrong is said as a problem (RFC 9457) in your language.
At most 20 requests per second; 429 says when to come back.
"""
_TAGS = [
    {"name": "leads", "description": "Make, read, change and move leads, with notes and files."},
    {"name": "news", "description": "Read news, comment, react."},
    {"name": "community", "description": "The organizations' figures, and the headlines of their leads."},
    {"name": "activities", "description": "Tasks and sales activities: plan, do, move, repeat."},
    {"name": "contacts", "description": "Companies and persons: list, make, change, merge, and as a file."},
    {"name": "imports", "description": "Bring leads and contacts in from CSV and Excel, and take them back."},
    {"name": "pulse", "description": "Charts and the page of Pulse as files."},
    {"name": "rewards", "description": "Points, places, and the reason of each point."},
    {"name": "feed", "description": "What happened."},
    {"name": "support", "description": "Tickets with their clocks, and the knowledge base."},
    {"name": "notifications", "description": "What you were told of, and how you want to hear of it."},
    {"name": "archives", "description": "Everything of the customer in one file, for Admins."},
    {"name": "settings", "description": "What an Admin sets for the organizations."},
    {"name": "audit", "description": "Who came in, what was refused and changed, for Admins."},
    {"name": "tokens", "description": "Everybody's API tokens, for Admins."},
    {"name": "webhooks", "description": "Addresses that are told what happens, for Admins."},
    {"name": "mails", "description": "The mail outbox, for Admins."},
    {"name": "views", "description": "Saved views of lists: your own, and those that colleagues share."},
    {"name": "files", "description": "The bytes of files."},
    {"name": "lookups", "description": "What the fields of a lead are chosen from, and the figures."},
]
_PROBLEMS = {
    "400": "The request cannot be read.",
    "401": "No token or session, or one that ended.",
    "403": "You may not do this.",
    "404": "Not there, or not yours to see.",
    "408": "Nothing came for a while.",
    "409": "Somebody or something came first.",
    "413": "Too large.",
    "415": "A kind of file that is not kept.",
    "422": "The input cannot be used; `errors` says which fields and why.",
    "429": "Too many requests; `Retry-After` says when to come back.",
    "500": "A failure of ours.",
    "503": "Busy, or the database or the place of the files does not answer; nothing was saved.",
    "507": "No room for more files.",
}
_OF_UPLOADS = {"408", "413", "415", "507"}
_OF_WRITES = {"409", "413"}
_PROBLEM_SCHEMA = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "examples": ["about:blank"]},
        "title": {"type": "string", "description": "What the status means."},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "What is wrong, in the reader's language."},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["field", "detail"],
                "properties": {"field": {"type": "string"}, "detail": {"type": "string"}},
            },
        },
        "fields": {"type": "object", "description": "409 of an edit: what stands in these fields now."},
        "by": {"type": "string", "description": "409 of an edit: who changed them."},
        "version": {"type": "integer", "description": "409 of an edit: the version to save on top of."},
    },
}


class Api(FastAPI):
    """FastAPI with our description of what can go wrong."""

    def openapi(self) -> dict[str, Any]:
        if self.openapi_schema is None:
            schema = get_openapi(
                title=self.title, version=self.version, description=self.description, routes=self.routes, tags=_TAGS
            )
            self.openapi_schema = _with_problems(schema)
        return self.openapi_schema


def _with_problems(schema: dict[str, Any]) -> dict[str, Any]:
    schemas = schema["components"]["schemas"]
    schemas["Problem"] = _PROBLEM_SCHEMA
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            problems = {one: {"description": _PROBLEMS[one], "content": content} for one in _problems_of(path, method)}
            operation["responses"] = dict(sorted((operation["responses"] | problems).items()))
    return schema


def _problems_of(path: str, method: str) -> list[str]:
    is_upload = method == "post" and path.endswith("/files")
    left_out = (set() if is_upload else _OF_UPLOADS) | (_OF_WRITES if method == "get" else set())
    return sorted(set(_PROBLEMS) - (left_out - ({"413"} if method in {"post", "patch"} else set())))


api = Api(
    title="LeadX",
    version="1",
    description=_ABOUT,
    openapi_url="/api/openapi.json",
    docs_url=None,
    redoc_url=None,
    exception_handlers={HTTPException: answer_http},
    redirect_slashes=False,
    generate_unique_id_function=lambda route: route.name,
)
for router in (
    exports.router,
    contacts.router,
    register.router,
    archives.router,
    bulk.router,
    leads.router,
    agenda.router,
    news.router,
    community.router,
    imports.router,
    feed.router,
    notifications.router,
    mails.router,
    settings.router,
    list_settings.router,
    audit.router,
    tokens.router,
    webhooks.router,
    support.router,
    currencies.router,
    pulse.router,
    rewards.router,
    lookups.router,
    views.router,
    files.router,
):
    api.include_router(router)

routes = [Route("/api/{rest:path}", api), Route("/files", api), Route("/files/{rest:path}", api)]
"""For the application in front of the pages; every address keeps its whole path."""
