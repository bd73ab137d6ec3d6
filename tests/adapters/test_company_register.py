"""The register's client against a server that answers in the documented shape, and in every other one."""

import asyncio
import json
from collections.abc import Iterator

import pytest

from leadx_app.adapters import company_register
from leadx_app.adapters.company_register import KEPT_SECONDS, MOST_BYTES, PAUSE_SECONDS, CompanyRegister
from leadx_app.domain.ports import RegisteredCompany, RegisterUnavailable
from tests.support.company_register import RegisterServer, an_entity

EQUINOR = RegisteredCompany(
    organization_number="923609016",
    name="EQUINOR ASA",
    address="Forusbeen 50, Bygg Æ",
    postcode="4035",
    city="STAVANGER",
    country="NO",
    industry="Utvinning av råolje",
    phone="+4751990000",
    website="https://www.equinor.com",
    is_deleted=False,
)


class Clock:
    """A clock that goes when it is told to."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def server() -> Iterator[RegisterServer]:
    with RegisterServer() as server:
        yield server


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def register(server: RegisterServer, clock: Clock) -> CompanyRegister:
    return CompanyRegister(server.url, clock=clock)


def search(register: CompanyRegister, words: str = "equinor") -> list[RegisteredCompany]:
    return asyncio.run(register.search(words))


def find(register: CompanyRegister, number: str = "923609016") -> RegisteredCompany | None:
    return asyncio.run(register.find(number))


def refused(register: CompanyRegister, words: str = "equinor") -> bool:
    try:
        search(register, words)
    except RegisterUnavailable:
        return True
    return False


def test_a_company_is_found_by_name_and_by_number_in_our_own_words(register: CompanyRegister, server: RegisterServer):
    assert search(register) == [EQUINOR]
    assert find(register) == EQUINOR
    assert server.asked == [
        "/enhetsregisteret/api/enheter?navn=equinor&size=10",
        "/enhetsregisteret/api/enheter/923609016",
    ]


def test_nothing_found_is_an_empty_list_and_no_failure(register: CompanyRegister, server: RegisterServer):
    assert search(register, "nobody has this name") == []
    assert find(register, "974760673") is None
    server.answer = (410, {}, b"")
    assert find(register, "889640782") is None


def test_deleted_companies_are_not_offered_by_name_but_known_by_number(server: RegisterServer):
    server.entities = [an_entity(slettedato="2024-05-01")]
    register = CompanyRegister(server.url)
    assert search(register) == []
    found = find(register)
    assert found is not None
    assert found.is_deleted


@pytest.mark.parametrize(
    "gap",
    [
        {"forretningsadresse": None, "naeringskode1": "x", "telefon": 12, "hjemmeside": "javascript:alert(1)"},
        {"forretningsadresse": {"adresse": "x", "landkode": "??"}, "naeringskode1": {}, "telefon": "-", "mobil": []},
    ],
)
def test_what_is_missing_or_odd_stays_empty(server: RegisterServer, gap: dict):
    server.entities = [an_entity(name="  Berg\u0000\n AS ", **({"hjemmeside": ""} | gap))]
    (found,) = search(CompanyRegister(server.url), "berg")
    assert (found.name, found.organization_number) == ("Berg AS", "923609016")
    assert {found.address, found.country, found.industry, found.phone, found.website} == {""}


def test_entities_without_a_right_number_or_a_name_are_left_out(server: RegisterServer):
    wrong = [an_entity("923609017"), an_entity(name=""), an_entity(number=7), "x", None, {}, an_entity(navn=["x"])]
    server.answer = (200, {}, json.dumps({"_embedded": {"enheter": [*wrong, an_entity()]}}).encode())
    assert search(CompanyRegister(server.url)) == [EQUINOR]


ELSEWHERE = {"Location": "http://127.0.0.1:9/enheter"}


@pytest.mark.parametrize(
    "answer",
    [
        (500, {}, b"oops"),
        (400, {}, b"{}"),
        (302, ELSEWHERE, b""),
        (200, {}, b'{"_embedded": {"enheter": [{'),
        (200, {}, b"\xff\xfe\x00"),
        (200, {}, b"[" * 100_000),
        (200, {}, b'["a list"]'),
        (200, {}, b'{"x": "' + b"x" * MOST_BYTES + b'"}'),
        (200, {"Content-Encoding": "gzip"}, b"\x1f\x8b"),
    ],
    ids=["500", "400", "redirect", "cut", "no-utf8", "deep", "a-list", "huge", "compressed"],
)
def test_every_other_answer_is_one_quiet_refusal(
    register: CompanyRegister, server: RegisterServer, answer: tuple[int, dict[str, str], bytes]
):
    server.answer = answer
    assert refused(register)
    assert len(server.asked) == 1, "a redirect is not followed"
    server.answer = None
    assert search(register) == [EQUINOR], "a failure is not kept"


def test_a_slow_answer_is_not_waited_for(server: RegisterServer):
    server.is_slow = True
    assert refused(CompanyRegister(server.url, answer_within_seconds=0.2))


def test_a_register_that_is_not_there_is_a_refusal(server: RegisterServer):
    assert refused(CompanyRegister("http://127.0.0.1:9"))


def test_answers_are_kept_for_an_hour_and_only_so_many(
    register: CompanyRegister, server: RegisterServer, clock: Clock, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(company_register, "MOST_KEPT", 2)
    for words in ("Equinor", "equinor", "EQUINOR"):
        assert search(register, words) == [EQUINOR]
    assert len(server.asked) == 1
    clock.now += KEPT_SECONDS + 1
    search(register)
    assert len(server.asked) == 2
    search(register, "second"), search(register, "third"), search(register, "second")
    assert len(server.asked) == 4
    search(register)
    assert len(server.asked) == 5, "the one that was not asked for longest made room"


def test_a_register_that_failed_three_times_is_left_alone_for_a_while(
    register: CompanyRegister, server: RegisterServer, clock: Clock
):
    search(register, "kept")
    server.answer = (500, {}, b"")
    assert all(refused(register) for _ in range(5))
    assert len(server.asked) == 4
    assert search(register, "kept") == [], "what is known already is still answered"
    server.answer = None
    assert refused(register)
    clock.now += PAUSE_SECONDS + 1
    assert search(register) == [EQUINOR]
    server.answer = (500, {}, b"")
    assert [refused(register, word) for word in ("a b", "c d")] == [True, True]
    assert len(server.asked) == 7, "one success and the count begins anew"
