"""Mutants of the ledger: is there a test that notices each small change? Resumable.

    python tests/mutation.py [--share 0.1] [--seed 1] [--only washing,pool] [--again] [--lives 130]
                             [--jobs 1]

A mutant is a module of src/harvestry/ledger with one operator, number or statement changed; none
is ever written to a file. Each meets the random lives beside the oracle, then the tests told by
hand (tests/planted/trying.py). What came of it is kept in `.mutation/` as long as its module stays
as it is, so a run goes on where the last one stopped, and tells of all that were tried so far.
`--again` tries their survivors once more. The survivors that are known, and why they do no harm,
stand in docs/mutation.md.
"""

import argparse
import hashlib
import json
import math
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from planted.mutants import Mutant, mutants_of, signatures_of
from planted.trying import LIVES, SURVIVED, lives, try_out

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = ROOT / "src" / "harvestry"
KEPT = ROOT / ".mutation" / "tried.jsonl"


def all_mutants(only: Iterable[str]) -> dict[str, list[Mutant]]:
    """Give the mutants of each module of the ledger."""
    signatures = signatures_of(
        path.read_text(encoding="utf-8")
        for room in ("ledger", "units")
        for path in (PROGRAM / room).rglob("*.py")
    )
    wanted = set(only)
    modules = {
        ".".join(path.relative_to(PROGRAM).with_suffix("").parts): path
        for path in sorted((PROGRAM / "ledger").rglob("*.py"))
    }
    return {
        name: list(mutants_of(name, path.read_text(encoding="utf-8"), signatures))
        for name, path in modules.items()
        if not wanted or name.removeprefix("ledger.") in wanted
    }


def sample_of(mutants: Mapping[str, list[Mutant]], share: float, seed: int) -> list[Mutant]:
    """Choose a share of the mutants of every module, and mix them."""
    chance = random.Random(seed)  # noqa: S311 - a sample, no secret
    chosen: list[Mutant] = []
    for name in sorted(mutants):
        mine = list(mutants[name])
        chance.shuffle(mine)
        chosen += mine[: math.ceil(share * len(mine))]
    chance.shuffle(chosen)
    return chosen


def key_of(mutant: Mutant) -> str:
    return hashlib.sha256(f"{mutant.module}\n{mutant.text}".encode()).hexdigest()


def tried_before() -> dict[str, str]:
    """Give what came of the mutants that were tried, by key."""
    if not KEPT.exists():
        return {}
    lines = KEPT.read_text(encoding="utf-8").splitlines()
    return {each["key"]: each["came"] for each in map(json.loads, lines)}


def try_all(waiting: list[Mutant], many: int, jobs: int) -> None:
    """Try mutants, some at a time, and keep what came of each."""
    KEPT.parent.mkdir(exist_ok=True)
    lives(many)  # worked out once, here; the processes of the trials find them there
    pool = ThreadPoolExecutor(jobs)
    came_of = pool.map(partial(try_out, many=many), waiting)
    try:
        for n, (mutant, came) in enumerate(zip(waiting, came_of, strict=True), start=1):
            line = {"key": key_of(mutant), "came": came, "name": mutant.name}
            with KEPT.open("a", encoding="utf-8") as kept:
                kept.write(json.dumps(line) + "\n")
            sys.stderr.write(f"{n}/{len(waiting)} {came}: {mutant.name}\n")
    finally:
        pool.shutdown(cancel_futures=True)


def tell(chosen: list[Mutant], tried: Mapping[str, str]) -> None:
    """Print what came of mutants, by module, and every survivor."""
    by_module: dict[str, Counter[str]] = defaultdict(Counter)
    survivors = []
    for mutant in chosen:
        came = tried[key_of(mutant)]
        by_module[mutant.module][came] += 1
        if came == SURVIVED:
            survivors.append(mutant.name)
    survivors.sort()
    lines = [f"{'module':28} {'tried':>6} {'caught':>7} {'survived':>9}"]
    for module, came_of in sorted(by_module.items()):
        left, number = came_of[SURVIVED], came_of.total()
        lines.append(f"{module:28} {number:6} {number - left:7} {left:9}")
    number = len(chosen)
    caught = number - len(survivors)
    lines.append(
        f"{'all':28} {number:6} {caught:7} {len(survivors):9}  {caught / number:.1%} caught"
    )
    sys.stdout.write("\n".join([*lines, "", *survivors, ""]))


def main() -> int:
    """Run, and tell how it went."""
    parser = argparse.ArgumentParser(description="mutants of the ledger against its tests")
    parser.add_argument("--share", type=float, default=0.1, help="how much of all mutants to try")
    parser.add_argument("--seed", type=int, default=1, help="which sample")
    parser.add_argument("--only", default="", help="modules, with commas between")
    parser.add_argument("--again", action="store_true", help="try survivors once more")
    parser.add_argument("--lives", type=int, default=LIVES, help="how many lives of each kind")
    parser.add_argument("--jobs", type=int, default=1, help="how many to try at a time")
    options = parser.parse_args()
    by_module = all_mutants(filter(None, options.only.split(",")))
    every = [mutant for mutants in by_module.values() for mutant in mutants]
    tried = tried_before()
    chosen = sample_of(by_module, options.share, options.seed)
    waiting = [mutant for mutant in chosen if key_of(mutant) not in tried]
    if options.again:
        waiting += [mutant for mutant in every if tried.get(key_of(mutant)) == SURVIVED]
    sys.stderr.write(f"{len(waiting)} of {len(every)} mutants\n")
    try_all(waiting, options.lives, options.jobs)
    tried = tried_before()
    tell([mutant for mutant in every if key_of(mutant) in tried], tried)
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.stderr.write("stopped; run it again to go on from here\n")
        sys.exit(130)
