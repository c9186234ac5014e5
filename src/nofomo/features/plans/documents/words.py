"""An analysis in one reader's words and numbers: what the page and the picture are written with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from nofomo.engine.analysis import numbers
from nofomo.engine.analysis.speech import Reader
from nofomo.engine.core.candles import milliseconds
from nofomo.engine.core.say import Money, Price
from nofomo.features.plans.model import Language
from nofomo.infra.documents import TimeTick


@dataclass(frozen=True, slots=True)
class Words:
    """Writes for one reader: language, zone, and the grid of the instrument's prices. Also the writer of chart axes."""

    payload: Mapping[str, Any]
    language: Language
    timezone: str
    at: int = field(init=False)
    _reader: Reader = field(init=False)
    _step: Decimal = field(init=False)

    def __post_init__(self) -> None:
        at = milliseconds(self.payload["at"])
        object.__setattr__(self, "at", at)
        object.__setattr__(self, "_reader", Reader(self.language, self.timezone, at))
        object.__setattr__(self, "_step", Decimal(1).scaleb(-int(self.payload["priceDigits"])))

    @property
    def zone(self) -> ZoneInfo:
        """The reader's time zone."""
        return numbers.find_zone(self.timezone)

    def say(self, code: str, **values: Any) -> str:
        """A phrase of the phrase books."""
        return self._reader.say(code, **values)

    def level(self, value: float, *, exact: bool = False) -> str:
        """A price of the plan: six significant digits, or the whole tick."""
        return numbers.write_price(Decimal(str(value)).quantize(self._step), language=self.language, exact=exact)

    def on_grid(self, value: float) -> Price:
        """A price as a value of a phrase."""
        return Price(Decimal(str(value)).quantize(self._step))

    def share(self, value: float) -> str:
        """A fraction as percent."""
        return numbers.write_percent(value, language=self.language)

    def change(self, value: float) -> str:
        """A change as signed percent."""
        return numbers.write_percent(value, language=self.language, signed=True)

    def multiple(self, value: float) -> str:
        """A result in units of the risk: `1,24R`."""
        return numbers.write_risk_reward(value, language=self.language)

    def signed_multiple(self, value: float) -> str:
        """A result with its sign: `+1,24R`."""
        return ("+" if value > 0 else "") + self.multiple(value)

    def quantity(self, value: float) -> str:
        """An amount of the base currency at the decimals it has."""
        exact = Decimal(repr(round(value, 12))).normalize()
        return numbers.write_number(exact, numbers.decimals_of(exact), language=self.language)

    def money(self, value: float, currency: str, *, sign: str = "") -> str:
        """An amount of a currency at all its decimals: `−25,00 USDT`, `−Rp389.688`."""
        if currency == "IDR":
            return sign + numbers.write_money(Decimal(str(value)), currency, language=self.language)
        return f"{sign}{self.cost(value, currency)} {currency}"

    def as_money(self, value: float, currency: str) -> Money:
        """An amount as a value of a phrase."""
        return Money(Decimal(str(round(value, 8))), currency)

    def cost(self, value: float, currency: str) -> str:
        """An amount at its currency's decimals, for a column whose head names the currency."""
        return numbers.write_amount(Decimal(str(round(value, 8))), currency, language=self.language)

    def count(self, value: float, digits: int = 0) -> str:
        """A bare number."""
        return numbers.write_number(value, digits, language=self.language)

    def moment(self, ts: int) -> str:
        """Date, time and zone."""
        return numbers.write_moment(ts, language=self.language, timezone=self.timezone)

    def clock(self, ts: int) -> str:
        """Time and zone, with the date where it is not the day of the analysis."""
        return numbers.write_clock(ts, language=self.language, timezone=self.timezone, today=self.at)

    def zone_name(self) -> str:
        """WIB, CET, UTC+5:30: the reader's zone at the moment of the analysis."""
        return numbers.zone_label(numbers.local_time(self.at, self.timezone))

    def price(self, value: float, step: float) -> str:
        """A price on an axis whose lines stand `step` apart."""
        exact = Decimal(repr(step)).normalize()
        digits = numbers.decimals_of(exact)
        return numbers.write_number(round(value, digits + 2), digits, language=self.language)

    def tick(self, tick: TimeTick) -> str:
        """A moment on the time axis: the time, the day where it begins, the month where the steps are months."""
        moment = numbers.local_time(tick.ts, self.timezone)
        day = numbers.write_date(moment.date(), language=self.language, year=False)
        if tick.months:
            return str(moment.year) if tick.new_day else day.partition(" ")[2]
        return (
            day if tick.new_day else numbers.write_bare_clock(tick.ts, language=self.language, timezone=self.timezone)
        )

    def end(self, ts: int) -> str:
        """The end of validity under the future strip: the time, with its day where that is another one."""
        clock = numbers.write_bare_clock(ts, language=self.language, timezone=self.timezone)
        then, now = (numbers.local_time(moment, self.timezone).date() for moment in (ts, self.at))
        return clock if then == now else f"{numbers.write_date(then, language=self.language, year=False)} {clock}"
