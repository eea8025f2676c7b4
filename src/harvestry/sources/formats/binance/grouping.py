"""Which rows of a Binance statement are one trade: it has no ids, only seconds."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from harvestry.events.kind import Kind
from harvestry.sources.draft import Cut, Member
from harvestry.units.days import Instant

_WAYS: Final = {
    **dict.fromkeys(("buy", "transaction buy", "transaction spend"), "bought"),
    **dict.fromkeys(("sell", "transaction sold", "transaction revenue"), "sold"),
}


def way_of(member: Member) -> str | None:
    """Tell whether a row is a side of a purchase (`bought`) or of a sale (`sold`)."""
    return _WAYS.get(member.row.text("type").casefold())


def are_both_ways(members: Sequence[Member]) -> bool:
    """Tell whether rows are a purchase and a sale; a half of each are the sides of one trade."""
    sides = [[each for each in members if way_of(each) == way] for way in ("bought", "sold")]
    return all(sides) and any(map(_is_whole, sides))


def by_second(members: Sequence[Member]) -> Sequence[Sequence[Member]]:
    """Part rows by their second; a second that lacks a side or holds fees alone joins its next.

    Purchases and sales of one second part as well, where each fee is in what one of them received.
    """
    seconds: dict[Instant, list[Member]] = {}
    for member in members:
        seconds.setdefault(member.row.time(), []).append(member)
    whole: list[list[Member]] = []
    waiting: list[Member] = []
    for time in sorted(seconds):
        waiting = waiting + seconds[time]
        if _is_whole(waiting):
            whole.append(waiting)
            waiting = []
    if waiting and whole:
        whole[-1] = whole[-1] + waiting
    elif waiting:
        whole.append(waiting)
    return [part for second in whole for part in _by_side(second)]


def _is_whole(members: Iterable[Member]) -> bool:
    """Tell whether something went out and something came in, fees aside."""
    signs = {row.quantity(asset=row.asset()) > 0 for row, rule in members if not _is_fee(rule.kind)}
    return len(signs) > 1


def _by_side(members: Sequence[Member]) -> Sequence[Sequence[Member]]:
    bought = [each for each in members if way_of(each) == "bought"]
    sold = [each for each in members if way_of(each) == "sold"]
    fees = [each for each in members if _is_fee(each.rule.kind)]
    if not bought or not sold or len(bought) + len(sold) + len(fees) < len(members):
        return [members]
    came = [_received(bought), _received(sold)]
    sides = bought, sold
    for fee in fees:
        places = [n for n in (0, 1) if fee.row.asset() in came[n]]
        if len(places) != 1:
            return [members]
        sides[places[0]].append(fee)
    return [side for side in sides if _is_whole(side)] if all(map(_is_whole, sides)) else [members]


def _received(members: Iterable[Member]) -> set[str]:
    return {row.asset() for row, _ in members if row.quantity(asset=row.asset()) > 0}


def _is_fee(kind: Kind | None) -> bool:
    return kind is Kind.FEE


CUTS: Final[Mapping[str, Cut]] = {"binance:by-second": by_second}
"""What parts rows of this format."""
