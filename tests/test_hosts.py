"""Which address is which customer's, and what a customer's own address is."""

import pytest

from leadx_app.config import Settings
from leadx_app.hosts import Hosts

PUBLIC = {"public_url": "https://leads.example.com"}


def _hosts(**settings: object) -> Hosts:
    return Hosts(Settings(**settings))


@pytest.mark.parametrize(
    ("host", "slug"),
    [
        ("nordlys.localhost:8000", "nordlys"),
        ("Nordlys.LOCALHOST:8000", "nordlys"),
        ("a-1.localhost:8000", "a-1"),
        ("localhost:8000", None),
        ("127.0.0.1:8000", None),
        ("nordlys.localhost", None),
        ("nordlys.localhost:8001", None),
        ("nordlys.localhost:8000.evil.example", None),
        ("nordlys.localhost.:8000", None),
        ("a.b.localhost:8000", None),
        (".localhost:8000", None),
        ("-x.localhost:8000", None),
        ("x_y.localhost:8000", None),
        (f"{'x' * 64}.localhost:8000", None),
        ("", None),
        (None, None),
    ],
)
def test_on_localhost_a_customer_is_one_label_before_it_at_the_same_port(host: str | None, slug: str | None) -> None:
    assert _hosts().customer_of(host) == slug


def test_a_public_address_has_customers_only_below_the_domain_that_is_set() -> None:
    assert not _hosts(**PUBLIC).has_customers
    assert _hosts(**PUBLIC).customer_of("nordlys.leads.example.com") is None
    assert _hosts(**PUBLIC).address_for("nordlys") == "https://leads.example.com"
    below = _hosts(**PUBLIC, base_domain="Leads.Example.com")
    assert below.customer_of("nordlys.leads.example.com") == "nordlys"
    assert below.customer_of("nordlys.example.com") is None
    assert below.address_for("nordlys") == "https://nordlys.leads.example.com"
    assert [below.address_for(one) for one in (None, "", "x/../y", "evil.example#")] == [
        "https://leads.example.com"
    ] * 4


def test_addresses_of_the_installation_itself_are_nobodys() -> None:
    further = "https://partner.example.com"
    beside = _hosts(**PUBLIC, base_domain="example.com", allowed_origins=further)
    assert [beside.customer_of(f"{one}.example.com") for one in ("leads", "partner", "nordlys")] == [
        None,
        None,
        "nordlys",
    ]


def test_a_passkey_is_made_for_the_base_domain_where_browsers_allow_it() -> None:
    assert [_hosts().passkey_host(one) for one in (None, "nordlys")] == ["localhost", "nordlys.localhost"]
    assert _hosts(**PUBLIC).passkey_host(None) == "leads.example.com"
    shared = _hosts(**PUBLIC, base_domain="leads.example.com")
    assert [shared.passkey_host(one) for one in (None, "nordlys")] == ["leads.example.com"] * 2
    apart = _hosts(**PUBLIC, base_domain="leadx.example")
    assert [apart.passkey_host(one) for one in (None, "nordlys")] == ["leads.example.com", "leadx.example"]


@pytest.mark.parametrize("domain", ["https://example.com", "example.com:80", "a..b", "-a.example", "exa mple.com"])
def test_a_base_domain_is_a_domain_and_nothing_else(domain: str) -> None:
    with pytest.raises(ValueError, match="without scheme and port"):
        Settings(base_domain=domain)
