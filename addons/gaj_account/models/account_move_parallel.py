from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import RedirectWarning, UserError
from odoo.tools import format_date

from .gaj_budget_writer import ITSELF


class AccountMove(models.Model):
    """Entries take their budget entries with them: when posted, reset, cancelled and reversed."""

    _inherit = "account.move"

    gaj_has_ledger = fields.Boolean(related="company_id.gaj_parallel", string="Has a Budget Ledger")
    gaj_why = fields.Html(string="Why This Entry", compute="_compute_gaj_why", sanitize=False)

    @api.depends("gaj_budget_trace", "gaj_budget_state", "state")
    @api.depends_context("lang")
    def _compute_gaj_why(self):
        Explanation = self.env["gaj.budget.explanation"]
        for move in self:
            move.gaj_why = Explanation._why(move) if move.id else False

    def _post(self, soft=True):
        ours = self.filtered(lambda move: move.company_id.gaj_parallel)
        if not ours or self._gaj_is_itself():
            return super()._post(soft)
        ours._gaj_check_before_posting()
        posted = super(AccountMove, self.with_context(gaj_posting=ITSELF))._post(soft)
        financial = (ours & posted).filtered(lambda move: move._gaj_has_budget_ledger())
        financial.line_ids._gaj_freeze()
        dropped = ((ours & posted) - financial).gaj_budget_move_ids.filtered(lambda one: one.state == "draft")
        if dropped:  # of a day before the budget ledger began, or in a journal that has none
            dropped.with_context(gaj_budget=ITSELF).button_cancel()
        answers = financial._gaj_sync()
        if self.env.context.get("gaj_defer") is not ITSELF:
            financial._gaj_demand(answers)
        return posted

    def _gaj_has_budget_ledger(self):
        """Return whether this entry is one that may have a budget entry."""
        company = self.company_id
        return (
            company.gaj_parallel
            and self.journal_id.gaj_ledger == "financial"
            and not self.gaj_closing
            and not (company.gaj_parallel_from and self.date < company.gaj_parallel_from)
        )

    def _gaj_sync(self):
        """Bring the budget entries of these, posted or changed just now, and of what they pay or explain in line."""
        reach, partials = self._gaj_leads_to()
        return self.env["gaj.budget.writer"]._sync(reach, own=self, behind=partials.ids)

    def _gaj_paid_by(self):
        """Return posted entries whose payments are explained by these: matched with them, directly or through others."""
        return self._gaj_leads_to()[0]

    def _gaj_leads_to(self):
        """Return the entries of ``_gaj_paid_by`` and the matches that lead to them."""
        found, border, partials = self, self, self.env["account.partial.reconcile"]
        while border:
            debts = border.line_ids.filtered(lambda line: line.account_id.gaj_role == "traced")
            some = debts.matched_debit_ids | debts.matched_credit_ids
            partials |= some
            others = (some.debit_move_id | some.credit_move_id).move_id
            others = others.filtered(lambda move: move.state == "posted") - found
            found |= others
            border = others.filtered(lambda move: "fund" not in move.line_ids.account_id.mapped("gaj_role"))
        return found, partials

    def _gaj_follow(self):
        """Bring the budget entries of these in line after a line of theirs changed."""
        moves = self.filtered(lambda move: move.state == "posted" and move.company_id.gaj_parallel)
        if moves and self.env.context.get("gaj_posting") is not ITSELF:
            moves = moves.filtered(lambda move: move._gaj_has_budget_ledger())
            moves._gaj_demand(moves._gaj_sync())

    def _gaj_check_before_posting(self):
        """:raises UserError: for what would make the two ledgers differ; the sentence says what to do"""
        for company, moves in self.grouped("company_id").items():
            if not company.gaj_budget_journal_id:
                raise RedirectWarning(
                    self.env._("%(company)s keeps a budget ledger but has no budget journal.", company=company.name),
                    self.env.ref("account.action_account_config").id,
                    self.env._("Open the Settings"),
                )
            for same in moves.grouped(lambda move: (move.date, move.journal_id, move._affect_tax_report())).values():
                same[0]._gaj_check_lock()
            for move in moves:
                move._gaj_check_ledger()
        self._gaj_check_einvoices()

    def _gaj_check_lock(self):
        locks = self._get_violated_lock_dates(self.date, self._affect_tax_report())
        if not locks:
            return
        last = max(day for day, _field in locks)
        raise UserError(
            self.env._(
                "%(entry)s of %(date)s is in a period locked until %(locked)s; it is not moved to another day by itself. "
                "Set a date from %(open)s on, or have the period opened.",
                entry=self.display_name,
                date=format_date(self.env, self.date),
                locked=format_date(self.env, last),
                open=format_date(self.env, fields.Date.add(last, days=1)),
            )
        )

    def _gaj_check_ledger(self):
        is_budget = self.journal_id.gaj_ledger == "budget"
        for line in self.line_ids:
            if line.account_id and (line.account_id.account_type == "off_balance") != is_budget:
                raise UserError(
                    self.env._(
                        "Account %(account)s does not belong to the ledger of the journal “%(journal)s” of %(entry)s. "
                        "Choose an account of that ledger, or another journal.",
                        account=line.account_id.display_name,
                        journal=self.journal_id.display_name,
                        entry=self.display_name,
                    )
                )
        if is_budget and not self.gaj_closing:
            self._gaj_check_dimensions()

    def _gaj_check_dimensions(self):
        """Fill in the dimensions of an entry made in the budget ledger by hand as far as they are known."""
        for line in self.line_ids:
            code = line.account_id.code or ""
            if not code.startswith(("7", "6001")):
                continue
            line.gaj_functional_class_id = line.gaj_functional_class_id or self.company_id.gaj_functional_class_id
            line.gaj_nature = line.gaj_nature or "basic"
            if code.startswith("6001"):
                line.gaj_funding_source = line.gaj_funding_source or "fiscal"
            missing = [
                line._fields[name]._description_string(self.env)
                for name in ("gaj_functional_class_id", "gaj_economic_class_id", "gaj_funding_source")
                if not line[name] and (name != "gaj_economic_class_id" or code.startswith("7"))
            ]
            if missing:
                raise UserError(
                    self.env._(
                        "Account %(account)s in %(entry)s has no “%(field)s”. Enter it on the line.",
                        account=line.account_id.display_name,
                        entry=self.display_name,
                        field=missing[0],
                    )
                )

    def _gaj_mark(self, answers):
        """Note on these entries how they stand in the budget ledger."""
        states = defaultdict(self.browse)
        problems = {}
        for move, answer in answers.items():
            problem = self.env["gaj.budget.explanation"]._problem(move, answer)
            if problem:
                state = "waiting" if answer.waits and not answer.problem else "parked"
            else:
                has_one = answer.wanted or any(one.state == "posted" for one in move.gaj_budget_move_ids)
                state = "done" if has_one else "none"
            states[state] |= move
            if problem != (move.gaj_budget_problem or None):
                problems[move] = problem
        # noting this changes nothing of the entry, so none of what a change of an entry brings is wanted
        with self.env.protecting([self._fields["gaj_budget_state"], self._fields["gaj_budget_problem"]], self):
            for state, moves in states.items():
                moves.filtered(lambda move, state=state: move.gaj_budget_state != state).gaj_budget_state = state
            for move, problem in problems.items():
                move.gaj_budget_problem = problem

    def _gaj_demand(self, answers):
        """:raises UserError: if one of these has no answer and its company stops such postings"""
        for move in self:
            # what the bank says happened is taken in, whatever is not known of it yet
            parks = move.company_id.gaj_no_answer == "park" or move.statement_line_id
            if move in answers and move.gaj_budget_problem and not parks:
                raise UserError(move.gaj_budget_problem)
            if move.gaj_budget_state == "waiting" and parks:
                with self.env.protecting([self._fields["gaj_budget_state"]], move):
                    move.gaj_budget_state = "parked"

    def button_draft(self):
        budget = self.gaj_budget_move_ids
        for move in self if budget else ():
            reversal = move.reversal_move_ids.filtered(lambda one: one.state == "posted")[:1]
            if reversal and move.gaj_budget_move_ids:
                raise UserError(
                    self.env._(
                        "%(entry)s is reversed by %(reversal)s, and the budget ledger with it. Reset %(reversal)s first.",
                        entry=move.name,
                        reversal=reversal.name,
                    )
                )
        if not self._gaj_is_itself():
            self._gaj_refuse_alone()
        result = super().button_draft()
        if budget := budget.filtered(lambda one: one.state == "posted"):
            budget.with_context(gaj_budget=ITSELF).button_draft()
        self._gaj_forget()
        # a payment whose reversal is a draft again counts by what it is matched with
        if reversed_before := self.reversed_entry_id.filtered("gaj_budget_state"):
            self.env["gaj.budget.writer"]._sync(reversed_before)
        return result

    def button_cancel(self):
        if not self._gaj_is_itself():
            self._gaj_refuse_alone()
        result = super().button_cancel()
        if budget := self.gaj_budget_move_ids.filtered(lambda one: one.state != "cancel"):
            budget.with_context(gaj_budget=ITSELF).button_cancel()
        return result

    def _gaj_forget(self):
        marked = self.filtered("gaj_budget_state")
        marked.line_ids._gaj_thaw()
        with self.env.protecting([self._fields["gaj_budget_state"], self._fields["gaj_budget_problem"]], marked):
            marked.gaj_budget_state = False
            marked.gaj_budget_problem = False

    def _reverse_moves(self, default_values_list=None, cancel=False):
        self._gaj_refuse_alone()
        kept = self.with_context(gaj_kept=(ITSELF, frozenset(self.ids)))
        return super(AccountMove, kept)._reverse_moves(default_values_list, cancel)

    def _get_next_sequence_format(self):
        """Budget entries of one posting are numbered one after the other: the form of the number is read once a month."""
        formats = self.env.context.get("gaj_formats")
        if formats is None or not self._gaj_is_itself():
            return super()._get_next_sequence_format()
        key = self.journal_id, self.date.year, self.date.month
        if key not in formats:
            formats[key] = super()._get_next_sequence_format()
        form, values = formats[key]
        return form, dict(values)

    def action_gaj_derive_again(self):
        """Look for the budget entries of entries without one again, after mending what was missing."""
        self.check_access("write")
        for move in self:
            if move.gaj_budget_state not in ("waiting", "parked"):
                raise UserError(
                    self.env._(
                        "%(entry)s does not wait for a budget entry. Reset it to draft and post it again to have its budget "
                        "entry made anew.",
                        entry=move.display_name,
                    )
                )
        self.filtered(lambda move: move.state == "posted" and move._gaj_has_budget_ledger()).line_ids._gaj_freeze()
        answers = self.env["gaj.budget.writer"]._sync(self)
        left = [move for move in self if move.gaj_budget_problem]
        if left and len(self) == 1 and answers:
            raise UserError(left[0].gaj_budget_problem)
        return True

    def _gaj_check_reader(self):
        """
        :raises AccessError: if the user does not read the books
        """
        self.check_access("read")
        self.env["gaj.budget.rule"].check_access("read")

    def action_gaj_open_lines(self):
        """Open the lines of this posted entry to enter the classes that are missing."""
        self.ensure_one()
        self._gaj_check_reader()
        return {
            "type": "ir.actions.act_window",
            "res_model": "account.move.line",
            "name": self.env._("Classes of %(entry)s", entry=self.display_name),
            "view_mode": "list",
            "views": [[self.env.ref("gaj_account.account_move_line_view_list_classes").id, "list"]],
            "domain": [("move_id", "=", self.id), ("display_type", "not in", ("line_section", "line_note"))],
        }

    def action_gaj_open_budget(self):
        """Open the budget entries of this entry."""
        self.ensure_one()
        self._gaj_check_reader()
        entries = self.gaj_budget_move_ids
        action = {
            "type": "ir.actions.act_window",
            "res_model": "account.move",
            "name": self.env._("Budget Entries"),
            "context": {"create": False},
        }
        if len(entries) == 1:
            return {**action, "view_mode": "form", "res_id": entries.id}
        return {**action, "view_mode": "list,form", "domain": [("id", "in", entries.ids)]}

    def action_gaj_open_financial(self):
        """Open the financial entry of this budget entry."""
        self.ensure_one()
        self._gaj_check_reader()
        return {
            "type": "ir.actions.act_window",
            "res_model": "account.move",
            "view_mode": "form",
            "res_id": self.gaj_financial_move_id.id,
        }

    @api.model
    def _gaj_refuse_missing_account(self, company, code):
        """:raises RedirectWarning: because ``company`` has no budget account ``code``"""
        raise RedirectWarning(
            self.env._(
                "%(company)s has no account %(code)s, which the budget entry needs. Add it to the chart of accounts.",
                company=company.name,
                code=code,
            ),
            self.env.ref("account.action_account_form").id,
            self.env._("Open the Chart of Accounts"),
        )
