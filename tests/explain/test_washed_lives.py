"""Over random lives around the wash-sale rule, every amount follows from what explains it."""

import harvestry
from explain.recomputing import recompute
from fractions import Fraction
from harvestry.law.load import load
from harvestry.reports.explain.event_leaves import EventLeaves
from harvestry.reports.explain.gain import explainer
from harvestry.reports.explain.node_json import document
from harvestry.units.days import zone
from harvestry.units.exact import money_text
from properties.wash_engine import the_wash_engine
from properties.wash_lives import wash_life

SEEDS = range(400)
LEAST = 500


def wrong(seed: int) -> tuple[int, list[str]]:
    """Give how many washed amounts were explained, and which amounts do not follow."""
    engine, lived = the_wash_engine(), wash_life(seed)
    accounts = engine.accounts(lived.accounts)
    events = engine.happened(lived, accounts)
    books = engine.books(engine.folded(lived))
    explain = explainer(books, events, EventLeaves({}), load(), zone(lived.zone))
    found = []
    for match in books.matches:
        amounts = {
            "gain": (match.gain, explain.gain),
            "proceeds": (match.proceeds, explain.proceeds),
            "basis": (match.basis, explain.cost),
        }
        if match.disallowed:
            amounts["disallowed"] = (match.disallowed, explain.disallowed)
        for name, (amount, told) in amounts.items():
            if amount is not None and told(match).value != amount:
                found.append(f"{seed} {match.disposal} {match.piece} {name}")
    for lot in books.lots:
        if lot.basis is not None and explain.open_basis(lot, "x").value != lot.basis:
            found.append(f"{seed} lot {lot.account} {lot.piece}")
    return len(books.washes), found


if __name__ == "__main__":
    import sys, traceback
    bad = 0
    for seed in range(int(sys.argv[1]), int(sys.argv[2])):
        try:
            n, f = wrong(seed)
        except Exception as e:
            f = [f"{seed} {type(e).__name__} {e}"]
        if f:
            bad += 1
            print(f[:4])
    print("bad", bad)
