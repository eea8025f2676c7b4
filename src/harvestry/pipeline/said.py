"""What settings and rows say that cannot be believed, or is not worked out."""

from collections.abc import Iterable

from harvestry.events.account import Accounts
from harvestry.events.account_problems import order_problems
from harvestry.events.asset import AssetClass
from harvestry.events.event import Event
from harvestry.events.outlying import outlying_prices, stated_near
from harvestry.events.prices import PriceBook
from harvestry.events.valuation import Valued
from harvestry.ledger.wash_reach import group_under
from harvestry.ledger.wash_rules import WashRules
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


def contract_sizes(events: Iterable[Event], rules: WashRules) -> Iterable[Problem]:
    """Give the futures that replace by a position and do not say on how many units they are."""
    for symbol in sorted({event.asset for event in events}):
        asset = rules.assets.named(symbol)
        if asset.asset_class is not AssetClass.FUTURE_1256 or asset.multiplier is not None:
            continue
        group = group_under(asset, rules)
        if group not in (None, symbol):
            message = (
                f"{symbol} replaces {group} by position futures, and nothing says on how much of "
                f"it one contract is: 1 is assumed. Put `multiplier` under [asset.{symbol}] into "
                'assets.toml, "0.1" for a contract on a tenth.'
            )
            yield Problem("contract-size-missing", Severity.ERROR, message, "assets.toml")


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
