"""The audit pack: recomputed to the same bytes, and what is enclosed in it."""

import json
import shutil
import zipfile
from io import BytesIO
from pathlib import Path

from faces.running import document, harvestry
from forms.official_blanks import blank
from harvestry.case import open_case
from harvestry.case.forms_report import Wanted
from harvestry.case.verifying import verify_pack
from harvestry.reports.official.values import Taxpayer
from harvestry.reports.tax_forms.form import Options
from harvestry.reports.tax_forms.rounding import Rounding
from packs.packing import YEAR, changed, household, made, members_of, verdict


def test_a_pack_is_recomputed_to_the_same_bytes(pack: bytes, tmp_path: Path) -> None:
    same, sentence = verdict(tmp_path, pack)
    assert same, sentence
    names = set(members_of(pack))
    assert {"rows/events.json", "rows/gains.json", "rows/lots.json"} <= names
    assert sum(name.startswith("inputs/") for name in names) == 10
    assert {f"outputs/form-8949-{YEAR}.csv", "outputs/journal.beancount"} <= names
    stance = json.loads(members_of(pack)["manifest.json"])["stance"]
    assert stance["regime"] == "apply"
    assert stance["positions"]["mutual_loop"]


def test_the_same_files_elsewhere_in_another_order_give_the_same_pack(tmp_path: Path) -> None:
    files = household(tmp_path / "one")
    exports = [each for each in files if each.suffix == ".csv" and each.name != "prices.csv"]
    settings = {each.stem: each for each in files if each not in exports}
    first = made(exports, **settings)
    other = tmp_path / "somewhere else"
    shutil.copytree(tmp_path / "one", other)
    moved = {name: other / path.name for name, path in settings.items()}
    assert made([other / each.name for each in reversed(exports)], **moved) == first


def test_two_files_of_one_name_are_told_apart_when_recomputed(tmp_path: Path) -> None:
    header = "time,account,kind,asset,quantity,id,usd\n"
    paths = [tmp_path / folder / "t.csv" for folder in ("2025/kraken", "2026/kraken", "gemini")]
    for n, path in enumerate(paths):
        path.parent.mkdir(parents=True)
        rows = f"2024-01-0{n + 1},k{n},buy,BTC,1,b{n},40000\n2026-01-06,k{n},sell,BTC,1,s{n},9\n"
        path.write_text(header + rows + "2026-02-06,k,sell,BTC,2.O,,1\n")
    content = made(paths)
    problems = members_of(content)["rows/problems.json"].decode()
    assert all(f'"{name}/t.csv"' in problems for name in ("2025/kraken", "2026/kraken", "gemini"))
    same, sentence = verdict(tmp_path, content)
    assert same, sentence
    assert made(paths[::-1]) == content


def test_the_command_ends_with_nothing_amiss_or_says_what_differs(tmp_path: Path) -> None:
    household(tmp_path / "files")
    asked = ("--year", YEAR, "--as-of", "2026-12-31", "--out", "out", "--name", "A B")
    harvestry("forms", "files", *asked, cwd=tmp_path)
    path = tmp_path / "out" / f"audit-pack-{YEAR}.zip"
    done = harvestry("verify-pack", path, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Recomputed to the same bytes")
    content = path.read_bytes()
    name = f"outputs/form-8949-{YEAR}.csv"
    lines = members_of(content)[name].split(b"\n")
    lines[4] = lines[4].replace(b"1", b"2")
    path.write_bytes(changed(content, {name: b"\n".join(lines)}))
    done = harvestry("verify-pack", path, cwd=tmp_path)
    assert done.returncode == 1
    assert f"{name} from line 5 on" in done.stdout
    told = document("verify-pack", path, cwd=tmp_path, code=1)
    assert told == {"schema": 1, "same": False, "sentence": done.stdout.strip()}
    path.write_bytes(b"not a pack")
    done = harvestry("verify-pack", path, cwd=tmp_path)
    assert done.returncode == 2
    assert "no zip file" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_pack_with_the_official_forms_lists_and_layout_is_recomputed(tmp_path: Path) -> None:
    """Blanks, an allocation list, a price book, whole dollars: what is asked goes into the pack."""
    rows = (
        "time,account,kind,asset,quantity,id,usd\n"
        "2024-01-02T12:00:00Z,kraken,buy,BTC,1,b1,20000\n"
        "2024-01-03T12:00:00Z,ledger,buy,BTC,1,b2,30000\n"
        "2025-03-01T12:00:00Z,kraken,sell,BTC,0.5,s1,40000\n"
    )
    settings = (
        "[pools]\nbefore_2025 = 'universal'\n[[pools.allocation]]\nasset = 'BTC'\n"
        "kind = 'specific-unit'\ndescribed = 2024-12-20\ncompleted = 2025-01-01\n"
        "rule = 'file:list.csv'\n"
    )
    files = {
        "own.csv": rows,
        "accounts.toml": settings,
        "list.csv": "account,lot,quantity\nkraken,b2,1\nledger,b1,1\n",
        "book.csv": "date,time,asset,close_usd,currency,source,id,fetched_at\n",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    blanks = [tmp_path / f"{form}.pdf" for form in ("f8949", "f1040sd")]
    for path in blanks:
        path.write_bytes(blank(path.stem, 2025))
    case = open_case(
        [tmp_path / "own.csv"],
        as_of="2025-12-31",
        accounts=tmp_path / "accounts.toml",
        price_book=tmp_path / "book.csv",
    )
    options = Options(Rounding.DOLLARS, summary=True)
    wanted = Wanted(options, Taxpayer("A. Filer", "000-00-0000"), tuple(blanks), legacy_boxes=True)
    report = case.forms(2025, wanted)
    path = tmp_path / "pack.zip"
    with path.open("w+b") as file:
        report.outputs[-1].write(file)
    verdict = verify_pack(path)
    assert verdict.same, verdict.sentence
    with zipfile.ZipFile(path) as archive:
        told = json.loads(archive.read("manifest.json"))
        names = archive.namelist()
    roles = [each["role"] for each in told["inputs"]]
    assert sorted(roles) == ["accounts", "blank", "blank", "file", "list", "price_book"]
    assert told["asked"]["taxpayer"]["number"] == "000-00-0000"
    assert {"outputs/f8949-2025.pdf", "outputs/txf-v042-2025.txf"} <= set(names)


def test_of_a_folder_of_blanks_those_of_the_year_are_enclosed(tmp_path: Path) -> None:
    (folder := tmp_path / "blanks").mkdir()
    for year in (2024, 2025):
        for form in ("f8949", "f1040sd"):
            (folder / f"{form}-{year}.pdf").write_bytes(blank(form, year))
    (files := tmp_path / "files").mkdir()
    for n in range(8):  # so that the blanks are the ninth and tenth: 10 stands before 9 by name
        row = f"2025-01-0{n + 1},kraken,buy,BTC,1,b{n},1000"
        (files / f"{n}.csv").write_text(f"time,account,kind,asset,quantity,id,usd\n{row}\n")
    case = open_case([files], as_of="2025-12-31")
    path = tmp_path / "pack.zip"
    with path.open("w+b") as file:
        case.forms(2025, Wanted(blanks=(folder,))).outputs[-1].write(file)
    with zipfile.ZipFile(path) as archive:
        told = json.loads(archive.read("manifest.json"))["inputs"]
    assert [(each["folder"], each["name"]) for each in told if each["role"] == "blank"] == [
        (9, "f1040sd-2025.pdf"),
        (10, "f8949-2025.pdf"),
    ]
    verdict = verify_pack(path)
    assert verdict.same, verdict.sentence


def test_the_taxpayer_number_is_in_no_pack_that_has_no_form_with_it(tmp_path: Path) -> None:
    household(tmp_path)
    case = open_case([tmp_path], as_of="2026-12-31")
    file = BytesIO()
    case.forms(2026, Wanted(taxpayer=Taxpayer("A. Filer", "000-00-0000"))).outputs[-1].write(file)
    assert b"A. Filer" in file.getvalue()
    assert b"000-00-0000" not in file.getvalue()
