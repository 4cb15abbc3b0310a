from odoo import fields, models
from odoo.exceptions import UserError

from .gaj_asset_disposal import FINANCE
from .gaj_asset_disposal_entries import money


class GajAssetRemittance(models.Model):
    """A remittance that was posted by its voucher alone finds its bank line later: once, and to the cent."""

    _inherit = "gaj.asset.remittance"

    found_line_id = fields.Many2one(
        "account.bank.statement.line",
        string="Bank Line Found Later",
        index="btree_not_null",
        check_company=True,
        copy=False,
        ondelete="set null",
        help="The bank line that shows this payment. Choose it, then trace the remittance to it.",
    )

    def write(self, vals):
        if "found_line_id" in vals and not self.env.su:
            self.check_access("write")
            self._refuse_traced()
            self.env["account.bank.statement.line"].browse(vals["found_line_id"] or ()).check_access("read")
            # sudo: a posted remittance stays as it is but for this choice
            super(GajAssetRemittance, self.sudo()).write({"found_line_id": vals["found_line_id"]})
            vals = {name: value for name, value in vals.items() if name != "found_line_id"}
            if not vals:
                return True
        return super().write(vals)

    def action_assign_line(self):
        """Let the bank line found later be the entry of this remittance; that of the voucher is taken back."""
        for remittance in self:
            remittance.check_access("read")
            remittance.disposal_id._check_role(FINANCE)
            remittance.sudo().lock_for_update()  # sudo: a lock is no change
            remittance.invalidate_recordset(["statement_line_id", "payment_id", "found_line_id"])
            remittance._refuse_traced()
            bank_line = remittance.found_line_id
            remittance._refuse_other_amount(bank_line)
            # sudo: the dates of the bank line and of the entry of this remittance
            day = max(bank_line.sudo().date, remittance._gaj_entry("remit").date)
            remittance._gaj_reverse("remit", day)
            # sudo: what a posted remittance rests on is written by this step only
            remittance.sudo().write({"statement_line_id": bank_line.id, "found_line_id": False})
            remittance._book_on_bank_line()
            remittance.message_post(body=self.env._("Traced to bank line %s.", bank_line.sudo().display_name))

    def _refuse_traced(self):
        """
        :raises UserError: if one of these remittances is not posted by its voucher alone
        """
        for remittance in self:
            if remittance.state != "posted" or remittance.payment_id or not remittance._gaj_entry("remit"):
                raise UserError(
                    self.env._(
                        "Remittance %(name)s is not posted by its voucher alone, so no bank line is assigned to it"
                        " later: a draft gets it before it is posted, a payment by its reconciliation, and a line that is"
                        " assigned stays.",
                        name=remittance.display_name,
                    )
                )

    def _refuse_other_amount(self, bank_line):
        """
        :raises UserError: if there is no bank line, or it does not pay exactly this amount, or it is another one's proof
        """
        if not bank_line:
            raise UserError(self.env._("Choose the bank line of remittance %s first.", self.display_name))
        # sudo: amounts of a bank line that the user chose, and remittances of whatever disposal
        paid = money(-bank_line.sudo().amount)
        if paid != money(self.amount):
            raise UserError(
                self.env._(
                    "Bank line %(line)s pays %(paid).2f, remittance %(name)s is of %(amount).2f. Choose the bank line of"
                    " exactly this amount.",
                    line=bank_line.sudo().display_name,
                    paid=paid,
                    name=self.display_name,
                    amount=self.amount,
                )
            )
        other = self.sudo().search([("statement_line_id", "=", bank_line.id), ("id", "!=", self.id)], limit=1)
        if other:
            raise UserError(
                self.env._(
                    "Bank line %(line)s shows remittance %(other)s already. Choose another one for remittance %(name)s.",
                    line=bank_line.sudo().display_name,
                    other=other.display_name,
                    name=self.display_name,
                )
            )
