"""What the order of a plan rests on is said: that no lots are named, that an order does not count.

3 BTC at 80,000, bought for 50,000, 110,000 and 120,000 in this order. First in, first out a gain of
30,000 comes before losses of 30,000 and 40,000: 40,000 in all. The two dearest alone lose 70,000.
"""

from pathlib import Path

import pytest

import harvestry

ROWS = (
    "time,account,kind,asset,quantity,id,usd\n"
    "2025-03-01T10:00:00Z,x,buy,BTC,1,b1,50000\n"
    "2025-08-01T10:00:00Z,x,buy,BTC,1,b2,110000\n"
    "2026-02-01T10:00:00Z,x,buy,BTC,1,b3,120000\n"
)


def told(folder: Path, account: str, rows: str = ROWS, as_of: str = "2026-11-25") -> str:
    (folder / "history.csv").write_text(rows)
    (folder / "accounts.toml").write_text(f"[account.x]\n{account}\n")
    (folder / "prices.csv").write_text(f"date,asset,close_usd\n{as_of},BTC,80000\n")
    return " ".join(harvestry.open_case([folder], as_of=as_of).harvest().tables[0].notes)


@pytest.mark.parametrize(
    ("kind", "as_of", "to_whom"),
    [
        ("wallet", "2026-11-25", "in your own books"),
        ("wallet", "2027-01-05", "in your own books"),
        # Notice 2026-20 until the end of 2026, Reg. 1.1012-1(j)(3)(i) from then on.
        ("exchange", "2026-11-25", "to the broker where it offers that, else in your own books"),
        ("exchange", "2027-01-05", "to the broker"),
    ],
)
def test_specific_lots_that_nobody_named_go_first_in_first_out(
    tmp_path: Path, kind: str, as_of: str, to_whom: str
) -> None:
    notes = told(
        tmp_path, f'kind = "{kind}"\nlots = "specific"\nlots_from = 2025-01-01', as_of=as_of
    )
    assert (
        "BTC in x: the order is `specific`, and no lots are named, so it is sold first in, first "
        "out, as any sale that names none (Treas. Reg. 1.1012-1(j)(2)(ii), (j)(3)(ii)). "
        f"Named {to_whom} before the sale, the lots of highest basis (b3, b2: 2 BTC) would lock in "
        "\N{MINUS SIGN}70,000.00 loss."
    ) in notes


def test_one_lot_leaves_nothing_to_name(tmp_path: Path) -> None:
    one = "\n".join([ROWS.splitlines()[0], ROWS.splitlines()[2], ""])
    assert "specific" not in told(tmp_path, 'lots = "specific"\nlots_from = 2025-01-01', one)


@pytest.mark.parametrize(("as_of", "counts"), [("2026-12-31", True), ("2027-01-01", False)])
def test_an_order_that_no_longer_counts_says_why(
    tmp_path: Path, as_of: str, *, counts: bool
) -> None:
    """HIFO in the books of an exchange: Notice 2026-20 section 5 ends that with 2026."""
    account = 'kind = "exchange"\nlots = "hifo"\nlots_from = 2025-01-01'
    notes = told(tmp_path, account, as_of=as_of)
    why = (
        "BTC in x: the order HIFO of the account does not decide a sale today, which goes FIFO, "
        "because it was told to the books alone, which identify no units at a broker in 2027 any "
        "more"
    )
    assert (why in notes) is not counts
    assert ("does not decide" in notes) is not counts


def test_what_the_venue_asks_of_a_sale_is_told(tmp_path: Path) -> None:
    """0.123456789 BTC at 80,000 is 9,876.54 dollars; in steps of a ten-thousandth 0.1234 go."""
    rows = f"{ROWS.splitlines()[0]}\n2026-02-01T10:00:00Z,x,buy,BTC,0.123456789,b1,12345\n"
    notes = told(tmp_path, 'fee_rate = "0.006"\nminimum = "10000"\nstep = "0.0001"', rows)
    assert "x: its fee (`fee_rate` 0.006) is in none of these figures" in notes
    assert "sells in steps of 0.0001, so of 0.123456789 at most 0.1234 go" in notes
    assert "comes to $9,876.54, less than the least that is taken there, $10,000.00" in notes
    plain = told(tmp_path, 'minimum = "9876"\nstep = "0.000000001"', rows)
    assert not any(word in plain for word in ("fee_rate", "steps", "the least that"))


def test_the_dollars_of_a_joint_account_are_told_to_be_ones_part(tmp_path: Path) -> None:
    """Half of 1 BTC at 80,000 bought for 120,000: the venue sees 80,000, the return 40,000."""
    rows = f"{ROWS.splitlines()[0]}\n2026-02-01T10:00:00Z,x,buy,BTC,1,b1,120000\n"
    account = 'owner = "joint"\nshare = "0.5"\nminimum = "50000"'
    (tmp_path / "profile.toml").write_text('[year.2026]\nfiling_status = "single"\n')
    assert "the least that is taken there" not in told(tmp_path, account, rows)
    harvest = harvestry.open_case([tmp_path], as_of="2026-11-25").harvest()
    summary, ordering = harvest.sheets[0], harvest.sheets[2]
    for table in (summary, ordering):
        (value,) = (each for each in table.columns if each.title == "Value")
        assert "of an account held jointly your part" in value.note
    (row,) = harvest.document["methods"]["fifo"]["summary"]
    assert (row["quantity"], row["value"], row["loss_left"]) == ("1", "40000", "-20000")
