"""Read an audit pack, trusting nothing in it.

A pack stores its members uncompressed, so none can unpack to more than the file itself. They have
plain names and are never unpacked by them; all of them, and no others, stand in the manifest with
their hash.
"""

import json
import re
import shutil
import zipfile
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import IO, Any, Final

from harvestry.sources.errors import SourceError

KIND: Final = "harvestry-audit-pack"
SCHEMA: Final = 1
MANIFEST: Final = "manifest.json"
_PIECE: Final = 1 << 20
_LARGEST_MANIFEST: Final = 64 << 20
_MOST_MEMBERS: Final = 20_000
_NAME: Final = re.compile(r"(?:inputs|outputs|rows)/[A-Za-z0-9_][A-Za-z0-9._-]{0,180}", re.ASCII)
_ENCRYPTED: Final = 0x1


class PackError(SourceError):
    """The file is no audit pack, or one that was damaged or tampered with."""


@dataclass(frozen=True, slots=True)
class Pack:
    """A pack whose every member fits its hash; `hashes` are by name, the manifest's own left out.

    `sha256` is that of the whole file.
    """

    path: Path
    manifest: Mapping[str, Any]
    hashes: Mapping[str, str]
    sha256: str

    def unpack(self, member: str, target: Path) -> None:
        """Write a member into a file, under a name that is not its own."""
        with zipfile.ZipFile(self.path) as archive, target.open("xb") as file:
            shutil.copyfileobj(archive.open(member), file, _PIECE)

    def beginning(self, member: str, size: int) -> bytes:
        """Give the first bytes of a member."""
        with zipfile.ZipFile(self.path) as archive, archive.open(member) as source:
            return source.read(size)


def read_pack(path: Path) -> Pack:
    """Read a pack and hold every member against the manifest. Nothing is unpacked.

    Raises:
        PackError: it is missing, no pack, damaged, or holds what no pack may hold.
    """
    try:
        size = path.stat().st_size
        with path.open("rb") as file, zipfile.ZipFile(file) as archive:
            infos = archive.infolist()
            _check_members(path, infos, size)
            hashes = {info.filename: _digest(archive.open(info)) for info in infos}
            manifest = _manifest(path, archive, hashes)
            file.seek(0)
            whole = _digest(file)
    except IsADirectoryError as error:
        raise PackError(str(path), "it is a folder; give the pack itself, a .zip in it") from error
    except OSError as error:
        message = error.strerror or "it is damaged, or no zip file; ask for it again"
        raise PackError(str(path), message) from error
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError, RuntimeError) as error:
        raise PackError(str(path), "it is damaged, or no zip file; ask for it again") from error
    del hashes[MANIFEST]
    _check_hashes(path, manifest, hashes)
    return Pack(path, manifest, hashes, whole)


def _digest(file: IO[bytes]) -> str:
    digest = sha256()
    while piece := file.read(_PIECE):
        digest.update(piece)
    return digest.hexdigest()


def _check_members(path: Path, infos: list[zipfile.ZipInfo], size: int) -> None:
    """Refuse what could do harm before anything is unpacked."""
    if len(infos) > _MOST_MEMBERS:
        raise PackError(str(path), f"it holds {len(infos):,} files, more than any audit pack")
    seen: set[str] = set()
    for info in infos:
        name = info.filename
        if name != MANIFEST and not _NAME.fullmatch(name):
            raise PackError(str(path), f"it holds {name[:80]!r}, a name that no audit pack has")
        if name in seen:
            raise PackError(str(path), f"it holds {name} twice")
        seen.add(name)
        if info.flag_bits & _ENCRYPTED:
            raise PackError(str(path), f"{name} in it is encrypted; an audit pack is readable")
        stored = info.compress_type == zipfile.ZIP_STORED and info.compress_size == info.file_size
        if not stored:
            raise PackError(
                str(path), f"{name} in it is compressed; an audit pack stores files plain"
            )
    if sum(info.file_size for info in infos) > size:
        raise PackError(str(path), "its files would unpack to more than it weighs")
    if MANIFEST in seen and max(i.file_size for i in infos if i.filename == MANIFEST) > (
        _LARGEST_MANIFEST
    ):
        raise PackError(str(path), "its manifest is larger than any")


def _manifest(path: Path, archive: zipfile.ZipFile, members: Collection[str]) -> Mapping[str, Any]:
    if MANIFEST not in members:
        raise PackError(str(path), "it has no manifest.json, so it is no audit pack")
    content = archive.read(MANIFEST)
    try:
        manifest = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise PackError(str(path), "its manifest.json cannot be read") from error
    if not isinstance(manifest, dict) or manifest.get("kind") != KIND:
        raise PackError(str(path), "its manifest.json is of no audit pack")
    if manifest.get("schema") != SCHEMA:
        message = f"it is written in schema {manifest.get('schema')!r}; this program reads {SCHEMA}"
        raise PackError(str(path), message)
    return manifest


def _check_hashes(path: Path, manifest: Mapping[str, Any], hashes: Mapping[str, str]) -> None:
    told = manifest.get("sha256")
    if not isinstance(told, dict):
        raise PackError(str(path), "its manifest.json names no files")
    for name, digest in sorted(told.items()):
        if name not in hashes:
            raise PackError(str(path), f"{name} is missing in it")
        if hashes[name] != digest:
            raise PackError(str(path), f"{name} in it was changed after it was packed")
    for name in sorted(hashes):
        if name not in told:
            raise PackError(str(path), f"it holds {name}, which its manifest does not name")
