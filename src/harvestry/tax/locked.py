"""A filed year that is locked: its figures as they were filed, and what differs from them now."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from harvestry.tax.federal.form_1040 import Return
from harvestry.tax.federal.lines import lines_of
from harvestry.tax.form_8949.row import FormRow
from harvestry.tax.year_inputs import BroughtIn
from harvestry.units.exact import Money


@dataclass(frozen=True, slots=True)
class Locked:
    """What was filed of a year, what it handed on, and by what it was worked out.

    `figures` holds every line of the return and the sums of every box of Form 8949; `law` and
    `version` are those that gave them, `head` the journal's at that time.
    """

    year: int
    figures: Mapping[str, Money]
    carryover: BroughtIn
    law: str
    version: str
    head: str


@dataclass(frozen=True, slots=True)
class Locks:
    """The locked years of a household."""

    years: Mapping[int, Locked] = field(default_factory=dict)

    def handed_on(self, year: int) -> BroughtIn | None:
        """Give what a locked year handed on as filed, `None` for any other year."""
        locked = self.years.get(year)
        return None if locked is None else locked.carryover


NO_LOCKS = Locks()
"""Nothing is locked."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One figure that is another now: `None` where it was not there, or is unknown now."""

    figure: str
    filed: Money | None
    now: Money | None


def figures_of(prepared: Return | None, rows: Iterable[FormRow]) -> Mapping[str, Money]:
    """Give what is locked of a year: the lines of its return and the sums of Form 8949 by box.

    A sum with an unknown part is left out, and so are all lines while the tax is unknown.
    """
    sums: dict[str, Money | None] = {}
    for row in rows:
        columns = {
            "proceeds": row.proceeds,
            "basis": row.basis,
            "adjustment": row.adjustment,
            "gain": row.gain,
        }
        for column, amount in columns.items():
            name = f"form_8949.{row.box or 'none'}.{column}"
            before = sums.get(name, 0)
            sums[name] = None if before is None or amount is None else before + amount
    known = {name: amount for name, amount in sums.items() if amount is not None}
    return {**({} if prepared is None else lines_of(prepared)), **known}


def differences(locked: Locked, now: Mapping[str, Money]) -> list[Difference]:
    """Give every figure that is not what was filed: in the order of the forms, then those gone."""
    # What was filed comes out of a book in the order of the alphabet.
    names = dict.fromkeys((*now, *locked.figures))
    pairs = ((name, locked.figures.get(name), now.get(name)) for name in names)
    return [Difference(*each) for each in pairs if each[1] != each[2]]
