"""A meeting that is held again and again: its occurrences in local time, and what stands in the way of each.

Times are naive local ``datetime`` of the house unless said otherwise, so that a meeting at two o'clock stays at two
o'clock; spans are half-open. The vocabulary is that of RFC 5545, expanded by ``dateutil``.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from dateutil.rrule import DAILY, MONTHLY, WEEKLY, rrule

#: No series is longer: two years of every working day.
LIMIT = 720
FREQUENCIES = {"daily": DAILY, "weekly": WEEKLY, "monthly": MONTHLY}


@dataclass(frozen=True)
class Rule:
    """How often: every ``interval`` days, weeks or months, ``count`` times or until the day ``until`` (included).

    ``weekdays`` (0 is Monday) count for weeks only; without them the weekday of the first meeting does. A month without
    the day of the first meeting is left out.
    """

    frequency: str
    interval: int = 1
    weekdays: tuple[int, ...] = ()
    count: int | None = None
    until: date | None = None


def occurrences(first: datetime, stop: datetime, rule: Rule) -> list[tuple[datetime, datetime]]:
    """Return ``[(start, stop), …]`` in order, each as long as the first.

    :raises ValueError: the first one does not end after it starts, the rule has neither count nor end, its numbers make
        no sense, or there are more than ``LIMIT``
    """
    if stop <= first:
        raise ValueError(f"a meeting must end after it begins: {first} – {stop}")
    if rule.frequency not in FREQUENCIES or rule.interval < 1:
        raise ValueError(f"no such rhythm: every {rule.interval} {rule.frequency}")
    if (rule.count is None) == (rule.until is None):
        raise ValueError("a series has either a count or a last day")
    if rule.count is not None and not 1 <= rule.count <= LIMIT:
        raise ValueError(f"a series has 1 to {LIMIT} meetings, not {rule.count}")
    weekdays = rule.weekdays if rule.frequency == "weekly" and rule.weekdays else None
    last = datetime.combine(rule.until, datetime.max.time()) if rule.until else None
    found = rrule(
        FREQUENCIES[rule.frequency],
        dtstart=first,
        interval=rule.interval,
        byweekday=weekdays,
        count=rule.count,
        until=last,
    )
    length = stop - first
    spans = []
    for start in found:
        if len(spans) == LIMIT:
            raise ValueError(f"a series has 1 to {LIMIT} meetings")
        spans.append((start, start + length))
    return spans


def state(span, holidays, is_open, busy) -> str:
    """Return ``"holiday"``, ``"closed"``, ``"conflict"`` or ``"ok"``: the first that holds.

    :param span: what the meeting takes of the room, buffers included
    :param holidays: spans in which the house is shut, in the same time as ``span``
    :param is_open: whether the room is open then
    :param busy: spans in which the room is taken, in any order
    """
    if any(_overlap(span, each) for each in holidays):
        return "holiday"
    if not is_open:
        return "closed"
    return "conflict" if any(_overlap(span, each) for each in busy) else "ok"


def tally(states) -> dict[str, int]:
    """Return how many occurrences are ``ok``, ``conflict``, ``holiday`` and ``closed``."""
    states = list(states)
    return {name: states.count(name) for name in ("ok", "conflict", "holiday", "closed")}


def is_settled(found: str, choice: str | None) -> bool:
    """Return whether it is clear what becomes of an occurrence: it fits, is left out, or goes elsewhere."""
    return found == "ok" or choice in ("skip", "other_room", "other_time")


def in_scope(starts: list[datetime], chosen: datetime, scope: str, now: datetime) -> list[datetime]:
    """Return those of ``starts`` that a change of ``chosen`` touches: ``this``, ``following`` or ``all``.

    What has begun never changes.

    :raises ValueError: unknown scope
    """
    if scope not in ("this", "following", "all"):
        raise ValueError(f"unknown scope {scope}")
    picked = {
        "this": lambda start: start == chosen,
        "following": lambda start: start >= chosen,
        "all": lambda start: True,
    }[scope]
    return [start for start in starts if start > now and picked(start)]


def shifted(start: datetime, stop: datetime, first_minute: int, length: timedelta) -> tuple[datetime, datetime]:
    """Return the span on the same day that begins ``first_minute`` minutes after midnight and lasts ``length``."""
    midnight = start.replace(hour=0, minute=0, second=0, microsecond=0)
    begin = midnight + timedelta(minutes=first_minute)
    return begin, begin + length


def _overlap(first, second) -> bool:
    return first[0] < second[1] and second[0] < first[1]
