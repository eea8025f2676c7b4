"""A provider that misbehaves in every way we know of gives no price, and a reason that says how."""

import asyncio
import gzip
import json
import shutil
import ssl
import subprocess
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

import pytest

from harvestry.sources.live.fetching import opened
from harvestry.sources.live.permission import COINBASE, COINGECKO, Limits, Live
from sources.live.markets import Found, ask_all, candle, charts, lists, live, product
from sources.live.serving import Answer, Handler, InTurn, Server, busy, says, send, sends, serving

DAY = "2026-11-20"
OPENSSL = shutil.which("openssl")
CANDLES = "/products/BTC-USD/candles"


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as each:
        lists(each, "BTC-USD", candle(DAY, 70000))
        yield each


def asked(leave: Live, *symbols: str) -> Found:
    return ask_all(leave, *(f"{symbol} {DAY}" for symbol in symbols or ("BTC",)))


def reason(leave: Live) -> str:
    """Give what is said of a price that must not have come through."""
    found = asked(leave)
    assert found.quotes == []
    (problem,) = found.problems
    assert problem.code == "price-not-fetched"
    return problem.message


def drips(handler: Handler) -> None:
    """Send a byte now and then, never long enough apart for the read timeout."""
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    for _ in range(40):
        handler.wfile.write(b" ")
        handler.wfile.flush()
        time.sleep(0.1)


def drips_headers(handler: Handler) -> None:
    for n in range(40):
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n" if n == 0 else b"X-A: b\r\n")
        handler.wfile.flush()
        time.sleep(0.1)


def hangs(_: Handler) -> None:
    time.sleep(1.5)


def cuts_short(handler: Handler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "5000")
    handler.end_headers()
    handler.wfile.write(b"[[1763596800, 1, 2")
    handler.close_connection = True


def cuts_short_without_a_length(handler: Handler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n[[1763596800, 1, 2")
    handler.close_connection = True


def no_http(handler: Handler) -> None:
    handler.wfile.write(b"220 mail.example.com ESMTP\r\n")
    handler.close_connection = True


def endless(handler: Handler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n[")
    for _ in range(100):
        handler.wfile.write(b"1," * 2000)
    handler.close_connection = True


def row(**changed: object) -> Answer:
    names = ("time", "low", "high", "open", "close", "volume")
    usual = dict(zip(names, candle(DAY, 70000), strict=True))
    return says([list({**usual, **changed}.values())])


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (sends(b"<!DOCTYPE html><title>Checking your browser", kind="text/html"), "a web page"),
        (sends(b"\n  <html>", kind="application/json"), "a web page"),
        (sends(b""), "no JSON"),
        (sends(b"[[1763596800, 1, 2"), "not the whole of it"),
        (sends(b"\xff\xfe[1]"), "no JSON"),
        (sends(b"[" * 15_000), "no JSON"),
        (cuts_short, "broke off"),
        (cuts_short_without_a_length, "not the whole of it"),
        (no_http, "no HTTP"),
        (endless, "more than 20,000 bytes"),
        (sends(b" " * 20_001), "more than 20,000 bytes"),
        (sends(gzip.compress(b"[]"), Content_Encoding="gzip"), "packed its answer"),
        (hangs, "did not answer"),
        (sends(b"{}", status=403), "status 403"),
        (sends(b"{}", status=401), "status 401"),
        (says({"message": "ok"}), "a form that is not known"),
        (says([["a"]]), "a form that is not known"),
        (says([[1, 2]]), "a form that is not known"),
        (row(close=None), "a form that is not known"),
        (row(close="70000"), "a form that is not known"),
        (row(close=0), "not above zero"),
        (row(close=-70000), "not above zero"),
        (sends(b"[[1763596800, 1, 2, 1, NaN, 1]]"), "no JSON"),
        (sends(b"[[1763596800, 1, 2, 1, 1e99999, 1]]"), "a form that is not known"),
        (sends(b"[[" + b"9" * 5000 + b", 1, 2, 1, 1, 1]]"), "a form that is not known"),
        (row(high=60000), "a form that is not known"),
        (row(low=80000), "a form that is not known"),
        (row(time=1763596801), "a form that is not known"),
        (says([candle(DAY, 70000), candle(DAY, 70001)]), "two prices for one day"),
    ],
)  # fmt: skip
def test_a_bad_answer_is_no_price(server: Server, answer: Answer, words: str) -> None:
    server.answers[CANDLES] = answer
    assert words in reason(live(server))


def test_the_good_answer_is_one(server: Server) -> None:
    assert len(asked(live(server)).quotes) == 1


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (product("BTC-USD", quote="EUR"), "quotes BTC-USD in EUR, not in dollars"),
        (product("BTC-USD", quote="USDC"), "quotes BTC-USD in USDC, not in dollars"),
        (product("ETH-USD"), "about another product"),
        (
            says({"id": "BTC-USD", "base_currency": "BTCB", "quote_currency": "USD"}),
            "something else as BTC-USD",
        ),
        (says([]), "a form that is not known"),
    ],
)
def test_a_product_that_is_not_the_one_in_dollars_is_no_price(
    server: Server, answer: Answer, words: str
) -> None:
    server.answers["/products/BTC-USD"] = answer
    assert words in reason(live(server))


@pytest.mark.parametrize(
    ("document", "words"),
    [
        ({"prices": [[1763596800000, 1, 2]]}, "a form that is not known"),
        ({"prices": [["now", 1]]}, "a form that is not known"),
        ({"prices": {"usd": 1}}, "a form that is not known"),
        ({"error": {"status": {"error_code": 10012}}}, "a form that is not known"),
        ({"vs_currency": "eur", "prices": []}, "gives prices in eur, not in dollars"),
        ({"prices": []}, "has no price of 2026-11-20"),
    ],
)
def test_a_bad_chart_is_no_price(document: object, words: str) -> None:
    with serving() as server:
        server.answers["/api/v3/coins/bitcoin/market_chart/range"] = says(document)
        assert words in reason(live(server))


def test_two_prices_at_one_moment_are_none() -> None:
    with serving() as server:
        when = "2026-11-21T00:00:00+00:00"
        charts(server, "bitcoin", (when, 70000), (when, 7))
        assert "two prices for one moment" in reason(live(server))


def test_a_redirect_elsewhere_is_refused_and_not_followed(server: Server) -> None:
    with serving() as other:
        lists(other, "BTC-USD", candle(DAY, 1))
        port = other.server_address[1]
        for target in (
            f"{other.base}{CANDLES}",
            f"//127.0.0.1:{port}{CANDLES}",
            "http://169.254.169.254/latest/meta-data/",
            "http://10.0.0.1/",
            "https://user:secret@127.0.0.1/",
            "file:///etc/passwd",
        ):
            server.answers[CANDLES] = sends(b"", status=302, Location=target)
            assert "which was not asked" in reason(live(server)), target
        assert other.asked == []


def test_a_redirect_cannot_make_it_send_a_password(server: Server) -> None:
    target = f"{server.base.replace('//', '//user:secret@')}/products/BTC-USD"
    server.answers[CANDLES] = sends(b"", status=302, Location=target)
    assert "which was not asked" in reason(live(server))
    assert not any("Authorization" in each.headers for each in server.asked)


@pytest.mark.parametrize("answer", [drips, drips_headers])
def test_a_server_that_drips_is_left_in_time(server: Server, answer: Answer) -> None:
    server.answers[CANDLES] = answer
    began = time.monotonic()
    assert "did not answer within 0.9 seconds" in reason(live(server))
    assert time.monotonic() - began < 3, "it would drip for four seconds"


def test_a_redirect_within_the_server_is_followed_and_a_circle_is_not(server: Server) -> None:
    server.answers["/moved"] = server.answers[CANDLES]

    def moved(handler: Handler) -> None:
        query = handler.path.partition("?")[2]
        send(handler, b"", status=301, Location=f"/moved?{query}")

    server.answers[CANDLES] = moved
    assert len(asked(live(server)).quotes) == 1
    server.answers["/moved"] = moved
    assert "sends on in a circle" in reason(live(server))


def test_a_wait_that_is_asked_for_is_waited(server: Server) -> None:
    turn = InTurn([busy(Retry_After="1"), server.answers[CANDLES]])
    server.answers[CANDLES] = turn
    began = time.monotonic()
    assert len(asked(live(server)).quotes) == 1
    assert time.monotonic() - began >= 1
    assert len(turn.given) == 2


def test_a_wait_until_a_date_counts_by_the_servers_own_clock(server: Server) -> None:
    when = format_datetime(datetime.now(UTC).replace(microsecond=0), usegmt=True)
    turn = InTurn([busy(Retry_After=when), server.answers[CANDLES]])
    server.answers[CANDLES] = turn
    assert len(asked(live(server)).quotes) == 1


def test_too_long_a_wait_ends_the_asking_of_that_provider(server: Server) -> None:
    server.answers[CANDLES] = busy(Retry_After="3600")
    lists(server, "ETH-USD", candle(DAY, 3000))
    charts(server, "ethereum", ("2026-11-21T00:00:00+00:00", 3001))
    found = asked(live(server), "BTC", "ETH")
    assert [each.provider for each in found.quotes] == ["coingecko"]
    assert [each.path for each in server.asked if "ETH" in each.path] == []
    (problem,) = found.problems
    assert "Coinbase has been asked too often and wants a wait of 3600 seconds" in problem.message


def test_patience_ends(server: Server) -> None:
    turn = InTurn([busy(Retry_After="0")])
    server.answers[CANDLES] = turn
    assert "asked too often" in reason(live(server))
    assert len(turn.given) == 3


def test_a_server_in_trouble_is_asked_again(server: Server) -> None:
    trouble = sends(b"oops", status=503, Retry_After="0")
    server.answers[CANDLES] = InTurn([trouble, server.answers[CANDLES]])
    assert len(asked(live(server)).quotes) == 1
    server.answers[CANDLES] = trouble
    assert "answered with status 503" in reason(live(server))


def test_no_one_there_is_said_once_and_not_tried_again() -> None:
    with serving() as gone:
        base = gone.base
    nowhere = Live(live(gone).now, base, f"{base}/api/v3", Limits(connect=1))
    found = asked(nowhere, "BTC", "ETH")
    assert found.quotes == []
    assert all("Coinbase cannot be reached" in each.message for each in found.problems)


def test_nothing_but_the_address_is_sent(
    server: Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login someone password secret\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")

    def sets_a_cookie(handler: Handler) -> None:
        body = json.dumps(
            {"id": "BTC-USD", "base_currency": "BTC", "quote_currency": "USD"}
        ).encode()
        send(handler, body, Set_Cookie="who=you; Path=/")

    server.answers["/products/BTC-USD"] = sets_a_cookie
    assert len(asked(live(server)).quotes) == 1
    for each in server.asked:
        names = {name.lower() for name in each.headers}
        assert names == {"host", "accept", "accept-encoding", "connection", "user-agent"}
        assert each.headers["User-Agent"] == "harvestry"


def test_the_public_addresses_are_https_and_no_other_host_may_be_without() -> None:
    assert COINBASE.startswith("https://")
    assert COINGECKO.startswith("https://")
    for base in ("http://api.coingecko.com", "http://10.0.0.1", "ftp://127.0.0.1"):
        with pytest.raises(AssertionError, match="only https"):
            enter(base)


def enter(base: str) -> None:
    async def use() -> None:
        async with opened(base, Limits(), lambda _: None):
            pass

    asyncio.run(use())


@pytest.mark.skipif(OPENSSL is None, reason="openssl makes the certificate, and is not installed")
def test_a_certificate_that_no_authority_vouches_for_is_refused(tmp_path: Path) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(
        [
            *(str(OPENSSL), "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"),
            *("-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"),
            *("-keyout", str(key), "-out", str(certificate)),
        ],
        check=True,
        capture_output=True,
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with serving(context) as server:
        lists(server, "BTC-USD", candle(DAY, 70000))
        base = server.base.replace("http:", "https:")
        leave = Live(live(server).now, base, f"{base}/api/v3", Limits(connect=2))
        assert "its certificate does not verify" in reason(leave)
        assert server.asked == []
