"""The file format: a plain tar of regular members, written once and read with suspicion."""

from __future__ import annotations

import hashlib
import os
import re
import tarfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from nofomo.engine.core.errors import Invalid

Reason = Literal["manual", "upgrade", "daily"]
ROWS: Final = "rows.sqlite"
MANIFEST: Final = "manifest.json"
KEY: Final = "secret.key"
_BLOCK: Final = 512
_CHUNK: Final = 1 << 20
_LONGEST_MANIFEST: Final = 64_000_000
_LARGEST_USTAR: Final = 8**11 - 1
_CANDLES: Final = re.compile(
    r"candles/[A-Za-z0-9_]{1,40}/[A-Za-z0-9]{1,20}-[A-Za-z0-9]{1,20}/[0-9]{1,3}[mhdw]/[0-9]{4}-[0-9]{2}\.parquet"
)


class Member(BaseModel):
    """One member: its bytes and their SHA-256."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    size: int = Field(ge=0)
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")


class Manifest(BaseModel):
    """What a backup says of itself. `made_at` is ms UTC; `tables` counts the rows; `layout` is the database's."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    format: Literal[1] = 1
    version: str = Field(max_length=40)
    layout: str = Field(pattern=r"^[0-9a-z]{1,32}$")
    made_at: int = Field(ge=0)
    database: Literal["sqlite", "postgresql"]
    reason: Reason
    all_candles: bool
    tables: dict[str, int]
    members: dict[str, Member]


def digest(path: Path) -> Member:
    """Size and SHA-256 of a file."""
    with path.open("rb") as file:
        checksum = hashlib.file_digest(file, "sha256").hexdigest()
        return Member(size=file.tell(), sha256=checksum)


def write_archive(target: Path, manifest: Manifest, *, files: Mapping[str, Path]) -> None:
    """Write the members that the manifest names, readable by the owner alone, and wait until they are on the disk."""
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as out:
        text = manifest.model_dump_json(indent=1).encode()
        out.write(_header(MANIFEST, len(text), moment=manifest.made_at))
        out.write(text + _padding(len(text)))
        for name, member in manifest.members.items():
            out.write(_header(name, member.size, moment=manifest.made_at))
            with files[name].open("rb") as file:
                for part in _parts(file, member.size):
                    out.write(part)
            out.write(_padding(member.size))
        out.write(bytes(2 * _BLOCK))
        out.flush()
        os.fsync(out.fileno())


def read_manifest(path: Path) -> Manifest:
    """What the backup says of itself. Raises Invalid (`BACKUP_DAMAGED`)."""
    with _opened(path) as file:
        return _manifest(file)


def unpack(path: Path, folder: Path) -> Manifest:
    """Write the members into `folder`, each compared with its size and checksum.

    Raises Invalid (`BACKUP_DAMAGED`) for anything but exactly what the manifest names: other names, links, devices,
    repeated, missing, cut off or changed members. Nothing is written outside `folder`.
    """
    with _opened(path) as file:
        manifest = _manifest(file)
        _check_names(manifest)
        waiting = dict(manifest.members)
        while (found := _next(file)) is not None:
            name, size = found
            member = waiting.pop(name, None)
            if member is None or member.size != size:
                raise damaged(f"the member {name[:80]!r} is not what the manifest says")
            _copy(file, folder / name, name=name, member=member)
        if waiting:
            raise damaged(f"{len(waiting)} members are missing, {min(waiting)!r} among them")
    return manifest


def damaged(what: str) -> Invalid:
    """The refusal of a file that is no sound backup."""
    return Invalid(f"This is not a sound backup: {what}. Use another one.", code="BACKUP_DAMAGED")


@contextmanager
def _opened(path: Path) -> Iterator[IO[bytes]]:
    try:
        with path.open("rb") as file:
            yield file
    except FileNotFoundError:
        raise Invalid(f"There is no file {path}.", code="BAD_FILE", details={"file": str(path)}) from None
    except IsADirectoryError:
        raise damaged("it is a folder") from None


def _manifest(file: IO[bytes]) -> Manifest:
    found = _next(file)
    if found is None or found[0] != MANIFEST or found[1] > _LONGEST_MANIFEST:
        raise damaged("it does not begin with a manifest")
    try:
        return Manifest.model_validate_json(b"".join(_parts(file, found[1], padded=True)))
    except ValidationError as error:
        raise damaged(f"its manifest cannot be read ({error.errors()[0]['msg']})") from None


def _check_names(manifest: Manifest) -> None:
    if ROWS not in manifest.members:
        raise damaged("it has no rows")
    for name in manifest.members:
        if name not in (ROWS, KEY) and not _CANDLES.fullmatch(name):
            raise damaged(f"a member is called {name[:80]!r}")


def _next(file: IO[bytes]) -> tuple[str, int] | None:
    """Name and size of the next member; None at the end. Only plain files have a place in a backup."""
    block = file.read(_BLOCK)
    if block == bytes(_BLOCK):
        return None
    try:
        head = tarfile.TarInfo.frombuf(block, "utf-8", "strict")
    except (tarfile.HeaderError, UnicodeDecodeError):
        raise damaged("it is cut off or no tar file") from None
    if head.type not in (tarfile.REGTYPE, tarfile.AREGTYPE) or head.size < 0:
        raise damaged(f"the member {head.name[:80]!r} is not a plain file")
    return head.name, head.size


def _copy(file: IO[bytes], target: Path, *, name: str, member: Member) -> None:
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    checksum = hashlib.sha256()
    with os.fdopen(handle, "wb") as out:
        for part in _parts(file, member.size, padded=True):
            checksum.update(part)
            out.write(part)
        out.flush()
        os.fsync(out.fileno())
    if checksum.hexdigest() != member.sha256:
        raise damaged(f"the member {name!r} has changed since it was written")


def _parts(file: IO[bytes], size: int, *, padded: bool = False) -> Iterator[bytes]:
    left = size
    while left:
        part = file.read(min(left, _CHUNK))
        if not part:
            raise damaged("it is cut off")
        left -= len(part)
        yield part
    if padded and len(file.read(-size % _BLOCK)) != -size % _BLOCK:
        raise damaged("it is cut off")


def _header(name: str, size: int, *, moment: int) -> bytes:
    head = tarfile.TarInfo(name)
    head.size, head.mode, head.mtime = size, 0o600, moment // 1000
    form = tarfile.USTAR_FORMAT if size <= _LARGEST_USTAR else tarfile.GNU_FORMAT
    return head.tobuf(form, "utf-8", "strict")


def _padding(size: int) -> bytes:
    return bytes(-size % _BLOCK)
