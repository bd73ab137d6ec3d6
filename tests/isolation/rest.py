"""Every operation of the API and of the files, asked for in this process: with ids chosen, counted in statements."""

import re
from collections.abc import Callable
from typing import Any

import httpx
from starlette.applications import Starlette

from leadx_app.api.calendar import calendar_route
from leadx_app.api.rest import api, routes
from leadx_app.domain.permissions import Actor
from tests.isolation.world import World

Aim = Callable[[str], str]
DESCRIPTION = api.openapi()
OPERATIONS = sorted(
    (method.upper(), path) for path, methods in DESCRIPTION["paths"].items() for method in methods if method != "head"
)
WORDS = {"kind": "categories", "code": "EUR", "day": "2026-01-02", "chart": "funnel", "reaction": "like"}
"""What stands in an address and is no id."""


class Client:
    """The application, asked by anybody within one event loop."""

    def __init__(self, world: World) -> None:
        application = Starlette(routes=[calendar_route, *routes])
        transport = httpx.ASGITransport(application, raise_app_exceptions=False)
        self.world, self.http = world, httpx.AsyncClient(transport=transport, base_url="http://localhost:8000")

    async def get(self, actor: Actor | None, path: str, **query: str) -> httpx.Response:
        return await self.http.get(path, params=query, headers=self._headers(actor))

    async def ask(self, actor: Actor, method: str, path: str, own: Aim, chosen: dict[str, str]) -> httpx.Response:
        """A request that is right but for what was chosen; every other id is one's own."""
        told = DESCRIPTION["paths"][path][method.lower()]

        def aim(place: str) -> str:
            return chosen.get(place) or own(place)

        address = re.sub(r"{(\w+_id)}", lambda found: aim(found[1]), path)
        address = re.sub(r"{(\w+)}", lambda found: WORDS.get(found[1], "leads"), address)
        query = {one["name"]: chosen[one["name"]] for one in told.get("parameters", []) if one["name"] in chosen}
        body = _body(told)
        given = {
            name: _value(name, schema, aim)
            for name, schema in body.get("properties", {}).items()
            if name in body.get("required", []) or name in chosen
        }
        headers = {**self._headers(actor), "If-Match": '"1"', "X-File-Name": "a.txt"}
        more = {"json": given} if body else {}
        return await self.http.request(method, address, params=query, headers=headers, **more)

    def _headers(self, actor: Actor | None) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.world.tokens[actor.user_id]}"} if actor else {}


def places(method: str, path: str) -> list[str]:
    """Where an operation takes the id of something: in its address, its query, its headers, its body."""
    told = DESCRIPTION["paths"][path][method.lower()]
    asked = [one["name"] for one in told.get("parameters", []) if one["in"] == "query" and _is_id(one["schema"])]
    written = [name for name, schema in _body(told).get("properties", {}).items() if _is_id(schema)]
    return [*re.findall(r"{(\w+_id)}", path), *asked, *written]


def exports(path: str) -> list[str]:
    """The formats that an operation gives out."""
    told = DESCRIPTION["paths"][path]["get"]
    named = [one["schema"] for one in told.get("parameters", []) if one["name"] == "format"]
    return [word for schema in named for word in _resolved(schema).get("enum", [])]


def _is_id(schema: dict[str, Any]) -> bool:
    parts = [schema, *schema.get("anyOf", []), schema.get("items", {})]
    return any(part.get("format") == "uuid" or part.get("items", {}).get("format") == "uuid" for part in parts)


def _body(told: dict[str, Any]) -> dict[str, Any]:
    content = told.get("requestBody", {}).get("content", {}).get("application/json", {})
    return _resolved(content.get("schema", {}))


def _resolved(schema: dict[str, Any]) -> dict[str, Any]:
    if "$ref" in schema:
        return DESCRIPTION["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
    return schema


def _value(name: str, schema: dict[str, Any], aim: Aim) -> Any:
    """A value that a field takes."""
    schema = _resolved(next((one for one in schema.get("anyOf", []) if one.get("type") != "null"), schema))
    if _is_id(schema):
        return [aim(name)] if schema.get("type") == "array" else aim(name)
    if "enum" in schema or "const" in schema:
        return schema.get("const", schema.get("enum", [None])[0])
    kind = schema.get("type")
    if kind == "object":
        needed = schema.get("required", [])
        return {key: _value(key, part, aim) for key, part in schema.get("properties", {}).items() if key in needed}
    if kind == "array":
        return [_value(name, schema.get("items", {}), aim)] if schema.get("minItems") else []
    simple = {"integer": 1, "number": 1, "boolean": False}
    formats = {"date": "2027-01-31", "date-time": "2027-01-31T10:00:00+01:00"}
    return simple.get(str(kind), formats.get(schema.get("format", ""), "1"))
