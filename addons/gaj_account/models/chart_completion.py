from odoo import api, models
from odoo.exceptions import UserError

from .chart_plan import MONEY, OWN, PLAIN
from .gaj_budget_writer import ITSELF
from .template_cn_gov import ACCOUNTS, CHART, chart_rows

#: Core takes one of these for whatever has none; an account of the company's own stays.
UTILITIES = (
    "account_journal_suspense_account_id",
    "transfer_account_id",
    "default_cash_difference_income_account_id",
    "default_cash_difference_expense_account_id",
    "account_journal_early_pay_discount_gain_account_id",
    "account_journal_early_pay_discount_loss_account_id",
    "income_currency_exchange_account_id",
    "expense_currency_exchange_account_id",
    "income_account_id",
    "expense_account_id",
)


class AccountChartTemplate(models.AbstractModel):
    """Completes the books of a company that has booked already: nothing it has is replaced."""

    _inherit = "account.chart.template"

    @api.model
    def _gaj_complete(self, company):
        """Make what ``company`` lacks of the government chart; what it has stays as it is. Safe to repeat.

        :raises UserError: naming accounts that have a code of the chart but are archived or of another kind
        """
        self = self.with_company(company).with_context(  # noqa: PLW0642 - everything below is about this company
            default_company_id=company.id,
            allowed_company_ids=company.ids,
            gaj_completes=ITSELF,
            lang="en_US",
            tracking_disable=True,
        )
        plan = self._gaj_plan(company)
        self._gaj_refuse_conflicts(company, plan["conflicts"])
        data = self._gaj_data(company, plan)
        self._gaj_know_by_name(company)
        for model in ("account.group", "account.account"):
            self._load_data({model: data[model]})
        self._gaj_inherit_roles(company)
        self._gaj_set_roles(company)
        self._load_data({"account.journal": data["account.journal"]})
        self._gaj_set_company(company)
        self._gaj_set_payment_accounts(company)
        company.chart_template = CHART
        self._load_translations(companies=company)
        self.env["account.group"]._adapt_parent_account_group(company=company)

    def _gaj_refuse_conflicts(self, company, conflicts):
        if conflicts:
            raise UserError(
                self.env._(
                    "%(company)s has accounts with codes of the government chart that are archived or of another kind:\n"
                    "%(accounts)s\nGive them other codes, or their right type, and set up again.",
                    company=company.name,
                    accounts="\n".join(f"{account.code} {account.name}" for account, _row in conflicts),
                )
            )

    def _gaj_inherit_roles(self, company):
        accounts = self._gaj_accounts_by_code(company)
        for account, row in self._gaj_inherited_rows(company, accounts).items():
            counterpart = accounts.get(row["budget_account"].removeprefix("cn_gov_"))
            account.write(
                {
                    "gaj_role": row["role"],
                    "gaj_budget_account_id": counterpart.id if counterpart else False,
                    "gaj_funding_source": row["funding_source"] or False,
                }
            )

    def _gaj_know_by_name(self, company):
        """Let the template know the accounts and journals that the company has, by the names it uses itself."""
        accounts = self._gaj_accounts_by_code(company)
        found = {row["id"]: accounts[row["code"]] for row in chart_rows(ACCOUNTS) if row["code"] in accounts}
        found |= {name: self._gaj_find_journal(company, name) for name in (*MONEY, *PLAIN, *OWN)}
        self.env["ir.model.data"]._update_xmlids(
            [
                {"xml_id": self.company_xmlid(name, company), "record": record, "noupdate": True}
                for name, record in found.items()
                if record
            ]
        )

    def _gaj_data(self, company, plan):
        """Return the template's data of what is missing, as core loads it."""
        whole = self._get_chart_template_data(CHART)
        wanted = {
            "account.account": [row["id"] for row in plan["missing"]],
            "account.group": [row["id"] for row in plan["groups"]],
            "account.journal": plan["journals"],
        }
        data = {
            model: {name: self._gaj_known_values(model, whole[model][name]) for name in names}
            for model, names in wanted.items()
        }
        journals = self.env["account.journal"].with_context(active_test=False).search([("company_id", "=", company.id)])
        taken = set(journals.mapped("code"))
        for values in data["account.journal"].values():
            values["code"] = self._gaj_free_code(values["code"], taken)
            taken.add(values["code"])
        return data

    def _gaj_known_values(self, model, values):
        known = self.env[model]._fields.keys() | {"__translation_module__"}
        return {name: value for name, value in values.items() if name.split("@")[0] in known}

    def _gaj_free_code(self, code, taken):
        """Return ``code`` or, if a journal has it, the first of its kind with a number that none has."""
        numbered = (f"{code[:4]}{number}" for number in range(2, 10))
        return next(one for one in (code, *numbered) if one not in taken)

    def _gaj_set_company(self, company):
        """Set what the company has not set; from now on new bills use the traced payables of the chart."""
        values = self._get_chart_template_data(CHART)["res.company"][company.id]
        company.write(
            {
                "account_storno": True,
                "gaj_budget_journal_id": self.ref("gaj_budget").id,
                **{name: self.ref(values[name]).id for name in UTILITIES if not company[name]},
            }
        )
        for name, code in (("payable", "cn_gov_2302"), ("receivable", "cn_gov_1212")):
            self.env["ir.default"].set(
                "res.partner", f"property_account_{name}_id", self.ref(code).id, company_id=company.id
            )
