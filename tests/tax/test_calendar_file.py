"""Payments as a calendar file: read back by the library, the same bytes each time."""

from datetime import date, timedelta
from pathlib import Path

from icalendar import Calendar

from tax.opening import household

PROFILE = """
[year.2026]
filing_status = "single"
expected_tax = "40000"
prior_year_tax = "30000"
prior_year_agi = "140000"
estimated_paid = ["7500", "7500", "0", "0"]
"""


def test_what_is_still_due_stands_on_its_days(tmp_path: Path) -> None:
    report = household(tmp_path, PROFILE, as_of="2026-07-01").estimate(2026)
    report.save_calendar(tmp_path / "pay.ics")
    written = (tmp_path / "pay.ics").read_bytes()
    events = Calendar.from_ical(written).walk("VEVENT")
    days = {event.decoded("dtstart"): str(event["summary"]) for event in events}
    assert days == {
        date(2026, 9, 15): "Estimated tax 2026: $7,500.00 due",
        date(2027, 1, 15): "Estimated tax 2026: $7,500.00 due",
    }
    assert len({str(event["uid"]) for event in events}) == 2
    (alarm,) = events[0].walk("VALARM")
    assert alarm.decoded("trigger") == timedelta(days=-7)
    report.save_calendar(tmp_path / "again.ics")
    assert (tmp_path / "again.ics").read_bytes() == written
    assert all(len(line) <= 75 for line in written.split(b"\r\n"))


def test_nothing_due_is_an_empty_calendar(tmp_path: Path) -> None:
    paid = PROFILE.replace('"0", "0"', '"7500", "7500"')
    household(tmp_path, paid).estimate(2026).save_calendar(tmp_path / "pay.ics")
    assert Calendar.from_ical((tmp_path / "pay.ics").read_bytes()).walk("VEVENT") == []
