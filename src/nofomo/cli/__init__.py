"""The command line: `nofomo up`, `nofomo analyze`, `nofomo candles`, …

Exit codes: 0 done, 1 refused, 2 usage, 3 try later, 4 outcome unknown, 70 a bug. With `--json`, stdout carries one JSON
document and nothing else; everything for people goes to stderr.
"""

from __future__ import annotations

import importlib
import os
import sys
import traceback
from typing import Any, Final

import click
from typing_extensions import override

from nofomo import __version__
from nofomo.engine.core.errors import NofomoError, OutcomeUnknown, TryLater

COMMANDS: Final = {
    "up": ("nofomo.cli.up", "up", "Start everything in one process and print a sign-in link."),
    "api": ("nofomo.cli.api", "api", "The page and the API only; needs PostgreSQL."),
    "worker": ("nofomo.cli.worker", "worker", "Jobs only; needs PostgreSQL."),
    "analyze": ("nofomo.cli.analyze", "analyze", "SPOT I analysis of one symbol, from a venue or a candle file."),
    "candles": ("nofomo.cli.candles", "candles", "Import, fetch, list, check and export candles."),
    "user": ("nofomo.cli.user", "user", "Invite people, reset their access, list them."),
    "sandbox": ("nofomo.cli.sandbox", "sandbox", "The make-believe market alone."),
    "db": ("nofomo.cli.db", "db", "Back up and restore; bring the database up to date; check it."),
    "doctor": ("nofomo.cli.doctor", "doctor", "Show the effective settings and what does not work."),
}


class LazyGroup(click.Group):
    """Imports a command's module only when that command is asked for, so that `nofomo --help` answers at once."""

    @override
    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order of the manual."""
        return list(COMMANDS)

    @override
    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name."""
        if cmd_name not in COMMANDS:
            return None
        module, name, _ = COMMANDS[cmd_name]
        return getattr(importlib.import_module(module), name)

    @override
    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, _, text) in COMMANDS.items()])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="nofomo")
def nofomo() -> None:
    """Market analysis that you host yourself. Education, not financial advice."""


def exit_code(error: NofomoError) -> int:
    """1 refused, 3 try later, 4 outcome unknown, 70 broken."""
    if isinstance(error, TryLater):
        return 3
    if isinstance(error, OutcomeUnknown):
        return 4
    return 70 if error.code == "BROKEN" or type(error).__name__ == "Broken" else 1


def main(argv: list[str] | None = None) -> Any:
    """Run one command and leave with its exit code."""
    try:
        nofomo.main(args=argv, prog_name="nofomo", standalone_mode=False)
    except click.exceptions.Abort:
        click.echo("Stopped.", err=True)
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except NofomoError as error:
        click.echo(f"{error.code}: {error.message}", err=True)
        sys.exit(exit_code(error))
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except Exception:  # noqa: BLE001 - a bug: show where, and leave with the code that says so
        traceback.print_exc()
        sys.exit(70)
    sys.exit(0)
