"""What an audit pack encloses: every file that was read, each under a plain name of its own."""

import re
from collections.abc import Iterator
from dataclasses import fields
from hashlib import file_digest
from pathlib import Path
from typing import Final, NamedTuple

from harvestry import pipeline
from harvestry.case.forms_report import Wanted, blanks_met
from harvestry.sources.errors import SourceError
from harvestry.sources.told_apart import folders_told

_NOT_PLAIN: Final = re.compile(r"[^A-Za-z0-9._-]")
_LONGEST: Final = 100
_ONE_FILE: Final = Path | None
LISTS: Final = "list"
FILES: Final = "file"
BLANKS: Final = "blank"
BROKER: Final = "broker"


class Enclosed(NamedTuple):
    """One input: its role, its name, its folder in the pack, whether a folder was given.

    `under` are the folders that tell it from another of its name, empty where there is none.
    """

    role: str
    name: str
    folder: int
    found: bool
    path: Path
    under: str = ""

    @property
    def member(self) -> str:
        """The name under which it lies in the pack: plain, whatever its own."""
        return f"inputs/{self.folder:03}-{_NOT_PLAIN.sub('_', self.name)[-_LONGEST:]}"


def enclosed_inputs(run: pipeline.Run, wanted: Wanted, year: int) -> Iterator[Enclosed]:
    """Give every file that was read, settings first, exports and blanks of the year by name.

    Raises:
        SourceError: a file was changed while the forms were worked out, or cannot be packed.
    """
    inputs = run.reading.inputs
    folder = 0
    for role in setting_roles():
        path: Path | None = getattr(inputs, role)
        if path is None or not path.exists():
            continue
        folder += 1
        yield Enclosed(role, path.name, folder, False, path)
        if role == "accounts":
            yield from _lists(run, path, folder)
    hashes = {each.sha256.partition("#")[0] for each in run.reading.files}  # sheets share a file
    told_apart = folders_told(_exports(run))
    read = sorted((path.name, _digest(path), path) for path in _exports(run))
    for name, digest, path in read:
        folder += 1
        found = path in inputs.found
        if not found and digest not in hashes:
            raise SourceError(str(path), "it was changed while it was read; run the command again")
        yield Enclosed(FILES, name, folder, found, path, told_apart.get(path, ""))
    met = (path for _, path, _ in blanks_met(year, wanted.blanks))
    for name, _, path in sorted((path.name, _digest(path), path) for path in met):
        folder += 1
        yield Enclosed(BLANKS, name, folder, False, path)
    if wanted.broker_forms is not None:
        path = wanted.broker_forms
        yield Enclosed(BROKER, path.name, folder + 1, False, path)


def setting_roles() -> list[str]:
    """Give the names of all inputs that are one file each."""
    return [each.name for each in fields(pipeline.Inputs) if each.type == _ONE_FILE]


def _exports(run: pipeline.Run) -> Iterator[Path]:
    lists = {each.resolve() for each in _list_paths(run)}
    return (path for path in run.reading.inputs.files if path.resolve() not in lists)


def _list_paths(run: pipeline.Run) -> frozenset[Path]:
    return pipeline.lists_of(run.reading.inputs, run.reading.household)


def _lists(run: pipeline.Run, accounts: Path, folder: int) -> Iterator[Enclosed]:
    """Give the explicit lists that accounts.toml names, beside it."""
    for path in sorted(_list_paths(run)):
        if path.parent != accounts.parent:
            raise SourceError(str(path), "put it beside accounts.toml, so that it can be packed")
        yield Enclosed(LISTS, path.name, folder, False, path)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()
