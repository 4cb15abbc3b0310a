"""What an official reception may cost and how receptions are counted. Amounts are ``Decimal`` yuan; figures are arguments.

Sources: provisions on official receptions inside the country (党政机关国内公务接待管理规定, 2013), regulations on
practising thrift and opposing waste (党政机关厉行节约反对浪费条例, 2025), measures on travel expenses and their lodging
limits (财行〔2016〕71号), notice on meals and local transport of travellers (2019).
"""

from dataclasses import dataclass
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")
TENTH = Decimal("0.1")
HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Rate:
    """What a room may cost a night: ``amount``, and ``peak_amount`` from the month ``peak_from`` to ``peak_to``.

    Months are 1 to 12, both included, and may go round the end of the year; 0 means that there is no peak season.
    """

    amount: Decimal
    peak_from: int = 0
    peak_to: int = 0
    peak_amount: Decimal = Decimal(0)

    def on(self, night):
        """Return the rate of ``night`` (a date): that of the peak season goes first inside its months."""
        return self.peak_amount if in_months(night.month, self.peak_from, self.peak_to) else self.amount


def in_months(month, first, last):
    """Return whether ``month`` lies between ``first`` and ``last``, both included, perhaps round the end of the year."""
    if not first or not last:
        return False
    return first <= month <= last if first <= last else month >= first or month <= last


def companions_allowed(guests, few, limit, divisor):
    """Return how many may accompany ``guests`` at a meal: ``limit`` up to ``few`` guests, else one for ``divisor`` guests.

    Source: provisions on official receptions, article 10: not more than 3 up to 10 guests, not more than a third above.

    :raises ValueError: if ``guests`` is negative or ``divisor`` below 1
    """
    if guests < 0 or divisor < 1:
        raise ValueError(f"{guests} guests, one companion for {divisor} of them")
    return limit if guests <= few else guests // divisor


def working_meal_cap(standard, guests, companions):
    """Return what a working meal may cost: ``standard`` yuan for each guest and each companion.

    :raises ValueError: if anything is negative
    """
    if min(standard, guests, companions) < 0:
        raise ValueError(f"a meal of {standard} for {guests} and {companions}")
    return _cents(standard * (guests + companions))


def nights(arrive, leave):
    """Return the nights from ``arrive`` to ``leave`` (dates), each by the date on which it begins.

    :raises ValueError: if ``leave`` lies before ``arrive``
    """
    if leave < arrive:
        raise ValueError(f"from {arrive} to {leave}")
    return [arrive + timedelta(days=number) for number in range((leave - arrive).days)]


def lodging_cap(rooms, arrive, leave, rate):
    """Return what ``rooms`` may cost from ``arrive`` to ``leave`` (dates) at ``rate`` (a :class:`Rate`).

    :raises ValueError: if ``rooms`` is negative or the dates are in the wrong order
    """
    if rooms < 0:
        raise ValueError(f"{rooms} rooms")
    return _cents(rooms * sum((rate.on(night) for night in nights(arrive, leave)), Decimal(0)))


def guests_share(allowance, percent, guests, times):
    """Return what ``guests`` pay themselves: ``percent`` of the daily ``allowance`` each, ``times`` times.

    ``times`` counts meals, or half-days of local transport; each share is rounded half up to cents.

    :raises ValueError: if anything is negative
    """
    if min(allowance, percent, guests, times) < 0:
        raise ValueError(f"{percent} % of {allowance} by {guests}, {times} times")
    return _cents(allowance * percent / HUNDRED) * guests * times


def year_on_year(current, prior):
    """Return by how many per cent ``current`` differs from ``prior``, to one decimal, half away from zero; None without ``prior``."""
    if not prior:
        return None
    return ((Decimal(current) - Decimal(prior)) / Decimal(prior) * HUNDRED).quantize(TENTH, ROUND_HALF_UP) + 0


def change_text(current, prior):
    """Return :func:`year_on_year` in print: ``−49.3 %``, ``+5.0 %``, ``0.0 %``, or ``—`` without ``prior``."""
    change = year_on_year(current, prior)
    if change is None:
        return "—"
    sign = "−" if change < 0 else "+" if change > 0 else ""
    return f"{sign}{abs(change)} %"


def _cents(amount):
    return Decimal(amount).quantize(CENT, ROUND_HALF_UP)
