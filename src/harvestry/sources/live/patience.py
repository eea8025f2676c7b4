"""How long a server wants to be left alone."""

from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from typing import Final

_LONGEST_TOLD: Final = 86_400 * 365
"""A longer wait than this is as good as never; so many seconds are told instead."""


def wait_asked_for(headers: Mapping[str, str], attempt: int) -> float:
    """Give the seconds to wait: as `Retry-After` says, else 1, 2, 4 and so on by attempt.

    `Retry-After` is a number of seconds or a date (RFC 9110, section 10.2.3); a date is counted
    from the server's own `Date`, since the clock here may differ from its.
    """
    told = headers.get("retry-after", "").strip()
    if told.isascii() and told.isdigit():
        return min(int(told[:12]), _LONGEST_TOLD)
    try:
        until = parsedate_to_datetime(told)
        now = parsedate_to_datetime(headers.get("date", ""))
        wait = (until - now).total_seconds()
    except (ValueError, TypeError):
        return 1 << attempt
    return min(max(wait, 0), _LONGEST_TOLD)
