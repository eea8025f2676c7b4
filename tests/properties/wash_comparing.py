"""The fold with its wash step beside the naive reading of the rule."""

from collections.abc import Callable
from dataclasses import fields

from oracle.naive_wash import match_with_washes
from oracle.naive_wash_words import Setting, TooManyPiecesError, WashBooks
from properties.amounts import COIN, DOLLAR
from properties.comparing import REMATCHES, day, plain_of, shrunken, told, units
from properties.rows import Life
from properties.wash_engine import WashEngine, WashPlain
from properties.wash_lives import WashLife


def oracle_books(lived: WashLife, rematch: str | None = None) -> WashBooks:
    setting = Setting(lived.regime, lived.assets, lived.positions, lived.zone)
    return match_with_washes(lived.rows, lived.accounts, setting, rematch)


def wash_plain_of(books: WashBooks) -> WashPlain:
    """Put the oracle's books into the plain words the fold's are put into."""
    plain = WashPlain(**vars(plain_of(books)))
    places: list[int] = []
    for match, disallowed in zip(books.matches, books.disallowed, strict=True):
        places.append(len(plain.disallowed[match.disposal]))
        amount = units(disallowed, DOLLAR)
        assert amount is not None, "what is disallowed is known"
        plain.disallowed[match.disposal].append(amount)
    for wash in books.washes:
        plain.washes[wash.loss.match.disposal].append(
            (
                places[wash.place],
                wash.lot,
                wash.piece,
                wash.account,
                units(wash.quantity, COIN),
                units(wash.taken, COIN),
                units(wash.amount, DOLLAR),
                wash.outcome,
            )
        )
    for washes in plain.washes.values():
        washes.sort()
    for lot, since in zip(books.open_lots, books.holding_from, strict=True):
        plain.holding[lot.account, lot.asset, lot.piece].append(day(since))
    return plain


def differences(engine: WashEngine, lived: WashLife, rematch: str | None) -> list[str]:
    """Say where the fold and the oracle differ on a life; empty where they agree.

    A life on which the oracle gives up says nothing about the fold.
    """
    try:
        theirs = wash_plain_of(oracle_books(lived, rematch))
    except TooManyPiecesError:
        return []
    try:
        ours = engine.wash_plain(engine.folded(lived, rematch))
    except Exception as error:  # noqa: BLE001 - whatever the fold raises is the finding
        return [f"the fold raised {error!r}"]
    return [
        f"{part.name} {key}:\n    fold   {mine.get(key)}\n    oracle {his.get(key)}"
        for part in fields(WashPlain)
        for mine, his in [(getattr(ours, part.name), getattr(theirs, part.name))]
        for key in sorted({*mine, *his}, key=str)
        if mine.get(key) != his.get(key)
    ]


def first_difference(engine: WashEngine, lived: WashLife) -> tuple[str | None, list[str]] | None:
    """Give the first order under which a life comes out differently, and where."""
    for rematch in REMATCHES:
        found = differences(engine, lived, rematch)
        if found:
            return rematch, found
    return None


def smallest(lived: WashLife, fails: Callable[[WashLife], bool]) -> WashLife:
    """Leave out rows, columns, accounts and positions as long as the life still fails."""

    def still(life: Life) -> bool:
        return fails(lived.living(life))

    lived = lived.living(shrunken(lived.life, still))
    for name in list(lived.positions):
        fewer = {each: choice for each, choice in lived.positions.items() if each != name}
        if fails(lived._replace(positions=fewer)):
            lived = lived._replace(positions=fewer)
    for simpler in (lived._replace(regime="apply"), lived._replace(zone="UTC")):
        if fails(simpler):
            lived = simpler
    return lived


def report(engine: WashEngine, seed: int | str, lived: WashLife) -> str:
    """Tell of a failing life: its seed, the smallest history that fails, and how."""
    small = smallest(lived, lambda fewer: first_difference(engine, fewer) is not None)
    found = first_difference(engine, small)
    assert found is not None, "a shrunken life still fails"
    rematch, lines = found
    order = "the orders in force" if rematch is None else f"re-matched by {rematch}"
    setting = f"  regime {small.regime}, zone {small.zone}, positions {dict(small.positions)}"
    head = f"wash seed {seed}, {len(small.rows)} rows are enough, {order}:"
    return "\n".join([head, setting, told(small.life), *lines])


def cannot_be_continued(engine: WashEngine, lived: WashLife) -> bool:
    """Tell whether a fold in two parts comes to anything else than in one, or spoils the first."""
    accounts = engine.accounts(lived.accounts)
    rules = engine.wash_rules(lived, accounts)
    events = engine.happened(lived, accounts)
    cut = events[len(events) // 2].time
    before = [event for event in events if event.time < cut]
    after = [event for event in events if event.time >= cut]
    early = engine.fold(engine.empty, before, rules)
    as_it_was = engine.wash_plain(early)
    continued = engine.wash_plain(engine.fold(early, after, rules))
    whole = engine.wash_plain(engine.fold(engine.empty, events, rules))
    return continued != whole or engine.wash_plain(early) != as_it_was
