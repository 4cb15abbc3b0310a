"""What a budget still allows and how a spending is taken from it (经费包干). Amounts are ``Decimal`` yuan.

Source: Regulations on Practising Thrift and Opposing Waste in Party and Government Organs (党政机关厉行节约反对浪费条例),
which keep each expense within its approved budget.
"""

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

CENT = Decimal("0.01")
NOTHING = Decimal("0.00")


def cents(value):
    """Return ``value`` (int, float, str or Decimal; yuan) rounded half up to whole cents.

    :raises ValueError: if it is no finite number
    """
    try:
        amount = Decimal(str(value)).quantize(CENT, ROUND_HALF_UP) + NOTHING
    except InvalidOperation:
        raise ValueError(f"{value!r} is no amount") from None
    if not amount.is_finite():
        raise ValueError(f"{value!r} is no amount")
    return amount


def available(amount, committed, spent):
    """Return what is neither committed nor spent; refunds (negative ``spent``) add to it."""
    return amount - committed - spent


def spending(amount, committed):
    """Return how ``amount`` is taken: ``(used, direct)``, what the document had committed first, the rest from what is available.

    A refund (negative ``amount``) uses nothing of a commitment: all of it goes back to what is available.

    :raises ValueError: if ``committed`` is negative
    """
    if committed < 0:
        raise ValueError(f"{committed} cannot be committed")
    used = min(max(amount, NOTHING), committed)
    return used, amount - used
