from odoo import api, fields, models
from odoo.exceptions import RedirectWarning
from odoo.fields import Domain

METHODS = [("steam", "Steam"), ("boiling", "Boiling"), ("infrared", "Infrared"), ("chlorine", "Chlorine Solution")]


class GajDisinfectionLimit(models.Model):
    """How hot or strong, and how long, a disinfection has to be."""

    _name = "gaj.disinfection.limit"
    _description = "Disinfection Limit"
    _inherit = ["gaj.rule.mixin"]
    _order = "method, valid_from desc, id desc"

    method = fields.Selection(METHODS, required=True, tracking=True)
    least_value = fields.Float(string="At Least", required=True, digits=(10, 2), tracking=True)
    value_unit = fields.Selection(
        [("celsius", "°C"), ("mg_l", "mg/L")], string="Unit", required=True, default="celsius"
    )
    least_minutes = fields.Integer(string="Minutes at Least", required=True, tracking=True)

    _limits_positive = models.Constraint(
        "CHECK (least_value > 0 AND least_minutes > 0)", "A disinfection has a limit above zero and lasts some minutes."
    )
    _dates_order = models.Constraint(
        "CHECK (valid_to IS NULL OR valid_to >= valid_from)", "The limit cannot end before it begins to be valid."
    )
    _from_uniq = models.UniqueIndex(
        "(method, valid_from)", "There is a limit for this method from that day already. Change that one instead."
    )

    @api.depends("method")
    @api.depends_context("lang")
    def _compute_display_name(self):
        labels = dict(self._fields["method"]._description_selection(self.env))
        for limit in self:
            limit.display_name = labels.get(limit.method, "")

    @api.model
    def _gaj_on(self, method, day):
        """Return the limit of ``method`` on ``day``.

        :raises RedirectWarning: if none is valid on that day
        """
        limit = self.search(
            Domain("method", "=", method) & self._gaj_valid_on(day),
            order="valid_from desc, id desc",
            limit=1,
        )
        if not limit:
            raise RedirectWarning(
                self.env._(
                    "No limit of disinfection by “%(method)s” is valid on %(day)s. Enter one with its source.",
                    method=dict(self._fields["method"]._description_selection(self.env))[method],
                    day=day,
                ),
                self.env.ref("gaj_reception.gaj_disinfection_limit_action").id,
                self.env._("Disinfection Limits"),
            )
        return limit
