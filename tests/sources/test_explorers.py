"""Explorers of chains: what one transaction did, in whichever of their files it stands."""

from pathlib import Path

from harvestry.sources.receipt import Imported
from sources.golden_files import GOLDENS, read, told

OWN = "0x" + "aa" * 20
POOL = "0x" + "cc" * 20
COINS = (
    "Txhash,Blockno,UnixTimestamp,DateTime,From,To,ContractAddress,Value_IN(ETH),Value_OUT(ETH),"
    "CurrentValue @ $2500/Eth,TxnFee(ETH),TxnFee(USD),Historical $Price/Eth,Status,ErrCode\n"
)
TOKENS = "Txhash,UnixTimestamp,DateTime,From,To,Value,ContractAddress,TokenName,TokenSymbol\n"
ITEMS = "Txhash,UnixTimestamp,DateTime,From,To,ContractAddress,TokenId,TokenName,TokenSymbol\n"


def _read(folder: Path, *, spam: tuple[str, ...] = (), **texts: str) -> Imported:
    paths = []
    for name, text in texts.items():
        paths.append(folder / f"{name}-{OWN}.csv")
        paths[-1].write_text(text)
    return read(*paths, spam=spam)


def _short(imported: Imported) -> list[dict[str, object]]:
    left_out = {"rows", "account", "id", "time", "hash"}
    return [{k: v for k, v in told(e).items() if k not in left_out} for e in imported.events]


def test_coins_that_went_for_tokens_are_a_trade_with_its_gas(tmp_path: Path) -> None:
    imported = _read(
        tmp_path,
        coins=f"{COINS}0xh,1,1659686423,,{OWN},{POOL},,0,1,0,0.01,0,,,\n",
        tokens=f"{TOKENS}0xh,1659686423,,{POOL},{OWN},1700,0xa0b8,USD Coin,USDC\n",
    )
    assert _short(imported) == [
        {
            "kind": "trade",
            "asset": "ETH",
            "quantity": "1.01",
            "got_asset": "USDC",
            "got_quantity": "1700",
            "fee_asset": "ETH",
            "fee_quantity": "0.01",
        }
    ]
    assert not imported.problems


def test_tokens_that_went_for_tokens_pay_their_gas_in_coins(tmp_path: Path) -> None:
    imported = _read(
        tmp_path,
        coins=f"{COINS}0xh,1,1659686423,,{OWN},{POOL},,0,0,0,0.01,0,,,\n",
        tokens=f"{TOKENS}0xh,1659686423,,{OWN},{POOL},500,0xa0b8,USD Coin,USDC\n"
        f"0xh,1659686423,,{POOL},{OWN},7,0x1f98,Uniswap,UNI\n",
    )
    assert _short(imported) == [
        {
            "kind": "trade",
            "asset": "USDC",
            "quantity": "500",
            "got_asset": "UNI",
            "got_quantity": "7",
            "fee_asset": "ETH",
            "fee_quantity": "0.01",
        }
    ]


def test_a_collectible_is_bought_with_coins(tmp_path: Path) -> None:
    imported = _read(
        tmp_path,
        coins=f"{COINS}0xh,1,1659686423,,{OWN},{POOL},,0,2,0,0.01,0,,,\n",
        items=f"{ITEMS}0xh,1659686423,,{POOL},{OWN},0xbc4c,12,Bored Cats,CATS\n",
    )
    (event,) = _short(imported)
    assert (event["kind"], event["quantity"]) == ("trade", "2.01")
    assert (event["got_asset"], event["got_quantity"]) == ("Bored Cats #12", "1")


def test_a_token_the_household_calls_spam_is_left_out_and_shown(tmp_path: Path) -> None:
    imported = _read(
        tmp_path,
        spam=("FREE",),
        tokens=f"{TOKENS}0xh,1659686423,,{POOL},{OWN},500,0xbad,Freedom,FREE\n"
        f"0xi,1659686424,,{POOL},{OWN},5,0xbad,Crypto.com Coin,CRO\n",
    )
    assert [event["asset"] for event in _short(imported)] == ["CRO"]
    (receipt,) = imported.receipts
    assert [(each.row, each.reason.value) for each in receipt.skipped] == [(1, "spam")]


def test_a_file_that_does_not_tell_the_own_address_is_asked_about_once(tmp_path: Path) -> None:
    path = tmp_path / "tokens.csv"
    path.write_text(f"{TOKENS}0xh,1659686423,,{POOL},{OWN},500,0xa0b8,USD Coin,USDC\n")
    imported = read(path)
    assert [problem.code for problem in imported.problems] == ["unknown-direction"]
    assert not imported.events


def test_a_list_as_long_as_the_explorer_ever_gives_may_be_cut_off(tmp_path: Path) -> None:
    def rows(most: int) -> str:
        return "".join(
            f"0x{n},{1659686423 + n},,{POOL},{OWN},{n},0xa0b8,USD Coin,USDC\n"
            for n in range(1, most + 1)
        )

    imported = _read(tmp_path, tokens=TOKENS + rows(5000))
    assert [(each.code, each.severity, each.row) for each in imported.problems] == [
        ("cut-off-file", "warning", 5000)
    ]
    assert len(imported.events) == 5000
    assert not _read(tmp_path, tokens=TOKENS + rows(4999)).problems


def test_a_file_that_names_no_coin_says_how_to_name_it(tmp_path: Path) -> None:
    golden = next((GOLDENS / "blockscout").glob("*.csv"))
    (tmp_path / "given.csv").write_bytes(golden.read_bytes())
    problems = [
        each for each in read(tmp_path / "given.csv").problems if each.code == "missing-value"
    ]
    assert problems
    assert all('`asset = "ETH"`, under [[file]]' in each.message for each in problems)
