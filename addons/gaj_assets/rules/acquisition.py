"""What a newly received asset costs, and whether it is an asset at all. Amounts are ``Decimal`` yuan in whole cents.

Source: Government Accounting Standard No. 3, Fixed Assets (政府会计准则第3号——固定资产), initial measurement;
interpretations of the government accounting standards (政府会计准则制度解释) for what is received fully depreciated.
"""

from dataclasses import dataclass
from decimal import Decimal

from .split import CENT

ZERO = Decimal(0)
#: The value of a thing that has none in any paper (名义金额).
NOMINAL = Decimal("1.00")
#: Which evidence counts for which way of getting an asset, best first. "papers" are the contract, bill, voucher, the
#: giver's book or the account of the works; "market" is the market price, for a surplus the replacement cost.
EVIDENCE = {
    "purchase": ("papers",),
    "build": ("papers",),
    "transfer_in": ("papers", "nominal"),
    "takeover": ("papers", "appraisal"),
    "donation": ("papers", "appraisal", "market", "nominal"),
    "exchange": ("appraisal",),
    "surplus": ("appraisal", "market", "nominal"),
}


@dataclass(frozen=True)
class Cost:
    """The value an asset enters the books with: ``cost``, depreciation taken over, and fees that are expense."""

    cost: Decimal
    accumulated: Decimal = ZERO
    expense: Decimal = ZERO

    @property
    def net(self):
        return self.cost - self.accumulated


def best_evidence(kind, papers=ZERO, appraisal=ZERO, market=ZERO):
    """Return the evidence that decides the value: the best one for which there is an amount.

    ``"nominal"`` where nothing else is there and the kind allows it, ``None`` where it does not.

    :raises ValueError: if ``kind`` is no way of getting an asset, or an amount is negative
    """
    if kind not in EVIDENCE:
        raise ValueError(f"{kind!r} is no way of getting an asset")
    amounts = {"papers": papers, "appraisal": appraisal, "market": market}
    if min(amounts.values()) < 0:
        raise ValueError(f"a value cannot be negative: {amounts}")
    return next((name for name in EVIDENCE[kind] if name == "nominal" or amounts[name]), None)


def initial_cost(kind, evidence, value=ZERO, fees=ZERO, accumulated=ZERO, boot=ZERO):
    """Return the :class:`Cost` of what was got by ``kind`` on the strength of ``evidence``.

    ``value`` is the amount of the evidence: the price with the VAT that cannot be deducted, the voucher, the giver's
    original cost, the appraised value of the thing given in exchange. ``fees`` are freight, installation, taxes and
    other costs until it can be used; ``accumulated`` the giver's depreciation; ``boot`` money paid (received: negative)
    in an exchange.

    * At a nominal amount the cost is 1.00, and the fees are expense.
    * Received from another unit: its carrying amount and the fees; fully depreciated there: cost and depreciation are
      taken over and the fees are expense.
    * A surplus costs its appraised value, else its replacement cost; fees of the count are expense.

    :raises ValueError: if an amount is negative or not in whole cents, or the result would be negative
    """
    amounts = (value, fees, accumulated)
    if min(amounts) < 0 or any(amount % CENT for amount in (*amounts, boot)):
        raise ValueError(f"{value}, {fees}, {accumulated}, {boot}: not all positive amounts in whole cents")
    if accumulated > value:
        raise ValueError(f"depreciation {accumulated} exceeds the cost {value}")
    if evidence == "nominal":
        return Cost(NOMINAL, expense=fees)
    if kind in ("transfer_in", "takeover"):
        if value and accumulated == value:
            return Cost(value, accumulated, fees)
        return Cost(value - accumulated + fees)
    if kind == "surplus":
        return Cost(value, expense=fees)
    cost = value + fees + (boot if kind == "exchange" else ZERO)
    if cost < 0:
        raise ValueError(f"{value} and {fees} less {-boot} received is negative")
    return Cost(cost)


def is_fixed_asset(unit_cost, threshold, quantity=1, batch_size=0):
    """Return whether a thing of ``unit_cost`` is a fixed asset: at the threshold, or below it in a large batch.

    ``batch_size`` is from how many similar things on a batch is large; 0: no batch is.

    Source: Financial Rules for Administrative Units and for Public Institutions: used for more than a year and at the
    unit value or above; below it, a large batch of similar goods used for more than a year (大批同类物资).
    """
    return unit_cost >= threshold or bool(batch_size and quantity >= batch_size)


def allocate(total, weights):
    """Return ``total`` in shares proportional to ``weights``, in whole cents that add up to it exactly.

    Each share is cut down to the cent, and the cents left go to the largest remainders, the earlier place first among
    equals. Weights of nothing alone share alike. A negative ``total`` (a refund) is divided like a positive one.

    :raises ValueError: if there is no weight, one is negative, or ``total`` is not in whole cents
    """
    if not weights or min(weights) < 0 or total % CENT:
        raise ValueError(f"cannot allocate {total} over {weights}")
    if total < 0:
        return [-share for share in allocate(-total, weights)]
    whole = sum(weights)
    weights, whole = (list(weights), whole) if whole else ([1] * len(weights), len(weights))
    cents = int(total / CENT)
    exact = [Decimal(cents) * Decimal(weight) / Decimal(whole) for weight in weights]
    shares = [int(share) for share in exact]
    order = sorted(range(len(weights)), key=lambda place: (shares[place] - exact[place], place))
    for place in order[: cents - sum(shares)]:
        shares[place] += 1
    return [CENT * share for share in shares]


def part_of(total, before, now, whole):
    """Return the share of ``total`` for ``now`` of ``whole`` units when ``before`` came earlier.

    Several deliveries add up to ``total`` exactly, whatever their sizes.

    :raises ValueError: if the units are negative or more than ``whole``
    """
    if min(before, now) < 0 or whole <= 0 or before + now > whole:
        raise ValueError(f"{before} and {now} units of {whole}")
    cents = int(total / CENT)
    return CENT * (cents * (before + now) // whole - cents * before // whole)
