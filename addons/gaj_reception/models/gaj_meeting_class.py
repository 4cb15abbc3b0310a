from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import RedirectWarning
from odoo.fields import Domain

from ..rules import service as rules

CLASSES = [("1", "Class 1"), ("2", "Class 2"), ("3", "Class 3"), ("4", "Class 4")]


class GajMeetingClass(models.Model):
    """What a meeting of a class may cost for each person and day, how many may come, and how long it may last."""

    _name = "gaj.meeting.class"
    _description = "Meeting Class"
    _inherit = ["gaj.rule.mixin"]
    _order = "code, company_id, valid_from desc, id desc"

    code = fields.Selection(CLASSES, string="Class", required=True, tracking=True)
    company_id = fields.Many2one("res.company", index=True, help="Empty: for every company without a row of its own.")
    currency_id = fields.Many2one("res.currency", compute="_compute_currency_id")
    lodging_amount = fields.Monetary(string="Lodging", required=True, tracking=True)
    meals_amount = fields.Monetary(string="Meals", required=True, tracking=True)
    other_amount = fields.Monetary(string="Other", required=True, tracking=True)
    total_amount = fields.Monetary(string="Per Person and Day", compute="_compute_total_amount", store=True)
    most_people = fields.Integer(tracking=True, help="Delegates; 0: as approved.")
    staff_percent = fields.Float(
        string="Staff %", digits=(5, 2), tracking=True, help="Of the delegates; 0: as approved."
    )
    most_days = fields.Integer(tracking=True, help="0: as approved.")
    briefing_days = fields.Integer(
        string="Most Days of a Briefing",
        tracking=True,
        help="Meetings that pass on or assign tasks; 0: as other meetings.",
    )
    is_unused_deducted = fields.Boolean(
        string="Unused Lodging Is Deducted",
        tracking=True,
        help="The lodging share of those who do not stay overnight is taken off the cap.",
    )

    _figures_not_negative = models.Constraint(
        "CHECK (lodging_amount >= 0 AND meals_amount >= 0 AND other_amount >= 0 AND COALESCE(most_people, 0) >= 0"
        " AND COALESCE(staff_percent, 0) >= 0 AND COALESCE(most_days, 0) >= 0 AND COALESCE(briefing_days, 0) >= 0)",
        "The figures of a meeting class cannot be negative.",
    )
    _dates_order = models.Constraint(
        "CHECK (valid_to IS NULL OR valid_to >= valid_from)", "The class cannot end before it begins to be valid."
    )
    _from_uniq = models.UniqueIndex(
        "(code, COALESCE(company_id, 0), valid_from)",
        "There are figures of this class from that day already. Change those instead.",
    )

    def _compute_currency_id(self):
        for each in self:
            each.currency_id = each.company_id.currency_id or self.env.company.currency_id

    @api.depends("lodging_amount", "meals_amount", "other_amount")
    def _compute_total_amount(self):
        for each in self:
            each.total_amount = each.lodging_amount + each.meals_amount + each.other_amount

    @api.depends("code")
    @api.depends_context("lang")
    def _compute_display_name(self):
        labels = dict(self._fields["code"]._description_selection(self.env))
        for each in self:
            each.display_name = labels.get(each.code, "")

    @api.model
    def _gaj_on(self, code, company, day):
        """Return the row of class ``code`` that is valid on ``day``; the company's own goes first.

        :raises RedirectWarning: if none is
        """
        found = self.search(
            Domain("code", "=", code) & Domain("company_id", "in", [company.id, False]) & self._gaj_valid_on(day)
        ).sorted(lambda each: (bool(each.company_id), each.valid_from))[-1:]
        if not found:
            raise RedirectWarning(
                self.env._(
                    "No figures of “%(code)s” are valid on %(day)s. Enter them with their source.",
                    code=dict(self._fields["code"]._description_selection(self.env))[code],
                    day=day,
                ),
                self.env.ref("gaj_reception.gaj_meeting_class_action").id,
                self.env._("Meeting Classes"),
            )
        return found

    def _gaj_limits(self, is_briefing=False):
        """Return the figures as the rules take them."""
        self.ensure_one()
        return rules.MeetingClass(
            *(Decimal(str(self[name])) for name in ("lodging_amount", "meals_amount", "other_amount")),
            most_people=self.most_people,
            staff_percent=Decimal(str(self.staff_percent)) if self.staff_percent else None,
            most_days=(is_briefing and self.briefing_days) or self.most_days,
        )
