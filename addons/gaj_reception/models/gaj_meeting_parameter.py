from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import RedirectWarning
from odoo.fields import Domain


class GajMeetingParameter(models.Model):
    """A number by which rooms are given out, with its source and the time it is valid."""

    _name = "gaj.meeting.parameter"
    _description = "Dated Parameter of Meetings"
    _inherit = ["gaj.rule.mixin"]
    _order = "key, company_id, valid_from desc"
    _rec_name = "key"
    _check_company_auto = True

    key = fields.Selection(
        [
            ("request_hold_minutes", "Minutes a Request Holds the Room"),
            ("request_deadline_minutes", "Minutes before the Start When a Request Ends"),
            ("no_show_count", "No-Shows after Which an Approval Is Needed"),
            ("no_show_window_days", "Days within Which No-Shows Count Together"),
            ("no_show_penalty_days", "Days an Approval Is Needed after No-Shows"),
            ("extension_step_minutes", "Minutes by Which a Meeting Is Extended"),
            ("capacity_warning_percent", "Percent of Seats Below Which a Room Is Too Large"),
        ],
        string="Parameter",
        required=True,
        index=True,
    )
    value = fields.Float(string="Figure", required=True, digits=(16, 4), tracking=True)
    company_id = fields.Many2one(
        "res.company", index=True, help="Empty: for every company that has no value of its own."
    )

    _value_not_negative = models.Constraint("CHECK (value >= 0)", "A parameter of meetings cannot be negative.")
    _counts_positive = models.Constraint(
        "CHECK (key NOT IN ('no_show_count', 'no_show_window_days', 'extension_step_minutes') OR value >= 1)",
        "This parameter counts from 1 on.",
    )
    _dates_order = models.Constraint(
        "CHECK (valid_to IS NULL OR valid_to >= valid_from)", "A parameter cannot end before it begins to be valid."
    )
    _from_uniq = models.UniqueIndex(
        "(key, COALESCE(company_id, 0), valid_from)",
        "This parameter already has a value from that day. Change that one instead.",
    )

    @api.depends("key")
    @api.depends_context("lang")
    def _compute_display_name(self):
        labels = dict(self._fields["key"]._description_selection(self.env))
        for parameter in self:
            parameter.display_name = labels.get(parameter.key, "")

    @api.model
    def _gaj_value(self, key, company, day=None):
        """Return the value of ``key`` for ``company`` on ``day`` (today) as ``Decimal``; the company's own goes first.

        :raises RedirectWarning: if none is valid on that day
        """
        day = day or company._gaj_local(fields.Datetime.now()).date()
        # sudo: the number of a rule is no secret; whoever books is bound by it
        found = self.sudo().search(
            Domain("key", "=", key)
            & Domain("company_id", "in", [company.id, False])
            & Domain("valid_from", "<=", day)
            & (Domain("valid_to", "=", False) | Domain("valid_to", ">=", day))
        )
        best = found.sorted(lambda parameter: (bool(parameter.company_id), parameter.valid_from))[-1:]
        if not best:
            label = dict(self._fields["key"]._description_selection(self.env))[key]
            raise RedirectWarning(
                self.env._(
                    "“%(parameter)s” has no value on %(day)s. Add one with its source.", parameter=label, day=day
                ),
                self.env.ref("gaj_reception.gaj_meeting_parameter_action").id,
                self.env._("Open the Parameters"),
            )
        return Decimal(str(best.value))

    @api.model
    def _gaj_minutes(self, key, company, day=None):
        """Return the value of ``key`` as a whole number (minutes, days or a count)."""
        return int(self._gaj_value(key, company, day))
