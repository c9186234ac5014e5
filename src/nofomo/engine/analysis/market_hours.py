"""When forex trades, when the world is awake, and what trades around the clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

_NEW_YORK: Final = ZoneInfo("America/New_York")
_LONDON: Final = ZoneInfo("Europe/London")
_DAY: Final = timedelta(days=1)
METALS: Final = frozenset({"XAU", "XAG", "XPT", "XPD"})
FIAT: Final = frozenset(
    (
        *("USD", "EUR", "GBP", "JPY", "CHF", "CAD", "SEK", "AUD", "NZD", "NOK", "DKK", "SGD", "HKD", "CNH", "CNY"),
        *("IDR", "MYR", "THB", "PHP", "VND", "KRW", "INR", "TRY", "ZAR", "MXN", "BRL", "PLN", "CZK", "HUF", "ILS"),
    )
)
_PEGGED: Final = {
    **dict.fromkeys(("USDT", "USDC", "FDUSD", "BUSD", "TUSD", "DAI", "USDP", "USDE"), "USD"),
    **dict.fromkeys(("EURC", "EURT", "EURI"), "EUR"),
    **dict.fromkeys(("IDRT", "BIDR", "XIDR"), "IDR"),
    **dict.fromkeys(METALS, "USD"),
}


class Span(NamedTuple):
    """From `start` to `end`, ms UTC."""

    start: int
    end: int


def is_crypto(symbol: str) -> bool:
    """Whether what is bought is neither a state's currency nor a metal."""
    base = symbol.split("/")[0]
    return base not in FIAT and base not in METALS


def closes_at_weekends(symbol: str) -> bool:
    """Whether the symbol belongs to the forex market (currency or metal against a state's currency)."""
    return not is_crypto(symbol) and symbol.split("/")[1] in FIAT


def fiat_currencies(symbol: str) -> frozenset[str]:
    """The states' currencies whose releases move the symbol: always USD, and its own, stablecoins by their peg."""
    named = {_PEGGED.get(part, part) for part in symbol.split("/")}
    return frozenset({"USD", *(named & FIAT)})


def weekend_at(at: int) -> Span | None:
    """The forex weekend that contains the moment, else None: Friday 17:00 to Sunday 17:00 in New York."""
    span = _weekend_of_week(_local(at, _NEW_YORK))
    return span if span.start <= at < span.end else None


def forex_age(since: int, at: int) -> int:
    """Milliseconds between two moments without the forex weekends between them."""
    if at <= since:
        return at - since
    closed, day = 0, _local(since, _NEW_YORK)
    while True:
        weekend = _weekend_of_week(day)
        if weekend.start >= at:
            return at - since - closed
        closed += max(0, min(at, weekend.end) - max(since, weekend.start))
        day += 7 * _DAY


def busiest_window(at: int) -> Span:
    """The running or next weekday stretch from 08:00 in New York to 17:00 in London, when both are at work."""
    day = _local(at, _NEW_YORK).replace(hour=12, minute=0, second=0, microsecond=0)
    while True:
        start, end = day.replace(hour=8), datetime(day.year, day.month, day.day, 17, tzinfo=_LONDON)
        if day.weekday() < 5 and _ms(end) > at:
            return Span(_ms(start), _ms(end))
        day += _DAY


def is_weekend(at: int) -> bool:
    """Saturday or Sunday in UTC, when crypto books are thinner."""
    return datetime.fromtimestamp(at / 1000, tz=UTC).weekday() >= 5


def _weekend_of_week(moment: datetime) -> Span:
    friday = (moment + (4 - moment.weekday()) * _DAY).replace(hour=17, minute=0, second=0, microsecond=0)
    return Span(_ms(friday), _ms(friday + 2 * _DAY))


def _local(ts: int, zone: ZoneInfo) -> datetime:
    return datetime.fromtimestamp(ts / 1000, tz=UTC).astimezone(zone)


def _ms(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)
