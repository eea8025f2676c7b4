"""What is said of halves: which were taken for one transfer, and what others may be one with."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from harvestry.events.event import Event
from harvestry.events.fitting import USUAL, Fit, came, sent
from harvestry.events.kind import Kind
from harvestry.units.days import DAY_LENGTH, HOUR, instant_text
from harvestry.units.exact import quantity_text
from harvestry.units.problems import Problem, Severity

_SHOWN: Final = 3
_WEEK: Final = 7 * DAY_LENGTH
_NEAR_MISS: Final = 20
"""A near miss lost at most a twentieth."""
_ABOVE: Final = 200
"""Or came out above what was sent by at most one part in two hundred, as rounding may make it."""
_LOOKED_AT: Final = 40


def said_of_fit(fit: Fit) -> Problem:
    """Say that two halves were taken for one transfer, without a hash that proves it."""
    withdrawal, deposit = fit.withdrawal, fit.deposit
    late = (
        f"; it took {fit.apart // HOUR} hours, as {withdrawal.asset} may"
        if fit.apart > USUAL
        else ""
    )
    name = "" if withdrawal.asset == deposit.asset else f" {deposit.asset}"
    message = (
        f"{_what(withdrawal)} that left {withdrawal.account} at {instant_text(withdrawal.time)} "
        f"and {quantity_text(deposit.quantity)}{name} that came to {deposit.account} at "
        f"{instant_text(deposit.time)} were taken for one transfer, by amount and time{late}."
    )
    return Problem(
        "joined-by-amount", Severity.NOTE, message, *_place(withdrawal), about=withdrawal.id
    )


def guesses(out: Sequence[Event], into: Sequence[Event], left: Sequence[Fit]) -> Iterator[Problem]:
    """Say of each half that is left what it may be one with, the best first."""
    others: dict[str, list[Event]] = {}
    for fit in left:
        others.setdefault(fit.withdrawal.id, []).append(fit.deposit)
        others.setdefault(fit.deposit.id, []).append(fit.withdrawal)
    near = _near_misses(
        [each for each in out if each.id not in others],
        [each for each in into if each.id not in others],
    )
    for half in (*out, *into):
        if half.id in others:
            yield _ambiguous(half, others[half.id])
        elif half.id in near:
            yield _near_miss(half, near[half.id])


def _ambiguous(half: Event, others: Sequence[Event]) -> Problem:
    shown = others[:_SHOWN]
    more = f" and {len(others) - _SHOWN:,} more" if len(others) > _SHOWN else ""
    listed = ", ".join(f"{each.id} in {each.account}" for each in shown)
    message = (
        f"{_what(half)} that {_verb(half)} {half.account} at {instant_text(half.time)} may be one "
        f"transfer with {listed}{more}, and nothing tells surely which, so it was left; give the "
        "two rows that are one the same `hash`."
    )
    ids = tuple(each.id for each in shown)
    return Problem(
        "transfer-ambiguous", Severity.WARNING, message, *_place(half), choices=ids, about=half.id
    )


def _near_miss(half: Event, others: Sequence[Event]) -> Problem:
    listed = " or ".join(
        f"{_what(each)} that {_verb(each)} {each.account} at {instant_text(each.time)} ({each.id})"
        for each in others
    )
    message = (
        f"{_what(half)} that {_verb(half)} {half.account} at {instant_text(half.time)} comes near "
        f"{listed}, but amount or time do not fit; if they are one transfer, give both rows the "
        "same `hash`."
    )
    ids = tuple(each.id for each in others)
    return Problem(
        "transfer-near-miss", Severity.NOTE, message, *_place(half), choices=ids, about=half.id
    )


def _near_misses(out: Iterable[Event], into: Sequence[Event]) -> dict[str, list[Event]]:
    """Give for halves without a partner those that miss the rule by little, the nearest first."""
    by_asset: dict[str, list[Event]] = {}
    for deposit in sorted(into, key=lambda each: each.time):
        by_asset.setdefault(deposit.asset, []).append(deposit)
    found: dict[str, list[tuple[int, int, Event]]] = {}
    for withdrawal in out:
        deposits = by_asset.get(withdrawal.asset, [])
        begin = bisect_left(deposits, withdrawal.time - DAY_LENGTH, key=lambda each: each.time)
        end = bisect_right(deposits, withdrawal.time + _WEEK, key=lambda each: each.time)
        for deposit in deposits[begin : min(end, begin + _LOOKED_AT)]:
            lost = sent(withdrawal) - came(deposit)
            whole = sent(withdrawal)
            if withdrawal.account == deposit.account:
                continue
            if -whole <= lost * _ABOVE and lost * _NEAR_MISS <= whole:
                apart = abs(deposit.time - withdrawal.time)
                found.setdefault(withdrawal.id, []).append((abs(lost), apart, deposit))
                found.setdefault(deposit.id, []).append((abs(lost), apart, withdrawal))
    return {
        id_: [each for *_, each in sorted(near, key=lambda one: (*one[:2], one[2].id))[:_SHOWN]]
        for id_, near in found.items()
    }


def _what(half: Event) -> str:
    return f"{quantity_text(half.quantity)} {half.asset}"


def _verb(half: Event) -> str:
    return "left" if half.kind is Kind.WITHDRAWAL else "came to"


def _place(half: Event) -> tuple[str, int | None]:
    rows = half.source.rows
    return half.source.file.name, rows[0] if rows else None
