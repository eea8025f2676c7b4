"""What settings and rows say that cannot be believed, or is not worked out."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from itertools import combinations

from harvestry.events.account import Accounts
from harvestry.events.account_problems import order_problems
from harvestry.events.asset import AssetClass, Assets
from harvestry.events.event import Event
from harvestry.events.outlying import outlying_prices, stated_near
from harvestry.events.prices import PriceBook
from harvestry.events.valuation import Valued
from harvestry.ledger.wash.identical import coins_group
from harvestry.ledger.wash.reach import group_under
from harvestry.ledger.wash.rules import WashRules
from harvestry.ledger.wash.sizes import SizeMissingError, sizes_of
from harvestry.units.problems import Problem, Severity


def settings_problems(accounts: Accounts) -> Iterable[Problem]:
    """Give what the settings say that cannot be believed, or is not worked out."""
    for account in accounts.described.values():
        yield from order_problems(account)
    unused = [word for word, given in _unused(accounts) if given]
    if unused:
        message = (
            f"accounts.toml sets {', '.join(unused)}, which this version does not work out: what "
            "can be locked in is before selling fees and the venue's sizes."
        )
        yield Problem("setting-not-used", Severity.NOTE, message, "accounts.toml")


def rights_missing(events: Iterable[Event], assets: Assets) -> Iterable[Problem]:
    """Give the options on something else of which neither a setting nor the name tells the right.

    A put taken as a call washes losses that no put does (IRC 1091(a)).
    """
    for symbol in sorted({event.asset for event in events}):
        asset = assets.named(symbol)
        is_told = asset.asset_class is not AssetClass.OPTION or asset.right is not None
        if is_told or (asset.group or asset.coin or symbol) == symbol:
            continue
        message = (
            f"{symbol} is an option on {asset.group or asset.coin} and is taken as a call, since "
            f'nothing says its right: if it is a put, write right = "put" under [asset.{symbol}] '
            "in assets.toml."
        )
        yield Problem("option-right-missing", Severity.NOTE, message, "assets.toml", about=symbol)


def sizes_missing(events: Iterable[Event], rules: WashRules) -> Iterable[Problem]:
    """Give what is of one group with others and does not say for how much of it one stands."""
    by_group: dict[str, set[str]] = defaultdict(set)
    symbols = {symbol for event in events for symbol in (event.asset, event.got_asset) if symbol}
    for symbol in symbols:
        group = group_under(rules.assets.named(symbol), rules)
        if group is not None:
            by_group[group].add(symbol)
    missing = {
        symbol: group for group in by_group for symbol in _missing(group, by_group[group], rules)
    }
    for symbol, group in sorted(missing.items()):
        message = (
            f"{symbol} is taken as substantially identical with {group}, and nothing says how much "
            "of it one is: as soon as one would replace the other, no figure is given. "
            f"Put `multiplier` under [asset.{symbol}] into assets.toml: "
            '"0.1" for a contract on a tenth, "0.00057" for a share of so much of a coin.'
        )
        yield Problem(
            "contract-size-missing", Severity.WARNING, message, "assets.toml", about=symbol
        )


def _missing(group: str, symbols: Collection[str], rules: WashRules) -> Collection[str]:
    """Give those of a group that must say their size, beside each other or what they are on."""
    assets, found = rules.assets, set()
    for one, other in (*combinations(sorted(symbols), 2), *_on_a_coin(group, symbols, assets)):
        try:
            sizes_of(assets.named(one), assets.named(other), assets, rules.positions)
        except SizeMissingError as error:
            found.add(error.asset)
    return found


def _on_a_coin(group: str, symbols: Iterable[str], assets: Assets) -> Iterable[tuple[str, str]]:
    """Give what is of a coin's group by standing for it, each with the coin."""
    for symbol in symbols:
        asset = assets.named(symbol)
        if asset.asset_class is AssetClass.FUTURE_1256:
            yield symbol, asset.coin or group
        elif asset.coin is not None and coins_group(asset.coin, assets) == group:
            yield symbol, asset.coin


def _unused(accounts: Accounts) -> Iterable[tuple[str, bool]]:
    described = accounts.described.values()
    yield "`fee_rate`", any(account.fee_rate for account in described)
    yield "`minimum`", any(account.minimum for account in described)
    yield "`step`", any(account.step for account in described)


def doubtful_values(valued: Valued, book: PriceBook, accounts: Accounts) -> Iterable[Problem]:
    """Give the prices that values rest on and that can hardly be right."""
    quotes = {use.quote for use in valued.uses.values()}
    if not quotes:
        return []
    stated = stated_near(quotes, valued.events, valued.uses, accounts)
    return outlying_prices(quotes, book, stated)
