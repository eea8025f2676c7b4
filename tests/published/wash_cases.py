"""The wash-sale cases of the data files beside this one, and what came of them, in plain words."""

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

from properties.rows import Row
from published.opening import ZONE

HERE = Path(__file__).parent
FILES = sorted(HERE.glob("wash_*.toml"))
ASSETS: dict[str, Row] = {
    "BTC": {"class": "coin"},
    "CALL": {"class": "option", "group": "M", "multiplier": "100"},
    "PUT": {"class": "option", "group": "M", "right": "put", "multiplier": "100"},
}
"""Every other asset of the cases is a security."""
HOLDERS: dict[str, Row] = {
    "roth-ira": {"treatment": "roth-ira"},
    "traditional-ira": {"treatment": "traditional-ira"},
    "spouse": {"owner": "spouse"},
}
"""Any other account is one's own and taxable."""


class Part(NamedTuple):
    """Units of a lot that came out alike: sold, or held."""

    lot: str
    quantity: Fraction
    basis: Fraction
    disallowed: Fraction
    lost: Fraction
    holding_from: str = ""


@dataclass(frozen=True)
class Case:
    """One case. `within` is how far a tool that rounds at every step may be from the exact."""

    id: str
    cite: str
    lots: tuple[Mapping[str, str], ...]
    after: tuple[Part, ...]
    within: Fraction
    one_sale: bool
    regime: str
    positions: Mapping[str, str]

    def accounts(self) -> dict[str, Row]:
        names = {lot.get("account", "taxable") for lot in self.lots}
        return {name: {"time_zone": ZONE} | HOLDERS.get(name, {}) for name in names}

    def assets(self) -> dict[str, Row]:
        names = {lot.get("asset", "M") for lot in self.lots}
        return {name: ASSETS.get(name, {"class": "security"}) for name in names}

    def rows(self) -> list[Row]:
        """Give the rows of a Harvestry CSV: every sale names its lots, and the broker knew."""
        bought = [
            {
                "time": lot["bought"],
                "account": lot.get("account", "taxable"),
                "kind": lot.get("kind", "buy"),
                "asset": lot.get("asset", "M"),
                "quantity": lot["quantity"],
                "id": lot["lot"],
                "usd": lot["cost"],
                "order": lot.get("order", ""),
            }
            for lot in self.lots
        ]
        sold = [lot for lot in self.lots if "sold" in lot]
        groups = [sold] if self.one_sale else [[lot] for lot in sold]
        return bought + [sale_of(group) for group in groups if group]


def sale_of(lots: list[Mapping[str, str]]) -> Row:
    first = lots[0]
    units = {lot["lot"]: Fraction(lot.get("part", lot["quantity"])) for lot in lots}
    return {
        "time": first["sold"],
        "account": first.get("account", "taxable"),
        "kind": "sell",
        "asset": first.get("asset", "M"),
        "quantity": plain(sum(units.values(), Fraction(0))),
        "id": "sale of " + " and ".join(units),
        "usd": plain(sum((Fraction(lot["proceeds"]) for lot in lots), Fraction(0))),
        "lots": ";".join(f"{name}:{plain(quantity)}" for name, quantity in units.items()),
        "lots_told": "broker",
    }


def plain(number: Fraction) -> str:
    """Write a number of at most four decimals as plain text."""
    whole, rest = divmod(number * 10_000, 10_000)
    assert rest.denominator == 1, f"{number} has more decimals"
    return f"{whole}.{int(rest):04}".rstrip("0").rstrip(".")


def cases() -> list[Case]:
    return [
        case_of(raw)
        for path in FILES
        for raw in tomllib.loads(path.read_text(encoding="utf-8"))["case"]
    ]


def case_of(raw: Mapping[str, Any]) -> Case:
    return Case(
        raw["id"],
        raw["cite"],
        tuple(raw["lots"]),
        tuple(map(part_of, raw["after"])),
        Fraction(raw.get("within", "0")),
        bool(raw.get("one_sale", False)),
        raw.get("wash", "current-law"),
        raw.get("positions", {}),
    )


def part_of(raw: Mapping[str, str]) -> Part:
    disallowed = Fraction(raw.get("disallowed", "0"))
    all_lost = disallowed if raw.get("outcome") == "lost" else Fraction(0)
    return Part(
        raw["lot"],
        Fraction(raw["quantity"]),
        Fraction(raw["basis"]),
        disallowed,
        Fraction(raw.get("lost", all_lost)),
        raw.get("holding_from", ""),
    )


def sums(parts: Iterable[Part], *, by_holding: bool) -> dict[tuple[str, str], list[Fraction]]:
    """Add up the parts of each lot, or of each lot and day its holding is counted from."""
    found: dict[tuple[str, str], list[Fraction]] = defaultdict(lambda: [Fraction(0)] * 4)
    for part in parts:
        key = part.lot, part.holding_from if by_holding else ""
        found[key] = [one + other for one, other in zip(found[key], part[1:5], strict=True)]
    return found


def assert_came_out(case: Case, found: list[Part]) -> None:
    """Every lot the case speaks of has what it says, in units, basis and loss."""
    for by_holding in (False, True):
        expected, actual = (sums(parts, by_holding=by_holding) for parts in (case.after, found))
        for (lot, since), numbers in expected.items():
            if by_holding and not since:
                continue
            differences = [
                abs(one - other) for one, other in zip(numbers, actual[lot, since], strict=True)
            ]
            assert max(differences) <= case.within, (case.id, lot, since, actual[lot, since])
    paid = sum((Fraction(lot["cost"]) for lot in case.lots), Fraction(0))
    deferred = sum((part.disallowed - part.lost for part in found), Fraction(0))
    assert sum((part.basis for part in found), Fraction(0)) == paid + deferred, case.id
