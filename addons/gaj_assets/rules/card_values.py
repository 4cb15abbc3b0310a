"""Which values of an asset card cannot be true."""

from datetime import date
from decimal import Decimal


def impossible(
    cost: Decimal, accumulated: Decimal, acquired: date, in_service: date | None, life_months: int, today: date
) -> str | None:
    """Return the first thing that cannot be true of these values (amounts in yuan), ``None`` if there is none.

    ``"cost"`` negative or no number; ``"accumulated"`` outside 0 to the cost; ``"future"`` acquired or in service
    after ``today``; ``"order"`` in service before it was acquired; ``"life"`` negative.
    """
    if not cost.is_finite() or cost < 0:
        return "cost"
    if not accumulated.is_finite() or not 0 <= accumulated <= cost:
        return "accumulated"
    if max(acquired, in_service or acquired) > today:
        return "future"
    if in_service and in_service < acquired:
        return "order"
    if life_months < 0:
        return "life"
    return None
