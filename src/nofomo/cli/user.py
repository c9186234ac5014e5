"""`nofomo user`: people, for whoever runs the machine."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable
from typing import TypeVar

import click
import orjson

from nofomo.bootstrap import open_accounts
from nofomo.cli.settings import settings_from
from nofomo.features.accounts import OPERATOR, AccountService, IssuedLink, User
from nofomo.infra.clock import moment

Result = TypeVar("Result")


@click.group()
def user() -> None:
    """Invite people, reset their access, list them."""


@user.command("invite")
@click.argument("email")
@click.option("--role", type=click.Choice(["user", "admin", "owner"]), default="user", show_default=True)
@click.option("--language", type=click.Choice(["id", "en"]), help="Of the mail and the page; the server's by default.")
def invite_command(email: str, *, role: str, language: str | None) -> None:
    """Print a one-time link (7 days) for a new person; mail it too where mail is set."""
    _show_link(_with_accounts(lambda accounts: accounts.people.invite(OPERATOR, email, role=role, language=language)))


@user.command("reset")
@click.argument("email")
@click.option("--remove-totp", is_flag=True, help="Switch the second factor off as well: the phone is gone.")
def reset_command(email: str, *, remove_totp: bool) -> None:
    """Print a one-time link (24 h) with which the person chooses a new password."""

    async def work(accounts: AccountService) -> IssuedLink:
        person = await accounts.people.find(email)
        if remove_totp:
            await accounts.second_factor.remove(OPERATOR, person.id, code=None)
        return await accounts.people.reset(OPERATOR, person.id)

    _show_link(_with_accounts(work))


@user.command("password")
@click.argument("email")
def password_command(email: str) -> None:
    """Set a person's password here: a public server needs the owner's before its first start.

    Asked for without echo, or read from a pipe (one line). The first owner is owner@localhost.
    """
    if sys.stdin.isatty():
        new = click.prompt("New password", hide_input=True, confirmation_prompt=True, err=True)
    else:
        new = sys.stdin.readline().rstrip("\r\n")

    async def work(accounts: AccountService) -> None:
        await accounts.ensure_owner_row()
        person = await accounts.people.find(email)
        await accounts.keys.set_password(OPERATOR, person.id, new=new, current=None, keep=None, proven=True)

    _with_accounts(work)
    click.echo("The password is set; all sessions of that person ended.", err=True)


@user.command("email")
@click.argument("old")
@click.argument("new")
def email_command(old: str, new: str) -> None:
    """Give a person another address (the first owner's is owner@localhost, which no mail reaches)."""

    async def work(accounts: AccountService) -> User:
        await accounts.ensure_owner_row()
        person = await accounts.people.find(old)
        return await accounts.people.set_email(OPERATOR, person.id, email=new)

    click.echo(f"Now {_with_accounts(work).email}.", err=True)


@user.command("list")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
def list_command(*, as_json: bool) -> None:
    """Everybody on this server."""
    people = _with_accounts(lambda accounts: accounts.people.list())
    if as_json:
        click.echo(orjson.dumps([_row(person) for person in people]).decode())
        return
    if not people:
        click.echo("Nobody yet: the first start of the server creates the owner.", err=True)
    for person in people:
        row = _row(person)
        state = "switched off" if row["disabled"] else f"signed in {row['signedInAt'] or 'never'}"
        click.echo(f"{row['email']:<40} {row['role']:<6} {state}")


def _with_accounts(work: Callable[[AccountService], Awaitable[Result]]) -> Result:
    async def run() -> Result:
        async with open_accounts(settings_from()) as accounts:
            return await work(accounts)

    return asyncio.run(run())


def _show_link(link: IssuedLink) -> None:
    click.echo(link.url)
    until = moment(link.expires_at).strftime("%Y-%m-%d %H:%M UTC")
    click.echo(f"Works once, until {until}.{' It was mailed too.' if link.mailed else ''}", err=True)


def _row(person: User) -> dict[str, object]:
    return {
        "id": str(person.id),
        "email": person.email,
        "role": person.role,
        "hasPassword": person.has_password,
        "hasSecondFactor": person.has_second_factor,
        "disabled": person.disabled_at is not None,
        "signedInAt": moment(person.signed_in_at).isoformat() if person.signed_in_at is not None else None,
        "createdAt": moment(person.created_at).isoformat(),
    }
