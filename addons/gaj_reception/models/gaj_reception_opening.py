from odoo import fields, models

from .gaj_reception_parameter import KINDS


class GajReceptionOpening(models.Model):
    """Receptions of a year before they were kept here, entered by hand; they are added to those that are here."""

    _name = "gaj.reception.opening"
    _description = "Receptions Entered by Hand"
    _inherit = ["mail.thread"]
    _order = "year desc, kind"
    _rec_name = "year"
    _check_company_auto = True

    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    currency_id = fields.Many2one(related="company_id.currency_id")
    year = fields.Integer(required=True, aggregator=None, tracking=True)
    kind = fields.Selection(KINDS, required=True, default="domestic", tracking=True)
    batches = fields.Integer(tracking=True, help="Receptions that ended in the year.")
    persons = fields.Integer(tracking=True, help="Guests of these receptions.")
    amount = fields.Monetary(tracking=True, help="Cost less the guests' own share.")
    source = fields.Char(required=True, tracking=True, help="Where the figures stand.")

    _year_uniq = models.UniqueIndex(
        "(company_id, year, kind)", "The receptions of this kind and year are entered already."
    )
    _figures_sound = models.Constraint(
        "CHECK (COALESCE(batches, 0) >= 0 AND COALESCE(persons, 0) >= 0 AND year BETWEEN 2000 AND 2100)",
        "Enter the year with four digits, and no negative figures.",
    )
