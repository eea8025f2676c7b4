"""Every kind of tampering with an audit pack is found, or the file refused in words."""

import zipfile
from collections.abc import Callable
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from harvestry.case.verifying import verify_pack
from harvestry.sources.packs import PackError
from packs.packing import changed, members_of, packed, refusal, verdict

UNSAYABLE = "says what no manifest can say"


def one(content: bytes, part: str) -> str:
    return next(name for name in members_of(content) if part in name)


def last_input(pack: bytes, key: str, value: object) -> bytes:
    """Give a pack whose manifest tells something else of its last input."""

    def otherwise(told: dict[str, Any]) -> None:
        told["inputs"][-1][key] = value

    return changed(pack, {}, otherwise)


def passes(path: Path) -> bool:
    """Tell whether a file is taken for the pack that was made."""
    try:
        return verify_pack(path).same
    except PackError:
        return False


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
    assert UNSAYABLE in refusal(tmp_path, last_input(pack, "name", name))


@pytest.mark.parametrize("under", ["..", "/etc", "a/../..", "a//b", "a\\b", "a\0b", 5, ["a"]])
def test_nothing_that_tells_inputs_apart_leads_out_of_their_folder(
    pack: bytes, tmp_path: Path, under: object
) -> None:
    assert UNSAYABLE in refusal(tmp_path, last_input(pack, "under", under))


@pytest.mark.parametrize("folder", ["../x", "/x", None, 1.5, True, -1, "1"])
def test_no_folder_of_an_input_is_a_path(pack: bytes, tmp_path: Path, folder: object) -> None:
    assert UNSAYABLE in refusal(tmp_path, last_input(pack, "folder", folder))


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


def test_any_flipped_byte_is_found(pack: bytes, tmp_path: Path) -> None:
    """Four hundred places all over the file: none passes for the pack that was made."""
    step = len(pack) // 400
    path = tmp_path / "pack.zip"
    for at in range(0, len(pack), step):
        path.write_bytes(pack[:at] + bytes([pack[at] ^ 1]) + pack[at + 1 :])
        assert not passes(path), f"byte {at}"
