"""Keys, signatures and sealed values."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from nofomo.engine.core.errors import Broken, Unauthenticated
from nofomo.infra.secrets import KEY_FILE, Secrets, hash_token, load_secrets, new_token

OLD, NEW = "o" * 40, "n" * 40


def test_what_was_signed_is_read_back() -> None:
    secrets = Secrets([NEW])
    assert secrets.verify("link", secrets.sign("link", "budi@example.org|é")) == "budi@example.org|é"


@pytest.mark.parametrize("change", ["x", ".", "", "AAAA.BBBB", "é"])
def test_a_changed_signature_is_refused(change: str) -> None:
    secrets = Secrets([NEW])
    signed = secrets.sign("link", "text")
    with pytest.raises(Unauthenticated):
        secrets.verify("link", signed + change if change in "x." and change else change)


def test_a_signature_holds_only_for_its_purpose_and_key() -> None:
    signed = Secrets([NEW]).sign("link", "text")
    with pytest.raises(Unauthenticated):
        Secrets([NEW]).verify("session", signed)
    with pytest.raises(Unauthenticated):
        Secrets([OLD]).verify("link", signed)


def test_a_sealed_value_opens_for_its_purpose_only() -> None:
    secrets = Secrets([NEW])
    sealed = secrets.seal("credentials:1", "api-secret")
    assert "api-secret" not in sealed
    assert secrets.open("credentials:1", sealed) == "api-secret"
    with pytest.raises(Broken):
        secrets.open("credentials:2", sealed)


def test_sealing_twice_gives_different_text() -> None:
    secrets = Secrets([NEW])
    assert secrets.seal("p", "same") != secrets.seal("p", "same")


def test_after_a_new_key_old_values_still_open_and_new_ones_use_the_new_key() -> None:
    old, both, new = Secrets([OLD]), Secrets([NEW, OLD]), Secrets([NEW])
    assert both.open("p", old.seal("p", "text")) == "text"
    assert both.verify("p", old.sign("p", "text")) == "text"
    assert new.open("p", both.seal("p", "text")) == "text"
    with pytest.raises(Broken, match="another key"):
        new.open("p", old.seal("p", "text"))


@pytest.mark.parametrize("damaged", ["", "AA", "not base64!", "AQ"])
def test_a_damaged_sealed_value_says_so(damaged: str) -> None:
    with pytest.raises(Broken):
        Secrets([NEW]).open("p", damaged)


def test_the_key_file_is_made_once_and_only_for_its_owner(tmp_path: Path) -> None:
    home = tmp_path / "home"
    sealed = load_secrets(None, home).seal("p", "text")
    assert stat.S_IMODE((home / KEY_FILE).stat().st_mode) == 0o600
    assert load_secrets(None, home).open("p", sealed) == "text"
    assert [path.name for path in home.iterdir()] == [KEY_FILE]


def test_processes_that_start_at_once_agree_on_one_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        loaded = list(pool.map(lambda _: load_secrets(None, tmp_path), range(8)))
    sealed = loaded[0].seal("p", "text")
    assert [secrets.open("p", sealed) for secrets in loaded] == ["text"] * 8


def test_a_damaged_key_file_stops_instead_of_losing_what_it_sealed(tmp_path: Path) -> None:
    (tmp_path / KEY_FILE).write_text("short")
    with pytest.raises(Broken, match="damaged"):
        load_secrets(None, tmp_path)


def test_a_key_from_the_settings_leaves_no_file_and_old_values_readable(tmp_path: Path) -> None:
    load_secrets(NEW, tmp_path)
    assert not (tmp_path / KEY_FILE).exists()
    sealed = load_secrets(None, tmp_path).seal("p", "text")
    assert load_secrets(NEW, tmp_path).open("p", sealed) == "text"


def test_tokens_are_long_and_different_and_stored_as_hashes() -> None:
    first, second = new_token("nfm_"), new_token("nfm_")
    assert first != second
    assert first.startswith("nfm_")
    assert len(first) == 47
    assert hash_token(first) == hash_token(first) != hash_token(second)
    assert first not in hash_token(first)
