"""The description at /api/openapi.json says what there is, and nothing else."""

import json

from starlette.routing import Route

from leadx_app.api.rest import api
from tests.api.conftest import Office


def test_every_route_is_described(shared_office: Office):
    described = shared_office.get(None, "/api/openapi.json")
    assert (described.status_code, described.json()["openapi"][:2]) == (200, "3.")
    operations = [one for methods in described.json()["paths"].values() for one in methods.values()]
    assert len(operations) >= 43
    for operation in operations:
        assert operation["description"].endswith("."), operation["operationId"]
        assert operation["tags"], operation["operationId"]
        assert operation["security"], operation["operationId"]
        assert {"401", "404", "422", "429", "503"} <= set(operation["responses"]), operation["operationId"]
        assert any(status.startswith(("2", "3")) for status in operation["responses"])


def test_the_description_refers_only_to_what_it_holds():
    schema = api.openapi()
    text = json.dumps(schema)
    refers = {part.split('"')[0] for part in text.split('"#/components/schemas/')[1:]}
    assert refers <= set(schema["components"]["schemas"])
    assert "HTTPValidationError" not in text
    names = [operation["operationId"] for methods in schema["paths"].values() for operation in methods.values()]
    assert len(names) == len(set(names))


def test_there_are_no_pages_from_other_hosts():
    plain = {route.path for route in api.router.routes if isinstance(route, Route)}
    assert plain == {"/api/openapi.json"}
