"""How numbers, money and times are written for a reader, in Indonesian and in English.

Minus is U+2212; Indonesian groups with a point and separates decimals with a comma, English the other way round.
Rounding is half away from zero, as browsers do it, so that page and text agree.
"""

from __future__ import annotations

import math
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from nofomo.engine.analysis.phrases import Language
from nofomo.engine.core.errors import Invalid

MINUS: Final = "\u2212"
UNKNOWN: Final[dict[Language, str]] = {"id": "tidak diketahui", "en": "unknown"}
_MONTHS: Final[dict[Language, tuple[str, ...]]] = {
    "id": ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"),
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
}
_UNITS: Final[dict[Language, tuple[str, str, str, str, str]]] = {
    # days, hours, minutes beside hours, minutes alone, seconds
    "id": ("hari", "j", "m", "mnt", "dtk"),
    "en": ("d", "h", "m", "min", "s"),
}
_WHOLE_CURRENCIES: Final = frozenset({"IDR", "IDRT", "JPY", "KRW", "VND", "CLP", "ISK", "HUF"})
_CENT_CURRENCIES: Final = frozenset(
    (
        *("USD", "USDT", "USDC", "FDUSD", "BUSD", "TUSD", "DAI", "EUR", "GBP", "CHF", "CAD", "SEK", "NOK", "DKK"),
        *("AUD", "NZD", "SGD", "HKD", "MYR", "THB", "PHP", "CNY", "INR", "TRY", "BRL", "MXN", "ZAR"),
    )
)
_SIGNIFICANT: Final = 6
_WIDE: Final = Context(prec=60)
_LEAST_PERCENT: Final = Decimal("0.01")
_HALF_OF_LEAST: Final = _LEAST_PERCENT / 2
# From here on a price drops idle zeros: its decimals are finer than 0.1 %, and nobody counts them.
_TRIM_FROM: Final = 1000


def write_number(value: float | Decimal, digits: int, *, language: Language, signed: bool = False) -> str:
    """A number with exactly `digits` decimals (−1: rounded to tens). NaN and infinity are the word for unknown."""
    exact = _decimal(value)
    if exact is None:
        return UNKNOWN[language]
    rounded = exact.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP, context=_WIDE)
    body = f"{abs(rounded):,.{max(0, digits)}f}"
    if language == "id":
        body = body.translate({ord(","): ".", ord("."): ","})
    if rounded == 0:
        return body
    return f"{MINUS}{body}" if rounded < 0 else f"+{body}" if signed else body


def write_price(value: Decimal, *, language: Language, exact: bool = False) -> str:
    """A price: six significant digits and never finer than its own exponent; `exact` keeps the whole tick."""
    own = decimals_of(value)
    if exact:
        return write_number(value, own, language=language)
    digits = min(own, _SIGNIFICANT - 1 - value.adjusted()) if value else own
    rounded = value.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP, context=_WIDE)
    if rounded >= _TRIM_FROM and digits > 0:
        return _trimmed(value, digits, language=language)
    return write_number(value, digits, language=language)


def write_percent(value: float, *, language: Language, signed: bool = False) -> str:
    """A fraction as percent with at most two decimals; what would read as zero is less than the least: `< 0,01%`."""
    share = _decimal(value)
    if share is None:
        return UNKNOWN[language]
    percent = share * 100
    if percent and abs(percent) < _HALF_OF_LEAST:
        sign = MINUS if percent < 0 else "+" if signed else ""
        return f"{sign}< {_trimmed(_LEAST_PERCENT, 2, language=language)}%"
    return f"{_trimmed(percent, 2, language=language, signed=signed)}%"


def write_money(value: Decimal, currency: str, *, language: Language) -> str:
    """An amount at its currency's decimals, whole ones without: `25 USDT`, `8,51 USDT`, `Rp389.688`, `0,05847 BTC`."""
    if currency == "IDR":
        text = write_number(abs(value), 0, language=language)
        return f"{MINUS}Rp{text}" if value < 0 and text != "0" else f"Rp{text}"
    if currency in _WHOLE_CURRENCIES:
        return f"{write_number(value, 0, language=language)} {currency}"
    if currency in _CENT_CURRENCIES:
        whole = value == value.to_integral_value()
        return f"{write_number(value, 0 if whole else 2, language=language)} {currency}"
    digits = min(8, max(0, _SIGNIFICANT - 1 - value.adjusted())) if value else 0
    return f"{_trimmed(value, digits, language=language)} {currency}"


def money_digits(currency: str) -> int:
    """With how many decimals amounts of a currency stand in a column: 2 for USDT, 0 for IDR, 8 for BTC."""
    return 0 if currency in _WHOLE_CURRENCIES else 2 if currency in _CENT_CURRENCIES else 8


def write_amount(value: Decimal, currency: str, *, language: Language) -> str:
    """An amount in a column whose head names the currency: always at the currency's decimals, `2.559,40`."""
    if currency in _WHOLE_CURRENCIES:
        return write_number(value, 0, language=language)
    if currency in _CENT_CURRENCIES:
        return write_number(value, 2, language=language)
    return write_number(value, min(8, max(2, _SIGNIFICANT - 1 - value.adjusted())) if value else 0, language=language)


def write_multiple(value: float, *, language: Language) -> str:
    """How many times: `1,12×`."""
    return _with_unit(value, "×", language=language)


def write_risk_reward(value: float, *, language: Language) -> str:
    """A result in units of the risk: `1,24R`."""
    return _with_unit(value, "R", language=language)


@cache
def find_zone(timezone: str) -> ZoneInfo:
    """The zone with this IANA name. Raises Invalid (`INVALID_TIMEZONE`)."""
    try:
        return ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as problem:
        raise Invalid(
            f"The time zone {timezone[:60]!r} is not known. Write it like Asia/Jakarta.",
            code="INVALID_TIMEZONE",
            details={"field": "timezone", "value": timezone[:60]},
        ) from problem


def zone_label(moment: datetime) -> str:
    """The short name of a moment's zone: WIB, WITA, WIT, CET …; where the zone has none, its offset: UTC+5:30."""
    name = moment.tzname() or ""
    if name.isalpha():
        return name
    minutes = int((moment.utcoffset() or timedelta()).total_seconds() // 60)
    sign = MINUS if minutes < 0 else "+"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{sign}{hours}:{rest:02d}" if rest else f"UTC{sign}{hours}"


def local_time(ts: int, timezone: str) -> datetime:
    """The moment `ts` (ms UTC) on the reader's clock."""
    return datetime.fromtimestamp(ts / 1000, tz=UTC).astimezone(find_zone(timezone))


def write_date(day: date, *, language: Language, year: bool = True) -> str:
    """`14 Mar 2024`, or `14 Mar` without the year."""
    text = f"{day.day} {_MONTHS[language][day.month - 1]}"
    return f"{text} {day.year}" if year else text


def write_moment(ts: int, *, language: Language, timezone: str) -> str:
    """Date, time and zone: `14 Mar 2024 09.30 WIB`."""
    moment = local_time(ts, timezone)
    return f"{write_date(moment.date(), language=language)} {_clock(moment, language=language)}"


def write_clock(ts: int, *, language: Language, timezone: str, today: int) -> str:
    """Time and zone, `09.30 WIB`; with the date before it where that is not the day of the moment `today`."""
    moment = local_time(ts, timezone)
    clock = _clock(moment, language=language)
    day = local_time(today, timezone).date()
    if moment.date() == day:
        return clock
    return f"{write_date(moment.date(), language=language, year=moment.year != day.year)} {clock}"


def write_bare_clock(ts: int, *, language: Language, timezone: str) -> str:
    """The time alone, without date and zone: `09.30`."""
    moment = local_time(ts, timezone)
    return write_time_of_day(moment.hour * 60 + moment.minute, language=language)


def write_time_of_day(minutes: int, *, language: Language) -> str:
    """Minutes after midnight as `07.00`."""
    hours, rest = divmod(minutes, 60)
    return f"{hours:02d}{'.' if language == 'id' else ':'}{rest:02d}"


def write_duration(ms: int, *, language: Language) -> str:
    """A length in the two largest units that matter: `3 dtk`, `12 mnt`, `3 j 58 m`, `2 hari 4 j`."""
    day, hour, beside, minute, second = _UNITS[language]
    seconds = max(0, ms) // 1000
    if seconds < 60:
        return f"{seconds} {second}"
    minutes = seconds // 60
    if minutes < 60:
        return f"{minutes} {minute}"
    hours, minutes = divmod(minutes, 60)
    if hours < 24:
        return f"{hours} {hour} {minutes} {beside}" if minutes else f"{hours} {hour}"
    days, hours = divmod(hours, 24)
    return f"{days} {day} {hours} {hour}" if hours else f"{days} {day}"


def decimals_of(value: Decimal) -> int:
    """How many decimals a value on a grid is written with: 2 for 72960.00."""
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _clock(moment: datetime, *, language: Language) -> str:
    return f"{write_time_of_day(moment.hour * 60 + moment.minute, language=language)} {zone_label(moment)}"


def _with_unit(value: float, unit: str, *, language: Language) -> str:
    text = write_number(value, 2, language=language)
    return text if text == UNKNOWN[language] else f"{text}{unit}"


def _trimmed(value: Decimal, digits: int, *, language: Language, signed: bool = False) -> str:
    text = write_number(value, digits, language=language, signed=signed)
    return text.rstrip("0").rstrip(",.") if digits > 0 else text


def _decimal(value: float | Decimal) -> Decimal | None:
    if isinstance(value, Decimal):
        return value if value.is_finite() else None
    return Decimal(str(value)) if math.isfinite(value) else None
