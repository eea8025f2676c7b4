"""Ask the oracles anew, compare, and write the recorded files again (`make oracle`).

Fails, with the first differences, where a figure is more than a cent from ours and no named
reading (differences.md) says why.
"""

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from oracles.comparing import ORACLES, Compared, Oracle, compare
from oracles.drawing import drawn_returns
from oracles.recording import Recorded, read_figures, write

HERE = Path(__file__).parent
APART = HERE.parents[1] / ".oracle"
SHOWN = 5


def ask(oracle: Oracle) -> tuple[str, list[Recorded]]:
    """Give the oracle's name with version, and its figures of every return it knows."""
    script = HERE / f"{oracle.name}_figures.py"
    given = [oracle.seed, oracle.draws, *oracle.years]
    command = [APART / "bin" / "python", script, *map(str, given)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    name, figures = read_figures(done.stdout.splitlines())
    returns = drawn_returns(oracle.seed, oracle.draws, oracle.years)
    return name, [
        Recorded(oracle.sees(drawn), figures[drawn.number])
        for drawn in returns
        if drawn.number in figures
    ]


def say(name: str, many: int, found: Compared) -> None:
    """Print what was found."""
    print(f"{name}: {many:,} returns, {found.same:,} the same to the cent,"
          f" {len(found.differ):,} differ without a named reason")  # fmt: skip
    for reading, met in found.by_reading.items():
        print(f"  {len(met):,} differ by: {reading}")
    for drawn, figures in found.differ[:SHOWN]:
        print(f"  {drawn}\n    ours (10**-18), theirs (10**-4): {figures}")


def kept(oracle: Oracle, recorded: list[Recorded], found: Compared) -> list[Recorded]:
    """Give the returns to record: the first ones, and some that meet each reading."""
    met = {each.drawn.number for many in found.by_reading.values() for each in many[:SHOWN]}
    return recorded[: oracle.keeps] + [
        each for each in recorded[oracle.keeps :] if each.drawn.number in met
    ]


def main() -> int:
    """Ask every oracle."""
    failed = 0
    today = datetime.now(UTC).date()
    for oracle in ORACLES:
        name, recorded = ask(oracle)
        found = compare(oracle, recorded)
        say(name, len(recorded), found)
        failed += len(found.differ)
        about = (
            f"Returns drawn by tests/oracles/drawing.py, seed {oracle.seed}; cents.",
            f"its ...: what {name} made of them on {today}; ten-thousandths of a dollar.",
            "Written by make oracle.",
        )
        write(oracle.name, about, kept(oracle, recorded, found))
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
