"""`forms`: Form 8949 and Schedule D of a year, as files to send, to attach, to import."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from harvestry.faces.cli.given import Given
from harvestry.faces.cli.options import takes_files
from harvestry.faces.cli.output import emit, say
from harvestry.faces.cli.refusing import refuse
from harvestry.faces.cli.tax_commands import TaxYear
from harvestry.faces.cli.working import progress

if TYPE_CHECKING:
    from harvestry.case.forms_report import Wanted

_KEPT: Final = "blank"
_NUMBER: Final = re.compile(r"[0-9]{3}-?[0-9]{2}-?[0-9]{4}|[0-9]{2}-[0-9]{7}", re.ASCII)
"""A social security number, or one for an employer."""
_LAYOUT: Final = "Layout"
Out = Annotated[
    Path, typer.Option(help="The folder to write into; made if it is not there.", metavar="DIR")
]


_BROKER_FORMS: Final = (
    "Forms 1099-DA as CSV, with the columns account, asset, quantity, acquired, sold, proceeds, "
    "basis, basis_reported, term, wash, noncovered."
)
_BrokerFile = typer.Option("--broker-forms", help=_BROKER_FORMS, metavar="FILE.csv")
Blank = Annotated[
    list[Path] | None,
    typer.Option(
        help="A blank Form 8949 or Schedule D of that year as the IRS publishes it, to be filled; "
        "or a folder of them. May be repeated.",
        metavar="PDF",
    ),
]
FetchBlank = Annotated[
    bool,
    typer.Option(
        "--fetch-blank",
        help="Fetch the blanks from irs.gov and keep them in DIR/blank. Nothing is sent.",
    ),
]
BlankAddress = Annotated[
    str | None,
    typer.Option(
        "--blank-address", help="With --fetch-blank: another address that has them.", metavar="URL"
    ),
]
Name = Annotated[
    str, typer.Option(help="The name on the return, for the pages' heads.", metavar="NAME")
]
Ssn = Annotated[
    str,
    typer.Option(
        help="The taxpayer number for the official forms, such as 123-45-6789; it stands there and "
        "in the audit pack.",
        metavar="NUMBER",
    ),
]


def _layout(option: str, text: str) -> Any:
    return typer.Option(option, help=text, rich_help_panel=_LAYOUT)


WholeDollars = Annotated[bool, _layout("--whole-dollars", "Round every amount to dollars.")]
Direct = Annotated[
    bool,
    _layout(
        "--direct",
        "Rows with basis reported and no code go straight to Schedule D (Exception 1).",
    ),
]
Summary = Annotated[
    bool,
    _layout("--summary", "One row a broker and box, with the statement attached (Exception 2)."),
]
Various = Annotated[bool, _layout("--various", "One row a sale, whatever lots it took.")]


def add_to(app: typer.Typer) -> None:
    """Add these commands to the program."""
    app.command(
        "forms",
        epilog="Example: harvestry forms exports/ --year 2025 --out taxes-2025 --fetch-blank",
    )(forms)
    app.command(
        "reconcile",
        epilog="Example: harvestry reconcile exports/ --broker-forms 1099-da.csv --year 2025",
    )(reconcile)


@takes_files
def forms(
    given: Given,
    *,
    year: TaxYear,
    out: Out,
    blank: Blank = None,
    fetch_blank: FetchBlank = False,
    blank_address: BlankAddress = None,
    broker_forms: Annotated[Path | None, _BrokerFile] = None,
    name: Name = "",
    ssn: Ssn = "",
    whole_dollars: WholeDollars = False,
    direct: Direct = False,
    summary: Summary = False,
    various: Various = False,
    allow_legacy_boxes: Annotated[
        bool,
        typer.Option(
            "--allow-legacy-boxes",
            help="Write coins of 2025 and later into the TXF file under boxes C and F, where none "
            "belongs; change the boxes after the import.",
            rich_help_panel=_LAYOUT,
        ),
    ] = False,
) -> None:
    """Write a year's Form 8949 and Schedule D, as files."""
    if out.exists() and not out.is_dir():
        refuse(f"{out} is a file; name a folder with --out")
    if any(path.is_dir() and out.exists() and path.samefile(out) for path in given.paths):
        refuse(f"{out} is the folder being read; name another with --out")
    if fetch_blank and given.offline:
        refuse("--fetch-blank needs a connection, which --offline forbids; give blanks by --blank")
    wanted = _wanted(whole_dollars, direct, summary, various, name, ssn)
    wanted = wanted._replace(legacy_boxes=allow_legacy_boxes)
    with progress() as tell:
        case = given.case(tell)
        blanks = [*(blank or ())]
        if fetch_blank:
            tell("fetching the blank forms")
            blanks += _fetched(year, out / _KEPT, blank_address)
        report = case.forms(year, wanted._replace(blanks=tuple(blanks), broker_forms=broker_forms))
        tell("writing the forms")
        paths = report.save(out)
    for path, output in zip(paths, report.outputs, strict=True):
        typer.echo(f"{path}: {output.what}", err=True)
    for warning in report.warnings:
        say(f"Warning: {warning}", err=True)
    emit(given, report)


@takes_files
def reconcile(given: Given, *, year: TaxYear, broker_forms: Annotated[Path, _BrokerFile]) -> None:
    """Compare Forms 1099-DA with the books."""
    with progress() as tell:
        report = given.case(tell).reconcile(broker_forms, year)
    emit(given, report)


def _wanted(
    whole_dollars: bool,  # noqa: FBT001
    direct: bool,  # noqa: FBT001
    summary: bool,  # noqa: FBT001
    various: bool,  # noqa: FBT001
    name: str,
    ssn: str,
) -> "Wanted":
    from harvestry.case.forms_report import Wanted
    from harvestry.reports.official.values import Taxpayer
    from harvestry.reports.tax_forms.form import Options
    from harvestry.reports.tax_forms.rounding import Rounding

    if ssn and not _NUMBER.fullmatch(ssn):
        refuse(f"--ssn {ssn}: write its nine digits, such as 123-45-6789")
    rounding = Rounding.DOLLARS if whole_dollars else Rounding.CENTS
    options = Options(rounding, direct=direct, summary=summary, various=various)
    return Wanted(options, Taxpayer(name, ssn))


def _fetched(year: int, folder: Path, instead: str | None) -> list[Path]:
    from harvestry.case.forms_report import maps_of
    from harvestry.sources.fetched_blanks import kept_blank

    addresses = [each.address for each in maps_of(year)]
    if instead is not None:
        addresses = [f"{instead.rstrip('/')}/{each.rpartition('/')[2]}" for each in addresses]
    return [kept_blank(each, folder) for each in addresses]
