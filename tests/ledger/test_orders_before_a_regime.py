"""Units of one purchase order replace each other no more because the rule began in between."""

from pathlib import Path

import harvestry

HEADER = "time,account,kind,asset,quantity,id,usd,order\n"


def test_an_order_is_known_from_before_the_regime_began(tmp_path: Path) -> None:
    """Two fills of one order, one of them long before the sale: no wash (Rev. Rul. 56-602)."""
    path = tmp_path / "history.csv"
    rows = (
        "2024-01-21,kraken,buy,BTC,2,early,200,{}\n"
        "2024-09-13,kraken,sell,BTC,1,loss,60,\n"
        "2024-10-09,kraken,buy,BTC,1,late,50,{}\n"
    )
    for orders, deferred in ((("o1", "o1"), "0"), (("o1", "o2"), "40")):
        path.write_text(HEADER + rows.format(*orders))
        case = harvestry.open_case([path], as_of="2024-12-31", wash="from:2024-08-13")
        (row,) = case.gains().document["rows"]
        assert row["deferred"] == deferred
