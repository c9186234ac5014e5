"""The optional second factor: an authenticator app, with recovery codes."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from nofomo.engine.core.errors import Conflict, Forbidden, Invalid, NotFound, Unauthenticated
from nofomo.features.accounts.model import HOUR_MS, Actor
from nofomo.features.accounts.services.tools import Tools, find_user
from nofomo.features.accounts.tables import second_factors
from nofomo.features.accounts.totp import enrolment_uri, matching_step, new_secret, plain_code, recovery_codes
from nofomo.infra.database import as_user
from nofomo.infra.secrets import Secrets, hash_token


@dataclass(frozen=True, slots=True, repr=False)
class Enrolment:
    """What the authenticator app needs: the secret to type, or the address to draw as a QR code."""

    secret: str
    uri: str


class SecondFactor:
    """Sets up, checks and removes the second factor of a person."""

    def __init__(self, tools: Tools, secrets: Secrets) -> None:
        self._tools = tools
        self._secrets = secrets
        self._guesses = tools.throttle("codes", 10, window_ms=HOUR_MS)

    async def begin(self, user_id: UUID) -> Enrolment:
        """A new secret, without effect until `confirm`. Raises Conflict (`TOTP_ALREADY_ON`)."""
        secret = new_secret(self._tools.random_bytes)
        async with self._tools.db.write(as_user(user_id)) as session:
            user = await find_user(session, user_id=user_id, lock=True)
            if user is None:
                raise NotFound("There is no such person.", code="USER_NOT_FOUND")
            if user["second_factor_at"] is not None:
                raise Conflict("A second factor is on already; remove it first.", code="TOTP_ALREADY_ON")
            await session.execute(delete(second_factors).where(second_factors.c.user_id == user_id))
            row = {
                "user_id": user_id,
                "secret": self._secrets.seal(_purpose(user_id), secret),
                "confirmed_at": None,
                "last_step": 0,
                "recovery_hashes": [],
            }
            await session.execute(insert(second_factors).values(row))
        return Enrolment(secret, enrolment_uri(secret, user["email"]))

    async def confirm(self, actor: Actor, user_id: UUID, *, code: str) -> tuple[str, ...]:
        """Turn it on with a first code; gives the recovery codes, shown this once. Raises Invalid (`TOTP_WRONG`)."""
        codes = recovery_codes(self._tools.random_bytes)
        now = self._tools.clock.now_ms()
        async with self._tools.db.write(as_user(user_id)) as session:
            query = select(second_factors).where(second_factors.c.user_id == user_id).with_for_update()
            row = (await session.execute(query)).mappings().one_or_none()
            if row is None or row["confirmed_at"] is not None:
                raise Conflict("Begin again: ask for a new secret.", code="TOTP_NOT_BEGUN")
            await self._guesses.take(str(user_id))
            step = matching_step(
                self._secrets.open(_purpose(user_id), row["secret"]), plain_code(code), now_ms=now, after=0
            )
            if step is None:
                raise Invalid("That is not the code of this moment.", code="TOTP_WRONG", details={"field": "code"})
            hashes = [hash_token(plain_code(each)) for each in codes]
            await session.execute(
                update(second_factors)
                .where(second_factors.c.user_id == user_id)
                .values(confirmed_at=now, last_step=step, recovery_hashes=hashes)
            )
            await self._tools.note(session, user_id, actor=actor, action="second_factor_on")
        await self._guesses.give_back(str(user_id))
        return codes

    async def remove(self, actor: Actor, user_id: UUID, *, code: str | None) -> None:
        """Turn it off, with a valid code (`code` None: the operator of the machine does it). Raises Forbidden."""
        async with self._tools.db.write(as_user(user_id)) as session:
            if code is not None or actor.user_id is not None:
                try:
                    await self.check(session, user_id, code=code)
                except Unauthenticated as problem:
                    # Who is asking is known here; 401 would tell the page that its session ended.
                    raise Forbidden(problem.message, code=problem.code) from None
            await session.execute(delete(second_factors).where(second_factors.c.user_id == user_id))
            await self._tools.note(session, user_id, actor=actor, action="second_factor_off")

    async def check(self, session: AsyncSession, user_id: UUID, *, code: str | None) -> None:
        """Pass when the person has no second factor, or `code` is right; each code passes once.

        Works in the caller's writing transaction. Raises Unauthenticated (`TOTP_REQUIRED`, `TOTP_WRONG`), LimitReached.
        """
        query = (
            select(second_factors)
            .where(second_factors.c.user_id == user_id, second_factors.c.confirmed_at.is_not(None))
            .with_for_update()
        )
        row = (await session.execute(query)).mappings().one_or_none()
        if row is None:
            return
        if not code:
            raise Unauthenticated("Give the code of your authenticator app as well.", code="TOTP_REQUIRED")
        await self._guesses.take(str(user_id))
        typed = plain_code(code)
        secret, now = self._secrets.open(_purpose(user_id), row["secret"]), self._tools.clock.now_ms()
        step = matching_step(secret, typed, now_ms=now, after=row["last_step"])
        left = [kept for kept in row["recovery_hashes"] if kept != hash_token(typed)]
        if step is None and len(left) == len(row["recovery_hashes"]):
            raise Unauthenticated("That code is wrong, or was used. Wait for the next one.", code="TOTP_WRONG")
        changed = {"last_step": step} if step is not None else {"recovery_hashes": left}
        await session.execute(update(second_factors).where(second_factors.c.user_id == user_id).values(changed))
        await self._guesses.give_back(str(user_id))


def _purpose(user_id: UUID) -> str:
    return f"second-factor:{user_id}"
