"""What locking in a loss saves in tax: the difference of two whole returns of the year."""

from collections.abc import Iterable
from functools import cached_property
from typing import Final

from harvestry.case.view import View
from harvestry.case.year_tax import tax_year
from harvestry.harvest.holding import NOTHING, ByTerm, Holding
from harvestry.reports.saving_words import saved_together, saving_unknown
from harvestry.reports.table import Cell
from harvestry.tax.federal.form_1040 import Return
from harvestry.tax.saving import tax_saved, with_more

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
            return None if holding.uncertain else _DOES_NOT_APPLY
        taken = holding.taken()
        if self.before is None or taken is None:
            return None
        return tax_saved(self.before, taken.short, taken.long)

    def taken(self, holdings: Iterable[Holding]) -> ByTerm | None:
        """Give what selling all of them through their stops takes; `None` while unknown."""
        parts = [holding.taken() for holding in holdings if holding.stop]
        known = [part for part in parts if part is not None]
        if len(known) < len(parts):
            return None
        return ByTerm(sum(part.short for part in known), sum(part.long for part in known))

    def sentences(self, holdings: Iterable[Holding]) -> tuple[str, ...]:
        """Say what selling all of them through their stops saves, or why that is unknown."""
        holdings = tuple(holdings)
        every = self.taken(holdings)
        if every == NOTHING:
            return ()
        if self.before is None or every is None:
            return saving_unknown(self._year, told=self._year in self._view.run.profile.years)
        partly = any(holding.uncertain and not holding.stop for holding in holdings)
        return saved_together(self.before, with_more(self.before, *every), partly=partly)
