"""A settings file that is no TOML ends in one sentence."""

from pathlib import Path

import pytest

from harvestry.sources.settings.assets import read_assets
from harvestry.sources.settings.errors import SettingsError
from harvestry.sources.settings.toml_file import load, shown


def refused(path: Path) -> str:
    with pytest.raises(SettingsError) as caught:
        load(path)
    message = str(caught.value)
    assert message.startswith(f"{path}: ")
    assert "\n" not in message
    return message


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[year.2026]\nfiling_status = single\n", "line 2 is not TOML"),
        ('[a]\nx = "1"\nx = "2"\n', "given twice"),
        ("[a]\n[a]\n", "given twice"),
        ("[a]\nx = 1\n[a.x]\n", "line 3"),
        ("[a\n", "line 1 is not TOML"),
        ("x = ", "line 1 is not TOML"),
        ('[a]\nx = "1"\nx = "2"', 'line 3 is not TOML (a key or table is given twice): x = "2"'),
        (f"x = {'9' * 5000}\n", "is not TOML"),
        (f"x = {'[' * 100_000}\n", "too deep"),
        ('x = "\x00"\n', "line 1"),
    ],
)
def test_broken_text_names_its_line(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "profile.toml"
    path.write_text(text)
    assert words in refused(path)


def test_a_missing_file_a_folder_and_binary_are_refused(tmp_path: Path) -> None:
    assert "No such file" in refused(tmp_path / "none.toml")
    assert "directory" in refused(tmp_path)
    path = tmp_path / "binary.toml"
    path.write_bytes(b"\xff\xfe\x00")
    assert "UTF-8" in refused(path)


def test_an_error_carries_its_place(tmp_path: Path) -> None:
    path = tmp_path / "assets.toml"
    path.write_text('[asset.BTC]\nclass = "koin"\n')
    with pytest.raises(SettingsError) as caught:
        read_assets(path)
    error = caught.value
    assert isinstance(error, ValueError)
    assert (error.file, error.table, error.key) == (str(path), "[asset.BTC]", "class")
    assert error.reason == '"koin" is none of its words'
    assert error.allowed.startswith('did you mean "coin"? ')
    assert str(error).startswith(f"{path}, [asset.BTC] class: ")


def test_values_are_shown_short_and_printable() -> None:
    assert shown("a" * 100).endswith("...")
    assert shown("two\nlines") == '"two\\nlines"'
    assert shown(True) == "true"
    assert shown([1, {"a": 1}]) == "[1, a table]"
    assert shown(10**5000) == "a number without end"
