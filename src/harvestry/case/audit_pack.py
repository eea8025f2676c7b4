"""The audit pack: everything a year's forms came from, to be recomputed by whoever doubts them."""

import json
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from harvestry import __version__, pipeline
from harvestry.case.forms_report import Wanted
from harvestry.case.pack_inputs import enclosed_inputs
from harvestry.case.software_outputs import OF_A_FOLDER
from harvestry.case.view import View
from harvestry.events.account import Owner
from harvestry.law.fingerprint import fingerprint
from harvestry.law.positions import known_positions
from harvestry.reports import json_documents, json_text
from harvestry.reports.packing import Write, pack
from harvestry.reports.tax_forms.outputs import Output
from harvestry.sources.packs import KIND, MANIFEST, SCHEMA
from harvestry.units.days import Day


class Asked(NamedTuple):
    """What was asked: of whose accounts, for which year, laid out how."""

    owner: Owner | None
    year: int
    wanted: Wanted


def audit_pack(
    file: BinaryIO,
    run: pipeline.Run,
    asked: Asked,
    outputs: Iterable[Output],
    rows: Mapping[str, Callable[[], Iterable[str]]],
    until: Day | None,
) -> None:
    """Write the pack: inputs with their hashes, settings, law, every row and every output.

    Args:
        file: an open file that can be sought in.
        run: what the files and settings were read into.
        asked: what the forms were asked for.
        outputs: every file of `forms` but this one.
        rows: pieces of JSON text that hold every row, by the name they are to have.
        until: the day up to which purchases may still wash the year's losses.

    Raises:
        SourceError: an input is not what it was when it was read.
    """
    enclosed = list(enclosed_inputs(run, asked.wanted, asked.year))
    told = [
        {"member": each.member, "role": each.role, "name": each.name}
        | {"folder": each.folder, "found": each.found}
        | ({"under": each.under} if each.under else {})
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
            "provisional_until": json_text.day(until),
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
        until = view.provisional_until(asked.year)
        audit_pack(file, view.run, asked, outputs, _rows(view), until)

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
