"""The fold with the wash step, as the tests drive it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import import_module
from typing import Any

from properties.amounts import units_of
from properties.engine import (
    MODULES,
    Changes,
    Engine,
    Plain,
    Row,
    modules_with,
    sources_with,
)
from properties.wash_lives import WashLife

WASH_MODULES = (
    *MODULES,
    "events.asset",
    "law.load",
    "law.positions",
    "law.regime",
    "ledger.books",
    "ledger.review.short_losses",
    "ledger.wash.rules",
)


@dataclass
class WashPlain(Plain):
    """Plain books with what the wash step wrote down.

    `disallowed` is by disposal, in the order of its matches; `washes` by the disposal of the loss;
    `holding` by account, asset and piece.
    """

    disallowed: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    washes: dict[str, list[tuple[Any, ...]]] = field(default_factory=lambda: defaultdict(list))
    holding: dict[tuple[str, str, str], list[int | None]] = field(
        default_factory=lambda: defaultdict(list)
    )


class WashEngine(Engine):
    """One set of the program's modules, spoken to about lives with wash sales."""

    def accounts(self, settings: Mapping[str, Row]) -> Any:
        """Describe the accounts with their owners and how they are taxed."""
        account = self.modules["events.account"]
        described = super().accounts(settings).described
        return account.Accounts(
            {
                name: replace(
                    each,
                    owner=account.Owner(settings[name].get("owner", "self")),
                    treatment=account.Treatment(settings[name].get("treatment", "taxable")),
                )
                for name, each in described.items()
            }
        )

    def wash_rules(self, lived: WashLife, accounts: Any, rematch: str | None = None) -> Any:
        described = {symbol: self._asset(symbol, each) for symbol, each in lived.assets.items()}
        wash = self.modules["ledger.wash.rules"].WashRules(
            self.modules["law.regime"].regime_of(lived.regime),
            self.modules["events.asset"].Assets(described),
            self.modules["law.positions"].positions_of(lived.positions),
            self.modules["law.load"].load(),
            self.modules["units.days"].zone(lived.zone),
        )
        return replace(self.rules(accounts, rematch), wash=wash)

    def _asset(self, symbol: str, each: Row) -> Any:
        asset = self.modules["events.asset"]
        relation = each.get("relation")
        return asset.Asset(
            symbol,
            asset.AssetClass(each.get("class", "coin")),
            each.get("group"),
            wraps=each.get("wraps"),
            relation=relation and asset.Relation(relation),
            coin=each.get("coin"),
            family=each.get("family"),
            multiplier=units_of(each.get("multiplier", "1")),
            right=asset.Right(each["right"]) if "right" in each else None,
        )

    def _event(self, row: Row, accounts: Any) -> Any:
        event = super()._event(row, accounts)
        if not row.get("order"):
            return event
        return replace(event, detail=replace(event.detail, order=row["order"]))

    def happened(self, lived: WashLife, accounts: Any) -> Sequence[Any]:
        """Give the events of a life in their order."""
        in_order: Sequence[Any] = self.in_order(self.events(lived.rows, accounts))
        return in_order

    def folded(self, lived: WashLife, rematch: str | None = None) -> Any:
        """Fold a life from the beginning and give the state."""
        accounts = self.accounts(lived.accounts)
        rules = self.wash_rules(lived, accounts, rematch)
        return self.fold(self.empty, self.happened(lived, accounts), rules)

    def books(self, state: Any) -> Any:
        return self.modules["ledger.books"].books_of(state)

    def wash_plain(self, state: Any) -> WashPlain:
        """Put a state into plain words."""
        books = self.books(state)
        plain = WashPlain(**vars(self.plain(state)))
        places: list[int] = []
        for match in books.matches:
            places.append(len(plain.disallowed[match.disposal]))
            plain.disallowed[match.disposal].append(match.disallowed)
        for wash in books.washes:
            plain.washes[books.matches[wash.match].disposal].append(
                (
                    places[wash.match],
                    wash.lot,
                    wash.piece,
                    wash.account,
                    wash.quantity,
                    wash.replacing,
                    wash.amount,
                    wash.outcome.value,
                )
            )
        for washes in plain.washes.values():
            washes.sort()
        for lot in books.lots:
            plain.holding[lot.account, lot.asset, lot.piece].append(lot.holding_from)
        return plain


@cache
def the_wash_engine() -> WashEngine:
    """Give the program as it is."""
    return WashEngine({name: import_module(f"harvestry.{name}") for name in WASH_MODULES})


def wash_engine_with(changes: Changes) -> WashEngine:
    """Give a fresh copy of the program with some texts of its modules replaced."""
    return WashEngine(modules_with(sources_with(changes), WASH_MODULES))
