"""A second run is folded only where another regime or position could change a figure."""

from pathlib import Path

import pytest

import harvestry
from harvestry import pipeline
from harvestry.case.runs import Runs
from harvestry.faces.cli.choosing import positions_like, regimes_like

HEADER = "time,account,kind,asset,quantity,id,usd,got_asset,got_quantity\n"
BOUGHT = "2026-01-01,a,buy,BTC,1,b1,50000,,\n"
SOLD = "2026-12-01,a,sell,BTC,1,s1,40000,,\n"


@pytest.fixture
def folds(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The regimes folded under, one an entry."""
    regimes: list[str] = []
    match = pipeline.match

    def counted(*given: object, **named: object) -> pipeline.Run:
        run = match(*given, **named)  # type: ignore[arg-type]
        regimes.append(str(run.stance.regime))
        return run

    monkeypatch.setattr(pipeline, "match", counted)
    return regimes


def case(folder: Path, *rows: str, **options: object) -> harvestry.Case:
    path = folder / "history.csv"
    path.write_text(HEADER + "".join(rows))
    return harvestry.open_case([path], as_of="2027-02-28", **options)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "more",
    [
        "",
        "2026-10-31,a,buy,BTC,1,r1,45000,,\n",
        "2027-01-01,a,buy,BTC,1,r1,45000,,\n",
        "2026-12-15,a,buy,ETH,1,r1,4500,,\n",
        "2026-12-15,a,income:staking,BTC,1,r1,4500,,\n",
        "2026-12-15,a,gift-in,BTC,1,r1,4500,,\n",
    ],
)
def test_one_run_where_no_loss_has_a_purchase_near_it(
    tmp_path: Path, folds: list[str], more: str
) -> None:
    case(tmp_path, BOUGHT, SOLD, more).gains(2026)
    assert folds == ["current-law"]


@pytest.mark.parametrize(
    "more",
    [
        "2026-11-01,a,buy,BTC,1,r1,45000,,\n",
        "2026-12-31,b,buy,WBTC,1,r1,45000,,\n",
        "2026-12-15,b,trade,ETH,1,r1,45000,BTC,1\n",
    ],
)
def test_two_runs_where_one_has(tmp_path: Path, folds: list[str], more: str) -> None:
    told = case(tmp_path, BOUGHT, SOLD, more).gains(2026).document
    assert folds == ["current-law", "apply"]
    assert told["other_regime"]["regime"] == "apply"


def test_a_year_without_a_sale_needs_no_second_run(tmp_path: Path, folds: list[str]) -> None:
    """The loss of December 2026 is washed under the other regime, but 2025 has none to wash."""
    more = "2026-11-01,a,buy,BTC,1,r1,45000,,\n"
    told = case(tmp_path, BOUGHT, SOLD, more).gains(2025).document
    assert folds == ["current-law"]
    assert told["rows"] == []
    assert told["other_regime"]["regime"] == "apply"
    assert told["other_regime"]["net"] == "0"


def test_a_gain_needs_no_second_run(tmp_path: Path, folds: list[str]) -> None:
    gain = SOLD.replace("40000", "60000")
    case(tmp_path, BOUGHT, gain, "2026-12-15,a,buy,BTC,1,r1,45000,,\n").gains(2026)
    assert folds == ["current-law"]


def test_reports_of_one_stance_share_its_run(tmp_path: Path, folds: list[str]) -> None:
    opened = case(tmp_path, BOUGHT, SOLD)
    opened.gains(2026)
    opened.lots()
    opened.income()
    opened.check()
    assert len(folds) == 1
    opened.wash()
    opened.harvest()
    opened.positions()
    assert folds == ["current-law", "from:2027-01-01"]


def test_a_harvest_has_books_of_its_own_that_others_cannot_use(
    tmp_path: Path, folds: list[str]
) -> None:
    opened = case(tmp_path, BOUGHT, SOLD)
    opened.harvest()
    opened.harvest()
    assert folds == ["from:2027-01-01"]
    opened.wash()
    assert folds == ["from:2027-01-01", "from:2027-01-01"]


def test_positions_are_run_only_where_they_could_matter(tmp_path: Path, folds: list[str]) -> None:
    told = case(tmp_path, BOUGHT, SOLD, wash="apply").positions().document["choices"]
    assert folds == ["apply"]
    assert not any(each["matters"] for each in told)
    folds.clear()
    near = "2026-12-15,ira,buy,BTC,1,r1,45000,,\n"
    case(tmp_path, BOUGHT, SOLD, near, wash="apply").positions()
    assert len(folds) > 1


def test_another_position_is_not_kept(tmp_path: Path) -> None:
    opened = case(tmp_path, BOUGHT, SOLD, wash="apply")
    runs: Runs = opened.runs
    run = runs.planned
    assert runs.once(run, run.stance.but("mutual_loop", "both")) is run


def test_an_unknown_regime_or_position_is_refused_at_once(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="is no regime"):
        case(tmp_path, BOUGHT, wash="never")
    with pytest.raises(ValueError, match="choose one of once, both"):
        case(tmp_path, BOUGHT, positions={"mutual_loop": "thrice"})
    with pytest.raises(ValueError, match="no position is called"):
        case(tmp_path, BOUGHT, positions={"mutual": "once"})


def test_the_shell_completes_regimes_and_positions() -> None:
    assert regimes_like("a") == ["apply"]
    assert positions_like("mutual") == ["mutual_loop=once", "mutual_loop=both"]
