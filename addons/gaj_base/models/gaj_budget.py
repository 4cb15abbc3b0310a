from contextlib import contextmanager

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL
from odoo.tools.misc import format_amount
from psycopg2.errors import CheckViolation

from ..exceptions import BudgetExceeded
from ..rules import budget as rules

#: What says which documents draw on a budget; it stays once the first of them has.
IDENTITY = {"company_id", "department_id", "institution_id", "year", "kind_id"}
#: Written by documents only.
BY_DOCUMENTS = ("committed_amount", "spent_amount")


class GajBudget(models.Model):
    """What a department or an institution may spend for one kind of purpose in one year (经费额度).

    Documents commit, spend and release through the methods below; they have checked the rights of the user, because
    the budget is written in superuser mode. The sums stand on the budget itself and are changed by one ``UPDATE``: the
    row lock makes documents wait for each other, the check constraint decides, and a document whose snapshot is too old
    to know the latest sums is tried again by Odoo.
    """

    _name = "gaj.budget"
    _description = "Budget"
    _inherit = ["gaj.guard.mixin", "mail.thread"]
    _order = "year desc, kind_id, id"
    _rec_names_search = ["department_id", "institution_id", "kind_id"]
    _check_company_auto = True

    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    department_id = fields.Many2one(
        "hr.department",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="The departments below it draw on it too, unless they have a budget of their own.",
    )
    institution_id = fields.Many2one(
        "gaj.institution",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="Its departments draw on it where neither they nor a department above has a budget.",
    )
    year = fields.Integer(required=True, default=lambda self: fields.Date.context_today(self).year, aggregator=None)
    kind_id = fields.Many2one("gaj.budget.kind", required=True, index=True, ondelete="restrict")
    amount = fields.Monetary(required=True, tracking=True)
    committed_amount = fields.Monetary("Committed", readonly=True, required=True, default=0, copy=False)
    spent_amount = fields.Monetary("Spent", readonly=True, required=True, default=0, copy=False)
    available_amount = fields.Monetary("Available", compute="_compute_available_amount", store=True)
    used_rate = fields.Float("Used (%)", compute="_compute_used_rate", digits=(6, 1))
    currency_id = fields.Many2one(related="company_id.currency_id", store=True, index="btree_not_null")
    note = fields.Char(help="Document that approved the amount.")
    line_ids = fields.One2many("gaj.budget.line", "budget_id", "Movements", copy=False)

    _one_holder = models.Constraint(
        "CHECK (num_nonnulls(department_id, institution_id) = 1)",
        "A budget belongs to either a department or an institution.",
    )
    _department_uniq = models.UniqueIndex(
        "(company_id, department_id, year, kind_id) WHERE department_id IS NOT NULL",
        "This department already has a budget of this kind for this year.",
    )
    _institution_uniq = models.UniqueIndex(
        "(company_id, institution_id, year, kind_id) WHERE institution_id IS NOT NULL",
        "This institution already has a budget of this kind for this year.",
    )
    _year_believable = models.Constraint("CHECK (year BETWEEN 2000 AND 2100)", "Enter the year with four digits.")
    _amount_not_negative = models.Constraint("CHECK (amount >= 0)", "The amount of a budget cannot be negative.")
    _committed_not_negative = models.Constraint(
        "CHECK (committed_amount >= 0)", "No more can be released than is committed."
    )
    _within_amount = models.Constraint(
        "CHECK (committed_amount + spent_amount <= amount)",
        "What is committed and spent cannot exceed the amount of the budget.",
    )

    @api.depends("year", "kind_id", "department_id", "institution_id")
    def _compute_display_name(self):
        for budget in self:
            # sudo: who draws on a budget may know what it is called
            each = budget.sudo()
            holder = each.department_id.name or each.institution_id.name
            budget.display_name = " ".join(filter(None, (str(each.year or ""), each.kind_id.name, holder)))

    @api.depends("amount", *BY_DOCUMENTS)
    def _compute_available_amount(self):
        for budget in self:
            budget.available_amount = float(budget._gaj_available())

    @api.depends("amount", *BY_DOCUMENTS)
    def _compute_used_rate(self):
        for budget in self:
            used = budget.committed_amount + budget.spent_amount
            budget.used_rate = 100 * used / budget.amount if budget.amount else 0

    @api.constrains("amount")
    def _check_amount(self):
        for budget in self:
            if budget._gaj_available() < 0:
                raise ValidationError(
                    self.env._(
                        "%(budget)s: %(committed)s are committed and %(spent)s spent already, so the amount cannot be"
                        " %(amount)s. Enter at least what is used, or release commitments first.",
                        budget=budget.display_name,
                        committed=budget._gaj_money(budget.committed_amount),
                        spent=budget._gaj_money(budget.spent_amount),
                        amount=budget._gaj_money(budget.amount),
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        self._gaj_refuse_wrong_values(*vals_list)
        self._gaj_refuse_system_fields({name for vals in vals_list for name in BY_DOCUMENTS if vals.get(name)})
        return super().create(vals_list)

    def write(self, vals):
        self._gaj_refuse_wrong_values(vals)
        for budget in self.sudo().filtered("line_ids") if IDENTITY & vals.keys() else ():
            for name in sorted(IDENTITY & vals.keys()):
                if budget._gaj_differs(name, vals[name]):
                    raise UserError(
                        self.env._(
                            "%(budget)s: documents draw on this budget, so its “%(field)s” stays as it is. Make another"
                            " budget instead.",
                            budget=budget.display_name,
                            field=self._fields[name]._description_string(self.env),
                        )
                    )
        return super().write(vals)

    # ------------------------------------------------------------------ what documents call

    @api.model
    def _gaj_find(self, kind_code, department, day):
        """Return the budget on which ``department`` draws on ``day`` for the kind with this code; empty if there is none.

        It is that of the department, else of the nearest department above it, else of its institution, in the
        department's company (the user's own, where the department names none) and the year of ``day``.
        """
        # sudo: who may plan an expense is told on which budget it falls, whatever else they may read
        department = department.sudo()
        above = [int(each) for each in (department.parent_path or "").split("/") if each][::-1]
        institution = department.gaj_institution_id
        budgets = self.sudo().search(
            [
                ("company_id", "=", (department.company_id or self.env.company).id),
                ("year", "=", fields.Date.to_date(day).year),
                ("kind_id.code", "=", kind_code),
                "|",
                ("department_id", "in", above),
                ("institution_id", "in", institution.ids),
            ]
        )
        nearness = {each: place for place, each in enumerate(above)}
        nearest = budgets.sorted(lambda budget: nearness.get(budget.department_id.id, len(above)))[:1]
        return nearest.with_env(self.env)

    def _gaj_commit(self, document, amount, note=False):
        """Set ``amount`` (yuan) aside for ``document``; nothing happens for 0. Return the new lines.

        :raises BudgetExceeded: it is more than what is available; nothing was written
        :raises UserError: the amount is negative or no amount
        """
        amount = self._gaj_cents(amount)
        if amount < 0:
            raise UserError(self.env._("%s cannot be set aside. Enter an amount above 0.", self._gaj_money(amount)))
        return self._gaj_book(document, [("commit", amount)], note)

    def _gaj_spend(self, document, amount, note=False):
        """Take ``amount`` (yuan) for ``document``, from what it has committed here first. Return the new lines.

        A negative amount is a refund: it goes back to what is available.

        :raises BudgetExceeded: what exceeds the document's commitment is more than what is available
        :raises UserError: no amount
        """
        amount = self._gaj_cents(amount)
        used, _direct = rules.spending(amount, self._gaj_committed(document))
        return self._gaj_book(document, [("release", -used), ("spend", amount)], note)

    def _gaj_release(self, document, note=False):
        """Give back what is still committed for ``document``. Return the new lines, none if nothing was."""
        return self._gaj_book(document, [("release", -self._gaj_committed(document))], note)

    def _gaj_committed(self, document):
        """Return what is committed for ``document`` in this budget and neither spent nor released, as ``Decimal`` yuan."""
        return self._gaj_sum(document, ("commit", "release"))

    def _gaj_spent(self, document):
        """Return what ``document`` has spent of this budget less its refunds, as ``Decimal`` yuan."""
        return self._gaj_sum(document, ("spend",))

    # ------------------------------------------------------------------ how it is written

    def _gaj_sum(self, document, kinds):
        self.ensure_one()
        document.ensure_one()
        domain = [
            ("budget_id", "=", self.id),
            ("res_model", "=", document._name),
            ("res_id", "=", document.id),
            ("kind", "in", kinds),
        ]
        # sudo: the document asks about itself
        [(amount,)] = self.env["gaj.budget.line"].sudo()._read_group(domain, aggregates=["amount:sum"])
        return rules.cents(amount or 0)

    def _gaj_book(self, document, entries, note):
        """Write ``entries`` (kind, signed ``Decimal``) of ``document`` to the sums and to the lines; return the lines."""
        self.ensure_one()
        document.ensure_one()
        entries = [(kind, amount) for kind, amount in entries if amount]
        lines = self.env["gaj.budget.line"].sudo()
        if not entries:
            return lines.with_env(self.env)
        spent = sum(amount for kind, amount in entries if kind == "spend")
        committed = sum(amount for kind, amount in entries if kind != "spend")
        with self._gaj_explained(committed + spent):
            self._gaj_add(committed, spent)
        return lines.create(
            [
                {
                    "budget_id": self.id,
                    "kind": kind,
                    "amount": float(amount),
                    "res_model": document._name,
                    "res_id": document.id,
                    "name": note or document.sudo().display_name,
                    "user_id": self.env.uid,
                }
                for kind, amount in entries
            ]
        ).with_env(self.env)

    @contextmanager
    def _gaj_explained(self, wanted):
        """Refuse ``wanted`` with a sentence: before writing what can be seen already, afterwards what the database refused."""
        if wanted > 0 and wanted > self.sudo()._gaj_available():
            raise self._gaj_refusal(wanted)
        try:
            with self.env.cr.savepoint():
                yield
        except CheckViolation as violation:
            if violation.diag.constraint_name != "gaj_budget_within_amount":
                raise
            self.env.invalidate_all(flush=False)
            raise self._gaj_refusal(wanted) from None

    def _gaj_add(self, committed, spent):
        """Add to both sums in one statement, which waits for whoever is changing the same budget.

        In SQL, because a refusal by the constraint is an everyday event that has no place in the error log.
        """
        budget = self.sudo()
        budget.flush_recordset()
        self.env.cr.execute(
            SQL(
                "UPDATE gaj_budget SET committed_amount = committed_amount + %s, spent_amount = spent_amount + %s,"
                " write_uid = %s, write_date = %s WHERE id = %s",
                committed,
                spent,
                self.env.uid,
                fields.Datetime.now(),
                self.id,
            ),
            log_exceptions=False,
        )
        budget.invalidate_recordset(BY_DOCUMENTS, flush=False)
        budget.modified(BY_DOCUMENTS)

    def _gaj_refusal(self, wanted):
        budget = self.sudo()
        available = budget._gaj_available()
        return BudgetExceeded(
            self.env._(
                "Budget “%(budget)s”: %(wanted)s is wanted, but only %(available)s is available. Ask for less, release"
                " what is no longer needed, or have finance raise the budget.",
                budget=budget.display_name,
                wanted=budget._gaj_money(wanted),
                available=budget._gaj_money(available),
            ),
            self.id,
            wanted,
            available,
        )

    def _gaj_available(self):
        self.ensure_one()
        return rules.available(*(rules.cents(self[name]) for name in ("amount", *BY_DOCUMENTS)))

    def _gaj_cents(self, amount):
        try:
            return rules.cents(amount)
        except ValueError:
            raise UserError(self.env._("“%s” is no amount. Write a number such as 1200.50.", amount)) from None

    def _gaj_money(self, amount):
        currency = self.sudo().currency_id or self.env.company.currency_id
        return format_amount(self.env, float(amount), currency)
