"""Random lives as journals: beancount and hledger take every one of them."""

import shutil
import subprocess
from collections.abc import Callable

import pytest
from beancount import loader

from harvestry.ledger.books import Books
from harvestry.reports.journals.beancount import beancount_journal
from harvestry.reports.journals.hledger import hledger_journal
from harvestry.reports.journals.posting import Entry
from journals.telling import life_in_pools, plain_life, transactions, washed_life
from properties.lives import FULL_SIZE

LIVES = 2000 if FULL_SIZE else 120
Told = Callable[[int], tuple[tuple[Entry, ...], Books]]
KINDS = pytest.mark.parametrize("told", [plain_life, life_in_pools, washed_life])


def journal(entries: tuple[Entry, ...]) -> str:
    return "\n".join(beancount_journal(entries, (), 0)) + "\n"


@KINDS
def test_beancount_finds_nothing_wrong_and_every_closing_balance_right(told: Told) -> None:
    for seed in range(LIVES):
        list(transactions(journal(told(seed)[0])))


def test_a_cut_that_rounds_up_leaves_no_lot_with_less_than_no_cost() -> None:
    """A life in which a dust of basis was cut twice: beancount refuses a negative cost."""
    list(transactions(journal(washed_life(2594)[0])))


@KINDS
def test_every_entry_balances_to_the_last_unit(told: Told) -> None:
    for seed in range(LIVES):
        assert [entry for entry in told(seed)[0] if entry.rest] == []


@pytest.mark.skipif(shutil.which("hledger") is None, reason="hledger is not installed here")
@KINDS
def test_hledger_finds_nothing_wrong_and_every_closing_balance_right(told: Told) -> None:
    for seed in range(LIVES // 10):
        text = "\n".join(hledger_journal(told(seed)[0], (), 0)) + "\n"
        done = subprocess.run(
            ["hledger", "-f-", "check"], input=text, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"life {seed}: {done.stderr}"


def test_a_journal_that_lost_a_unit_is_found_out() -> None:
    """What the tests above rest on: beancount does look."""
    text = journal(plain_life(1)[0])
    closing = text.index(" balance ")
    number = text.index("  ", closing) + 2
    _, errors, _ = loader.load_string(text[:number] + "1" + text[number:])
    assert any("Balance failed" in each.message for each in errors)
