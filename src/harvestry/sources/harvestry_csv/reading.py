"""Harvestry CSV to events: every cell checked, every row one event, nothing assumed."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from operator import itemgetter
from sys import intern
from typing import Final

from harvestry.events.account import Accounts
from harvestry.events.event import NO_DETAIL, Detail, Event
from harvestry.events.kind import Kind
from harvestry.sources.commas import Commas
from harvestry.sources.draft import Remark
from harvestry.sources.errors import RowError
from harvestry.sources.exchange import as_money
from harvestry.sources.harvestry_csv import cells as cell
from harvestry.sources.harvestry_csv.columns import COLUMNS, DETAIL_AT, FORMS, TIMES, TOLD, Cells
from harvestry.sources.harvestry_csv.contradictions import (
    check_parts,
    refuse_dollars,
    refuse_meaningless,
)
from harvestry.sources.harvestry_csv.shapes import SHAPES, Shape
from harvestry.sources.harvestry_csv.writing import known_cells
from harvestry.sources.identity import Occurrences, is_reserved
from harvestry.sources.reasons import SkipReason
from harvestry.sources.row import DOLLARS
from harvestry.sources.sheet import Sheet
from harvestry.sources.slash_dates import SlashDates
from harvestry.sources.strictness import clean_rows
from harvestry.sources.tally import Tally
from harvestry.units.days import Instant, Zone
from harvestry.units.exact import Money, Quantity
from harvestry.units.problems import Severity
from harvestry.units.source_ref import SourceFile, SourceRef

READER: Final = "harvestry"
"""The `reader` of the format's description."""

_KINDS: Final = {kind.value: kind for kind in Kind}
_MEANINGLESS: Final = {
    kind: itemgetter(*map(COLUMNS.index, shape.meaningless)) for kind, shape in SHAPES.items()
}
_NO_DETAIL: Final = ("",) * (len(COLUMNS) - DETAIL_AT)
AMOUNTS: Final = (
    *("quantity", "usd", "fee_quantity", "fee_usd", "got_quantity", "fmv_usd", "form_proceeds"),
    *("form_basis", "prior_disallowed"),
)
"""The columns that hold numbers."""
_HIDDEN: Final = (
    "its note holds what reads like whole rows; if a quote was left open there, mend it, because "
    "those rows were not read"
)


def read(sheet: Sheet, tally: Tally, accounts: Accounts, aliases: Mapping[str, str]) -> None:
    """Read every row of a Harvestry CSV into a tally, assets under their symbols by `aliases`."""
    reader = _Reader(sheet, accounts, aliases)
    events = tally.events
    note = sheet.match.places.get("note")
    free_text = frozenset() if note is None else frozenset({note})
    for number, cells in clean_rows(sheet, tally, free_text):
        try:
            event = reader.event(number, cells)
        except RowError as error:
            tally.refuse((number,), error)
        else:
            if isinstance(event, SkipReason):
                tally.skip((number,), event)
            else:
                events.append(event)
                tally.rows_imported += 1
                if event.detail.note is not None and reader.hides_rows(event.detail.note):
                    tally.remark(Remark("swallowed-rows", Severity.ERROR, _HIDDEN, number))
    tally.remark_resaved(reader.slashes.resaved_row())


def event_of(
    columns: Mapping[str, str],
    source: SourceRef,
    sheet: Sheet,
    accounts: Accounts,
    aliases: Mapping[str, str],
) -> Event | SkipReason:
    """Give the event that columns of the Harvestry CSV tell of rows in a sheet of any format.

    Raises:
        RowError: a column is none, or the cells contradict each other.
    """
    for column, text in columns.items():
        if column not in COLUMNS:
            raise RowError("bad-value", f"there is no column {column!r} in the Harvestry CSV")
        if ("," in text and column in AMOUNTS) or ("/" in text and column in TIMES):
            raise RowError("bad-value", cell.wrong(column, text, "is not written plainly"))
    names = tuple(columns)
    places = {name: n for n, name in enumerate(names)}
    match = replace(sheet.match, names=names, places={"kind": -1, **places}, constants={}, wide={})
    reader = _Reader(replace(sheet, match=match, delimiter=","), accounts, aliases)
    event = reader.event(source.rows[0], [columns[name] for name in names])
    return event if isinstance(event, SkipReason) else replace(event, source=source)


class _Reader:
    """Reads one row after another; what many rows share is worked out once."""

    def __init__(self, sheet: Sheet, accounts: Accounts, aliases: Mapping[str, str]) -> None:
        places = sheet.match.places
        self._pick = itemgetter(*(places.get(column, -1) for column in COLUMNS))
        self._note = places.get("note", -1)
        self._kind = places["kind"]
        self._width = len(sheet.match.names)
        self._delimiter = sheet.delimiter
        self._file: SourceFile = sheet.file.source
        self._commas = Commas(sheet, (places[key] for key in AMOUNTS if key in places))
        self._accounts = accounts
        self._aliases = aliases
        self._zones: dict[str, Zone] = {}
        self._occurrences = Occurrences()
        self.slashes = SlashDates(sheet, [places[name] for name in TIMES if name in places])

    def event(self, number: int, cells: list[str]) -> Event | SkipReason:
        """Give the event of a row, or why it makes none: only dollars move, or a name changes.

        Raises:
            RowError: the row cannot be read, or contradicts its kind.
        """
        cells.append("")  # what a column that is not there holds
        row = self._stripped(cells)
        kind = _kind(row.kind)
        shape = SHAPES[kind]
        if any(_MEANINGLESS[kind](row)):
            refuse_meaningless(kind, shape, row)
        account = _account(row.account, "account")
        zone = self._zones.get(account) or self._zone(account)
        asset = _name(row.asset, "asset")
        time = cell.instant(_there(row.time, "time"), "time", zone, self.slashes)
        if DOLLARS in (asset, row.got_asset) and not shape.signed:
            refuse_dollars(kind)
            return SkipReason.US_DOLLAR_CASH
        quantity = self._quantity(row.quantity, "quantity", asset, needed=not shape.signed)
        usd = cell.money(row.usd, "usd", commas_group=self._commas)
        if shape.signed:
            _there(row.usd, "usd")
        elif usd is not None and usd < 0:
            cell.not_negative(usd, "usd")
        fee_asset = fee_quantity = fee_usd = None
        if row.fee_asset or row.fee_quantity or row.fee_usd:
            fee_asset, fee_quantity, fee_usd = self._fee(row)
        got_asset = got_quantity = None
        if shape.trades:
            got_asset = _name(row.got_asset, "got_asset")
            got_quantity = self._quantity(row.got_quantity, "got_quantity", got_asset)
        note = cells[self._note]
        to_account = _account(row.to_account, "to_account") if shape.moves else None
        rare = note or any(row[DETAIL_AT:])
        detail = self._detail(row, note, zone, time) if rare else NO_DETAIL
        rest = fee_asset, fee_quantity, fee_usd, to_account, got_asset, got_quantity, detail
        if row.id:
            id_ = _id(row.id)
        else:
            # What the row says names it, however it was spelt.
            said = known_cells("", time, account, kind, asset, quantity, usd, *rest)
            id_ = self._occurrences.id_of(f"{READER}:{account}", ["\x1f".join(said)])
        source = SourceRef(self._file, (number,))
        event = Event(id_, time, account, kind, asset, quantity, usd, source, *rest)
        if self._aliases or fee_asset is not None or got_asset is not None:
            return self._finished(event, shape)
        return event

    def _finished(self, event: Event, shape: Shape) -> Event | SkipReason:
        """Give the event under its symbols and checked; a trade of a name for another is none."""
        named = self._renamed(event)
        if named is not event and named.got_asset == named.asset and _is_whole(named):
            return SkipReason.REDENOMINATION
        check_parts(named, shape)
        return named

    def _renamed(self, event: Event) -> Event:
        """Give the event with its assets under their symbols; its id stays, whatever is set."""
        symbols = self._aliases
        named = [event.asset, event.fee_asset or "", event.got_asset or ""]
        if not any(name in symbols for name in named):
            return event
        return replace(
            event,
            asset=symbols.get(event.asset, event.asset),
            fee_asset=symbols.get(event.fee_asset or "", event.fee_asset),
            got_asset=symbols.get(event.got_asset or "", event.got_asset),
        )

    def hides_rows(self, note: str) -> bool:
        """Tell whether a line of a note reads like a row, as it does behind a quote left open."""
        for line in note.splitlines()[1:]:
            cells = line.split(self._delimiter)
            if len(cells) == self._width and cells[self._kind].strip() in _KINDS:
                return True
        return False

    def _stripped(self, cells: Sequence[str]) -> Cells:
        """Give the row's cells without the space around them; most rows fill the first few only."""
        picked: tuple[str, ...] = self._pick(cells)
        if any(picked[DETAIL_AT:]):
            return Cells._make(map(str.strip, picked))
        return Cells._make((*map(str.strip, picked[:DETAIL_AT]), *_NO_DETAIL))

    def _zone(self, account: str) -> Zone:
        found = self._zones[account] = self._accounts.named(account).zone
        return found

    def _quantity(self, text: str, column: str, asset: str, *, needed: bool = True) -> Quantity:
        found = cell.amount(text, column, asset, commas_group=self._commas)
        if found is None:
            if not needed:
                return 0
            _there(text, column)
        assert found is not None
        if found <= 0 and (needed or found < 0):
            why = "is not above zero; the kind says the direction, so write it plainly"
            raise RowError("bad-number", cell.wrong(column, text, why))
        return found

    def _fee(self, row: Cells) -> tuple[str | None, Quantity | None, Money | None]:
        """Give asset, quantity and dollars of a fee; one in dollars is cash."""
        usd = self._dollars(row.fee_usd, "fee_usd")
        if bool(row.fee_asset) != bool(row.fee_quantity):
            message = "columns `fee_asset` and `fee_quantity` go together; fill both, or neither"
            raise RowError("missing-value", message)
        if not row.fee_asset:
            return None, None, usd
        asset = _name(row.fee_asset, "fee_asset")
        quantity = cell.amount(row.fee_quantity, "fee_quantity", asset, commas_group=self._commas)
        assert quantity is not None
        if quantity < 0:
            raise RowError(
                "bad-number", cell.wrong("fee_quantity", row.fee_quantity, "is below zero")
            )
        if asset == DOLLARS:
            cash = as_money(quantity)
            if usd not in (None, cash):
                message = "the fee in dollars and column `fee_usd` differ; state it once"
                raise RowError("bad-value", message)
            return None, None, cash
        return (asset, quantity, usd) if quantity else (None, None, usd)

    def _detail(self, row: Cells, note: str, zone: Zone, time: Instant) -> Detail:
        slashes = self.slashes
        acquired = cell.instant(row.acquired, "acquired", zone, slashes) if row.acquired else None
        if acquired is not None and zone.day(acquired) > zone.day(time):
            raise RowError(
                "bad-value", cell.wrong("acquired", row.acquired, "lies after the row's own time")
            )
        proceeds = cell.money(row.form_proceeds, "form_proceeds", commas_group=self._commas)
        return Detail(
            acquired=acquired,
            fmv_usd=self._dollars(row.fmv_usd, "fmv_usd"),
            lots=cell.named_lots(row.lots),
            lots_at=cell.instant(row.lots_at, "lots_at", zone, slashes) if row.lots_at else None,
            lots_told=cell.choice(row.lots_told, "lots_told", TOLD),
            order=cell.name(row.order, "order") or None,
            form=cell.choice(row.form, "form", FORMS),
            form_proceeds=proceeds,
            form_basis=self._dollars(row.form_basis, "form_basis"),
            form_basis_reported=cell.flag(row.form_basis_reported, "form_basis_reported"),
            adjust=cell.adjustments(row.adjust),
            related=cell.name(row.related, "related") or None,
            prior_disallowed=self._dollars(row.prior_disallowed, "prior_disallowed"),
            hash=cell.name(row.hash, "hash") or None,
            note=note or None,
        )

    def _dollars(self, text: str, column: str) -> Money | None:
        return cell.not_negative(cell.money(text, column, commas_group=self._commas), column)


def _kind(text: str) -> Kind:
    found = _KINDS.get(text) or _KINDS.get(text.casefold())
    if found is None:
        choices = ", ".join(_KINDS)
        message = f"column `kind` holds {text[:40]!r}, which is no kind; it may be {choices}"
        raise RowError("unknown-row-kind", message)
    return found


@lru_cache(maxsize=65536)
def _name(text: str, column: str) -> str:
    """Give a name that must be there, held once however many rows repeat it."""
    return intern(cell.name(_there(text, column), column))


@lru_cache(maxsize=65536)
def _account(text: str, column: str) -> str:
    """Give the name of an account, which must be there."""
    return intern(cell.account(_there(text, column), column))


def _id(text: str) -> str:
    if ";" in text:
        raise RowError(
            "bad-value",
            cell.wrong("id", text, "holds a semicolon, which parts the names in `lots`"),
        )
    if is_reserved(text):
        why = (
            "ends as the ids do that Harvestry gives to fees (`:fee`, `:fee2`) and to pieces of "
            "lots (`/1`)"
        )
        raise RowError("reserved-id", cell.wrong("id", text, why))
    return cell.name(text, "id")


def _there(text: str, column: str) -> str:
    if not text:
        raise RowError(
            "missing-value", f"column `{column}` is empty, and the row needs it; fill it"
        )
    return text


def _is_whole(event: Event) -> bool:
    """Tell whether a trade of an asset for itself gives back all of it."""
    return event.quantity == event.got_quantity and event.fee_asset is None and not event.fee_usd
