"""The files of `forms` for other programs: tax software, accounting programs, the accountant."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from typing import BinaryIO, Final

from harvestry import __version__
from harvestry.case.year_forms import YearForms
from harvestry.events.event import Event
from harvestry.reports.accountant_tables import accountant_tables
from harvestry.reports.csv_text import safe_text
from harvestry.reports.journals.beancount import beancount_journal
from harvestry.reports.journals.chronicle import entries_of
from harvestry.reports.journals.hledger import hledger_journal
from harvestry.reports.journals.posting import Entry
from harvestry.reports.tax_forms.outputs import Output, workbook_output
from harvestry.reports.tax_forms.tables import form_table
from harvestry.reports.tax_software.csv_lines import csv_bytes
from harvestry.reports.tax_software.drake import drake
from harvestry.reports.tax_software.generic_gains import generic_gains
from harvestry.reports.tax_software.read_me import read_me
from harvestry.reports.tax_software.software_file import Residue, SoftwareFile
from harvestry.reports.tax_software.taxact import taxact
from harvestry.reports.tax_software.turbotax_gains import turbotax_gains
from harvestry.reports.tax_software.turbotax_ledger import turbotax_ledger
from harvestry.reports.tax_software.txf import Made, txf
from harvestry.reports.workbook.writing import Properties
from harvestry.tax.form_8949.codes import codes_on
from harvestry.units.days import last_day_of, year_of
from harvestry.units.problems import Problem

README: Final = "README.txt"
_RESIDUES: Final = ("file", "row", "column", "exact", "written", "rest")
OF_A_FOLDER: Final = "left-out"
"""A note about what else lies in the folder that was given: nothing of the books."""


def software_files(forms: YearForms, *, legacy: bool) -> list[SoftwareFile]:
    """Give the files for tax software; `legacy` allows boxes of TXF that no coin belongs in."""
    run, form = forms.view.run, forms.form
    codes = codes_on(run.law, last_day_of(forms.year))
    made = Made(__version__, date.fromordinal(run.moment.day))
    return [
        turbotax_gains(form, run.assets),
        turbotax_ledger(run.events, forms.view.returns, run.assets, forms.year),
        txf(form, codes, run.accounts, run.law, made, legacy=legacy),
        taxact(form, codes),
        drake(form, codes, run.accounts),
        generic_gains(form),
    ]


def software_outputs(
    forms: YearForms, files: Sequence[SoftwareFile], sentences: Sequence[str]
) -> list[Output]:
    """Give all files for other programs, with what their user must know of them."""
    written = [
        bytes_output(each.name, f"for {each.program}", each.content)
        for each in files
        if each.content
    ]
    residues = [residue for each in files for residue in each.residues]
    return [
        *written,
        *_residues(forms.year, residues),
        *_journals(forms, sentences),
        _accountant(forms, sentences),
        bytes_output(README, "which file goes where", read_me(forms.year, files, sentences)),
    ]


def warnings(files: Iterable[SoftwareFile]) -> tuple[str, ...]:
    """Give why a file was not written, or what must be mended in the program after the import."""
    return tuple(each.warning for each in files if each.warning)


def bytes_output(name: str, what: str, content: bytes) -> Output:
    """Give a file whose bytes are at hand."""

    def write(file: BinaryIO) -> None:
        file.write(content)

    return Output(name, what, write)


def _residues(year: int, residues: Sequence[Residue]) -> Iterator[Output]:
    if not residues:
        return
    rows = (tuple(safe_text(str(cell)) for cell in each[:3]) + each[3:] for each in residues)
    content = csv_bytes(_RESIDUES, rows)
    yield bytes_output(f"residues-{year}.csv", "what rounding left out of other files", content)


def _journals(forms: YearForms, sentences: Sequence[str]) -> Iterator[Output]:
    run = forms.view.run
    notes = [*sentences, *(f"To mend: {each}" for each in _messages(run.problems))]
    day = run.moment.day

    @cache
    def told() -> tuple[Entry, ...]:
        zone = run.moment.zone
        return tuple(entries_of(run.books, run.events, run.rules, forms.view.returns, zone))

    def beancount(file: BinaryIO) -> None:
        file.writelines(f"{line}\n".encode() for line in beancount_journal(told(), notes, day))

    def hledger(file: BinaryIO) -> None:
        file.writelines(f"{line}\n".encode() for line in hledger_journal(told(), notes, day))

    yield Output("journal.beancount", "the books for beancount", beancount)
    yield Output("journal.hledger", "the books for hledger", hledger)


def _accountant(forms: YearForms, sentences: Sequence[str]) -> Output:
    run = forms.view.run
    problems = [each for each in (*run.problems, *forms.problems) if each.code != OF_A_FOLDER]
    tables = accountant_tables(_on_return(forms), run.accounts, form_table(forms.form), problems)
    tables = tuple(replace(table, notes=(*sentences, *table.notes)) for table in tables)
    about = Properties(f"What happened up to {forms.year}", run.moment.as_of)
    name = f"accountant-{forms.year}.xlsx"
    return workbook_output(name, "what happened, for the accountant", tables, about)


def _on_return(forms: YearForms) -> list[Event]:
    """Give what happened up to the end of the year in the accounts that are looked at."""
    run, returns = forms.view.run, forms.view.returns

    def counts(event: Event) -> bool:
        day = run.accounts.named(event.account).zone.day(event.time)
        return returns.shows(event.account) and year_of(day) <= forms.year

    return [event for event in run.events if counts(event)]


def _messages(problems: Iterable[Problem]) -> Iterator[str]:
    for each in problems:
        if each.code != OF_A_FOLDER:
            row = "" if each.file is None else f" ({each.file} row {each.row})"
            yield f"{each.message}{row}"
