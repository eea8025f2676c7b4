"""What a description of a format must keep, checked against its golden files."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from harvestry.events.account import Accounts
from harvestry.sources.catalogue import format_of, formats
from harvestry.sources.description import Format
from harvestry.sources.errors import SourceError
from harvestry.sources.formats import VERBS
from harvestry.sources.mapping.records import MappingSettings
from harvestry.sources.reading import read_files
from harvestry.sources.receipt import Imported
from harvestry.testing.dresses import DRESSES, goes_by_place, rows_of
from harvestry.testing.golden import Golden, complete, fate, matching_ids, told, without_source

_FEWEST_REQUIRED: Final = 3


def failures_of(description: str, goldens: Sequence[Golden]) -> list[str]:
    """Give what a description does not keep, in words; nothing where all is well.

    Checked are the description itself; for each golden file its format, account, events, the fate
    of every row and the problems; that it reads the same in other encodings, delimiters and orders
    of columns and rows, and together with itself; and that every rule of the description matters
    to some golden file.
    """
    try:
        described = format_of(description)
    except (ValueError, KeyError) as error:
        return [f"the description cannot be read: {error}"]
    unsound = [*_unsound(described)]
    if unsound:
        return unsound
    if not goldens:
        return ["there is no golden file"]
    failures: list[str] = []
    for golden in goldens:
        try:
            failures += [f"{golden.path.name}: {each}" for each in _of_golden(described, golden)]
        except SourceError as error:
            failures.append(f"{golden.path.name} is refused: {error.message}")
    return failures or [*_idle_rules(described, goldens)]


def _unsound(described: Format) -> Iterator[str]:
    if described.required < _FEWEST_REQUIRED:
        yield f"fewer than {_FEWEST_REQUIRED} columns are required, so other files may pass for it"
    for rule in described.rules:
        name = f"the rule for {', '.join(rule.types)}"
        if rule.verb not in VERBS:
            yield f"{name} does {rule.verb!r}, which is no verb"
        if rule.verb == "skip" and rule.reason is None:
            yield f"{name} skips without a reason"
        if rule.verb in ("income", "give", "result") and rule.kind is None:
            yield f"{name} names no kind of event"


def _read(described: Format, *paths: Path) -> Imported:
    mapping = MappingSettings(formats=(described,))
    return read_files(paths, Accounts(), mapping=mapping)


def _of_golden(described: Format, golden: Golden) -> Iterator[str]:
    expected = golden.expected
    imported = _read(described, golden.path)
    events = [complete(each, expected["account"]) for each in expected.get("events", [])]
    found = matching_ids([told(event) for event in imported.events], events)
    yield from _differences("event", found, events)
    became = fate(imported)
    for key, default in (
        *(("format", described.name), ("account", described.account), ("rows", {})),
        *(("skipped", {}), ("problems", [])),
    ):
        if became[key] != expected.get(key, default):
            yield f"{key}: found {became[key]}, expected {expected.get(key, default)}"
    yield from _in_other_dress(described, golden, imported)


def _differences(
    what: str, found: Sequence[Mapping[str, Any]], expected: Sequence[Mapping[str, Any]]
) -> Iterator[str]:
    if len(found) != len(expected):
        yield f"found {len(found)} {what}s, expected {len(expected)}"
    for n, (one, other) in enumerate(zip(found, expected, strict=False), 1):
        if one != other:
            yield f"{what} {n}: found {one}, expected {other}"


def _in_other_dress(described: Format, golden: Golden, plain: Imported) -> Iterator[str]:
    known = MappingSettings(formats=(described,)).known(formats())
    if golden.path.suffix.lower() != ".csv":
        return
    rows, header = rows_of(golden, known)
    with TemporaryDirectory() as folder:
        for dress, change in DRESSES.items():
            if dress == "columns reversed" and goes_by_place(golden, known):
                continue
            path = Path(folder) / golden.path.name
            path.write_bytes(change(rows, header))
            try:
                dressed = _read(described, path)
            except SourceError as error:
                yield f"in other dress ({dress}) it is refused: {error.message}"
                continue
            if without_source(dressed) != without_source(plain):
                yield f"in other dress ({dress}) it gives other events"
    if without_source(_read(described, golden.path, golden.path)) != without_source(plain):
        yield "given twice it gives other events"


def _idle_rules(described: Format, goldens: Sequence[Golden]) -> Iterator[str]:
    """Name the rules without which no golden file would read otherwise."""
    whole = [_outcome(described, golden) for golden in goldens]
    for n, rule in enumerate(described.rules):
        rest = (*described.rules[:n], *described.rules[n + 1 :])
        without = replace(described, rules=rest)
        if [_outcome(without, golden) for golden in goldens] == whole:
            yield f"no golden file shows what the rule for {', '.join(rule.types)} is for"


def _outcome(described: Format, golden: Golden) -> object:
    imported = _read(described, golden.path)
    return without_source(imported), fate(imported)
