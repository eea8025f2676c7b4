"""What one transaction of a chain did, put together from the files an explorer gives of it.

Explorers tell coins, inner transactions and tokens in files of their own. What left and what came
by one hash in one account is one act: a swap, or a payment with its change.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from harvestry.events.event import Event
from harvestry.events.kind import Kind
from harvestry.sources.draft import Draft
from harvestry.sources.errors import RowError
from harvestry.sources.exchange import Leg, exchanged
from harvestry.units.problems import Problem, Severity
from harvestry.units.source_ref import SourceFile, SourceRef

_PARTS = frozenset({Kind.DEPOSIT, Kind.WITHDRAWAL, Kind.FEE})


def joined_by_hash(
    events: Iterable[Event], prefixes: Mapping[SourceFile, str]
) -> tuple[list[Event], list[Problem]]:
    """Give the events with those of one transaction made one, and what could not be made out.

    `prefixes` leads from the files whose hashes name acts to what their ids begin with.
    """
    rest: list[Event] = []
    acts: dict[tuple[str, str, str], list[Event]] = {}
    for event in events:
        prefix = prefixes.get(event.source.file)
        if prefix is None or event.kind not in _PARTS or not event.detail.hash:
            rest.append(event)
        else:
            acts.setdefault((prefix, event.account, event.detail.hash.lower()), []).append(event)
    problems = []
    for (prefix, _, _), parts in acts.items():
        try:
            rest += _act(prefix, parts)
        except RowError as error:
            rest += parts
            problems.append(_unclear(parts, error))
    return rest, problems


def _act(prefix: str, parts: Sequence[Event]) -> Sequence[Event]:
    """Give what a transaction did: a swap where both sides moved, else its parts, change taken off.

    Raises:
        RowError: several assets went and several came.
    """
    out = [each for each in parts if each.kind is Kind.WITHDRAWAL]
    into = [each for each in parts if each.kind is Kind.DEPOSIT]
    if not out or not into:
        return parts
    native = parts[0].detail.hash or ""
    legs = [leg for each in (*out, *into) for leg in _legs(each)]
    fees = [fee for each in parts for fee in _fees(each)]
    left = {leg.asset: 0 for leg in legs}
    for leg in legs:
        left[leg.asset] += leg.quantity
    if all(quantity >= 0 for quantity in left.values()) or all(q <= 0 for q in left.values()):
        return _with_change(parts, out, into, left)
    drafts = exchanged((), native, legs, fees)
    return [_event(prefix, draft, out[0], into[0]) for draft in drafts]


def _with_change(
    parts: Sequence[Event],
    out: Sequence[Event],
    into: Sequence[Event],
    left: Mapping[str, int],
) -> list[Event]:
    """Give what went only one way, what came back of the same asset taken off it."""
    kept = [each for each in parts if each.kind is Kind.FEE]
    for asset, quantity in left.items():
        side = [each for each in (out if quantity < 0 else into) if each.asset == asset]
        other = [each for each in (into if quantity < 0 else out) if each.asset == asset]
        if not other:
            kept += side
            continue
        fees = [each for each in (*side, *other) if each.fee_asset and each.kind is Kind.WITHDRAWAL]
        if quantity:
            first = replace(side[0], quantity=abs(quantity), usd=None, fee_asset=None)
            first = replace(first, fee_quantity=None, fee_usd=None)
            kept.append(first)
        kept += [_fee_event(each) for each in fees]
    return kept


def _legs(event: Event) -> list[Leg]:
    if event.kind is Kind.DEPOSIT:
        return [Leg(event.asset, event.quantity, event.usd)]
    own = event.fee_quantity or 0 if event.fee_asset == event.asset else 0
    return [Leg(event.asset, own - event.quantity, event.usd)]


def _fees(event: Event) -> list[Leg]:
    if event.kind is Kind.FEE:
        return [Leg(event.asset, event.quantity, event.usd)]
    if event.fee_asset is None or not event.fee_quantity:
        return []
    return [Leg(event.fee_asset, event.fee_quantity, event.fee_usd)]


def _fee_event(event: Event) -> Event:
    assert event.fee_asset is not None
    return Event(
        id=f"{event.id}-gas",
        time=event.time,
        account=event.account,
        kind=Kind.FEE,
        asset=event.fee_asset,
        quantity=event.fee_quantity or 0,
        usd=event.fee_usd,
        source=event.source,
    )


def _event(prefix: str, draft: Draft, out: Event, into: Event) -> Event:
    source, arrival = out.source, into.source
    if source.file == arrival.file:
        source = SourceRef(source.file, tuple(sorted({*source.rows, *arrival.rows})))
    return Event(
        id=f"{prefix}:{draft.native}",
        time=min(out.time, into.time),
        account=out.account,
        kind=draft.kind,
        asset=draft.asset,
        quantity=draft.quantity,
        usd=draft.usd,
        source=source,
        fee_asset=draft.fee_asset,
        fee_quantity=draft.fee_quantity,
        fee_usd=draft.fee_usd,
        got_asset=draft.got_asset,
        got_quantity=draft.got_quantity,
        detail=replace(
            out.detail,
            arrival=None if source.file == arrival.file else arrival,
            by_hash=source.file != arrival.file,
        ),
    )


def _unclear(parts: Sequence[Event], error: RowError) -> Problem:
    first = min(parts, key=lambda each: (each.source.file.name, each.source.rows))
    message = f"In the transaction {first.detail.hash}, {error.message}."
    where = first.source.file.name, first.source.rows[0]
    return Problem(error.code, Severity.ERROR, message, *where)
