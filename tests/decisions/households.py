"""Households with one thing to mend, and the tax of all their years."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import harvestry
from harvestry.events.decisions import Decision
from harvestry.sources.settings.decisions import decisions_text
from harvestry.units.exact import Money, money_of

HEADER = (
    "time,account,kind,asset,quantity,id,usd,fee_asset,fee_quantity,got_asset,got_quantity,"
    "lots,lots_at,lots_told,hash,note,acquired\n"
)
YEARS = (2024, 2025, 2026)
PROFILE = 'time_zone = "America/New_York"\n' + "".join(
    f'[year.{year}]\nfiling_status = "single"\nwages = "150000"\n' for year in YEARS
)
PRICES = "date,asset,close_usd\n2024-03-01,BTC,60000\n2025-03-01,ETH,2500\n2025-12-01,BTC,90000\n"


def row(time: str, account: str, kind: str, asset: str, quantity: str, **more: str) -> str:
    """Give a row of the Harvestry CSV."""
    cells = {"time": time, "account": account, "kind": kind, "asset": asset} | more
    cells["quantity"] = quantity
    return ",".join(cells.get(name, "") for name in HEADER.strip().split(","))


@dataclass(frozen=True)
class Household:
    """Export files by name as rows of a Harvestry CSV, or as text where it is of another format."""

    files: Mapping[str, tuple[str, ...] | str]
    prices: str = PRICES
    accounts: str = ""
    assets: str = ""
    profile: str = PROFILE
    as_of: str = "2026-12-31"

    def opened(self, folder: Path, *decisions: tuple[str, str, str]) -> harvestry.Case:
        """Open it with decisions (problem, choice, value) kept in a decisions.toml."""
        self.written(folder, *decisions)
        return harvestry.open_case([folder], as_of=self.as_of)

    def written(self, folder: Path, *decisions: tuple[str, str, str]) -> None:
        """Write its files, decisions among them."""
        folder.mkdir(exist_ok=True)
        for name, rows in self.files.items():
            text = rows if isinstance(rows, str) else HEADER + "".join(f"{each}\n" for each in rows)
            (folder / name).write_text(text)
        (folder / "prices.csv").write_text(self.prices)
        (folder / "accounts.toml").write_text(self.accounts)
        (folder / "assets.toml").write_text(self.assets)
        (folder / "profile.toml").write_text(self.profile)
        made = [Decision(*each, f"2026-01-01T00:00:{n:02}") for n, each in enumerate(decisions)]
        (folder / "decisions.toml").write_text(decisions_text(made))


def problems(case: harvestry.Case) -> dict[str, dict[str, Any]]:
    """Give the fix list by name."""
    return {each["id"]: each for each in case.check().document["problems"]}


def at_most(case: harvestry.Case) -> Money | None:
    """Sum the years' tax, of one that is unknown at the most; `None` where that has no end.

    Where lots may have gone otherwise, by a cost that is unknown, it is as they went.
    """
    total = 0
    for year in sorted(case.run.profile.years):
        document = case.tax(year).document
        high = document["total_tax"]
        if high is None and document["as_lots_went"]:
            high = document["as_lots_went"]["high"]
        if high is None:
            found = [each for each in document["problems"] if each["id"] == f"tax-unknown:{year}"]
            high = found[0]["tax_high"] if found else None
        if high is None:
            return None
        total += money_of(high)
    return total


def ends(problem: Mapping[str, Any]) -> tuple[Money, Money]:
    """Give what a problem's tax lies between, both ends known."""
    return money_of(problem["tax_low"]), money_of(problem["tax_high"])
