"""The audit pack: everything a year's forms came from, to be recomputed by whoever doubts them."""

import json
import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from hashlib import file_digest
from pathlib import Path
from typing import Any, BinaryIO, Final, NamedTuple

from harvestry import __version__, pipeline
from harvestry.case.forms_report import Wanted
from harvestry.case.software_outputs import OF_A_FOLDER
from harvestry.case.view import View
from harvestry.events.account import Owner
from harvestry.law.fingerprint import fingerprint
from harvestry.law.positions import known_positions
from harvestry.reports import json_documents, json_text
from harvestry.reports.packing import Write, pack
from harvestry.reports.tax_forms.outputs import Output
from harvestry.sources.errors import SourceError
from harvestry.sources.packs import KIND, MANIFEST, SCHEMA

_NOT_PLAIN: Final = re.compile(r"[^A-Za-z0-9._-]")
_LONGEST: Final = 100
_ONE_FILE: Final = Path | None
LISTS: Final = "list"
FILES: Final = "file"
BLANKS: Final = "blank"
BROKER: Final = "broker"


class Asked(NamedTuple):
    """What was asked: of whose accounts, for which year, laid out how."""

    owner: Owner | None
    year: int
    wanted: Wanted


class Enclosed(NamedTuple):
    """One input: its role, its name, its folder in the pack, whether a folder was given."""

    role: str
    name: str
    folder: int
    found: bool
    path: Path

    @property
    def member(self) -> str:
        """The name under which it lies in the pack: plain, whatever its own."""
        return f"inputs/{self.folder:03}-{_NOT_PLAIN.sub('_', self.name)[-_LONGEST:]}"


def audit_pack(
    file: BinaryIO,
    run: pipeline.Run,
    asked: Asked,
    outputs: Iterable[Output],
    rows: Mapping[str, Callable[[], Iterable[str]]],
) -> None:
    """Write the pack: inputs with their hashes, settings, law, every row and every output.

    Args:
        file: an open file that can be sought in.
        run: what the files and settings were read into.
        asked: what the forms were asked for.
        outputs: every file of `forms` but this one.
        rows: pieces of JSON text that hold every row, by the name they are to have.

    Raises:
        SourceError: an input is not what it was when it was read.
    """
    enclosed = list(enclosed_inputs(run, asked.wanted))
    told = [
        {"member": each.member, "role": each.role, "name": each.name}
        | {"folder": each.folder, "found": each.found}
        for each in enclosed
    ]
    members = [
        *((each.member, _bytes_of(each.path)) for each in enclosed),
        *((f"rows/{name}.json", _texts_of(texts)) for name, texts in sorted(rows.items())),
        *((f"outputs/{each.name}", each.write) for each in sorted(outputs, key=_name)),
    ]

    def manifest(hashes: Mapping[str, str]) -> bytes:
        document = {
            "kind": KIND,
            "schema": SCHEMA,
            "harvestry": __version__,
            "law": fingerprint(),
            "asked": _told(run, asked),
            "stance": {
                "regime": str(run.stance.regime),
                "positions": {name: run.stance.positions[name] for name in known_positions()},
            },
            "inputs": told,
            "sha256": hashes,
        }
        return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()

    pack(file, members, (MANIFEST, manifest))


def _name(output: Output) -> str:
    return output.name


def _bytes_of(path: Path) -> Write:
    def write(file: BinaryIO) -> None:
        with path.open("rb") as source:
            shutil.copyfileobj(source, file)

    return write


def _texts_of(texts: Callable[[], Iterable[str]]) -> Write:
    def write(file: BinaryIO) -> None:
        file.writelines(text.encode() for text in texts())

    return write


def pack_output(view: View, asked: Asked, outputs: Sequence[Output]) -> Output:
    """Give the pack as the last file of `forms`, made when it is written."""

    def write(file: BinaryIO) -> None:
        audit_pack(file, view.run, asked, outputs, _rows(view))

    return Output(f"audit-pack-{asked.year}.zip", "all of it, to be recomputed", write)


def _rows(view: View) -> dict[str, Callable[[], Iterable[str]]]:
    """Give every row: what was read, what was sold, received, and is still held."""
    run = view.run
    problems = [each for each in run.problems if each.code != OF_A_FOLDER]
    return {
        "events": lambda: _whole({"events": map(json_documents.event, run.reading.events)}),
        "gains": lambda: _whole(json_documents.gains(view.gains(None), view.results(None))),
        "income": lambda: _whole(json_documents.income(view.income(None))),
        "lots": lambda: _whole(json_documents.lots(view.valued())),
        "problems": lambda: _whole({"problems": json_text.problems(problems)}),
    }


def _whole(document: Mapping[str, Any]) -> Iterator[str]:
    """Give a document with a row a line in each of its lists, so that a difference has a place."""
    text = json.JSONEncoder(ensure_ascii=False)
    yield "{\n"
    for n, (name, part) in enumerate(document.items()):
        yield f"{',' if n else ''}{text.encode(name)}: "
        if isinstance(part, list | map):
            yield "[\n"
            for k, row in enumerate(part):
                yield f"{',' if k else ''}{text.encode(row)}\n"
            yield "]\n"
        else:
            yield f"{text.encode(part)}\n"
    yield "}\n"


def enclosed_inputs(run: pipeline.Run, wanted: Wanted) -> Iterator[Enclosed]:
    """Give every file that was read, settings first, exports by name.

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
    hashes = {each.sha256 for each in run.reading.files}
    read = sorted((path.name, _digest(path), path) for path in _exports(run))
    for name, digest, path in read:
        folder += 1
        found = path in inputs.found
        if not found and digest not in hashes:
            raise SourceError(str(path), "it was changed while it was read; run the command again")
        yield Enclosed(FILES, name, folder, found, path)
    for path in sorted(wanted.blanks):
        for each in sorted(path.glob("*.pdf")) if path.is_dir() else [path]:
            folder += 1
            yield Enclosed(BLANKS, each.name, folder, path.is_dir(), each)
    if wanted.broker_forms is not None:
        path = wanted.broker_forms
        yield Enclosed(BROKER, path.name, folder + 1, False, path)


def setting_roles() -> list[str]:
    """Give the names of all inputs that are one file each."""
    return [each.name for each in fields(pipeline.Inputs) if each.type == _ONE_FILE]


def _exports(run: pipeline.Run) -> Iterator[Path]:
    lists = {each.resolve() for each in _list_paths(run)}
    return (path for path in run.reading.inputs.files if path.resolve() not in lists)


def _list_paths(run: pipeline.Run) -> list[Path]:
    accounts = run.reading.inputs.accounts
    allocations = run.reading.household.accounts.pools.allocations
    if accounts is None:
        return []
    return [accounts.parent / each.file for each in allocations if each.file is not None]


def _lists(run: pipeline.Run, accounts: Path, folder: int) -> Iterator[Enclosed]:
    """Give the explicit lists that accounts.toml names, beside it."""
    for path in sorted(set(_list_paths(run))):
        if path.parent != accounts.parent:
            raise SourceError(str(path), "put it beside accounts.toml, so that it can be packed")
        yield Enclosed(LISTS, path.name, folder, False, path)


def _told(run: pipeline.Run, asked: Asked) -> dict[str, Any]:
    inputs, wanted = run.reading.inputs, asked.wanted
    taxpayer = wanted.taxpayer
    if not wanted.blanks:
        taxpayer = taxpayer._replace(number="")  # it stands on no file, so not here either
    return {
        "year": asked.year,
        "as_of": inputs.as_of.isoformat(),
        "owner": None if asked.owner is None else asked.owner.value,
        "method": None if inputs.rematch is None else inputs.rematch.value,
        "wash": inputs.wash,
        "positions": dict(sorted(inputs.positions.items())),
        "options": wanted.options._asdict(),
        "taxpayer": taxpayer._asdict(),
        "legacy_boxes": wanted.legacy_boxes,
    }


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()
