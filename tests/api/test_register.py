"""Companies of the public register over REST: found, refused, throttled, unreachable, and off unless configured."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest

from leadx_app import register
from leadx_app.config import Settings
from leadx_app.throttle import Throttle
from tests.api.conftest import Office
from tests.support.company_register import RegisterServer

PATH = "/api/v1/register/companies"


@pytest.fixture
def server() -> Iterator[RegisterServer]:
    with RegisterServer() as server:
        yield server


@pytest.fixture
def registered_office(
    open_office: Callable[..., AbstractContextManager[Office]], server: RegisterServer, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Office]:
    monkeypatch.setattr(register, "per_person", Throttle(per_second=1, burst=30, clock=lambda: 0.0))
    with open_office(company_register_url=server.url) as office:
        yield office


def test_a_company_is_found_by_name_or_number_by_those_who_write_contacts(
    registered_office: Office, server: RegisterServer
):
    office, cast = registered_office, registered_office.cast
    for actor in (cast.basic, cast.professional, cast.manager, cast.admin):
        (found,) = office.get(actor, PATH, params={"search": "equinor"}).json()
        assert (found["organization_number"], found["city"]) == ("923609016", "STAVANGER")
    assert office.get(cast.basic, PATH, params={"search": "NO 923 609 016 MVA"}).json()[0]["name"] == "EQUINOR ASA"
    assert len(server.asked) == 2
    for short in ("eq", "9236", "  "):
        assert office.get(cast.basic, PATH, params={"search": short}).json() == []
    assert office.get(cast.basic, PATH, params={"search": "923 609 017"}).status_code == 422
    assert len(server.asked) == 2, "too little and wrong numbers are asked of nobody"
    assert office.get(cast.lite, PATH, params={"search": "equinor"}).status_code == 403
    assert office.get(None, PATH, params={"search": "equinor"}).status_code == 401

    server.answer = (500, {}, b"")
    answer = office.get(cast.basic, PATH, params={"search": "statoil"})
    assert (answer.status_code, answer.json()["detail"]) == (503, "The register cannot be reached. Fill in by hand.")

    asked = [office.get(cast.professional, PATH, params={"search": "equinor"}).status_code for _ in range(31)]
    assert asked[-1] == 429
    assert office.get(cast.manager, PATH, params={"search": "equinor"}).status_code == 200


def test_nobody_is_asked_unless_an_address_is_configured(shared_office: Office):
    assert shared_office.runtime.registry is None
    answer = shared_office.get(shared_office.cast.professional, PATH, params={"search": "equinor"})
    assert answer.status_code == 503


@pytest.mark.parametrize(
    "url", ["data.brreg.no/api", "ftp://data.brreg.no", "https://data.brreg.no/api?x=1", "http://"]
)
def test_an_address_that_is_none_of_a_register_is_refused_at_the_start(url: str):
    with pytest.raises(ValueError, match="must be an address such as"):
        Settings(company_register_url=url)


def test_a_register_may_stand_under_a_path():
    url = "https://data.brreg.no/enhetsregisteret/api"
    assert Settings(company_register_url=f"{url}/").company_register_url == url
