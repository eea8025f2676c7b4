"""Numbers for formats that keep few decimals, and what that leaves out."""

from harvestry.reports.tax_software.software_file import Residue
from harvestry.units.exact import (
    QUANTITY_DECIMALS,
    QUANTITY_OF_MONEY,
    Money,
    Quantity,
    quantity_text,
    share,
)


class Decimals:
    """Writes numbers with so many decimals at most, half up, and remembers each residue."""

    def __init__(self, file: str, decimals: int) -> None:
        self._file = file
        self._decimals = decimals
        self._row = 0
        self.residues: list[Residue] = []

    def begin(self, row: int) -> None:
        """Say which row of the file the numbers are for; row 1 follows the header."""
        self._row = row

    def is_dust(self, quantity: Quantity | None) -> bool:
        """Tell whether units would be written as nothing."""
        return bool(quantity) and 2 * (quantity or 0) < 10 ** (QUANTITY_DECIMALS - self._decimals)

    def quantity(self, quantity: Quantity, column: str) -> str:
        """Write units."""
        grain = int(10 ** (QUANTITY_DECIMALS - self._decimals))
        written = share(quantity, 1, grain) * grain
        if written != quantity:
            numbers = (quantity, written, quantity - written)
            texts = (quantity_text(number) for number in numbers)
            self.residues.append(Residue(self._file, self._row, column, *texts))
        return quantity_text(written)

    def money(self, money: Money, column: str) -> str:
        """Write dollars."""
        return self.quantity(money * QUANTITY_OF_MONEY, column)
