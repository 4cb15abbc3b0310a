from datetime import date
from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import LockError, UserError, ValidationError
from odoo.fields import Command
from odoo.tools import float_repr, formatLang

from ..rules import closing as rule


class GajYearClosing(models.Model):
    """The closing of one company's year in both ledgers (年末结转); repeated after late entries, undone if need be.

    The year is the calendar year: Accounting Law of the People's Republic of China (会计法), article 11.
    """

    _name = "gaj.year.closing"
    _description = "Year-End Closing"
    _inherit = ["mail.thread"]
    _order = "date_to desc, id desc"
    _rec_name = "year"
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company", required=True, index=True, readonly=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    entity_kind = fields.Selection(related="company_id.gaj_entity_kind")
    year = fields.Char(
        required=True, default=lambda self: self._default_year(), help="The year closed, such as 2026.", tracking=True
    )
    date_from = fields.Date(string="First Day", compute="_compute_date_from")
    date_to = fields.Date(
        string="Last Day", required=True, compute="_compute_date_to", store=True, precompute=True, tracking=True
    )
    state = fields.Selection(
        [("open", "Open"), ("closed", "Closed")],
        required=True,
        default="open",
        readonly=True,
        tracking=True,
        copy=False,
    )
    journal_id = fields.Many2one(
        "account.journal",
        string="Financial Journal",
        default=lambda self: self._default_journal("financial"),
        domain="[('type', '=', 'general'), ('gaj_ledger', '=', 'financial')]",
        check_company=True,
        index="btree_not_null",
        help="The closing entries of financial accounting are booked here.",
    )
    budget_journal_id = fields.Many2one(
        "account.journal",
        default=lambda self: self._default_journal("budget"),
        domain="[('type', '=', 'general'), ('gaj_ledger', '=', 'budget')]",
        check_company=True,
        index="btree_not_null",
        help="The closing entries of budget accounting are booked here.",
    )
    special_fund_amount = fields.Monetary(
        string="Taken Into Special Funds",
        tracking=True,
        help="What a public institution takes from the non-fiscal surplus of the year into its special funds: debit 3302, "
        "credit 3101, and in the budget ledger debit 8701, credit 8301.",
    )
    all_the_same = fields.Boolean(
        string="Close All the Same", copy=False, help="Closes although the warnings above have not been settled."
    )
    surplus = fields.Monetary(string="Surplus of the Year", readonly=True, copy=False, tracking=True)
    budget_surplus = fields.Monetary(string="Budget Surplus of the Year", readonly=True, copy=False, tracking=True)
    closed_on = fields.Datetime(readonly=True, copy=False)
    closed_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    move_ids = fields.One2many("account.move", "gaj_closing_id", string="Closing Entries", readonly=True, copy=False)
    move_count = fields.Integer(string="Number of Closing Entries", compute="_compute_move_count")

    _year_uniq = models.UniqueIndex("(company_id, date_to)", "This company has a closing of this year already.")
    _special_fund_not_negative = models.Constraint(
        "CHECK (special_fund_amount IS NULL OR special_fund_amount >= 0)",
        "What is taken into special funds cannot be negative.",
    )

    def _default_year(self):
        """Return the year after the last one closed, or last year if none is."""
        last = self.search([("company_id", "=", self.env.company.id)], limit=1)
        return str(int(last.year) + 1 if last else fields.Date.context_today(self).year - 1)

    def _default_journal(self, ledger):
        """Return the closing journal that came with the chart, or the one used last."""
        company, field = self.env.company, {"financial": "journal_id", "budget": "budget_journal_id"}[ledger]
        last = self.search([("company_id", "=", company.id), (field, "!=", False)], limit=1)
        name = {"financial": "gaj_closing", "budget": "gaj_closing_budget"}[ledger]
        charts = self.env["account.chart.template"].with_company(company)
        return last[field] or charts.ref(name, raise_if_not_found=False) or False

    @api.depends("year")
    def _compute_date_from(self):
        for one in self:
            one.date_from = date(int(one.year), 1, 1) if one._is_year() else False

    @api.depends("year")
    def _compute_date_to(self):
        for one in self:
            one.date_to = date(int(one.year), 12, 31) if one._is_year() else False

    def _is_year(self):
        year = self.year or ""
        return year.isascii() and year.isdigit() and len(year) == 4 and year > "1900"

    @api.depends("move_ids")
    def _compute_move_count(self):
        counts = dict(
            self.env["account.move"]._read_group([("gaj_closing_id", "in", self.ids)], ["gaj_closing_id"], ["__count"])
        )
        for one in self:
            one.move_count = counts.get(one, 0)

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_year(vals.get("year", self._default_year()))
        return super().create(vals_list)

    def write(self, vals):
        if "year" in vals:
            self._check_year(vals["year"])
            if moved := self.filtered(lambda one: one.year != vals["year"] and one.move_ids):
                raise UserError(
                    self.env._(
                        "The closing of %(year)s has entries, so its year cannot be changed. Make a new closing for the "
                        "other year.",
                        year=moved[0].year,
                    )
                )
        return super().write(vals)

    def _check_year(self, year):
        """:raises ValidationError: unless ``year`` is a year; called before the last day is computed from it"""
        if not self.new({"year": year})._is_year():
            raise ValidationError(
                self.env._("“%(year)s” is no year. Give the year to be closed in four digits, such as 2026.", year=year)
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_booked(self):
        if booked := self.filtered("move_ids"):
            raise UserError(
                self.env._(
                    "The closing of %(year)s has entries in the books and cannot be deleted. Undo it instead: red entries "
                    "take it back.",
                    year=booked[0].year,
                )
            )

    def action_close(self):
        """Book what the closing still lacks: everything, or after late entries the difference.

        :raises UserError: if something stands in the way, with the list of it and the way out
        """
        self.ensure_one()
        self._begin()
        self._refuse_obstacles()
        planned = self._plan()
        moves = self._book(rule.difference(planned.steps, self._booked()))
        self.write(
            {
                "state": "closed",
                "closed_on": fields.Datetime.now(),
                "closed_by_id": self.env.uid,
                "surplus": planned.surplus,
                "budget_surplus": planned.budget_surplus,
                "all_the_same": False,
            }
        )
        self._refuse_leftovers()
        self._tell_closed(moves)
        return True

    def action_undo(self):
        """Take the closing back by red entries of the same date.

        :raises UserError: if a later year is closed, or the period is locked
        """
        self.ensure_one()
        self._begin()
        self._refuse(self._obstacles_of_undoing())
        left = self.move_ids.filtered(
            lambda move: move.state == "posted" and not move.reversed_entry_id and not move.reversal_move_ids
        ).sorted("id")
        values = [
            {
                "date": move.date,
                "journal_id": move.journal_id.id,
                "ref": self.env._("Taken back: %(entry)s", entry=move.ref),
                "gaj_closing": True,
                "gaj_closing_id": self.id,
                "gaj_closing_step": move.gaj_closing_step,
            }
            for move in left
        ]
        # sudo: the marks of closing entries are closed to users; who may undo was checked before
        self._post_in_order(left.sudo()._reverse_moves(values))
        self.write({"state": "open", "closed_on": False, "closed_by_id": False, "surplus": 0, "budget_surplus": 0})
        self.message_post(body=self.env._("Undone. Red entries: %(count)s.", count=len(left)))
        return True

    def action_view_moves(self):
        """Return the action that shows the entries of this closing."""
        self.ensure_one()
        self.check_access("read")
        return {
            **self.env["ir.actions.act_window"]._for_xml_id("account.action_move_journal_line"),
            "domain": [("gaj_closing_id", "=", self.id)],
            "context": {"create": False},
        }

    def _begin(self):
        """Check the right to close and keep other clients out until the end of the transaction."""
        self.check_access("write")
        try:
            self.lock_for_update(allow_referencing=True)
        except LockError:
            raise UserError(
                self.env._(
                    "Someone else is closing %(year)s at this moment. Wait a little and load the page again.",
                    year=self.year,
                )
            ) from None

    def _book(self, steps):
        """Post an entry for each of these steps; return the entries."""
        accounts = self._accounts_by_code()
        labels = self._step_labels()
        # sudo: the marks of closing entries are closed to users; who may close was checked before
        moves = self.env["account.move"].sudo().with_company(self.company_id)
        moves = moves.create([self._prepare_move_vals(step, labels[step.key], accounts) for step in steps])
        self._post_in_order(moves)
        return moves.sudo(False)

    def _post_in_order(self, moves):
        """Post one after the other: posted together, they would be numbered by their texts. There are few."""
        for move in moves:
            move._post(soft=False)

    def _prepare_move_vals(self, step, label, accounts):
        budget = rule.ledger_of(step.lines[0].code) == "budget"
        text = self.env._("Closing of %(year)s: %(step)s", year=self.year, step=label)
        return {
            "move_type": "entry",
            "date": self.date_to,
            "journal_id": (self.budget_journal_id if budget else self.journal_id).id,
            "ref": text,
            "gaj_closing": True,
            "gaj_closing_id": self.id,
            "gaj_closing_step": step.key,
            "line_ids": [
                Command.create(
                    {
                        "account_id": accounts[line.code].id,
                        "name": text,
                        "debit": float(max(line.amount, rule.ZERO)),
                        "credit": float(max(-line.amount, rule.ZERO)),
                        "gaj_funding_source": line.dims.source,
                        "gaj_nature": line.dims.nature,
                        "gaj_project_id": line.dims.project,
                        "gaj_functional_class_id": line.dims.function,
                        "gaj_economic_class_id": line.dims.economic,
                    }
                )
                for line in step.lines
            ],
        }

    def _tell_closed(self, moves):
        if not moves:
            self.message_post(body=self.env._("Closed: nothing was left to book."))
            return
        self.message_post(
            body=self.env._(
                "Closed with %(names)s. Surplus of the year %(surplus)s, budget surplus %(budget)s.",
                names=", ".join(moves.mapped("name")),
                surplus=self._money(self.surplus),
                budget=self._money(self.budget_surplus),
            )
        )

    def _money(self, amount):
        return formatLang(self.env, float(amount), currency_obj=self.currency_id)

    def _step_labels(self):
        """Return the name of each step of the rule, as the entries and the preview show it."""
        return {
            "income": self.env._("income to the surplus of the period"),
            "expense": self.env._("expenses to the surplus of the period"),
            "surplus": self.env._("surplus of the period to its appropriation"),
            "special_fund": self.env._("special funds taken from the surplus"),
            "distribution": self.env._("surplus left to the accumulated surplus"),
            "allocation": self.env._("allocation without compensation to the accumulated surplus"),
            "prior_year": self.env._("prior-year adjustments to the accumulated surplus"),
            "budget_income": self.env._("budget income to the budget balances"),
            "budget_expenditure": self.env._("budget expenditure to the budget balances"),
            "other_surplus": self.env._("other surplus to the non-fiscal surplus"),
            "operating_surplus": self.env._("operating surplus to its appropriation"),
            "special_balance": self.env._("special surplus taken from the non-fiscal surplus"),
            "appropriation": self.env._("appropriation left to the non-fiscal surplus"),
            "accumulate": self.env._("result of the year and opening adjustments to what is accumulated"),
        }

    def _accounts_by_code(self):
        """Return ``{code: account}`` of the company, archived ones too: they may have a balance."""
        Account = self.env["account.account"].with_company(self.company_id).with_context(active_test=False)
        return {one.code: one for one in Account.search(Account._check_company_domain(self.company_id)) if one.code}

    def _plan(self):
        institution = self.company_id.gaj_entity_kind == "institution"
        fund = Decimal(float_repr(self.special_fund_amount or 0.0, 2)) if institution else rule.ZERO
        return rule.plan(self._balances(self.date_to, own=False), institution, fund)

    def _balances(self, day, own=True):
        """Return the balances at the end of ``day`` as a list of the rule's lines; ``own``: with this closing's entries."""
        domain = [("date", "<=", day)] + ([] if own else [("move_id.gaj_closing_id", "not in", self.ids)])
        return [line for _move, line in self._lines(domain)]

    def _booked(self):
        """Return ``{step: lines}`` of the entries of this closing that stand in the books, red ones included."""
        found = {}
        for move, line in self._lines([("move_id.gaj_closing_id", "in", self.ids)], ["move_id"]):
            found.setdefault(move.gaj_closing_step, []).append(line)
        return found

    def _lines(self, domain, groupby=()):
        """Return pairs of an entry, if grouped by it, and a line of the rule; only accounts that a closing looks at."""
        names = {
            account.id: (code, account.gaj_funding_source)
            for code, account in self._accounts_by_code().items()
            if code.startswith((*rule.PLANNED, *rule.EMPTY_AFTER, *self._warned_codes()))
        }
        rows = self.env["account.move.line"]._read_group(
            [
                ("company_id", "=", self.company_id.id),
                ("parent_state", "=", "posted"),
                ("account_id", "in", list(names)),
                *domain,
            ],
            [
                *groupby,
                "account_id",
                "gaj_funding_source",
                "gaj_nature",
                "gaj_project_id",
                "gaj_functional_class_id",
                "gaj_economic_class_id",
            ],
            ["balance:sum"],
        )
        return [(row[0] if groupby else None, self._line(names, row[len(groupby) :])) for row in rows]

    def _line(self, names, row):
        account, source, nature, project, function, economic, balance = row
        code, usual_source = names[account.id]
        if rule.ledger_of(code) == "financial":
            dims = rule.NO_DIMS
        else:
            dims = rule.Dims(
                source or usual_source or None,
                nature or None,
                project.id or None,
                function.id or None,
                economic.id or None,
            )
        return rule.Line(code, dims, Decimal(float_repr(balance, 2)))
