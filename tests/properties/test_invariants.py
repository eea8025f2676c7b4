"""What holds of every history, whatever is in it (docs/spec/lots.md section 10 and beyond).

None of this asks the oracle: it is about the fold against itself and against plain addition.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import Any

import pytest

from harvestry.ledger.books import books_of
from properties.amounts import coins, units_of
from properties.engine import Engine, Plain, is_cover, plain_lot, the_engine
from properties.lives import FULL_SIZE, KINDS, dice, life
from properties.rows import Life, Row
from properties.scenes import METHODS

SEEDS = range(2000 if FULL_SIZE else 150)
REMATCHES = (None, *METHODS)
QUANTITY_COLUMNS = ("quantity", "fee_quantity", "got_quantity")
KNOWN_KINDS = {
    kind: weight
    for kind, weight in KINDS.items()
    if kind in ("buy", "sell", "trade", "transfer", "chain", "income", "spend", "fee", "inherit")
}
"""Kinds whose lots all have a known basis and whose giving up is all for dollars."""


def lives(kinds: dict[str, int] | None = None) -> Iterator[tuple[int, Life]]:
    return ((seed, life(f"invariant {seed}", kinds)) for seed in SEEDS)


def folded(engine: Engine, told: Life, rematch: str | None = None) -> Any:
    accounts = engine.accounts(told.accounts)
    events = engine.in_order(engine.events(told.rows, accounts))
    return engine.fold(engine.empty, events, engine.rules(accounts, rematch))


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


def of_one_basis(told: Life) -> Life:
    """Give the life with every gift worth what the donor paid: no second basis, none unknown."""

    def worth_its_basis(row: Row) -> Row:
        if row["kind"] == "gift-in" and "usd" in row:
            row["fmv_usd"] = row["usd"]
        return row

    return changed(told, worth_its_basis)


def changed(told: Life, change: Callable[[Row], Row]) -> Life:
    return Life([change(dict(row)) for row in told.rows], told.accounts)


def received(row: Row) -> tuple[str, str] | None:
    """Give the asset and quantity columns of what a row brings in, if it brings in anything."""
    kind = row["kind"]
    if kind == "trade":
        return "got_asset", "got_quantity"
    if kind in ("buy", "opening", "inherit", "gift-in", "deposit") or kind.startswith("income:"):
        return "asset", "quantity"
    return None


def test_every_unit_that_came_in_is_held_or_went_out() -> None:
    engine = the_engine()
    for seed, told in lives():
        came = brought_in(told)
        for rematch in REMATCHES:
            state = folded(engine, told, rematch)
            went = taken_out(state)
            for key, pool in state.pools.items():
                held = sum(lot.quantity - lot.used for lot in pool)
                assert came[key] == held + went[key], (seed, rematch, key)
                assert held >= 0, (seed, rematch, key)


def brought_in(told: Life) -> dict[tuple[str, str], int]:
    came: dict[tuple[str, str], int] = defaultdict(int)
    for row in told.rows:
        columns = received(row)
        if columns:
            came[row["account"], row[columns[0]]] += units_of(row[columns[1]])
        if row["kind"] == "transfer" and row["to_account"] != row["account"]:
            came[row["to_account"], row["asset"]] += units_of(row["quantity"])
    return came


def taken_out(state: Any) -> dict[tuple[str, str], int]:
    went: dict[tuple[str, str], int] = defaultdict(int)
    sold = [match for match in state.matches if not is_cover(match)]
    for gone in (*sold, *state.departures, *state.moves):
        if gone.lot is not None:
            went[gone.event.account, gone.asset] += gone.quantity
    return went


def test_every_dollar_of_known_basis_is_held_or_went_out() -> None:
    engine = the_engine()
    for seed, mixed in lives():
        told = of_one_basis(mixed)  # of a gift with two bases, which one counts may change
        for rematch in REMATCHES:
            state = folded(engine, told, rematch)
            paid = sum(filter(None, (lot_basis(row) for row in told.rows)))
            joined = {row["id"] + ":fee" for row in told.rows if joins_basis(row)}
            gone = 0
            for match in state.matches:
                if not is_cover(match):
                    gone += match.basis or 0
                    paid += (match.basis or 0) if match.disposal in joined else 0
            gone += sum(departure.basis or 0 for departure in state.departures)
            held = sum(
                lot.basis - lot.used_basis
                for pool in state.pools.values()
                for lot in pool
                if lot.basis is not None
            )
            assert paid == held + gone, (seed, rematch)


def joins_basis(row: Row) -> bool:
    return row["kind"] == "buy" and row.get("fee_asset") == row["asset"]


def lot_basis(row: Row) -> int | None:
    """Give the basis of the lot a row brings in, before any withheld fee; `None` is unknown."""
    if received(row) is None or row["kind"] == "deposit":
        return None
    if "usd" not in row:
        return None
    basis = cents_of(row["usd"])
    if row["kind"] == "buy" and not joins_basis(row):
        if "fee_asset" in row and "fee_usd" not in row:
            return None
        basis += cents_of(row.get("fee_usd", "0"))
    return basis


def cents_of(text: str) -> int:
    return int(Fraction(text) * 10**18)


def test_the_matches_of_a_disposition_add_up_to_it() -> None:
    engine = the_engine()
    for seed, told in lives():
        rows = {row["id"]: row for row in told.rows}
        for rematch in REMATCHES:
            parts = defaultdict(list)
            for match in folded(engine, told, rematch).matches:
                if not is_cover(match):
                    parts[match.disposal].append(match)
            for disposal, matches in parts.items():
                row = rows[disposal.removesuffix(":fee")]
                column = "fee_quantity" if disposal.endswith(":fee") else "quantity"
                total = sum(match.quantity for match in matches)
                assert total == units_of(row[column]), (seed, rematch, disposal)
                assert len({match.proceeds is None for match in matches}) == 1
                assert all(match.quantity > 0 for match in matches)
            sold = [row["id"] for row in told.rows if row["kind"] in ("sell", "trade", "spend")]
            assert set(sold) <= parts.keys(), (seed, rematch)


def test_every_open_piece_has_a_name_of_its_own() -> None:
    engine = the_engine()
    for seed, told in lives():
        pieces = [lot.piece for pool in folded(engine, told).pools.values() for lot in pool]
        assert len(pieces) == len(set(pieces)), seed


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


def known(told: Life) -> Life:
    """Give the life with every value known and no lots named."""

    def filled(row: Row) -> Row:
        row.pop("lots", None)
        if row["kind"] not in ("transfer", "chain"):
            row.setdefault("usd", "12.34")
        if "fee_asset" in row:
            row.setdefault("fee_usd", "0.5")
        return row

    return changed(told, filled)


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


def test_no_order_gives_up_more_basis_in_one_sale_than_hifo() -> None:
    engine = the_engine()
    tried = 0
    for seed, mixed in lives(KNOWN_KINDS):
        told = known(mixed)
        state = folded(engine, told)
        for (account, asset), pool in state.pools.items():
            if pool.held < 2:
                continue
            tried += 1
            sale = {
                "time": "2060-01-01T00:00:00Z",
                "account": account,
                "kind": "sell",
                "asset": asset,
                "quantity": coins(dice(seed).randint(1, pool.held - 1)),
                "id": "last",
            }
            basis, parts = {}, 0
            for method in ("fifo", "lifo", "hifo"):
                accounts = engine.accounts({})
                events, rules = engine.events([sale], accounts), engine.rules(accounts, method)
                *_, matches = engine.plain(engine.fold(state, events, rules)).matches.values()
                basis[method] = sum(match[9] or 0 for match in matches)
                parts += len(matches)
            # Each part may be rounded by a smallest unit of money.
            assert basis["hifo"] + parts >= max(basis.values()), (seed, account, asset)
    assert tried > len(SEEDS)


def test_the_books_account_for_everything_written_down() -> None:
    engine = the_engine()
    for seed, told in lives():
        for rematch in REMATCHES:
            state = folded(engine, told, rematch)
            books = books_of(state)
            assert sum(lot.quantity for lot in books.lots) == sum(
                pool.held for pool in state.pools.values()
            ), seed
