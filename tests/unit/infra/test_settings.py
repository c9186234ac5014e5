"""Where settings come from, and what stops the start."""

from __future__ import annotations

from pathlib import Path

import pytest

from nofomo.engine.core.errors import Invalid
from nofomo.infra.settings import PREFIX, Settings, check_public_bind, describe, load_settings

KEY = "0123456789abcdef0123456789abcdef"
ROOT = Path(__file__).parents[3]


def _toml(folder: Path, text: str) -> Path:
    path = folder / "nofomo.toml"
    path.write_text(text)
    return path


def _refused(flags: dict[str, object], environ: dict[str, str], toml: Path | None = None) -> Invalid:
    with pytest.raises(Invalid) as caught:
        load_settings(flags, environ, toml_path=toml)
    assert caught.value.code == "BAD_SETTING"
    return caught.value


def test_flags_beat_the_environment_which_beats_the_file_which_beats_the_default(tmp_path: Path) -> None:
    path = _toml(tmp_path, "port = 1\ncooldown_s = 11\nlanguage = 'en'\n[smtp]\nhost = 'mail.example.org'\n")
    environ = {"NOFOMO_PORT": "2", "NOFOMO_COOLDOWN_S": "12", "OTHER": "x"}
    settings = load_settings({"port": 3, "host": None}, environ, toml_path=path)
    assert (settings.port, settings.cooldown_s, settings.language, settings.daily_quota) == (3, 12, "en", 30)
    assert settings.smtp_host == "mail.example.org"
    sources = [settings.source_of(name) for name in ("port", "cooldown_s", "language", "daily_quota")]
    assert sources == ["flag", "environment", str(path), "default"]


def test_the_file_of_the_working_folder_counts_before_that_of_the_home_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, here = tmp_path / "home", tmp_path / "here"
    home.mkdir()
    here.mkdir()
    monkeypatch.chdir(here)
    _toml(home, "port = 1001")
    assert load_settings({}, {"NOFOMO_HOME": str(home)}).port == 1001
    _toml(here, "port = 1002")
    assert load_settings({}, {"NOFOMO_HOME": str(home)}).port == 1002


@pytest.mark.parametrize(
    ("environ", "parts"),
    [
        ({"NOFOMO_PROT": "1"}, ["NOFOMO_PROT", "environment", "NOFOMO_PORT"]),
        ({"NOFOMO_PORT": "http"}, ["NOFOMO_PORT", "'http'", "whole number from 0 to 65535"]),
        ({"NOFOMO_PORT": "70000"}, ["NOFOMO_PORT", "65535"]),
        ({"NOFOMO_LANGUAGE": "de"}, ["NOFOMO_LANGUAGE", "id or en"]),
        ({"NOFOMO_TIMEZONE": "WIB"}, ["NOFOMO_TIMEZONE", "Asia/Jakarta"]),
        ({"NOFOMO_DATABASE_URL": "mysql://x"}, ["NOFOMO_DATABASE_URL", "postgresql://"]),
        ({"NOFOMO_PUBLIC_URL": "example.org"}, ["NOFOMO_PUBLIC_URL", "https://"]),
        ({"NOFOMO_LOCK_TTL_S": "5"}, ["NOFOMO_LOCK_TTL_S", "30 to 600"]),
    ],
)
def test_a_wrong_setting_is_named_with_its_source_and_what_was_expected(
    environ: dict[str, str], parts: list[str]
) -> None:
    message = _refused({}, environ).message
    assert [part for part in parts if part not in message] == []


def test_an_unknown_name_in_the_file_or_a_flag_is_refused_with_the_nearest(tmp_path: Path) -> None:
    path = _toml(tmp_path, "[smtp]\nhostname = 'x'")
    error = _refused({}, {}, path)
    assert error.details["nearest"] == "smtp_host"
    assert str(path) in error.message
    assert _refused({"daily_qouta": 3}, {}).details["nearest"] == "--daily-quota"


@pytest.mark.parametrize("text", ["port = ", "port = 'x'", "[port]\nx = 1"])
def test_a_file_that_cannot_be_read_or_used_is_named(tmp_path: Path, text: str) -> None:
    path = _toml(tmp_path, text)
    assert str(path) in _refused({}, {}, path).message


def test_a_file_that_was_named_and_is_missing_is_refused(tmp_path: Path) -> None:
    assert "does not exist" in _refused({}, {}, tmp_path / "none.toml").message


def test_an_empty_variable_counts_as_not_set() -> None:
    assert load_settings({}, {"NOFOMO_SMTP_HOST": "", "NOFOMO_PORT": ""}).port == 8000


def test_secrets_never_appear_in_errors_or_lists() -> None:
    short = _refused({}, {"NOFOMO_SECRET_KEY": "s3cr3t"})
    assert "s3cr3t" not in short.message + str(short.details)
    environ = {
        "NOFOMO_SECRET_KEY": KEY,
        "NOFOMO_SMTP_PASSWORD": "s3cr3t",
        "NOFOMO_DATABASE_URL": "postgres://me:s3cr3t@db/nofomo",
        "NOFOMO_PROXY_URL": "socks5://me:s3cr3t@proxy:1080",
    }
    settings = load_settings({}, environ)
    listed = str(describe(settings))
    assert "s3cr3t" not in listed + repr(settings.smtp_password is None)
    assert KEY not in listed + repr(settings)
    assert "postgresql+asyncpg://me:" in listed
    assert settings.database_url == "postgresql+asyncpg://me:s3cr3t@db/nofomo"


def test_the_database_lies_in_the_home_folder_unless_said_otherwise(tmp_path: Path) -> None:
    home = {"NOFOMO_HOME": str(tmp_path)}
    assert load_settings({}, home).database_url == f"sqlite+aiosqlite:///{tmp_path}/nofomo.db"
    other = load_settings({}, {**home, "NOFOMO_DATABASE_URL": "sqlite:////data/x.db"})
    assert other.database_url == "sqlite+aiosqlite:////data/x.db"


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "example.org"])
def test_a_public_address_needs_a_secret_key_and_an_owner_password(host: str) -> None:
    bare = load_settings({"host": host}, {})
    keyed = load_settings({"host": host}, {"NOFOMO_SECRET_KEY": KEY})
    for settings, password, missing in ((bare, False, 2), (bare, True, 1), (keyed, False, 1)):
        with pytest.raises(Invalid) as error:
            check_public_bind(settings, owner_has_password=password)
        assert error.value.code == "UNSAFE_BIND"
        assert len(error.value.details["missing"]) == missing
    check_public_bind(keyed, owner_has_password=True)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "[::1]", "127.8.8.8"])
def test_the_machine_itself_needs_neither(host: str) -> None:
    check_public_bind(load_settings({"host": host}, {}), owner_has_password=False)


@pytest.mark.parametrize("name", list(Settings.model_fields))
def test_each_setting_is_documented_with_its_meaning_and_default(name: str) -> None:
    field = Settings.model_fields[name]
    variable = PREFIX + name.upper()
    manual = (ROOT / "docs" / "settings.md").read_text()
    row = next((line for line in manual.splitlines() if line.startswith(f"| `{name}` |")), "")
    assert f"`{variable}`" in row
    assert field.description is not None
    assert field.description in row
    default = "" if field.default_factory or field.default is None else str(field.default)
    assert default in row
    assert any(line.startswith((f"{variable}=", f"# {variable}=")) for line in _example().splitlines())


def _example() -> str:
    return (ROOT / ".env.example").read_text()


def test_the_example_file_can_be_used_as_it_is() -> None:
    lines = [line.lstrip("# ") for line in _example().splitlines() if PREFIX in line and "=" in line]
    environ = dict(line.split("=", 1) for line in lines)
    assert {name[len(PREFIX) :].lower() for name in environ} == set(Settings.model_fields)
    load_settings({}, environ)
