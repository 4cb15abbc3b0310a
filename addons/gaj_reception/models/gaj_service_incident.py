from odoo import api, fields, models
from odoo.exceptions import UserError

from .roles import MANAGER


class GajServiceIncident(models.Model):
    """Something that went wrong at a meeting or in a room, and what was done about it."""

    _name = "gaj.service.incident"
    _description = "Conference Service Incident"
    _inherit = ["gaj.step.mixin", "gaj.guard.mixin", "mail.thread"]
    _order = "date desc, id desc"
    _check_company_auto = True
    _gaj_step_groups = (MANAGER,)
    _gaj_files_open = ("open",)

    name = fields.Char(string="What Happened", required=True, tracking=True)
    order_id = fields.Many2one("gaj.service.order", index="btree_not_null", check_company=True, ondelete="restrict")
    room_id = fields.Many2one(
        "gaj.meeting.room",
        compute="_compute_room_id",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        index=True,
        check_company=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(related="room_id.company_id", store=True, index=True)
    date = fields.Datetime(required=True, default=fields.Datetime.now)
    kind = fields.Selection(
        [
            ("service", "Service"),
            ("equipment", "Equipment"),
            ("supply", "Supplies"),
            ("safety", "Safety"),
            ("complaint", "Complaint"),
        ],
        required=True,
        default="service",
        tracking=True,
    )
    severity = fields.Selection(
        [("minor", "Minor"), ("serious", "Serious")], required=True, default="minor", tracking=True
    )
    description = fields.Text()
    remedy = fields.Text(string="What Was Done")
    state = fields.Selection(
        [("open", "Open"), ("solved", "Solved")],
        required=True,
        default="open",
        index=True,
        readonly=True,
        copy=False,
        tracking=True,
    )

    @api.depends("order_id")
    def _compute_room_id(self):
        for incident in self:
            incident.room_id = incident.order_id.room_id or incident.room_id

    def action_solve(self):
        """Say that the incident is dealt with, once it says how.

        :raises UserError: if nothing says what was done
        """
        for incident in self:
            incident._check_step(("open",))
            if not incident.remedy:
                raise UserError(self.env._("“%s”: say what was done before it counts as solved.", incident.name))
            incident._step("solved")
        return True

    def _gaj_closed_fields(self):
        closed = super()._gaj_closed_fields()
        return closed | {"name", "order_id", "room_id", "date", "kind"} if self.state == "solved" else closed
