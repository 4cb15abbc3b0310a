from odoo import fields, models


class GajYearClosing(models.Model):
    """The closing of one company's year in both ledgers (年末结转); repeated after late entries, undone if need be."""

    _name = "gaj.year.closing"
    _description = "Year-End Closing"
    _inherit = ["mail.thread"]
    _order = "date_to desc, id desc"
    _rec_name = "year"
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company", required=True, index=True, readonly=True, default=lambda self: self.env.company
    )
    year = fields.Char(required=True, help="The year closed, such as 2026.")
    date_to = fields.Date(string="Last Day", required=True, tracking=True)
    state = fields.Selection(
        [("open", "Open"), ("closed", "Closed")], required=True, default="open", readonly=True, tracking=True, copy=False
    )
    move_ids = fields.One2many("account.move", "gaj_closing_id", string="Closing Entries", readonly=True, copy=False)

    _year_uniq = models.UniqueIndex("(company_id, date_to)", "This company has a closing of this year already.")


class AccountMove(models.Model):
    _inherit = "account.move"

    gaj_closing_id = fields.Many2one(
        "gaj.year.closing", string="Closing", index="btree_not_null", ondelete="restrict", copy=False, readonly=True
    )
