from odoo import fields, models


class GajMeetingParameter(models.Model):
    """A number by which rooms are given out, with its source and the time it is valid."""

    _name = "gaj.meeting.parameter"
    _description = "Dated Parameter of Meetings"
    _inherit = ["gaj.parameter.mixin"]
    _order = "key, company_id, valid_from desc"
    _rec_name = "key"
    _gaj_parameter_action = "gaj_reception.gaj_meeting_parameter_action"

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

    _counts_positive = models.Constraint(
        "CHECK (key NOT IN ('no_show_count', 'no_show_window_days', 'extension_step_minutes') OR value >= 1)",
        "This parameter counts from 1 on.",
    )
    _from_uniq = models.UniqueIndex(
        "(key, COALESCE(company_id, 0), valid_from)",
        "This parameter already has a value from that day. Change that one instead.",
    )
