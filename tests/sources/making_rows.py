"""Events of every kind for the Harvestry CSV, made by hypothesis within what the format allows."""

from typing import Any

from hypothesis import strategies as st

from harvestry.events.event import NO_DETAIL, Detail, Event
from harvestry.events.kind import Kind
from harvestry.events.pool_names import is_pool_name
from harvestry.sources.harvestry_csv.shapes import SHAPES
from harvestry.sources.identity import is_reserved
from harvestry.units.source_ref import SourceFile, SourceRef

NOWHERE = SourceRef(SourceFile("", ""), ())
_DAY = 86_400_000_000
_FIRST = -25568 * _DAY  # 1899-12-31, which is 1900 east of Greenwich
_LAST = 47848 * _DAY - 1  # 2101-01-01, still 2100 west of it

_letters = st.characters(codec="utf-8", exclude_categories=("C", "Z"), exclude_characters=";")
_names = st.text(_letters, min_size=1, max_size=12)
_accounts = _names.filter(lambda name: not is_pool_name(name))
_assets = _names.filter(lambda name: name != "USD")
_notes = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=30)
_instants = st.integers(_FIRST, _LAST)
_quantities = st.integers(1, 10**60 - 1) | st.integers(1, 10**9).map(lambda n: n * 10**30)
_money = st.integers(0, 10**36)
_signed = st.integers(-(10**36), 10**36)


def _maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


@st.composite
def events(draw: st.DrawFn, kind: Kind | None = None) -> Event:
    """Give an event of a kind as its row would be read."""
    kind = draw(st.sampled_from(Kind)) if kind is None else kind
    shape = SHAPES[kind]
    time = draw(_instants)
    asset = draw(_assets)
    quantity = draw(_quantities) if not shape.signed else draw(st.integers(0, 10**40))
    got_asset = draw(_assets.filter(lambda name: name != asset)) if shape.trades else None
    got_quantity = draw(_quantities) if shape.trades else None
    fee_asset, fee_quantity, fee_usd = None, None, None
    if "fee_usd" in shape.allowed:
        fee_usd = draw(_maybe(_money))
        if shape.coin_fee and draw(st.booleans()):
            fee_asset = draw(st.sampled_from([asset, got_asset or asset]) | _assets)
            parts = [q for a, q in ((asset, quantity), (got_asset, got_quantity)) if a == fee_asset]
            whole = parts[0] if parts and parts[0] and not shape.moves else 10**40
            fee_quantity = draw(st.integers(1, max(1, whole - 1)))
            if whole <= fee_quantity:
                fee_asset = fee_quantity = None
    return Event(
        id=draw(_names.filter(lambda name: not is_reserved(name))),
        time=time,
        account=draw(_accounts),
        kind=kind,
        asset=asset,
        quantity=quantity,
        usd=draw(_signed if shape.signed else _maybe(_money)),
        source=NOWHERE,
        fee_asset=fee_asset,
        fee_quantity=fee_quantity,
        fee_usd=fee_usd,
        to_account=draw(_accounts) if shape.moves else None,
        got_asset=got_asset,
        got_quantity=got_quantity,
        detail=draw(_details(shape.allowed, time)),
    )


@st.composite
def _details(draw: st.DrawFn, allowed: frozenset[str], time: int) -> Detail:
    def fill(column: str, strategy: st.SearchStrategy[Any]) -> Any:
        return draw(_maybe(strategy)) if column in allowed else None

    if draw(st.booleans()):
        return NO_DETAIL
    lots = st.lists(st.tuples(_names, _quantities), max_size=3).map(tuple)
    codes = st.lists(st.tuples(st.sampled_from("BDEHTW"), _signed), max_size=2).map(tuple)
    return Detail(
        acquired=fill("acquired", st.integers(_FIRST, max(_FIRST, time))),
        fmv_usd=fill("fmv_usd", _money),
        lots=draw(lots) if "lots" in allowed else (),
        lots_at=fill("lots_at", _instants),
        lots_told=fill("lots_told", st.sampled_from(["books", "broker"])),
        order=draw(_maybe(_names)),
        form=draw(_maybe(st.sampled_from(["1099-da", "1099-b", "none"]))),
        form_proceeds=draw(_maybe(_signed)),
        form_basis=draw(_maybe(_money)),
        form_basis_reported=draw(_maybe(st.booleans())),
        adjust=draw(codes),
        related=draw(_maybe(_names)),
        prior_disallowed=fill("prior_disallowed", _money),
        hash=draw(_maybe(_names)),
        note=draw(_maybe(_notes)),
    )
