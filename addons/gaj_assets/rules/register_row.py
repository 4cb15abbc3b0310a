"""What must hold within one row of an asset register. Amounts are ``Decimal`` yuan, dates are ``date``."""

from decimal import Decimal

CENT = Decimal("0.01")
#: A row for more items than this is a slip of the pen.
MAX_QUANTITY = 10_000
#: And a useful life of more years than this as well.
MAX_LIFE = 500


def findings(row, today):
    """Return ``[(kind, column)]`` for what is wrong within ``row``, the most basic first.

    ``row`` holds ``quantity``, ``price``, ``cost``, ``accumulated``, ``net``, ``life``, ``acquired`` and ``in_service``
    in a dict: ``None`` where the cell is empty, no key where it is unreadable; neither is judged. What follows from a
    wrong amount is not named a second time.

    A unit price may have been rounded to the cent, so price × quantity may miss the cost by half a cent for each
    item; cost − accumulated depreciation = net value holds exactly.
    """
    quantity, price, cost = row.get("quantity"), row.get("price"), row.get("cost")
    accumulated, net = row.get("accumulated"), row.get("net")
    result = []
    good_quantity = quantity is not None and 1 <= quantity <= MAX_QUANTITY
    if quantity is not None and not good_quantity:
        result.append(("quantity_not_integer" if quantity < 1 else "quantity_too_large", "quantity"))
    negative = [key for key in ("price", "cost", "accumulated") if row.get(key) is not None and row.get(key) < 0]
    result += [("negative_value", key) for key in negative]
    if not negative:
        if good_quantity and None not in (price, cost) and abs(price * quantity - cost) > quantity * CENT / 2:
            result.append(("value_not_price_times_quantity", "cost"))
        if None not in (cost, accumulated) and accumulated > cost:
            result.append(("depreciation_above_value", "accumulated"))
        # an empty depreciation is none at all; an unreadable one is not in the row
        if None not in (cost, net) and "accumulated" in row and cost - (accumulated or 0) != net:
            result.append(("net_not_value_minus_depreciation", "net"))
    if row.get("life") is not None and not 0 <= row.get("life") <= MAX_LIFE:
        result.append(("bad_life", "life"))
    return result + _wrong_days(row, today)


def _wrong_days(row, today):
    acquired, in_service = row.get("acquired"), row.get("in_service")
    result = [
        ("date_in_future", key)
        for key in ("acquired", "in_service")
        if row.get(key) is not None and row.get(key) > today
    ]
    if None not in (acquired, in_service) and in_service < acquired:
        result.append(("use_before_acquisition", "in_service"))
    return result
