"""Assets taken for coins where they are hardly any: what hangs on a class nobody told is said.

An undescribed symbol is a coin of its own, which is right in an exchange or a wallet. What lies
with a broker of securities, or has the name of a listed option, is more likely one of these.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from harvestry.events.account import Account, AccountKind
from harvestry.events.asset import AssetClass, Right, Series, series_named
from harvestry.events.event import Event
from harvestry.law.known_assets import symbols_named
from harvestry.law.load import load
from harvestry.pipeline.records import Reading
from harvestry.sources.catalogue import formats, known_brokerages
from harvestry.sources.live.coins import known_coins
from harvestry.sources.settings.account_keys import BrokerForm
from harvestry.sources.settings.accounts import AccountSettings
from harvestry.units.problems import Problem, Severity

_HANGS: Final = (
    "so under current law no loss on it is a wash sale, its lots are pooled and identified as "
    "those of a coin, and without a form its sales stand in the boxes of digital assets"
)


def classes_not_told(events: Iterable[Event], reading: Reading) -> Iterable[Problem]:
    """Give the assets taken for coins against which something speaks, each with where it is.

    A warning; of a symbol that the table of coins knows a note, for shares have the same symbols
    as some coins. Nothing is said of a coin that is known (`law/us/known_assets.toml`), that
    assets.toml tells of, or that a file of an exchange or a wallet has.
    """
    found, coins = _where(events, reading)
    for symbol, accounts in sorted(found.items()):
        if symbol in coins:
            continue
        named = " or ".join(coin.name for coin in known_coins().get(symbol, ()))
        series = series_named(symbol)
        yield Problem(
            "class-not-told",
            Severity.NOTE if named else Severity.WARNING,
            _said(symbol, named, accounts, series),
            "assets.toml",
            about=symbol,
        )


def _where(
    events: Iterable[Event], reading: Reading
) -> tuple[Mapping[str, Mapping[str, str]], set[str]]:
    """Give the accounts that make each asset doubtful, with why; and the coins files imply."""
    settings, accounts = reading.household.assets, reading.accounts
    of_coins = {each.name for each in reading.files if _has_coins_alone(each.format)}
    doubted: dict[str, dict[str, str]] = defaultdict(dict)
    coins: set[str] = set()
    is_doubtful: dict[str, bool] = {}
    for event in events:
        for symbol, name in _held(event):
            if symbol not in is_doubtful:
                of_class = settings.assets.named(symbol).asset_class
                told = symbol in settings.told_class or symbol in symbols_named()
                is_doubtful[symbol] = of_class is AssetClass.COIN and not told
            if not is_doubtful[symbol]:
                continue
            why = _against(event, accounts.named(name), reading.household.accounts)
            if why:
                doubted[symbol][name] = why
            elif event.source.file.name in of_coins:
                coins.add(symbol)
            if series_named(symbol) is not None:
                doubted[symbol].setdefault(name, "")
    return doubted, coins


def _held(event: Event) -> Iterator[tuple[str, str]]:
    """Give the assets of an event with the accounts that held them."""
    yield event.asset, event.account
    if event.got_asset is not None:
        yield event.got_asset, event.account
    if event.to_account is not None:
        yield event.asset, event.to_account


def _against(event: Event, account: Account, settings: AccountSettings) -> str:
    """Say what of an account speaks against a coin there; nothing where nothing does."""
    if account.kind is AccountKind.BROKERAGE:
        return "a brokerage"
    if BrokerForm.SECURITIES in (event.detail.form, account.form) and not _was_of_coins(
        event, account
    ):
        return "Form 1099-B"
    kind_told = account.described and account.name not in settings.without_kind
    if not kind_told and account.name.casefold() in known_brokerages():
        return "the name of a brokerage"
    return ""


def _was_of_coins(event: Event, account: Account) -> bool:
    """Tell whether an exchange sent Form 1099-B before there was Form 1099-DA: it may be of coins.

    Treas. Reg. 1.6045-1(d)(2).
    """
    since = load().rules["form-1099-da"].history[0].since
    return account.kind is AccountKind.EXCHANGE and account.zone.day(event.time) < since


def _has_coins_alone(name: str) -> bool:
    """Tell whether files of a format have coins alone: those of exchanges and wallets do.

    The rows of a Harvestry CSV may be of anything.
    """
    known = formats().get(name)
    return (
        known is not None and not known.reader and known.account_kind is not AccountKind.BROKERAGE
    )


def _said(symbol: str, named: str, accounts: Mapping[str, str], series: Series | None) -> str:
    """Say what an asset is taken for, where it is, what hangs on it and how to mend it."""
    places = ", ".join(f"{name} ({why})" if why else name for name, why in sorted(accounts.items()))
    table = f'[asset."{symbol}"] of assets.toml'
    if named:
        return (
            f"{symbol} is taken for the coin {named}, and it is in {places}: {_HANGS}. If it is a "
            f'share or a fund write class = "security" into {table}, else class = "coin".'
        )
    if series is None:
        return (
            f"{symbol} is taken for a coin, since nothing says what it is, and it is in {places}: "
            f'{_HANGS}. Write class = "security" into {table} if it is a share or a fund, '
            'class = "coin" if it is a coin.'
        )
    size = "" if series.right is Right.PUT else ', multiplier = "100" if it is on 100 shares'
    return (
        f"{symbol} has the name of a listed {series.right} on {series.root}, in {places}, and is "
        f"taken for a coin, since nothing says what it is: {_HANGS}. Write "
        f'class = "option", group = "{series.root}", right = "{series.right}"{size} into {table}, '
        'or class = "coin" if it is a coin.'
    )
