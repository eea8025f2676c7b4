"""`read_files`: the one call that turns a household's files into events."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from pathlib import Path

from harvestry.events.account import AccountKind, Accounts
from harvestry.events.decisions import NO_DECISIONS, Decision, Decisions
from harvestry.events.event import Event
from harvestry.events.ordering import in_order
from harvestry.sources import harvestry_csv
from harvestry.sources.canonical import CANONICAL, Content
from harvestry.sources.catalogue import formats, known_exchanges
from harvestry.sources.chain_joins import joined_by_hash
from harvestry.sources.commas import Commas
from harvestry.sources.description import OF_THE_ACCOUNT, Running, SlashDress
from harvestry.sources.errors import AmbiguousFormatError, RowError, SourceError
from harvestry.sources.formats import CUTS, VERBS
from harvestry.sources.given_files import left_out, unread
from harvestry.sources.harvestry_csv.columns import COLUMNS
from harvestry.sources.holders import by_spelling
from harvestry.sources.identity import Occurrences
from harvestry.sources.mapping.records import NO_MAPPING, MappingSettings
from harvestry.sources.merge import Reading, merged, told_twice
from harvestry.sources.opening import open_sheets
from harvestry.sources.own_address import OwnAddress
from harvestry.sources.owners import mixed_owners
from harvestry.sources.precedence import without_repeats
from harvestry.sources.reasons import SkipReason
from harvestry.sources.receipt import Closing, Imported, Receipt
from harvestry.sources.row import Row, Table
from harvestry.sources.running import RunningBalances
from harvestry.sources.said_rows import Read, Told, settle_refused
from harvestry.sources.settling import settled, with_telling_ids
from harvestry.sources.sheet import Sheet
from harvestry.sources.short_dates import ShortDates
from harvestry.sources.slash_dates import SlashDates
from harvestry.sources.tally import Progress, Tally
from harvestry.sources.translate import Translator
from harvestry.units.collector import collector_paused
from harvestry.units.days import instant_text, zone
from harvestry.units.exact import quantity_text
from harvestry.units.problems import Problem, Severity
from harvestry.units.source_ref import SourceRef


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
        sheets: list[Sheet] = []
        for path in paths:
            with _forgiving(problems, met=path in found):
                opened = open_sheets(path, mapping.known(formats()))
                sheets += opened.sheets
                problems += opened.problems
        distinct, repeats = _distinct(sheets)
        settings = _Settings(*(accounts, bindings or {}, aliases or {}, spam, mapping, decisions))
        used: set[Decision] = set()
        readings = []
        for sheet in distinct:
            with _forgiving(problems, met=sheet.file.path in found):
                readings.append(_read(sheet, settings, progress, used))
        by_hash = {r.tally.file: r.format.prefix for r in readings if r.format.joins_by_hash}
        joined, unclear = joined_by_hash(without_repeats(merged(readings), readings), by_hash)
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
def _forgiving(problems: list[Problem], *, met: bool) -> Iterator[None]:
    """Make a problem of a file that cannot be read, if it was only met in a folder."""
    try:
        yield
    except SourceError as error:
        if not met:
            raise
        problems.append(unread(error))


def _distinct(sheets: Sequence[Sheet]) -> tuple[list[Sheet], list[Problem]]:
    """Give the sheets by name, each content once, and a note for every file given twice."""
    distinct: dict[str, Sheet] = {}
    notes = []
    for sheet in sorted(sheets, key=lambda each: (each.name, each.file.source.sha256)):
        first = distinct.setdefault(sheet.file.source.sha256, sheet)
        if first is not sheet:
            message = f"It is the same file as {first.name}, and was read once."
            notes.append(Problem("same-file-twice", Severity.NOTE, message, sheet.name))
    return list(distinct.values()), notes


@dataclass(frozen=True, slots=True)
class _Settings:
    """What the household says of its accounts, files and assets."""

    accounts: Accounts
    bindings: Mapping[str, str]
    aliases: Mapping[str, str]
    spam: Collection[str]
    mapping: MappingSettings
    decisions: Decisions


def _read(
    sheet: Sheet, settings: _Settings, progress: Progress | None, used: set[Decision]
) -> Reading:
    sheet = with_telling_ids(settled(sheet, settings.mapping.answer_for(sheet.file.path.name)))
    tally = Tally(sheet.file.source, progress)
    closings: tuple[Closing, ...] = ()
    format_ = sheet.match.format
    if format_.reader == harvestry_csv.READER:
        account, time_zone = "", settings.accounts.time_zone
        harvestry_csv.read(sheet, tally, settings.accounts, settings.aliases)
        own = _own_columns(sheet)
    else:
        account = _account_of(sheet, settings.bindings)
        time_zone = format_.time_zone
        if time_zone == OF_THE_ACCOUNT:
            time_zone = settings.accounts.named(account).time_zone
        slashes = _slashes(sheet)
        table = Table(
            *(format_, sheet.match.names, sheet.match.places, sheet.match.constants),
            commas_group=Commas(sheet, _number_places(sheet)),
            zone=zone(time_zone),
            day_zone=settings.accounts.named(account).zone,
            aliases=settings.aliases,
            slashes=slashes,
            accounts=by_spelling(settings.accounts.described, _venues()),
            spam=settings.spam,
            own_address=_own_address(sheet),
            wide=sheet.match.wide,
        )
        running = RunningBalances(net=format_.running is Running.NET) if format_.running else None
        Translator(table, account, VERBS, tally, Occurrences(), CUTS, running).read(sheet)
        closings = () if running is None else running.closings()
        if slashes is not None:
            tally.remark_resaved(slashes.resaved_row())
        own = _told_by(table, account)
    used |= settle_refused(
        *(tally, sheet, f"{format_.prefix}:{account}", settings.decisions, own),
        _reading_of(sheet, settings),
    )
    tally.remark_cut_off(format_.most_rows)
    tally.check()
    return Reading(tally, format_, account, time_zone, sheet.owner, closings)


def _own_columns(sheet: Sheet) -> Told:
    """Give what tells the cells of a row of a Harvestry CSV."""
    places = {key: n for key, n in sheet.match.places.items() if key in COLUMNS}

    def told(_: int, cells: list[str]) -> Mapping[str, str]:
        return {key: cells[n].strip() for key, n in places.items() if n < len(cells)}

    return told


def _told_by(table: Table, account: str) -> Told:
    """Give what tells a row's time and account, and asset and units where it is plain."""

    def told(number: int, cells: list[str]) -> Mapping[str, str]:
        row = Row(table, number, [*cells, *[""] * (len(table.names) - len(cells))])
        own = {"account": account}
        with suppress(RowError):
            own["time"] = instant_text(row.time())
        if not table.wide:
            with suppress(RowError):
                asset = row.asset()
                own |= {"asset": asset, "quantity": quantity_text(abs(row.quantity(asset=asset)))}
        return own

    return told


def _reading_of(sheet: Sheet, settings: _Settings) -> Read:
    """Give what reads columns of the Harvestry CSV in place of rows of a sheet."""

    def read(columns: Mapping[str, str], rows: tuple[int, ...], anchor: str) -> Event | SkipReason:
        source = SourceRef(sheet.file.source, rows)
        event = harvestry_csv.event_of(columns, source, sheet, settings.accounts, settings.aliases)
        if isinstance(event, SkipReason) or columns.get("id"):
            return event
        return replace(event, id=anchor)

    return read


def _venues() -> set[str]:
    return {each.account for each in formats().values()}


def _slashes(sheet: Sheet) -> SlashDates | ShortDates | None:
    """Give the reader of dates whose order the whole file tells, where the format may have some."""
    dress = sheet.match.format.slash_dates
    if dress is None:
        return None
    if dress is SlashDress.SHORT:
        return ShortDates(sheet, sheet.match.places["time"])
    return SlashDates(
        sheet,
        [sheet.match.places["time"]],
        month_first=dress in (SlashDress.MONTH_FIRST, SlashDress.BY_HAND),
        unsuspected=dress in (SlashDress.BY_HAND, SlashDress.LOCAL),
        day_first=sheet.match.format.day_first,
    )


def _number_places(sheet: Sheet) -> list[int]:
    """Give the columns that hold numbers."""
    placed = [sheet.match.places, *sheet.match.wide.values()]
    return [n for each in placed for key, n in each.items() if CANONICAL[key] is Content.NUMBER]


def _own_address(sheet: Sheet) -> OwnAddress | None:
    """Give the finder of the wallet's own address, where rows tell who sent and who received."""
    places = sheet.match.places
    if not {"from_address", "to_address"} <= places.keys():
        return None
    return OwnAddress(sheet, (places["from_address"], places["to_address"]))


def _account_of(sheet: Sheet, bindings: Mapping[str, str]) -> str:
    name = sheet.file.path.name.casefold()
    bound = {account for glob, account in bindings.items() if fnmatchcase(name, glob.casefold())}
    if len(bound) > 1:
        message = (
            f"it belongs to {' and '.join(sorted(bound))} at once; make the `files` patterns in "
            "accounts.toml exclude each other"
        )
        raise AmbiguousFormatError(sheet.name, message)
    return bound.pop() if bound else sheet.match.format.account


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
    named = {event.account for event in events}
    named.update(event.to_account for event in events if event.to_account is not None)
    exchanges = known_exchanges()
    for name in sorted(named - kinds.keys()):
        known = name.casefold() in exchanges
        kinds[name] = AccountKind.EXCHANGE if known else AccountKind.WALLET
    return kinds


def _place(problem: Problem) -> tuple[str, int, str, str]:
    return problem.file or "", problem.row or 0, problem.code, problem.message
