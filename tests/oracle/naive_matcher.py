"""The second matcher's walk through the rows, account by account: docs/spec/lots.md."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from fractions import Fraction
from itertools import groupby

from oracle.naive_books import (
    DEPARTURES,
    NOTHING,
    SALES,
    Amount,
    Books,
    Closed,
    Departure,
    Income,
    Match,
    Move,
    Piece,
    Row,
    Slice,
    amount,
    counted,
    cut,
    fee_value,
    fifo_key,
    instant,
    is_withheld,
    local_day,
    minus,
    names_of,
    natural,
    open_lot,
    own_fee_value,
    pays_units_apart,
    plus,
    proceeds_of,
    term_at_sale,
)
from oracle.naive_holdings import Holdings


class Matcher(Holdings):
    """Walks through the rows instant by instant and does what each says with the pieces held."""

    def __init__(self, accounts: Mapping[str, Row], rematch: str | None) -> None:
        super().__init__(accounts, rematch)
        self.shorts: list[Piece] = []
        self.leaving: list[Piece | None] = []
        self.now = datetime.min.replace(tzinfo=UTC)

    # The walk (section 3)

    def walk(self, rows: Sequence[Row]) -> Books:
        ordered = sorted(rows, key=lambda row: (self.time(row), natural(row["id"])))
        for moment, together in groupby(ordered, key=self.time):
            now = list(together)
            self.begin(moment)
            for row in now:
                self.receive(row)
            waiting = [row for row in now if row["kind"] == "transfer"]
            while waiting:
                ready = [row for row in waiting if not self.falls_short(row)] or waiting
                self.move(ready[0])
                waiting.remove(ready[0])
            for row in now:
                self.give(row)
        for piece in self.pieces:
            if piece.left:
                self.books.open_lots.append(open_lot(piece))
        return self.books

    def begin(self, moment: datetime) -> None:
        """Come to an instant: what a household does then is told below."""
        self.now = moment

    # Receiving (section 4)

    def receive(self, row: Row) -> None:
        kind = row["kind"]
        usd = amount(row.get("usd", ""))
        if kind == "trade":
            self.add(row, row["got_asset"], row["got_quantity"], usd)
        elif kind == "buy":
            if is_withheld(row):
                self.add(row, row["asset"], row["quantity"], usd)
            else:
                self.add(row, row["asset"], row["quantity"], plus(usd, fee_value(row)))
        elif kind.startswith("income:"):
            self.add(row, row["asset"], row["quantity"], usd)
            self.books.income.append(Income(row["id"], self.day(row), usd))
        elif kind == "opening":
            self.add(row, row["asset"], row["quantity"], usd, dated="acquired")
        elif kind == "inherit":
            self.inherit(row, usd)
        elif kind == "gift-in":
            self.receive_gift(row, usd)
        elif kind == "deposit":
            self.add(row, row["asset"], row["quantity"], None, dated="unknown")
        elif kind == "short":
            self.open_short(row, usd)

    def inherit(self, row: Row, usd: Amount) -> None:
        if not row.get("acquired", ""):
            self.problem("inherit-no-date", row["id"])
        self.add(row, row["asset"], row["quantity"], usd, dated="acquired", inherited=True)

    def receive_gift(self, row: Row, usd: Amount) -> None:
        if usd is None:
            self.problem("gift-no-donor-records", row["id"])
            self.add(row, row["asset"], row["quantity"], NOTHING)
            return
        value = amount(row.get("fmv_usd", ""))
        value_unknown = value is None
        loss_basis = value if value is not None and usd > value else None
        dated = "acquired"
        if not row.get("acquired", ""):
            self.problem("gift-no-donor-date", row["id"])
            dated = "event"
        self.add(
            row,
            row["asset"],
            row["quantity"],
            usd,
            dated=dated,
            loss_basis=loss_basis,
            value_unknown=value_unknown,
        )

    def add(
        self,
        row: Row,
        asset: str,
        quantity_text: str,
        basis: Amount,
        *,
        dated: str = "event",
        loss_basis: Amount = None,
        inherited: bool = False,
        value_unknown: bool = False,
    ) -> None:
        quantity = Fraction(quantity_text)
        if not quantity:
            return  # Reading: nothing received is no lot
        here = self.place(row["account"], asset)
        piece = Piece(here, asset, row["id"], 0, quantity, basis, self.time(row), loss_basis)
        piece.inherited, piece.value_unknown = inherited, value_unknown
        if loss_basis is not None or value_unknown:
            piece.gift_day = self.day(row)
        if dated == "event":
            piece.acquired = self.day(row)
        elif dated == "acquired" and row.get("acquired", ""):
            zone = self.zone(row["account"])
            piece.order = instant(row["acquired"], zone)
            piece.acquired = local_day(piece.order, zone)
        self.pieces.append(piece)
        if is_withheld(row):
            self.withhold(row, piece)

    def withhold(self, row: Row, piece: Piece) -> None:
        """Take the withheld units from the new lot at once, for the basis they carry."""
        part = self.take_from(piece, Fraction(row["fee_quantity"]))
        self.dispose(row, row["id"] + ":fee", piece.asset, [part], part.basis)
        if row["kind"] == "buy":
            # What was paid is what the units left cost: they begin anew with all of it.
            piece.whole = piece.left

    # Moving (section 7)

    def falls_short(self, row: Row) -> bool:
        # Reading: it wants what arrives; its fee is taken later, and names do not matter.
        held = sum(piece.left for piece in self.pool(row["account"], row["asset"]))
        return held < Fraction(row["quantity"])

    def move(self, row: Row) -> None:
        asset = row["asset"]
        if self.place(row["to_account"], asset) == self.place(row["account"], asset):
            return
        for part in self.take(
            row, row["id"], row["asset"], Fraction(row["quantity"]), "fifo", names_of(row)
        ):
            self.arrive(row, part)

    def arrive(self, row: Row, part: Slice) -> None:
        old = part.piece
        if old is None:
            self.pieces.append(
                Piece(
                    self.place(row["to_account"], row["asset"]),
                    row["asset"],
                    row["id"],
                    0,
                    part.quantity,
                    None,
                    self.time(row),  # Reading: ordered by the event, as a deposit is
                )
            )
            return
        number = old.number
        if not part.was_all:
            number = 1 + max(piece.number for piece in self.pieces if piece.root == old.root)
        new = Piece(
            self.place(row["to_account"], row["asset"]),
            old.asset,
            old.root,
            number,
            part.quantity,
            part.basis,
            old.order,
            part.loss_basis,
            old.acquired,  # Reading: dates stay, the day as it was counted where it was acquired
            old.gift_day,
            old.inherited,
            old.value_unknown,
            turn=old.turn,
        )
        self.pieces.append(new)
        self.books.moves.append(
            Move(row["id"], old.asset, old.root, old.name, new.name, part.quantity, part.basis)
        )

    # Giving up (section 5)

    def give(self, row: Row) -> None:
        kind = row["kind"]
        if kind in SALES:
            self.sell(row)
        elif kind in DEPARTURES or kind == "withdrawal":
            self.depart(row)
        elif kind == "cover":
            self.cover(row)
        elif kind.startswith("pnl:"):
            usd = amount(row.get("usd", ""))
            self.books.results.append(Income(row["id"], self.day(row), usd))
        if kind == "transfer" and row["to_account"] == row["account"]:
            return
        if pays_units_apart(row):
            quantity = Fraction(row["fee_quantity"])
            proceeds = own_fee_value(row)
            disposal = row["id"] + ":fee"
            order, _ = self.decided(row, row["fee_asset"], [], of_row=False)
            taken = self.take(row, disposal, row["fee_asset"], quantity, order, [])
            self.dispose(row, disposal, row["fee_asset"], taken, proceeds)

    def sell(self, row: Row) -> None:
        names = names_of(row) if self.rematch in (None, "specific") else []
        order, names = self.decided(row, row["asset"], names)
        if order == "specific" and not names:
            self.problem("not-identified", row["id"])
        taken = self.take(row, row["id"], row["asset"], Fraction(row["quantity"]), order, names)
        self.dispose(row, row["id"], row["asset"], taken, proceeds_of(row))

    def depart(self, row: Row) -> None:
        quantity = Fraction(row["quantity"])
        if row.get("fee_asset", "") == row["asset"]:
            quantity -= Fraction(row["fee_quantity"])
        order, names = "fifo", names_of(row)
        if row["kind"] != "withdrawal":
            order, names = self.decided(row, row["asset"], names, units=quantity)
        taken = self.take(row, row["id"], row["asset"], quantity, order, names)
        self.leaving = [part.piece for part in taken]
        for part in taken:
            root = part.piece.root if part.piece else None
            name = part.piece.name if part.piece else None
            self.books.departures.append(
                Departure(
                    row["id"], row["asset"], root, name, part.quantity, part.basis, self.day(row)
                )
            )

    def dispose(
        self, row: Row, disposal: str, asset: str, parts: list[Slice], proceeds: Amount
    ) -> None:
        """Cut the proceeds among the parts in the order they were taken, and write them down."""
        whole = sum((part.quantity for part in parts), NOTHING)
        before = NOTHING
        sold = self.day(row)
        for part in parts:
            own = cut(proceeds, before, part.quantity, whole)
            before += part.quantity
            basis, holding_from = counted(part, own)
            self.books.matches.append(
                Match(
                    disposal,
                    asset,
                    part.piece.root if part.piece else None,
                    part.piece.name if part.piece else None,
                    part.quantity,
                    part.piece.acquired if part.piece else None,
                    holding_from,
                    sold,
                    term_at_sale(part, own, sold),
                    own,
                    basis,
                )
            )

    # Shorts (section 9)

    def open_short(self, row: Row, usd: Amount) -> None:
        proceeds = minus(usd, fee_value(row))
        self.shorts.append(
            Piece(
                row["account"],
                row["asset"],
                row["id"],
                0,
                Fraction(row["quantity"]),
                proceeds,
                self.time(row),
            )
        )

    def cover(self, row: Row) -> None:
        cost = plus(amount(row.get("usd", "")), fee_value(row))
        whole = Fraction(row["quantity"])
        before = NOTHING
        for short in sorted(self.shorts, key=fifo_key):
            if (short.account, short.asset) != (row["account"], row["asset"]):
                continue
            quantity = min(short.left, whole - before)
            if quantity:
                proceeds = self.take_from(short, quantity).basis
                basis = cut(cost, before, quantity, whole)
                self.books.closed.append(Closed(row["id"], short.root, quantity, proceeds, basis))
                before += quantity
