"""A second reading of IRC 1091(e), from docs/spec/wash-sales.md and the words of the law alone.

Plain and slow: it lists every unit that could stand for a short sale as a stretch of a line, and
lets each loss walk along all of them. It shares nothing with the program.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from oracle.naive_books import NOTHING, Closed, Row, cut, local_day, natural
from oracle.naive_matcher import Matcher
from oracle.naive_wash import WINDOW
from oracle.naive_wash_words import Setting, purchase_order, whole_digits


@dataclass
class Cover:
    """A part of a short sale that was closed: `basis` is what closing it cost, losses included."""

    row: Row
    short: Row
    quantity: Fraction
    proceeds: Fraction | None
    basis: Fraction | None
    begins: Fraction
    disallowed: Fraction = NOTHING
    lost: Fraction = NOTHING
    had_its_turn: bool = False


@dataclass
class Line:
    """The units of a sale or a short sale, from 0 on; `used` stretches stand for others."""

    row: Row
    length: Fraction
    used: list[tuple[Fraction, Fraction]] = field(default_factory=list)


class ShortReading:
    """All losses on closed short sales of a history, and what is disallowed of each."""

    def __init__(self, rows: Sequence[Row], accounts: Mapping[str, Row], setting: Setting) -> None:
        self.accounts = accounts
        self.setting = setting
        self.matcher = Matcher(accounts, None)
        self.by_id = {row["id"]: row for row in rows}
        self.rows = sorted(rows, key=lambda row: (self.time(row), natural(row["id"])))
        self.covers: list[Cover] = []
        begun: dict[str, Fraction] = {}
        for closed in self.matcher.walk(self.rows).closed:
            cover = self.cover_of(closed, begun.get(closed.short, NOTHING))
            begun[closed.short] = cover.begins + closed.quantity
            self.covers.append(cover)
        self.lines = [
            Line(row, Fraction(row["quantity"]))
            for row in self.rows
            if row["kind"] in ("short", "sell", "trade")
        ]

    def time(self, row: Row) -> object:
        return self.matcher.time(row)

    def cover_of(self, closed: Closed, begins: Fraction) -> Cover:
        row, short = self.by_id[closed.cover], self.by_id[closed.short]
        return Cover(row, short, closed.quantity, closed.proceeds, closed.basis, begins)

    def day(self, row: Row) -> date:
        return local_day(self.matcher.time(row), self.setting.zone)

    def of(self, row: Row, key: str, otherwise: str) -> str:
        return self.accounts.get(row["account"], {}).get(key, otherwise)

    def read(self) -> list[Cover]:
        """Give every closed part with what is disallowed of its loss."""
        by_time = self.setting.position("same_day_losses") == "time-of-sale"

        def order(cover: Cover) -> tuple[object, ...]:
            return (
                self.day(cover.row),
                self.matcher.time(cover.row) if by_time else 0,
                self.matcher.time(cover.short),
            )

        for cover in sorted(self.covers, key=order):
            cover.had_its_turn = True
            self.disallow(cover)
        return self.covers

    def disallow(self, cover: Cover) -> None:
        if cover.basis is None or cover.proceeds is None or cover.basis <= cover.proceeds:
            return
        if self.of(cover.row, "owner", "self") == "entity":
            return
        if self.of(cover.row, "treatment", "taxable") != "taxable":
            return
        if not self.setting.reaches(cover.row["asset"], self.day(cover.row)):
            return
        if self.is_written(cover.row["asset"]):
            return
        loss, done = cover.basis - cover.proceeds, NOTHING
        for line in self.lines:
            if self.stands_for(line, cover):
                done = self.walk_along(line, cover, loss, done, gone=False)
                if self.setting.position("sold_before_loss") == "counts":
                    done = self.walk_along(line, cover, loss, done, gone=True)

    def stands_for(self, line: Line, cover: Cover) -> bool:
        """IRC 1091(e): substantially identical, sold or sold short again, within the window."""
        row = line.row
        same = self.setting.group(row["asset"]) == self.setting.group(cover.row["asset"])
        near = abs(self.day(row) - self.day(cover.row)) <= WINDOW
        if not same or not near or row["id"] == cover.short["id"]:
            return False
        if row["kind"] == "short" and self.is_written(row["asset"]):
            return False
        if not self.setting.may_stand_for(row["asset"], cover.row["asset"], self.day(cover.row)):
            return False
        is_plan = self.of(row, "treatment", "taxable") in ("401k", "hsa")
        if is_plan and self.setting.position("retirement_plans") != "like-ira":
            return False
        exempt = self.setting.position("same_order") == "exempt"
        if exempt and row["kind"] == "short" and purchase_order(row) == purchase_order(cover.short):
            return False
        later = self.matcher.time(row) > self.matcher.time(cover.short)
        return later or self.setting.position("older_lot") == "counts"

    def is_written(self, asset: str) -> bool:
        """An option is written, not sold short; closing it is IRC 1234(b)'s, not 1091(e)'s."""
        return self.setting.assets.get(asset, {}).get("class") == "option"

    def stretches(self, line: Line, cover: Cover, *, gone: bool) -> list[tuple[Fraction, Fraction]]:
        """Give the free stretches of a line, closed before it all or not."""
        day = max(self.day(cover.row), self.day(line.row))
        found, end = [], NOTHING
        if line.row["kind"] == "short":
            for other in self.covers:
                if other.short is not line.row:
                    continue
                end = max(end, other.begins + other.quantity)
                before = self.day(other.row) < day
                if before is gone and (gone or not other.had_its_turn):
                    found.append((other.begins, other.begins + other.quantity))
        if not gone:
            found.append((end, line.length))
        return found

    def walk_along(
        self, line: Line, cover: Cover, loss: Fraction, done: Fraction, *, gone: bool
    ) -> Fraction:
        sold, stood = (
            self.setting.multiplier(each) for each in (cover.row["asset"], line.row["asset"])
        )
        for begin, end in self.stretches(line, cover, gone=gone):
            start = max([begin, *(b for a, b in line.used if begin <= a and b <= end)])
            there, wanted = end - start, cover.quantity - done
            if there <= 0 or wanted <= 0:
                continue
            if wanted <= there * stood / sold:
                units, taken = wanted, whole_digits(wanted * sold / stood)
            else:
                units, taken = whole_digits(there * stood / sold), there
            amount = cut(loss, done, units, cover.quantity)
            assert amount is not None, "a loss is known"
            line.used.append((start, start + taken))
            cover.disallowed += amount
            done += units
            if gone or self.is_lost(line.row, cover.row):
                cover.lost += amount
                continue
            for other in self.covers:
                is_it = other.short is line.row and other.begins == begin
                if is_it and end == begin + other.quantity and other.basis is not None:
                    other.basis += amount
        return done

    def is_lost(self, row: Row, cover: Row) -> bool:
        """Only another short sale has a cost that a loss can join; where, as of any replacement."""
        if row["kind"] != "short" or self.of(row, "treatment", "taxable") != "taxable":
            return True
        owners = {self.of(row, "owner", "self"), self.of(cover, "owner", "self")}
        return owners == {"self", "spouse"} and self.setting.position("spouse_purchase") == "lost"
