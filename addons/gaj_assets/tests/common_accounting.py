from decimal import Decimal

from .common import AssetsCase


class AccountingCase(AssetsCase):
    """The cases' company keeps its books by the government accounts; :meth:`make_enterprise` makes one that does not."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.set_up_accounts(cls.company, "government")

    @classmethod
    def set_up_accounts(cls, company, standard, **values):
        """Run the setup of the accounts as finance does."""
        setup = cls.env["gaj.asset.account.setup"].with_user(cls.users["finance"]).with_company(company)
        setup.create({"company_id": company.id, "standard": standard, **values})._apply()

    @classmethod
    def make_enterprise(cls, chart="cn", **values):
        """Return a company with an enterprise chart of ``l10n_cn`` and its accounts set up; all users may enter it."""
        china = cls.env.ref("base.cn")
        company = cls.env["res.company"].create({"name": f"Company on {chart}", "country_id": china.id})
        for user in cls.users.values():
            user.company_ids = [(4, company.id)]
        cls.env.user.company_ids = [(4, company.id)]
        cls.env["account.chart.template"].try_loading(chart, company, install_demo=False)
        cls.set_up_accounts(company, "enterprise", **values)
        return company

    def lines(self, move):
        """Return the lines of an entry as texts in order: ``Dr 1601 4800.00``."""
        return [
            f"{'Cr' if self.is_credit(line) else 'Dr'} {self.code(line)} {self.amount(line)}"
            for line in move.sudo().line_ids.sorted("id")
        ]

    @staticmethod
    def is_credit(line):
        return bool(line.credit)

    @staticmethod
    def amount(line):
        return f"{Decimal(str(line.credit or line.debit)):.2f}"

    @staticmethod
    def code(line):
        return line.account_id.with_company(line.company_id).code

    def assertEntry(self, move, *lines):  # noqa: N802 - named as unittest names its own
        """Check the lines of one posted entry: ``"Dr 160102 4800.00"``, in order."""
        self.assertEqual(move.sudo().state, "posted")
        self.assertEqual(self.lines(move), list(lines))
