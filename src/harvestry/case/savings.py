"""What locking in a loss saves in tax: the difference of two whole returns of the year."""

from functools import cached_property
from typing import Final

from harvestry.case.view import View
from harvestry.case.year_tax import tax_year
from harvestry.events.account import Method
from harvestry.harvest.holding import NOTHING, ByTerm, Holding
from harvestry.reports.same_sales import PlanOutcome
from harvestry.reports.saving_words import saved_together, saving_unknown
from harvestry.reports.table import Cell
from harvestry.tax.federal.form_1040 import Return
from harvestry.tax.saving import tax_saved, with_more
from harvestry.tax.state_tax import state_tax
from harvestry.units.exact import Money

_DOES_NOT_APPLY: Final = ""


class Savings:
    """The savings of a view's year, each beside the year as the books have it so far."""

    def __init__(self, view: View, year: int) -> None:
        self._view = view
        self._year = year

    @cached_property
    def before(self) -> Return | None:
        """The year's return without any of these sales, `None` while it is unknown.

        It is the household's, also where one owner's accounts alone are looked at.
        """
        if not self._view.is_on_return(self._year, whole=False):
            return None
        return tax_year(self._view.household, self._year).prepared

    def of(self, holding: Holding) -> Cell:
        """Give what selling one holding through its stop saves, alone; `None` while unknown."""
        if not holding.stop:
            return None if holding.undecided else _DOES_NOT_APPLY
        return self.saved(holding.taken())

    def saved(self, taken: ByTerm | None) -> Cell:
        """Give by how much the year's tax falls with so much more of each term."""
        if self.before is None or taken is None:
            return None
        return tax_saved(self.before, taken.short, taken.long)

    def outcome(self, holdings: tuple[Holding, ...], method: Method | None) -> PlanOutcome:
        """Give what selling all of them through their stops comes to, all together, in these books.

        They may be the holdings of other books of the same history.
        """
        came = self._view.sell_these(holdings, method)
        after = None
        if self.before is not None and came.by_term is not None:
            after = with_more(self.before, *came.by_term)
        return PlanOutcome(self._view.run.stance.regime, came, self.before, after)

    def sentences(self, holdings: tuple[Holding, ...], outcome: PlanOutcome) -> tuple[str, ...]:
        """Say what selling all of them through their stops saves, or why that is unknown."""
        if outcome.realised.by_term == NOTHING:
            return ()
        if outcome.before is None or outcome.after is None:
            return saving_unknown(self._year, told=self._year in self._view.run.profile.years)
        partly = any(holding.undecided for holding in holdings)
        state_saved = self._state_saved(outcome.before, outcome.after)
        return saved_together(outcome.before, outcome.after, state_saved=state_saved, partly=partly)

    def _state_saved(self, before: Return, after: Return) -> Money | None:
        """Give by how much the state's part falls; `None` where no rate is told."""
        told = self._view.run.profile.years.get(self._year)
        one, two = state_tax(told, before), state_tax(told, after)
        return None if one is None or two is None else one.tax - two.tax
