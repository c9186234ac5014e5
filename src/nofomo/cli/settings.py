"""The effective settings of one command."""

from __future__ import annotations

from typing import Any

from nofomo.infra.observability import configure_logging
from nofomo.infra.settings import Settings, load_settings


def settings_from(*, quiet: bool = True, **flags: Any) -> Settings:
    """Flags over environment over file; logging set up so that `quiet` commands show warnings only."""
    settings = load_settings(flags)
    configure_logging("warning" if quiet else settings.log_level, settings.log_format)
    return settings
