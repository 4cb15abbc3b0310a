import csv
from functools import cache

from odoo import api, models
from odoo.tools import file_open

from odoo.addons.account.models.chart_template import template

CHART = "cn_gov"
ACCOUNTS = "gaj_account/data/template/account.account-cn_gov.csv"
GROUPS = "gaj_account/data/template/account.group-cn_gov.csv"


@cache
def chart_rows(path):
    """Return the rows of one of the chart's files, as a tuple of dicts by column name."""
    with file_open(path, "r") as file:
        return tuple(csv.DictReader(file))


class AccountChartTemplate(models.AbstractModel):
    """The chart of the Government Accounting System (政府会计制度, 财会〔2017〕25号).

    What an account means to the budget ledger stands in the same file as the account, in columns that core does not
    know: an account of the budget's money needs its counterpart, which core would fill in one step too late.
    """

    _inherit = "account.chart.template"

    @template(CHART)
    def _get_cn_gov_template_data(self):
        return {
            "name": self.env._("Government Accounting System"),
            "code_digits": 4,
            "use_storno_accounting": True,
            "property_account_receivable_id": "cn_gov_1212",
            "property_account_payable_id": "cn_gov_2302",
        }

    @template(CHART, "res.company")
    def _get_cn_gov_res_company(self):
        return {
            self.env.company.id: {
                "account_fiscal_country_id": "base.cn",
                "bank_account_code_prefix": "1002",
                "cash_account_code_prefix": "1001",
                "transfer_account_code_prefix": "1021",
                "account_journal_suspense_account_id": "cn_gov_102199",
                "transfer_account_id": "cn_gov_102199",
                "default_cash_difference_income_account_id": "cn_gov_190201",
                "default_cash_difference_expense_account_id": "cn_gov_190201",
                "account_journal_early_pay_discount_gain_account_id": "cn_gov_4609",
                "account_journal_early_pay_discount_loss_account_id": "cn_gov_5901",
                "income_currency_exchange_account_id": "cn_gov_4609",
                "expense_currency_exchange_account_id": "cn_gov_5901",
                "account_default_pos_receivable_account_id": "cn_gov_1212",
                "income_account_id": "cn_gov_4609",
                "expense_account_id": "cn_gov_5001",
                "deferred_expense_account_id": "cn_gov_1401",
                "deferred_revenue_account_id": "cn_gov_2305",
                "account_stock_journal_id": "inventory_valuation",
                "account_stock_valuation_id": "cn_gov_130201",
                "account_production_wip_account_id": "cn_gov_1303",
                "account_production_wip_overhead_account_id": "cn_gov_5001",
                "gaj_budget_journal_id": "gaj_budget",
            },
        }

    @template(CHART, "account.account")
    def _get_cn_gov_account_account(self):
        return {xmlid: {"account_stock_variation_id": "cn_gov_5001"} for xmlid in ("cn_gov_130201", "cn_gov_130202")}

    @template(CHART, "account.journal")
    def _get_cn_gov_account_journal(self):
        def money(name, name_zh, code, account, sequence, kind="bank", **more):
            return {
                "name": name,
                "name@zh_CN": name_zh,
                "type": kind,
                "code": code,
                "default_account_id": f"cn_gov_{account}",
                "suspense_account_id": "cn_gov_102199",
                "profit_account_id": "cn_gov_190201",
                "loss_account_id": "cn_gov_190201",
                "sequence": sequence,
                "show_on_dashboard": True,
                **more,
            }

        def general(name, name_zh, code, sequence, ledger="financial"):
            return {
                "name": name,
                "name@zh_CN": name_zh,
                "type": "general",
                "code": code,
                "sequence": sequence,
                "gaj_ledger": ledger,
                "show_on_dashboard": False,
            }

        return {
            "treasury": money("Treasury Payment", "国库集中支付", "TRS", "4001", 6),
            "bank": money("Bank", "银行", "BNK", "1002", 7),
            "cash": money("Cash", "现金", "CSH", "1001", 8, kind="cash"),
            "last_year_quota": money("Last Year's Quota", "上年额度", "LYQ", "1201", 9),
            # of use under the former treasury regime only; choosing that one shows it
            "zero_balance": money("Zero-Balance Account", "零余额账户", "ZBA", "1011", 10, active=False),
            "sale": {"default_account_id": "cn_gov_4609"},
            "purchase": {"default_account_id": "cn_gov_5001"},
            "general": {"name": "General", "name@zh_CN": "一般业务", "sequence": 11, "show_on_dashboard": True},
            "gaj_budget": general("Budget Accounting", "预算会计", "BUD", 12, "budget"),
            "gaj_closing": general("Year-End Closing, Financial", "年末结转（财务会计）", "YEF", 13),
            "gaj_closing_budget": general("Year-End Closing, Budget", "年末结转（预算会计）", "YEB", 14, "budget"),
        }

    def _select_chart_template(self, country=None):
        """Name this chart last of its country's: core gives the first to every new company without asking."""
        charts = super()._select_chart_template(country)
        mapping = self._get_chart_template_mapping()
        mine = [chart for chart in charts if chart[0] == CHART]
        others = [chart for chart in charts if chart[0] != CHART]
        same = [
            place
            for place, (code, _name) in enumerate(others)
            if mine and mapping[code]["country_id"] == mapping[CHART]["country_id"]
        ]
        if not same:
            return charts
        return [*others[: same[-1] + 1], *mine, *others[same[-1] + 1 :]]

    def _create_outstanding_accounts(self, company, bank_prefix, code_digits):
        # Payments are booked when the money moves; accounts for payments under way are none of the system's.
        if company.chart_template == CHART:
            return None
        return super()._create_outstanding_accounts(company, bank_prefix, code_digits)

    def _load(self, template_code, company, install_demo, force_create=True):
        fresh = (
            template_code == CHART and company.chart_template != CHART and not company.root_id._existing_accounting()
        )
        result = super()._load(template_code, company, install_demo, force_create)
        if fresh and not company.parent_id:  # a branch follows its head
            self.env["res.company"].sudo().browse(company.id).gaj_parallel = True
        return result

    def _post_load_data(self, template_code, company, template_data):
        result = super()._post_load_data(template_code, company, template_data)
        if template_code == CHART:
            self._gaj_set_roles(company)
            self._gaj_set_payment_accounts(company)
        return result

    @api.model
    def _gaj_set_roles(self, company, overwrite=False):
        """Give the accounts of ``company``, found by code, what the chart says about them; return those changed.

        Accounts that have a role keep it unless ``overwrite``.
        """
        accounts = self._gaj_accounts_by_code(company)
        classes = {one.code: one.id for one in self.env["gaj.economic.class"].search([])}
        changed = self.env["account.account"]
        for row in chart_rows(ACCOUNTS):
            account = accounts.get(row["code"])
            if not account or not row["role"] or (account.gaj_role and not overwrite):
                continue
            counterpart = accounts.get(row["budget_account"].removeprefix("cn_gov_"))
            if row["role"] == "fund" and not counterpart:
                continue
            account.write(
                {
                    "gaj_role": row["role"],
                    "gaj_budget_account_id": counterpart.id if counterpart else False,
                    "gaj_funding_source": row["funding_source"] or False,
                    "gaj_economic_class_id": classes.get(row["economic_class"], False),
                }
            )
            changed |= account
        return changed

    @api.model
    def _gaj_accounts_by_code(self, company):
        """Return the accounts of ``company``, archived ones too, by their code there."""
        Account = self.env["account.account"].with_company(company).with_context(active_test=False)
        found = Account.search(Account._check_company_domain(company))
        return {one.code: one for one in found if one.code}

    @api.model
    def _gaj_set_payment_accounts(self, company):
        """Make every payment method of the journals of ``company`` post to its journal's account, unless it has one."""
        journals = (
            self.env["account.journal"]
            .with_context(active_test=False)
            .search(
                [
                    ("company_id", "=", company.id),
                    ("type", "in", ("bank", "cash", "credit")),
                    ("default_account_id", "!=", False),
                ]
            )
        )
        for journal in journals:
            lines = journal.inbound_payment_method_line_ids | journal.outbound_payment_method_line_ids
            lines.filtered(lambda line: not line.payment_account_id).payment_account_id = journal.default_account_id
