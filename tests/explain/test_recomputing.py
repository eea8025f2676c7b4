"""Every amount of `gains` can be worked out again from the leaves of its explanation alone."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from explain.recomputing import recompute
from harvestry.law.load import load
from harvestry.pipeline import Inputs, Run, read, run
from harvestry.reports.explain.figures import Figures
from harvestry.reports.explain.node import sources_of
from harvestry.reports.explain.node_json import document
from harvestry.reports.figure_names import gain_figure, lot_figure
from harvestry.sample.household import write_household
from harvestry.sources.cells import cells_of
from harvestry.units.exact import money_text

LEAST = 500
AS_OF = date(2026, 11, 22)


@pytest.fixture(scope="module")
def household(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("household")
    write_household(folder, rows=1000)
    return folder


@pytest.fixture(scope="module", params=[None, "apply"])
def books(household: Path, request: pytest.FixtureRequest) -> Run:
    settings = {name: household / f"{name}.toml" for name in ("accounts", "assets", "profile")}
    exports = sorted(each for each in household.glob("*.csv") if each.name != "prices.csv")
    inputs = Inputs(
        tuple(exports), AS_OF, prices=household / "prices.csv", wash=request.param, **settings
    )
    return run(read(inputs), load())


def figures_of(run: Run) -> Figures:
    return Figures(run.books, run.events, run.uses, run.law, run.returns(), run.rules)


def test_five_hundred_amounts_follow_from_their_leaves(books: Run) -> None:
    figures = figures_of(books)
    returns = books.returns()
    checked = 0
    for match in books.books.matches:
        if not returns.part(match.event.account, match.sold_on):
            continue
        amounts = {"gain": match.gain, "proceeds": match.proceeds, "basis": match.basis}
        if match.disallowed:
            amounts["adjustment"] = match.disallowed
        for column, amount in amounts.items():
            if amount is None:
                continue
            # Units that replaced a loss on the day they were sold have a row beside the rest.
            nodes = figures.named(f"{gain_figure(match)}:{column}")
            told = {recompute(document(node, {})) for node in nodes}
            assert Fraction(money_text(amount)) in told, gain_figure(match)
            checked += 1
    assert checked >= LEAST


def test_the_basis_of_every_open_lot_follows_from_its_leaves(books: Run) -> None:
    figures = figures_of(books)
    known = [lot for lot in books.books.lots if lot.basis is not None]
    assert known
    for lot in known:
        (node,) = figures.named(lot_figure(lot))
        assert lot.basis is not None
        assert recompute(document(node, {})) == Fraction(money_text(lot.basis)), lot_figure(lot)


def test_the_leaves_show_the_cells_of_their_rows(books: Run, household: Path) -> None:
    figures = figures_of(books)
    match = next(each for each in books.books.matches if each.gain is not None)
    (node,) = figures.named(f"{gain_figure(match)}:gain")
    cells = cells_of(sources_of(node), sorted(household.glob("*.csv")))
    leaves = [each for each in _leaves(document(node, cells)) if each["source"]]
    assert leaves
    for leaf in leaves:
        for source in leaf["source"]:
            assert source["cells"], source


def _leaves(tree: dict) -> list[dict]:
    if not tree["inputs"]:
        return [tree]
    return [leaf for each in tree["inputs"] for leaf in _leaves(each)]
