from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .gaj_service_template_task import ANCHORS, KINDS, ROLES
from .roles import MANAGER, STAFF

#: What somebody who does a task writes on it; the rest is for the manager.
OWN_FIELDS = {"photo", "note"}


class GajServiceTask(models.Model):
    """One thing that somebody does for one meeting."""

    _name = "gaj.service.task"
    _description = "Conference Service Task"
    _inherit = ["gaj.step.mixin", "gaj.guard.mixin"]
    _order = "start, id"
    _gaj_step_groups = (MANAGER, STAFF)
    _gaj_files_of = "order_id"

    order_id = fields.Many2one("gaj.service.order", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="order_id.company_id", store=True, index=True)
    room_id = fields.Many2one(related="order_id.room_id", store=True, index=True)
    title = fields.Char(related="order_id.title", string="Meeting")
    attendees = fields.Integer(related="order_id.attendees")
    layout_id = fields.Many2one(related="order_id.layout_id")
    template_task_id = fields.Many2one(
        "gaj.service.template.task", readonly=True, index="btree_not_null", ondelete="set null"
    )
    name = fields.Char(string="Task", required=True)
    kind = fields.Selection(KINDS, required=True, default="prepare")
    role = fields.Selection(ROLES, required=True, default="attendant")
    anchor = fields.Selection(ANCHORS, string="Counted From", required=True, default="start")
    offset_minutes = fields.Integer(string="Minutes")
    length_minutes = fields.Integer(string="Lasts Minutes", default=15)
    every_minutes = fields.Integer(string="Again Every")
    repetition = fields.Integer(readonly=True)
    start = fields.Datetime(compute="_compute_times", store=True, readonly=False, precompute=True, required=True)
    stop = fields.Datetime("End", compute="_compute_times", store=True, readonly=False, precompute=True, required=True)
    is_exclusive = fields.Boolean(string="Exclusive")
    employee_id = fields.Many2one("hr.employee", string="Assigned To", index="btree_not_null", ondelete="restrict")
    user_id = fields.Many2one(related="employee_id.user_id", store=True, index="btree_not_null", compute_sudo=True)
    state = fields.Selection(
        [("todo", "To Do"), ("done", "Done"), ("dropped", "Dropped")],
        required=True,
        default="todo",
        index=True,
        readonly=True,
        copy=False,
    )
    photo = fields.Image(max_width=1920, max_height=1920)
    note = fields.Char()
    done_at = fields.Datetime(readonly=True, copy=False)
    done_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    is_late = fields.Boolean(compute="_compute_is_late")

    _stop_after_start = models.Constraint("CHECK (stop > start)", "A task ends after it begins: correct the times.")

    @api.depends("order_id", "anchor", "offset_minutes", "length_minutes")
    def _compute_times(self):
        for task in self:
            order = task.order_id
            if order.start and order.stop:
                times = order._gaj_times_of(task) or [(order.start, order.stop)]
                task.start, task.stop = times[min(task.repetition, len(times) - 1)]
            else:
                task.start, task.stop = task.start, task.stop

    @api.depends("state", "stop")
    def _compute_is_late(self):
        now = fields.Datetime.now()
        for task in self:
            task.is_late = task.state == "todo" and bool(task.stop) and task.stop < now

    # ------------------------------------------------------------------ assigning

    @api.model_create_multi
    def create(self, vals_list):
        tasks = super().create(vals_list)
        if not self.env.su:
            tasks._gaj_assigned()
        return tasks

    def write(self, vals):
        if not self.env.su and self._gaj_changes_more(vals) and not self.env.user.has_group(MANAGER):
            raise AccessError(
                self.env._("You add a photo and a note to your tasks. Ask the conference manager for anything else.")
            )
        result = super().write(vals)
        if not self.env.su and vals.keys() & {"employee_id", "start", "stop", "is_exclusive", "offset_minutes"}:
            self._gaj_assigned()
        return result

    def _gaj_changes_more(self, vals):
        """Whether ``vals`` change anything beyond what somebody writes on his task."""
        self.check_access("write")
        self._gaj_refuse_wrong_values(vals)
        return any(task._gaj_differs(name, vals[name]) for task in self for name in vals.keys() - OWN_FIELDS)

    def _gaj_assigned(self):
        """Look whether those who were assigned may and can do it, and take their time in the ledger."""
        for order, tasks in self.grouped("order_id").items():
            order._gaj_check_people(tasks)
            order._gaj_keep_ledger()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_done(self):
        for task in self:
            if task.state == "done":
                raise UserError(self.env._("“%s” is done and stays on record.", task.name))

    def unlink(self):
        orders = self.order_id
        result = super().unlink()
        orders._gaj_keep_ledger()
        return result

    # ------------------------------------------------------------------ doing

    def _gaj_check_own(self):
        """
        :raises AccessError: if the task is somebody else's and the user is no conference manager
        """
        for task in self:
            task.check_access("read")
            if task.sudo().user_id != self.env.user:
                self._check_role(MANAGER)

    def action_done(self):
        """Say that these tasks are done; the order and the room follow."""
        self._gaj_check_own()
        for task in self:
            task._check_step(("todo",))
            if task.sudo().order_id.state not in ("assigned", "preparing", "ready", "serving", "cleared"):
                raise UserError(
                    self.env._("“%s” belongs to an order that is not assigned yet. Assign the order first.", task.name)
                )
            task._step("done", done_at=fields.Datetime.now(), done_by_id=self.env.uid)
            if task.kind == "inspect":
                task._gaj_note_inspection()
            task.sudo().order_id.sudo(False)._gaj_follow_tasks()
        return True

    def action_undo(self):
        """Take back that these tasks are done."""
        self._gaj_check_own()
        for task in self:
            task._check_step(("done",))
            if task.sudo().order_id.state in ("closed", "stopped"):
                raise UserError(self.env._("“%s” belongs to a finished order and stays as it is.", task.name))
            task._step("todo", done_at=False, done_by_id=False)
        return True

    def _gaj_note_inspection(self):
        """Put on record that the room was inspected before the meeting and found in order."""
        self.env["gaj.room.inspection"].sudo().create(
            {
                "room_id": self.sudo().room_id.id,
                "order_id": self.sudo().order_id.id,
                "kind": "before",
                "employee_id": self.sudo().employee_id.id,
                "is_av_ok": True,
                "is_sound_ok": True,
                "is_light_ok": True,
            }
        )

    def action_open(self):
        """Open the task to add a photo or a note."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.name,
            "res_model": self._name,
            "res_id": self.id,
            "views": [(self.env.ref("gaj_reception.gaj_service_task_view_form_phone").id, "form")],
            "target": "new",
        }
