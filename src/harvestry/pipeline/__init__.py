"""The stages in order: settings and files in, books out. Nothing is computed here.

sources.read -> decisions -> events.join -> events.value -> ledger.fold -> books. The reports and
the harvest continue from the state it gives.
"""

from harvestry.pipeline.deciding import AS_READ, End, named, problems_told
from harvestry.pipeline.matching import (
    match,
    replaced_by,
    run,
    sell_everything,
    sell_these,
    selling_rules,
    trunk_of,
)
from harvestry.pipeline.preparing import moment_of, prepare
from harvestry.pipeline.pricing import keep, priced, wanted_prices, write_rows
from harvestry.pipeline.reading import accounts_of, household_of, lists_of, read
from harvestry.pipeline.records import Household, Inputs, Prepared, Progress, Reading, Run, silent
from harvestry.pipeline.trunk import Trunk

__all__ = [
    "AS_READ",
    "End",
    "Household",
    "Inputs",
    "Prepared",
    "Progress",
    "Reading",
    "Run",
    "Trunk",
    "accounts_of",
    "household_of",
    "keep",
    "lists_of",
    "match",
    "moment_of",
    "named",
    "prepare",
    "priced",
    "problems_told",
    "read",
    "replaced_by",
    "run",
    "sell_everything",
    "sell_these",
    "selling_rules",
    "silent",
    "trunk_of",
    "wanted_prices",
    "write_rows",
]
