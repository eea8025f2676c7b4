"""Forms made from the books by lot, by sale or by fill, in any order, all find their sales."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain

from hypothesis import HealthCheck, given, settings, strategies as st

from forms.making_rows import HERE, row
from harvestry.events.asset import Assets
from harvestry.events.broker_row import BrokerRow, BrokerTerm
from harvestry.tax.form_8949.row import FormRow
from harvestry.tax.reconcile.matching import By, match
from harvestry.units.exact import Quantity, quantity_of

UNITS = st.integers(1, 50).map(lambda n: f"{n}.{n:02}")


def form_of(pieces: Sequence[FormRow], quantity: Quantity | None = None) -> BrokerRow:
    first = pieces[0]
    terms = {piece.term.value for piece in pieces}
    return BrokerRow(
        first.account,
        first.asset,
        sum(piece.quantity for piece in pieces) if quantity is None else quantity,
        first.match.acquired_on if len(pieces) == 1 else None,
        "",
        first.sold,
        None,
        None,
        reported=False,
        term=BrokerTerm(terms.pop()) if len(terms) == 1 else BrokerTerm.UNKNOWN,
        wash=0,
        noncovered=False,
        source=HERE,
    )


@st.composite
def sales(draw: st.DrawFn) -> list[list[FormRow]]:
    """Give up to six sales of up to three lots each, on two days."""
    number = 0
    made = []
    for sale in range(draw(st.integers(1, 6))):
        day = draw(st.sampled_from(("2025-03-01", "2025-03-05")))
        pieces = []
        for _ in range(draw(st.integers(1, 3))):
            number += 1
            bought = f"2024-{draw(st.integers(1, 12)):02}-01"
            pieces.append(
                row(number, sale=f"s{sale}", sold=day, units=draw(UNITS), acquired=bought)
            )
        made.append(pieces)
    return made


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(sales(), st.data())
def test_every_form_finds_its_sale_and_every_sale_its_form(
    made: list[list[FormRow]], data: st.DataObject
) -> None:
    forms = []
    for pieces in made:
        how = data.draw(st.sampled_from(("lots", "sale", "fills")))
        if how == "lots":
            forms += [form_of((piece,)) for piece in pieces]
        elif how == "sale":
            forms.append(form_of(pieces))
        else:
            whole = sum(piece.quantity for piece in pieces)
            first = quantity_of("0.001")
            forms += [form_of(pieces, first), form_of(pieces, whole - first)]
    shuffled = data.draw(st.permutations(forms))
    found = match(shuffled, data.draw(st.permutations([*chain.from_iterable(made)])), Assets())
    assert (found.forms, found.pieces, found.duplicates) == ([], [], [])
    assert {pair.by for pair in found.pairs} == {By.UNITS}
    for pair in found.pairs:
        assert sum(form.quantity for form in pair.forms) == sum(
            piece.quantity for piece in pair.pieces
        )
    assert sorted(id(form) for pair in found.pairs for form in pair.forms) == sorted(
        id(form) for form in forms
    )
    places = [piece.place for pair in found.pairs for piece in pair.pieces]
    assert sorted(places) == sorted(piece.place for pieces in made for piece in pieces)


def test_a_form_of_one_lot_takes_no_sale_of_as_many_units() -> None:
    """A lot of 44.44 in one sale, a whole sale of 1.01 and 43.43: each form has its own."""
    sizes = (("s0", "1.01"), ("s0", "44.44"), ("s1", "1.01"), ("s2", "1.01"), ("s2", "43.43"))
    pieces = [row(n, sale=sale, units=units) for n, (sale, units) in enumerate(sizes)]
    forms = [replace(form_of((piece,)), sold=piece.sold + 1) for piece in pieces]
    found = match(forms, pieces, Assets())
    assert (found.forms, found.pieces) == ([], [])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(sales(), st.integers(-1, 1))
def test_a_clock_a_day_off_moves_no_sale_to_another(made: list[list[FormRow]], off: int) -> None:
    forms = [
        replace(form_of((piece,)), sold=piece.sold + off) for pieces in made for piece in pieces
    ]
    found = match(forms, [*chain.from_iterable(made)], Assets())
    assert (found.forms, found.pieces) == ([], [])
    assert {pair.by for pair in found.pairs} <= {By.NEXT_DAY if off else By.UNITS, By.UNITS}
