"""A put is an option to sell: it replaces nothing of what it is on (IRC 1091(a)); by hand."""

from pathlib import Path

import pytest

import harvestry

HEADER = "time,account,kind,asset,quantity,id,usd\n"
STOCK = "2025-01-06,x,buy,M,100,a,5000\n2025-06-10,x,sell,M,100,s,4000\n"
PUT = '[asset.M]\nclass = "security"\n[asset.PUT]\nclass = "option"\ngroup = "M"\nright = "put"\n'
CALL = PUT.replace('right = "put"', 'multiplier = "100"')


def case_of(folder: Path, rows: str, assets: str = PUT, **options: str) -> harvestry.Case:
    (folder / "history.csv").write_text(HEADER + rows)
    (folder / "assets.toml").write_text(assets)
    return harvestry.open_case([folder], **{"as_of": "2025-12-31", **options})


@pytest.mark.parametrize(
    ("assets", "adjustment", "basis"), [(PUT, "0", "300"), (CALL, "1000", "1300")]
)
def test_a_put_bought_leaves_a_loss_on_the_stock(
    tmp_path: Path, assets: str, adjustment: str, basis: str
) -> None:
    """100 shares lose 1,000; one contract on 100 of them is bought within 30 days for 300."""
    case = case_of(tmp_path, STOCK + "2025-06-15,x,buy,PUT,1,c,300\n", assets)
    (row,) = case.gains().document["rows"]
    assert (row["adjustment"], row["grey"]) == (adjustment, [])
    (lot,) = case.lots().document["lots"]
    assert lot["basis"] == basis


def test_a_loss_on_a_put_is_replaced_by_the_same_put_alone(tmp_path: Path) -> None:
    """Two puts lose 400; 200 shares replace none of them, one put bought again one: 200."""
    case = case_of(
        tmp_path,
        "2025-02-05,x,buy,PUT,2,p,600\n2025-06-10,x,sell,PUT,2,s,200\n"
        "2025-06-12,x,buy,M,200,m,8000\n2025-06-20,x,buy,PUT,1,q,90\n",
    )
    (row,) = case.gains().document["rows"]
    assert row["adjustment"] == "200"
    assert [each["lot"] for each in row["replacements"]] == ["q"]


def test_after_a_loss_on_a_put_only_the_put_is_not_to_be_bought(tmp_path: Path) -> None:
    rows = "2025-02-05,x,buy,PUT,2,p,600\n2025-06-10,x,sell,PUT,2,s,200\n"
    case = case_of(tmp_path, rows, as_of="2025-06-20")
    blocked = case.wash().document["blocked"]
    assert "PUT" in str(blocked)
    assert "'M'" not in str(blocked)


@pytest.mark.parametrize(
    ("symbol", "more", "times"),
    [
        ("OPT", "", 1),
        ("OPT", 'right = "call"', 0),
        ("OPT", 'right = "put"', 0),
        ("M261218C00040000", "", 0),
        ("M261218P00040000", "", 0),
    ],
)
def test_an_option_of_no_told_right_is_said_to_be_taken_as_a_call(
    tmp_path: Path, symbol: str, more: str, times: int
) -> None:
    table = f'[asset.{symbol}]\nclass = "option"\ngroup = "M"\nmultiplier = "100"\n{more}\n'
    case = case_of(tmp_path, f"2025-02-05,x,buy,{symbol},1,p,300\n", table)
    codes = [each.code for each in case.check().problems]
    assert codes.count("option-right-missing") == times


def test_an_option_on_nothing_else_is_not_asked(tmp_path: Path) -> None:
    case = case_of(tmp_path, "2025-02-05,x,buy,OPT,1,p,300\n", '[asset.OPT]\nclass = "option"\n')
    assert "option-right-missing" not in {each.code for each in case.check().problems}
