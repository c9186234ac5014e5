"""What `GET /api/me` answers: a person, and what each room knows about them."""

from __future__ import annotations

from nofomo.features.accounts import MeShown
from nofomo.features.market import VenueStateShown
from nofomo.features.plans import QuotaShown


class WholeMe(MeShown):
    """The caller, their preferences, their analyses today and how their venue is doing."""

    quota: QuotaShown
    venue: VenueStateShown
