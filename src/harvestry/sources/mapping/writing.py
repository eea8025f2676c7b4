"""A proposal as the text of mapping.toml."""

import json
from collections.abc import Iterator

from harvestry.sources.mapping.proposing import Proposal


def text_of(proposal: Proposal) -> str:
    """Give the `[[map]]` table of a proposal; kinds without a word stand as remarks."""
    return "\n".join((*_lines(proposal), ""))


def _lines(proposal: Proposal) -> Iterator[str]:
    yield "[[map]]"
    yield f"header = [{', '.join(map(_quoted, proposal.header))}]"
    yield f"account = {_quoted(proposal.account)}"
    if proposal.time_zone is not None:
        yield f"time_zone = {_quoted(proposal.time_zone)}"
    if proposal.layouts not in ((), ("iso",)):
        yield f"layouts = [{', '.join(map(_quoted, proposal.layouts))}]"
    if proposal.day_first is not None:
        yield f"day_first = {str(proposal.day_first).lower()}"
    if proposal.decimal_comma:
        yield "decimal_comma = true"
    if proposal.fee != "on-top":
        yield f"fee = {_quoted(proposal.fee)}"
    yield "[map.columns]"
    for key, name in proposal.columns.items():
        yield f"{key} = {_quoted(name)}"
    yield "[map.kinds]"
    for type_, word in proposal.kinds.items():
        line = f"{_quoted(type_)} = {_quoted(word or '')}"
        yield line if word else f"# {line}  # say what it means"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
