"""A real HTTP server on this machine that answers as it is told, well or badly."""

import json
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit


@dataclass
class Asked:
    """One request as it arrived."""

    path: str
    query: dict[str, str]
    headers: dict[str, str]


class Handler(BaseHTTPRequestHandler):
    """Hands each request to the function for its path, and keeps what was asked."""

    protocol_version = "HTTP/1.1"
    server: "Server"

    def do_GET(self) -> None:  # the name that http.server calls
        parts = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        self.server.asked.append(Asked(parts.path, query, dict(self.headers)))
        answer = self.server.answers.get(parts.path)
        if answer is None:
            send(self, b'{"message":"NotFound"}', status=404)
        else:
            answer(self)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


Answer = Callable[[Handler], None]


class Server(ThreadingHTTPServer):
    """The server, what it answers by path, and what it was asked."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers: dict[str, Answer] = {}
        self.asked: list[Asked] = []

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def handle_error(self, request: object, client_address: object) -> None:
        pass  # a client that gives up in the middle is what is tested


@contextmanager
def serving(context: ssl.SSLContext | None = None) -> Iterator[Server]:
    server = Server()
    if context is not None:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def send(
    handler: Handler, body: bytes, *, status: int = 200, kind: str = "application/json", **more: str
) -> None:
    handler.send_response(status)
    handler.send_header("Content-Type", kind)
    handler.send_header("Content-Length", str(len(body)))
    for name, value in more.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    handler.wfile.write(body)


def says(document: Any) -> Answer:
    body = json.dumps(document).encode()
    return lambda handler: send(handler, body)


def sends(body: bytes, **how: Any) -> Answer:
    return lambda handler: send(handler, body, **how)


def busy(**headers: str) -> Answer:
    return sends(b"{}", status=429, **headers)


@dataclass
class InTurn:
    """Answers in turn; the last of them from then on."""

    answers: list[Answer]
    given: list[float] = field(default_factory=list)

    def __call__(self, handler: Handler) -> None:
        n = min(len(self.given), len(self.answers) - 1)
        self.given.append(0)
        self.answers[n](handler)
