"""Losses on closed short sales near another sale: IRC 1091(e), which is not worked out but said."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TypeAlias

from harvestry.events.event import Event
from harvestry.events.kind import Kind
from harvestry.ledger.match import Match
from harvestry.ledger.wash_reach import group_under
from harvestry.ledger.wash_rules import WashRules
from harvestry.units.days import Day, day_text
from harvestry.units.problems import Problem, Severity

_Sales: TypeAlias = dict[str | None, list[tuple[Day, str]]]


def short_loss_problems(
    matches: Iterable[Match], events: Sequence[Event], rules: WashRules
) -> Iterable[Problem]:
    """Say which losses on covers may be disallowed.

    A loss on closing a short sale is, if within 30 days before or after substantially identical
    securities are sold or sold short again (IRC 1091(e)).
    """
    covers = [
        match
        for match in matches
        if match.event.kind is Kind.COVER
        and match.disposal == match.event.id
        and match.gain is not None
        and match.gain < 0
    ]
    if not covers:
        return
    sold = _days_sold(events, rules)
    for match in covers:
        on = rules.zone.day(match.event.time)
        window = rules.law.on("wash-window", on).values["days"]
        assert isinstance(window, int)
        days = sold.get(group_under(rules.assets.named(match.asset), rules), [])
        begin = bisect_left(days, (on - window, ""))
        end = bisect_left(days, (on + window + 1, ""))
        others = [day for day, sale in days[begin:end] if sale != match.lot]
        if not others:
            continue
        message = (
            f"{match.event.account} covered {match.asset} at a loss on {day_text(match.sold_on)} "
            f"and sold the same, or sold it short again, on {day_text(others[0])}. IRC 1091(e) "
            "may disallow the loss, which this version does not work out: it counts in full."
        )
        where = match.event.source
        yield Problem(
            "short-loss-near-sale",
            Severity.ERROR,
            message,
            where.file.name,
            where.rows[0],
            about=match.event.id,
        )


def _days_sold(
    events: Sequence[Event], rules: WashRules
) -> dict[str | None, list[tuple[Day, str]]]:
    """Give when each group was sold or sold short, in order: the day and the row."""
    days: _Sales = defaultdict(list)
    for event in events:
        if event.kind in (Kind.SELL, Kind.SHORT, Kind.TRADE):
            group = group_under(rules.assets.named(event.asset), rules)
            days[group].append((rules.zone.day(event.time), event.id))
    return {group: sorted(sales) for group, sales in days.items()}
