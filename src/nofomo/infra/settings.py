"""What can be set from outside: flags, then the environment (`NOFOMO_…`), then `nofomo.toml`, then the default.

A name nobody knows or a value nobody can read stops the start with one sentence that says where it stands, what was
expected and which name was probably meant. docs/settings.md lists the same settings for people.
"""

from __future__ import annotations

import difflib
import ipaddress
import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, Literal
from zoneinfo import ZoneInfo, available_timezones

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, ValidationError, field_validator

from nofomo.engine.core.errors import Invalid

PREFIX: Final = "NOFOMO_"
FILE_NAME: Final = "nofomo.toml"
_MASK: Final = "••••••"
_DRIVERS: Final = {
    "postgres": "postgresql+asyncpg",
    "postgresql": "postgresql+asyncpg",
    "sqlite": "sqlite+aiosqlite",
}


def _set(default: Any, description: str, *, expects: str, secret: bool = False, **limits: Any) -> Any:
    """A setting: its default, what it is for, what a right value looks like, and whether it must never be shown."""
    extra = {"expects": expects, "secret": secret}
    return Field(default, description=description, repr=not secret, json_schema_extra=extra, **limits)


def _database_in(values: dict[str, Any]) -> str:
    return f"sqlite+aiosqlite:///{values.get('home', Path())}/nofomo.db"


class Settings(BaseModel):
    """Every setting, checked. Frozen: what the process started with is what it keeps."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=True)
    _sources: dict[str, str] = PrivateAttr(default_factory=dict)

    home: Path = _set(Path("~/.nofomo"), "Folder for everything a user owns: database, candles, key, logs.",
                      expects="a folder")  # fmt: skip
    host: str = _set("127.0.0.1", "Address to listen on. Anything but this machine itself needs a secret key and an "
                     "owner password.", expects="an address such as 127.0.0.1 or 0.0.0.0", min_length=1)  # fmt: skip
    port: int = _set(
        8000, "Port of the web page and the API.", expects="a whole number from 0 to 65535", ge=0, le=65535
    )
    public_url: str | None = _set(None, "How people reach the page, used in links that are mailed; https turns on "
                                  "secure cookies.", expects="a URL such as https://nofomo.example.org",
                                  pattern=r"^https?://\S+$")  # fmt: skip
    trusted_proxies: str | None = _set(None, "Proxies that are believed when they say for whom they ask "
                                       "(X-Forwarded-For, X-Forwarded-Proto).", expects="addresses and networks such "
                                       "as 127.0.0.1,10.0.0.0/8")  # fmt: skip
    venue: str = _set("sandbox", "Venue for people who have not chosen one: sandbox (the demo), file, or an exchange "
                      "such as binance.", expects="a venue's name in lower case, such as sandbox or binance",
                      pattern=r"^[a-z0-9_]+$")  # fmt: skip
    database_url: str = Field(
        default_factory=_database_in,
        description="Where rows live. By default one SQLite file in the home folder; many machines share PostgreSQL.",
        json_schema_extra={"expects": "a URL such as postgresql://user:password@host/name", "secret": False},
    )
    redis_url: str | None = _set(None, "Redis for events between processes. Not needed by one process.",
                                 expects="a URL such as redis://host:6379/0", pattern=r"^rediss?://\S+$")  # fmt: skip
    candles_url: str | None = _set(None, "Where candle files live when not in the home folder.",
                                   expects="a folder (object storage must be mounted as one)", min_length=1,
                                   pattern=r"^[^:]+$|^[A-Za-z]:[^:]+$")  # fmt: skip
    dask_url: str | None = _set(None, "Dask cluster for heavy computation. Without it a pool of processes does it.",
                                expects="a URL such as tcp://host:8786", min_length=1)  # fmt: skip
    secret_key: str | None = _set(None, "Key behind signatures and stored credentials. Without it a file in the home "
                                  "folder keeps one.", expects="at least 32 random characters", secret=True,
                                  min_length=32)  # fmt: skip
    smtp_host: str | None = _set(None, "Mail server. Without it the server prints sign-in links.",
                                 expects="a host name", min_length=1)  # fmt: skip
    smtp_port: int = _set(587, "Port of the mail server.", expects="a whole number from 1 to 65535", ge=1, le=65535)
    smtp_user: str | None = _set(None, "User at the mail server.", expects="a name", min_length=1)
    smtp_password: str | None = _set(
        None, "Password at the mail server.", expects="a password", secret=True, min_length=1
    )
    smtp_sender: str = _set(
        "NoFOMO <nofomo@localhost>",
        "Sender of our mails.",
        expects="an address such as NoFOMO <nofomo@example.org>",
        pattern=r"^\S.*@.*\S$",
    )
    smtp_tls: Literal["starttls", "tls", "none"] = _set(
        "starttls", "How the connection to the mail server is protected.", expects="starttls, tls or none"
    )
    proxy_url: str | None = _set(None, "Proxy for all connections to exchanges, where they are blocked.",
                                 expects="a URL such as http://host:3128 or socks5://host:1080",
                                 pattern=r"^(https?|socks[45]h?)://\S+$")  # fmt: skip
    calendar_url: str | None = _set(None, "Economic calendar (ICS or CSV) for the news gate. The demo brings its own.",
                                    expects="a URL or a file", min_length=1)  # fmt: skip
    timezone: str = _set("Asia/Jakarta", "Zone for people who have not chosen one.",
                         expects="a zone's name such as Asia/Jakarta or UTC")  # fmt: skip
    language: Literal["id", "en"] = _set("id", "Language for people who have not chosen one.", expects="id or en")
    cooldown_s: int = _set(15, "Seconds between two analyses of one person.", expects="a whole number from 0 to 3600",
                           ge=0, le=3600)  # fmt: skip
    daily_quota: int = _set(30, "Analyses per person and day (the day of the person's zone).",
                            expects="a whole number from 1 to 100000", ge=1, le=100_000)  # fmt: skip
    lock_ttl_s: int = _set(45, "Seconds after which the lock on a person's coin expires by itself.",
                           expects="a whole number from 30 to 600", ge=30, le=600)  # fmt: skip
    job_slots: int = _set(3, "Analyses that run at the same time in one process.",
                          expects="a whole number from 1 to 32", ge=1, le=32)  # fmt: skip
    scan_slots: int = _set(1, "Analyses of scans that run at the same time in one process, beside the others.",
                           expects="a whole number from 1 to 32", ge=1, le=32)  # fmt: skip
    heavy_processes: int = _set(1, "Processes for heavy computation; they start when first needed.",
                                expects="a whole number from 1 to 64", ge=1, le=64)  # fmt: skip
    sandbox_seed: int = _set(7, "Seed of the demo market. The same seed gives the same market.",
                             expects="a whole number from 0", ge=0)  # fmt: skip
    sandbox_port: int | None = _set(None, "Port of the demo exchange inside this process. Any free one by default.",
                                    expects="a whole number from 1 to 65535", ge=1, le=65535)  # fmt: skip
    log_level: Literal["debug", "info", "warning", "error"] = _set(
        "info", "How much is logged.", expects="debug, info, warning or error"
    )
    log_format: Literal["auto", "text", "json"] = _set(
        "auto", "How logs look. auto means text on a terminal and JSON lines elsewhere.", expects="auto, text or json"
    )

    log_file_mb: int = _set(50, "Megabytes of log lines kept as files in the home folder for the page; 0 keeps none.",
                            expects="a whole number from 0 to 10000", ge=0, le=10_000)  # fmt: skip
    metrics_token: str | None = _set(None, "Bearer token with which a monitoring program may read /metrics. Without it "
                                     "only signed-in admins may.", expects="at least 16 random characters", secret=True,
                                     min_length=16)  # fmt: skip
    backup_keep_days: int = _set(7, "Days for which daily backups in the home folder are kept; 0 makes none.",
                                 expects="a whole number from 0 to 3650", ge=0, le=3650)  # fmt: skip
    keep_jobs_days: int = _set(30, "Days for which finished jobs are kept.", expects="a whole number from 2 to 3650",
                               ge=2, le=3650)  # fmt: skip
    keep_audit_days: int = _set(400, "Days for which the audit log is kept.", expects="a whole number from 30 to 36500",
                                ge=30, le=36_500)  # fmt: skip
    keep_scans_days: int = _set(90, "Days for which scans are kept; the analyses they made stay for ever.",
                                expects="a whole number from 1 to 3650", ge=1, le=3650)  # fmt: skip

    @field_validator("home")
    @classmethod
    def _whole_path(cls, home: Path) -> Path:
        return home.expanduser().absolute()

    @field_validator("trusted_proxies")
    @classmethod
    def _networks(cls, text: str | None) -> str | None:
        for part in () if text is None else text.split(","):
            ipaddress.ip_network(part.strip(), strict=False)
        return text

    @property
    def proxy_networks(self) -> tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]:
        """`trusted_proxies`, read."""
        parts = () if self.trusted_proxies is None else self.trusted_proxies.split(",")
        return tuple(ipaddress.ip_network(part.strip(), strict=False) for part in parts)

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        if name not in available_timezones():
            raise ValueError("no such zone")
        return ZoneInfo(name).key

    @field_validator("database_url")
    @classmethod
    def _with_driver(cls, url: str) -> str:
        kind, mark, rest = url.partition("://")
        kind = _DRIVERS.get(kind, kind)
        if not mark or not rest or kind not in _DRIVERS.values():
            raise ValueError("neither SQLite nor PostgreSQL")
        return f"{kind}://{rest}"

    @property
    def is_public(self) -> bool:
        """Whether other machines can reach the page."""
        if self.host == "localhost":
            return False
        try:
            return not ipaddress.ip_address(self.host.strip("[]")).is_loopback
        except ValueError:
            return True

    def source_of(self, name: str) -> str:
        """Where the value of a setting comes from: `flag`, `environment`, the file's path, or `default`."""
        return self._sources.get(name, "default")


def load_settings(
    flags: Mapping[str, Any] | None = None, environ: Mapping[str, str] | None = None, *, toml_path: Path | None = None
) -> Settings:
    """Gather and check all settings. Flags that are None count as not given.

    Without `toml_path` the file is looked for in the working folder, then in the home folder. Raises Invalid
    (`BAD_SETTING`) with `details`: setting, source, expected, nearest.
    """
    env = os.environ if environ is None else environ
    given = {name: value for name, value in (flags or {}).items() if value is not None}
    named = {name[len(PREFIX) :].lower(): value for name, value in env.items() if name.startswith(PREFIX)}
    home = given.get("home") or named.get("home") or Settings.model_fields["home"].default
    path = toml_path or find_file(Path(home).expanduser())
    filed = _read_file(path) if path else {}
    values: dict[str, Any] = {}
    sources: dict[str, str] = {}
    for source, part in ((str(path), filed), ("environment", named), ("flag", given)):
        for name, value in part.items():
            if name not in Settings.model_fields:
                raise _unknown(name, source)
            if source == "environment" and value == "":
                continue
            values[name], sources[name] = value, source
    try:
        settings = Settings(**values)
    except ValidationError as error:
        raise _malformed(error, values, sources=sources) from None
    settings._sources.update(sources)
    return settings


def find_file(home: Path) -> Path | None:
    """The `nofomo.toml` that counts: that of the working folder, else that of the home folder, else none."""
    return next((path for path in (Path.cwd() / FILE_NAME, home / FILE_NAME) if path.is_file()), None)


def describe(settings: Settings) -> list[dict[str, str]]:
    """Every setting with its effective value (secrets masked), where it came from and what it is for."""
    return [
        {
            "setting": name,
            "variable": PREFIX + name.upper(),
            "value": _shown(name, getattr(settings, name)),
            "source": settings.source_of(name),
            "description": field.description or "",
        }
        for name, field in Settings.model_fields.items()
    ]


def secrets_in(settings: Settings) -> list[str]:
    """The values that must never be shown, so that logs can hide them wherever they appear."""
    secret = [getattr(settings, name) for name in Settings.model_fields if _extra(name)["secret"]]
    account = settings.database_url.partition("://")[2].rpartition("@")[0]
    return [value for value in (*secret, account.partition(":")[2]) if value]


def check_public_bind(settings: Settings, owner_has_password: bool) -> None:
    """Refuse to be reachable from outside without a secret key and an owner password (Invalid, `UNSAFE_BIND`)."""
    missing = [
        advice
        for ok, advice in (
            (settings.secret_key is not None, f"set {PREFIX}SECRET_KEY to at least 32 random characters"),
            (owner_has_password, "give the owner a password (nofomo user password EMAIL, or Settings on the page)"),
        )
        if not ok
    ]
    if settings.is_public and missing:
        raise Invalid(
            f"Listening on {settings.host} lets other machines in. First {' and '.join(missing)}, "
            "or listen on 127.0.0.1.",
            code="UNSAFE_BIND",
            details={"setting": "host", "missing": missing},
        )


def _read_file(path: Path) -> dict[str, Any]:
    """The file as flat names: `[smtp] host` is `smtp_host`."""
    try:
        tree = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise Invalid(f"The settings file {path} does not exist.", code="BAD_SETTING",
                      details={"source": str(path)}) from None  # fmt: skip
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise Invalid(f"The settings file {path} cannot be read: {error}.", code="BAD_SETTING",
                      details={"source": str(path)}) from None  # fmt: skip
    flat: dict[str, Any] = {}
    for name, value in tree.items():
        if isinstance(value, dict):
            flat.update({f"{name}_{inner}": leaf for inner, leaf in value.items()})
        else:
            flat[name] = value
    return flat


def _written(name: str, source: str) -> str:
    """How a setting is written at its source."""
    if source == "environment":
        return PREFIX + name.upper()
    return f"--{name.replace('_', '-')}" if source == "flag" else name


def _unknown(name: str, source: str) -> Invalid:
    near = difflib.get_close_matches(name, list(Settings.model_fields), n=1, cutoff=0.5)
    nearest = _written(near[0], source) if near else None
    hint = f" Did you mean {nearest}?" if nearest else " See docs/settings.md for all of them."
    return Invalid(
        f"There is no setting {_written(name, source)} (from {_from(source)}).{hint}",
        code="BAD_SETTING",
        details={"setting": _written(name, source), "source": source, "nearest": nearest},
    )


def _malformed(error: ValidationError, values: Mapping[str, Any], *, sources: Mapping[str, str]) -> Invalid:
    name = str(error.errors()[0]["loc"][0])
    source = sources.get(name, "default")
    extra = _extra(name)
    value = "(hidden)" if extra["secret"] else _shown(name, values.get(name))
    written = _written(name, source)
    return Invalid(
        f"{written} (from {_from(source)}) is {value!r}; expected {extra['expects']}.",
        code="BAD_SETTING",
        details={"setting": written, "source": source, "expected": extra["expects"]},
    )


def _from(source: str) -> str:
    return {"environment": "the environment", "flag": "the command line"}.get(source, source)


def _extra(name: str) -> Mapping[str, Any]:
    extra = Settings.model_fields[name].json_schema_extra
    return extra if isinstance(extra, dict) else {}


def _shown(name: str, value: Any) -> str:
    """A value as it may be shown: secrets and passwords inside URLs are masked."""
    if value is None:
        return ""
    if _extra(name)["secret"]:
        return _MASK
    text = str(value)
    scheme, mark, rest = text.partition("://")
    account, at, place = rest.rpartition("@")
    if not mark or not at:
        return text
    return f"{scheme}://{account.partition(':')[0]}:{_MASK}@{place}" if ":" in account else text
