"""The columns of the Harvestry CSV, in the order in which they are written."""

from typing import Final, NamedTuple


class Cells(NamedTuple):
    """The cells of one row as text, empty where unknown. The first five are required."""

    time: str
    account: str
    kind: str
    asset: str
    quantity: str
    id: str = ""
    usd: str = ""
    fee_asset: str = ""
    fee_quantity: str = ""
    fee_usd: str = ""
    to_account: str = ""
    got_asset: str = ""
    got_quantity: str = ""
    acquired: str = ""
    fmv_usd: str = ""
    lots: str = ""
    lots_at: str = ""
    lots_told: str = ""
    order: str = ""
    form: str = ""
    form_proceeds: str = ""
    form_basis: str = ""
    form_basis_reported: str = ""
    adjust: str = ""
    related: str = ""
    prior_disallowed: str = ""
    hash: str = ""
    note: str = ""


COLUMNS: Final = Cells._fields
"""All 28 columns."""

DETAIL_AT: Final = COLUMNS.index("acquired")
"""Where the columns begin that few rows fill."""

TIMES: Final = ("time", "acquired", "lots_at")
FORMS: Final = frozenset({"1099-da", "1099-b", "none"})
TOLD: Final = frozenset({"books", "broker"})
