"""Faults to plant in pools, their end and identification; caught by the pooled lives."""

from planted.fault import Fault

POOL_FAULTS = (
    # Pools
    Fault(
        "a broker's one order identifies before there was a rule",
        {
            "ledger.identification": [
                ('.values["identifies"] is not True:', '.values["identifies"] is None:')
            ]
        },
    ),
    Fault(
        "a broker's one order stands against first in, first out in the books",
        {"ledger.identification": [("return not in_books or", "return True or")]},
    ),
    Fault(
        "first in, first out that nobody recorded stands against a broker's one order",
        {"ledger.identification": [("in_books = order.recorded and", "in_books =")]},
    ),
    Fault(
        "books suffice at a broker before a global allocation is complete",
        {"ledger.identification": [("if told is Addressee.BROKER_ELSE_BOOKS and", "if False and")]},
    ),
    Fault(
        "a broker's one order stands above what it was told",
        {"ledger.identification": [("or told_broker", "")]},
    ),
    Fault(
        "before 2025 each account is a pool",
        {
            "ledger.pool_rules": [
                ("self.era is Era.BEFORE and self.before", "False and self.before")
            ]
        },
    ),
    Fault(
        "spouses share a universal pool",
        {"ledger.pool_rules": [('f"{prefix}{account.owner}" if', 'f"{prefix}self" if')]},
    ),
    Fault(
        "a retirement account is part of its owner's pool",
        {
            "ledger.pool_rules": [
                ("account.treatment is Treatment.TAXABLE and account.owner", "account.owner")
            ]
        },
    ),
    Fault(
        "securities are pooled as coins are",
        {"ledger.pool_rules": [("if self.assets.named(asset).is_digital else", "if True else")]},
    ),
    Fault(
        "exchanges join the one pool of the wallets",
        {"ledger.pool_rules": [("account.kind is AccountKind.WALLET and", "")]},
    ),
    # The end of pools
    Fault(
        "a placed lot is acquired when it is placed",
        {
            "ledger.transition": [
                (
                    "piece = arriving(work, part)",
                    "piece = arriving(work, part)\n        piece.acquired = pools.until",
                )
            ]
        },
    ),
    Fault(
        "by history lots fill accounts whosever units they are",
        {"ledger.placing": [("in at.get(lot.root, ()):", "in ():")]},
    ),
    Fault(
        "the smallest account is filled first",
        {
            "ledger.placing": [
                ("key=lambda name: -plan.room[name]", "key=lambda name: plan.room[name]")
            ]
        },
    ),
    Fault(
        "lots of unknown basis are the lowest",
        {"ledger.placing": [("return True, Fraction(0)", "return False, Fraction(0)")]},
    ),
    Fault(
        "what accounts hold is forgotten when a fold is continued",
        {"ledger.eras": [("state.apart or State()", "State()")]},
    ),
    Fault(
        "an allocation on the day of the first sale is in time",
        {
            "ledger.allocating": [
                ("in_time = completed < first.day", "in_time = completed <= first.day")
            ]
        },
    ),
    Fault(
        "a global allocation may be completed whenever",
        {"ledger.allocating": [("completed < max(first.day, due)", "True")]},
    ),
    # Identification
    Fault(
        "lots named after the sale count",
        {"ledger.identification": [("detail.lots_at > event.time:", "False:")]},
    ),
    Fault(
        "lots named at the very time of the sale are late",
        {
            "ledger.identification": [
                ("detail.lots_at > event.time:", "detail.lots_at >= event.time:")
            ]
        },
    ),
    Fault(
        "books identify at a broker as in 2026 for ever",
        {
            "ledger.identification": [
                (
                    'str(pools.law.on("identification-addressee", on)',
                    'str(pools.law.on("identification-addressee", min(on, 739_900))',
                )
            ]
        },
    ),
    Fault(
        "names in the books stand above an order at the broker",
        {
            "ledger.identification": [
                ("if order.told is Told.BROKER and order", "if False and order")
            ]
        },
    ),
    Fault(
        "names count while a global allocation is not complete",
        {"ledger.identification": [("if event.time >= pools.until and", "if False and")]},
    ),
    Fault(
        "names of units acquired since wait for a global allocation too",
        {"ledger.identification": [("if _is_of(name[0], pools.newer)]", "if False]")]},
    ),
    Fault(
        "names count of units held when the pools ended, once others were acquired since",
        {"ledger.allocating": [("event.time >= until and _acquires", "_acquires")]},
    ),
    Fault(
        "a retirement account waits for the allocation of its owner's other accounts",
        {"ledger.pool_rules": [("not pools_with_others(account):  # it", "False:  # it")]},
    ),
    Fault(
        "securities are identified in the books",
        {"ledger.identification": [("asset_class in _OWED_TO_BROKER:", "asset_class in ():")]},
    ),
    Fault(
        "a sale with late names is first in, first out whatever order stands",
        {
            "ledger.identification": [
                (
                    '_report(work, event, "the lots it names", objection)',
                    (
                        '_report(work, event, "the lots it names", objection)\n'
                        "        return Method.FIFO, ()"
                    ),
                )
            ]
        },
    ),
)
"""The random households must catch every one."""
