"""The bodies and answers of the routes."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from nofomo.features.accounts.model import ApiToken, IssuedLink, Preferences, Session, User
from nofomo.infra.clock import moment
from nofomo.infra.web import ApiModel, Role

EmailText = Annotated[str, Field(max_length=300, examples=["budi@example.org"])]
PasswordText = Annotated[str, Field(max_length=1024, examples=["three quiet words"])]
CodeText = Annotated[str | None, Field(max_length=64, description="Code of the authenticator app", examples=["492039"])]
Number = Annotated[float, Field(strict=True)]


class MagicLinkRequest(ApiModel):
    """Who wants a sign-in link."""

    email: EmailText


class MagicLinkSent(ApiModel):
    """Always the same, whether or not the person exists. `via` says where links appear on this server."""

    sent: Literal[True] = True
    via: Literal["mail", "terminal"]


class RedeemRequest(ApiModel):
    """The secret of a one-time link."""

    token: str = Field(max_length=256)
    code: CodeText = None


class LoginRequest(ApiModel):
    """E-mail and password."""

    email: EmailText
    password: PasswordText
    code: CodeText = None


class UserShown(ApiModel):
    """The person who is signed in."""

    id: UUID
    email: str
    role: Role
    language: str
    timezone: str
    theme: str
    palette: str
    has_password: bool
    has_second_factor: bool

    @classmethod
    def of(cls, user: User) -> UserShown:
        """From the model."""
        return cls.model_validate(user, from_attributes=True, extra="ignore")


class SignedIn(ApiModel):
    """The answer to a sign-in; the session travels as a cookie. `opened_by` reset or invite asks for a password."""

    user: UserShown


class HoursShown(ApiModel):
    """Trading hours, `HH:MM` in the person's zone."""

    from_: str = Field(alias="from", examples=["07:00"])
    to: str = Field(examples=["22:30"])


class PreferencesShown(ApiModel):
    """What an analysis uses when nothing else is asked for."""

    venue: str
    timeframes: list[str]
    risk_pct: float
    mode: str
    tp3: bool
    equity: float
    currency: str
    trading_hours: HoursShown | None
    strict_gates: bool

    @classmethod
    def of(cls, preferences: Preferences) -> PreferencesShown:
        """From the model; equity has at most 15 significant digits, which a JSON number holds."""
        hours = preferences.trading_hours
        return cls(
            venue=preferences.venue,
            timeframes=list(preferences.timeframes),
            risk_pct=preferences.risk_pct,
            mode=preferences.mode,
            tp3=preferences.tp3,
            equity=float(preferences.equity),
            currency=preferences.currency,
            trading_hours=HoursShown.model_validate({"from": hours.start, "to": hours.end}) if hours else None,
            strict_gates=preferences.strict_gates,
        )


class PreferencesChange(ApiModel):
    """Only the fields that are sent change."""

    venue: str | None = Field(None, max_length=64, examples=["sandbox"])
    timeframes: str | list[str] | None = Field(None, max_length=64, examples=["4h-1h-15m"])
    risk_pct: Number | None = Field(None, examples=[0.5])
    mode: str | None = Field(None, max_length=16, examples=["auto"])
    tp3: Annotated[bool, Field(strict=True)] | None = None
    equity: Decimal | None = Field(None, max_digits=40, examples=[1000])
    currency: str | None = Field(None, max_length=16, examples=["USDT"])
    trading_hours: HoursShown | None = None
    strict_gates: Annotated[bool, Field(strict=True)] | None = None
    language: str | None = Field(None, max_length=16, examples=["id"])
    timezone: str | None = Field(None, max_length=100, examples=["Asia/Jakarta"])
    theme: str | None = Field(None, max_length=16, examples=["dark"])
    palette: str | None = Field(None, max_length=16, examples=["normal"])

    def changes(self) -> dict[str, Any]:
        """The sent fields by their Python names."""
        sent = {name: getattr(self, name) for name in self.model_fields_set}
        if self.trading_hours is not None:
            sent["trading_hours"] = {"from": self.trading_hours.from_, "to": self.trading_hours.to}
        return sent


class MeShown(ApiModel):
    """The caller and what the page asks first; the application adds what other rooms know about the caller."""

    user: UserShown
    preferences: PreferencesShown


class PreferencesSaved(ApiModel):
    """The person and the preferences after the change."""

    user: UserShown
    preferences: PreferencesShown


class PasswordChange(ApiModel):
    """The present password (where there is one) and the new one."""

    current: PasswordText | None = None
    new: PasswordText


class SessionShown(ApiModel):
    """A browser that is signed in; `current` is the one that asks."""

    id: UUID
    opened_by: str
    created_at: datetime
    last_seen_at: datetime
    expires_at: datetime
    user_agent: str
    ip: str
    current: bool

    @classmethod
    def of(cls, session: Session, current: UUID | None) -> SessionShown:
        """From the model."""
        return cls(
            id=session.id,
            opened_by=session.opened_by,
            created_at=moment(session.created_at),
            last_seen_at=moment(session.last_seen_at),
            expires_at=moment(session.expires_at),
            user_agent=session.user_agent,
            ip=session.ip,
            current=session.id == current,
        )


class TokenRequest(ApiModel):
    """A token for a program. Without `expiresInDays` it lasts until it is deleted."""

    name: str = Field(max_length=200, examples=["phone widget"])
    scopes: list[str] = Field(default=["read"], max_length=8, examples=[["read", "write"]])
    expires_in_days: int | None = Field(None, ge=1, le=3650)


class TokenShown(ApiModel):
    """A token without its secret; `prefix` tells which one it is."""

    id: UUID
    name: str
    prefix: str
    scopes: list[str]
    created_at: datetime
    last_used_at: datetime | None
    expires_at: datetime | None

    @classmethod
    def of(cls, token: ApiToken) -> TokenShown:
        """From the model."""
        return cls(
            id=token.id,
            name=token.name,
            prefix=token.prefix,
            scopes=list(token.scopes),
            created_at=moment(token.created_at),
            last_used_at=moment(token.last_used_at) if token.last_used_at is not None else None,
            expires_at=moment(token.expires_at) if token.expires_at is not None else None,
        )


class TokenMade(TokenShown):
    """A new token with its secret, shown this once."""

    token: str


class CodeRequest(ApiModel):
    """A code of the authenticator app, or a recovery code."""

    code: str = Field(max_length=64, examples=["492039"])


class EnrolmentShown(ApiModel):
    """What the authenticator app needs."""

    secret: str
    uri: str


class RecoveryCodes(ApiModel):
    """One-time codes for the day the phone is gone, shown this once."""

    recovery_codes: list[str]


class PersonShown(ApiModel):
    """A person in the list of people."""

    id: UUID
    email: str
    role: Role
    has_password: bool
    has_second_factor: bool
    disabled: bool
    signed_in_at: datetime | None
    created_at: datetime

    @classmethod
    def of(cls, user: User) -> PersonShown:
        """From the model."""
        return cls(
            id=user.id,
            email=user.email,
            role=user.role,
            has_password=user.has_password,
            has_second_factor=user.has_second_factor,
            disabled=user.disabled_at is not None,
            signed_in_at=moment(user.signed_in_at) if user.signed_in_at is not None else None,
            created_at=moment(user.created_at),
        )


class InviteRequest(ApiModel):
    """Whom to invite, as what."""

    email: EmailText
    role: Role = "user"
    language: Literal["id", "en"] | None = None


class LinkShown(ApiModel):
    """A one-time link to hand over; `mailed` says whether it was sent to the person as well."""

    link: str
    expires_at: datetime
    mailed: bool

    @classmethod
    def of(cls, link: IssuedLink) -> LinkShown:
        """From the model."""
        return cls(link=link.url, expires_at=moment(link.expires_at), mailed=link.mailed)


class PersonChange(ApiModel):
    """Another role, or switched off or on."""

    role: Role | None = None
    disabled: Annotated[bool, Field(strict=True)] | None = None
