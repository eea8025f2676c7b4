"""Why a row of Form 8949 is not what the books alone say: the broker's figures, and codes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from harvestry.law.load import Law
from harvestry.ledger.match import Match
from harvestry.reports.explain.node import Node, derived, stated
from harvestry.reports.table import Unit
from harvestry.tax.form_8949.codes import codes_on
from harvestry.tax.form_8949.row import Adjustment, FormRow
from harvestry.units.exact import Money

Tell = Callable[[Match], Node]
_SHOWN: Final = {"proceeds": "form_proceeds", "basis": "form_basis"}


@dataclass(frozen=True, slots=True)
class FormColumns:
    """Tells the columns of one row of the form; what is the books' own is told by `tell`."""

    row: FormRow
    match: Match
    law: Law
    tell: Mapping[str, Tell]

    def gain(self) -> Node:
        """Give column (h): (d) - (e) + (g)."""
        columns = (self.column("proceeds"), self.column("basis"), self.adjustment())
        return derived("gain", self._figure("gain"), "proceeds - basis + adjustment", columns)

    def column(self, name: str) -> Node:
        """Give column (d) or (e): as the broker's form shows it, or as the books have it."""
        shown: Money | None = getattr(self.row, name)
        if shown == getattr(self.row.match, name):
            return self.tell[name](self.match)
        words = f"as the broker's form shows it, `{_SHOWN[name]}` of the row"
        return self._leaf(name, shown, words)

    def adjustment(self) -> Node:
        """Give column (g): the net of all codes."""
        if not self.row.compared:
            return self._unknown("the broker's form shows what the books do not know")
        if self.row.hangs_on_gain:
            return self._unknown("between related persons it hangs on the gain, which is unknown")
        codes = tuple(self._code(each) for each in self.row.adjustments)
        if not codes:
            return self._leaf("adjustment", 0, "no code of Form 8949 applies")
        formula = " + ".join(each.name for each in codes)
        return derived("adjustment", self._figure("adjustment"), formula, codes)

    def _unknown(self, why: str) -> Node:
        source, figure = (self.row.match.event.source,), self._figure("adjustment")
        return Node("adjustment", figure, None, Unit.MONEY, f"unknown: {why}", source=source)

    def _code(self, adjustment: Adjustment) -> Node:
        code, amount = adjustment
        rule = self.law.on("form-8949-codes", self.row.sold)
        name = f"code_{code}"
        if code == codes_on(self.law, self.row.sold).wash and amount == self.row.match.disallowed:
            return replace(self.tell["disallowed"](self.match), name=name)
        leaf = self._leaf(name, amount, f"{code}: {rule.values.get(code, 'unknown code')}")
        return replace(leaf, rule=rule)

    def _leaf(self, name: str, value: Money | None, words: str) -> Node:
        source = (self.row.match.event.source,)
        return stated(name, self._figure(name), value, Unit.MONEY, source, words=words)

    def _figure(self, name: str) -> str:
        return f"gains:{self.match.disposal}:{self.match.piece or ''}:{name}"
