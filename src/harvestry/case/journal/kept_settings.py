"""The settings files of a book: kept with what was taken in under them, written out to be read.

Time zones, owners and lot orders decide figures, so a book without them would tell other ones than
the files it was made of. A setting given on the command line stands above the one kept.
"""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from harvestry import pipeline
from harvestry.book.deeds import DeedKind
from harvestry.book.journal import Book, Writer
from harvestry.reports.receipts import SettingsKept
from harvestry.sources.settings.errors import SettingsError

_NAMES: Final = {
    "accounts": "accounts.toml",
    "assets": "assets.toml",
    "profile": "profile.toml",
    "prices": "prices.csv",
}
_FOLDER: Final = "settings"


def keep_settings(
    book: Book, writer: Writer, inputs: pipeline.Inputs, household: pipeline.Household
) -> SettingsKept | None:
    """Keep the settings files given that differ from those the book has, in one deed.

    Gives that deed, with what is new and what takes another's place; `None` where all was there.
    """
    given = {role: getattr(inputs, role) for role in _NAMES}
    contents = {_NAMES[role]: path.read_bytes() for role, path in given.items() if path is not None}
    if inputs.accounts is not None:
        lists = pipeline.lists_of(inputs, household)
        contents |= {_beside(inputs.accounts, each): each.read_bytes() for each in lists}
    if not contents:
        return None
    before = _kept(book)
    after = {**before, **{name: writer.keep(content) for name, content in contents.items()}}
    if after == before:
        return None
    deed = writer.add(DeedKind.SETTINGS, {"files": after})
    changed = sorted(name for name in after if after[name] != before.get(name))
    return SettingsKept(
        deed.n,
        tuple(name for name in changed if name not in before),
        tuple(name for name in changed if name in before),
    )


def write_settings(book: Book, folder: Path) -> Mapping[str, Path]:
    """Write the settings files that a book keeps into a folder; gives them by their role."""
    inside = folder / _FOLDER
    kept = _kept(book)
    for name, digest in kept.items():
        path = inside / name
        assert path.resolve().is_relative_to(inside.resolve()), name
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.write_bytes(book.content(digest))
    return {role: inside / name for role, name in _NAMES.items() if name in kept}


def with_kept(inputs: pipeline.Inputs, kept: Mapping[str, Path]) -> pipeline.Inputs:
    """Give the inputs with the settings a book keeps where none is given."""
    lacking: dict[str, Any] = {role: kept[role] for role in kept if not getattr(inputs, role)}
    return replace(inputs, **lacking)


def _beside(accounts: Path, listed: Path) -> str:
    folder = accounts.parent.resolve()
    path = listed.resolve()
    if not path.is_relative_to(folder):
        reason = f"the list {listed} does not lie beside it, so the book could not keep it"
        raise SettingsError(str(accounts), "[[pools.allocation]]", "file", reason, "move it there")
    return path.relative_to(folder).as_posix()


def _kept(book: Book) -> dict[str, str]:
    deeds = book.in_force(DeedKind.SETTINGS)
    return dict(deeds[-1].body["files"]) if deeds else {}
