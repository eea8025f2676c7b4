"""A calendar file (.ics): days to remember, each a whole day with a reminder a week before."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Final

from icalendar import Alarm, Calendar, Event

from harvestry.reports.reminder import Reminder

_AHEAD: Final = timedelta(days=7)


def calendar_text(reminders: Iterable[Reminder], as_of: date) -> bytes:
    """Give the file; the same reminders give the same bytes on any machine (RFC 5545)."""
    calendar = Calendar()
    calendar.add("prodid", "-//Harvestry//Harvestry//EN")
    calendar.add("version", "2.0")
    stamp = datetime(as_of.year, as_of.month, as_of.day, tzinfo=UTC)
    for each in reminders:
        calendar.add_component(_event(each, stamp))
    return bytes(calendar.to_ical())


def _event(reminder: Reminder, stamp: datetime) -> Event:
    day = date.fromordinal(reminder.on)
    event = Event()
    event.add("uid", f"{sha256(reminder.key.encode()).hexdigest()[:32]}@harvestry")
    event.add("dtstamp", stamp)
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("summary", reminder.title)
    event.add("description", reminder.text)
    event.add("transp", "TRANSPARENT")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", reminder.title)
    alarm.add("trigger", -_AHEAD)
    event.add_component(alarm)
    return event
