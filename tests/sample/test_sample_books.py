"""Folded into books, the sample has what a November needs: losses and gains in each other's way."""

from itertools import accumulate
from pathlib import Path

import pytest

from harvestry.events.joining import join
from harvestry.events.ordering import in_order
from harvestry.events.prices import PriceBook, book_of
from harvestry.events.valuation import value
from harvestry.ledger.books import Books, books_of
from harvestry.ledger.fold import EMPTY, fold
from harvestry.ledger.lot import Lot
from harvestry.ledger.rules import Rules
from harvestry.sample.household import EXPORTS, PRICES, write_household
from harvestry.sample.market import LAST_DAY
from harvestry.sources.reading import read_files
from harvestry.sources.settings.accounts import read_accounts
from harvestry.sources.settings.prices import read_prices
from harvestry.units.days import day_of, zone
from harvestry.units.exact import DOLLAR, Money, value_at

NOON = zone("UTC").noon(LAST_DAY)
YEAR = 365


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> tuple[Books, PriceBook]:
    folder = tmp_path_factory.mktemp("home")
    write_household(folder)
    settings = read_accounts(folder / "accounts.toml", "America/New_York")
    imported = read_files(
        [folder / name for name in EXPORTS], settings.accounts, bindings=settings.bindings
    )
    accounts = settings.knowing(imported.kinds)
    prices = book_of(read_prices(folder / PRICES)[0])
    valued = value(in_order(join(imported.events).events), prices, accounts)
    assert valued.problems == []
    assert valued.trades == []
    return books_of(fold(EMPTY, valued.events, Rules(accounts))), prices


def unrealised(lots: list[Lot], prices: PriceBook) -> list[Money]:
    gains = []
    for lot in lots:
        quote = prices.on(lot.asset, NOON, LAST_DAY)
        assert quote is not None
        assert lot.basis is not None
        gains.append(value_at(lot.quantity, quote.price) - lot.basis)
    return gains


def test_only_the_deposit_from_nowhere_is_a_problem(home: tuple[Books, PriceBook]) -> None:
    books, _ = home
    assert [problem.code for problem in books.problems] == ["unmatched-deposit"]
    unknown = {(lot.account, lot.asset) for lot in books.lots if lot.basis is None}
    assert unknown == {("hardware", "BTC")}
    assert all(match.gain is not None for match in books.matches)


@pytest.mark.parametrize("place", [("coinbase", "BTC"), ("kraken", "SOL"), ("kraken", "DOGE")])
def test_fifo_and_lifo_can_lock_in_very_different_losses(
    home: tuple[Books, PriceBook], place: tuple[str, str]
) -> None:
    books, prices = home
    gains = unrealised([lot for lot in books.lots if (lot.account, lot.asset) == place], prices)
    earliest_first = min(accumulate(gains))
    latest_first = min(accumulate(reversed(gains)))
    assert gains[0] > 0
    assert latest_first < -500 * DOLLAR
    assert latest_first < 3 * min(earliest_first, 0) // 2


def test_there_are_short_lots_long_lots_and_lots_about_to_turn(
    home: tuple[Books, PriceBook],
) -> None:
    books, _ = home
    held = {LAST_DAY - lot.holding_from for lot in books.lots if lot.holding_from is not None}
    assert any(days < YEAR // 2 for days in held)
    assert any(days > 2 * YEAR for days in held)
    assert any(YEAR - 30 < days <= YEAR for days in held)


@pytest.mark.parametrize(("account", "asset"), [("coinbase", "SOL"), ("kraken", "ETH")])
def test_a_loss_of_october_has_purchases_within_thirty_days(
    home: tuple[Books, PriceBook], account: str, asset: str
) -> None:
    books, _ = home
    october = day_of("2026-10-01")
    losses = [
        match
        for match in books.matches
        if (match.event.account, match.asset) == (account, asset)
        and match.sold_on >= october
        and match.gain is not None
        and match.gain < -100 * DOLLAR
    ]
    assert losses
    sold = losses[0].sold_on
    bought = [
        lot
        for lot in books.lots
        if lot.asset == asset
        and (lot.basis or 0) > 50 * DOLLAR  # no reward: a purchase
        and lot.acquired_on is not None
        and abs(lot.acquired_on - sold) <= 30
    ]
    assert bought


def test_losses_and_gains_were_realised_in_every_year_of_sales(
    home: tuple[Books, PriceBook],
) -> None:
    books, _ = home
    for year in (2024, 2026):
        first, last = day_of(f"{year}-01-01"), day_of(f"{year}-12-31")
        gains = [match.gain or 0 for match in books.matches if first <= match.sold_on <= last]
        assert min(gains) < -10 * DOLLAR
        assert max(gains) > 100 * DOLLAR


def test_the_demo_folder_can_be_written_twice(tmp_path: Path) -> None:
    first = [path.read_bytes() for path in write_household(tmp_path)]
    assert [path.read_bytes() for path in write_household(tmp_path)] == first
