from odoo import models
from odoo.exceptions import UserError


class AccountMove(models.Model):
    """Bank lines and payments that prove what was remitted to the treasury go on showing it."""

    _inherit = "account.move"

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {"state", "line_ids"}:
            self._gaj_refuse_untraced()
        return result

    def _gaj_refuse_untraced(self):
        """
        :raises UserError: if one of these entries no longer pays what posted remittances rest on
        """
        proofs = self.filtered(lambda move: move.statement_line_id or move.origin_payment_id)
        if not proofs:
            return
        # sudo: what was remitted is asked whatever the user may see of disposals
        remittances = (
            self.env["gaj.asset.remittance"]
            .sudo()
            .search(
                [
                    ("state", "=", "posted"),
                    "|",
                    ("statement_line_id.move_id", "in", proofs.ids),
                    ("payment_id.move_id", "in", proofs.ids),
                ]
            )
        )
        for move, mine in remittances.grouped(
            lambda one: one.payment_id.move_id or one.statement_line_id.move_id
        ).items():
            payable = mine[0].company_id._gaj_process_account(mine[0].disposal_id._payable_role())
            lines = move.line_ids.filtered(lambda line, payable=payable: line.account_id == payable)
            paid = sum(lines.mapped("balance")) if move.state == "posted" else 0
            if move.company_currency_id.compare_amounts(paid, sum(mine.mapped("amount"))) < 0:
                raise UserError(
                    self.env._(
                        "%(entry)s shows what remittance %(remittance)s of disposal %(disposal)s paid to the treasury, and"
                        " stays posted on %(account)s.",
                        entry=move.display_name,
                        remittance=mine[0].name,
                        disposal=mine[0].disposal_id.name,
                        account=payable.display_name,
                    )
                )


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {"account_id", "debit", "credit", "balance", "amount_currency"}:
            self.move_id._gaj_refuse_untraced()
        return result
