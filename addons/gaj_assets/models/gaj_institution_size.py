from odoo import api, fields, models


class GajInstitutionSize(models.Model):
    """The numbers of an institution by which the configuration standards are reckoned."""

    _inherit = "gaj.institution.size"

    staff = fields.Integer(
        string="Staff within Posts",
        compute="_compute_staff",
        store=True,
        readonly=False,
        precompute=True,
        help="People actually there within the authorised posts, without contract workers: the configuration standards"
        " of assets are reckoned by them.",
    )
    bureau_rank_staff = fields.Integer(string="Of Bureau Rank", help="Of the staff within posts.")
    offices = fields.Integer(help="Office rooms; 0 if not counted: then those known to be occupied are.")
    bureau_rank_offices = fields.Integer(string="Offices of Bureau Rank")

    _staff_ranks = models.Constraint(
        "CHECK (bureau_rank_staff >= 0 AND bureau_rank_staff <= staff)",
        "People of bureau rank are a part of the staff within posts.",
    )
    _office_ranks = models.Constraint(
        "CHECK (bureau_rank_offices >= 0 AND offices >= 0 AND (offices = 0 OR bureau_rank_offices <= offices))",
        "Offices of bureau rank are a part of all offices.",
    )

    @api.depends("people", "posts")
    def _compute_staff(self):
        """Take no more people than there are posts; where no posts are recorded, everybody."""
        for size in self:
            size.staff = min(size.people, size.posts) if size.posts else size.people
