from odoo import fields, models


class GajAssetBillMatch(models.Model):
    """Which pieces of an accepted line a line of a posted bill pays for; made and taken back with the bill."""

    _name = "gaj.asset.bill.match"
    _description = "Billed Pieces of an Acceptance"
    _order = "id"
    _rec_name = "bill_line_id"
    _check_company_auto = True

    acceptance_line_id = fields.Many2one(
        "gaj.asset.acceptance.line", required=True, index=True, readonly=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="acceptance_line_id.company_id", store=True, precompute=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    bill_line_id = fields.Many2one("account.move.line", required=True, index=True, readonly=True, ondelete="cascade")
    bill_id = fields.Many2one(related="bill_line_id.move_id", string="Bill")
    is_fee = fields.Boolean(string="On Top of the Price", readonly=True, help="Freight, installation and the like.")
    quantity = fields.Integer(
        string="Pieces", readonly=True, help="Negative: taken back by a credit note; 0: only the price changes."
    )
    amount = fields.Monetary(required=True, readonly=True)

    _once = models.UniqueIndex("(bill_line_id, acceptance_line_id)", "This bill line is matched already.")
