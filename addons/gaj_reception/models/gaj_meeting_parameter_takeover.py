from odoo import fields, models


class GajMeetingParameter(models.Model):
    _inherit = "gaj.meeting.parameter"

    key = fields.Selection(
        selection_add=[("takeover_notice_minutes", "Minutes before the Start Until a Room May Be Taken Over")],
        ondelete={"takeover_notice_minutes": "cascade"},
    )
