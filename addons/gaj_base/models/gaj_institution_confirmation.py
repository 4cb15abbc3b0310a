from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

# written by the buttons only
BY_BUTTON = {
    "state",
    "submitted_by_id",
    "submitted_on",
    "confirmed_by_id",
    "confirmed_on",
    "people",
    "building_area",
}


class GajInstitutionConfirmation(models.Model):
    """An institution says once a year that its entry in the register is right (名录年度确认)."""

    _name = "gaj.institution.confirmation"
    _description = "Yearly Confirmation"
    _inherit = ["gaj.approval.mixin", "mail.thread"]
    _gaj_files_open = ("pending", "returned")
    _order = "year desc, institution_id"
    _rec_names_search = ["institution_id"]
    _state_from = ["submitted"]
    _state_to = ["confirmed"]
    _cancel_state = "returned"

    institution_id = fields.Many2one("gaj.institution", required=True, index=True, ondelete="restrict")
    company_id = fields.Many2one(related="institution_id.company_id", store=True, index=True)
    year = fields.Integer(required=True, default=lambda self: fields.Date.context_today(self).year, aggregator=None)
    state = fields.Selection(
        [
            ("pending", "To Confirm"),
            ("submitted", "Submitted"),
            ("confirmed", "Confirmed"),
            ("returned", "Returned"),
        ],
        required=True,
        default="pending",
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )
    changes = fields.Text(help="What has changed since last year; empty if nothing has.", tracking=True)
    return_reason = fields.Text("Reason for Returning", tracking=True)
    people = fields.Integer("People Confirmed", readonly=True, copy=False)
    building_area = fields.Float("Area Confirmed (m²)", digits=(12, 2), readonly=True, copy=False)
    submitted_by_id = fields.Many2one("res.users", "Submitted by", readonly=True, copy=False)
    submitted_on = fields.Datetime("Submitted on", readonly=True, copy=False)
    confirmed_by_id = fields.Many2one("res.users", "Checked by", readonly=True, copy=False)
    confirmed_on = fields.Datetime("Checked on", readonly=True, copy=False)

    _institution_year_uniq = models.UniqueIndex(
        "(institution_id, year)", "This institution already has a confirmation for this year."
    )
    _year_believable = models.Constraint("CHECK (year BETWEEN 2000 AND 2100)", "Enter the year with four digits.")

    @api.depends("institution_id", "year")
    def _compute_display_name(self):
        for confirmation in self:
            confirmation.display_name = f"{confirmation.institution_id.name or ''} {confirmation.year or ''}".strip()

    @api.model_create_multi
    def create(self, vals_list):
        self.check_access("create")
        self._gaj_refuse_by_hand(*vals_list)
        return super().create(vals_list)

    def write(self, vals):
        self.check_access("write")
        self._gaj_refuse_by_hand(vals)
        for confirmation in self:
            stays = {"institution_id": confirmation.institution_id.id, "year": confirmation.year}
            if any(vals.get(name, value) != value for name, value in stays.items()):
                raise UserError(self.env._("Institution and year of a confirmation stay. Open another one instead."))
            self._gaj_refuse_late(confirmation, vals)
        return super().write(vals)

    def _gaj_refuse_late(self, confirmation, vals):
        """Refuse to change what was said once it was submitted."""
        # sudo: only whether there are reviews, during which the approval itself says what may be written
        reviewed = confirmation.state == "submitted" and confirmation.sudo().review_ids
        if not self.env.su and "changes" in vals and confirmation.state in ("submitted", "confirmed") and not reviewed:
            raise UserError(
                self.env._("%s has been submitted and stays. It can be reopened.", confirmation.display_name)
            )

    def _gaj_refuse_by_hand(self, *vals_list):
        if not self.env.su and any(vals.keys() & BY_BUTTON for vals in vals_list):
            raise UserError(self.env._("The state of a yearly confirmation changes by its buttons only."))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_under_way(self):
        for confirmation in self:
            if confirmation.state != "pending":
                raise UserError(
                    self.env._("%s has been submitted and stays. It can be reopened.", confirmation.display_name)
                )

    def action_submit(self):
        """The institution (its contact, or an officer for it) says that its entry is right."""
        self.check_access("write")
        self._gaj_check_state("pending", "returned")
        sizes = self.institution_id._gaj_sizes_on(fields.Date.context_today(self))
        for confirmation in self:
            size = sizes[confirmation.institution_id]
            # sudo: these fields are closed to hand-made changes; the right to submit has been checked
            confirmation.sudo().write(
                {
                    "state": "submitted",
                    "submitted_by_id": self.env.uid,
                    "submitted_on": fields.Datetime.now(),
                    "people": size.people,
                    "building_area": size.building_area,
                }
            )

    def action_confirm(self):
        """An officer other than the one who submitted has checked the entry."""
        self._gaj_check_officer()
        self._gaj_check_state("submitted")
        for confirmation in self:
            if confirmation.submitted_by_id == self.env.user:
                raise UserError(
                    self.env._("You submitted %s yourself, so another officer checks it.", confirmation.display_name)
                )
        # sudo: as above, the role has been checked
        self.sudo().write(
            {"state": "confirmed", "confirmed_by_id": self.env.uid, "confirmed_on": fields.Datetime.now()}
        )

    def action_return(self):
        """An officer sends the entry back, with the reason."""
        self._gaj_check_officer()
        self._gaj_check_state("submitted")
        for confirmation in self:
            if not confirmation.return_reason:
                raise UserError(
                    self.env._(
                        "Write down why %s is returned, so that the contact can correct it.", confirmation.display_name
                    )
                )
        self.sudo().write({"state": "returned"})  # sudo: as above

    def action_reopen(self):
        """An officer opens the confirmation again; what was said before stays in the chatter."""
        self._gaj_check_officer()
        self._gaj_check_state("submitted", "confirmed", "returned")
        # sudo: as above
        self.sudo().write(
            {
                "state": "pending",
                "submitted_by_id": False,
                "submitted_on": False,
                "confirmed_by_id": False,
                "confirmed_on": False,
                "return_reason": False,
            }
        )

    def _gaj_requesters(self):
        return self.submitted_by_id | self.review_ids.filtered("definition_id").requested_by

    def _get_under_validation_exceptions(self):
        """Let the officer write the reason for returning while a leader's review is open."""
        return [*super()._get_under_validation_exceptions(), "return_reason"]

    def _gaj_check_officer(self):
        self.check_access("write")
        if not self.env.user.has_group("gaj_base.group_gaj_officer"):
            raise AccessError(self.env._("Officers of the bureau check, return and reopen yearly confirmations."))

    def _gaj_check_state(self, *states):
        for confirmation in self:
            if confirmation.state not in states:
                labels = dict(self._fields["state"]._description_selection(self.env))
                raise UserError(
                    self.env._(
                        "%(confirmation)s is in state “%(state)s”, in which this step is not possible.",
                        confirmation=confirmation.display_name,
                        state=labels[confirmation.state],
                    )
                )
