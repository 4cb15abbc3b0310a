from odoo import api, fields, models
from odoo.tools import SQL

from .gaj_reception_plan import COST_KINDS


class GajReceptionCost(models.Model):
    """What a reception or a meeting did cost: the posted journal items themselves, so that both cannot differ."""

    _name = "gaj.reception.cost"
    _description = "Cost of a Reception or Meeting"
    _auto = False
    _order = "date, id"
    _depends = {
        "account.move": ["name", "ref", "gaj_is_deposit"],
        "account.move.line": [
            "gaj_reception_id",
            "gaj_meeting_id",
            "gaj_cost_kind",
            "parent_state",
            "balance",
            "date",
            "name",
            "account_id",
            "partner_id",
            "company_id",
            "move_id",
        ],
    }

    move_id = fields.Many2one("account.move", "Entry", readonly=True)
    move_name = fields.Char("Entry Number", readonly=True)
    ref = fields.Char("Invoice", readonly=True)
    reception_id = fields.Many2one("gaj.reception", readonly=True)
    meeting_id = fields.Many2one("gaj.meeting", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    date = fields.Date(readonly=True)
    cost_kind = fields.Selection(COST_KINDS, "Kind of Cost", readonly=True)
    name = fields.Char("Description", readonly=True)
    partner_id = fields.Many2one("res.partner", "Vendor", readonly=True)
    account_id = fields.Many2one("account.account", readonly=True)
    is_deposit = fields.Boolean("Deposit", readonly=True)
    amount = fields.Monetary(readonly=True, help="Negative for a refund.")

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT line.id, line.move_id, move.name AS move_name, move.ref,
                   line.gaj_reception_id AS reception_id, line.gaj_meeting_id AS meeting_id, line.company_id, line.date,
                   COALESCE(line.gaj_cost_kind, 'other') AS cost_kind, line.name, line.partner_id, line.account_id,
                   COALESCE(move.gaj_is_deposit, FALSE) AS is_deposit, line.balance AS amount
              FROM account_move_line line
              JOIN account_move move ON move.id = line.move_id
             WHERE line.parent_state = 'posted'
               AND (line.gaj_reception_id IS NOT NULL OR line.gaj_meeting_id IS NOT NULL)
            """
        )

    @api.readonly
    def action_open_entry(self):
        """Open the entry in the books, with the user's own rights."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "account.move",
            "res_id": self.move_id.id,
            "views": [(False, "form")],
        }
