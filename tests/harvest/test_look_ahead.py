"""The look-ahead: what a loss sale today would meet. Expected days are counted by hand."""

from dataclasses import replace

import pytest

from events.making_events import at, event
from harvestry.events.account import Account, Accounts, Owner, Treatment
from harvestry.events.account_plans import Every, PlannedPurchase
from harvestry.events.asset import Asset, AssetClass, Assets
from harvestry.events.event import Detail
from harvestry.events.ordering import in_order
from harvestry.events.prices import Quote, book_of
from harvestry.events.taxpayer import Profile
from harvestry.harvest.holding import Holding
from harvestry.harvest.look_ahead import LookAhead, look_ahead
from harvestry.harvest.planned_sales import PLANNED, Moment
from harvestry.harvest.purchases import days_of
from harvestry.harvest.selling_order import selling_order
from harvestry.harvest.taken_losses import blocked, plans_in_the_way
from harvestry.harvest.wash_state import WashState, state_of_sale, wash_states
from harvestry.law.load import load
from harvestry.law.positions import Positions
from harvestry.law.regime import APPLY, CURRENT_LAW, Regime
from harvestry.ledger.books import Books, books_of
from harvestry.ledger.fold import EMPTY, fold
from harvestry.ledger.match import Outcome, Wash
from harvestry.ledger.rules import Rules
from harvestry.reports.wash_words import plan_notes, state_words
from harvestry.tax.stance import Stance
from harvestry.tax.wash_reach import Reach
from harvestry.tax.whose_return import Returns
from harvestry.units.days import day_of, day_text
from harvestry.units.exact import WHOLE_COIN, money_of, price_of, quantity_of

DAY = day_of("2026-12-01")
ACCOUNTS = Accounts(
    {
        "a": Account("a"),
        "kraken": Account("kraken"),
        "ira": Account("ira", treatment=Treatment.TRADITIONAL_IRA),
        "hsa": Account("hsa", treatment=Treatment.HSA),
        "wife": Account("wife", owner=Owner.SPOUSE),
    }
)
ASSETS = Assets(
    {
        "MBT": Asset("MBT", AssetClass.FUTURE_1256, group="BTC", multiplier=WHOLE_COIN),
        "MICRO": Asset("MICRO", AssetClass.FUTURE_1256, group="BTC", multiplier=quantity_of("0.1")),
        "FUND1": Asset(
            "FUND1", AssetClass.SECURITY, coin="BTC", family="funds", multiplier=WHOLE_COIN
        ),
        "FUND2": Asset(
            "FUND2", AssetClass.SECURITY, coin="BTC", family="funds", multiplier=WHOLE_COIN
        ),
        "USDC": Asset("USDC", AssetClass.STABLECOIN),
        "EUR": Asset("EUR", AssetClass.FIAT),
    }
)
OLD = event("old", "2026-01-01", "buy", "BTC", "1", usd="50000", account="a")
PRICES = ("BTC", "ETH", "MBT", "MICRO", "FUND1", "FUND2", "USDC", "EUR")


class Seen:
    """A history seen from the plain example's day: 1 BTC for 50,000, now worth 40,000."""

    def __init__(
        self,
        *more: object,
        regime: Regime = APPLY,
        positions: dict[str, str] | None = None,
        planned: tuple[PlannedPurchase, ...] = (),
        history: tuple[object, ...] = (OLD,),
    ) -> None:
        events = in_order([*history, *more])  # type: ignore[list-item]
        quotes = [Quote(each, DAY, None, price_of("40000"), PLANNED) for each in PRICES]
        moment = Moment(at("2026-12-01T23:59:59"), DAY, book_of(quotes))
        stance = Stance(regime, Positions(positions or {}))
        self.state = fold(EMPTY, events, Rules(ACCOUNTS))
        self.books: Books = books_of(self.state)

        def ahead(books: Books) -> LookAhead:
            return look_ahead(books, events, planned, ACCOUNTS, ASSETS, stance, load(), moment)

        self._ahead_of = ahead
        self.ahead = ahead(self.books)
        order = selling_order(self.state, Returns(ACCOUNTS, Profile()), moment, None)
        self.holdings: dict[tuple[str, str], Holding] = {
            (each.account, each.asset): each for each in order.holdings
        }

    def after(self, *washes: Wash) -> LookAhead:
        """Give what is ahead if these washes had been found."""
        return self._ahead_of(replace(self.books, washes=washes))

    def sale(self, account: str = "a", asset: str = "BTC") -> WashState:
        holding = self.holdings[account, asset]
        return state_of_sale(holding, wash_states(holding, self.ahead))


def bought(day: str, quantity: str = "1", account: str = "kraken", asset: str = "BTC") -> object:
    usd = str(int(float(quantity) * 45000))
    return event(f"n{day}", day, "buy", asset, quantity, usd=usd, account=account)


def plan(
    day: str, every: Every = Every.ONCE, until: str | None = None, **more: object
) -> PlannedPurchase:
    amount: dict[str, object] = {"quantity": WHOLE_COIN, **more}
    first = day_of(day)
    last = first if until is None else day_of(until)
    return PlannedPurchase("kraken", "BTC", every, first, last, **amount)  # type: ignore[arg-type]


def test_nothing_near_is_clear_and_rebought_31_days_later() -> None:
    state = Seen().sale()
    assert (state.washed, state.by, state.clear_from) == (0, (), None)
    assert state.rebuy_from == day_of("2027-01-01")


@pytest.mark.parametrize("account", ["a", "kraken", "ira", "hsa", "wife"])
def test_a_purchase_in_any_account_of_the_household_washes(account: str) -> None:
    state = Seen(bought("2026-11-10", account=account), history=(OLD,)).sale()
    if account == "a":
        # Both lots are sold by this order, so nothing that was bought is kept.
        assert state.washed == 0
        return
    assert state.washed == WHOLE_COIN
    assert [each.account for each in state.by] == [account]
    assert state.clear_from == day_of("2026-12-11")


def test_the_window_is_30_days_both_included() -> None:
    assert Seen(bought("2026-11-01")).sale().washed == WHOLE_COIN
    assert Seen(bought("2026-11-01")).sale().clear_from == day_of("2026-12-02")
    assert Seen(bought("2026-10-31")).sale().washed == 0
    assert Seen(planned=(plan("2026-12-31"),)).sale().washed == WHOLE_COIN
    assert Seen(planned=(plan("2027-01-01"),)).sale().washed == 0


def test_current_law_reaches_no_coin() -> None:
    state = Seen(bought("2026-11-10"), regime=CURRENT_LAW).sale()
    assert (state.reach, state.washed, state.rebuy_from) == (Reach.COIN, 0, None)
    assert Seen(bought("2026-11-10"), regime=Regime(DAY)).sale().washed == WHOLE_COIN
    assert Seen(bought("2026-11-10"), regime=Regime(DAY + 1)).sale().washed == 0


def test_units_replace_one_for_one() -> None:
    state = Seen(bought("2026-11-10", "0.25"), bought("2026-11-20", "0.125")).sale()
    assert state.washed == quantity_of("0.375")
    assert state.clear_from == day_of("2026-12-21")


def test_another_coin_never_replaces() -> None:
    assert Seen(bought("2026-11-10", asset="ETH")).sale().by == ()


@pytest.mark.parametrize(("asset", "position"), [("MBT", "futures"), ("FUND1", "etf_and_coin")])
def test_a_contract_or_fund_on_the_coin_is_grey(asset: str, position: str) -> None:
    state = Seen(bought("2026-11-10", asset=asset)).sale()
    assert state.by == ()
    assert [each[1] for each in state.greys] == [position]
    changed = Seen(bought("2026-11-10", asset=asset), positions={position: "identical"}).sale()
    assert [each.asset for each in changed.by] == [asset]


def test_funds_of_two_issuers_are_grey_and_covered_by_current_law() -> None:
    fund = event("f", "2026-01-01", "buy", "FUND1", "1", usd="50000", account="a")
    other = bought("2026-11-10", asset="FUND2")
    state = Seen(other, history=(fund,), regime=CURRENT_LAW).sale(asset="FUND1")
    assert (state.reach, state.by) == (Reach.COVERED, ())
    assert state.greys[0][1] == "etf_issuers"
    same = bought("2026-11-10", asset="FUND1")
    assert Seen(same, history=(fund,), regime=CURRENT_LAW).sale(asset="FUND1").by


@pytest.mark.parametrize(
    ("asset", "reach"),
    [("USDC", Reach.STABLECOIN), ("EUR", Reach.CURRENCY), ("MBT", Reach.CONTRACT)],
)
def test_what_is_never_washed_says_why(asset: str, reach: Reach) -> None:
    old = event("old", "2026-01-01", "buy", asset, "1", usd="50000", account="a")
    assert Seen(bought("2026-11-10", asset=asset), history=(old,)).sale(asset=asset).reach is reach


def test_stablecoins_are_reached_by_position() -> None:
    old = event("old", "2026-01-01", "buy", "USDC", "1", usd="50000", account="a")
    near = bought("2026-11-10", asset="USDC")
    covered = {"stablecoins": "covered"}
    assert Seen(near, history=(old,), positions=covered).sale(asset="USDC").washed == WHOLE_COIN


def test_a_purchase_in_a_health_account_may_be_taken_as_not_covered() -> None:
    near = bought("2026-11-10", account="hsa")
    assert Seen(near, positions={"retirement_plans": "not-covered"}).sale().by == ()
    assert Seen(bought("2026-11-10", account="ira")).sale().by


def test_income_is_a_purchase_by_position_only() -> None:
    reward = event("r", "2026-11-10", "income:staking", "BTC", "1", usd="40000", account="kraken")
    assert Seen(reward).sale().by == ()
    assert Seen(reward, positions={"income_as_purchase": "yes"}).sale().by


def test_pay_is_a_purchase_unless_a_position_says_that_no_income_is() -> None:
    pay = event("w", "2026-11-10", "income:wages", "BTC", "1", usd="40000", account="kraken")
    (near,) = Seen(pay).sale().by
    assert (near.lot, near.received) == ("w", True)
    assert Seen(pay, positions={"income_as_purchase": "no"}).sale().by == ()


def test_a_receipt_that_is_no_purchase_by_position_is_grey_beside_the_loss() -> None:
    reward = event("r", "2026-11-10", "income:staking", "BTC", "1", usd="40000", account="kraken")
    ((near, position),) = Seen(reward).sale().greys
    assert (near.lot, position) == ("r", "income_as_purchase")
    words = state_words(Seen(reward).sale())
    assert words is not None
    assert "grey: kraken:BTC received 2026-11-10 (position income_as_purchase)" in words
    early = event("r", "2026-10-31", "income:staking", "BTC", "1", usd="40000", account="kraken")
    assert Seen(early).sale().greys == ()


def test_a_lot_from_before_the_record_was_bought_on_its_own_day() -> None:
    """Bought 31 days before 1 December it is out of the window, whenever its record begins."""
    for day, near in (("2026-11-01", True), ("2026-10-31", False)):
        lot = event("o", "2026-11-20", "opening", "BTC", "1", usd="40000", account="kraken")
        told = replace(lot, detail=Detail(acquired=at(day)))
        assert bool(Seen(told).sale().by) is near
    of_unknown_cost = replace(lot, usd=None, detail=Detail(acquired=at("2026-11-10")))
    assert Seen(of_unknown_cost).sale().by == ()


def test_a_contract_replaces_as_many_units_as_it_is_on() -> None:
    """Four contracts on a tenth of a bitcoin each stand for 0.4 of it; twelve for all of it."""
    for many, washed in (("4", "0.4"), ("12", "1")):
        near = event("m", "2026-11-10", "buy", "MICRO", many, usd="4000", account="kraken")
        state = Seen(near, positions={"futures": "identical"}).sale()
        assert state.washed == quantity_of(washed)


def test_what_has_replaced_something_replaces_nothing_else() -> None:
    """Sold at a loss on 11 November and bought the day before, the new unit stands for the old."""
    sale = event("s", "2026-11-11", "sell", "BTC", "1", usd="40000", account="a")
    seen = Seen(bought("2026-11-10"), sale)
    lot = next(each for each in seen.books.lots if each.lot == "n2026-11-10")
    wash = Wash(
        0,
        "BTC",
        lot.lot,
        lot.piece,
        "kraken",
        WHOLE_COIN,
        1,
        Outcome.DEFERRED,
        "r",
        day_of("2026-11-10"),
    )
    moved = event("t", "2026-11-12", "transfer", "BTC", "1", account="kraken", to_account="wife")
    for more in ((), (moved,)):
        seen = Seen(bought("2026-11-10"), sale, *more)
        assert len(seen.ahead.standing("BTC").replacing) == 1
        assert seen.after(wash).standing("BTC").replacing == ()


def test_the_rest_of_a_purchase_does_not_replace_its_own_part() -> None:
    young = event("young", "2026-11-10", "buy", "BTC", "1", usd="50000", account="a")
    moved = event("t", "2026-11-11", "transfer", "BTC", "0.5", account="a", to_account="kraken")
    assert Seen(young, moved, history=()).sale().by == ()
    positions = {"same_order": "counts"}
    counted = Seen(young, moved, history=(), positions=positions).sale()
    assert counted.washed == quantity_of("0.5")


def test_rows_of_one_order_do_not_replace_each_other() -> None:
    one = event("one", "2026-11-10", "buy", "BTC", "1", usd="50000", account="a", order="o")
    two = event("two", "2026-11-10", "buy", "BTC", "1", usd="50000", account="a", order="o")
    moved = event("t", "2026-11-11", "transfer", "BTC", "1", account="a", to_account="kraken")
    assert Seen(one, two, moved, history=()).sale().by == ()


def test_orders_of_two_accounts_are_two_even_of_one_name() -> None:
    one = event("one", "2026-11-10", "buy", "BTC", "1", usd="50000", account="a", order="o")
    two = event("two", "2026-11-10", "buy", "BTC", "1", usd="50000", account="kraken", order="o")
    assert [each.lot for each in Seen(one, two, history=()).sale().by] == ["two"]


def test_an_older_lot_may_be_taken_as_exempt() -> None:
    older = bought("2026-11-10")
    young = event("young", "2026-11-20", "buy", "BTC", "1", usd="50000", account="a")
    assert Seen(older, young, history=()).sale().by
    exempt = {"older_lot": "exempt"}
    assert Seen(older, young, history=(), positions=exempt).sale().by == ()
    later = bought("2026-11-21")
    assert Seen(later, young, history=(), positions=exempt).sale().by


def test_plans_push_the_clear_day_on_until_they_leave_a_gap() -> None:
    weekly = plan("2026-12-04", Every.WEEK, "2026-12-25")
    state = Seen(planned=(weekly,)).sale()
    assert state.clear_from == day_of("2027-01-25")
    far = plan("2027-03-01")
    assert Seen(planned=(weekly, far)).sale().clear_from == day_of("2027-01-25")
    near = plan("2027-02-24")
    assert Seen(planned=(weekly, near)).sale().clear_from == day_of("2027-03-27")


def test_a_plan_in_dollars_counts_at_the_last_price() -> None:
    dollars = plan("2026-12-10", quantity=None, usd=money_of("10000"))
    assert Seen(planned=(dollars,)).sale().washed == quantity_of("0.25")


@pytest.mark.parametrize(
    ("every", "first", "until", "days"),
    [
        (Every.ONCE, "2026-11-25", "2026-11-25", ["2026-11-25"]),
        (Every.WEEK, "2026-11-25", "2026-12-09", ["2026-11-25", "2026-12-02", "2026-12-09"]),
        (Every.TWO_WEEKS, "2026-11-25", "2026-12-22", ["2026-11-25", "2026-12-09"]),
        (Every.MONTH, "2026-12-31", "2027-03-30", ["2026-12-31", "2027-01-31", "2027-02-28"]),
        (
            Every.MONTH,
            "2027-11-30",
            "2028-03-01",
            ["2027-11-30", "2027-12-30", "2028-01-30", "2028-02-29"],
        ),
    ],
)
def test_the_days_of_a_plan(every: Every, first: str, until: str, days: list[str]) -> None:
    assert [day_text(each) for each in days_of(plan(first, every, until))] == days


def test_what_was_sold_at_a_loss_is_not_to_be_bought_for_30_days() -> None:
    sale = event("s", "2026-12-01", "sell", "BTC", "1", usd="40000", account="a")
    seen = Seen(sale)
    found = blocked(seen.books, seen.ahead, ACCOUNTS, ["a", "ira"])
    assert [(each.asset, each.account, day_text(each.until)) for each in found] == [
        ("BTC", "a", "2026-12-31"),
        ("BTC", "ira", "2026-12-31"),
    ]
    assert blocked(Seen(sale, regime=CURRENT_LAW).books, Seen(sale, regime=CURRENT_LAW).ahead,
                   ACCOUNTS, ["a"]) == []  # fmt: skip


def test_what_stands_for_the_same_coin_is_not_to_be_bought_either() -> None:
    wrapped = event("w", "2026-01-01", "buy", "WBTC", "1", usd="50000", account="a")
    sale = event("s", "2026-12-01", "sell", "WBTC", "1", usd="40000", account="a")
    for positions, assets in (
        ({}, ["BTC", "WBTC"]),
        ({"futures": "identical"}, ["BTC", "MBT", "MICRO"]),
    ):
        held, sold = (wrapped, sale) if not positions else (OLD, replace(sale, asset="BTC"))
        seen = Seen(sold, history=(held,), positions=positions)
        found = blocked(seen.books, seen.ahead, ACCOUNTS, ["a"])
        assert [each.asset for each in found] == assets
        assert {each.sold for each in found} == {sold.asset}


def test_a_plan_that_would_wash_a_loss_already_taken_is_in_the_way() -> None:
    sale = event("s", "2026-12-01", "sell", "BTC", "1", usd="40000", account="a")
    seen = Seen(sale, planned=(plan("2026-12-31"), plan("2027-01-01")))
    stopped = blocked(seen.books, seen.ahead, ACCOUNTS, ["a", "ira"])
    ((each, plans),) = plans_in_the_way(stopped, seen.ahead).items()
    assert (each.disposal, [day_text(one.day) for one in plans]) == ("s", ["2026-12-31"])
    (note,) = plan_notes({each: plans}, seen.ahead)
    assert "kraken:BTC planned 2026-12-31 would disallow" in note
    assert "buy after 2026-12-31 instead" in note
    later = Seen(sale, planned=(plan("2027-01-01"),))
    assert not plans_in_the_way(stopped, later.ahead)


def test_neither_gains_nor_old_or_untaxed_losses_block() -> None:
    gain = event("s", "2026-12-01", "sell", "BTC", "1", usd="60000", account="a")
    early = event("s", "2026-10-31", "sell", "BTC", "1", usd="40000", account="a")
    for sale in (gain, early):
        seen = Seen(sale)
        assert blocked(seen.books, seen.ahead, ACCOUNTS, ["a"]) == []
    kept = event("old", "2026-01-01", "buy", "BTC", "1", usd="50000", account="ira")
    sold = event("s", "2026-12-01", "sell", "BTC", "1", usd="40000", account="ira")
    seen = Seen(sold, history=(kept,))
    assert blocked(seen.books, seen.ahead, ACCOUNTS, ["a"]) == []
