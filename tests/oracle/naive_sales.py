"""What the second reading of the wash-sale rule keeps of sales, purchases and departures.

It stands between the naive matcher and the rule (`naive_wash`): what happened is taken down as it
happens, told again purchase by purchase, and a match can be parted, with all that was said of it.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from fractions import Fraction

from oracle.naive_books import (
    NOTHING,
    Amount,
    Departure,
    Piece,
    Row,
    Slice,
    cut,
    in_lot,
    instant,
    is_withheld,
    local_day,
    minus,
    term_of,
)
from oracle.naive_matcher import Matcher
from oracle.naive_wash_words import (
    Gone,
    Sale,
    Setting,
    TooManyPiecesError,
    Wash,
    purchase_order,
)

MOST_SALES = 1000


class SalesMatcher(Matcher):
    """The naive matcher, with every sale, purchase and departure kept for the rule."""

    def __init__(self, accounts: Mapping[str, Row], rematch: str | None, setting: Setting) -> None:
        super().__init__(accounts, rematch)
        self.setting = setting
        self.sales: list[Sale] = []
        self.purchases: list[Row] = []
        self.gone: list[Gone] = []
        self.washes: list[Wash] = []
        self.replacing: dict[int, date | None] = {}
        """The pieces that have replaced, by identity, and whence they now count their holding."""

    # What rows and accounts say

    def household_day(self, row: Row) -> date:
        return local_day(self.time(row), self.setting.zone)

    def owner(self, account: str) -> str:
        return self.accounts.get(account, {}).get("owner", "self")

    def treatment(self, account: str) -> str:
        return self.accounts.get(account, {}).get("treatment", "taxable")

    def is_purchase(self, row: Row) -> bool:
        """Tell whether what the row received was bought or taxably exchanged (section 2)."""
        kind, choice = row["kind"], self.setting.position("income_as_purchase")
        if kind in ("income:wages", "income:services"):
            return choice != "no"
        if kind.startswith("income:"):
            return choice == "yes"
        if kind == "opening":
            is_told = bool(row.get("acquired", "")) and bool(row.get("usd", ""))
            return is_told and self.bought_on(row) <= self.household_day(row)
        return kind in ("buy", "trade")

    def bought(self, row: Row) -> datetime:
        """Give the instant of a purchase: of what was held before its row, when it was acquired."""
        if row["kind"] != "opening":
            return self.time(row)
        return instant(row["acquired"], self.zone(row["account"]))

    def bought_on(self, row: Row) -> date:
        return local_day(self.bought(row), self.setting.zone)

    def holding_from(self, piece: Piece) -> date | None:
        return self.replacing.get(id(piece), piece.acquired)

    # What the matcher does, with what the rule needs to know of it

    def receive(self, row: Row) -> None:
        if self.is_purchase(row):
            self.purchases.append(row)
        super().receive(row)

    def arrive(self, row: Row, part: Slice) -> None:
        """Units that move have replaced, and count their holding, as before."""
        before = len(self.pieces)
        super().arrive(row, part)
        for new in self.pieces[before:]:
            if part.piece is not None and id(part.piece) in self.replacing:
                self.replacing[id(new)] = self.replacing[id(part.piece)]

    def dispose(
        self, row: Row, disposal: str, asset: str, parts: list[Slice], proceeds: Amount
    ) -> None:
        before = len(self.books.matches)
        super().dispose(row, disposal, asset, parts, proceeds)
        withheld = is_withheld(row) and disposal == row["id"] + ":fee"
        for part, match in zip(parts, self.books.matches[before:], strict=True):
            piece = part.piece
            has_replaced = piece is not None and id(piece) in self.replacing
            if piece is not None and has_replaced:
                since = self.holding_from(piece)
                match = match._replace(  # noqa: PLW2901 - the same match, its holding told
                    holding_from=since, term=term_of(piece, since, match.sold)
                )
            taken = match.quantity if withheld or has_replaced else NOTHING
            sale = Sale(match, piece, row["account"], self.household_day(row), taken)
            sale.moment = self.time(row)
            self.sales.append(sale)

    def depart(self, row: Row) -> None:
        before = len(self.books.departures)
        super().depart(row)
        for place in range(before, len(self.books.departures)):
            piece = self.leaving[place - before]
            if piece is not None and id(piece) not in self.replacing:
                quantity = self.books.departures[place].quantity
                day = self.household_day(row)
                self.gone.append(Gone(place, piece, row["account"], day, quantity))

    def called(self, account: str, asset: str, name: str) -> list[Piece]:
        pieces = super().called(account, asset, name)
        return sorted(
            pieces, key=lambda piece: (self.holding_from(piece) or date.max, in_lot(piece))
        )

    # What there is of a purchase

    def of_one_purchase(self, lot: str | None, row: Row) -> bool:
        """Tell whether a lot was bought in the purchase that a row is, or is a part of."""
        bought = [each for each in self.purchases if each["id"] == lot]
        return bool(bought) and purchase_order(bought[0]) == purchase_order(row)

    def is_covered(self, account: str) -> bool:
        """Tell whether units in this account count, wherever they were bought.

        Reading: as for the outcome, where they are or were sold decides.
        """
        is_plan = self.treatment(account) in ("401k", "hsa")
        return not is_plan or self.setting.position("retirement_plans") == "like-ira"

    def sales_of(self, row: Row) -> list[Sale]:
        """Give all sales of units of a purchase.

        Reading: by piece number, as acquisitions go, and of one piece as they were written.
        """
        sales = [
            sale
            for sale in self.sales
            if sale.match.lot == row["id"] and self.is_covered(sale.account)
        ]
        return sorted(sales, key=lambda sale: sale.piece.number if sale.piece else 0)

    def gone_of(self, row: Row) -> list[Gone]:
        """Give what departed of a purchase otherwise than by a sale, by piece number."""
        gone = [
            each
            for each in self.gone
            if each.piece.root == row["id"] and self.is_covered(each.account)
        ]
        return sorted(gone, key=lambda each: each.piece.number)

    def departed(self, gone: Gone) -> Departure:
        return self.books.departures[gone.place]

    # A match in two

    def split(self, sale: Sale, quantity: Fraction) -> None:
        """Part the first units of a match from the rest, with all that was said of them."""
        whole = sale.match
        if quantity == whole.quantity:
            return
        if len(self.sales) >= MOST_SALES:
            raise TooManyPiecesError
        first = whole._replace(
            quantity=quantity,
            proceeds=cut(whole.proceeds, NOTHING, quantity, whole.quantity),
            basis=cut(whole.basis, NOTHING, quantity, whole.quantity),
        )
        rest = whole._replace(
            quantity=whole.quantity - quantity,
            proceeds=minus(whole.proceeds, first.proceeds),
            basis=minus(whole.basis, first.basis),
        )
        second = Sale(rest, sale.piece, sale.account, sale.day, NOTHING)
        second.washed = max(sale.washed - quantity, NOTHING)
        second.had_its_turn, second.moment = sale.had_its_turn, sale.moment
        for wash in [each for each in self.washes if each.loss is sale]:
            self.part_wash(wash, quantity, second)
        sale.match, sale.washed = first, min(sale.washed, quantity)
        self.sales.insert(self.sales.index(sale) + 1, second)

    def part_wash(self, wash: Wash, quantity: Fraction, second: Sale) -> None:
        """Part what was written of a loss that is split after its first `quantity` units."""
        sale, end = wash.loss, wash.begin + wash.quantity
        if wash.begin >= quantity:
            wash.loss, wash.begin = second, wash.begin - quantity
        elif end > quantity:
            kept = quantity - wash.begin
            amount = cut(sale.loss, wash.begin, kept, sale.match.quantity)
            assert amount is not None, "a loss is known"
            rest = replace(
                wash,
                loss=second,
                begin=NOTHING,
                quantity=end - quantity,
                amount=wash.amount - amount,
                taken=wash.taken * (end - quantity) / wash.quantity,
            )
            wash.taken -= rest.taken
            wash.quantity, wash.amount = kept, amount
            self.washes.insert(self.washes.index(wash) + 1, rest)
