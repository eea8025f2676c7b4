"""Rows of a Harvestry CSV and of Coinbase from which tests make bad ones."""

HEADER = (
    "time,account,kind,asset,quantity,id,usd,fee_asset,fee_quantity,fee_usd,to_account,got_asset,"
    "got_quantity,acquired,fmv_usd,lots,adjust,form,form_basis_reported,lots_at,note"
)
COLUMNS = HEADER.split(",")
COINBASE = (
    "Timestamp,Transaction Type,Asset,Quantity Transacted,Spot Price Currency,"
    "Spot Price at Transaction,Subtotal,Total (inclusive of fees),Fees,Notes"
)
BUY = "2021-01-02T00:00:00Z,Buy,BTC"


def own_row(**cells: str) -> str:
    """Give a Harvestry CSV row, a plain purchase but for the cells named."""
    plain = {
        "time": "2024-01-01T00:00:00Z",
        "account": "ledger",
        "kind": "buy",
        "asset": "BTC",
        "quantity": "1",
    }
    written = [{**plain, **cells}.get(column, "") for column in COLUMNS]
    return ",".join(f'"{c}"' if set(c) & set(',\n"') else c for c in written)


GOOD = own_row(time="2023-06-01T00:00:00Z", id="good")
