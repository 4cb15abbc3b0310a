from odoo import fields, models
from odoo.tools import SQL

from ..rules.standards import Headcount


class GajInstitution(models.Model):
    """What the configuration standards need to know of an institution."""

    _inherit = "gaj.institution"

    unit_class = fields.Selection(
        [("ordinary", "Ordinary"), ("classified", "Classified"), ("field", "Field Work")],
        string="Kind of Unit",
        required=True,
        default="ordinary",
        help="Classified units may have more desktop computers, units that work in the field more laptops.",
    )
    asset_turn = fields.Integer(
        string="Turn of Asset Approvals",
        default=0,
        readonly=True,
        copy=False,
        help="Raised by each approval and order, so that two at the same moment never use up the same last place.",
    )

    def _gaj_take_turn(self):
        """Let approvals and orders of these institutions happen one after the other.

        A transaction that began before another one took its turn fails here and is repeated by the server; repeated, it
        sees what the other one approved.
        """
        if self:
            self.env.cr.execute(
                SQL("UPDATE gaj_institution SET asset_turn = asset_turn + 1 WHERE id = ANY(%s)", sorted(self.ids))
            )
            self.invalidate_recordset(["asset_turn"])

    def _gaj_headcount(self, day):
        """Return the :class:`Headcount` of this institution on ``day``: its dated size, else nothing is known of it."""
        self.ensure_one()
        # sudo: how many people an institution has is no secret to who asks for its equipment
        size = self.sudo()._gaj_sizes_on(day)[self.sudo()]
        offices = size.offices or self._gaj_occupied_offices(day)
        return Headcount(
            size.staff,
            size.bureau_rank_staff,
            offices or None,
            min(size.bureau_rank_offices, offices) if offices else None,
        )

    def _gaj_occupied_offices(self, day):
        """Return how many office rooms the departments of this institution, or people in them, hold on ``day``."""
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT COUNT(DISTINCT space.id)
                  FROM gaj_space_occupant occupant
                  JOIN gaj_space space ON space.id = occupant.space_id AND space.kind = 'room' AND space.use = 'office'
             LEFT JOIN hr_employee employee ON employee.id = occupant.employee_id
             LEFT JOIN hr_version version ON version.id = employee.current_version_id
                  JOIN hr_department department
                    ON department.id = COALESCE(occupant.department_id, version.department_id)
                 WHERE department.gaj_institution_id = %s
                   AND occupant.date_from <= %s AND COALESCE(occupant.date_to, 'infinity') >= %s
                """,
                self.id,
                day,
                day,
            )
        )
        return rows[0][0]
