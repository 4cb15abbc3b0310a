from odoo import api, models

from .template_cn_gov import ACCOUNTS, CHART, GROUPS, chart_rows

MONEY = ("treasury", "bank", "cash", "last_year_quota", "zero_balance")
PLAIN = ("purchase", "sale", "general")
OWN = ("gaj_budget", "gaj_closing", "gaj_closing_budget")


class AccountChartTemplate(models.AbstractModel):
    """What a company that has booked already lacks of the government chart."""

    _inherit = "account.chart.template"

    @api.model
    def _gaj_plan(self, company):
        """Return what completing the books of ``company`` would do.

        :return: ``missing`` rows of the chart to make accounts of, ``conflicts`` as pairs (account, row) of accounts
            that are archived or of another kind, ``roles`` accounts that get a role, ``groups`` rows of groups to make,
            ``journals`` names by which the template knows those to make, ``unknown`` accounts with entries that stay
            without a role
        """
        accounts = self._gaj_accounts_by_code(company)
        rows = chart_rows(ACCOUNTS)
        known = [(accounts[row["code"]], row) for row in rows if row["code"] in accounts]
        inherited = self._gaj_inherited_rows(company, accounts)
        return {
            "missing": [row for row in rows if row["code"] not in accounts],
            "conflicts": [(account, row) for account, row in known if self._gaj_is_other_kind(account, row)],
            "roles": [account for account, row in known if row["role"] and not account.gaj_role] + list(inherited),
            "groups": self._gaj_missing_groups(company),
            "journals": [name for name in (*MONEY, *PLAIN, *OWN) if not self._gaj_find_journal(company, name)],
            "unknown": self._gaj_unknown_accounts(company, accounts, inherited),
        }

    def _gaj_is_other_kind(self, account, row):
        kind = "off" if row["account_type"] == "off_balance" else row["account_type"].split("_")[0]
        return account.internal_group != kind or not account.active

    def _gaj_inherited_rows(self, company, accounts):
        """Return ``{account: row}`` of accounts that the company made below one of the chart, such as 100201."""
        rows = {row["code"]: row for row in chart_rows(ACCOUNTS)}
        made_by_charts = set(
            self.env["ir.model.data"]
            .sudo()  # sudo: only which accounts came with a chart
            .search([("model", "=", "account.account"), ("module", "=", "account")])
            .mapped("res_id")
        )
        result = {}
        for code, account in accounts.items():
            above = next((code[:size] for size in range(len(code) - 1, 3, -1) if code[:size] in rows), None)
            row = rows.get(above)
            if code in rows or not row or not row["role"] or account.gaj_role or account.id in made_by_charts:
                continue
            if not self._gaj_is_other_kind(account, row):
                result[account] = row
        return result

    def _gaj_unknown_accounts(self, company, accounts, inherited):
        """Return the accounts with entries that are none of the chart's, nor below one, and have no role."""
        codes = {row["code"] for row in chart_rows(ACCOUNTS)}
        loose = [
            account
            for code, account in accounts.items()
            if code not in codes and account not in inherited and not account.gaj_role
        ]
        used = self.env["account.move.line"]._read_group(
            [("company_id", "child_of", company.id), ("account_id", "in", [one.id for one in loose])], ["account_id"]
        )
        return self.env["account.account"].browse([account.id for (account,) in used])

    def _gaj_missing_groups(self, company):
        """Return the rows of groups whose codes no group of the same length covers."""
        taken = [
            (group.code_prefix_start, group.code_prefix_end)
            for group in self.env["account.group"].search([("company_id", "=", company.root_id.id)])
            if len(group.code_prefix_start or "") == 4
        ]
        return [
            row
            for row in chart_rows(GROUPS)
            if not any(start <= row["code_prefix_start"] <= end for start, end in taken)
        ]

    def _gaj_find_journal(self, company, name):
        """Return the journal of ``company`` that serves as the template's ``name``; empty if there is none."""
        journal = self.with_company(company).ref(name, raise_if_not_found=False)
        if journal:
            return journal
        Journal = self.env["account.journal"].with_context(active_test=False)
        mine = [("company_id", "=", company.id)]
        if name in MONEY:
            code = self._get_cn_gov_account_journal(CHART)[name]["default_account_id"].removeprefix("cn_gov_")
            account = self._gaj_accounts_by_code(company).get(code)
            kinds = ("type", "in", ("bank", "cash"))
            return (
                Journal.search([*mine, kinds, ("default_account_id", "=", account.id)], limit=1) if account else Journal
            )
        if name in PLAIN:
            return Journal.search([*mine, ("type", "=", name), ("gaj_ledger", "=", "financial")], limit=1)
        return company.gaj_budget_journal_id if name == "gaj_budget" else Journal
