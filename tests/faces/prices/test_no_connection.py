"""Without `--live` nothing connects, whatever the command."""

import re
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest

from faces.prices.asking import DAY
from faces.running import harvestry
from sources.live.serving import Server


@pytest.fixture
def cut_off(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Let no socket connect, nor any name be looked up; gives what was tried."""
    tried: list[str] = []

    def refuses(name: str) -> Callable[..., NoReturn]:
        def refuse(*_: object, **__: object) -> NoReturn:
            tried.append(name)
            raise OSError("there is no network")

        return refuse

    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, refuses(name))
    monkeypatch.setattr(socket, "getaddrinfo", refuses("getaddrinfo"))
    return tried


@pytest.mark.parametrize("offline", [(), ("--offline",)])
@pytest.mark.parametrize(
    "command",
    [
        *("harvest", "lots", "holdings", "gains", "income", "wash", "positions"),
        *("events", "export", "check", "prices", "explain"),
    ],
)
def test_without_live_nothing_connects(
    folder: Path, cut_off: list[str], command: str, offline: tuple[str]
) -> None:
    figure = ("lots:coinbase:b1",) if command == "explain" else ()
    ran = harvestry(command, "history.csv", *figure, *DAY, *offline, cwd=folder)
    assert cut_off == []
    assert ran.returncode in (0, 1), ran.stderr


def test_no_command_at_all_connects_offline(folder: Path, cut_off: list[str]) -> None:
    told = harvestry("--help", cwd=folder).stdout.split("Commands:")[1]
    commands = re.findall(r"^  ([a-z-]+)  ", told, re.MULTILINE)
    assert len(commands) > 10
    for command in commands:
        given = ("--folder", "demo") if command == "demo" else ("history.csv", "--offline")
        ran = harvestry(command, *given, cwd=folder)
        assert cut_off == [], command
        assert "Internal error" not in ran.stderr, command


def test_the_block_would_notice_and_no_network_is_no_end(
    folder: Path, market: Server, cut_off: list[str]
) -> None:
    ran = harvestry("lots", "history.csv", *DAY, "--live", cwd=folder)
    assert market.asked == []
    assert cut_off
    assert "Coinbase cannot be reached" in ran.stderr
    assert ran.returncode == 1


def test_live_and_offline_exclude_each_other(folder: Path, market: Server) -> None:
    ran = harvestry("harvest", "history.csv", "--live", "--offline", cwd=folder)
    assert ran.returncode == 2
    assert "--live fetches prices and --offline makes no connection" in ran.stderr
    assert market.asked == []


@pytest.mark.parametrize("arguments", [["--help"], ["lots", "history.csv", *DAY]])
def test_without_live_the_network_library_is_not_even_loaded(
    folder: Path, arguments: list[str]
) -> None:
    code = (
        "import sys\nfrom harvestry.faces.cli.main import run\n"
        f"sys.argv = ['harvestry', *{arguments!r}]\n"
        "try:\n    run()\n"
        "finally:\n    loaded = {'httpx', 'asyncio', 'ssl'} & sys.modules.keys()\n"
        "    sys.stdout.flush()\n    print('LOADED', sorted(loaded))\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=False
    )
    assert ran.stdout.splitlines()[-1] == "LOADED []", ran.stderr
