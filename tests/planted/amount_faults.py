"""Faults to plant in amounts: fees, shares of basis and proceeds, gifts, and what is unknown.

The random histories must catch every one.
"""

from planted.fault import Fault

SHARE = "def share(total: int, part: int, whole: int) -> int:\n"
ROUNDS_DOWN = "    return total * part // whole\n"
ROUNDS_HALF_DOWN = "    return (2 * total * part + whole - 1) // (2 * whole)\n"

AMOUNT_FAULTS = (
    # Fees
    Fault(
        "the fee of a trade joins the basis of what was received",
        {
            "ledger.receiving": [
                (
                    "lot = OpenLot(event.id, 0, event.got_quantity, event.usd,",
                    (
                        "usd = event.usd and event.usd + (event.fee_usd or 0)\n"
                        "    lot = OpenLot(event.id, 0, event.got_quantity, usd,"
                    ),
                )
            ]
        },
    ),
    Fault(
        "the fee of a purchase does not join its basis",
        {"ledger.receiving": [("usd += event.fee_usd", "usd += 0")]},
    ),
    Fault(
        "a fee withheld from a purchase is lost from its basis",
        {
            "ledger.receiving": [
                (
                    "lot = OpenLot(event.id, 0, event.quantity - fee, event.usd,",
                    (
                        "rest = event.usd and event.usd - share(event.usd, fee, event.quantity)\n"
                        "    lot = OpenLot(event.id, 0, event.quantity - fee, rest,"
                    ),
                )
            ]
        },
    ),
    Fault(
        "a withheld fee is taken from the account's oldest lots",
        {
            "ledger.receiving": [
                ("pool.cut(lot, event.fee_quantity)", "pool.cut(pool.first(), event.fee_quantity)")
            ],
        },
    ),
    Fault(
        "a fee in a third coin gives up no units",
        {
            "ledger.giving": [
                (
                    "    pay_fee_units(work, event)\n\n\ndef pay_fee_units",
                    "    return\n\n\ndef pay_fee_units",
                )
            ]
        },
    ),
    Fault(
        "a fee does not lower the proceeds",
        {"ledger.giving": [("return event.usd - event.fee_usd", "return event.usd")]},
    ),
    Fault(
        "a fee in the asset traded away lowers the proceeds once more",
        {"ledger.giving": [("elif event.fee_asset != event.asset:", "else:")]},
    ),
    Fault(
        "the units of a fee follow the names of its event",
        {
            "ledger.giving": [
                ("event.detail.lots if of_event else ()", "event.detail.lots"),
            ]
        },
    ),
    Fault(
        "moving to the same account costs the fee",
        {
            "ledger.fold": [
                (
                    "if not work.fee_joins_basis and event.to_account != event.account:",
                    "if not work.fee_joins_basis:",
                )
            ]
        },
    ),
    # Numbers
    Fault(
        "the basis is cut without telescoping, so a remainder is lost",
        {
            "ledger.lot": [
                (
                    "upto = basis if used == whole else share(basis, used, whole)",
                    "upto = self.used_basis + share(basis, quantity, whole)",
                )
            ]
        },
    ),
    Fault(
        "first in, first out cuts the basis without telescoping",
        {
            "ledger.pool": [
                (
                    "share(upto, before + part, whole)",
                    "lot.used_basis + share(upto, part, whole)",
                )
            ]
        },
    ),
    Fault(
        "first in, first out takes of the piece after one it emptied",
        {
            "ledger.pool": [
                (
                    "                head += 1\n                if",
                    "                head += 2\n                if",
                )
            ]
        },
    ),
    Fault(
        "the proceeds are cut without telescoping",
        {
            "ledger.giving": [
                (
                    "upto = proceeds if so_far == quantity else share(proceeds, so_far, quantity)",
                    "upto = paid + share(proceeds, part, quantity)",
                )
            ]
        },
    ),
    Fault("half a unit is rounded down", {"units.exact": [(SHARE, SHARE + ROUNDS_HALF_DOWN)]}),
    Fault("shares are rounded down", {"units.exact": [(SHARE, SHARE + ROUNDS_DOWN)]}),
    # Gifts and what is unknown
    Fault(
        "the second basis of a gift moves whole with every part",
        {
            "ledger.moving": [
                (
                    "loss_basis=lot.loss_basis_of(before, quantity)",
                    "loss_basis=origin.loss_basis",
                )
            ]
        },
    ),
    Fault(
        "a gift's value below the donor's basis is ignored",
        {"ledger.receiving": [("elif value < event.usd:", "elif value < 0:")]},
    ),
    Fault(
        "a gift sold between its two bases gives a loss",
        {
            "ledger.giving": [
                ("return proceeds, lot.holding_from", "return basis, lot.holding_from")
            ]
        },
    ),
    Fault(
        "a loss from a gift's value counts the donor's holding",
        {
            "ledger.giving": [
                ("return floor, lot.origin.loss_from", "return floor, lot.holding_from")
            ]
        },
    ),
    Fault(
        "a gift of unknown basis has the donor's holding",
        {"ledger.giving": [("known=basis is not None or carried is None)", "known=True)")]},
    ),
    Fault(
        "an unknown basis is zero",
        {
            "ledger.receiving": [
                (
                    "    usd = event.usd\n    if event.fee_asset",
                    "    usd = event.usd or 0\n    if event.fee_asset",
                )
            ]
        },
    ),
    Fault(
        "a fee of unknown value is no fee",
        {
            "ledger.giving": [
                (
                    "    return None\n\n\ndef _fee_within",
                    "    return event.usd\n\n\ndef _fee_within",
                )
            ]
        },
    ),
)
