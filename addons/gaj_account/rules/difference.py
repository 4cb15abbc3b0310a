"""What makes the surplus of a year differ from its budget surplus, by the accounts of an entry.

Codes are beginnings of account codes; the first row of a table whose codes fit decides; without one the
difference is an other matter. Source: note on the
difference between the surplus and the budget surplus of the year (本年盈余与预算结余的差异情况说明), Government
Accounting System (政府会计制度, 财会〔2017〕25号).
"""

#: The lines of the note, in its order; the last two are what is left: other matters, and what no entry explains.
CATEGORIES = (
    "income_receivable",
    "income_donated",
    "spend_payable",
    "spend_stores",
    "spend_capital",
    "spend_loans",
    "budget_receivable",
    "budget_loans",
    "cost_stores",
    "cost_depreciation",
    "cost_disposal",
    "cost_payable",
    "other",
    "unexplained",
)

#: Money counted by the entry that its budget entry does not count.
CASH = "cash"

#: Budget expenditure by the account that it was spent on.
SPENT_ON = (
    (("1301", "1302", "1303", "1811"), "spend_stores"),
    (("16", "17", "18", "1901"), "spend_capital"),
    (("2001", "2304", "2501"), "spend_loans"),
    (("12", "14", "2", "5"), "spend_payable"),
)

#: Budget income by the account that it was received for.
RECEIVED_FOR = (
    (("2001", "2501"), "budget_loans"),
    (("12", "2", "4"), "budget_receivable"),
)

#: Claims and prepayments; what may be lost of them (1219) is none.
CLAIMS = ("1211", "1212", "1214", "1215", "1216", "1218", "1401")

#: Expenses without budget expenditure: by their own account and that on the other side of the entry.
COST_AGAINST = (
    (("",), (CASH,), "unexplained"),
    (("",), (*CLAIMS, "2"), "cost_payable"),
    (("5301",), ("1",), "cost_disposal"),
    (("",), ("1301", "1302", "1303", "1811"), "cost_stores"),
    (("",), ("1602", "1702", "1802", "1832", "1901"), "cost_depreciation"),
)

#: Income without budget income, likewise. What the treasury pays is budget income always.
INCOME_AGAINST = (
    (("4001",), ("",), "unexplained"),
    (("",), (CASH,), "unexplained"),
    (("",), ("12", "2305"), "income_receivable"),
    (("4603",), ("1",), "income_donated"),
)
