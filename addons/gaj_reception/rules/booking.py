"""When a room can be booked, how long it is taken, and when it is free again.

All times are ``datetime`` or ``date`` in one time zone, spans are half-open (``start <= t < stop``), lengths are minutes.
The lengths themselves are settings of the room or dated parameters of the company: none stands here.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta


def minutes(count: int) -> timedelta:
    """Return ``count`` minutes.

    :raises ValueError: if it is negative
    """
    if count < 0:
        raise ValueError(f"a length cannot be negative: {count}")
    return timedelta(minutes=count)


def occupied(start: datetime, stop: datetime, setup: int, cleanup: int) -> tuple[datetime, datetime]:
    """Return the span that a meeting takes a room: with setting up before and clearing after it.

    :raises ValueError: if the meeting does not end after it begins, or a buffer is negative
    """
    if stop <= start:
        raise ValueError(f"a meeting must end after it begins: {start} – {stop}")
    return start - minutes(setup), stop + minutes(cleanup)


def earliest_start(taken_until: datetime, setup: int) -> datetime:
    """Return when the next meeting may begin in a room that is taken until ``taken_until``; touching is allowed."""
    return taken_until + minutes(setup)


def latest_stop(taken_from: datetime, cleanup: int) -> datetime:
    """Return when a meeting must end so that the room is cleared before ``taken_from``."""
    return taken_from - minutes(cleanup)


def overlaps(first: tuple[datetime, datetime], second: tuple[datetime, datetime]) -> bool:
    """Return whether two half-open spans have a moment in common."""
    return first[0] < second[1] and second[0] < first[1]


def is_aligned(moment: datetime, slot: int) -> bool:
    """Return whether ``moment`` (local time) lies on a multiple of ``slot`` minutes since midnight.

    :raises ValueError: if the slot is not positive
    """
    if slot <= 0:
        raise ValueError(f"a slot lasts longer than nothing: {slot}")
    return moment.second == moment.microsecond == 0 and (moment.hour * 60 + moment.minute) % slot == 0


def floor_to_slot(moment: datetime, slot: int) -> datetime:
    """Return the begin of the slot (local time) in which ``moment`` lies."""
    if slot <= 0:
        raise ValueError(f"a slot lasts longer than nothing: {slot}")
    since_midnight = moment.hour * 60 + moment.minute
    midnight = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight + timedelta(minutes=since_midnight - since_midnight % slot)


def ceil_to_slot(moment: datetime, slot: int) -> datetime:
    """Return the first begin of a slot (local time) that is not before ``moment``."""
    floor = floor_to_slot(moment, slot)
    return floor if floor == moment else floor_to_slot(floor + timedelta(minutes=slot), slot)


@dataclass(frozen=True)
class Limits:
    """What a room allows: slot, shortest and longest meeting and notice in minutes, how many days ahead."""

    slot: int
    shortest: int
    longest: int
    days_ahead: int
    notice: int


def broken_limit(start: datetime, stop: datetime, now: datetime, limits: Limits) -> str | None:
    """Return the first limit of the room that a meeting breaks, or None. Times are local.

    ``"order"`` ends before it begins, ``"slot"``, ``"short"``, ``"long"``, ``"past"`` began before the running slot,
    ``"notice"`` begins too soon, ``"ahead"`` lies too many days ahead.
    """
    if stop <= start:
        return "order"
    if not is_aligned(start, limits.slot) or not is_aligned(stop, limits.slot):
        return "slot"
    length = stop - start
    broken = {
        "short": length < minutes(limits.shortest),
        "long": length > minutes(limits.longest),
        "past": start < floor_to_slot(now, limits.slot),
        "notice": bool(limits.notice) and start < now + minutes(limits.notice),
        "ahead": start.date() > now.date() + timedelta(days=limits.days_ahead),
    }
    return next((name for name, is_broken in broken.items() if is_broken), None)


def is_open(start: datetime, stop: datetime, hours: list[tuple[datetime, datetime]]) -> bool:
    """Return whether the span lies inside opening ``hours``; spans less than a second apart count as one.

    The second matters at midnight: a day that is open to its end ends one microsecond before the next begins.
    """
    reached = start
    for opens, closes in sorted(hours):
        if opens - reached >= timedelta(seconds=1):
            break
        reached = max(reached, closes)
    return stop - reached < timedelta(seconds=1)


def expires_at(asked: datetime, start: datetime, hold: int, deadline: int) -> datetime:
    """Return when a request ends on which nobody decided: ``hold`` minutes after it was asked or ``deadline`` minutes
    before the start, whichever is first."""
    return min(asked + minutes(hold), start - minutes(deadline))


def keeps_approval(old: tuple[datetime, datetime], new: tuple[datetime, datetime]) -> bool:
    """Return whether a changed meeting stays inside the span that was approved."""
    return old[0] <= new[0] < new[1] <= old[1]


def check_in_state(now: datetime, start: datetime, open_before: int, release_at: datetime | None) -> str:
    """Return ``"early"``, ``"open"`` or ``"late"``; without ``release_at`` (protected) it is never late."""
    if now < start - minutes(open_before):
        return "early"
    return "late" if release_at is not None and now >= release_at else "open"


def release_at(start: datetime, grace: int) -> datetime:
    """Return from when on a room is free again in which nobody checked in."""
    return start + minutes(grace)


def taken_until_after_checkout(now: datetime, cleanup: int, taken_until: datetime) -> datetime:
    """Return until when a room is taken whose meeting ended ``now``: never longer than before."""
    return min(now + minutes(cleanup), taken_until)


def penalty_until(no_shows: list[date], count: int, window_days: int, penalty_days: int) -> date | None:
    """Return the last day on which somebody who did not show up too often needs an approval, or None.

    ``count`` days of ``no_shows`` lie in ``window_days`` days, both ends counted; the penalty lasts ``penalty_days``
    after the last of them.

    :raises ValueError: if the count is not positive
    """
    if count <= 0:
        raise ValueError(f"the number of no-shows must be positive: {count}")
    days = sorted(no_shows)
    ends = [
        last + timedelta(days=penalty_days)
        for first, last in zip(days, days[count - 1 :], strict=False)
        if (last - first).days < window_days
    ]
    return max(ends, default=None)


def is_extension(length: int, step: int) -> bool:
    """Return whether a meeting may be extended by ``length`` minutes: a positive multiple of ``step``."""
    return length > 0 and step > 0 and length % step == 0


def is_too_large(persons: int, capacity: int, percent: int) -> bool:
    """Return whether fewer than ``percent`` of the seats are taken: 20 in 80 is 25 %.

    :raises ValueError: if the room seats nobody
    """
    if capacity <= 0:
        raise ValueError(f"a room seats at least one: {capacity}")
    return persons * 100 < percent * capacity


@dataclass(frozen=True)
class Candidate:
    """A room with one layout, as the search weighs it. ``spaces`` are the ids of what it takes in the ledger.

    ``missing`` are the kinds of equipment that it lacks, each with the ids of the movable devices that could be brought.
    """

    key: int
    code: str
    capacity: int
    setup: int
    cleanup: int
    spaces: tuple[int, ...]
    is_same_building: bool = True
    missing: tuple[tuple[int, ...], ...] = ()
    shortest: int = 15


@dataclass(frozen=True)
class Found:
    """A room that fits (``free_until`` and ``free_from`` empty), or a near miss."""

    key: int
    waste: int
    devices: tuple[int, ...] = ()
    free_until: datetime | None = None
    free_from: datetime | None = None


def rank(candidates, persons, start, stop, busy):
    """Return ``(fitting, near misses)``, both lists of :class:`Found`, best first: least waste, same building, code.

    :param busy: ``{id of a space or device: [(start, stop), …]}`` of the ledger
    """
    fitting, near = [], []
    ordered = sorted(candidates, key=lambda each: (each.capacity - persons, not each.is_same_building, each.code))
    for candidate in ordered:
        if candidate.capacity < persons:
            continue
        span = occupied(start, stop, candidate.setup, candidate.cleanup)
        taken = sorted(each for space in candidate.spaces for each in busy.get(space, ()) if overlaps(each, span))
        devices = pick_devices(candidate.missing, span, busy)
        waste = candidate.capacity - persons
        if devices is not None and not taken:
            fitting.append(Found(candidate.key, waste, devices))
        elif devices is not None and (miss := near_miss(candidate, start, stop, taken)):
            near.append(Found(candidate.key, waste, devices, *miss))
    return fitting, near


def pick_devices(missing, span, busy):
    """Return one free device of each kind in ``missing``, or None when a kind has no free one left."""
    picked = []
    for choices in missing:
        free = next(
            (
                device
                for device in choices
                if device not in picked and not any(overlaps(each, span) for each in busy.get(device, ()))
            ),
            None,
        )
        if free is None:
            return None
        picked.append(free)
    return tuple(picked)


def near_miss(candidate, start, stop, taken):
    """Return ``(free until, free from)``, one of them None: the longer part of the wanted time that is free.

    ``taken`` are the sorted spans in the way. None when neither part lasts as long as the shortest meeting.
    """
    until = latest_stop(taken[0][0], candidate.cleanup)
    begin = earliest_start(max(each[1] for each in taken), candidate.setup)
    shortest = minutes(candidate.shortest)
    before, after = min(until, stop) - start, stop - max(begin, start)
    if before >= shortest and before >= after:
        return until, None
    return (None, begin) if after >= shortest else None
