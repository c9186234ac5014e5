"""The effective settings of one command."""

from __future__ import annotations

from typing import Any

from nofomo.infra.log_files import LogFileHandler
from nofomo.infra.observability import configure_logging
from nofomo.infra.settings import Settings, load_settings, secrets_in


def settings_from(*, quiet: bool = True, **flags: Any) -> Settings:
    """Flags over environment over file; logging set up so that `quiet` commands show warnings only.

    What a server logs is kept as files too, where the page can show it.
    """
    settings = load_settings(flags)
    keep = not quiet and settings.log_file_mb
    files = LogFileHandler(settings.home / "logs", megabytes=settings.log_file_mb) if keep else None
    level = "warning" if quiet else settings.log_level
    configure_logging(level, settings.log_format, known=secrets_in(settings), files=files)
    return settings
