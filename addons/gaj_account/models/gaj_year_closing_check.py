from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_date

from ..rules import closing as rule

PENDING = "1902"  # 待处理财产损溢
ADVANCES = "1218"  # 其他应收款, where it holds money of the budget
NAMES_SHOWN = 5


class GajYearClosing(models.Model):
    """What the closing will book, and what stands in its way."""

    _inherit = "gaj.year.closing"

    preview = fields.Html(string="What Will Be Booked", compute="_compute_check", sanitize=False)
    obstacles = fields.Html(string="In the Way", compute="_compute_check", sanitize=False)
    warnings = fields.Html(string="To Be Settled Before", compute="_compute_check", sanitize=False)
    leftovers = fields.Char(string="Accounts Not Empty", compute="_compute_check")
    is_due = fields.Boolean(string="Something to Book", compute="_compute_check")
    has_open_moves = fields.Boolean(string="Entries in the Way", compute="_compute_check")

    @api.depends(
        "year", "state", "special_fund_amount", "journal_id", "budget_journal_id", "company_id.gaj_entity_kind"
    )
    @api.depends_context("uid", "company", "lang")
    def _compute_check(self):
        for one in self:
            one._check_one()

    def _check_one(self):
        """Fill in the preview and the lists; a record not saved yet has none, for it has no entries."""
        self.update(
            {"preview": False, "obstacles": False, "warnings": False, "leftovers": False, "is_due": False}
            | {"has_open_moves": False}
        )
        if not self._origin or not self.date_to:
            return
        planned = self._plan()
        left = rule.difference(planned.steps, self._booked())
        obstacles, warnings = self._obstacles(planned), self._warnings()
        self.is_due = bool(left)
        self.has_open_moves = bool(self.env["account.move"].search_count(self._open_moves_domain(), limit=1))
        self.obstacles = self._list(obstacles)
        self.warnings = self._list(warnings)
        self.preview = self._preview(planned, left)
        if self.state == "closed":
            self.leftovers = self._text_of(rule.not_empty(self._balances(self.date_to)))

    def _list(self, sentences):
        return sentences and self.env["ir.qweb"]._render("gaj_account.year_closing_list", {"sentences": sentences})

    def _preview(self, planned, left):
        """Return the steps with their lines, one per account; dimensions stand in the entries."""
        accounts, labels = self._accounts_by_code(), self._step_labels()
        steps = [
            {
                "label": labels[step.key],
                "budget": rule.ledger_of(step.lines[0].code) == "budget",
                "lines": self._preview_lines(step, accounts),
            }
            for step in left
        ]
        return self.env["ir.qweb"]._render(
            "gaj_account.year_closing_preview",
            {
                "steps": steps,
                "again": self.state == "closed",
                "result": self.env._(
                    "Surplus of the year %(surplus)s, budget surplus %(budget)s.",
                    surplus=self._money(planned.surplus),
                    budget=self._money(planned.budget_surplus),
                ),
            },
        )

    def _preview_lines(self, step, accounts):
        totals = {}
        for line in step.lines:
            side = line.code, line.amount > 0
            totals[side] = totals.get(side, rule.ZERO) + line.amount
        return [
            {
                "code": code,
                "name": accounts[code].name if code in accounts else "",
                "debit": self._money(amount) if debit else "",
                "credit": "" if debit else self._money(-amount),
            }
            for (code, debit), amount in totals.items()
        ]

    def _text_of(self, amounts):
        return ", ".join(f"{code} {self._money(amount)}" for code, amount in amounts.items())

    def _refuse(self, sentences):
        if sentences:
            raise UserError("\n\n".join(sentences))

    def _refuse_obstacles(self):
        self._refuse(self._obstacles(self._plan()))
        if not self.all_the_same and (warnings := self._warnings()):
            settle = self.env._(
                "Settle this first, or tick “Close All the Same” if it is to stay so.",
            )
            self._refuse([*warnings, settle])

    def _refuse_leftovers(self):
        """:raises UserError: if an account has a balance that must have none; 1902 was warned of before"""
        left = rule.not_empty(self._balances(self.date_to))
        left = {code: amount for code, amount in left.items() if not code.startswith(PENDING)}
        if left:
            self._refuse(
                [
                    self.env._(
                        "After closing %(year)s these accounts would not be empty: %(accounts)s. Nothing was booked. Look "
                        "at their entries of the last days and close again.",
                        year=self.year,
                        accounts=self._text_of(left),
                    )
                ]
            )

    def _obstacles(self, planned):
        """Return sentences about what must be done before this year can be closed."""
        return [
            *self._obstacles_of_undoing(),
            *self._unposted(),
            *self._parked(),
            *self._earlier_years(),
            *self._not_closable(planned),
            *self._missing(planned),
        ]

    def _obstacles_of_undoing(self):
        """Return sentences about later years closed and periods locked."""
        later = self.search(
            [("company_id", "=", self.company_id.id), ("date_to", ">", self.date_to), ("state", "=", "closed")],
            order="date_to",
        )
        sentences = []
        if later:
            sentences.append(
                self.env._(
                    "%(later)s is closed already. Undo the closing of %(later)s first, and close it again afterwards.",
                    later=", ".join(later.mapped("year")),
                )
            )
        if locks := self.company_id._get_violated_lock_dates(self.date_to, False, self.journal_id):
            sentences.append(
                self.env._(
                    "The books are locked until %(day)s, so nothing can be booked on %(date)s. Change the lock date "
                    "(Accounting ‣ Lock Dates) for the time of the closing.",
                    day=format_date(self.env, locks[-1][0]),
                    date=format_date(self.env, self.date_to),
                )
            )
        return sentences

    def _of_the_year(self):
        return Domain("company_id", "=", self.company_id.id) & Domain(
            [("date", ">=", self.date_from), ("date", "<=", self.date_to)]
        )

    def _unposted_domain(self):
        return self._of_the_year() & Domain("state", "=", "draft")

    def _parked_domain(self):
        undecided = Domain([("state", "=", "posted"), ("gaj_budget_state", "in", ("parked", "waiting"))])
        return self._of_the_year() & undecided

    def _open_moves_domain(self):
        return self._unposted_domain() | self._parked_domain()

    def _some(self, domain):
        """Return how many entries there are and a few of their names."""
        moves = self.env["account.move"].search(domain, order="date, id", limit=NAMES_SHOWN)
        count = self.env["account.move"].search_count(domain) if len(moves) == NAMES_SHOWN else len(moves)
        names = [move.name or move.ref or self.env._("Draft of %s", format_date(self.env, move.date)) for move in moves]
        return count, ", ".join(names) + ("…" if count > len(names) else "")

    def _unposted(self):
        count, names = self._some(self._unposted_domain())
        if not count:
            return []
        return [
            self.env._(
                "Entries of %(year)s that are not posted: %(count)s (%(names)s). Post or delete them.",
                count=count,
                year=self.year,
                names=names,
            )
        ]

    def _parked(self):
        count, names = self._some(self._parked_domain())
        if not count:
            return []
        return [
            self.env._(
                "Entries of %(year)s that have no budget entry yet: %(count)s (%(names)s). Give their lines what is missing, "
                "then derive them again.",
                count=count,
                year=self.year,
                names=names,
            )
        ]

    def _earlier_years(self):
        before = [
            line
            for line in self._balances(fields.Date.subtract(self.date_from, days=1))
            if line.code.startswith(("4", "5", "6", "7"))
        ]
        if not (left := rule.not_empty(before)):
            return []
        return [
            self.env._(
                "The years before %(year)s are not closed: %(accounts)s. Close %(before)s first.",
                year=self.year,
                before=int(self.year) - 1,
                accounts=self._text_of(left),
            )
        ]

    def _not_closable(self, planned):
        """Return sentences about expenditure without a source of money, and too much for special funds."""
        sentences = []
        if codes := rule.without_source(self._balances(self.date_to, own=False)):
            sentences.append(
                self.env._(
                    "Lines on %(codes)s do not say the funding source of their money, so it is not known into which "
                    "balance they go. Fill in the funding source.",
                    codes=", ".join(codes),
                )
            )
        institution = self.company_id.gaj_entity_kind == "institution"
        most = max(planned.distributable, rule.ZERO)
        if institution and self.currency_id.compare_amounts(self.special_fund_amount, float(most)) > 0:
            sentences.append(
                self.env._(
                    "%(amount)s cannot be taken into special funds: the non-fiscal surplus of the year is %(most)s. Lower "
                    "the amount.",
                    amount=self._money(self.special_fund_amount),
                    most=self._money(most),
                )
            )
        return sentences

    def _missing(self, planned):
        """Return sentences about accounts and journals that the closing needs and the company lacks."""
        accounts = self._accounts_by_code()
        codes = {line.code for step in planned.steps for line in step.lines}
        sentences = []
        if missing := sorted(code for code in codes if code not in accounts):
            sentences.append(
                self.env._(
                    "The chart lacks the accounts %(codes)s. Complete it in the set-up of government accounting.",
                    codes=", ".join(missing),
                )
            )
        if not self.journal_id or not self.budget_journal_id:
            sentences.append(
                self.env._(
                    "Choose the journals of both ledgers in which the closing of %(year)s is booked.", year=self.year
                )
            )
        return sentences

    def _warned_codes(self):
        return (PENDING, ADVANCES)

    def _warnings(self):
        """Return sentences about what should be settled before a year is closed, but need not be."""
        sentences = []
        if self.date_to >= fields.Date.context_today(self):
            sentences.append(
                self.env._(
                    "%(year)s has not ended: entries until %(day)s will need another closing.",
                    year=self.year,
                    day=format_date(self.env, self.date_to),
                )
            )
        amounts = {}
        for line in self._balances(self.date_to):
            amounts[line.code] = amounts.get(line.code, rule.ZERO) + line.amount
        amounts = {code: amount for code, amount in sorted(amounts.items()) if amount}
        if pending := {code: amount for code, amount in amounts.items() if code.startswith(PENDING)}:
            sentences.append(
                self.env._(
                    "Property pending disposal is not settled: %(accounts)s. Have it approved and book it off.",
                    accounts=self._text_of(pending),
                )
            )
        if advances := self._advances(amounts):
            sentences.append(
                self.env._(
                    "Staff advances are not settled: %(accounts)s. What belongs to the budget of the year is recognised in "
                    "the budget ledger before closing.",
                    accounts=self._text_of(advances),
                )
            )
        return sentences

    def _advances(self, amounts):
        """Return the balances of advances paid with money of the budget, whose budget entry waits for settlement."""
        accounts = self._accounts_by_code()
        return {
            code: amount
            for code, amount in amounts.items()
            if code.startswith(ADVANCES) and accounts[code].gaj_role == "fund"
        }

    def action_view_open_moves(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Entries in the Way"),
            "res_model": "account.move",
            "view_mode": "list,form",
            "domain": list(self._open_moves_domain()),
            "context": {"create": False},
        }
