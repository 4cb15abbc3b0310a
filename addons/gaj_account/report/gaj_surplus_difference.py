import datetime as dt

from odoo import api, fields, models
from odoo.tools import SQL

from ..rules.difference import CASH, CATEGORIES, COST_AGAINST, INCOME_AGAINST, RECEIVED_FOR, SPENT_ON

#: What the rows add up to, beside the lines of the note between the two.
RESULTS = ("budget_surplus", "surplus")
COLUMNS = (*RESULTS, *CATEGORIES)


def _begins(code, prefixes):
    """Return the condition that a code begins with one of these."""
    return SQL("%s LIKE ANY(%s)", code, [f"{prefix}%" for prefix in prefixes])


def _case(rows, default="other"):
    """Return the value of the first row whose conditions all hold; rows are (conditions, value)."""
    whens = [SQL("WHEN %s THEN %s", SQL(" AND ").join(conditions), value) for conditions, value in rows]
    return SQL("CASE %s ELSE %s END", SQL(" ").join(whens), default)


class GajSurplusDifference(models.Model):
    """Where the surplus of a year and its budget surplus part, entry by entry.

    Rows of the category “budget surplus” add up to the budget surplus of a period, those of “surplus” to its surplus;
    each other row is a part of what lies between, signed so that budget surplus + rows = surplus. Amounts are yuan of
    the company. Year-end closing does not count.

    Source: note on the difference between the two (本年盈余与预算结余的差异情况说明), 财会〔2017〕25号.
    """

    _name = "gaj.surplus.difference"
    _description = "Difference between Surplus and Budget Surplus"
    _auto = False
    _order = "date, id"
    _rec_name = "move_id"

    date = fields.Date(readonly=True)
    move_id = fields.Many2one("account.move", string="Entry", readonly=True)
    account_id = fields.Many2one("account.account", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    category = fields.Selection(
        [
            ("budget_surplus", "Budget Income and Expenditure"),
            ("surplus", "Income and Expense"),
            ("income_receivable", "Income from receivables and advances"),
            ("income_donated", "Assets other than money donated to the unit"),
            ("spend_payable", "Payables and prepayments paid"),
            ("spend_stores", "Stores and reserve materials bought"),
            ("spend_capital", "Capital expenditure on fixed assets and the like"),
            ("spend_loans", "Borrowings and interest repaid"),
            ("budget_receivable", "Receivables and advances received"),
            ("budget_loans", "Borrowings taken up"),
            ("cost_stores", "Stores and reserve materials issued"),
            ("cost_depreciation", "Depreciation and amortisation"),
            ("cost_disposal", "Asset disposal expenses (value of the assets)"),
            ("cost_payable", "Expenses from payables and prepayments"),
            ("other", "Differences of other matters"),
            ("unexplained", "Entries that nothing explains"),
        ],
        readonly=True,
    )
    amount = fields.Monetary(readonly=True, help="Positive: makes the surplus greater than the budget surplus.")
    debit = fields.Monetary(readonly=True)
    credit = fields.Monetary(readonly=True)
    # One column for each line of the note, so that a statement is one grouped query.
    budget_surplus = fields.Monetary(readonly=True)
    surplus = fields.Monetary(readonly=True)
    income_receivable = fields.Monetary(readonly=True)
    income_donated = fields.Monetary(readonly=True)
    spend_payable = fields.Monetary(readonly=True)
    spend_stores = fields.Monetary(readonly=True)
    spend_capital = fields.Monetary(readonly=True)
    spend_loans = fields.Monetary(readonly=True)
    budget_receivable = fields.Monetary(readonly=True)
    budget_loans = fields.Monetary(readonly=True)
    cost_stores = fields.Monetary(readonly=True)
    cost_depreciation = fields.Monetary(readonly=True)
    cost_disposal = fields.Monetary(readonly=True)
    cost_payable = fields.Monetary(readonly=True)
    other = fields.Monetary(readonly=True)
    unexplained = fields.Monetary(readonly=True)

    _depends = {
        "account.account": ["code_store", "gaj_role"],
        "account.move": ["gaj_closing", "gaj_financial_move_id"],
        "account.move.line": [
            "account_id",
            "balance",
            "company_id",
            "date",
            "gaj_origin_line_id",
            "move_id",
            "parent_state",
        ],
    }

    def action_open_entry(self):
        """Open the entry of this row."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "account.move",
            "res_id": self.move_id.id,
            "view_mode": "form",
            "views": [(False, "form")],
        }

    def action_open_items(self):
        """Open the journal items of the entry of this row."""
        self.ensure_one()
        return {
            "name": self.move_id.display_name,
            "type": "ir.actions.act_window",
            "res_model": "account.move.line",
            "view_mode": "list,form",
            "domain": [("move_id", "=", self.move_id.id)],
        }

    @property
    def _table_query(self):
        """Return the rows of the companies at hand, only those of the days ``gaj_days`` of the context if it names any.

        What the budget ledger says of an account of an entry is ``paid``, what it leaves is ``rest``. The rest of
        income and expense is shared out over the rest of the accounts on the other side of the entry, to the cent.
        """
        return SQL(
            """
            WITH line AS MATERIALIZED (%s), budget AS MATERIALIZED (%s), rest AS MATERIALIZED (%s),
                 part AS (%s UNION ALL %s UNION ALL %s)
            SELECT %s FROM part
            """,
            self._query_lines(),
            self._query_budget(),
            self._query_rests(),
            self._query_results(),
            self._query_payments(),
            self._query_accruals(),
            self._query_columns(),
        )

    @api.model
    def _query_lines(self):
        return SQL(
            """
            SELECT line.id, line.move_id, line.date, line.account_id, line.company_id, line.balance,
                   line.gaj_origin_line_id AS origin_id, move.gaj_financial_move_id AS financial_id,
                   account.gaj_role AS role,
                   account.code_store ->> split_part(company.parent_path, '/', 1) AS code
              FROM account_move_line line
              JOIN account_move move ON move.id = line.move_id
              JOIN account_account account ON account.id = line.account_id
              JOIN res_company company ON company.id = line.company_id
             WHERE line.parent_state = 'posted' AND move.gaj_closing IS NOT TRUE AND line.company_id IN %s
                   AND line.date BETWEEN %s AND %s
            """,
            tuple(self.env.companies.ids),
            *self.env.context.get("gaj_days", (dt.date.min, dt.date.max)),
        )

    @api.model
    def _query_budget(self):
        """Return the lines of the budget ledger but its funds, each with the account of the line that it goes with."""
        return SQL(
            """
            SELECT line.*, origin.account_id AS origin_account_id,
                   account.code_store ->> split_part(company.parent_path, '/', 1) AS origin_code,
                   origin.move_id IS NOT DISTINCT FROM line.financial_id AS same_entry
              FROM line
              JOIN res_company company ON company.id = line.company_id
         LEFT JOIN account_move_line origin ON origin.id = line.origin_id AND origin.parent_state = 'posted'
         LEFT JOIN account_account account ON account.id = origin.account_id
             WHERE line.code > '6' AND line.code NOT LIKE '8001%%'
            """
        )

    @api.model
    def _query_rests(self):
        """Return one row for each account of the entries with income or expense: its amount, and what nobody paid yet.

        The side is ``result`` for income and expense, ``other`` for the rest. Money of the budget and of others is one
        row of the code ``cash``: what of it the budget ledger does not show.
        """
        return SQL(
            """
            SELECT entry.*, entry.amount - COALESCE(paid.amount, 0) AS rest
              FROM (
                    SELECT MIN(id) AS id, date, move_id, account_id, company_id, code, role, SUM(balance) AS amount,
                           CASE WHEN code LIKE ANY('{4%%,5%%}') THEN 'result' ELSE 'other' END AS side
                      FROM line
                     WHERE code LIKE ANY('{4%%,5%%}')
                        OR (code < '4' AND COALESCE(role, 'none') NOT IN ('fund', 'nonbudget'))
                  GROUP BY date, move_id, account_id, company_id, code, role
                   ) entry
         LEFT JOIN (
                    SELECT financial_id, origin_account_id, SUM(balance) AS amount
                      FROM budget WHERE same_entry GROUP BY 1, 2
                   ) paid ON paid.financial_id = entry.move_id AND paid.origin_account_id = entry.account_id
             UNION ALL
            SELECT MIN(id), MIN(date), move_id, NULL, MIN(company_id), %s, NULL, SUM(balance), 'other', SUM(balance)
              FROM (
                    SELECT id, date, move_id, company_id, balance
                      FROM line WHERE code < '4' AND role IN ('fund', 'nonbudget')
                 UNION ALL
                    SELECT id, date, financial_id, company_id, -balance
                      FROM line WHERE code LIKE '8001%%' AND financial_id IS NOT NULL
                   ) money
          GROUP BY move_id HAVING SUM(balance) <> 0
            """,
            CASH,
        )

    @api.model
    def _query_results(self):
        return SQL(
            """
            SELECT id, date, move_id, account_id, company_id, 'budget_surplus' AS category, -balance AS amount
              FROM budget WHERE code < '8'
             UNION ALL
            SELECT id, date, move_id, account_id, company_id, 'surplus', -amount FROM rest WHERE side = 'result'
            """
        )

    @api.model
    def _query_payments(self):
        """Return the budget income and expenditure that no income or expense of the same entry answers."""
        code, budget_code = SQL("origin_code"), SQL("code")
        income, unknown = _begins(budget_code, ["6"]), SQL("origin_code IS NULL")
        rows = [([unknown], "unexplained")]
        rows += [([income, _begins(code, codes)], category) for codes, category in RECEIVED_FOR]
        rows += [([SQL("NOT (%s)", income), _begins(code, codes)], category) for codes, category in SPENT_ON]
        return SQL(
            """
            SELECT id, date, move_id, account_id, company_id, %s, balance
              FROM budget WHERE code < '8' AND NOT (same_entry AND COALESCE(origin_code, '') LIKE ANY('{4%%,5%%}'))
            """,
            _case(rows),
        )

    @api.model
    def _query_accruals(self):
        """Return the income and expense that no budget entry answers, by what stands on the other side."""
        own = SQL("result.code")
        other = SQL("CASE WHEN other.role = 'fund' THEN %s ELSE COALESCE(other.code, '') END", CASH)
        rows = []
        for kind, table in (("4", INCOME_AGAINST), ("5", COST_AGAINST)):
            rows += [
                ([_begins(own, [kind]), _begins(own, codes), _begins(other, others)], category)
                for codes, others, category in table
            ]
        return SQL(
            """
            SELECT id, date, move_id, account_id, company_id, category, -SUM(ROUND(upto, 2) - ROUND(before, 2))
              FROM (
                    SELECT result.*, %s AS category,
                           result.rest * COALESCE(SUM(ABS(other.rest)) OVER upto / SUM(ABS(other.rest)) OVER whole, 1)
                               AS upto,
                           result.rest * COALESCE(
                               (SUM(ABS(other.rest)) OVER upto - ABS(other.rest)) / SUM(ABS(other.rest)) OVER whole, 0
                           ) AS before
                      FROM rest result
                 LEFT JOIN rest other ON other.move_id = result.move_id AND SIGN(other.rest) = -SIGN(result.rest)
                           AND (other.side = 'other' OR other.role = 'fund')
                     WHERE result.side = 'result' AND result.rest <> 0
                    WINDOW whole AS (PARTITION BY result.id),
                           upto AS (PARTITION BY result.id ORDER BY other.id, other.code ROWS UNBOUNDED PRECEDING)
                   ) shared
          GROUP BY id, date, move_id, account_id, company_id, category
            """,
            _case(rows),
        )

    @api.model
    def _query_columns(self):
        """Return the columns of a row; its number is made of that of its journal item and of its category."""
        number = _case([([SQL("category = %s", name)], index) for index, name in enumerate(COLUMNS)], 0)
        columns = [SQL("CASE WHEN category = %s THEN amount END AS %s", name, SQL.identifier(name)) for name in COLUMNS]
        return SQL(
            "id * %s + %s AS id, date, move_id, account_id, company_id, category, amount, "
            "GREATEST(-amount, 0) AS debit, GREATEST(amount, 0) AS credit, %s",
            2 ** (len(COLUMNS) - 1).bit_length(),
            number,
            SQL(", ").join(columns),
        )
