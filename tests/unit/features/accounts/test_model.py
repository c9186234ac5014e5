from __future__ import annotations

import pytest

from nofomo.engine.core.errors import Invalid
from nofomo.features.accounts import page_address
from nofomo.features.accounts.model import Client, clean_email


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Budi@Example.ORG", "budi@example.org"),
        ("  budi+nofomo@mail.example.co.id\t", "budi+nofomo@mail.example.co.id"),
        ("owner@localhost", "owner@localhost"),
        ("o'brien@xn--bcher-kva.example", "o'brien@xn--bcher-kva.example"),
    ],
)
def test_an_address_is_kept_in_lower_case(typed: str, kept: str) -> None:
    assert clean_email(typed) == kept


def test_a_long_hostile_address_is_refused_in_no_time() -> None:
    with pytest.raises(Invalid):
        clean_email("a." * 100 + "!" * 50 + "@" + "b-" * 20)


@pytest.mark.parametrize(
    ("ip", "short", "network"),
    [
        ("203.0.113.7", "203.0.113.x", "203.0.113.7"),
        ("127.0.0.1", "127.0.0.1", "127.0.0.1"),
        ("::1", "::1", "0::/64"),
        ("2001:db8:7:8::1", "2001:db8:7::/48", "20010db800070008::/64"),
        ("", "", "?"),
        ("testclient", "", "?"),
    ],
)
def test_an_address_is_shortened_for_showing_and_grouped_for_counting(ip: str, short: str, network: str) -> None:
    assert (Client(ip).short_ip, Client(ip).network) == (short, network)


@pytest.mark.parametrize(
    ("public_url", "host", "address"),
    [
        (None, "127.0.0.1", "http://127.0.0.1:8000"),
        (None, "0.0.0.0", "http://localhost:8000"),
        (None, "::", "http://localhost:8000"),
        (None, "::1", "http://[::1]:8000"),
        ("https://nofomo.example.org/", "0.0.0.0", "https://nofomo.example.org"),
    ],
)
def test_links_lead_where_people_can_reach_the_page(public_url: str | None, host: str, address: str) -> None:
    assert page_address(public_url, host, port=8000) == address
