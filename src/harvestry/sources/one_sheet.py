"""One sheet into events: its format, its zone, its numbers, and the fate of every row."""

from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase

from harvestry.events.account import Accounts
from harvestry.events.decisions import Decision, Decisions
from harvestry.events.event import Event
from harvestry.sources import harvestry_csv
from harvestry.sources.canonical import CANONICAL, Content
from harvestry.sources.catalogue import formats
from harvestry.sources.commas import Commas
from harvestry.sources.description import OF_THE_ACCOUNT, Running, SlashDress
from harvestry.sources.errors import AmbiguousFormatError, RowError
from harvestry.sources.formats import CUTS, VERBS
from harvestry.sources.harvestry_csv.columns import COLUMNS
from harvestry.sources.holders import by_spelling
from harvestry.sources.identity import Occurrences
from harvestry.sources.mapping.records import MappingSettings
from harvestry.sources.merge import Reading
from harvestry.sources.own_address import OwnAddress
from harvestry.sources.reasons import SkipReason
from harvestry.sources.receipt import Closing
from harvestry.sources.reused_symbols import as_they_were, closing_as_it_was
from harvestry.sources.row import Row, Table
from harvestry.sources.running import RunningBalances
from harvestry.sources.said_rows import Read, Told, settle_refused
from harvestry.sources.settling import settled, with_telling_ids
from harvestry.sources.sheet import Sheet
from harvestry.sources.short_dates import ShortDates
from harvestry.sources.slash_dates import SlashDates
from harvestry.sources.tally import Progress, Tally
from harvestry.sources.translate import Translator
from harvestry.sources.unread_rows import columns_say, own_columns_say, unread_rows
from harvestry.sources.venue_accounts import bound_whole, treatments_untold
from harvestry.units.days import instant_text, zone
from harvestry.units.exact import quantity_text
from harvestry.units.source_ref import SourceRef


@dataclass(frozen=True, slots=True)
class SheetSettings:
    """What the household says of its accounts, files and assets."""

    accounts: Accounts
    bindings: Mapping[str, str]
    aliases: Mapping[str, str]
    spam: Collection[str]
    mapping: MappingSettings
    decisions: Decisions


def read_sheet(
    sheet: Sheet, settings: SheetSettings, progress: Progress | None, used: set[Decision]
) -> Reading:
    """Read the rows of one sheet into events, with the fate of each.

    Decisions that were about some of them join `used`.

    Raises:
        AmbiguousFormatError: two formats or two accounts fit it, and nothing settles which.
        SourceError: it cannot be read to its end.
    """
    sheet = with_telling_ids(settled(sheet, settings.mapping.answer_for(sheet.file.path.name)))
    tally = Tally(sheet.file.source, progress)
    reading = _read(sheet, settings, tally, used)
    if tally.comma_refused and not sheet.match.format.decimal_comma:
        tally = Tally(sheet.file.source, progress)
        tally.doubted = frozenset(_number_places(sheet))
        reading = _read(sheet, settings, tally, used)
    return reading


def _read(sheet: Sheet, settings: SheetSettings, tally: Tally, used: set[Decision]) -> Reading:
    closings: tuple[Closing, ...] = ()
    format_ = sheet.match.format
    if format_.reader == harvestry_csv.READER:
        account, time_zone = "", settings.accounts.time_zone
        harvestry_csv.read(sheet, tally, settings.accounts, settings.aliases)
        own = _own_columns(sheet)
        says = own_columns_say(sheet.match.places, settings.aliases)
    else:
        account, bound = _account_of(sheet, settings.bindings)
        sheet = bound_whole(sheet, bound=bound)
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
        for remark in treatments_untold(sheet, table, settings.accounts):
            tally.remark(remark)
        own = _told_by(table, account)
        says = columns_say(table, account)
    used |= settle_refused(
        *(tally, sheet, f"{format_.prefix}:{account}", settings.decisions, own),
        _reading_of(sheet, settings),
    )
    was = list(as_they_were(tally.events, settings.aliases))
    tally.events = [event for event, _ in was]
    for remark in (said for _, said in was if said is not None):
        tally.remark(remark)
    closings = tuple(closing_as_it_was(each, settings.aliases) for each in closings)
    tally.left_out += unread_rows(sheet, tally.unread, says)
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


def _reading_of(sheet: Sheet, settings: SheetSettings) -> Read:
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
    if sheet.match.format.reader == harvestry_csv.READER:
        return [n for key, n in sheet.match.places.items() if key in harvestry_csv.AMOUNTS]
    placed = [sheet.match.places, *sheet.match.wide.values()]
    return [n for each in placed for key, n in each.items() if CANONICAL[key] is Content.NUMBER]


def _own_address(sheet: Sheet) -> OwnAddress | None:
    """Give the finder of the wallet's own address, where rows tell who sent and who received."""
    places = sheet.match.places
    if not {"from_address", "to_address"} <= places.keys():
        return None
    return OwnAddress(sheet, (places["from_address"], places["to_address"]))


def _account_of(sheet: Sheet, bindings: Mapping[str, str]) -> tuple[str, bool]:
    """Give the account of a file, and whether somebody gave it to that one."""
    name = sheet.file.path.name.casefold()
    bound = {account for glob, account in bindings.items() if fnmatchcase(name, glob.casefold())}
    if len(bound) > 1:
        message = (
            f"it belongs to {' and '.join(sorted(bound))} at once; make the `files` patterns in "
            "accounts.toml exclude each other"
        )
        raise AmbiguousFormatError(sheet.name, message)
    return (bound.pop(), True) if bound else (sheet.match.format.account, False)
