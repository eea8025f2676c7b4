"""`read_files`: the one call that turns a household's files into events."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from harvestry.events.account import AccountKind, Accounts
from harvestry.events.decisions import NO_DECISIONS, Decision, Decisions
from harvestry.events.event import Event
from harvestry.events.ordering import in_order
from harvestry.sources.catalogue import formats, known_exchanges
from harvestry.sources.chain_joins import joined_by_hash
from harvestry.sources.errors import SourceError
from harvestry.sources.given_files import left_out, unread
from harvestry.sources.mapping.records import NO_MAPPING, MappingSettings
from harvestry.sources.merge import Reading, merged
from harvestry.sources.one_sheet import SheetSettings, read_sheet
from harvestry.sources.opening import open_sheets
from harvestry.sources.overlaps import told_twice
from harvestry.sources.owners import mixed_owners
from harvestry.sources.precedence import without_repeats
from harvestry.sources.re_exports import given_again
from harvestry.sources.receipt import Imported, Receipt
from harvestry.sources.sheet import Sheet
from harvestry.sources.tally import Progress
from harvestry.sources.told_apart import error_under, folders_told, opened_under
from harvestry.units.collector import collector_paused
from harvestry.units.problems import Problem, Severity


def read_files(
    paths: Sequence[Path],
    accounts: Accounts,
    *,
    bindings: Mapping[str, str] | None = None,
    aliases: Mapping[str, str] | None = None,
    spam: Collection[str] = (),
    found: Collection[Path] = (),
    progress: Progress | None = None,
    mapping: MappingSettings = NO_MAPPING,
    decisions: Decisions = NO_DECISIONS,
) -> Imported:
    """Read export files, each recognised by its header, into one history.

    `bindings` maps patterns of file names (`kraken*.csv`, capitals aside) to the account such files
    belong to; other files belong to their format's own. `accounts` gives the zones in which bare
    dates are noon. `found` are the paths that were met in a folder, not named: one of them that
    cannot be read is a problem, not the end. `aliases` leads from other names of assets to their
    symbols, `spam` are tokens nobody asked for. `progress` is told a file's name and rows read so
    far, now and then. `mapping` knows formats of the user's own and answers what a header leaves
    open. `decisions` say what rows were that nobody understands, and that two files tell the same.

    The result does not depend on the order of `paths`, nor on the order of rows in them.

    Raises:
        SourceError: a file that was named cannot be read at all, or is in no known format.
    """
    with collector_paused():
        problems = list(left_out(found))
        folders = folders_told(paths)
        sheets: list[Sheet] = []
        for path in paths:
            with _forgiving(problems, path, folders, met=path in found):
                opened = open_sheets(path, mapping.known(formats()))
                opened = opened_under(opened, folders.get(path, ""))
                sheets += opened.sheets
                problems += opened.problems
        distinct, repeats = _distinct(sheets)
        settings = SheetSettings(
            *(accounts, bindings or {}, aliases or {}, spam, mapping, decisions)
        )
        used: set[Decision] = set()
        readings = []
        for sheet in distinct:
            path = sheet.file.path
            with _forgiving(problems, path, folders, met=path in found):
                readings.append(read_sheet(sheet, settings, progress, used))
        by_hash = {r.tally.file: r.format.prefix for r in readings if r.format.joins_by_hash}
        distinct_events = given_again(merged(readings), readings)
        joined, unclear = joined_by_hash(without_repeats(distinct_events, readings), by_hash)
        problems += unclear
        events = in_order(joined)
        if len(readings) > 1:
            events, doubled = told_twice(events, readings, decisions, used)
            problems += doubled
        receipts = tuple(_receipt(reading) for reading in readings)
        problems += [
            *repeats,
            *mixed_owners(readings),
            *(each for receipt in receipts for each in receipt.problems),
        ]
        problems += _spellings(events)
    return Imported(
        *(events, receipts, tuple(sorted(problems, key=_place)), _kinds(readings, events)),
        frozenset(used),
    )


@contextmanager
def _forgiving(
    problems: list[Problem], path: Path, folders: Mapping[Path, str], *, met: bool
) -> Iterator[None]:
    """Make a problem of a file that cannot be read, if it was only met in a folder."""
    try:
        yield
    except SourceError as error:
        told = error_under(error, folders, path)
        if not met:
            raise told from error.__cause__
        problems.append(unread(told))


def _distinct(sheets: Sequence[Sheet]) -> tuple[list[Sheet], list[Problem]]:
    """Give the sheets by name, each content once, and a note for every file given twice."""
    distinct: dict[str, Sheet] = {}
    notes = []
    for sheet in sorted(sheets, key=_by_name):
        first = distinct.setdefault(sheet.file.source.sha256, sheet)
        if first is not sheet:
            message = f"It is the same file as {first.name}, and was read once."
            notes.append(Problem("same-file-twice", Severity.NOTE, message, sheet.name))
    return list(distinct.values()), notes


def _by_name(sheet: Sheet) -> tuple[str, str, str]:
    """Give what orders sheets: which folders they lie in decides nothing but the name shown."""
    source = sheet.file.source
    return source.plain, source.sha256, source.name


def _receipt(reading: Reading) -> Receipt:
    tally = reading.tally
    times = [event.time for event in tally.events]
    return Receipt(
        file=tally.file,
        format=reading.format.name,
        title=reading.format.title,
        account=reading.account,
        time_zone=reading.time_zone,
        rows_read=tally.rows_read,
        rows_imported=tally.rows_imported,
        rows_skipped=len(tally.skipped),
        rows_problem=tally.rows_problem,
        skipped=tuple(sorted(tally.skipped, key=lambda each: each.row)),
        problems=tuple(sorted(tally.problems(), key=_place)),
        first=min(times, default=None),
        last=max(times, default=None),
        lines=tally.lines,
        closings=reading.closings,
        left_out=tuple(dict.fromkeys(tally.left_out)),
    )


def _spellings(events: Iterable[Event]) -> Iterator[Problem]:
    """Say which assets differ in capitals only: most likely one asset, read as two."""
    spellings: dict[str, set[str]] = {}
    for asset in {event.asset for event in events}:
        spellings.setdefault(asset.casefold(), set()).add(asset)
    for names in spellings.values():
        if len(names) > 1:
            message = (
                f"{' and '.join(sorted(names))} differ in capitals only and are read as different "
                "assets; if they are one, write it in one way."
            )
            about = "~".join(sorted(names))
            yield Problem("asset-spelling", Severity.WARNING, message, about=about)


def _kinds(readings: Sequence[Reading], events: Sequence[Event]) -> dict[str, AccountKind]:
    """Give the kind of every account: by its format, else by its name."""
    kinds = {r.account: r.format.account_kind for r in readings if r.account}
    for reading in readings:
        if reading.format.own_accounts:
            own = {event.account for event in reading.tally.events}
            kinds |= dict.fromkeys(own, reading.format.account_kind)
    named = {event.account for event in events}
    named.update(event.to_account for event in events if event.to_account is not None)
    exchanges = known_exchanges()
    for name in sorted(named - kinds.keys()):
        known = name.casefold() in exchanges
        kinds[name] = AccountKind.EXCHANGE if known else AccountKind.WALLET
    return kinds


def _place(problem: Problem) -> tuple[str, int, str, str]:
    return problem.file or "", problem.row or 0, problem.code, problem.message
