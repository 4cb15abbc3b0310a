"""Configuration standards: how many, at what price and for how long. Amounts are ``Decimal`` yuan.

Source: 财资〔2016〕27号, configuration standards for general office equipment and furniture of administrative units, in
force since 2016-07-01; the numbers themselves are dated records. Staff means the people actually within authorised
posts.
"""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

ROUNDINGS = {"down": ROUND_FLOOR, "nearest": ROUND_HALF_UP, "up": ROUND_CEILING}


@dataclass(frozen=True)
class Headcount:
    """Who and what a unit has on one day: people within posts, those of bureau rank among them, and offices.

    ``None`` stands for a number that nobody has recorded.
    """

    staff: int
    bureau_staff: int | None = None
    offices: int | None = None
    bureau_offices: int | None = None

    def __post_init__(self):
        for part, whole in ((self.bureau_staff, self.staff), (self.bureau_offices, self.offices)):
            if part is not None and (part < 0 or whole is None or part > whole):
                raise ValueError(f"{part} of bureau rank among {whole}")
        if self.staff < 0 or (self.offices or 0) < 0:
            raise ValueError("numbers of people and offices cannot be negative")

    def people(self, rank: str | None) -> int | None:
        """Return how many people have ``rank`` (``bureau``, ``other``, ``None`` for all)."""
        return _of_rank(self.staff, self.bureau_staff, rank)

    def rooms(self, rank: str | None) -> int | None:
        """Return how many offices are those of people of ``rank``."""
        return _of_rank(self.offices, self.bureau_offices, rank)


def _of_rank(everybody, bureau, rank):
    if rank is None or everybody is None:
        return everybody
    if bureau is None:
        return None
    return bureau if rank == "bureau" else everybody - bureau


@dataclass(frozen=True)
class Quantity:
    """One row of a quantity cap; ``number`` is per cent, or pieces for each person or office."""

    method: str
    number: Decimal = Decimal(0)
    rank: str | None = None
    step_first: int = 0
    step_limit: int = 0
    step_after: int = 0


@dataclass(frozen=True)
class Price:
    """One row of a price cap in yuan, for one piece or (``per_m2``) for each m² of the room.

    Empty rank, size and bounds fit everything; a band holds for areas above ``area_over`` up to ``area_up_to``.
    """

    amount: Decimal
    rank: str | None = None
    size: str | None = None
    per_m2: bool = False
    area_over: Decimal | None = None
    area_up_to: Decimal | None = None


def percent_cap(staff: int, percent: Decimal, rounding: str = "down") -> int:
    """Return ``percent`` of ``staff`` in whole pieces.

    :raises ValueError: if a number is negative or ``rounding`` is none of ``down``, ``nearest``, ``up``
    """
    if staff < 0 or percent < 0:
        raise ValueError(f"{percent} % of {staff} people")
    if rounding not in ROUNDINGS:
        raise ValueError(f"{rounding!r} is not a way to round")
    return int((staff * percent / 100).quantize(Decimal(1), rounding=ROUNDINGS[rounding]))


def step_cap(staff: int, first: int, limit: int, after: int) -> int:
    """Return one piece for each ``first`` people up to ``limit``, then one for each ``after``, begun steps counted.

    :raises ValueError: if ``staff`` is negative or a step is not positive
    """
    if staff < 0 or first < 1 or after < 1 or limit < 0:
        raise ValueError(f"one for each {first} up to {limit}, then for each {after}, of {staff} people")
    return -(-min(staff, limit) // first) + -(-max(staff - limit, 0) // after)


def quantity_cap(rows: list[Quantity], head: Headcount, rounding: str = "down") -> int | None:
    """Return how many pieces ``rows`` together allow; ``None`` where they set no number or one of ``head`` is unknown.

    :raises ValueError: if a row has an unknown method
    """
    caps = [_row_cap(row, head, rounding) for row in rows]
    return None if not caps or None in caps else sum(caps)


def _row_cap(row, head, rounding):
    if row.method == "free":
        return None
    if row.method == "steps":
        return step_cap(head.staff, row.step_first, row.step_limit, row.step_after)
    if row.method == "percent":
        people = head.people(row.rank)
        return None if people is None else percent_cap(people, row.number, rounding)
    if row.method in ("person", "office"):
        count = head.people(row.rank) if row.method == "person" else head.rooms(row.rank)
        return None if count is None else int(count * row.number)
    raise ValueError(f"{row.method!r} is not a way to reckon a quantity")


def price_cap(
    rows: list[Price], rank: str | None = None, size: str | None = None, area: Decimal | None = None
) -> Decimal | None:
    """Return the highest price in yuan that a piece may have, ``None`` where nothing is laid down or can be known.

    What is asked for without a rank, a size or an area meets the most generous row that may be meant; a cap for each
    m² needs the area.
    """
    caps = []
    for row in rows:
        if not _fits(row, rank, size, area):
            continue
        if not row.per_m2:
            caps.append(row.amount)
        elif area:
            caps.append(row.amount * area)
    return max(caps, default=None)


def _fits(row, rank, size, area):
    for wanted, given in ((row.rank, rank), (row.size, size)):
        if wanted and given and wanted != given:
            return False
    if area is None:
        return True
    above = row.area_over is None or area > row.area_over
    return above and (row.area_up_to is None or area <= row.area_up_to)


def set_price_cap(caps: list[Decimal | None]) -> Decimal | None:
    """Return what a set may cost: no more than its parts together; ``None`` while a part has no cap."""
    return None if not caps or None in caps else sum(caps, Decimal(0))


def replaceable_from(in_service: date, years: int) -> date:
    """Return the first day on which a thing in service since ``in_service`` has served ``years`` years.

    :raises ValueError: if ``years`` is negative
    """
    if years < 0:
        raise ValueError(f"{years} years of service")
    try:
        return in_service.replace(year=in_service.year + years)
    except ValueError:  # 29 February
        return date(in_service.year + years, 3, 1)


@dataclass(frozen=True)
class Balance:
    """How a demand stands to a cap: what is there, what is on its way, what is asked for now."""

    cap: int | None
    have: int
    coming: int
    asked: int

    @property
    def over(self) -> int:
        """Pieces above the cap that this demand causes: none where there is no cap, nor for an excess of before."""
        if self.cap is None:
            return 0
        return max(0, min(self.asked, self.have + self.coming + self.asked - self.cap))
