"""Speed, measured in one run: rates of the fold, ratios beside a peer, and the whole main job.

    python bench/run.py [fold] [wash] [returns] [forms] [peer] [job] [check] [gains] [million]
        [statement]

Every figure is the best of several runs; ratios compare runs made in turn, so that they hold
when the machine's speed drifts.
"""

import gc
import os
import subprocess
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

from form_rows import form_rows
from harvestry.events.account import Accounts, Method
from harvestry.events.asset import Assets
from harvestry.events.event import Event
from harvestry.events.kind import Kind
from harvestry.law.load import load
from harvestry.law.positions import positions_of
from harvestry.law.regime import APPLY
from harvestry.ledger.fold import EMPTY, fold
from harvestry.ledger.rules import Rules
from harvestry.ledger.state import State
from harvestry.ledger.wash.rules import WashRules
from harvestry.reports.tax_forms.form import Options, form_8949
from harvestry.reports.tax_forms.statement import statement
from harvestry.units.days import zone
from histories import events, trades, with_losses
from incomes import returns
from statement_rows import statement as statement_rows

MILLION = 1_000_000
RETURNS = 20_000
PEER_EVENTS = 50_000
JOB_ROWS = 5_000
CHECK_ROWS = 5_000
GAINS_ROWS = 100_000
FORM_ROWS = 20_000
LOSE_OF_SALES = 0.05
LOSE_OF_EVENTS = 0.12
"""Of the sales, 42 of a hundred events: so one event in twenty sells at a loss."""


def best(job: Callable[[], object], runs: int = 3) -> float:
    """Give the seconds of the quickest of several runs."""
    times = []
    for _ in range(runs):
        gc.collect()
        begin = time.perf_counter()
        job()
        times.append(time.perf_counter() - begin)
    return min(times)


def bench_fold() -> None:
    """Fold a million events by each order, all checks on."""
    history = events(list(trades(MILLION)))
    rules = {order: Rules(Accounts(), order) for order in (Method.FIFO, Method.LIFO, Method.HIFO)}
    seconds = {order: best(lambda r=rule: fold(EMPTY, history, r)) for order, rule in rules.items()}
    state = fold(EMPTY, history, rules[Method.FIFO])
    matches = sum(1 for _ in state.matches)
    del state
    for order, took in seconds.items():
        ratio = seconds[Method.FIFO] / took
        print(f"fold {order.upper()}: {MILLION / took / 1000:,.0f} thousand events a second"
              f" ({ratio:.2f} of FIFO; {matches / MILLION:.2f} matches an event)")  # fmt: skip
    some = history[: MILLION // 10]
    gc.collect()
    tracemalloc.start()
    state = fold(EMPTY, some, rules[Method.FIFO])
    held = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    print(f"fold FIFO: {held / len(some):.0f} bytes an event held")
    del state


def bench_wash() -> None:
    """Fold ever longer histories with 5 % loss sales with the wash rule and without.

    Of a hundred sales five lose; then of a hundred events, purchases included, which is harder.
    """
    for losing_sales in (LOSE_OF_SALES, LOSE_OF_EVENTS):
        for count in (MILLION // 100, MILLION // 10, MILLION):
            _bench_wash(events(with_losses(list(trades(count)), losing_sales)))


def _bench_wash(history: list[Event]) -> None:
    rule = WashRules(APPLY, Assets(), positions_of({}), load(), zone("America/New_York"))
    with_rule, without = (Rules(Accounts(), Method.FIFO, each) for each in (rule, None))
    plain = washed = float("inf")
    for _ in range(3):  # in turn, so that the ratio holds when the machine's speed drifts
        plain = min(plain, best(lambda: fold(EMPTY, history, without), 1))
        washed = min(washed, best(lambda: fold(EMPTY, history, with_rule), 1))
    count = len(history)
    sales = sum(event.kind is Kind.SELL for event in history)
    state = fold(EMPTY, history, with_rule)
    losing, losing_then = (_losing(each) for each in (fold(EMPTY, history, without), state))
    washes = sum(1 for _ in state.washes)
    print(f"wash rule: {count:,} events, {losing / sales:.1%} of the sales at a loss, "
          f"{losing / count:.1%} of all events ({losing_then / count:.1%} once losses joined what "
          f"was bought), {washes / count:.2f} washes an event: {plain / washed:.2f} of the rate "
          f"without it, {washed / count * 1e6:.2f} microseconds an event")  # fmt: skip


def _losing(state: State) -> int:
    return len({match.event.id for match in state.matches if (match.gain or 0) < 0})


def bench_returns() -> None:
    """Compute whole federal returns of random amounts: every form, exact and as on paper."""
    from harvestry.events.taxpayer import FilingStatus
    from harvestry.tax.federal.figures import figures
    from harvestry.tax.federal.form_1040 import prepare

    law = load()
    status = list(FilingStatus)
    by_year = [figures(law, 2023 + n % 4, status[n % len(status)]) for n in range(20)]
    inputs = returns(RETURNS)
    for name, on_paper in (("exact", False), ("on paper", True)):
        took = best(
            lambda paper=on_paper: [
                prepare(each, by_year[n % len(by_year)], on_paper=paper)
                for n, each in enumerate(inputs)
            ]
        )
        print(f"returns, {name}: {RETURNS / took:,.0f} whole returns a second")


def bench_peer() -> None:
    """Fold 50,000 events beside coinbasis 0.1.0, FIFO, the same history."""
    from datetime import UTC, datetime
    from decimal import Decimal

    import coinbasis

    history = list(trades(PEER_EVENTS))
    ours = events(history)
    kinds = {True: coinbasis.Buy, False: coinbasis.Sell}
    theirs = coinbasis.Portfolio.from_transactions(
        [
            kinds[each.buys](
                timestamp=datetime.fromtimestamp(each.second, UTC),
                wallet=each.account,
                asset=each.asset,
                quantity=Decimal(each.units).scaleb(-8),
                unit_price=Decimal(each.cents) / 100 / Decimal(each.units).scaleb(-8),
                fee=Decimal(each.fee_cents) / 100,
            )
            for each in history
        ]
    )
    rules = Rules(Accounts(), Method.FIFO)
    turns = []
    for _ in range(5):
        peer = best(lambda: theirs.realized_gains(coinbasis.CostBasisMethod.FIFO), 2)
        turns.append((peer, best(lambda: fold(EMPTY, ours, rules), 2)))
    ratios = [peer / own for peer, own in turns]
    quickest = min(peer for peer, _ in turns) / min(own for _, own in turns)
    gain = sum(match.gain or 0 for match in fold(EMPTY, ours, rules).matches)
    peer_gain = sum(each.gain for each in theirs.realized_gains(coinbasis.CostBasisMethod.FIFO))
    print(f"coinbasis 0.1.0 on {PEER_EVENTS:,} events: {quickest:.1f} times our time by the best "
          f"of each, {min(ratios):.1f} to {max(ratios):.1f} turn by turn; total gain "
          f"{float(peer_gain):,.2f} and {gain / 10**18:,.2f}")  # fmt: skip


def bench_forms() -> None:
    """Lay out a year of Form 8949 and draw it as a statement."""
    rows = form_rows(FORM_ROWS)
    laid_out = form_8949(rows, Assets(), load(), 2025, Options())
    layout = best(lambda: form_8949(rows, Assets(), load(), 2025, Options()))
    drawing = best(lambda: statement(laid_out, ("Bench.",)), runs=2)
    print(f"Form 8949, {FORM_ROWS:,} rows: laid out in {layout:.1f} s, drawn as a PDF statement in"
          f" {drawing:.1f} s")  # fmt: skip


def bench_job() -> None:
    """The whole main job on 5,000 rows of real-format files: from start to workbook."""
    from harvestry.sample.household import write_household

    with tempfile.TemporaryDirectory() as folder:
        write_household(Path(folder), rows=JOB_ROWS)
        _time_job(f"main job, {JOB_ROWS:,} rows", Path(folder), runs=3)


def bench_gains() -> None:
    """The gains of a year under current law, the total with all coins covered beside them."""
    with tempfile.TemporaryDirectory() as folder:
        _write_rows(Path(folder), GAINS_ROWS)
        told = _time_command(["gains", folder, "--year", "2026"], runs=1)
        print(f"gains, {GAINS_ROWS:,} rows, the other regime beside: {told}")


def bench_check() -> None:
    """What is at stake where the older fifth of 5,000 rows is missing, so that lots lack."""
    from harvestry.sample.many_rows import many_rows

    with tempfile.TemporaryDirectory() as folder:
        header, *rows = many_rows(CHECK_ROWS * 5 // 4)
        (Path(folder) / "rows.csv").write_text("".join([header, *rows[-CHECK_ROWS:]]))
        (Path(folder) / "prices.csv").write_text(_PRICES)
        (Path(folder) / "profile.toml").write_text(_PROFILE)
        told = _time_command(["check", folder], runs=1)
        print(f"check, {CHECK_ROWS:,} rows, lots lacking, what is at stake: {told}")


def bench_million() -> None:
    """The whole main job on a million rows of Harvestry CSV."""
    with tempfile.TemporaryDirectory() as folder:
        _write_rows(Path(folder), MILLION)
        _time_job(f"main job, {MILLION:,} rows", Path(folder), runs=1)


def _write_rows(folder: Path, count: int) -> None:
    from harvestry.sample.many_rows import many_rows

    with (folder / "rows.csv").open("w") as file:
        file.writelines(many_rows(count))
    (folder / "prices.csv").write_text(_PRICES)


def bench_statement() -> None:
    """Read a million rows of a Binance statement, whose trades are told by their second alone."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "binance.csv"
        with path.open("w") as file:
            file.writelines(statement_rows(MILLION))
        code = (
            "import pathlib, resource, sys, time\n"
            "from harvestry.events.account import Accounts\n"
            "from harvestry.sources.reading import read_files\n"
            "begin = time.process_time()\n"
            "read = read_files([pathlib.Path(sys.argv[1])], Accounts())\n"
            "(receipt,) = read.receipts\n"
            "assert receipt.rows_problem == 0\n"
            "print(receipt.rows_read, len(read.events), time.process_time() - begin,\n"
            "      resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)\n"
        )
        done = subprocess.run(
            [sys.executable, "-c", code, path], capture_output=True, text=True, check=True
        )
    rows, found, seconds, megabytes = done.stdout.split()
    print(
        f"Binance statement, {int(rows):,} rows to {int(found):,} events: "
        f"{float(seconds):.1f} s of CPU, {float(megabytes):.0f} MB"
    )


_PRICES = "date,asset,close_usd\n" + "".join(
    f"2026-11-22,{asset},{price}\n"
    for asset, price in {
        "BTC": 35_000,
        "ETH": 2_100,
        "SOL": 80,
        "ADA": "0.40",
        "LINK": 12,
        "DOGE": "0.10",
        "LTC": 70,
        "XLM": "0.18",
    }.items()
)

_YEAR = '[year.{}]\nfiling_status = "single"\nwages = "100000"\n'
_PROFILE = f'{_YEAR.format(2023)}carryover_short = "0"\ncarryover_long = "0"\n' + "".join(
    _YEAR.format(year) for year in (2024, 2025, 2026)
)


def _time_job(name: str, folder: Path, runs: int) -> None:
    plan = folder / "plan.xlsx"
    told = _time_command(["harvest", str(folder), "--out", str(plan)], runs)
    print(f"{name}: {told}, workbook {plan.stat().st_size / 1024:,.0f} kB")


def _time_command(words: list[str], runs: int) -> str:
    """Run a command of the program; say the least of its seconds, and the memory it took."""
    command = [sys.executable, "-m", "harvestry", *words, "--as-of", "2026-11-22"]
    # As on a user's machine: compiled modules are kept between runs.
    keeps = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    walls, busy, peak = [], [], 0
    for _ in range(runs):
        begin = time.perf_counter()
        with subprocess.Popen(
            command, env=keeps, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as running:
            _, status, used = os.wait4(running.pid, 0)
            running.returncode = os.waitstatus_to_exitcode(status)
        assert running.returncode in {0, 1}, f"{words[0]} was not done"
        walls.append(time.perf_counter() - begin)
        busy.append(used.ru_utime + used.ru_stime)
        peak = max(peak, used.ru_maxrss)
    return f"{min(walls):.2f} s ({min(busy):.2f} s of a processor), peak {peak / 1024:,.0f} MB"


ALL = {
    "fold": bench_fold,
    "wash": bench_wash,
    "returns": bench_returns,
    "forms": bench_forms,
    "peer": bench_peer,
    "job": bench_job,
    "check": bench_check,
    "gains": bench_gains,
    "million": bench_million,
    "statement": bench_statement,
}

if __name__ == "__main__":
    for name in sys.argv[1:] or ALL:
        ALL[name]()
