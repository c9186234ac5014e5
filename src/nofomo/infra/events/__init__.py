"""Telling others what has happened, in this process and in the other ones of the house.

Events are frozen dataclasses named in the past tense. They are published after the commit that made them true, and
every subscriber in every process may hear them. Whoever must not miss one, or must act on it once and not once per
process, reads it from the rows; the bus only saves waiting. Without Redis (`RedisEventBus`) events stay within the
process.
"""

from nofomo.infra.events.bus import BusState, EventBus
from nofomo.infra.events.registry import EventRegistry, events_in

__all__ = ["BusState", "EventBus", "EventRegistry", "events_in"]
