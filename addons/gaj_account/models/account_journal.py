from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class AccountJournal(models.Model):
    """Each journal belongs to one of the two ledgers."""

    _inherit = "account.journal"

    gaj_ledger = fields.Selection(
        [("financial", "Financial Accounting"), ("budget", "Budget Accounting")],
        string="Kind of Ledger",
        default="financial",
        required=True,
    )

    _gaj_budget_is_general = models.Constraint(
        "CHECK (gaj_ledger = 'financial' OR type = 'general')",
        "A journal of the budget ledger is of the type “Miscellaneous”.",
    )

    def init(self):
        """Let core make a journal while it is updated and this add-on is not loaded yet."""
        result = super().init()
        self.env.cr.execute("ALTER TABLE account_journal ALTER COLUMN gaj_ledger SET DEFAULT 'financial'")
        return result

    def write(self, vals):
        if "gaj_ledger" in vals:
            self.filtered(lambda one: one.gaj_ledger != vals["gaj_ledger"])._gaj_refuse_used()
        return super().write(vals)

    def _gaj_refuse_used(self):
        """:raises UserError: if something was ever posted in one of these journals: its entries keep their ledger"""
        posted = Domain("state", "=", "posted") | Domain("posted_before", "=", True)
        # the entry may be one that this user does not see
        used = self.env["account.move"].sudo().search(Domain("journal_id", "in", self.ids) & posted, limit=1)
        if used:
            raise UserError(
                self.env._(
                    "The journal “%(journal)s” has posted entries, such as %(entry)s, so it stays in its ledger. Make a new "
                    "journal for the other ledger.",
                    journal=used.journal_id.display_name,
                    entry=used.display_name,
                )
            )
