"""Audit packs made of the sample household, and changed as whoever forges one would."""

import json
import zipfile
from collections.abc import Callable, Iterable, Mapping
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from harvestry.case import open_case
from harvestry.case.verifying import verify_pack
from harvestry.sample.household import write_household
from harvestry.sources.packs import PackError

YEAR = "2026"


def household(folder: Path) -> list[Path]:
    return [Path(each) for each in write_household(folder)]


def made(files: Iterable[Path], **settings: Any) -> bytes:
    report = open_case(files, as_of="2026-12-31", **settings).forms(2026)
    file = BytesIO()
    report.outputs[-1].write(file)
    return file.getvalue()


def members_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(members: Iterable[tuple[str, bytes]]) -> bytes:
    """Store members as whoever forges a pack would."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return file.getvalue()


def changed(
    content: bytes,
    new: Mapping[str, bytes | None],
    manifest: Callable[[dict[str, Any]], None] = lambda _: None,
    *,
    rehash: bool = True,
) -> bytes:
    """Give the pack as someone would forge it: members replaced or dropped, hashes set right."""
    members: dict[str, bytes] = members_of(content)
    told = json.loads(members.pop("manifest.json"))
    for name, bytes_ in new.items():
        if bytes_ is None:
            del members[name]
            if rehash:
                del told["sha256"][name]
        else:
            members[name] = bytes_
            if rehash:
                told["sha256"][name] = sha256(bytes_).hexdigest()
    manifest(told)
    text = (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()
    return packed([("manifest.json", text), *members.items()])


def verdict(folder: Path, content: bytes) -> tuple[bool, str]:
    path = folder / "pack.zip"
    path.write_bytes(content)
    found = verify_pack(path)
    return found.same, found.sentence


def refusal(folder: Path, content: bytes) -> str:
    with pytest.raises(PackError) as caught:
        verdict(folder, content)
    assert "\n" not in str(caught.value)
    return caught.value.message
