from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..rules import service as rules
from .gaj_disinfection_limit import METHODS


class GajDisinfectionLog(models.Model):
    """A disinfection that reached its limits; one that did not is refused and done again."""

    _name = "gaj.disinfection.log"
    _description = "Disinfection Log"
    _inherit = ["gaj.guard.mixin"]
    _order = "date desc, id desc"
    _check_company_auto = True

    order_id = fields.Many2one("gaj.service.order", index="btree_not_null", check_company=True, ondelete="restrict")
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    date = fields.Datetime(required=True, default=fields.Datetime.now)
    product_id = fields.Many2one("product.product", string="What", required=True, index=True, ondelete="restrict")
    quantity = fields.Float(required=True, digits="Product Unit")
    method = fields.Selection(METHODS, required=True, default="steam")
    value = fields.Float(required=True, digits=(10, 2), help="Temperature in °C, or concentration in mg/L.")
    minutes = fields.Integer(required=True)
    limit_id = fields.Many2one(
        "gaj.disinfection.limit", compute="_compute_limit", store=True, ondelete="restrict", index="btree_not_null"
    )
    value_unit = fields.Selection(related="limit_id.value_unit", string="Unit")
    employee_id = fields.Many2one(
        "hr.employee",
        index="btree_not_null",
        string="Operator",
        required=True,
        check_company=True,
        ondelete="restrict",
        default=lambda self: self.env.user.employee_id,
    )
    note = fields.Char()

    _quantity_positive = models.Constraint("CHECK (quantity > 0)", "Say how many were disinfected.")

    @api.depends("method", "date")
    def _compute_limit(self):
        for log in self:
            # sudo: limits are for everybody to read
            day = log.company_id._gaj_local(log.date or fields.Datetime.now()).date()
            log.limit_id = log.method and self.env["gaj.disinfection.limit"].sudo()._gaj_on(log.method, day)

    @api.depends("product_id", "date")
    def _compute_display_name(self):
        for log in self:
            log.display_name = log.product_id.display_name or self.env._("Disinfection")

    @api.constrains("method", "value", "minutes", "date")
    def _check_passed(self):
        for log in self:
            limit = log.limit_id
            gaps = rules.disinfection_gaps(
                Decimal(str(log.value)), log.minutes, Decimal(str(limit.least_value)), limit.least_minutes
            )
            if gaps:
                raise ValidationError(
                    self.env._(
                        "%(product)s: disinfection by “%(method)s” needs at least %(value)s %(unit)s for %(minutes)s minutes,"
                        " and had %(had_value)s %(unit)s for %(had_minutes)s. Disinfect again. Source: %(rule)s",
                        product=log.product_id.display_name,
                        method=limit.display_name,
                        value=f"{limit.least_value:g}",
                        unit=dict(limit._fields["value_unit"].selection)[limit.value_unit],
                        minutes=limit.least_minutes,
                        had_value=f"{log.value:g}",
                        had_minutes=log.minutes,
                        rule=limit.source,
                    )
                )
