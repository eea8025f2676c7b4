"""accounts.toml becomes accounts, bindings, pools and planned purchases."""

from fractions import Fraction
from pathlib import Path

import pytest

from harvestry.events.account import AccountKind, Method, Owner, Told, Treatment
from harvestry.events.account_plans import AllocationKind, AllocationRule, Every, PoolRule
from harvestry.sources.settings.accounts import AccountSettings, read_accounts
from harvestry.sources.settings.errors import SettingsError
from harvestry.units.days import day_of
from harvestry.units.exact import money_of, price_of, quantity_of

FULL = """
[account.kraken]
files = ["kraken*.csv", "old/kraken.csv"]
owner = "joint"
share = "0.25"
treatment = "taxable"
kind = "exchange"
lots = "hifo"
lots_from = 2025-01-01
lots_told = "broker"
venue_lots = ["fifo", "hifo"]
form = "1099-da"
form_basis_reported = true
time_zone = "America/New_York"
fee_rate = "0.004"
minimum = "10.00"
step = "0.00000001"
"""

PLANNED = '[[planned]]\naccount = "a"\nasset = "X"\nusd = 1\nfrom = 2026-01-01\n'
BACKWARDS = "described = 2025-02-01\ncompleted = 2025-01-01"


def read(folder: Path, text: str, zone: str = "UTC") -> AccountSettings:
    path = folder / "accounts.toml"
    path.write_text(text, "utf-8")
    return read_accounts(path, zone)


def test_every_key_of_an_account_is_read(tmp_path: Path) -> None:
    settings = read(tmp_path, FULL)
    account = settings.accounts.named("kraken")
    assert account.described
    assert account.owner is Owner.JOINT
    assert account.share == Fraction(1, 4)
    assert account.treatment is Treatment.TAXABLE
    assert account.kind is AccountKind.EXCHANGE
    assert account.order.method is Method.HIFO
    assert account.order.since == day_of("2025-01-01")
    assert account.order.told is Told.BROKER
    assert account.venue_lots == (Method.FIFO, Method.HIFO)
    assert account.form == "1099-da"
    assert account.form_basis_reported
    assert account.time_zone == "America/New_York"
    assert account.fee_rate == price_of("0.004")
    assert account.minimum == money_of("10")
    assert account.step == quantity_of("0.00000001")
    assert settings.bindings == {"kraken*.csv": "kraken", "old/kraken.csv": "kraken"}


def test_an_empty_table_is_a_wallet_in_the_default_zone(tmp_path: Path) -> None:
    account = read(tmp_path, "[account.mine]\n", "Europe/Berlin").accounts.named("mine")
    assert account.kind is AccountKind.WALLET
    assert account.venue_lots == ()
    assert account.time_zone == "Europe/Berlin"
    assert account.order.method is Method.FIFO
    assert account.order.since is None
    assert account.share == 1


def test_an_exchange_can_carry_out_fifo_unless_it_says_more(tmp_path: Path) -> None:
    text = '[account.a]\nkind = "exchange"\n[account.b]\nkind = "brokerage"\nvenue_lots = []\n'
    accounts = read(tmp_path, text).accounts
    assert accounts.named("a").venue_lots == (Method.FIFO,)
    assert accounts.named("b").venue_lots == ()


def test_a_kind_that_is_not_given_is_learnt_from_the_files(tmp_path: Path) -> None:
    text = '[account.a]\n[account.b]\nvenue_lots = ["lifo"]\n[account.c]\nkind = "wallet"\n'
    kinds = dict.fromkeys(("a", "b", "c", "d"), AccountKind.EXCHANGE)
    accounts = read(tmp_path, text).knowing(kinds)
    assert accounts.named("a").kind is AccountKind.EXCHANGE
    assert accounts.named("a").venue_lots == (Method.FIFO,)
    assert accounts.named("b").venue_lots == (Method.LIFO,)
    assert accounts.named("c").kind is AccountKind.WALLET
    assert accounts.named("d").kind is AccountKind.EXCHANGE


def test_a_joint_account_is_half_ours_unless_told(tmp_path: Path) -> None:
    accounts = read(tmp_path, '[account.ours]\nowner = "joint"\n').accounts
    assert accounts.named("ours").share == Fraction(1, 2)


def test_the_day_of_an_order_may_stand_in_quotes(tmp_path: Path) -> None:
    order = read(tmp_path, '[account.a]\nlots_from = "2025-01-01"\n').accounts.named("a").order
    assert order.since == day_of("2025-01-01")


def test_pools_are_universal_and_not_given_without_a_word(tmp_path: Path) -> None:
    pools = read(tmp_path, "").pools
    assert pools.before_2025 is PoolRule.UNIVERSAL
    assert not pools.given
    assert pools.allocations == ()


def test_pools_and_allocations_are_read(tmp_path: Path) -> None:
    text = """
    [pools]
    before_2025 = "account"
    [[pools.allocation]]
    asset = "XYZ"
    kind = "global"
    described = 2024-12-20
    completed = 2025-02-01
    rule = "lowest-to-largest"
    [[pools.allocation]]
    asset = "ABC"
    kind = "specific-unit"
    rule = "file:alloc.csv"
    """
    pools = read(tmp_path, text).pools
    assert pools.before_2025 is PoolRule.ACCOUNT
    assert pools.given
    first, second = pools.allocations
    assert (first.asset, first.kind) == ("XYZ", AllocationKind.GLOBAL)
    assert first.rule is AllocationRule.LOWEST_TO_LARGEST
    assert (first.described, first.completed) == (day_of("2024-12-20"), day_of("2025-02-01"))
    assert (second.rule, second.file) == (AllocationRule.FILE, "alloc.csv")
    assert second.described is None


def test_planned_purchases_are_read(tmp_path: Path) -> None:
    text = """
    [[planned]]
    account = "coinbase"
    asset = "BTC"
    usd = "200.00"
    every = "2weeks"
    from = 2026-11-25
    until = 2027-02-28
    skippable = true
    [[planned]]
    account = "kraken"
    asset = "ETH"
    quantity = 1
    from = 2026-12-01
    """
    first, second = read(tmp_path, text).planned
    assert (first.usd, first.quantity) == (money_of("200"), None)
    assert first.every is Every.TWO_WEEKS
    assert first.skippable
    assert (second.usd, second.quantity) == (None, quantity_of("1"))
    assert second.every is Every.ONCE
    assert second.until == second.first == day_of("2026-12-01")
    assert not second.skippable


@pytest.mark.parametrize(
    ("text", "key", "words"),
    [
        ('[account.a]\nlot = "fifo"', "lot", 'did you mean "lots"'),
        ('[account.a]\nlots = "hfio"', "lots", 'did you mean "hifo"'),
        ("[account.a]\nlots = 5", "lots", 'lots takes "fifo" or'),
        ("[account.a]\nfiles = 5", "files", "is no list"),
        ('[account.a]\nfiles = ["x", 5]', "files", "5 is no text"),
        ('[account.a]\nshare = "1.5"', "share", "too high"),
        ('[account.a]\nshare = "-0.5"', "share", "too low"),
        ("[account.a]\nshare = 0.5", "share", 'write "0.5" in quotes'),
        ('[account.a]\nfee_rate = "1"', "fee_rate", "below 1"),
        ("[account.a]\nform_basis_reported = 1", "form_basis_reported", "true or false"),
        ('[account.a]\nlots_from = "2025-02-30"', "lots_from", "no day"),
        ("[account.a]\nlots_from = 2025-01-01T00:00:00Z", "lots_from", "is no day"),
        ("[account.a]\nlots_from = 1625-01-01", "lots_from", "before 1900"),
        ('[account.a]\ntime_zone = "America/NewYork"', "time_zone", "America/New_York"),
        ('[account.a]\ntime_zone = "../secret"', "time_zone", "no time zone"),
        ("account = 5", "account", "is no table"),
        ("[account]\na = 5", "", "is no table"),
        ('[account.""]', "", "needs a name"),
        ('[accounts.a]\nlots = "fifo"', "accounts", 'did you mean "account"'),
        ("[[account]]", "account", "is no table"),
        ("[planned]", "planned", "double brackets"),
        ("planned = [5]", "", "is no table"),
        ("pools = 5", "pools", "is no table"),
        ('[pools]\nbefore_2025 = "global"', "before_2025", '"universal" or "account"'),
        ('[[pools.allocation]]\nasset = "X"\nkind = "global"', "rule", "it is missing"),
        (
            '[[pools.allocation]]\nasset = "X"\nkind = "global"\nrule = "history"\n' + BACKWARDS,
            "completed",
            "before described",
        ),
        ('[[pools.allocation]]\nasset = "X"\nkind = "global"\nrule = "file:"', "rule", "file:NAME"),
        ('[[pools.allocation]]\nasset = "X"\nkind = "global"\nrule = 5', "rule", "none of its"),
        ('[[planned]]\naccount = "a"\nasset = "X"\nfrom = 2026-01-01', "", "usd and quantity"),
        (
            PLANNED + "quantity = 1",
            "",
            "usd and quantity",
        ),
        (
            PLANNED + 'every = "week"',
            "until",
            "missing",
        ),
        (
            PLANNED + "until = 2025-12-31",
            "until",
            "before from",
        ),
        (
            '[account.a]\nfiles = ["x*.csv"]\n[account.b]\nfiles = ["x*.csv"]',
            "files",
            "bound to account a already",
        ),
    ],
)
def test_what_cannot_be_is_refused_with_its_key(
    tmp_path: Path, text: str, key: str, words: str
) -> None:
    with pytest.raises(SettingsError) as caught:
        read(tmp_path, text)
    assert caught.value.key == key
    assert words in str(caught.value)
    assert "accounts.toml" in str(caught.value)
