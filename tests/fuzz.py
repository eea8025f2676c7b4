"""Random histories without end: the fold against the oracle, on all cores, resumable.

    python tests/fuzz.py [--wash] [--count 100000] [--seed N] [--no-resume | --resume]

Every seed is a history; each is matched by the orders in force and by all four re-matches, and
folded in two parts. With `--wash` the histories are those around the wash-sale rule. Where a run
stopped is kept in `.fuzz/`; the next one goes on from there, and once its count is reached takes
the seeds that follow. The first failure is cut down to the smallest history that still fails,
printed, and ends the run with exit code 1.
"""

import argparse
import json
import os
import signal
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from pathlib import Path
from time import monotonic
from typing import NamedTuple

from properties import comparing, wash_comparing
from properties.comparing import REMATCHES, told
from properties.engine import the_engine
from properties.lives import life
from properties.pooled_lives import pooled_life
from properties.wash_engine import the_wash_engine
from properties.wash_lives import wash_life

KEPT = Path(__file__).resolve().parent.parent / ".fuzz"
FIRST_SEED = 1_000_000
"""Past those `make test` and `make slow` use."""
BATCH = 250
NEWS_EVERY = 5.0


class Outcome(NamedTuple):
    """What came of one batch: how many rows it had, and the first failure in words."""

    end: int
    rows: int
    failure: str | None


def try_batch(begin: int, end: int) -> Outcome:
    """Try the seeds from `begin` up to but not including `end`."""
    engine = the_engine()
    rows = 0
    for seed in range(begin, end):
        # Every third is a household of several owners around the end of universal pools.
        pooled = seed % 3 == 0
        lived = pooled_life(seed) if pooled else life(seed)
        orders = (None,) if pooled else REMATCHES
        rows += len(lived.rows)
        if comparing.first_difference(engine, lived, orders) is not None:
            return Outcome(end, rows, comparing.report(engine, seed, lived, orders))
        if comparing.cannot_be_continued(engine, lived):
            return Outcome(end, rows, two_parts(seed, told(lived)))
    return Outcome(end, rows, None)


def try_wash_batch(begin: int, end: int) -> Outcome:
    """Try the seeds from `begin` up to but not including `end`, with the wash-sale rule."""
    engine = the_wash_engine()
    rows = 0
    for seed in range(begin, end):
        lived = wash_life(seed)
        rows += len(lived.rows)
        if wash_comparing.first_difference(engine, lived) is not None:
            return Outcome(end, rows, wash_comparing.report(engine, seed, lived))
        if wash_comparing.cannot_be_continued(engine, lived):
            return Outcome(end, rows, two_parts(seed, told(lived.life)))
    return Outcome(end, rows, None)


def two_parts(seed: int, history: str) -> str:
    return f"seed {seed} comes out differently when folded in two parts:\n{history}"


def outcomes(begin: int, end: int, trying: Callable[[int, int], Outcome]) -> Iterator[Outcome]:
    """Try all batches on all cores and give their outcomes in order of the seeds."""
    workers = os.cpu_count() or 1
    bounds = ((n, min(n + BATCH, end)) for n in range(begin, end, BATCH))
    with ProcessPoolExecutor(workers, initializer=leave_interrupts) as pool:
        waiting = [pool.submit(trying, *bound) for bound in islice(bounds, 3 * workers)]
        try:
            while waiting:
                yield waiting.pop(0).result()
                waiting += [pool.submit(trying, *bound) for bound in islice(bounds, 1)]
        finally:
            pool.shutdown(cancel_futures=True)


def leave_interrupts() -> None:
    """Leave it to the parent to stop on control-C."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def say(text: str) -> None:
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def main() -> int:
    """Run, and tell how it went."""
    parser = argparse.ArgumentParser(description="random histories against the oracle")
    parser.add_argument("--count", type=int, default=100_000, help="how many histories")
    parser.add_argument("--seed", type=int, default=FIRST_SEED, help="the first seed")
    parser.add_argument(
        "--resume",
        action=argparse.BooleanOptionalAction,
        default=True,
        help="go on where the last run from this seed stopped",
    )
    parser.add_argument("--wash", action="store_true", help="histories around wash sales")
    options = parser.parse_args()
    trying = try_wash_batch if options.wash else try_batch
    kept = KEPT / f"{'wash-' if options.wash else ''}from-{options.seed}.json"
    begin, end = options.seed, options.seed + options.count
    if options.resume and kept.exists():
        progress = json.loads(kept.read_text(encoding="utf-8"))
        begin, end = progress["next"], progress["until"]
        if begin >= end:
            end = begin + options.count
        say(f"going on from seed {begin}")
    KEPT.mkdir(exist_ok=True)
    started = told_at = monotonic()
    rows = 0
    for outcome in outcomes(begin, end, trying):
        if outcome.failure is not None:
            sys.stdout.write(outcome.failure + "\n")
            return 1
        rows += outcome.rows
        kept.write_text(json.dumps({"next": outcome.end, "until": end}), encoding="utf-8")
        if monotonic() - told_at > NEWS_EVERY:
            told_at = monotonic()
            done = outcome.end - begin
            say(f"{done:,} of {end - begin:,}, {done / (told_at - started):,.0f} a second")
    took = max(monotonic() - started, 1e-9)
    done = end - begin
    sys.stdout.write(
        f"{done:,} histories of {rows:,} events, each matched {len(REMATCHES)} ways, seeds {begin} "
        f"to {end - 1}: no difference; {done / took:,.0f} histories a second\n"
    )
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        say("stopped; run it again to go on from here")
        sys.exit(130)
