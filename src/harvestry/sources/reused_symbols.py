"""Symbols that meant another coin once: rows of that time are of that coin."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Final

from harvestry.events.event import Event
from harvestry.sources.draft import Remark
from harvestry.sources.receipt import Closing
from harvestry.units.days import Instant, instant_of, instant_text
from harvestry.units.problems import Severity

_FILE: Final = "reused_symbols.toml"


@dataclass(frozen=True, slots=True)
class Reused:
    """Until when a symbol meant another coin, that coin's symbol since, and its name."""

    until: Instant
    was: str
    name: str


@cache
def reused_symbols() -> Mapping[str, Reused]:
    """Give every symbol that is known to have meant another coin, as its file says."""
    listed = tomllib.loads(files("harvestry.sources").joinpath(_FILE).read_text("utf-8"))
    return {
        symbol: Reused(instant_of(told["until"]), told["was"], told["name"])
        for symbol, told in listed.items()
    }


def as_they_were(
    events: Iterable[Event], aliases: Mapping[str, str]
) -> Iterator[tuple[Event, Remark | None]]:
    """Give events under the symbols their coins have today, each renamed one with what to say.

    `aliases` are the household's: who calls both coins by one symbol has said so.
    """
    known = reused_symbols()
    for event in events:
        named = {event.asset, event.fee_asset, event.got_asset} & known.keys()
        old = sorted(each for each in named if each and event.time < known[each].until)
        if not old:
            yield event, None
            continue
        now = {each: aliases.get(known[each].was, known[each].was) for each in old}
        renamed = replace(
            event,
            asset=now.get(event.asset, event.asset),
            fee_asset=now.get(event.fee_asset or "", event.fee_asset),
            got_asset=now.get(event.got_asset or "", event.got_asset),
        )
        yield renamed, None if renamed == event else _told(renamed, old[0])


def closing_as_it_was(closing: Closing, aliases: Mapping[str, str]) -> Closing:
    """Give a file's own balance under the symbol its coin has today."""
    reused = reused_symbols().get(closing.asset)
    if reused is None or closing.time >= reused.until:
        return closing
    return closing._replace(asset=aliases.get(reused.was, reused.was))


def _told(event: Event, symbol: str) -> Remark:
    reused = reused_symbols()[symbol]
    message = (
        f"{symbol} meant {reused.name} until {instant_text(reused.until)} and is read as "
        f"{reused.was}, its symbol since; {symbol} of later rows is another coin"
    )
    return Remark(
        "symbol-of-another-coin", Severity.NOTE, message, event.source.rows[0], cause=symbol
    )
