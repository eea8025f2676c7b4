"""How a file nobody knows would be read, as a report like the others."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from harvestry.case.report import Report
from harvestry.events.account import Accounts
from harvestry.reports import json_documents, json_text
from harvestry.reports.event_tables import events_table
from harvestry.reports.mapping_tables import columns_table, kinds_table
from harvestry.reports.saving import whole_file
from harvestry.sources.errors import UnknownFormatError
from harvestry.sources.mapping.looking import known_as, look, preview
from harvestry.sources.mapping.proposing import Proposal, is_number, propose
from harvestry.sources.mapping.reading import read_mapping
from harvestry.sources.mapping.records import NO_MAPPING
from harvestry.sources.mapping.writing import text_of

_SHOWN = 8


@dataclass(frozen=True, slots=True)
class MapReport(Report):
    """How a file would be read; `text` is the table of mapping.toml that says so."""

    proposal: Proposal
    text: str

    def is_kept(self, out: Path) -> bool:
        """Tell whether a mapping has this header already."""
        signatures = {each.signature for each in read_mapping(out).formats}
        return tuple(each.casefold() for each in self.proposal.header) in signatures

    def keep(self, out: Path) -> None:
        """Add the proposal to a mapping.

        Raises:
            OSError: the file cannot be written.
        """
        before = out.read_text("utf-8-sig").rstrip("\n") + "\n\n" if out.exists() else ""
        with whole_file(out) as stream:
            stream.write(f"{before}{self.text}".encode())


def known_title(file: Path, mapping: Path | None) -> str | None:
    """Give what format a file is known as, `None` where it is not."""
    return known_as(file, NO_MAPPING if mapping is None else read_mapping(mapping))


def proposed(
    file: Path,
    *,
    columns: dict[str, str],
    kinds: dict[str, str],
    account: str | None = None,
    time_zone: str | None = None,
    day_first: bool | None = None,
    fee_inside: bool = False,
) -> MapReport:
    """Propose how a file is read, with what the user says instead, and read it so.

    Raises:
        SettingsError: what the user says cannot be.
        SourceError: the file cannot be read, or holds no table.
    """
    looked = look(file)
    proposal = replace(
        propose(looked.header, looked.rows).changed(columns, kinds),
        account=account or file.stem,
        time_zone=time_zone,
        day_first=day_first,
        fee="inside" if fee_inside else "on-top",
    )
    _check(file, proposal)
    imported = preview(file, proposal, Accounts())
    (receipt,) = imported.receipts
    first = imported.events[:_SHOWN]
    rows = {
        "read": receipt.rows_read,
        "imported": receipt.rows_imported,
        "skipped": receipt.rows_skipped,
        "problem": receipt.rows_problem,
    }
    text = text_of(proposal)
    document = {
        "schema": json_text.SCHEMA,
        "file": file.name,
        "header": list(proposal.header),
        "columns": dict(proposal.columns),
        "kinds": dict(proposal.kinds),
        "mapping": text,
        "events": [json_documents.event(each) for each in first],
        "rows": rows,
        "problems": json_text.problems(imported.problems),
    }
    said = (
        f"So read, {receipt.rows_imported} of {receipt.rows_read} rows become "
        f"{len(imported.events)} events, {receipt.rows_skipped} are left out, "
        f"{receipt.rows_problem} are problems. As mapping.toml has it:"
    )
    unused = _unused_numbers(proposal, looked.rows)
    tables = (
        columns_table(
            proposal.header, looked.rows, proposal.columns, unused, _fee_unread(proposal)
        ),
        kinds_table(proposal.kinds),
        events_table(first),
    )
    return MapReport(document, tables, imported.problems, (said,), proposal, text)


def _unused_numbers(proposal: Proposal, rows: Sequence[Sequence[str]]) -> list[str]:
    """Give the columns that are not used and hold nothing but numbers: dollars, perhaps."""
    used = set(proposal.columns.values())
    unused = []
    for n, name in enumerate(proposal.header):
        cells = [row[n].strip() for row in rows if n < len(row) and row[n].strip()]
        numbers = [is_number(cell, decimal_comma=proposal.decimal_comma) for cell in cells]
        if name and name not in used and numbers and all(numbers):
            unused.append(name)
    return unused


def _fee_unread(proposal: Proposal) -> str:
    """Give the column of fees in coins where rows bought or sold for dollars do not read it."""
    bought = {"buy", "sell"} & set(proposal.kinds.values())
    return proposal.columns.get("fee_quantity", "") if bought else ""


def _check(file: Path, proposal: Proposal) -> None:
    """Ask for what no column could be found for."""
    wanted = [] if "time" in proposal.columns else ["time=NAME"]
    if not {"quantity", "sent_quantity", "got_quantity", "total"} & proposal.columns.keys():
        wanted.append("quantity=NAME")
    if wanted:
        names = ", ".join(each for each in proposal.header if each)
        asked = " ".join(f"--column {each}" for each in wanted)
        message = f"its columns are {names}, and it is not clear which is which; say it by {asked}"
        raise UnknownFormatError(file.name, message)
