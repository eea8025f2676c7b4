"""What the harvesting sheets say of their columns alike, and of there being nothing to show."""

from typing import Final

FIGURE: Final = "The name by which `harvestry explain FILES FIGURE` tells this row's story."
NOTHING_HELD: Final = "Nothing is held on this day in an account that is on the return."
STATE: Final = (
    "Whether purchases made or planned near today would disallow the loss, each row for itself."
)
REBUY: Final = "The first day on which a purchase does not disallow a loss taken today."
VALUE: Final = (
    "Quantity times price, before selling fees. Quantities are of all units; all dollars here are "
    "what is on your return: of an account held jointly your part."
)
