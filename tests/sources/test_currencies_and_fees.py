"""What was paid, in what, and what was charged: nothing is taken for dollars that is none."""

from pathlib import Path

import pytest

from harvestry.case import open_case
from harvestry.sources.receipt import Imported
from sources.golden_files import read, told

COINBASE = (
    "ID,Timestamp,Transaction Type,Asset,Quantity Transacted,Price Currency,Price at Transaction,"
    "Subtotal,Total (inclusive of fees and/or spread),Fees and/or Spread,Notes"
)
KRAKEN = "txid,refid,time,type,subtype,aclass,asset,amount,fee,balance,amountusd,feeusd,feecurrency"
OURS = "time,account,kind,asset,quantity,id,usd,fee_asset,fee_quantity,got_asset,got_quantity"


def _read(folder: Path, header: str, *rows: str, aliases: dict[str, str] | None = None) -> Imported:
    path = folder / "given.csv"
    path.write_text("\n".join((header, *rows, "")), "utf-8")
    return read(path, aliases=aliases)


def _coinbase(folder: Path, *rows: str, aliases: dict[str, str] | None = None) -> Imported:
    """Read rows of `kind|asset|quantity|currency|price|subtotal|total|fee|notes`."""
    written = [
        f"C{n},2025-01-01 00:00:00 UTC,{row.replace('|', ',')}" for n, row in enumerate(rows, 1)
    ]
    return _read(folder, COINBASE, *written, aliases=aliases)


def _short(imported: Imported) -> list[str]:
    usual = ("rows", "time", "account", "id", "kind", "asset", "quantity")
    lines = []
    for event in map(told, imported.events):
        more = [f"{key}={value}" for key, value in event.items() if key not in usual]
        lines.append(" ".join([event["kind"], event["asset"], event["quantity"], *more]))
    return lines


def _codes(imported: Imported) -> list[tuple[str, str]]:
    return [(problem.code, problem.severity.value) for problem in imported.problems]


USDC_BUY = "trade USDC 1004 fee_asset=USDC fee_quantity=4 got_asset=ETH got_quantity=0.4"
USDC_SELL = "trade ETH 0.4 fee_asset=USDC fee_quantity=4 got_asset=USDC got_quantity=1000"


@pytest.mark.parametrize(
    ("row", "event"),
    [
        (
            (
                "Advanced Trade Buy|ETH|0.4|USDC|2500|1000|1004|4|"
                "Bought 0.4 ETH for 1004 USDC on ETH-USDC at 2500 USDC/ETH"
            ),
            USDC_BUY,
        ),
        ("Advanced Trade Buy|ETH|0.4|USDC|2500|$1000|$1004|$4|Filled on ETH-USDC", USDC_BUY),
        ("Advanced Trade Buy|ETH|0.4|USDC|2500|1000|1004|4|", USDC_BUY),
        (
            (
                "Advanced Trade Sell|ETH|-0.4|USDC|2500|1000|996|4|"
                "Sold 0.4 ETH for 996 USDC on ETH-USDC at 2500 USDC/ETH"
            ),
            USDC_SELL,
        ),
        ("Advanced Trade Sell|ETH|-0.4|USDC|2500|-1000|-1004|4|Filled on ETH-USDC", USDC_SELL),
        (
            "Advanced Trade Buy|ETH|0.4|USDC|2500||||Bought 0.4 ETH for 1004 USDC on ETH-USDC",
            "trade USDC 1004 got_asset=ETH got_quantity=0.4",
        ),
        (
            "Buy|BTC|0.01|EUR|20000|200.00|203.00|3.00|Bought 0.01 BTC for 203.00 EUR",
            "trade EUR 203 fee_asset=EUR fee_quantity=3 got_asset=BTC got_quantity=0.01",
        ),
        (
            "Sell|BTC|0.01|GBP|20000|£200.00|£197.00||",
            "trade BTC 0.01 fee_asset=GBP fee_quantity=3 got_asset=GBP got_quantity=200",
        ),
        (
            "Buy|BTC|0.01|EUR|20000|200.00|203.00|3.00|Bought 0.01 BTC for 220.00 USD",
            "buy BTC 0.01 usd=220",
        ),
    ],
)
def test_what_was_paid_is_an_asset_unless_it_is_dollars(
    row: str, event: str, tmp_path: Path
) -> None:
    imported = _coinbase(tmp_path, row)
    assert _short(imported) == [event]
    assert imported.problems == ()


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("Buy|BTC|0.01|EUR|20000||||", "missing-value"),
        ("Buy|BTC|0.01|EUR|20000|$200.00|$203.00|$3.00|", "mixed-currency"),
        ("Buy|BTC|0|EUR|20000|200.00|203.00|3.00|", "bad-value"),
        ("Buy|BTC|0.01|EUR|1|200|203|3|Bought 0.01 BTC for 230 EUR", "total-differs"),
        ("Buy|BTC|0.01|EUR|1|200.1234567890123456789012345678901|||", "bad-number"),
    ],
)
def test_a_row_in_another_currency_that_does_not_say_how_much_is_refused(
    row: str, code: str, tmp_path: Path
) -> None:
    imported = _coinbase(tmp_path, row)
    assert (imported.events, _codes(imported)) == ([], [(code, "error")])


def test_nothing_bought_for_no_euros_is_nothing(tmp_path: Path) -> None:
    imported = _coinbase(tmp_path, "Buy|BTC|0|EUR|1|0|0|0|", "Buy|EUR|5|EUR|1|5|5|0|")
    assert imported.events == []
    assert [each.reason.value for each in imported.receipts[0].skipped] == [
        "zero-amount",
        "internal-move",
    ]


@pytest.mark.parametrize(
    ("row", "event"),
    [
        ("Sell|BTC|-1|USD||-20|-19.90||", "sell BTC 1 usd=20 fee_usd=0.1"),
        ("Sell|BTC|-1|USD||-20|-20.10||", "sell BTC 1 usd=20 fee_usd=0.1"),
        ("Sell|BTC|-1|USD||-20|-20||", "sell BTC 1 usd=20"),
        ("Buy|BTC|1|USD||20|-20.10||", "buy BTC 1 usd=20 fee_usd=0.1"),
    ],
)
def test_an_empty_fee_is_what_lies_between_subtotal_and_total(
    row: str, event: str, tmp_path: Path
) -> None:
    imported = _coinbase(tmp_path, row)
    assert (_short(imported), imported.problems) == ([event], ())


@pytest.mark.parametrize(
    ("row", "codes"),
    [
        ("Buy|BTC|1|USD||20|21.01|1|", [("total-rules", "note")]),
        ("Buy|BTC|1|USD||20|21.03|1|", [("total-differs", "error")]),
        ("Buy|BTC|1|USD||20|19||", [("total-differs", "error")]),
        ("Sell|BTC|1|USD||20|19.02|1|", [("total-rules", "note")]),
        ("Sell|BTC|1|USD||20|21|1|", [("total-differs", "error")]),
        ("Sell|BTC|1|USD||20|21||", [("total-differs", "error")]),
        ("Sell|BTC|-1|USD||-20|-25|1|", [("total-differs", "error")]),
        ("Buy|BTC|1|EUR||20|21.01|1|", [("total-rules", "note")]),
        ("Buy|BTC|1|EUR||20|23|1|", [("total-differs", "error")]),
        ("Buy|ETH|1|BTC||0.01|0.02|0.001|", [("total-differs", "error")]),
        ("Order|BTC|-1|USD||20|25|1|", [("total-differs", "error")]),
    ],
)
def test_a_total_is_a_note_within_rounding_and_an_error_beyond(
    row: str, codes: list[tuple[str, str]], tmp_path: Path
) -> None:
    imported = _coinbase(tmp_path, row)
    assert _codes(imported) == codes
    assert len(imported.events) == 1, "what was paid or received counts all the same"


@pytest.mark.parametrize(
    ("row", "event"),
    [
        ("Send|BTC|-1|USD|100|-100|-101.20|$1.20|", "withdrawal BTC 1 usd=100 fee_usd=1.2"),
        ("Order|BTC|-1|USD|100|100|99|1|", "spend BTC 1 usd=100 fee_usd=1"),
        ("Send|BTC|-1|EUR|100|-100|-101|1|", "withdrawal BTC 1 fee_asset=EUR fee_quantity=1"),
        ("Send|BTC|-1|USD|100|-100|-100|0.00|", "withdrawal BTC 1 usd=100"),
        ("Staking Income|XTZ|0.0001|USD||$0.00|$0.00|$0.00|", "income:staking XTZ 0.0001"),
        ("Staking Income|XTZ|0.0001|USD|$0.00|$0.00|$0.00|$0.00|", "income:staking XTZ 0.0001"),
        ("Learning Reward|GRT|2|USD|3|0.00|0.00|0|", "income:reward GRT 2 usd=6"),
        ("Learning Reward|GRT|2|USD||0.00|6.00|0|", "income:reward GRT 2 usd=6"),
    ],
)
def test_fees_are_kept_and_a_value_of_nothing_is_unknown(
    row: str, event: str, tmp_path: Path
) -> None:
    assert _short(_coinbase(tmp_path, row)) == [event]


MIGRATION = ("Asset Migration|MATIC|-100|USD||||||", "Asset Migration|POL|100|USD||||||")


def test_a_migration_is_an_error_until_both_names_are_one_asset(tmp_path: Path) -> None:
    rows = [row.rstrip("|") + "|||||" for row in MIGRATION]
    imported = _coinbase(tmp_path, *rows)
    assert _codes(imported) == [("redenomination", "error")]
    assert 'aliases = ["MATIC"]` under [asset.POL]' in imported.problems[0].message
    assert imported.receipts[0].rows_problem == 2
    named = _coinbase(tmp_path, *rows, aliases={"MATIC": "POL"})
    assert (named.events, named.problems) == ([], ())
    assert {each.reason.value for each in named.receipts[0].skipped} == {"redenomination"}


def test_a_coin_under_its_new_name_is_the_lot_it_was(tmp_path: Path) -> None:
    """100 MATIC for 36 in 2021; of 100 POL 60 sold for 30 less 0.50: 60/100 of 36 is 21.60."""
    rows = (
        "1,2021-03-01 10:00:00 UTC,Buy,MATIC,100,USD,0.35,35.00,36.00,1.00,",
        "2,2024-10-07 10:00:00 UTC,Asset Migration,MATIC,-100,USD,0.40,-40.00,-40.00,0.00,",
        "3,2024-10-07 10:00:00 UTC,Asset Migration,POL,100,USD,0.40,40.00,40.00,0.00,",
        "4,2025-02-01 10:00:00 UTC,Sell,POL,-60,USD,0.50,-30.00,-29.50,0.50,",
    )
    (tmp_path / "coinbase.csv").write_text("\n".join((COINBASE, *rows, "")))
    (asked,) = open_case([tmp_path], as_of="2026-01-01").gains(year=2025).document["rows"]
    assert (asked["basis"], asked["gain"], asked["term"]) == (None, None, "unknown")
    (tmp_path / "assets.toml").write_text('[asset.POL]\naliases = ["MATIC"]\n')
    (sold,) = open_case([tmp_path], as_of="2026-01-01").gains(year=2025).document["rows"]
    assert (sold["acquired"], sold["term"]) == ("2021-03-01", "long")
    assert (sold["proceeds"], sold["basis"], sold["gain"]) == ("29.5", "21.6", "7.9")


@pytest.mark.parametrize(
    ("quantities", "code"),
    [(("-100", "90"), "needs-review"), (("100", "100"), "redenomination")],
)
def test_a_migration_that_is_not_plain_is_shown(
    quantities: tuple[str, str], code: str, tmp_path: Path
) -> None:
    rows = [
        f"Asset Migration|{asset}|{quantity}|USD|||||"
        for asset, quantity in zip(("MATIC", "POL"), quantities, strict=True)
    ]
    assert _codes(_coinbase(tmp_path, *rows)) == [(code, "error")]


def test_one_side_of_a_migration_counts_only_if_it_is_a_known_name(tmp_path: Path) -> None:
    row = "Asset Migration|MATIC|-100|USD|||||"
    assert _codes(_coinbase(tmp_path, row)) == [("needs-review", "error")]
    assert _coinbase(tmp_path, row, aliases={"MATIC": "POL"}).problems == ()


def test_a_migration_under_one_name_must_still_be_one_for_one(tmp_path: Path) -> None:
    rows = ("Asset Migration|MATIC|-100|USD|||||", "Asset Migration|POL|90|USD|||||")
    imported = _coinbase(tmp_path, *rows, aliases={"MATIC": "POL"})
    assert _codes(imported) == [("needs-review", "error")]


def test_a_coin_that_kraken_renamed_is_shown_until_both_names_are_one(tmp_path: Path) -> None:
    rows = (
        "A,R1,2025-01-01 00:00:00,adjustment,,currency,MATIC,-5,0,0,,,",
        "B,R2,2025-01-01 00:00:30,adjustment,,currency,POL,5,0,5,,,",
        "C,R3,2025-03-01 00:00:30,adjustment,,currency,POL,5,0,5,,,",
    )
    imported = _read(tmp_path, KRAKEN, *rows)
    assert [(p.code, p.row) for p in imported.problems] == [
        ("needs-review", 1),
        ("needs-review", 3),
    ]
    assert "set one as an alias" in imported.problems[0].message
    named = _read(tmp_path, KRAKEN, *rows, aliases={"MATIC": "POL"})
    assert [(p.code, p.row) for p in named.problems] == [("needs-review", 3)]
    assert [(s.row, s.reason.value) for s in named.receipts[0].skipped] == [
        (1, "redenomination"),
        (2, "redenomination"),
    ]


def test_aliases_count_in_every_format(tmp_path: Path) -> None:
    aliases = {"RNDR": "RENDER"}
    coinbase = _coinbase(
        tmp_path, "Convert|RNDR|-1|USD||5|5|0|Converted 1 RNDR to 5 USDC", aliases=aliases
    )
    assert _short(coinbase) == ["trade RENDER 1 usd=5 got_asset=USDC got_quantity=5"]
    kraken = _read(
        *(tmp_path, KRAKEN, "A,R,2025-01-01 00:00:00,staking,,currency,RNDR,1 RNDR,0,1,,,"),
        aliases=aliases,
    )
    assert _short(kraken) == ["income:staking RENDER 1"]
    rows = (
        "2025-01-01,w,trade,SOL,1,a,,RNDR,0.1,RNDR,2",
        "2025-01-01,w,trade,RNDR,1,b,,,,RENDER,1",
        "2025-01-01,w,trade,RNDR,1,c,,,,RENDER,2",
        "2025-01-01,w,buy,RNDR,1,,5,,,,",
    )
    ours = _read(tmp_path, OURS, *rows, aliases=aliases)
    assert _short(ours) == [
        "trade SOL 1 fee_asset=RENDER fee_quantity=0.1 got_asset=RENDER got_quantity=2",
        "buy RENDER 1 usd=5",
    ]
    assert [(s.row, s.reason.value) for s in ours.receipts[0].skipped] == [(2, "redenomination")]
    assert [(p.row, p.code) for p in ours.problems] == [(3, "bad-value")]
    unnamed = _read(tmp_path, OURS, *rows)
    assert [event.id for event in unnamed.events][-1] == ours.events[-1].id, "ids do not change"


@pytest.mark.parametrize(
    ("row", "event"),
    [
        ("-6,1,0,12,2,", "withdrawal ADA 7 usd=14 fee_asset=ADA fee_quantity=1 fee_usd=2"),
        ("-6,1.5,0,12,,", "withdrawal ADA 7.5 usd=15 fee_asset=ADA fee_quantity=1.5"),
        ("-6,0,0,12,0,", "withdrawal ADA 6 usd=12"),
        ("-6,1,0,,,", "withdrawal ADA 7 fee_asset=ADA fee_quantity=1"),
    ],
)
def test_a_withdrawal_is_worth_what_the_file_says_fee_and_all(
    row: str, event: str, tmp_path: Path
) -> None:
    imported = _read(tmp_path, KRAKEN, f"A,R,2025-01-01 00:00:00,withdrawal,,currency,ADA,{row}")
    assert _short(imported) == [event]


def test_a_deposit_is_worth_its_part_after_the_fee(tmp_path: Path) -> None:
    row = "A,R,2025-01-01 00:00:00,deposit,,currency,ADA,8,2,0,16,4,"
    assert _short(_read(tmp_path, KRAKEN, row)) == ["deposit ADA 6 usd=12"]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("invite bonus,,currency,ZUSD,10", "Dollars came in as 'invite bonus'"),
        ("invite_bonus,,currency,ZUSD,10", "`other_income` in your profile"),
        ("staking,,currency,ZUSD,10", "`other_income` in your profile"),
    ],
)
def test_dollars_earned_are_named_for_what_they_are(row: str, words: str, tmp_path: Path) -> None:
    (problem,) = _read(tmp_path, KRAKEN, f"A,R,2025-01-01 00:00:00,{row},0,0,,,").problems
    assert problem.code == "cash-income"
    assert words in problem.message
