"""What operations is built of; bootstrap fills it in."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from nofomo.features.accounts import AccountService
from nofomo.features.market import MarketService, VenueState
from nofomo.features.operations.model import Keep, Probe
from nofomo.infra.backup import Layouts, Place
from nofomo.infra.clock import Clock
from nofomo.infra.database import Database
from nofomo.infra.jobs import JobQueue
from nofomo.infra.metrics import Metrics
from nofomo.infra.processes import LivingProcess


@dataclass(frozen=True, slots=True)
class OperationsParts:
    """`process` is this one; `venues` tells how the venues in use are doing; `sweeps` are further things to clean up
    by name, each of which gives how much it removed."""

    database: Database
    queue: JobQueue
    clock: Clock
    accounts: AccountService
    market: MarketService
    metrics: Metrics
    place: Place
    layouts: Layouts
    process: LivingProcess
    probes: tuple[Probe, ...]
    venues: Callable[[], tuple[VenueState, ...]]
    sweeps: Mapping[str, Callable[[int], Awaitable[int]]]
    keep: Keep
    timezone: str = "UTC"
    metrics_token: str | None = None

    @property
    def logs(self) -> Path:
        """The folder of the log files."""
        return self.place.home / "logs"
