from odoo import fields, models


class GajMeetingLevel(models.Model):
    """How important a meeting is: a lower rank may take the room of a higher one, where the level says so."""

    _name = "gaj.meeting.level"
    _description = "Meeting Level"
    _order = "rank, id"

    name = fields.Char(required=True, translate=True)
    rank = fields.Integer(required=True, help="1 is the highest.")
    may_preempt = fields.Boolean(string="May Take a Room Over", help="From a meeting of a lower level, in good time.")
    active = fields.Boolean(default=True)

    _rank_uniq = models.UniqueIndex("(rank)", "There is a meeting level of this rank already.")
    _rank_positive = models.Constraint("CHECK (rank >= 1)", "The rank of a meeting level begins at 1, the highest.")
