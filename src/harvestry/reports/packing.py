"""A zip whose bytes depend on nothing but its members: no clock, no compression, no machine."""

import tempfile
import zipfile
from collections.abc import Callable, Iterable, Mapping
from hashlib import sha256
from typing import BinaryIO, Final, TypeAlias

Write: TypeAlias = Callable[[BinaryIO], None]
"""Writes a member into an open file that can be sought in."""

_ONLY_OWNER: Final = 0o600 << 16
_UNIX: Final = 3
_PIECE: Final = 1 << 20


def pack(
    file: BinaryIO,
    members: Iterable[tuple[str, Write]],
    last: tuple[str, Callable[[Mapping[str, str]], bytes]],
) -> None:
    """Write a zip of members in the order given, one at a time.

    They are stored as they are: compressors differ from one machine to the next, and what unpacks
    to no more than it weighs cannot overwhelm whoever reads it.

    Args:
        file: an open file that can be sought in.
        members: name and writer of each.
        last: name of the last member, and what gives it from the SHA-256 of each before it.
    """
    hashes: dict[str, str] = {}
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for name, write in members:
            hashes[name] = _add(archive, name, write)
        name, content = last
        archive.writestr(_info(name), content(hashes))


def _add(archive: zipfile.ZipFile, name: str, write: Write) -> str:
    digest = sha256()
    with tempfile.TemporaryFile(prefix="harvestry-") as beside:
        write(beside)
        beside.seek(0)
        with archive.open(_info(name), "w", force_zip64=True) as member:
            while piece := beside.read(_PIECE):
                digest.update(piece)
                member.write(piece)
    return digest.hexdigest()


def _info(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)  # its date is fixed: the first that a zip can say
    info.create_system = _UNIX
    info.external_attr = _ONLY_OWNER
    return info
