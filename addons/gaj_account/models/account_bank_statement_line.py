from odoo import models


class AccountBankStatementLine(models.Model):
    """A bank statement is taken in whole: what a line of it was for is known when the line is matched."""

    _inherit = "account.bank.statement.line"

    def _gaj_open_line(self):
        """Return the journal item that says this line is not matched yet; empty once it is."""
        accounts = self.journal_id.suspense_account_id | self.company_id.account_journal_suspense_account_id
        return self.move_id.line_ids.filtered(lambda line: line.account_id in accounts)[:1]
