from odoo import api, fields, models
from odoo.exceptions import UserError

from .roles import MANAGER, STAFF

#: Who sees that a meeting or a room is served.
CARE = f"{STAFF},gaj_base.group_gaj_auditor"
SERVICE = f"{CARE},gaj_base.group_gaj_finance"
#: Conference staff sees no costs.
COSTS = f"{MANAGER},gaj_base.group_gaj_finance,gaj_base.group_gaj_auditor"


class GajServiceOrder(models.Model):
    """How one booking of a room is served: tasks, people, supplies, and what the department is charged."""

    _name = "gaj.service.order"
    _description = "Conference Service Order"
    _inherit = ["gaj.step.mixin", "gaj.guard.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "start desc, id desc"
    _check_company_auto = True
    _gaj_step_groups = (MANAGER, STAFF)
    _gaj_files_open = ("draft", "assigned", "preparing", "ready", "serving", "cleared")

    name = fields.Char(string="Number", required=True, readonly=True, copy=False)
    booking_id = fields.Many2one(
        "gaj.meeting.booking", required=True, readonly=True, index=True, ondelete="restrict", copy=False
    )
    # computed in superuser mode: those who serve know room and time, not the meeting itself
    meeting_id = fields.Many2one(related="booking_id.meeting_id", store=True, index=True)
    title = fields.Char(string="Subject", compute="_compute_title")
    company_id = fields.Many2one(related="booking_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    room_id = fields.Many2one(related="booking_id.room_id", store=True, index=True)
    layout_id = fields.Many2one(related="booking_id.layout_id", store=True, index="btree_not_null")
    start = fields.Datetime(related="booking_id.start", store=True)
    stop = fields.Datetime(string="End", related="booking_id.stop", store=True)
    is_confidential = fields.Boolean(string="Confidential", compute="_compute_meeting", store=True)
    is_video = fields.Boolean(string="Video", compute="_compute_meeting", store=True)
    attendees = fields.Integer(string="Persons", compute="_compute_meeting", store=True)
    rostrum_seats = fields.Integer(compute="_compute_meeting", store=True)
    template_id = fields.Many2one("gaj.service.template", readonly=True, index="btree_not_null", ondelete="restrict")
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("assigned", "Assigned"),
            ("preparing", "Preparing"),
            ("ready", "Ready"),
            ("serving", "Serving"),
            ("cleared", "Cleared"),
            ("closed", "Closed"),
            ("stopped", "Stopped"),
        ],
        required=True,
        default="draft",
        index=True,
        readonly=True,
        copy=False,
        tracking=True,
    )
    attendants = fields.Integer(string="Attendants Needed", compute="_compute_staff_needed", store=True, readonly=False)
    technicians = fields.Integer(
        string="Technicians Needed", compute="_compute_staff_needed", store=True, readonly=False
    )
    person_ids = fields.One2many("gaj.service.person", "order_id", string="People")
    task_ids = fields.One2many("gaj.service.task", "order_id", string="Tasks")
    task_count = fields.Integer(string="Tasks Open", compute="_compute_tasks")
    supply_ids = fields.One2many("gaj.service.supply", "order_id", string="Supplies")
    log_ids = fields.One2many("gaj.disinfection.log", "order_id", string="Disinfection")
    incident_ids = fields.One2many("gaj.service.incident", "order_id", string="Incidents")
    picking_ids = fields.One2many(
        "stock.picking", "gaj_service_order_id", string="Transfers", readonly=True, groups="stock.group_stock_user"
    )
    picking_count = fields.Integer(string="Number of Transfers", compute="_compute_picking_count", compute_sudo=True)
    charge_ids = fields.One2many("gaj.service.charge", "order_id", readonly=True, groups=COSTS)
    charge_amount = fields.Monetary(string="Charged", compute="_compute_charge", store=True, groups=COSTS)
    charged_on = fields.Date(readonly=True, copy=False, groups=COSTS)
    cleared_at = fields.Datetime(readonly=True, copy=False)
    note = fields.Text()
    is_mine = fields.Boolean(compute="_compute_is_mine")

    _booking_uniq = models.UniqueIndex("(booking_id)", "There is a service order of this booking already.")
    _number_uniq = models.UniqueIndex("(company_id, name)", "There is a service order of this number already.")
    _staff_not_negative = models.Constraint(
        "CHECK (attendants >= 0 AND technicians >= 0)", "The number of people needed cannot be negative."
    )

    @api.depends("booking_id")
    @api.depends_context("uid", "lang")
    def _compute_title(self):
        # sudo: the title of a booking is masked for whoever may not know the subject
        for order in self:
            order.title = order.sudo().booking_id.title

    @api.depends(
        "meeting_id.secrecy", "meeting_id.mode", "meeting_id.planned_attendees", "meeting_id.attendee_ids.is_rostrum"
    )
    def _compute_meeting(self):
        for order in self:
            # sudo: how many come, and whether by video, is no secret to those who serve
            meeting = order.sudo().meeting_id
            order.is_confidential = meeting.secrecy == "confidential"
            order.is_video = meeting.mode in ("video", "hybrid")
            order.attendees = meeting.planned_attendees
            order.rostrum_seats = len(meeting.attendee_ids.filtered("is_rostrum"))

    @api.depends("attendees", "is_video", "template_id")
    def _compute_staff_needed(self):
        for order in self:
            order.attendants, order.technicians = order._gaj_staff_needed()

    @api.depends("task_ids.state")
    def _compute_tasks(self):
        for order in self:
            order.task_count = len(order.task_ids.filtered(lambda task: task.state == "todo"))

    @api.depends("picking_ids")
    def _compute_picking_count(self):
        for order in self:
            order.picking_count = len(order.picking_ids)

    @api.depends("charge_ids.amount")
    def _compute_charge(self):
        for order in self:
            order.charge_amount = sum(order.charge_ids.mapped("amount"))

    @api.depends("task_ids.user_id")
    @api.depends_context("uid")
    def _compute_is_mine(self):
        for order in self:
            order.is_mine = self.env.user in order.sudo().task_ids.user_id

    @api.depends("name", "room_id")
    def _compute_display_name(self):
        for order in self:
            order.display_name = " ".join(filter(None, (order.name, order.sudo().room_id.code)))

    def _gaj_closed_fields(self):
        if self.state not in ("closed", "stopped"):
            return super()._gaj_closed_fields()
        return super()._gaj_closed_fields() | {
            "attendants",
            "technicians",
            "person_ids",
            "task_ids",
            "supply_ids",
        }

    @api.ondelete(at_uninstall=False)
    def _unlink_except_never(self):
        for order in self:
            raise UserError(
                self.env._("%s belongs to its booking and stays on record. Cancel the booking instead.", order.name)
            )

    def _gaj_check_serving(self):
        """
        :raises AccessError: if the user is neither conference manager nor assigned to these orders
        """
        for order in self:
            order.check_access("read")
            if not order.is_mine:
                self._check_role(MANAGER)
