"""Figures by name: what `explain` can be asked about, and the tree it answers with."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from difflib import get_close_matches
from fractions import Fraction
from functools import partial

from harvestry.events.asset import Assets
from harvestry.events.event import Event
from harvestry.events.valuation import PriceUse
from harvestry.law.load import Law
from harvestry.ledger.books import Books
from harvestry.ledger.match import Match
from harvestry.ledger.rules import Rules
from harvestry.reports.explain.event_leaves import EventLeaves
from harvestry.reports.explain.form_columns import FormColumns
from harvestry.reports.explain.gain import Explainer, explainer
from harvestry.reports.explain.node import Node, derived
from harvestry.reports.explain.order_taken import orders_of
from harvestry.reports.figure_names import gain_figure, income_figure, lot_figure, pieces_figure
from harvestry.reports.table import Unit
from harvestry.tax.form_8949.row import FormRow
from harvestry.tax.form_8949.rows import FormRows
from harvestry.tax.whose_return import Returns
from harvestry.units.days import Day, zone

_MONEY_OF_A_GAIN = ("gain", "proceeds", "basis", "adjustment")


class Figures:
    """Answers for the figures of one set of books."""

    def __init__(
        self,
        books: Books,
        events: Iterable[Event],
        uses: Mapping[tuple[str, str], PriceUse],
        law: Law,
        returns: Returns,
        rules: Rules,
        assets: Assets | None = None,
    ) -> None:
        self._books = books
        self._law = law
        self._returns = returns
        self._leaves = EventLeaves(uses)
        rows = FormRows(books, events, returns, assets or Assets(), law)
        self._on_form = {row.place: row for row in rows.of(None) if _bears_more(row)}
        self._explain: Explainer = explainer(
            books,
            events,
            self._leaves,
            law,
            zone(returns.profile.time_zone),
            orders_of(rules),
        )

    def named(self, name: str) -> list[Node]:
        """Give the trees of that name, empty if there are none.

        A sale's id names all its rows, `gains:SALE:LOT/*` those of one lot.
        """
        return [*self._gains(name), *self._lots(name), *self._income(name)]

    def like(self, name: str) -> str | None:
        """Give the first name that begins so, else the one that comes nearest, if one is near.

        The id of a row alone brings the lot or the income of that row to mind.
        """
        of_rows = {each.event.id: income_figure(each) for each in self._books.income}
        of_rows |= {lot.lot: lot_figure(lot) for lot in reversed(self._books.lots)}
        if name in of_rows:
            return of_rows[name]
        names = {gain_figure(match) for match in self._books.matches}
        names |= {income_figure(each) for each in self._books.income}
        names |= {match.disposal for match in self._books.matches}
        names |= {lot_figure(lot) for lot in self._books.lots}
        begun = sorted(each for each in names if each.startswith(name))
        return next(iter(begun or get_close_matches(name, sorted(names), n=1)), None)

    def _gains(self, name: str) -> Iterable[Node]:
        explain = {
            "gain": self._explain.gain,
            "proceeds": self._explain.proceeds,
            "basis": self._explain.cost,
            "adjustment": self._explain.disallowed,
        }
        for place, match in enumerate(self._books.matches):
            figure = gain_figure(match)
            pieces = pieces_figure(match)
            if not name.startswith((figure, match.disposal, pieces)):
                continue
            row = self._on_form.get(place)
            if row is not None:
                yield from self._as_on_the_form(name, figure, match, row)
                continue
            if name in {figure, match.disposal, pieces}:
                yield self._mine(match, self._explain.gain(match))
            for column in _MONEY_OF_A_GAIN:
                if name == f"{figure}:{column}":
                    yield self._mine(match, explain[column](match))

    def _as_on_the_form(self, name: str, figure: str, match: Match, row: FormRow) -> Iterable[Node]:
        """Give the columns of a row that bears a broker's figures or codes of its own."""
        own = {
            "proceeds": self._explain.proceeds,
            "basis": self._explain.cost,
            "disallowed": self._explain.disallowed,
        }
        tell = {key: partial(self._told, each) for key, each in own.items()}
        columns = FormColumns(row, match, self._law, tell)
        if name in {figure, match.disposal, f"{figure}:gain"}:
            yield columns.gain()
        for column in ("proceeds", "basis"):
            if name == f"{figure}:{column}":
                yield columns.column(column)
        if name == f"{figure}:adjustment":
            yield columns.adjustment()

    def _told(self, explain: Callable[[Match], Node], match: Match) -> Node:
        return self._mine(match, explain(match))

    def _mine(self, match: Match, node: Node) -> Node:
        """Give the taxpayer's part of a figure of a match in a joint account."""
        part = self._returns.part(match.event.account, match.sold_on)
        if node.name == "gain" and part not in {Fraction(0), Fraction(1)}:
            columns = [self._explain.proceeds(match), self._explain.cost(match)]
            if match.disallowed:
                columns.append(self._explain.disallowed(match))
            inputs = tuple(self._mine(match, each) for each in columns)
            formula = "proceeds - basis + disallowed" if match.disallowed else "proceeds - basis"
            return derived("gain", node.figure, formula, inputs)
        return self._part_of(node, match.event.account, match.sold_on)

    def _part_of(self, node: Node, account: str, day: Day) -> Node:
        """Give the part of a figure that is on the return: self's share of a joint account."""
        part = self._returns.part(account, day)
        if part in {Fraction(0), Fraction(1)}:
            return node
        inputs = (
            replace(node, name="all"),
            _of_settings("part", f"accounts:{account}:share", part.numerator),
            _of_settings("of", f"accounts:{account}:share", part.denominator),
        )
        return derived(node.name, node.figure, "share(all, part, of)", inputs)

    def _lots(self, name: str) -> Iterable[Node]:
        for lot in self._books.lots:
            if name in {lot_figure(lot), f"{lot_figure(lot)}:basis"}:
                yield self._explain.open_basis(lot, lot_figure(lot))

    def _income(self, name: str) -> Iterable[Node]:
        for income in self._books.income:
            if name in {income_figure(income), f"{income_figure(income)}:usd"}:
                inputs = self._leaves.columns(income.event, "usd")
                rule = self._law.on("income-basis", income.on)
                node = derived("usd", income_figure(income), "usd", inputs, rule=rule)
                yield self._part_of(node, income.event.account, income.on)


def _bears_more(row: FormRow) -> bool:
    """Tell whether the books alone do not say what stands on a row of Form 8949."""
    own = (row.match.proceeds, row.match.basis, row.match.gain)
    more = len(row.adjustments) > bool(row.match.disallowed) or row.hangs_on_gain
    return more or own != (row.proceeds, row.basis, row.gain)


def _of_settings(name: str, figure: str, value: int) -> Node:
    return Node(name, figure, value, Unit.COUNT, "as accounts.toml says")
