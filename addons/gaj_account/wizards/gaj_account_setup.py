from markupsafe import Markup
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..models.template_cn_gov import ACCOUNTS, CHART, GROUPS, chart_rows

MANAGER = "account.group_account_manager"
#: Charts beside which the accounts of the government chart may stand: none, and core's chart without a country.
NEUTRAL = (False, "", "generic_coa", CHART)


class GajAccountSetup(models.TransientModel):
    """Sets up government accounting in a company: loads the chart, or completes books kept already; safe to repeat."""

    _name = "gaj.account.setup"
    _description = "Set Up Government Accounting"

    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)
    situation = fields.Selection(
        [
            ("load", "Nothing Booked Yet"),
            ("complete", "Books Kept Already"),
            ("refused", "Enterprise Accounting"),
            ("branch", "Branch"),
        ],
        compute="_compute_situation",
    )
    preview = fields.Html(string="What Happens", compute="_compute_preview", sanitize=False)
    is_replacing = fields.Boolean(compute="_compute_situation")
    replace_chart = fields.Boolean(string="Replace the Present Chart of Accounts")
    entity_kind = fields.Selection(
        selection=lambda self: self.env["res.company"]._fields["gaj_entity_kind"].selection,
        string="Kind of Unit",
        required=True,
        compute="_compute_from_company",
        store=True,
        readonly=False,
        precompute=True,
    )
    treasury_regime = fields.Selection(
        selection=lambda self: self.env["res.company"]._fields["gaj_treasury_regime"].selection,
        string="Treasury Payment",
        required=True,
        compute="_compute_from_company",
        store=True,
        readonly=False,
        precompute=True,
    )
    functional_class_id = fields.Many2one(
        "gaj.functional.class",
        string="Usual Functional Class",
        required=True,
        compute="_compute_from_company",
        store=True,
        readonly=False,
        precompute=True,
        help="Used where the line of an entry says none.",
    )
    parallel_from = fields.Date(
        string="Budget Ledger From",
        compute="_compute_from_company",
        store=True,
        readonly=False,
        precompute=True,
        help="Entries of earlier days get no budget entries.",
    )

    @api.depends("company_id")
    def _compute_situation(self):
        for setup in self:
            company = setup.company_id
            booked = company.root_id._existing_accounting()
            setup.situation = "complete" if booked or company.chart_template == CHART else "load"
            if booked and company.chart_template not in NEUTRAL:
                setup.situation = "refused"
            if company.parent_id:
                setup.situation = "branch"
            setup.is_replacing = setup.situation == "load" and bool(company.chart_template)

    @api.depends("company_id")
    def _compute_from_company(self):
        for setup in self:
            company = setup.company_id
            setup.entity_kind = company.gaj_entity_kind or "administrative"
            setup.treasury_regime = company.gaj_treasury_regime or "integrated"
            setup.functional_class_id = company.gaj_functional_class_id or self.env.ref(
                "gaj_account.functional_2010303", raise_if_not_found=False
            )
            start = company.gaj_parallel_from
            if not start and not company.gaj_parallel and setup.situation == "complete":
                start = fields.Date.context_today(setup)
            setup.parallel_from = start

    @api.depends("company_id", "parallel_from")
    def _compute_preview(self):
        for setup in self:
            lines = getattr(setup, f"_preview_{setup.situation}")() if setup.situation else []
            setup.preview = Markup("<ul>%s</ul>") % Markup("").join(Markup("<li>%s</li>") % line for line in lines)

    def action_apply(self):
        """Set up the companies and show the chart of accounts."""
        for setup in self:
            setup._check_user()
            setup._refuse()
            # sudo: core leaves charts to the administrator; the chief accountant loads this one, for the own company
            setup.sudo()._apply()
        return {
            **self.env["ir.actions.actions"]._for_xml_id("account.action_account_form"),
            "target": "main",
        }

    def _check_user(self):
        """
        :raises AccessError: if the user does not manage the accounting of this company
        """
        if not self.env.su and self.company_id not in self.env.user.company_ids:
            raise AccessError(
                self.env._(
                    "%(company)s is none of your companies. Ask somebody who works there to set it up.",
                    company=self.company_id.sudo().name,  # sudo: the company that the user named
                )
            )
        if not self.env.su and not self.env.user.has_group(MANAGER):
            raise AccessError(
                self.env._(
                    "Government accounting is set up by the role “%(role)s”. Ask somebody who has it.",
                    role=self.env.ref(MANAGER).sudo().display_name,  # sudo: the name of a role is no secret
                )
            )

    def _refuse(self):
        """
        :raises UserError: if government accounting cannot be set up in this company
        """
        if self.situation in ("refused", "branch"):
            raise UserError(str(getattr(self, f"_preview_{self.situation}")()[0]))
        if self.is_replacing and not self.replace_chart:
            raise UserError(
                self.env._(
                    "%(company)s has the chart of accounts “%(chart)s”. Nothing is booked on it yet. Tick “Replace the "
                    "Present Chart of Accounts” if it may go.",
                    company=self.company_id.name,
                    chart=self._chart_name(),
                )
            )

    def _apply(self):
        company, template = self.company_id, self.env["account.chart.template"]
        if self.situation == "load":
            template.try_loading(CHART, company=company, install_demo=False)
        else:
            template._gaj_complete(company)
        (company | company.child_ids).write(
            {
                "gaj_entity_kind": self.entity_kind,
                "gaj_treasury_regime": self.treasury_regime,
                "gaj_functional_class_id": self.functional_class_id.id,
                "gaj_parallel_from": self.parallel_from,
                "gaj_budget_journal_id": template.with_company(company).ref("gaj_budget").id,
                "gaj_parallel": True,
            }
        )

    def _chart_name(self):
        mapping = self.env["account.chart.template"]._get_chart_template_mapping(get_all=True)
        chart = self.company_id.chart_template
        return mapping.get(chart, {}).get("name") or chart

    def _preview_refused(self):
        return [
            self.env._(
                "%(company)s keeps its books by the chart “%(chart)s”. Government accounting cannot stand beside it. Set "
                "it up in a company of its own.",
                company=self.company_id.name,
                chart=self._chart_name(),
            )
        ]

    def _preview_branch(self):
        return [
            self.env._(
                "%(company)s is a branch of %(parent)s and shares its accounts. Set up %(parent)s.",
                company=self.company_id.name,
                parent=self.company_id.parent_id.sudo().name,  # sudo: the company above, named only
            )
        ]

    def _preview_load(self):
        lines = []
        if self.is_replacing:
            lines.append(
                self.env._(
                    "The chart “%(chart)s” goes with its accounts, journals and taxes; nothing is booked on it yet.",
                    chart=self._chart_name(),
                )
            )
        lines.append(
            self.env._(
                "%(accounts)s accounts in %(groups)s groups are made, and journals for the treasury, the bank, cash, last "
                "year's quota, bills, the budget ledger and the closing.",
                accounts=len(chart_rows(ACCOUNTS)),
                groups=len(chart_rows(GROUPS)),
            )
        )
        lines.append(self.env._("No tax is proposed: VAT is part of the cost of a unit that is no general taxpayer."))
        return lines

    def _preview_complete(self):
        # sudo: how many accounts are missing; the chief accountant reads them all anyway
        plan = self.sudo().env["account.chart.template"]._gaj_plan(self.company_id)
        if self.company_id.gaj_parallel and not any(plan.values()):
            return [self.env._("Government accounting is set up; nothing is missing."), *self._preview_posted()]
        lines = [
            self.env._(
                "Made: %(accounts)s accounts, %(groups)s groups, %(journals)s journals.",
                accounts=len(plan["missing"]),
                groups=len(plan["groups"]),
                journals=len(plan["journals"]),
            ),
            self.env._(
                "%(roles)s accounts that are there get their role in the budget ledger; roles that are set stay.",
                roles=len(plan["roles"]),
            ),
            self.env._("New bills and invoices use the accounts 2302 and 1212. Reversals are red entries."),
        ]
        if plan["conflicts"]:
            lines.append(
                self.env._(
                    "To be mended first, being archived or of another kind: %(accounts)s.",
                    accounts=self._names([account for account, _row in plan["conflicts"]]),
                )
            )
        if plan["unknown"]:
            lines.append(
                self.env._(
                    "Accounts with entries that the chart does not know; give them a role afterwards: %(accounts)s.",
                    accounts=self._names(plan["unknown"]),
                )
            )
        return lines + self._preview_posted()

    def _preview_posted(self):
        """Say how many entries of the days with a budget ledger are posted without one."""
        domain = [
            ("company_id", "child_of", self.company_id.id),
            ("state", "=", "posted"),
            ("gaj_ledger", "=", "financial"),
            ("gaj_budget_state", "=", False),
        ]
        if self.parallel_from:
            domain.append(("date", ">=", self.parallel_from))
        posted = self.env["account.move"].sudo().search_count(domain)  # sudo: only how many
        if not posted:
            return []
        return [
            self.env._(
                "%(posted)s entries from that day on are posted already; they stay without budget entries until they are "
                "set to draft and posted again.",
                posted=posted,
            )
        ]

    def _names(self, accounts):
        shown = [f"{account.code} {account.name}" for account in accounts[:12]]
        return ", ".join(shown) + (" …" if len(accounts) > 12 else "")
