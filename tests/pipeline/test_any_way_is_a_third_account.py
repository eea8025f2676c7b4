"""Random households whose transfers take time, told twice: as halves, and through a third account.

That units on the way are in neither account can be written by hand: a transfer of one's own into an
account that does nothing else, and one on from it. Both must come to the same, whether or not a
transfer of halves was told as two.
"""

import random
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import pytest

from harvestry.case import Case, open_case
from properties.lives import FULL_SIZE

HOUSEHOLDS = 600 if FULL_SIZE else 60
HEADER: Final = "time,account,kind,asset,quantity,id,usd,hash,to_account"
KINDS: Final = ("exchange", "wallet")
RULES: Final = ("universal", "account")


@dataclass(slots=True)
class Told:
    """A household's rows in both ways, and the accounts."""

    kinds: dict[str, str]
    rule: str
    halves: list[str] = field(default_factory=list)
    by_hand: list[str] = field(default_factory=list)

    def alike(self, row: str) -> None:
        self.halves.append(row)
        self.by_hand.append(row)


def household(seed: int) -> Told:
    """Three accounts around the end of universal pools, an hour a row, transfers of 1 to 20."""
    chance = random.Random(seed)  # noqa: S311
    accounts = {name: chance.choice(KINDS) for name in "ABC"}
    told = Told(accounts, chance.choice(RULES))
    for n, name in enumerate("ABC"):
        units = chance.randint(1, 4)
        told.alike(f"2023-0{n + 1}-10T12:00:00Z,{name},buy,BTC,{units},first{n},{units * 1000},,")
    begin = chance.choice((20, 26))  # in December, within or before the last day of the pools
    for n in range(24):
        name = chance.choice("ABC")
        at, quantity = _hour(begin * 24 + n * 11), chance.choice(("0.25", "0.5", "1"))
        kind = chance.choice(("buy", "sell", "sell", "move", "move"))
        if kind != "move":
            told.alike(
                f"{at},{name},{kind},BTC,{quantity},{kind}{n},{chance.randint(1, 9) * 300},,"
            )
            continue
        to = chance.choice([other for other in "ABC" if other != name])
        came = _hour(begin * 24 + n * 11 + chance.randint(1, 40))
        told.halves += [
            f"{at},{name},withdrawal,BTC,{quantity},w{n},,0x{n},",
            f"{came},{to},deposit,BTC,{quantity},d{n},,0x{n},",
        ]
        wallets = accounts[name] == accounts[to] == "wallet"
        told.kinds[f"{to} way {n}"] = "wallet" if wallets else "exchange"
        told.by_hand += [
            f"{at},{name},transfer,BTC,{quantity},w{n},,,{to} way {n}",
            f"{came},{to} way {n},transfer,BTC,{quantity},w{n}x,,,{to}",
        ]
    return told


def _hour(hours: int) -> str:
    """Give an hour from the beginning of December 2024 on; none is one of another row's."""
    days, hour = divmod(hours, 24)
    month = days < 31
    return f"{'2024-12' if month else '2025-01'}-{days % 31 + 1:02}T{hour:02}:30:00Z"


def opened(folder: Path, told: Told, rows: list[str], position: str) -> Case:
    folder.mkdir()
    (folder / "rows.csv").write_text("\n".join([HEADER, *rows, ""]))
    accounts = [f'[account."{name}"]\nkind = "{kind}"' for name, kind in told.kinds.items()]
    pools = f'[pools]\nbefore_2025 = "{told.rule}"\n'
    (folder / "accounts.toml").write_text("\n".join([*accounts, pools]))
    (folder / "profile.toml").write_text('time_zone = "UTC"\n')
    return open_case([folder], as_of="2025-12-31", positions={"self_custody_pool": position})


def figures(case: Case) -> dict[tuple[object, ...], tuple[int, int, int]]:
    """Give units, basis and gain of each lot sold, held or missing, however many pieces it was."""
    books = case.filed.run.books
    sums: dict[tuple[object, ...], tuple[int, int, int]] = {}

    def add(what: tuple[object, ...], *amounts: int | None) -> None:
        before = sums.get(what, (0, 0, 0))
        units, basis, gain = (one + (two or 0) for one, two in zip(before, amounts, strict=True))
        sums[what] = units, basis, gain

    for each in books.matches:
        what = each.disposal, _root(each.lot), each.basis is None, each.term
        add(what, each.quantity, each.basis, each.gain)
    for lot in books.lots:
        what = lot.account, _root(lot.lot), lot.basis is None, lot.acquired
        add(what, lot.quantity, lot.basis, 0)
    for problem in books.problems:
        if problem.code == "not-enough-lots":
            add((problem.code, problem.about), problem.units, 0, 0)
    return sums


def _root(lot: str | None) -> str | None:
    """Give a lot's name; of units that no lot was there for as pools ended, without the account."""
    return "placed" if lot is not None and lot.startswith("placed:") else lot


@pytest.mark.parametrize("position", ["per-wallet", "one"])
def test_halves_come_to_what_a_third_account_comes_to(position: str, tmp_path: Path) -> None:
    as_two = as_one = 0
    for seed in range(HOUSEHOLDS):
        told = household(seed)
        case = opened(tmp_path / f"{seed}", told, told.halves, position)
        by_hand = opened(tmp_path / f"{seed}x", told, told.by_hand, position)
        assert figures(case) == figures(by_hand), f"household {seed}"
        ids = {each.id for each in case.runs.prepared.events}
        apart = {id_ for id_ in ids if id_.endswith(":arrived")}
        as_two += len(apart)
        as_one += sum(each.startswith("w") and f"{each}:arrived" not in ids for each in ids - apart)
    assert as_two > HOUSEHOLDS
    assert as_one > HOUSEHOLDS
