"""Where a visitor comes from is believed only from our own proxies."""

import pytest

from huiyin.proxies import networks, sender

OURS = networks(["10.0.0.0/8", "::1"])


@pytest.mark.parametrize(
    ("peer", "forwarded", "seen"),
    [
        ("203.0.113.9", "", "203.0.113.9"),
        ("203.0.113.9", "198.51.100.7", "203.0.113.9"),  # a stranger says so himself
        ("10.0.0.5", "198.51.100.7", "198.51.100.7"),
        ("10.0.0.5", "1.1.1.1, 198.51.100.7", "198.51.100.7"),  # the first was made up
        ("10.0.0.5", "198.51.100.7, 10.0.0.6", "198.51.100.7"),  # two proxies of ours
        ("::1", "2001:db8::9", "2001:db8::9"),
        ("::ffff:10.0.0.5", "198.51.100.7", "198.51.100.7"),
        ("10.0.0.5", "nonsense", "10.0.0.5"),
        ("10.0.0.5", "198.51.100.7, ", "10.0.0.5"),
        ("", "198.51.100.7", ""),
    ],
)
def test_the_nearest_address_that_is_not_ours_counts(peer: str, forwarded: str, seen: str) -> None:
    assert sender(peer, forwarded, OURS) == seen


def test_a_range_that_is_none_stops_the_start() -> None:
    with pytest.raises(ValueError, match="proxy"):
        networks(["proxy.example"])
