"""A short sale of what is held: IRC 1233(b), (d) and 1259 are told of, each where it may bite."""

from pathlib import Path

import pytest

import harvestry

HEADER = "time,account,kind,asset,quantity,id,usd\n"
ASSETS = (
    '[asset.M]\nclass = "security"\n[asset.N]\nclass = "security"\n'
    '[asset.PUT]\nclass = "option"\ngroup = "M"\nright = "put"\n'
    '[asset.CALL]\nclass = "option"\ngroup = "M"\nmultiplier = "100"\n'
)
ACCOUNTS = (
    '[account.spouse]\nowner = "spouse"\n[account.joint]\nowner = "joint"\n'
    '[account.firm]\nowner = "entity"\n[account.ira]\ntreatment = "traditional-ira"\n'
    "[account.x]\n[account.y]\n"
)
YEARS = '[year.2026]\nfiling_status = "mfj"\n[year.2024]\nfiling_status = "mfj"\n'
SHORT = "2026-02-02,x,short,M,10,a,500\n2026-04-02,x,cover,M,10,c,600\n"
PUT = "2026-02-02,x,buy,PUT,1,p,30\n"


def told(folder: Path, rows: str) -> list[str]:
    (folder / "history.csv").write_text(HEADER + rows)
    (folder / "assets.toml").write_text(ASSETS)
    (folder / "accounts.toml").write_text(ACCOUNTS)
    (folder / "profile.toml").write_text(YEARS)
    problems = harvestry.open_case([folder], as_of="2026-12-31").check().problems
    return [each.message for each in problems if each.code == "short-against-held"]


@pytest.mark.parametrize(
    ("held", "sections"),
    [
        # Held for more than a year: (d), and the gain on it may be taxed at once.
        ("2024-01-02,x,buy,M,10,l,300\n", ["1233(d)", "1259"]),
        ("2025-02-01,x,buy,M,10,l,300\n", ["1233(d)", "1259"]),
        # A year and no longer on the day of the short sale: (b).
        ("2025-02-02,x,buy,M,10,l,300\n", ["1233(b)(2)", "1259"]),
        ("2026-01-05,y,buy,M,10,l,300\n", ["1233(b)(2)", "1259"]),
        # Bought after it was entered and before it was closed: (b).
        ("2026-03-01,x,buy,M,10,l,300\n", ["1233(b)(2)", "1259"]),
        (
            "2024-01-02,x,buy,M,5,l,150\n2026-01-05,x,buy,M,5,k,150\n",
            ["1233(b)(2)", "1233(d)", "1259"],
        ),
        # The spouse's counts: 1233(e)(2)(C).
        ("2024-01-02,spouse,buy,M,10,l,300\n", ["1233(d)", "1259"]),
        ("2024-01-02,joint,buy,M,10,l,300\n", ["1233(d)", "1259"]),
    ],
)
def test_each_section_is_named_where_it_may_bite(
    tmp_path: Path, held: str, sections: list[str]
) -> None:
    (message,) = told(tmp_path, held + SHORT)
    found = [each for each in ("1233(b)(2)", "1233(d)", "1259") if each in message]
    assert found == sections
    assert "(l in " in message
    assert "2026-02-02" in message


@pytest.mark.parametrize(
    "held",
    [
        "",
        "2024-01-02,x,buy,M,10,l,300\n2026-02-01,x,sell,M,10,g,400\n",
        "2026-04-03,x,buy,M,10,l,300\n",
        "2024-01-02,x,buy,N,10,l,300\n",
        "2024-01-02,firm,buy,M,10,l,300\n",
        "2024-01-02,ira,buy,M,10,l,300\n",
        "2025-12-01,x,buy,CALL,1,l,300\n",
    ],
)
def test_what_is_gone_bought_later_or_another_s_is_no_matter(tmp_path: Path, held: str) -> None:
    assert told(tmp_path, held + SHORT) == []


def test_a_coin_is_no_property_of_section_1233(tmp_path: Path) -> None:
    """IRC 1233(e)(2)(A): stocks, securities and commodity futures."""
    assert told(tmp_path, ("2024-01-02,x,buy,M,10,l,300\n" + SHORT).replace(",M,", ",BTC,")) == []


def test_a_short_sale_that_is_open_meets_what_is_bought_at_any_time(tmp_path: Path) -> None:
    short = SHORT.replace("cover,M,10", "cover,M,9")
    (message,) = told(tmp_path, short + "2026-11-01,x,buy,M,10,l,300\n")
    assert "bought before that was closed" in message


@pytest.mark.parametrize(
    ("rows", "times"),
    [
        ("2026-01-05,x,buy,M,10,l,300\n2026-02-02,x,buy,PUT,1,p,30\n", 1),
        # Held for more than a year: 1233(b) does not reach it, and (d) speaks of no put.
        ("2024-01-05,x,buy,M,10,l,300\n2026-02-02,x,buy,PUT,1,p,30\n", 0),
        (
            "2026-02-02,x,buy,PUT,1,p,30\n2026-03-02,x,sell,PUT,1,q,20\n2026-03-03,x,buy,M,1,l,3\n",
            0,
        ),
        (
            "2026-02-02,x,buy,PUT,1,p,30\n2026-03-04,x,sell,PUT,1,q,20\n2026-03-03,x,buy,M,1,l,3\n",
            1,
        ),
        ("2026-01-05,x,buy,M,10,l,300\n2026-02-02,x,buy,CALL,1,p,30\n", 0),
    ],
)
def test_a_put_that_is_bought_is_a_short_sale_to_1233_b(
    tmp_path: Path, rows: str, times: int
) -> None:
    messages = told(tmp_path, rows)
    assert len(messages) == times
    assert all("1233(b)(2)" in each and "1259" not in each for each in messages)
