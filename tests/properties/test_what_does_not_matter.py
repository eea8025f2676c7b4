"""What must not matter in any history: the order of rows, names, sizes, stops on the way.

None of this asks the oracle: it is about the fold against itself (docs/spec/lots.md section 10 and
beyond).
"""

from collections.abc import Mapping
from typing import Any

import pytest

from properties.amounts import coins, units_of
from properties.comparing import REMATCHES
from properties.engine import Engine, Plain, plain_lot, the_engine
from properties.folded_lives import KNOWN_KINDS, SEEDS, changed, folded, known, lives, of_one_basis
from properties.lives import dice
from properties.rows import Life, Row
from properties.scenes import METHODS

QUANTITY_COLUMNS = ("quantity", "fee_quantity", "got_quantity")


def written(state: Any) -> tuple[Any, ...]:
    """Give all that a state says, so that two states can be compared."""
    pools = {
        side: {
            key: (
                pool.received,
                pool.given,
                pool.received_basis,
                pool.given_basis,
                [(lot.piece, plain_lot(lot)) for lot in pool],
            )
            for key, pool in getattr(state, side).items()
        }
        for side in ("pools", "shorts")
    }
    kept = (state.matches, state.moves, state.departures, state.income, state.results)
    problems = sorted(str(problem) for problem in state.problems)
    return pools, dict(state.numbers), [list(kind) for kind in kept], problems, state.last


def without(told: Life, *columns: str) -> Life:
    rows = [{name: text for name, text in row.items() if name not in columns} for row in told.rows]
    return Life(rows, told.accounts)


@pytest.mark.parametrize("rematch", REMATCHES)
def test_a_fold_can_be_continued_from_any_instant(rematch: str | None) -> None:
    engine = the_engine()
    for seed, told in lives():
        chance = dice(seed)
        accounts = engine.accounts(told.accounts)
        rules = engine.rules(accounts, rematch)
        events = engine.in_order(engine.events(told.rows, accounts))
        times = sorted({event.time for event in events})
        whole = written(engine.fold(engine.empty, events, rules))
        for _ in range(3):
            cut = chance.choice(times)
            before = [event for event in events if event.time < cut]
            after = [event for event in events if event.time >= cut]
            early = engine.fold(engine.empty, before, rules)
            as_it_was = written(early)
            first, second = engine.fold(early, after, rules), engine.fold(early, after, rules)
            assert written(first) == whole, (seed, cut)
            assert written(second) == whole, (seed, cut)
            assert written(early) == as_it_was, (seed, cut)


def test_the_order_of_rows_never_matters() -> None:
    engine = the_engine()
    for seed, told in lives():
        expected = written(folded(engine, told))
        rows = list(told.rows)
        for _ in range(3):
            dice(seed).shuffle(rows)
            assert written(folded(engine, Life(rows, told.accounts))) == expected, seed


def test_names_of_assets_and_accounts_never_matter() -> None:
    engine = the_engine()
    for seed, told in lives():
        assets = {row[column] for row in told.rows for column in ASSET_COLUMNS if column in row}
        places = {row[column] for row in told.rows for column in PLACE_COLUMNS if column in row}
        for new_name in (f"kept order {'{}'}".format, turned_round):
            names = {name: new_name(name) for name in assets | places}
            other = Life(
                [renamed_row(row, names) for row in told.rows],
                {names.get(name, name): dict(said) for name, said in told.accounts.items()},
            )
            for rematch in REMATCHES:
                expected = renamed(engine.run(told.rows, told.accounts, rematch), names)
                assert engine.run(other.rows, other.accounts, rematch) == expected, seed


ASSET_COLUMNS = ("asset", "got_asset", "fee_asset")
PLACE_COLUMNS = ("account", "to_account")


def turned_round(name: str) -> str:
    """Give a name that sorts the other way round."""
    return "".join(chr(0x1000 - ord(letter)) for letter in name)


def renamed_row(row: Row, names: Mapping[str, str]) -> Row:
    new = dict(row)
    for column in (*ASSET_COLUMNS, *PLACE_COLUMNS):
        if column in new:
            new[column] = names[new[column]]
    return new


def renamed(plain: Plain, names: Mapping[str, str]) -> Plain:
    new = Plain(income=plain.income, results=plain.results, problems=plain.problems)
    new.closed = plain.closed
    for kind in ("matches", "moves", "departures"):
        getattr(new, kind).update(
            {
                event: [(names[asset], *rest) for asset, *rest in records]
                for event, records in getattr(plain, kind).items()
            }
        )
    for (account, asset, piece), lots in plain.open_lots.items():
        new.open_lots[names[account], names[asset], piece] = lots
    return new


@pytest.mark.parametrize("power", [1, 6])
def test_ten_times_the_units_at_a_tenth_of_the_price_are_the_same_dollars(power: int) -> None:
    engine = the_engine()
    times = 10**power

    def more(text: str) -> str:
        return coins(units_of(text) * times)

    def scaled(row: Row) -> Row:
        for column in QUANTITY_COLUMNS:
            if column in row:
                row[column] = more(row[column])
        if "lots" in row:
            parts = [part.rpartition(":") for part in row["lots"].split(";")]
            row["lots"] = ";".join(f"{name}:{more(part)}" for name, _, part in parts)
        return row

    for seed, told in lives():
        other = changed(told, scaled)
        for rematch in REMATCHES:
            expected = multiplied(engine.run(told.rows, told.accounts, rematch), times)
            assert engine.run(other.rows, other.accounts, rematch) == expected, (seed, rematch)


QUANTITY_OF = {"matches": 3, "moves": 4, "departures": 3, "closed": 1, "open_lots": 1}
"""Where the quantity stands in a plain record."""


def multiplied(plain: Plain, times: int) -> Plain:
    new = Plain(income=plain.income, results=plain.results, problems=plain.problems)
    for kind, column in QUANTITY_OF.items():
        getattr(new, kind).update(
            {
                key: [
                    (*record[:column], record[column] * times, *record[column + 1 :])
                    for record in records
                ]
                for key, records in getattr(plain, kind).items()
            }
        )
    return new


def sold_out(engine: Engine, told: Life, proceeds: str) -> Life | None:
    """Add the sale of all that is left; `None` if more was given up than was held.

    All of an asset is sold for `proceeds`, wherever it is.
    """
    state = folded(engine, told)
    if any(problem.code == "not-enough-lots" for problem in state.problems):
        return None
    rows, paid = list(told.rows), set()
    for account, asset in sorted(state.pools):
        left = state.pools[account, asset].held
        if left:
            rows.append(
                {
                    "time": "2060-01-01T00:00:00Z",
                    "account": account,
                    "kind": "sell",
                    "asset": asset,
                    "quantity": coins(left),
                    "id": f"last {len(rows)}",
                    "usd": "0" if asset in paid else proceeds,
                }
            )
            paid.add(asset)
    return Life(rows, told.accounts)


def totals(engine: Engine, told: Life, rematch: str | None) -> tuple[int, int]:
    """Give the units given up and the gain, both in all."""
    state = folded(engine, told, rematch)
    assert not any(pool.held for pool in state.pools.values())
    matches = list(state.matches)
    return sum(match.quantity for match in matches), sum(match.gain for match in matches)


def test_once_all_is_sold_every_order_comes_to_the_same_gain() -> None:
    engine = the_engine()
    tried = 0
    for seed, mixed in lives(KNOWN_KINDS):
        told = sold_out(engine, known(mixed), "1000.01")
        if told is None:
            continue
        tried += 1
        expected = totals(engine, told, "fifo")
        for rematch in (None, "lifo", "hifo", "specific"):
            assert totals(engine, told, rematch) == expected, (seed, rematch)
    assert tried > len(SEEDS) // 3


def test_moving_without_a_fee_changes_no_gain_once_all_is_sold() -> None:
    engine = the_engine()
    kinds = {"buy": 5, "income": 1, "transfer": 4, "chain": 2}
    tried = 0
    for seed, mixed in lives(kinds):
        told = without(known(mixed), "fee_asset", "fee_quantity", "fee_usd")
        at_rest = Life([row for row in told.rows if row["kind"] != "transfer"], told.accounts)
        moved, unmoved = (sold_out(engine, each, "777.77") for each in (told, at_rest))
        if moved is None or unmoved is None:
            continue
        tried += moved != unmoved
        for rematch in METHODS:
            assert totals(engine, moved, rematch) == totals(engine, unmoved, rematch), seed
    assert tried > len(SEEDS) // 3


def test_a_sale_made_in_two_parts_takes_the_same_lots_and_basis() -> None:
    engine = the_engine()
    tried = 0
    for seed, mixed in lives():
        told = of_one_basis(mixed)
        sales = [
            row
            for row in told.rows
            if row["kind"] in ("sell", "spend")
            and units_of(row["quantity"]) > 1
            and not {"lots", "fee_asset", "fee_usd"} & row.keys()
        ]
        if not sales:
            continue
        tried += 1
        sale = dice(seed).choice(sales)
        quantity = units_of(sale["quantity"])
        first = dice(seed).randint(1, quantity - 1)
        parts = [
            {**sale, "quantity": coins(first)},
            {**sale, "quantity": coins(quantity - first), "id": sale["id"] + "~"},
        ]
        split = Life([row for row in told.rows if row is not sale] + parts, told.accounts)
        for rematch in REMATCHES:
            one = engine.run(told.rows, told.accounts, rematch)
            two = engine.run(split.rows, split.accounts, rematch)
            at_once = by_piece(one.matches.pop(sale["id"]))
            in_parts = two.matches.pop(sale["id"]) + two.matches.pop(sale["id"] + "~")
            assert by_piece(in_parts) == at_once, (seed, rematch)
            assert two.matches == one.matches, (seed, rematch)
            assert two.open_lots == one.open_lots, (seed, rematch)
    assert tried > len(SEEDS) // 3


def by_piece(matches: list[tuple[Any, ...]]) -> dict[str | None, tuple[int, int | None]]:
    """Give the units and the basis taken from each piece."""
    found: dict[str | None, tuple[int, int | None]] = {}
    for match in matches:
        piece, quantity, basis = match[2], match[3], match[9]
        before, carried = found.get(piece, (0, None if basis is None else 0))
        found[piece] = before + quantity, None if basis is None else carried + basis
    return found
