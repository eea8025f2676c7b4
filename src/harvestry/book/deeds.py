"""Deeds: the rows of the log, each bound to the one before by its hash."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import Any, Final, TypeAlias

Body: TypeAlias = Mapping[str, Any]
"""What a deed says, of text, whole numbers, truths, lists and tables; never a float."""

BEGINNING: Final = ""
"""The hash before the first deed."""
_SEPARATOR: Final = "\x1f"


class DeedKind(StrEnum):
    """What was done."""

    IMPORT = "import"
    UNDO = "undo"
    DECIDE = "decide"
    IDENTIFY = "identify"
    LOCK = "lock"
    UNLOCK = "unlock"
    PRICES = "prices"
    SETTINGS = "settings"
    MIGRATE = "migrate"
    RESTORE = "restore"


@dataclass(frozen=True, slots=True)
class Deed:
    """One deed: its number, when it was done (UTC, ISO), what it was, its place in the chain."""

    n: int
    at: str
    kind: DeedKind
    body: Body
    previous: str
    hash: str


def canonical(body: Body) -> str:
    """Write a body so that the same content is always the same text."""
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def hash_of(previous: str, n: int, at: str, kind: str, body: str) -> str:
    """Give the hash that binds a deed to the one before."""
    return sha256(_SEPARATOR.join((previous, str(n), at, kind, body)).encode()).hexdigest()


def undone(deeds: Iterable[Deed]) -> frozenset[int]:
    """Give the numbers of the deeds that count no more; an undo that is undone has no effect."""
    out: set[int] = set()
    for deed in reversed(list(deeds)):
        if deed.kind is DeedKind.UNDO and deed.n not in out:
            out.add(int(deed.body["deed"]))
    return frozenset(out)


def in_force(deeds: Iterable[Deed], kind: DeedKind) -> list[Deed]:
    """Give the deeds of a kind that count, in order."""
    every = list(deeds)
    out = undone(every)
    return [deed for deed in every if deed.kind is kind and deed.n not in out]
