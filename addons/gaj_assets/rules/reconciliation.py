"""Cards against the ledger on the last day of a quarter. Amounts are ``Decimal`` yuan.

Source: quarterly reconciliation of the bureau (季对账); accounts agree with accounts (账账相符).
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class Difference:
    """What makes ledger and cards of one account differ: ``amount`` = ledger less cards."""

    origin: str
    amount: Decimal


def quarter_end(year: int, quarter: int) -> date:
    """Return the last day of a quarter, 1 to 4.

    :raises ValueError: for another quarter
    """
    if quarter not in (1, 2, 3, 4):
        raise ValueError(f"there is no quarter {quarter}")
    return date(year, 3 * quarter, monthrange(year, 3 * quarter)[1])


def last_quarter(day: date) -> tuple[int, int]:
    """Return ``(year, quarter)`` of the last quarter that was over on ``day``."""
    quarter = (day.month - 1) // 3
    return (day.year, quarter) if quarter else (day.year - 1, 4)


def differences(cards: Decimal, ledger: Decimal, unbooked: Decimal, foreign: Decimal) -> tuple[Difference, ...]:
    """Return why ``ledger`` and ``cards`` differ, by origin; the parts add up to ledger less cards.

    :param unbooked: part of ``cards`` for which the ledger has no entry
    :param foreign: part of ``ledger`` that no card or document of assets explains
    """
    parts = (
        Difference("card_without_entry", -unbooked),
        Difference("entry_without_card", foreign),
        Difference("amount", ledger - cards + unbooked - foreign),
    )
    return tuple(part for part in parts if part.amount)
