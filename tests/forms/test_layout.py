"""Form 8949 laid out: rounding, totals, pages, exceptions, and Schedule D under it."""

from collections.abc import Sequence
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from forms.making_rows import row
from harvestry.events.asset import Asset, AssetClass, Assets
from harvestry.law.load import load
from harvestry.reports.tax_forms.form import Form8949, Options, form_8949
from harvestry.reports.tax_forms.rounding import Rounding, on_paper, plain
from harvestry.reports.tax_forms.schedule_d import schedule_d
from harvestry.tax.form_8949.row import AcquiredWord, FormRow
from harvestry.units.exact import CENT, DOLLAR, money_of

DOLLARS = Options(Rounding.DOLLARS)


def laid_out(rows: Sequence[FormRow], options: Options = Options(), year: int = 2025) -> Form8949:  # noqa: B008
    return form_8949(rows, Assets(), load(), year, options)


@pytest.mark.parametrize(("amount", "whole"), [("1.49", 100), ("1.5", 200), ("-1.5", -200)])
def test_fifty_cents_go_up_to_the_next_dollar(amount: str, whole: int) -> None:
    """Instructions for Schedule D (2025), rounding."""
    assert Rounding.DOLLARS.line(money_of(amount)) == whole


def test_cents_are_added_before_a_total_is_rounded_to_dollars() -> None:
    """Twice $1.50: each row says 2, their total 3."""
    (box,) = laid_out([row(n, proceeds="1.50", basis="0") for n in (1, 2)], DOLLARS).boxes
    assert [each.amounts.proceeds for each in box.entries] == [200, 200]
    assert box.total.proceeds == 300


def test_parts_of_a_cent_add_up_to_the_rounded_total() -> None:
    """Three thirds of a dollar: 33, 34 and 33 cents, never 99 in all."""
    third = ["0.333333333333333333", "0.333333333333333333", "0.333333333333333334"]
    (box,) = laid_out([row(n, proceeds=each, basis="0") for n, each in enumerate(third)]).boxes
    assert sum(each.amounts.proceeds or 0 for each in box.entries) == 100
    assert box.total.proceeds == 100


def test_pages_in_whole_dollars_add_up_to_what_schedule_d_has() -> None:
    """Twelve rows of 1.30: 14.30 on the first page, 15.60 in all, so 14 and 2, never 14 and 1."""
    rows = [row(n, sale=f"s{n:02}", proceeds="1.30", basis="0") for n in range(12)]
    (box,) = laid_out(rows, DOLLARS).boxes
    assert [page.totals.proceeds for page in box.pages] == [1400, 200]
    assert box.total.proceeds == 1600
    assert {entry.amounts.proceeds for entry in box.entries} == {100}


AMOUNTS = st.integers(-(10**24), 10**24).map(lambda n: f"{n // 10**6}.{abs(n) % 10**6:06}")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(AMOUNTS, AMOUNTS, AMOUNTS), min_size=1, max_size=40))
def test_rows_pages_and_totals_add_up_and_stay_within_a_cent(
    amounts: list[tuple[str, str, str]],
) -> None:
    rows = [
        row(n, proceeds=d, basis=e, codes=f"O:{g}", sale=f"s{n:03}")
        for n, (d, e, g) in enumerate(amounts)
    ]
    (box,) = laid_out(rows).boxes
    whole = [bool(each.adjustment) and each.gain == 0 for each in rows]
    for place, name in enumerate(("proceeds", "basis", "adjustment")):
        exact = [getattr(each, name) for each in rows]
        shown = [each.amounts[place] or 0 for each in box.entries]
        assert sum(shown) == box.total[place] == sum(p.totals[place] or 0 for p in box.pages)
        within = 2 if any(whole) and name != "proceeds" else Fraction(1, 2)
        assert abs(Fraction(sum(exact), CENT) - sum(shown)) <= within
        if name == "adjustment" and any(whole):
            continue
        for wanted, told in zip(exact, shown, strict=True):
            assert abs(Fraction(wanted, CENT) - told) < 1
            if wanted % CENT == 0:
                assert told * CENT == wanted
    gains = [each.amounts.gain or 0 for each in box.entries]
    assert sum(gains) == box.total.gain
    assert not any(gain for gain, nothing in zip(gains, whole, strict=True) if nothing)


@pytest.mark.parametrize("code", ["L", "W"])
def test_a_loss_disallowed_in_full_leaves_no_cent(code: str) -> None:
    """IRC 267(a)(1), 1091(a): no loss is allowed, so (h) is zero, whatever the cents of (e) are.

    Units of 100.2525 each: (e) is 100.25 on the first row and 100.26 on the second, which lost
    5.2525. The next loss is disallowed for 2.345 of 10: in all 7.5975, so 2.34 is left for it.
    """
    rows = [
        row(1, proceeds="130", basis="100.2525"),
        row(2, proceeds="95", basis="100.2525", codes=f"{code}:5.2525"),
    ]
    (box,) = laid_out(rows).boxes
    assert [each.amounts for each in box.entries] == [(13000, 10025, 0), (9500, 10026, 526)]
    assert [each.amounts.gain for each in box.entries] == [2975, 0]
    assert (box.total, box.total.gain) == ((22500, 20051, 526), 2975)
    assert [page.totals for page in box.pages] == [box.total]
    part = row(3, proceeds="90", basis="100", codes="W:2.345")
    (box,) = laid_out([*rows, part]).boxes
    assert [each.amounts.adjustment for each in box.entries] == [0, 526, 234]
    assert box.total.adjustment == 760


def test_a_thousand_washes_do_not_run_away_from_their_sum() -> None:
    """Losses in thousandths of a cent, every other disallowed in full: (h) of those is zero."""
    rows = []
    for n in range(1000):
        d, e = 10_000_000 + 7_417 * n, 20_000_000 + 9_133 * n
        wash = f"W:0.{0:06}" if n % 2 else f"W:{(e - d) // 10**6}.{(e - d) % 10**6:06}"
        texts = [f"{each // 10**6}.{each % 10**6:06}" for each in (d, e)]
        rows.append(row(n, sale=f"s{n:04}", proceeds=texts[0], basis=texts[1], codes=wash))
    (box,) = laid_out(rows).boxes
    assert [each.amounts.gain for each in box.entries[::2]] == [0] * 500
    for name in ("proceeds", "basis", "adjustment", "gain"):
        exact = sum(getattr(each, name) for each in rows)
        assert abs(Fraction(exact, CENT) - getattr(box.total, name)) <= 3, name


def test_a_gain_that_is_taken_back_in_full_leaves_no_cent() -> None:
    """IRC 267(d): of the second row the gain, 5.2525, is not recognised."""
    rows = [
        row(1, proceeds="130", basis="100.2525"),
        row(2, proceeds="105.505", basis="100.2525", codes="O:-5.2525"),
    ]
    (box,) = laid_out(rows).boxes
    assert box.entries[1].amounts == (10551, 10026, -525)
    assert box.entries[1].amounts.gain == 0


def test_what_is_unknown_stays_empty_in_its_row_page_and_total() -> None:
    rows = [row(n, sale=f"s{n:02}", basis=None if n == 12 else "900") for n in range(1, 14)]
    form = laid_out(rows)
    (box,) = form.boxes
    first, second = box.pages
    assert (len(first.entries), len(second.entries)) == (11, 2)
    assert first.totals == (1100000, 990000, 0)
    assert (second.totals.proceeds, second.totals.basis, second.totals.gain) == (200000, None, None)
    assert (box.total.proceeds, box.total.basis, box.total.gain) == (1300000, None, None)
    filled = schedule_d(form, {})
    assert (filled.lines["3"], filled.lines["7"], filled.lines["16"]) == (None, None, None)
    assert filled.answers == {}


def test_a_row_of_unknown_term_belongs_to_no_box() -> None:
    form = laid_out([row(1, box=None)])
    assert form.boxes == ()
    assert [each.description for each in form.left] == ["1 BTC"]
    filled = schedule_d(form, {"18": 0, "19": 0, "loss_limit": 3000 * DOLLAR, "dividends": 0})
    assert [filled.lines[line] for line in ("7", "15", "16")] == [None, None, None]
    assert filled.answers == {}


def test_column_a_has_the_exact_units() -> None:
    (box,) = laid_out([row(1, units="0.123456789012345678901234567891")]).boxes
    assert box.entries[0].description == "0.123456789012345678901234567891 BTC"
    shares = form_8949(
        [row(1, asset="IBIT", units="10", box="A")],
        Assets({"IBIT": Asset("IBIT", AssetClass.SECURITY)}),
        *(load(), 2025, Options()),
    )
    assert shares.boxes[0].entries[0].description == "10 sh. IBIT"


def test_the_pieces_of_a_sale_may_stand_on_one_row() -> None:
    rows = [
        row(1, sale="s1", acquired="2025-01-02", codes="W:10"),
        row(2, sale="s1", acquired="2025-01-03", codes="B:5", units="0.5"),
        row(3, sale="s1", acquired="2023-01-03", box="L"),
        row(4, sale="s2", acquired=AcquiredWord.INHERITED, box="L"),
    ]
    short, long = laid_out(rows, Options(various=True)).boxes
    (entry,) = short.entries
    assert (entry.description, entry.acquired, entry.code) == ("1.5 BTC", "VARIOUS", "BW")
    assert entry.amounts == (200000, 180000, 1500)
    assert [each.acquired for each in long.entries] == ["01/03/2023", "INHERITED"]


def test_rows_without_a_code_may_go_straight_to_schedule_d() -> None:
    """Instructions for Schedule D (2025), lines 1a and 8a, Example 1."""
    rows = [
        row(1, proceeds="6000", basis="2000", box="J"),
        row(2, proceeds="5000", basis="3000", box="J"),
        row(3, proceeds="100", basis="90", box="J", codes="B:5"),
        row(4, proceeds="100", basis="90", box="K"),
    ]
    form = laid_out(rows, Options(direct=True))
    (direct,) = form.direct
    assert (direct[0], direct[1], direct[1].gain) == ("8a", (1100000, 500000, 0), 600000)
    assert [(box.letter, len(box.entries)) for box in form.boxes] == [("J", 1), ("K", 1)]
    assert len(laid_out(rows).boxes[0].entries) == 3


def test_a_collectible_never_goes_straight_to_schedule_d() -> None:
    assets = Assets({"GEM": Asset("GEM", AssetClass.COLLECTIBLE)})
    rows = [row(1, asset="GEM", box="J")]
    form = form_8949(rows, assets, load(), 2025, Options(direct=True))
    assert form.direct == ()


def test_one_row_a_broker_stands_for_the_attached_statement() -> None:
    """Exception 2: code M beside any other, (b) and (c) empty."""
    rows = [
        row(1, account="kraken", proceeds="10.005", codes="W:1"),
        row(2, account="coinbase", proceeds="20.005", codes="B:2"),
        row(3, account="kraken", proceeds="30.005"),
    ]
    (box,) = laid_out(rows, Options(summary=True)).boxes
    told = [(each.description, each.acquired, each.sold, each.code) for each in box.entries]
    assert told == [
        ("coinbase see attached statement", "", "", "BM"),
        ("kraken see attached statement", "", "", "MW"),
    ]
    for entry in box.entries:
        own = [each for each in box.statement if each.account == entry.account]
        assert sum(each.amounts.proceeds or 0 for each in own) == entry.amounts.proceeds
    assert box.total.proceeds == box.pages[0].totals.proceeds == 6002


@pytest.mark.parametrize(("year", "rows"), [(2024, 14), (2025, 11)])
def test_a_page_has_as_many_rows_as_the_form_of_its_year(year: int, rows: int) -> None:
    made = [
        row(n, sale=f"s{n:04}", sold=f"{year}-03-01", box="C" if year < 2025 else "I")
        for n in range(3 * rows + 1)
    ]
    (box,) = laid_out(made, year=year).boxes
    assert [len(page.entries) for page in box.pages] == [rows, rows, rows, 1]


BOXES = "ABCDEFGHIJKL"


def test_every_box_goes_to_its_line() -> None:
    """Form 8949 (2025) line 2: A and G to 1b, B and H to 2, C and I to 3, and so on."""
    rows = [row(n, box=letter, proceeds=str(n), basis="0") for n, letter in enumerate(BOXES, 1)]
    form = laid_out(rows)
    lines = {line: form.line(line).proceeds for line in ("1b", "2", "3", "8b", "9", "10")}
    assert lines == {"1b": 800, "2": 1000, "3": 1200, "8b": 1400, "9": 1600, "10": 1800}
    filled = schedule_d(form, {})
    assert (filled.lines["7"], filled.lines["15"], filled.lines["16"]) == (3000, 4800, 7800)


def test_a_net_loss_stops_at_the_loss_that_is_allowed() -> None:
    rows = [row(1, proceeds="0", basis="2000"), row(2, proceeds="0", basis="6000", box="L")]
    computed = {"loss_limit": 3000 * DOLLAR, "dividends": 5 * DOLLAR}
    filled = schedule_d(laid_out(rows), computed)
    lines = {line: filled.lines.get(line) for line in ("7", "15", "16", "18", "21")}
    assert lines == {"7": -200000, "15": -600000, "16": -800000, "18": None, "21": -300000}
    assert filled.answers == {"22": True}


def test_neither_gain_nor_loss_leaves_line_21_empty() -> None:
    computed = {"loss_limit": 3000 * DOLLAR, "dividends": 0}
    filled = schedule_d(laid_out([row(1, basis="1000")]), computed)
    assert filled.lines["16"] == 0
    assert "21" not in filled.lines
    assert filled.answers == {"22": False}


def test_a_loss_within_the_limit_is_allowed_as_it_stands_on_the_form() -> None:
    """Three boxes lose 0.004 each: nothing on the form, though the books lose 0.012."""
    rows = [row(n, box=box, proceeds="0", basis="0.004") for n, box in enumerate("GHI")]
    limit = {"loss_limit": 3000 * DOLLAR}
    filled = schedule_d(laid_out([*rows, row(9, proceeds="0", basis="5")]), limit)
    assert filled.lines["16"] == filled.lines["21"] == -500


@pytest.mark.parametrize(("basis", "net"), [("1499.995", -300000), ("1500.005", -300002)])
def test_no_more_than_the_limit_is_allowed_of_the_loss_on_the_form(basis: str, net: int) -> None:
    """Twice 1,499.995 is 1,500.00 in each box; twice 1,500.005 is 1,500.01 in each."""
    rows = [row(n, box=box, proceeds="0", basis=basis) for n, box in enumerate("GH")]
    filled = schedule_d(laid_out(rows), {"loss_limit": 3000 * DOLLAR})
    assert (filled.lines["16"], filled.lines["21"]) == (net, -300000)


def test_two_gains_ask_for_the_special_rates() -> None:
    rows = [row(1, proceeds="2000", basis="0"), row(2, proceeds="6000", basis="0", box="L")]
    filled = schedule_d(laid_out(rows), {"6": -500 * DOLLAR, "18": 0, "19": 0})
    assert (filled.lines["6"], filled.lines["7"]) == (-50000, 150000)
    assert (filled.lines["18"], filled.lines["19"]) == (0, 0)
    assert filled.answers == {"17": True, "20": True}
    capped = schedule_d(laid_out(rows), {"18": 100 * DOLLAR, "19": 0})
    assert capped.answers == {"17": True, "20": False}


def test_a_short_gain_above_a_long_loss_asks_for_dividends_only() -> None:
    rows = [row(1, proceeds="9000", basis="0"), row(2, proceeds="0", basis="6000", box="L")]
    filled = schedule_d(laid_out(rows), {"dividends": 0})
    assert filled.answers == {"17": False, "22": False}
    assert "18" not in filled.lines


def test_nothing_that_rests_on_an_unknown_return_is_filled_in() -> None:
    filled = schedule_d(laid_out([row(1)]), None)
    assert (filled.lines["3"], filled.lines["7"], filled.lines["16"]) == (10000, None, None)
    loss = schedule_d(laid_out([row(1, proceeds="0")]), {})
    assert (loss.lines["16"], loss.lines["21"], loss.answers) == (-90000, None, {})


@pytest.mark.parametrize(
    ("cents", "rounding", "paper", "program"),
    [
        (123450, Rounding.CENTS, "1,234.50", "1234.50"),
        (-123450, Rounding.CENTS, "(1,234.50)", "-1234.50"),
        (0, Rounding.CENTS, "0.00", "0.00"),
        (-5, Rounding.CENTS, "(0.05)", "-0.05"),
        (123400, Rounding.DOLLARS, "1,234", "1234"),
        (None, Rounding.CENTS, "", ""),
    ],
)
def test_amounts_are_written_as_forms_and_programs_have_them(
    cents: int | None, rounding: Rounding, paper: str, program: str
) -> None:
    assert on_paper(cents, rounding) == paper
    assert plain(cents, rounding) == program
