"""The fold beside the oracle: run both, say where they differ, cut the history down to why."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

from oracle.naive_books import Books
from oracle.naive_pools import match
from properties.amounts import COIN, DOLLAR
from properties.engine import TOLD, Engine, Plain
from properties.rows import Life
from properties.scenes import METHODS

Row = Mapping[str, str]

REMATCHES = (None, *METHODS)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
GROUPS = (("fee_asset", "fee_quantity", "fee_usd"), ("lots", "lots_at", "lots_told"), ("fmv_usd",))


def units(number: Fraction | None, unit: int) -> int | None:
    """Count a number in `unit` parts; it must be a whole number of them."""
    if number is None:
        return None
    whole, rest = divmod(number.numerator * unit, number.denominator)
    assert not rest, f"{number} is no whole number of 1/{unit}"
    return whole


def day(when: date | None) -> int | None:
    return None if when is None else when.toordinal()


def plain_of(books: Books) -> Plain:
    """Put the oracle's books into the plain words the fold's are put into."""
    plain = Plain()
    for found in books.matches:
        plain.matches[found.disposal].append(
            (
                found.asset,
                found.lot,
                found.piece,
                units(found.quantity, COIN),
                day(found.acquired),
                day(found.holding_from),
                day(found.sold),
                found.term,
                units(found.proceeds, DOLLAR),
                units(found.basis, DOLLAR),
            )
        )
    for move in books.moves:
        plain.moves[move.event].append(
            (*move[1:5], units(move.quantity, COIN), units(move.basis, DOLLAR))
        )
    for gone in books.departures:
        plain.departures[gone.event].append(
            (
                gone.asset,
                gone.lot,
                gone.piece,
                units(gone.quantity, COIN),
                units(gone.basis, DOLLAR),
                day(gone.day),
            )
        )
    for cover in books.closed:
        plain.closed[cover.cover].append(
            (
                cover.short,
                units(cover.quantity, COIN),
                units(cover.proceeds, DOLLAR),
                units(cover.basis, DOLLAR),
            )
        )
    for income in books.income:
        plain.income[income.event] = (day(income.day), units(income.usd, DOLLAR))
    for result in books.results:
        plain.results[result.event] = (day(result.day), units(result.usd, DOLLAR))
    for lot in books.open_lots:
        plain.open_lots[lot.account, lot.asset, lot.piece].append(
            (
                lot.lot,
                units(lot.quantity, COIN),
                units(lot.basis, DOLLAR),
                units(lot.loss_basis, DOLLAR),
                day(lot.acquired),
                (lot.ordered - EPOCH) // MICROSECOND,
                day(lot.gift_day),
                lot.inherited,
            )
        )
    plain.problems.update(code for code, _ in books.problems if code in TOLD)
    return plain


def differences(engine: Engine, life: Life, rematch: str | None) -> list[str]:
    """Say where the fold and the oracle differ on a life; empty where they agree."""
    try:
        ours = engine.run(life.rows, life.accounts, rematch, life.household)
    except Exception as error:  # noqa: BLE001 - whatever the fold raises is the finding
        return [f"the fold raised {error!r}"]
    theirs = plain_of(match(life.rows, life.accounts, rematch, life.household))
    found = []
    for part in fields(Plain):
        mine, his = getattr(ours, part.name), getattr(theirs, part.name)
        if mine == his:
            continue
        found += [
            f"{part.name} {key}:\n    fold   {mine.get(key)}\n    oracle {his.get(key)}"
            for key in sorted({*mine, *his}, key=str)
            if mine.get(key) != his.get(key)
        ]
    return found


def first_difference(
    engine: Engine, life: Life, rematches: Sequence[str | None] = REMATCHES
) -> tuple[str | None, list[str]] | None:
    """Give the first order under which a life comes out differently, and where."""
    for rematch in rematches:
        found = differences(engine, life, rematch)
        if found:
            return rematch, found
    return None


def cannot_be_continued(engine: Engine, life: Life) -> bool:
    """Tell whether a fold in two parts comes to anything else than in one, or spoils the first."""
    household = engine.accounts(life.accounts)
    events = engine.in_order(engine.events(life.rows, household))
    rules = engine.rules(household, None, life.household, events)
    cut = events[len(events) // 2].time
    before = [event for event in events if event.time < cut]
    after = [event for event in events if event.time >= cut]
    early = engine.fold(engine.empty, before, rules)
    as_it_was = engine.plain(early)
    continued = engine.plain(engine.fold(early, after, rules))
    whole = engine.plain(engine.fold(engine.empty, events, rules))
    return continued != whole or engine.plain(early) != as_it_was


def shrunken(life: Life, fails: Callable[[Life], bool]) -> Life:
    """Leave out rows, columns and settings as long as the life still fails."""
    rows = sorted((dict(row) for row in life.rows), key=lambda row: row["id"])
    life = life._replace(rows=rows)
    size = max(1, len(rows) // 2)
    while size:
        n = 0
        while n < len(life.rows):
            fewer = life._replace(rows=life.rows[:n] + life.rows[n + size :])
            if fails(fewer):
                life = fewer
            else:
                n += size
        size //= 2
    for n in range(len(life.rows)):
        for group in GROUPS:
            row = {name: text for name, text in life.rows[n].items() if name not in group}
            simpler = life._replace(rows=[*life.rows[:n], row, *life.rows[n + 1 :]])
            if row != life.rows[n] and fails(simpler):
                life = simpler
    for name in list(life.accounts):
        simpler = life._replace(accounts={**life.accounts})
        del simpler.accounts[name]
        if fails(simpler):
            life = simpler
    return life


def told(life: Life) -> str:
    """Write a life down so that it can be read and run again."""
    lines = [f"  account {name}: {dict(setting)}" for name, setting in life.accounts.items()]
    lines += [f"  {dict(row)}" for row in sorted(life.rows, key=lambda row: row["time"])]
    if life.household is not None:
        lines.insert(0, f"  {life.household}")
    return "\n".join(lines)


def report(
    engine: Engine,
    seed: int | str,
    life: Life,
    rematches: Sequence[str | None] = REMATCHES,
) -> str:
    """Tell of a failing life: its seed, the smallest history that fails, and how."""
    small = shrunken(life, lambda fewer: first_difference(engine, fewer, rematches) is not None)
    found = first_difference(engine, small, rematches)
    assert found is not None, "a shrunken life still fails"
    rematch, lines = found
    order = "the orders in force" if rematch is None else f"re-matched by {rematch}"
    return "\n".join(
        [f"seed {seed}, {len(small.rows)} rows are enough, {order}:", told(small), *lines]
    )
