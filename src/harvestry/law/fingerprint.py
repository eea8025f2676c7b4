"""Which law a figure was worked out under: one hash over all the law data of the program."""

from functools import cache
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable


@cache
def fingerprint() -> str:
    """Give the SHA-256 of every data file of this room, by name: the same law, the same hash."""
    found = sorted(_data(files("harvestry.law"), ""))
    total = sha256()
    for name, content in found:
        total.update(f"{name}\0{len(content)}\0".encode() + content)
    return total.hexdigest()


def _data(folder: Traversable, path: str) -> list[tuple[str, bytes]]:
    found = []
    for entry in folder.iterdir():
        name = f"{path}{entry.name}"
        if entry.is_dir():
            found += _data(entry, f"{name}/")
        elif entry.name.endswith(".toml"):
            # A checkout may have other line ends: the law is the same.
            found.append((name, entry.read_bytes().replace(b"\r\n", b"\n")))
    return found
