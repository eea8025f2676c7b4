"""A mutant on trial: the random lives beside the oracle first, then the tests told by hand.

Each is tried in a process of its own, with limits of time and memory: what does not end is caught.
"""

import contextlib
import multiprocessing
import os
import resource
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from oracle.naive_pools import match
from oracle.naive_wash_words import TooManyPiecesError
from planted.mutants import Mutant
from properties import comparing, wash_comparing
from properties.comparing import REMATCHES, plain_of
from properties.engine import Engine, Plain, modules_with, program_with
from properties.lives import life
from properties.pooled_lives import pooled_life
from properties.rows import Life
from properties.wash_comparing import oracle_books, wash_plain_of
from properties.wash_engine import WASH_MODULES, WashEngine
from properties.wash_lives import WashLife, wash_life

TESTS = Path(__file__).resolve().parent.parent
BY_HAND = (
    "ledger",
    "oracle/test_published_examples.py",
    "oracle/test_settled_shapes.py",
    "oracle/test_pools_by_hand.py",
    "oracle/test_short_differential.py",
    "oracle/test_pooled_differential.py::test_a_history_cut_in_stretches_is_whole_and_no_instant_is_cut",
    "tax/test_orders_of_unknown_basis.py",
    "harvest",
    "published",
    "pipeline",
    "positions",
    "library",
    "events",
    "properties/test_small_histories.py",
    "reports/test_washed_gains.py",
    "explain/test_washed_losses.py",
    "faces/test_wash_sales.py",
)
"""What a mutant faces that the lives let go: quick, and nearly all with figures told by hand."""
LIVES = 130
LIVES_SECONDS = 12
SECONDS = 60
"""Of computing; where nothing is wrong the lives take some two, and all some ten."""
MEMORY = 3 << 29

CAUGHT_BY_LIVES = "caught by the lives"
CAUGHT_BY_HAND = "caught by hand"
DOES_NOT_END = "does not end"
SURVIVED = "survived"
CODES = {0: SURVIVED, 3: CAUGHT_BY_LIVES, 4: CAUGHT_BY_HAND}


class Lived(NamedTuple):
    """A life, and what the oracle makes of it."""

    life: Life | WashLife
    rematch: str | None
    expected: Plain


def try_out(mutant: Mutant, many: int = LIVES) -> str:
    """Give what became of a mutant that meets so many lives of each kind."""
    process = multiprocessing.get_context("fork").Process(target=_trial, args=(mutant, many))
    process.start()
    process.join(5 * SECONDS)
    if process.is_alive():
        process.kill()
        process.join()
    return CODES.get(process.exitcode or 0, DOES_NOT_END)


def _trial(mutant: Mutant, many: int) -> None:
    seconds = LIVES_SECONDS * many // LIVES
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    with Path(os.devnull).open("w") as nowhere:
        for stream in (1, 2):
            os.dup2(nowhere.fileno(), stream)
    sources = {f"harvestry.{mutant.module}": mutant.text}
    if _lives_differ(sources, many):
        os._exit(3)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds + SECONDS, seconds + SECONDS))
    os._exit(4 if _tests_fail(sources) else 0)


def _lives_differ(sources: dict[str, str], many: int) -> bool:
    try:
        modules = modules_with(sources, WASH_MODULES)
        plain, wash = Engine(modules), WashEngine(modules)
        return any(_differs(plain, wash, each) for each in lives(many))
    except Exception:  # noqa: BLE001 - whatever is raised is the finding
        return True


def _differs(plain: Engine, wash: WashEngine, lived: Lived) -> bool:
    told, rematch, expected = lived
    once = rematch is None
    if isinstance(told, WashLife):
        if wash.wash_plain(wash.folded(told, rematch)) != expected:
            return True
        return once and wash_comparing.cannot_be_continued(wash, told)
    if plain.run(told.rows, told.accounts, rematch, told.household) != expected:
        return True
    return once and comparing.cannot_be_continued(plain, told)


def _tests_fail(sources: dict[str, str]) -> bool:
    for name, module in list(sys.modules.items()):
        is_ours = str(getattr(module, "__file__", None) or "").startswith(str(TESTS))
        if is_ours and name != "__main__":
            del sys.modules[name]
    paths = [str(TESTS / each) for each in BY_HAND]
    with program_with(sources):
        return pytest.main(["-x", "-q", "-p", "no:cacheprovider", *paths]) != 0


@cache
def lives(many: int) -> list[Lived]:
    """Give the lives a mutant faces, those of every kind in turn."""
    return [each for seed in range(many) for each in _lives_of(seed)]


def _lives_of(seed: int) -> Iterator[Lived]:
    orders = (None,) if seed % 8 else REMATCHES
    lived, pooled, wash = life(seed), pooled_life(seed), wash_life(seed)
    for order in orders:
        yield Lived(lived, order, plain_of(match(lived.rows, lived.accounts, order)))
        with contextlib.suppress(TooManyPiecesError):
            yield Lived(wash, order, wash_plain_of(oracle_books(wash, order)))
    books = match(pooled.rows, pooled.accounts, None, pooled.household)
    yield Lived(pooled, None, plain_of(books))
