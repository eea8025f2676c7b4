"""The audit pack: everything a year's forms came from, to be recomputed by whoever doubts them."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO, Final, NamedTuple

from harvestry import __version__, pipeline
from harvestry.case.forms_report import Wanted
from harvestry.case.software_outputs import OF_A_FOLDER
from harvestry.case.view import View
from harvestry.events.account import Owner
from harvestry.law.fingerprint import fingerprint
from harvestry.reports import json_documents, json_text
from harvestry.reports.json_text import Json
from harvestry.reports.packing import packed
from harvestry.reports.tax_forms.outputs import Output
from harvestry.sources.errors import SourceError
from harvestry.sources.packs import KIND, MANIFEST, SCHEMA

_NOT_PLAIN: Final = re.compile(r"[^A-Za-z0-9._-]")
_LONGEST: Final = 100
_ONE_FILE: Final = Path | None
LISTS: Final = "list"
FILES: Final = "file"
BLANKS: Final = "blank"


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
    content: bytes

    @property
    def member(self) -> str:
        """The name under which it lies in the pack: plain, whatever its own."""
        return f"inputs/{self.folder:03}-{_NOT_PLAIN.sub('_', self.name)[-_LONGEST:]}"


def audit_pack(
    run: pipeline.Run, asked: Asked, outputs: Iterable[Output], rows: Mapping[str, Json]
) -> bytes:
    """Give the pack: inputs with their hashes, settings, law, every row and every output.

    Args:
        run: what the files and settings were read into.
        asked: what the forms were asked for.
        outputs: every file of `forms` but this one.
        rows: documents of every row, by the name they are to have.

    Raises:
        SourceError: an input is not what it was when it was read.
    """
    enclosed = list(enclosed_inputs(run, asked.wanted))
    members = {each.member: each.content for each in enclosed}
    members |= {f"rows/{name}.json": json_bytes(each) for name, each in sorted(rows.items())}
    members |= {f"outputs/{each.name}": _written(each) for each in outputs}
    told = [
        {"member": each.member, "role": each.role, "name": each.name}
        | {"folder": each.folder, "found": each.found}
        for each in enclosed
    ]
    manifest = {
        "kind": KIND,
        "schema": SCHEMA,
        "harvestry": __version__,
        "law": fingerprint(),
        "asked": _told(run, asked),
        "inputs": told,
        "sha256": {name: sha256(content).hexdigest() for name, content in members.items()},
    }
    return packed([(MANIFEST, json_bytes(manifest, indent=1)), *members.items()])


def pack_output(view: View, asked: Asked, outputs: Sequence[Output]) -> Output:
    """Give the pack as the last file of `forms`, made when it is written."""

    def write(file: BinaryIO) -> None:
        file.write(audit_pack(view.run, asked, outputs, _rows(view)))

    return Output(f"audit-pack-{asked.year}.zip", "all of it, to be recomputed", write)


def _rows(view: View) -> dict[str, Json]:
    """Give every row: what was read, what was sold, received, and is still held."""
    run = view.run
    problems = [each for each in run.problems if each.code != OF_A_FOLDER]
    return {
        "events": {"events": [json_documents.event(event) for event in run.reading.events]},
        "gains": json_documents.gains(view.gains(None), view.results(None)),
        "income": json_documents.income(view.income(None)),
        "lots": json_documents.lots(view.valued()),
        "problems": {"problems": json_text.problems(problems)},
    }


def json_bytes(document: Json, indent: int | None = None) -> bytes:
    """Write a document as UTF-8."""
    return (json.dumps(document, ensure_ascii=False, indent=indent) + "\n").encode()


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
        yield Enclosed(role, path.name, folder, False, path.read_bytes())
        if role == "accounts":
            yield from _lists(run, path, folder)
    hashes = {each.sha256 for each in run.reading.files}
    read = sorted((path.name, path.read_bytes(), path) for path in _exports(run))
    for name, content, path in read:
        folder += 1
        found = path in inputs.found
        if not found and sha256(content).hexdigest() not in hashes:
            raise SourceError(str(path), "it was changed while it was read; run the command again")
        yield Enclosed(FILES, name, folder, found, content)
    for path in sorted(wanted.blanks):
        for each in sorted(path.glob("*.pdf")) if path.is_dir() else [path]:
            folder += 1
            yield Enclosed(BLANKS, each.name, folder, path.is_dir(), each.read_bytes())


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
        yield Enclosed(LISTS, path.name, folder, False, path.read_bytes())


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


def _written(output: Output) -> bytes:
    file = BytesIO()
    output.write(file)
    return file.getvalue()
