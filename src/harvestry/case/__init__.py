"""A case: one household's files, opened as of a day, and every report on them.

This is the door for programs; the command line comes in by it too.

    import harvestry

    case = harvestry.open_case(["coinbase.csv", "kraken.csv"], as_of="2026-11-22", prices="p.csv")
    case.gains(2026).document["totals"]["short"]["gain"]  # exact decimal text
    case.harvest().save("plan.xlsx")
"""

from harvestry.case.household import Case
from harvestry.case.opening import open_case
from harvestry.case.report import HarvestReport, Report

__all__ = ["Case", "HarvestReport", "Report", "open_case"]
