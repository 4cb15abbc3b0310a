from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..rules import depreciation


class GajAssetDepreciationRun(models.Model):
    """A month that is posted before it ends: only when finance says so, and every run shows what it does not follow.

    The charge of a month belongs to the department that has the thing on its last day, which nobody knows before.
    """

    _inherit = "gaj.asset.depreciation.run"

    posted_on = fields.Date(readonly=True, copy=False, help="The day on which the run was posted.")
    is_before_end = fields.Boolean(compute="_compute_is_before_end")
    is_early_confirmed = fields.Boolean(
        string="Post before the Month Ends",
        copy=False,
        tracking=True,
        help="What moves between departments after the day of posting stays with the department that had it then.",
    )

    @api.depends("month", "state", "posted_on")
    def _compute_is_before_end(self):
        for run in self:
            run.is_before_end = run._gaj_is_before_end()

    def _gaj_is_before_end(self):
        """Return whether the run was posted, or would be posted today, before the last day of its month."""
        self.ensure_one()
        day = self.posted_on if self.state in ("posted", "reversed") else fields.Date.context_today(self)
        return bool(self.month and day and day < depreciation.month_end(self.month))

    def write(self, vals):
        self.check_access("write")
        if "is_early_confirmed" in vals and not self.env.su:
            self._check_state({"draft", "computed"})
        return super().write(vals)

    def action_post(self):
        """Book the depreciation as it was shown; before the month ends only when that is confirmed.

        :raises UserError: if the month has not ended and nobody has confirmed that it is posted all the same
        """
        due = self.filtered(lambda run: run.state != "posted")
        early = due.filtered(lambda run: run._gaj_is_before_end() and not run.is_early_confirmed)[:1]
        if early:
            early._check_role(*early._gaj_step_groups)
            raise UserError(
                self.env._(
                    "%(run)s: the month ends on %(end)s. What moves between departments until then would stay with the"
                    " department that has it today. Post it from that day on, or tick “%(field)s” on the run.",
                    run=early.display_name,
                    end=depreciation.month_end(early.month),
                    field=self._fields["is_early_confirmed"]._description_string(self.env),
                )
            )
        result = super().action_post()
        # sudo: written by the step only
        due.sudo().write({"posted_on": fields.Date.context_today(self)})
        return result

    @api.depends("is_early_confirmed", "is_before_end", "posted_on")
    def _compute_remarks(self):
        return super()._compute_remarks()

    def _remarks(self):
        remarks = super()._remarks()
        end, is_early = depreciation.month_end(self.month), self._gaj_is_before_end()
        if self.state != "posted":
            if is_early:
                remarks.append(
                    self.env._(
                        "The month ends on %s only: cards may still move between departments, enter the books or leave"
                        " them.",
                        end,
                    )
                )
            return remarks
        count = self._moved_since()
        if is_early:
            remarks.append(
                self.env._(
                    "Posted on %(day)s, before the month ended: %(count)s of its assets moved to another department in the"
                    " rest of the month, and their depreciation stays with the former one.",
                    day=self.posted_on,
                    count=count,
                )
            )
        elif count:
            remarks.append(
                self.env._(
                    "%(count)s of its assets were with another department on %(end)s than the one charged when it was"
                    " posted, and their depreciation stays with the one charged.",
                    count=count,
                    end=end,
                )
            )
        return remarks

    def _moved_since(self):
        """Return how many assets of this run had another department on the last day of its month than the one charged.

        What moves on the day of the posting itself may have moved before or after it: the line tells, the day does not.
        """
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                "SELECT COUNT(*) FROM gaj_asset_depreciation_line line JOIN (%s) placed ON placed.asset_id = line.asset_id"
                " WHERE line.run_id = %s AND placed.department_id IS DISTINCT FROM line.department_id",
                self.env["gaj.asset"]._gaj_department_on_sql(depreciation.month_end(self.month)),
                self.id,
            )
        )
        return rows[0][0]
