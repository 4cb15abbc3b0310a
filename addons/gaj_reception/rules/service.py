"""Conference service: people, tasks and supplies of a meeting, what it is charged, what it may cost.

Amounts are ``Decimal`` yuan, times ``datetime`` in one time zone, spans half-open (``start <= t < stop``). Every figure of a
rule (persons for each attendant, caps, prices, limits) is an argument: it is dated data, none stands here.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")


def cents(amount: Decimal) -> Decimal:
    """Return ``amount`` (yuan) in whole cents, half a cent up."""
    return amount.quantize(CENT, ROUND_HALF_UP)


# ------------------------------------------------------------------ people


def staff_number(attendees: int, per_attendant: int, least: int = 1) -> int:
    """Return how many attendants serve ``attendees``: one for each ``per_attendant`` of them begun, at least ``least``.

    :raises ValueError: if nobody attends, or an attendant serves nobody
    """
    if attendees <= 0 or per_attendant <= 0 or least < 0:
        raise ValueError(f"cannot staff {attendees} persons with one attendant for {per_attendant}")
    return max(least, -(-attendees // per_attendant))


def technician_number(is_video: bool, for_video: int) -> int:
    """Return how many technicians a meeting needs: ``for_video`` when it is a video meeting, else none."""
    return for_video if is_video else 0


def merged(spans):
    """Return the sorted union of half-open ``spans``: no two of the result overlap or touch."""
    result = []
    for start, stop in sorted(spans):
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(result[-1][1], stop))
        else:
            result.append((start, stop))
    return result


def is_covered(start: datetime, stop: datetime, spans) -> bool:
    """Return whether ``spans`` (shifts) together cover the whole of ``start`` to ``stop``."""
    return any(first <= start and stop <= last for first, last in merged(spans))


# ------------------------------------------------------------------ tasks


def task_times(start: datetime, stop: datetime, anchor: str, offset: int, length: int, every: int = 0):
    """Return the ``(begin, end)`` of a task of a meeting from ``start`` to ``stop``; several if it repeats.

    ``anchor`` is ``"start"`` or ``"stop"``, ``offset`` minutes from there (negative: before), ``length`` minutes (0: until
    the end of the meeting), ``every`` minutes repeats it as long as it begins before the end.

    :raises ValueError: if the meeting does not end after it begins, or ``length`` or ``every`` is negative
    """
    if stop <= start or length < 0 or every < 0:
        raise ValueError(f"no task from {start} to {stop}, {length} minutes, every {every}")
    begins = [(start if anchor == "start" else stop) + timedelta(minutes=offset)]
    while every and begins[-1] + timedelta(minutes=every) < stop:
        begins.append(begins[-1] + timedelta(minutes=every))
    if every:
        begins = [begin for begin in begins if begin < stop]
    shortest = timedelta(minutes=1)
    return [(begin, begin + timedelta(minutes=length) if length else max(stop, begin + shortest)) for begin in begins]


# ------------------------------------------------------------------ supplies


def supply_quantity(count: int, per: Decimal, spare_percent: Decimal, step: Decimal = Decimal(1)) -> Decimal:
    """Return how much to bring for ``count`` persons or seats: ``per`` each and the spare, up to a whole ``step``.

    In the unit of the product: 42 persons, 1 each and 5 % spare are 44.1, so 45.

    :raises ValueError: if something is negative, or the step is not positive
    """
    if count < 0 or per < 0 or spare_percent < 0 or step <= 0:
        raise ValueError(f"cannot bring {per} for {count} with {spare_percent} % spare in steps of {step}")
    exact = count * per * (100 + spare_percent) / 100
    return (exact / step).to_integral_value(ROUND_CEILING) * step


# ------------------------------------------------------------------ charge


def charged_hours(start: datetime, stop: datetime, step: Decimal) -> Decimal:
    """Return the hours that are charged, up to a whole ``step`` (half an hour).

    :raises ValueError: if the meeting does not end after it begins, or the step is not positive
    """
    if stop <= start or step <= 0:
        raise ValueError(f"no hours from {start} to {stop} in steps of {step}")
    seconds = Decimal(int((stop - start).total_seconds()))
    return (seconds / (3600 * step)).to_integral_value(ROUND_CEILING) * step


@dataclass(frozen=True)
class Rate:
    """What a room costs, yuan: an hour, video once, one attendant an hour."""

    room: Decimal
    video: Decimal
    attendant: Decimal


@dataclass(frozen=True)
class ChargeLine:
    """One line of a charge: ``kind`` room, video, attendant or supply, and ``key`` what of it."""

    kind: str
    quantity: Decimal
    price: Decimal
    key: object = None

    @property
    def amount(self) -> Decimal:
        """Return quantity times price, in whole cents."""
        return cents(self.quantity * self.price)


def charge(rate: Rate, hours: Decimal, is_video: bool, attendants: int, supplies=(), is_no_show: bool = False):
    """Return the lines of the internal settlement of a meeting.

    Who did not show up pays the room only.

    :param supplies: ``(key, quantity used, price)`` of each
    """
    lines = [ChargeLine("room", hours, rate.room)]
    if not is_no_show:
        if is_video:
            lines.append(ChargeLine("video", Decimal(1), rate.video))
        if attendants:
            lines.append(ChargeLine("attendant", attendants * hours, rate.attendant))
        lines += [ChargeLine("supply", quantity, price, key) for key, quantity, price in supplies]
    return [line for line in lines if line.amount]


def total(lines) -> Decimal:
    """Return the sum of charge lines, yuan."""
    return sum((line.amount for line in lines), Decimal(0))


# ------------------------------------------------------------------ classes and caps


@dataclass(frozen=True)
class MeetingClass:
    """What a class of meetings allows: yuan for each person and day, and its bounds (0 or None: as approved)."""

    lodging: Decimal
    meals: Decimal
    other: Decimal
    most_people: int = 0
    staff_percent: Decimal | None = None
    most_days: int = 0

    @property
    def total(self) -> Decimal:
        """Return the whole rate of one person and day."""
        return self.lodging + self.meals + self.other


def class_cap(
    limits: MeetingClass, persons: int, days: int, local: int = 0, is_unused_deducted: bool = False
) -> Decimal:
    """Return the most that a meeting of this class may cost, yuan.

    ``local`` of the persons do not stay overnight: their lodging share is taken off where the option says so.

    Source: Measures for Managing the Conference Expenses of Central State Organs
    (中央和国家机关会议费管理办法, 财行〔2016〕214号).

    :raises ValueError: if nobody attends, it lasts no day, or more are local than attend
    """
    if persons <= 0 or days <= 0 or not 0 <= local <= persons:
        raise ValueError(f"no cap of {persons} persons, {local} of them local, for {days} days")
    unused = local * days * limits.lodging if is_unused_deducted else Decimal(0)
    return cents(persons * days * limits.total - unused)


def broken_bounds(limits: MeetingClass, delegates: int, staff: int, days: int):
    """Return which bounds of the class a meeting breaks: ``"people"``, ``"staff"``, ``"days"``.

    People are delegates; staff is counted against them, as a percentage.
    """
    broken = []
    if limits.most_people and delegates > limits.most_people:
        broken.append("people")
    if limits.staff_percent is not None and staff * 100 > delegates * limits.staff_percent:
        broken.append("staff")
    if limits.most_days and days > limits.most_days:
        broken.append("days")
    return broken


def most_staff(delegates: int, staff_percent: Decimal) -> int:
    """Return how many may work at a meeting of ``delegates``: whole persons, never above the percentage."""
    return int(delegates * staff_percent // 100)


def shares_exceeded(limits: MeetingClass, persons: int, days: int, lodging, meals, other):
    """Return ``[(component, yuan beyond its own share)]``: allowed inside the total, but worth a note."""
    parts = [("lodging", lodging, limits.lodging), ("meals", meals, limits.meals), ("other", other, limits.other)]
    return [
        (name, cents(spent - rate * persons * days)) for name, spent, rate in parts if spent > rate * persons * days
    ]


def meeting_days(first: date, last: date) -> int:
    """Return how many days a meeting lasts, its first and last day counted.

    :raises ValueError: if it ends before it begins
    """
    if last < first:
        raise ValueError(f"a meeting cannot end on {last} when it begins on {first}")
    return (last - first).days + 1


# ------------------------------------------------------------------ disinfection


def disinfection_gaps(value: Decimal, minutes: int, least_value: Decimal, least_minutes: int):
    """Return what a disinfection lacks: ``"value"`` (temperature or concentration), ``"minutes"``; nothing if it passed.

    Source: Food Safety Operating Code of Catering Services (餐饮服务食品安全操作规范, 2018).
    """
    gaps = ["value"] if value < least_value else []
    return gaps + (["minutes"] if minutes < least_minutes else [])


# ------------------------------------------------------------------ statistics


def average(total_persons: int, meetings: int, digits: int = 1) -> Decimal | None:
    """Return persons for each meeting, rounded half up; None without meetings.

    :raises ValueError: if a number is negative
    """
    if total_persons < 0 or meetings < 0:
        raise ValueError(f"cannot share {total_persons} among {meetings}")
    if not meetings:
        return None
    return (Decimal(total_persons) / meetings).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


def percentage(part: Decimal, whole: Decimal, digits: int = 1) -> Decimal | None:
    """Return ``part`` of ``whole`` in percent, rounded half up; None when there is no whole."""
    if not whole:
        return None
    return (Decimal(part) * 100 / Decimal(whole)).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
