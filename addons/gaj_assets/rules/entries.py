"""The journal entry of each event in an asset's life, as roles of accounts. Amounts are ``Decimal`` yuan in whole cents.

Each function returns the lines of one entry: they balance, lines of nothing are left out, and a role says which
account is meant; which account that is, a company decides. Negative or broken amounts raise ``ValueError``.

Source: Government Accounting System (政府会计制度——行政事业单位会计科目和报表, 财会〔2017〕25号), main accounts 1601, 1602,
1613, 1902, 2103, 3401, 3501 and 5301, financial accounting side.
"""

from dataclasses import dataclass
from decimal import Decimal

CENT = Decimal("0.01")
ZERO = Decimal(0)

#: Roles whose account belongs to the category of the asset; all others belong to the company.
CATEGORY_ROLES = ("asset", "depreciation", "expense")
PROCESS_ROLES = (
    "bank",
    "other_receivable",
    "construction",
    "custody",
    "pending_value",
    "pending_net",
    "treasury_payable",
    "payable_provisional",
    "quality_deposit",
    "custody_liability",
    "accumulated_surplus",
    "free_transfer",
    "prior_year",
    "appropriation",
    "donation_income",
    "other_income",
    "disposal_expense",
    "other_expense",
)


@dataclass(frozen=True)
class Line:
    """One line: the role of its account and an amount on one side."""

    role: str
    debit: Decimal = ZERO
    credit: Decimal = ZERO


def _dr(role, amount):
    return Line(role, debit=Decimal(amount))


def _cr(role, amount):
    return Line(role, credit=Decimal(amount))


def balanced(*lines):
    """Return ``lines`` without those of nothing.

    :raises ValueError: if an amount is negative or no whole number of cents, or debit and credit differ
    """
    for line in lines:
        if min(line.debit, line.credit) < 0 or line.debit % CENT or line.credit % CENT:
            raise ValueError(f"{line.role}: {line.debit}/{line.credit} is no amount in whole cents")
    debit, credit = sum(line.debit for line in lines), sum(line.credit for line in lines)
    if debit != credit:
        raise ValueError(f"debit {debit} and credit {credit} differ")
    return tuple(line for line in lines if line.debit or line.credit)


def _net(cost, accumulated):
    """Return the carrying amount (账面价值)."""
    if not 0 <= accumulated <= cost:
        raise ValueError(f"accumulated depreciation {accumulated} lies outside 0 to {cost}")
    return cost - accumulated


# getting


def purchase(cost, deposit=ZERO, paid_from="appropriation"):
    """Return the entry of a purchase paid at once, ``deposit`` (质保金) withheld for up to a year."""
    return balanced(_dr("asset", cost), _cr(paid_from, cost - deposit), _cr("quality_deposit", deposit))


def deposit_released(amount, paid_from="appropriation"):
    """Return the entry of a quality deposit paid out."""
    return balanced(_dr("quality_deposit", amount), _cr(paid_from, amount))


def donation_in(value, fee=ZERO):
    """Return the entry of a donation received (接受捐赠): its cost is ``value`` and the fees paid."""
    return balanced(_dr("asset", value + fee), _cr("donation_income", value), _cr("bank", fee))


def transfer_in(book_value, fee=ZERO):
    """Return the entry of an asset received without payment (无偿调入) at the giver's carrying amount and the fees."""
    return balanced(_dr("asset", book_value + fee), _cr("free_transfer", book_value), _cr("bank", fee))


def transfer_in_depreciated(cost, accumulated, fee=ZERO):
    """Return the entry of an asset received fully depreciated: cost and depreciation are taken over, fees are expense.

    :raises ValueError: if a carrying amount is left
    Source: interpretation of the government accounting standards (政府会计准则制度解释).
    """
    if _net(cost, accumulated):
        raise ValueError(f"of {cost} only {accumulated} is depreciated: it is received at its carrying amount")
    return balanced(_dr("asset", cost), _cr("depreciation", accumulated), _dr("other_expense", fee), _cr("bank", fee))


def nominal_in(fee=ZERO, value=Decimal("1.00"), source="donation_income"):
    """Return the entry of an asset at its nominal amount (名义金额); the fees are expense.

    ``source`` is ``donation_income``, or ``free_transfer`` for an asset received from another unit.
    """
    return balanced(_dr("asset", value), _cr(source, value), _dr("other_expense", fee), _cr("bank", fee))


def provisional(value):
    """Return the entry of an asset in use before its final account (暂估入账)."""
    return balanced(_dr("asset", value), _cr("payable_provisional", value))


def provisional_settled(value, final, paid_from="appropriation"):
    """Return the entry that replaces the provisional ``value`` by the ``final`` one, paid; depreciation stays."""
    return balanced(
        _dr("payable_provisional", value),
        _dr("asset", max(final - value, ZERO)),
        _cr("asset", max(value - final, ZERO)),
        _cr(paid_from, final),
    )


def exchange(cost, accumulated, appraised, fee=ZERO, paid=ZERO, received=ZERO):
    """Return the entry of an exchange (置换): debit ``asset`` is the new asset, all else of the category is the old one.

    ``appraised`` is the value of the asset given; ``paid`` or ``received`` the difference settled in money, the
    received one less the fees being due to the treasury. The new cost is on the ``asset`` line debited.

    :raises ValueError: if money was both paid and received, or the fees exceed what was received
    """
    if paid and received:
        raise ValueError(f"the difference is either paid ({paid}) or received ({received})")
    gain = appraised - received + (fee if received else ZERO) - _net(cost, accumulated)
    return balanced(
        _dr("asset", appraised + paid - received + fee),
        _dr("depreciation", accumulated),
        _dr("disposal_expense", max(-gain, ZERO)),
        _dr("bank", received),
        _cr("asset", cost),
        _cr("bank", fee + paid),
        _cr("treasury_payable", received - fee if received else ZERO),
        _cr("other_income", max(gain, ZERO)),
    )


def surplus_found(value):
    """Return the entry of a surplus found by a stocktake (盘盈), before its approval."""
    return balanced(_dr("asset", value), _cr("pending_value", value))


def surplus_approved(value, earlier_year, source="appropriation"):
    """Return the entry of an approved surplus: of an earlier year through 3501 to 3001, else as a new acquisition."""
    if not earlier_year:
        return balanced(_dr("pending_value", value), _cr(source, value))
    return balanced(
        _dr("pending_value", value),
        _cr("prior_year", value),
        _dr("prior_year", value),
        _cr("accumulated_surplus", value),
    )


def opening(cost, accumulated):
    """Return the entry that brings cards of an earlier register into the books."""
    return balanced(
        _dr("asset", cost), _cr("depreciation", accumulated), _cr("accumulated_surplus", _net(cost, accumulated))
    )


def custody_in(value):
    """Return the entry of another's thing taken into custody (受托代理)."""
    return balanced(_dr("custody", value), _cr("custody_liability", value))


def custody_out(value):
    """Return the entry of another's thing given back or sold for its owner."""
    return balanced(_dr("custody_liability", value), _cr("custody", value))


# using


def depreciation(amount):
    """Return the entry of a month's depreciation."""
    return balanced(_dr("expense", amount), _cr("depreciation", amount))


def repair(amount, paid_from="appropriation"):
    """Return the entry of an ordinary repair (日常维修)."""
    return balanced(_dr("expense", amount), _cr(paid_from, amount))


def value_change(difference, counterpart="appropriation"):
    """Return the entry of a cost that rises by ``difference``, or falls when it is negative."""
    return balanced(
        _dr("asset", max(difference, ZERO)),
        _cr(counterpart, max(difference, ZERO)),
        _dr(counterpart, max(-difference, ZERO)),
        _cr("asset", max(-difference, ZERO)),
    )


def improvement_started(cost, accumulated):
    """Return the entry that moves the carrying amount into construction (改建、扩建)."""
    return balanced(_dr("construction", _net(cost, accumulated)), _dr("depreciation", accumulated), _cr("asset", cost))


def improvement_works(amount, paid_from="appropriation"):
    """Return the entry of works paid."""
    return balanced(_dr("construction", amount), _cr(paid_from, amount))


def improvement_replaced(amount):
    """Return the entry that sets aside the carrying amount of the replaced part; :func:`set_aside_approved` follows."""
    return balanced(_dr("pending_value", amount), _cr("construction", amount))


def improvement_completed(value):
    """Return the entry of the finished works taken into the books."""
    return balanced(_dr("asset", value), _cr("construction", value))


# leaving


def set_aside(cost, accumulated):
    """Return the entry that takes a scrapped, lost or missing asset out, before the approval (待处理财产价值)."""
    return balanced(_dr("pending_value", _net(cost, accumulated)), _dr("depreciation", accumulated), _cr("asset", cost))


def set_aside_approved(net):
    """Return the entry of the approval: the carrying amount becomes expense."""
    return balanced(_dr("disposal_expense", net), _cr("pending_value", net))


def salvage(amount, receivable=False):
    """Return the entry of scrap value received in the bank, or still to be received."""
    return balanced(_dr("other_receivable" if receivable else "bank", amount), _cr("pending_net", amount))


def compensation(amount, receivable=False):
    """Return the entry of compensation by the person liable, received in the bank or still to be received."""
    return salvage(amount, receivable)


def receivable_received(amount):
    """Return the entry of money that was still to be received."""
    return balanced(_dr("bank", amount), _cr("other_receivable", amount))


def disposal_cost(amount):
    """Return the entry of what the disposal cost, paid from the bank."""
    return balanced(_dr("pending_net", amount), _cr("bank", amount))


def settle_net(amount):
    """Return the entry that settles proceeds less costs: due to the treasury, or expense when negative."""
    return balanced(
        _dr("pending_net", max(amount, ZERO)),
        _cr("treasury_payable", max(amount, ZERO)),
        _dr("disposal_expense", max(-amount, ZERO)),
        _cr("pending_net", max(-amount, ZERO)),
    )


def sale(cost, accumulated, price, costs=ZERO):
    """Return the entry of a sale or auction (转让、拍卖), which does not pass through 1902; excess costs are expense."""
    return balanced(
        _dr("disposal_expense", _net(cost, accumulated)),
        _dr("depreciation", accumulated),
        _cr("asset", cost),
        *_proceeds(price, costs),
    )


def sale_proceeds(price, costs=ZERO):
    """Return the money side of a sale alone, for proceeds that come after the asset has left the books."""
    return balanced(*_proceeds(price, costs))


def _proceeds(price, costs):
    return (
        _dr("bank", price),
        _dr("disposal_expense", max(costs - price, ZERO)),
        _cr("bank", costs),
        _cr("treasury_payable", max(price - costs, ZERO)),
    )


def billed_after_leaving(difference):
    """Return the entry of a bill that says ``difference`` more (negative: less) than an asset cost when it left the books.

    The bill puts its own price on the account of fixed assets, from which the asset went at the earlier one: what is
    left there is expense of the disposal, also after a transfer without payment, whose receiver keeps its value.
    """
    return value_change(-difference, "disposal_expense")


def transfer_out(cost, accumulated, fee=ZERO):
    """Return the entry of an asset given without payment (无偿调出); the fees are expense of the disposal."""
    return balanced(
        _dr("free_transfer", _net(cost, accumulated)),
        _dr("depreciation", accumulated),
        _cr("asset", cost),
        _dr("disposal_expense", fee),
        _cr("bank", fee),
    )


def donation_out(cost, accumulated, fee=ZERO):
    """Return the entry of a donation (对外捐赠): carrying amount and fees are expense of the disposal."""
    return balanced(
        _dr("disposal_expense", _net(cost, accumulated) + fee),
        _dr("depreciation", accumulated),
        _cr("asset", cost),
        _cr("bank", fee),
    )


def remit(amount):
    """Return the entry of proceeds remitted to the treasury (上缴财政专户)."""
    return balanced(_dr("treasury_payable", amount), _cr("bank", amount))


def rent(amount):
    """Return the entry of rent of state property received, all of it due to the treasury."""
    return balanced(_dr("bank", amount), _cr("treasury_payable", amount))
