from odoo import fields, models


class GajInstitution(models.Model):
    _inherit = "gaj.institution"

    gaj_disposal_count = fields.Integer(
        string="Disposals Weighed",
        default=0,
        required=True,
        readonly=True,
        copy=False,
        help="Rises with each disposal weighed for supervision, so that two at the same moment see one another.",
    )
