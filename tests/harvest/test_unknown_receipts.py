"""A loss near units that came without a history is not clear: they may be what washes it.

1 BTC bought for 50,000 and worth 40,000 on 1 December: 30 days before is 1 November. What `check`
warns of once it is sold (`may-be-replacement`) is said before it is.
"""

from pathlib import Path

import pytest

import harvestry

HEADER = "time,account,kind,asset,quantity,id,usd,acquired\n"
LOSS = "2026-01-05T12:00:00Z,a,buy,BTC,1,b1,50000,\n"
SOLD = "2026-12-01T12:00:00Z,a,sell,BTC,1,s1,40000,\n"
BOUGHT = "2026-11-10T12:00:00Z,c,buy,BTC,%s,b2,20000,\n"
DEPOSIT = "may be washed by the deposit of 1 %s in %s (d1): mend it"
OPENING = "may be washed by the opening lot of 1 BTC in b (d1): mend it"


def opened(folder: Path, rows: str) -> harvestry.Case:
    (folder / "history.csv").write_text(HEADER + rows)
    (folder / "accounts.toml").write_text('[account.hsa]\ntreatment = "hsa"\n')
    (folder / "prices.csv").write_text("date,asset,close_usd\n2026-12-01,BTC,40000\n")
    positions = {"retirement_plans": "not-covered"}
    return harvestry.open_case([folder], as_of="2026-12-01", wash="apply", positions=positions)


@pytest.mark.parametrize(
    ("row", "state"),
    [
        ("2026-11-15T12:00:00Z,b,deposit,BTC,1,d1,,\n", DEPOSIT % ("BTC", "b")),
        ("2026-11-01T12:00:00Z,a,deposit,BTC,1,d1,,\n", DEPOSIT % ("BTC", "a")),
        ("2026-10-31T12:00:00Z,b,deposit,BTC,1,d1,,\n", "clear"),
        ("2026-11-15T12:00:00Z,b,deposit,ETH,1,d1,,\n", "clear"),
        ("2026-11-15T12:00:00Z,hsa,deposit,BTC,1,d1,,\n", "clear"),
        # Of an opening its own day counts, or, where nobody told, any up to 30 days after the row.
        ("2026-11-15T12:00:00Z,b,opening,BTC,1,d1,,2026-11-02\n", OPENING),
        ("2026-11-15T12:00:00Z,b,opening,BTC,1,d1,,2026-10-02\n", "clear"),
        ("2026-11-15T12:00:00Z,b,opening,BTC,1,d1,44000,\n", OPENING),
        ("2026-10-15T12:00:00Z,b,opening,BTC,1,d1,44000,\n", "clear"),
        # What washes half of it is known; all of it, and no more can be washed.
        (
            BOUGHT % "0.5" + "2026-11-15T12:00:00Z,b,deposit,BTC,1,d1,,\n",
            (
                "0.5 of it washed by c:BTC bought 2026-11-10, clear from 2026-12-11; "
                f"{DEPOSIT % ('BTC', 'b')}"
            ),
        ),
        (
            BOUGHT % "1" + "2026-11-15T12:00:00Z,b,deposit,BTC,1,d1,,\n",
            "washed by c:BTC bought 2026-11-10, clear from 2026-12-11",
        ),
    ],
)
def test_what_is_warned_of_after_the_sale_is_said_before_it(
    tmp_path: Path, row: str, state: str
) -> None:
    report = opened(tmp_path, LOSS + row).harvest()
    summary = report.document["methods"]["lifo"]["summary"]
    (told,) = [each for each in summary if each["account"] == "a" and each["asset"] == "BTC"]
    sold = opened(tmp_path, LOSS + row + SOLD).check().document["problems"]
    is_warned = any(each["code"] == "may-be-replacement" for each in sold)
    if ",a,deposit" in row:  # LIFO takes what came last, whose cost is unknown: nothing is sold
        (lot,) = [
            each
            for each in report.document["methods"]["fifo"]["ordering"]
            if each["account"] == "a" and each["lot"] == "b1"
        ]
        assert lot["wash_sale_state"] == state
    else:
        assert told["wash_sale_state"] == state
        assert ("mend 1 BTC that came" in told["may_change"]) is is_warned
    assert ("may be washed" in state) is is_warned


def test_the_screen_says_so_and_what_to_mend(tmp_path: Path) -> None:
    row = "2026-11-15T12:00:00Z,b,deposit,BTC,1,d1,,\n"
    report = opened(tmp_path, LOSS + row).harvest()
    assert f"BTC in a: {DEPOSIT % ('BTC', 'b')}." in report.tables[0].notes
    (told,) = [each for each in report.document["in_force"] if each["account"] == "a"]
    assert told["may_change"] == "mend b"
