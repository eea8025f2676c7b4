"""What adds up in every history: units, dollars, matches (docs/spec/lots.md section 10 and beyond).

None of this asks the oracle: it is about the fold against plain addition.
"""

from collections import defaultdict
from fractions import Fraction
from typing import Any

from harvestry.ledger.books import books_of
from properties.amounts import coins, units_of
from properties.comparing import REMATCHES
from properties.engine import is_cover, the_engine
from properties.folded_lives import KNOWN_KINDS, SEEDS, folded, known, lives, of_one_basis
from properties.lives import dice
from properties.rows import Life, Row


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


def received(row: Row) -> tuple[str, str] | None:
    """Give the asset and quantity columns of what a row brings in, if it brings in anything."""
    kind = row["kind"]
    if kind == "trade":
        return "got_asset", "got_quantity"
    if kind in ("buy", "opening", "inherit", "gift-in", "deposit") or kind.startswith("income:"):
        return "asset", "quantity"
    return None


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
