"""The audit pack: recomputed to the same bytes, and every kind of tampering is found or refused."""

import json
import shutil
import zipfile
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from faces.running import document, harvestry
from forms.official_blanks import blank
from harvestry.case import open_case
from harvestry.case.forms_report import Wanted
from harvestry.case.verifying import verify_pack
from harvestry.reports.official.values import Taxpayer
from harvestry.reports.tax_forms.form import Options
from harvestry.reports.tax_forms.rounding import Rounding
from harvestry.sample.household import write_household
from harvestry.sources.packs import PackError

YEAR = "2026"


def household(folder: Path) -> list[Path]:
    return [Path(each) for each in write_household(folder)]


def made(files: Iterable[Path], **settings: Any) -> bytes:
    report = open_case(files, as_of="2026-12-31", **settings).forms(2026)
    file = BytesIO()
    report.outputs[-1].write(file)
    return file.getvalue()


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    folder = tmp_path_factory.mktemp("household")
    household(folder)
    return made([folder], wash="apply")


def members_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(members: Iterable[tuple[str, bytes]]) -> bytes:
    """Store members as whoever forges a pack would."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return file.getvalue()


def changed(
    content: bytes,
    new: Mapping[str, bytes | None],
    manifest: Callable[[dict[str, Any]], None] = lambda _: None,
    *,
    rehash: bool = True,
) -> bytes:
    """Give the pack as someone would forge it: members replaced or dropped, hashes set right."""
    members: dict[str, bytes] = members_of(content)
    told = json.loads(members.pop("manifest.json"))
    for name, bytes_ in new.items():
        if bytes_ is None:
            del members[name]
            if rehash:
                del told["sha256"][name]
        else:
            members[name] = bytes_
            if rehash:
                told["sha256"][name] = sha256(bytes_).hexdigest()
    manifest(told)
    text = (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()
    return packed([("manifest.json", text), *members.items()])


def verdict(folder: Path, content: bytes) -> tuple[bool, str]:
    path = folder / "pack.zip"
    path.write_bytes(content)
    found = verify_pack(path)
    return found.same, found.sentence


def refusal(folder: Path, content: bytes) -> str:
    with pytest.raises(PackError) as caught:
        verdict(folder, content)
    assert "\n" not in str(caught.value)
    return caught.value.message


def one(content: bytes, part: str) -> str:
    return next(name for name in members_of(content) if part in name)


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


def test_an_input_that_was_forged_is_found_by_what_no_longer_follows(
    pack: bytes, tmp_path: Path
) -> None:
    name = one(pack, "kraken-ledgers")
    forged = members_of(pack)[name].replace(b"2026", b"2025", 1)
    same, sentence = verdict(tmp_path, changed(pack, {name: forged}))
    assert not same
    assert "differ when recomputed" in sentence


def test_a_setting_that_was_forged_is_found(pack: bytes, tmp_path: Path) -> None:
    def otherwise(told: dict[str, Any]) -> None:
        told["asked"]["wash"] = "current-law"

    same, sentence = verdict(tmp_path, changed(pack, {}, otherwise))
    assert not same
    assert "differ when recomputed: outputs/" in sentence


def test_an_output_that_is_left_out_is_found(pack: bytes, tmp_path: Path) -> None:
    same, sentence = verdict(tmp_path, changed(pack, {"outputs/journal.hledger": None}))
    assert not same
    assert "outputs/journal.hledger (missing in the pack)" in sentence


@pytest.mark.parametrize(
    ("new", "said"),
    [
        ({"outputs/README.txt": b"x"}, "outputs/README.txt in it was changed"),
        ({"outputs/README.txt": None}, "outputs/README.txt is missing"),
        ({"outputs/more.txt": b"x"}, "outputs/more.txt, which its manifest does not name"),
    ],
)
def test_what_does_not_fit_its_hash_is_refused(
    pack: bytes, tmp_path: Path, new: dict[str, bytes | None], said: str
) -> None:
    assert said in refusal(tmp_path, changed(pack, new, rehash=False))


@pytest.mark.parametrize(
    "name",
    [
        *("../evil", "/etc/passwd", "inputs/../../evil", "outputs\\evil", "C:evil", "inputs/"),
        *("outputs/a/b", "outputs/.hidden", "outputs/a\x00b", "OUTPUTS/x", "outputs/é", "x"),
        *("outputs/" + "a" * 300, "outputs/a\nb", "manifest.json/x", "rows/.."),
    ],
)
def test_no_name_leads_out_of_the_pack(pack: bytes, tmp_path: Path, name: str) -> None:
    assert refusal(tmp_path, changed(pack, {name: b"x"}))
    assert not list(tmp_path.parent.glob("**/evil"))


@pytest.mark.parametrize("name", ["../evil.csv", "/evil.csv", "a/b.csv", "..", "", "a\\b", "a\0b"])
def test_no_name_of_an_input_leads_out_of_its_folder(
    pack: bytes, tmp_path: Path, name: str
) -> None:
    def renamed(told: dict[str, Any]) -> None:
        told["inputs"][-1]["name"] = name

    assert "says what no manifest can say" in refusal(tmp_path, changed(pack, {}, renamed))


@pytest.mark.parametrize("under", ["..", "/etc", "a/../..", "a//b", "a\\b", "a\0b", 5, ["a"]])
def test_nothing_that_tells_inputs_apart_leads_out_of_their_folder(
    pack: bytes, tmp_path: Path, under: object
) -> None:
    def forged(told: dict[str, Any]) -> None:
        told["inputs"][-1]["under"] = under

    assert "says what no manifest can say" in refusal(tmp_path, changed(pack, {}, forged))


@pytest.mark.parametrize("folder", ["../x", "/x", None, 1.5, True, -1, "1"])
def test_no_folder_of_an_input_is_a_path(pack: bytes, tmp_path: Path, folder: object) -> None:
    def moved(told: dict[str, Any]) -> None:
        told["inputs"][-1]["folder"] = folder

    assert "says what no manifest can say" in refusal(tmp_path, changed(pack, {}, moved))


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("harvestry", "99.0", "made by Harvestry '99.0'"),
        ("law", "0" * 64, "other law data"),
        ("schema", 2, "schema 2"),
        ("kind", "other", "no audit pack"),
        ("sha256", [], "names no files"),
        ("asked", None, "no manifest can say"),
        ("inputs", "x", "no manifest can say"),
        ("inputs", [{"member": "x"}], "no manifest can say"),
    ],
)
def test_a_manifest_of_another_kind_is_refused(
    pack: bytes, tmp_path: Path, key: str, value: object, said: str
) -> None:
    def otherwise(told: dict[str, Any]) -> None:
        told[key] = value

    assert said in refusal(tmp_path, changed(pack, {}, otherwise))


@pytest.mark.parametrize("text", [b"", b"[]", b"{", b"null", b"[" * 200_000, b"\xff\xfe"])
def test_a_manifest_that_cannot_be_read_is_refused(
    pack: bytes, tmp_path: Path, text: bytes
) -> None:
    members = members_of(pack) | {"manifest.json": text}
    assert "manifest" in refusal(tmp_path, packed(members.items()))


def _zip(write: Callable[[zipfile.ZipFile], None]) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        write(archive)
    return file.getvalue()


@cache
def hostile() -> dict[str, tuple[bytes, str]]:
    def bomb(archive: zipfile.ZipFile) -> None:
        archive.writestr("outputs/zeros", b"\0" * (64 << 20), zipfile.ZIP_DEFLATED)

    def twice(archive: zipfile.ZipFile) -> None:
        archive.writestr("outputs/a", b"1")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("outputs/a", b"2")

    def many(archive: zipfile.ZipFile) -> None:
        for n in range(20_001):
            archive.writestr(f"rows/{n}", b"")

    plain = _zip(lambda archive: archive.writestr("outputs/a", b"12345678"))
    directory = plain.rindex(b"PK\x01\x02")
    encrypted = bytearray(plain)
    encrypted[directory + 8] |= 1
    overlapping = bytearray(plain)
    for at in (directory + 20, directory + 24):
        overlapping[at : at + 4] = (1 << 30).to_bytes(4, "little")
    return {
        "a bomb": (_zip(bomb), "compressed"),
        "a name twice": (_zip(twice), "twice"),
        "too many members": (_zip(many), "20,001 files"),
        "an encrypted member": (bytes(encrypted), "encrypted"),
        "a size that is a lie": (bytes(overlapping), "more than it weighs"),
        "no manifest": (plain, "no manifest.json"),
        "a truncated file": (plain[:-8], "damaged"),
        "an empty file": (b"", "damaged"),
        "a text": (b"PK\x03\x04 but no zip", "damaged"),
    }


@pytest.mark.parametrize(
    "kind",
    [
        *("a bomb", "a name twice", "too many members", "an encrypted member", "no manifest"),
        *("a size that is a lie", "a truncated file", "an empty file", "a text"),
    ],
)
def test_hostile_files_are_refused_in_words(kind: str, tmp_path: Path) -> None:
    content, said = hostile()[kind]
    assert said in refusal(tmp_path, content)


def test_bytes_around_the_members_are_found(pack: bytes, tmp_path: Path) -> None:
    for content in (pack + b"tail", b"head" + pack):
        path = tmp_path / "pack.zip"
        path.write_bytes(content)
        assert not passes(path)


def passes(path: Path) -> bool:
    """Tell whether a file is taken for the pack that was made."""
    try:
        return verify_pack(path).same
    except PackError:
        return False


def test_any_flipped_byte_is_found(pack: bytes, tmp_path: Path) -> None:
    """Four hundred places all over the file: none passes for the pack that was made."""
    step = len(pack) // 400
    path = tmp_path / "pack.zip"
    for at in range(0, len(pack), step):
        path.write_bytes(pack[:at] + bytes([pack[at] ^ 1]) + pack[at + 1 :])
        assert not passes(path), f"byte {at}"


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
