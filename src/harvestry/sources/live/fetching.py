"""One answer from one server, within bounds: what is not what was asked for is refused."""

import asyncio
import ipaddress
import ssl
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Final

import httpx

from harvestry.sources.live.answers import Answer, decoded
from harvestry.sources.live.failures import DownError, FetchError, NotListedError
from harvestry.sources.live.patience import wait_asked_for
from harvestry.sources.live.permission import Limits

_HEADERS: Final = {
    "Accept": "application/json",
    "Accept-Encoding": "identity",  # so that a small body cannot unpack into a large one
    "User-Agent": "harvestry",
}
Waiting = Callable[[float], None]
_MOST_HOPS: Final = 3
_LATER: Final = frozenset({429, 500, 502, 503, 504})
_NOT_THERE: Final = frozenset({404, 410})


class Web:
    """Asks one server. Nothing is sent but the address: no key, no cookie, no stored password."""

    def __init__(
        self, base: str, client: httpx.AsyncClient, limits: Limits, waiting: Waiting
    ) -> None:
        self._base = base.rstrip("/")
        self._origin = _origin(httpx.URL(base))
        self._client = client
        self._limits = limits
        self._waiting = waiting

    async def ask(self, path: str, query: Mapping[str, str]) -> Answer:
        """Give the JSON at a path below the base.

        Raises:
            NotListedError: there is nothing at this path.
            DownError: the server cannot be reached, or asks for a longer wait than is granted.
            FetchError: the answer is no JSON, too large, cut short, or sends on elsewhere.
        """
        url = httpx.URL(f"{self._base}{path}", params=dict(query))
        for attempt in range(self._limits.tries):
            response, body = await self._once(url)
            if response.status_code not in _LATER:
                return self._read(response, body)
            last = attempt + 1 == self._limits.tries
            wait = wait_asked_for(response.headers, attempt)
            if last or wait > self._limits.longest_wait:
                raise DownError(_not_now(response, wait))
            self._waiting(wait)
            await asyncio.sleep(wait)
        raise AssertionError("the last attempt ends in an answer or a reason")

    def _read(self, response: httpx.Response, body: bytes) -> Answer:
        if response.status_code in _NOT_THERE:
            raise NotListedError("does not list it")
        if response.status_code != httpx.codes.OK:
            raise FetchError(f"answered with status {response.status_code}")
        return decoded(body)

    async def _once(self, url: httpx.URL) -> tuple[httpx.Response, bytes]:
        """Give one answer in full, having followed the server's own redirects to itself."""
        try:
            async with asyncio.timeout(self._limits.total):
                for _ in range(_MOST_HOPS):
                    self._client.cookies.clear()
                    async with self._client.stream("GET", url) as response:
                        if not response.has_redirect_location:
                            return response, await self._body(response)
                        url = self._sent_on(response)
        except (TimeoutError, httpx.TimeoutException) as error:
            raise DownError(f"did not answer within {self._limits.total:g} seconds") from error
        except httpx.ConnectError as error:
            raise DownError(_unreachable(error)) from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise FetchError("broke off, or answered with what is no HTTP") from error
        raise FetchError("sends on in a circle")

    async def _body(self, response: httpx.Response) -> bytes:
        if response.headers.get("content-encoding", "identity").lower() != "identity":
            raise FetchError("packed its answer, which was not asked for")
        body = bytearray()
        async for chunk in response.aiter_raw():
            body += chunk
            if len(body) > self._limits.most_bytes:
                raise FetchError(f"answered with more than {self._limits.most_bytes:,} bytes")
        return bytes(body)

    def _sent_on(self, response: httpx.Response) -> httpx.URL:
        """Give where a redirect leads: to the same server only."""
        try:
            target = response.url.join(response.headers["location"])
        except httpx.InvalidURL as error:
            raise FetchError("sends on to what is no address") from error
        if _origin(target) != self._origin or target.userinfo:
            raise FetchError(f"sends on to {target.host or 'nowhere'}, which was not asked")
        return target


@asynccontextmanager
async def opened(base: str, limits: Limits, waiting: Waiting) -> AsyncIterator[Web]:
    """Give a `Web` for a base address; certificates are verified against the public authorities.

    `waiting` is told the seconds of every wait that the server asks for.

    Settings of the environment are left aside: a proxy or a stored password found there is no part
    of what the user asked for.
    """
    assert _may_be_asked(httpx.URL(base)), "only https, or this machine itself"
    timeout = httpx.Timeout(limits.read, connect=limits.connect)
    async with httpx.AsyncClient(
        headers=_HEADERS,
        timeout=timeout,
        trust_env=False,
        follow_redirects=False,
        max_redirects=0,
        verify=True,
    ) as client:
        yield Web(base, client, limits, waiting)


def _origin(url: httpx.URL) -> tuple[str, str, int | None]:
    return url.scheme, url.host, url.port


def _may_be_asked(base: httpx.URL) -> bool:
    if base.scheme != "http":
        return base.scheme == "https"
    try:
        return ipaddress.ip_address(base.host).is_loopback
    except ValueError:
        return False


def _not_now(response: httpx.Response, wait: float) -> str:
    if response.status_code == httpx.codes.TOO_MANY_REQUESTS:
        return f"has been asked too often and wants a wait of {wait:g} seconds; try again then"
    return f"answered with status {response.status_code}; try again later"


def _unreachable(error: httpx.ConnectError) -> str:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLError):
            return "could not prove who it is (its certificate does not verify)"
        cause = cause.__cause__ or cause.__context__
    return "cannot be reached"
