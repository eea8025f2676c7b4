"""Rows to events by the rules of a format: the engine behind every description."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Final, NamedTuple

from harvestry.events.event import NO_DETAIL, Detail, Event
from harvestry.sources.canonical import CANONICAL, Content
from harvestry.sources.description import Grouping, Rule, Sign
from harvestry.sources.draft import Cut, Draft, Member, Outcome, Remark, Verb
from harvestry.sources.errors import RowError
from harvestry.sources.holders import account_called, holder
from harvestry.sources.identity import Occurrences, fit_name, is_damaged, is_reserved
from harvestry.sources.reasons import SkipReason
from harvestry.sources.row import Row, Table
from harvestry.sources.running import RunningBalances
from harvestry.sources.sheet import Sheet
from harvestry.sources.strictness import clean_rows
from harvestry.sources.tally import Tally
from harvestry.units.days import SECOND, Instant, instant_text
from harvestry.units.problems import Severity
from harvestry.units.source_ref import SourceRef


class _Waiting(NamedTuple):
    """A row that waits for the rows it belongs to, held small: a file may have a million."""

    time: Instant
    number: int
    cells: str
    rule: Rule


@dataclass(frozen=True, slots=True)
class Translator:
    """Reads one file of a described format into a tally, for one account."""

    table: Table
    account: str
    verbs: Mapping[str, Verb]
    tally: Tally
    occurrences: Occurrences
    cuts: Mapping[str, Cut] = field(default_factory=dict)
    running: RunningBalances | None = None
    covering: dict[tuple[str, str], tuple[Rule, ...]] = field(default_factory=dict)

    def read(self, sheet: Sheet) -> None:
        """Read every row: alone where its rule takes one, else with those it belongs to."""
        groups: dict[object, list[_Waiting]] = {}
        for number, cells in clean_rows(sheet, self.tally):
            row = Row(self.table, number, cells)
            try:
                parts = self._by_asset(row)
                self._watch(parts)
                rule = self._rule(parts[0])
                if rule.grouping is not None:
                    key = (rule.verb, rule.grouping, _key(parts[0], rule.grouping))
                    groups.setdefault(key, []).append(_waiting(row, rule))
                    continue
            except RowError as error:
                self.tally.refuse((number,), error)
                continue
            self._settle([Member(part, rule) for part in parts])
        while groups:
            _, waiting = groups.popitem()
            for cluster in _clusters(waiting):
                rows = [(_back(self.table, each), each.rule) for each in cluster]
                members = [Member(part, rule) for row, rule in rows for part in self._by_asset(row)]
                for part in self._parts(members):
                    self._settle(part)
        self._say_gaps(sheet)

    def _watch(self, rows: Iterable[Row]) -> None:
        """Follow the file's own balances, where it has some."""
        if self.running is not None:
            for row in rows:
                self.running.see(row)

    def _say_gaps(self, sheet: Sheet) -> None:
        if self.running is not None and self.running.broken():
            for remark in self.running.gaps(self._again(sheet)):
                self.tally.remark(remark)

    def _again(self, sheet: Sheet) -> Iterator[Row]:
        """Give the rows once more, as far as they are rows."""
        width = len(self.table.names)
        for number, record in enumerate(sheet.rows(), 1):
            cells = [*record.cells, *[""] * (width - len(record.cells))]
            with suppress(RowError):
                yield from self._by_asset(Row(self.table, number, cells))

    def _by_asset(self, row: Row) -> list[Row]:
        """Cut a row that has columns of its own for every asset into one part for each it names."""
        return (row.parts() or [row]) if self.table.wide else [row]

    def _parts(self, cluster: Sequence[Member]) -> Sequence[Sequence[Member]]:
        """Part rows further, where their rule names what does so."""
        grouping = cluster[0].rule.grouping
        if grouping is None or not grouping.cut:
            return (cluster,)
        try:
            return self.cuts[grouping.cut](cluster)
        except RowError as error:
            self.tally.refuse([row.number for row, _ in cluster], error)
            return ()

    def _rule(self, row: Row) -> Rule:
        """Give the first rule that fits a row.

        Raises:
            RowError: none does; an unknown kind of row is never guessed.
        """
        happened = self.table.format.statuses.happened(_spaced(row.text("status")))
        if happened is None:
            raise RowError("unknown-row-kind", _unknown_status(row), row.number)
        if not happened:
            return _NOT_DONE
        type_ = _spaced(row.text("type"))
        subtype = _spaced(row.text("subtype"))
        covering = self.covering.get((type_, subtype))
        if covering is None:
            rules = self.table.format.rules
            covering = tuple(rule for rule in rules if rule.covers(type_, subtype))
            self.covering[type_, subtype] = covering
        for rule in covering:
            if _fits(rule, row):
                return rule
        kind = f"{row.text('type')!r}" + (f" / {row.text('subtype')!r}" if subtype else "")
        if any(rule.notes for rule in covering):  # what it is stands in its notes
            kind += f" ({row.text('notes')!r})"
        message = (
            f"Harvestry does not know rows of the kind {kind} in a {self.table.format.title}, and "
            "does not guess; look what it was and say so with `harvestry fix`"
        )
        raise RowError("unknown-row-kind", message, row.number)

    def _settle(self, members: Sequence[Member]) -> None:
        """Ask the rule's verb what became of rows, and take it down."""
        rows = sorted({row.number for row, _ in members})
        try:
            rule = members[0].rule
            outcome = self.verbs[rule.verb](members)
            events = [
                self._event(draft, _of_moment(rule, members[0].row)) for draft in outcome.drafts
            ]
        except RowError as error:
            self.tally.refuse(rows, error)
            return
        self._take(outcome, events, rows)

    def _take(self, outcome: Outcome, events: Sequence[Event], rows: Sequence[int]) -> None:
        for remark in outcome.remarks:
            self.tally.remark(remark)
        if not events:
            self.tally.skip(rows, outcome.skipped or SkipReason.ZERO_AMOUNT)
        else:
            self.tally.take(events, len(rows))

    def _event(self, draft: Draft, of_moment: str) -> Event:
        prefix = self.table.format.prefix
        time = min(row.time() for row in draft.rows) if draft.at is None else draft.at
        native = fit_name(draft.native and f"{draft.native}{of_moment}")
        if native is not None and is_damaged(native):
            self.tally.remark(
                Remark("damaged-id", Severity.WARNING, _DAMAGED, draft.rows[0].number)
            )
            native = None
        if native is not None and ";" not in native and not is_reserved(native):
            id_ = f"{prefix}:{native}"
        else:
            contents = (row.content() for row in draft.rows)
            id_ = self.occurrences.id_of(f"{prefix}:{self.account}", contents)
            reference = draft.rows[0].text("reference")
            if reference:
                self.tally.references[id_] = reference
        return Event(
            id=id_,
            time=time,
            account=self._account(draft),
            kind=draft.kind,
            asset=draft.asset,
            quantity=draft.quantity,
            usd=draft.usd,
            source=SourceRef(self.tally.file, tuple(sorted({row.number for row in draft.rows}))),
            fee_asset=draft.fee_asset,
            fee_quantity=draft.fee_quantity,
            fee_usd=draft.fee_usd,
            to_account=self._called(draft.to_account, draft),
            got_asset=draft.got_asset,
            got_quantity=draft.got_quantity,
            detail=_detail(draft),
        )

    def _account(self, draft: Draft) -> str:
        """Give the account of an event: the one its row names for that side, else the file's."""
        named = self._called(holder(draft.rows[0], draft.kind), draft)
        return self.account if named is None else named

    def _called(self, text: str | None, draft: Draft) -> str | None:
        """Give the name of an account that a row calls by a text; `None` where it calls none."""
        return account_called(text, draft.rows[0], self.table.accounts) if text else None


_DAMAGED: Final = (
    "ids are written as a spreadsheet writes large numbers, without their last digits, so rows "
    "were told apart by what they say, and overlaps with other files may be missed; give the file "
    "as it came from the exchange"
)
_LOST: Final = "has lost its last digits in a spreadsheet, so it cannot tell which rows are one"
_NOT_DONE: Final = Rule(("*",), "skip", reason=SkipReason.NOT_COMPLETED)
"""The rule of rows that did not happen."""


def _unknown_status(row: Row) -> str:
    return (
        f"Harvestry does not know the status {row.text('status')!r} in a {row.table.format.title} "
        "and so not whether the row happened; find out, and say what it was with `harvestry fix`"
    )


def _detail(draft: Draft) -> Detail:
    if draft.hash is None and draft.fmv_usd is None:
        return NO_DETAIL
    return Detail(hash=draft.hash, fmv_usd=draft.fmv_usd)


def _waiting(row: Row, rule: Rule) -> _Waiting:
    """Hold a row small. Its time counts where rows belong together by theirs."""
    assert rule.grouping is not None
    time = 0 if rule.grouping.within_seconds is None else row.time()
    return _Waiting(time, row.number, "\0".join(row.cells), rule)


def _clusters(waiting: list[_Waiting]) -> Iterator[list[_Waiting]]:
    """Cut rows into runs that are close in time, where their rule asks for it."""
    grouping = waiting[0].rule.grouping
    assert grouping is not None
    if grouping.within_seconds is None:
        yield waiting
        return
    waiting.sort(key=lambda each: (each.time, each.number))
    cluster = [waiting[0]]
    for each in waiting[1:]:
        if each.time - cluster[-1].time > grouping.within_seconds * SECOND:
            yield cluster
            cluster = []
        cluster.append(each)
    yield cluster


def _back(table: Table, waiting: _Waiting) -> Row:
    """Give a waiting row again: no cell holds a NUL, because no file that does is read."""
    return Row(table, waiting.number, waiting.cells.split("\0"))


def _fits(rule: Rule, row: Row) -> bool:
    """Tell whether a row meets a rule's conditions."""
    if not rule.wants(_spaced(row.text("notes"))):
        return False
    if not _are_as_asked(rule, row):
        return False
    if rule.sign is None:
        return True
    quantity = row.amount("quantity")
    below = quantity is not None and quantity.text.startswith("-")
    return below == (rule.sign is Sign.MINUS)


def _are_as_asked(rule: Rule, row: Row) -> bool:
    """Tell whether the columns a rule names are empty, filled, of some text, or the same."""
    return (
        not any(_stands(row, key) for key in rule.lacking)
        and all(row.moves(key) for key in rule.having)
        and all(_is_one_of(row, key, texts) for key, texts in rule.where.items())
        and len({row.text(key).casefold() for key in rule.same}) <= 1
        and (rule.direction is None or row.direction() is rule.direction)
    )


def _is_one_of(row: Row, key: str, texts: Sequence[str]) -> bool:
    told = _spaced(row.text(key))
    return any(fnmatchcase(told, each) for each in texts)


def _stands(row: Row, key: str) -> bool:
    """Tell whether a cell holds anything; a number of 0 is nothing."""
    return row.moves(key) if CANONICAL[key] is Content.NUMBER else bool(row.text(key))


def _key(row: Row, grouping: Grouping) -> object:
    """Give what a row shares with the rows it belongs to; a row that names nothing is alone."""
    if grouping.within_seconds is not None:
        row.time()
    if not grouping.by:
        return ()
    damaged = next((key for key in grouping.by if is_damaged(row.text(key))), None)
    if damaged is not None:
        raise RowError("damaged-id", row.wrong(damaged, _LOST), row.number)
    named = [row.text(key) for key in grouping.by if key != "time"]
    if named and not any(named):
        return row.number
    return (*named, row.time()) if "time" in grouping.by else tuple(named)


def _of_moment(rule: Rule, row: Row) -> str:
    """Give what an id has behind the export's own, where it is that of rows of several moments."""
    by_moment = rule.grouping is not None and rule.grouping.by_moment
    return f":{instant_text(row.time())}" if by_moment else ""


def _spaced(text: str) -> str:
    return " ".join(text.split()).casefold()
