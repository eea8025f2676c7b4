"""A broker's forms as a file, and what the other commands make of them."""

from pathlib import Path

import pytest

from faces.running import document, harvestry
from tax.reconciling import BUY, FORM, HEADER, SELL, one, reconcile, row


@pytest.mark.parametrize(("term", "ticked"), [("X", "yes"), ("y", "X"), ("", "TRUE"), ("Y", "1")])
def test_boxes_are_ticked_in_several_ways(term: str, ticked: str, tmp_path: Path) -> None:
    form = f'kraken,btc,1,,6/2/2025,"$49,900.00",40000,{ticked},{term},0.00,no'
    line = one(reconcile(tmp_path, (BUY, SELL), (form,)), "matched")
    assert row(line)[0] == "G"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("kraken,BTC,0,2025-01-02,2025-06-02,1,,,,,", "above zero are needed"),
        (",BTC,,2025-01-02,2025-06-02,1,,,,,", "above zero are needed"),
        ("kraken,BTC,1,2025-13-02,2025-06-02,1,,,,,", "`acquired`"),
        ("kraken,BTC,1,,2/30/2025,1,,,,,", "`sold`"),
        ("kraken,BTC,1,,2025-06-02,lots,,,,,", "`proceeds`"),
        ("kraken,BTC,1,,2025-06-02,1,,,middle,,", "`term`"),
        ("kraken,BTC,1,,2025-06-02,1,,perhaps,,,", "basis_reported"),
        ("kraken,BTC,1", "3 cells under 11 columns"),
    ],
)
def test_a_row_that_cannot_be_read_is_named_in_a_sentence(
    line: str, said: str, tmp_path: Path
) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "own.csv").write_text(f"{HEADER}\n{BUY}\n", "utf-8")
    (tmp_path / "forms.csv").write_text(f"{FORM}\n{line}\n", "utf-8")
    ran = harvestry(
        *("reconcile", "in", "--broker-forms", "forms.csv", "--year", 2025), cwd=tmp_path
    )
    assert ran.returncode == 2
    assert said in ran.stderr
    assert "row 1" in ran.stderr
    assert len(ran.stderr.splitlines()) == 1


def test_a_file_of_something_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "own.csv").write_text(f"{HEADER}\n{BUY}\n", "utf-8")
    ran = harvestry(
        *("reconcile", "own.csv", "--broker-forms", "own.csv", "--year", 2025), cwd=tmp_path
    )
    assert (ran.returncode, "there is no column" in ran.stderr) == (2, True)


def test_the_forms_take_the_brokers_figures(tmp_path: Path) -> None:
    form = "kraken,BTC,1,2025-01-02,2025-06-02,50000,38000,true,short,,"
    reconcile(tmp_path, (BUY, SELL), (form,))
    common = ("in", "--year", 2025, "--as-of", "2026-06-01", "--out", "out")
    told = document("forms", *common, "--broker-forms", "forms.csv", cwd=tmp_path)
    (box,) = told["form_8949"]
    (shown,) = box["rows"]
    keys = ("proceeds", "basis", "code", "adjustment", "gain")
    assert box["box"] == "G"
    assert tuple(shown[key] for key in keys) == (
        "50000.00",
        "38000.00",
        "BE",
        "-2100.00",
        "9900.00",
    )


def test_half_of_a_joint_account_stands_on_the_forms_and_all_of_it_on_the_brokers(
    tmp_path: Path,
) -> None:
    form = "kraken,BTC,1,2025-01-02,2025-06-02,50000,38000,true,short,,"
    accounts = '[account.kraken]\nowner = "joint"\nshare = "0.5"\n'
    profile = '[year.2025]\nfiling_status = "mfs"\n'
    told = reconcile(tmp_path, (BUY, SELL), (form,), accounts=accounts, profile=profile)
    assert [line["why"] for line in told["differences"]] == ["proceeds-fees", "basis"]
    common = ("in", "--year", 2025, "--as-of", "2026-06-01", "--out", "out")
    told = document("forms", *common, "--broker-forms", "forms.csv", cwd=tmp_path)
    (shown,) = told["form_8949"][0]["rows"]
    assert (shown["proceeds"], shown["adjustment"], shown["gain"]) == (
        "25000.00",
        "-1050.00",
        "4950.00",
    )


def test_an_audit_pack_encloses_the_brokers_forms(tmp_path: Path) -> None:
    form = "kraken,BTC,1,2025-01-02,2025-06-02,50000,38000,true,short,,"
    reconcile(tmp_path, (BUY, SELL), (form,))
    common = ("in", "--year", 2025, "--as-of", "2026-06-01", "--out", "out")
    harvestry("forms", *common, "--broker-forms", "forms.csv", cwd=tmp_path)
    (tmp_path / "forms.csv").unlink()
    ran = harvestry("verify-pack", "out/audit-pack-2025.zip", cwd=tmp_path)
    assert ran.returncode == 0, ran.stderr


def test_a_form_without_units_is_a_problem_and_the_others_are_compared(tmp_path: Path) -> None:
    forms = (
        "kraken,USDC,,,VARIOUS,1700.00,,,,,",
        "kraken,BTC,1,2025-01-02,2025-06-02,49900,40000,true,short,,",
    )
    told = reconcile(tmp_path, (BUY, SELL), forms, code=1)
    (line,) = told["matched"]
    assert row(line)[0] == "G"
    (found,) = [each for each in told["problems"] if each["code"] == "form-without-units"]
    assert (found["file"], found["row"], found["severity"]) == ("forms.csv", 1, "error")
    assert "USDC in kraken" in found["message"]
