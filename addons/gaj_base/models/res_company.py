from odoo import api, fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    gaj_institution_id = fields.Many2one(
        "gaj.institution",
        "Own Institution",
        copy=False,
        index="btree_not_null",
        help="The institution that this company itself is: departments belong to it unless another one is chosen.",
    )
    gaj_tag_unit = fields.Char(
        "Tag Unit",
        size=2,
        default="01",
        required=True,
        help="The first two digits of every tag number of this company, 01 to 99. Companies may share one.",
    )

    gaj_gs1_prefix = fields.Char(
        "GS1 Company Prefix",
        size=12,
        help="4 to 12 digits given out by GS1. With it every tag number is a global individual asset identifier (GIAI)"
        " as well, which labels can carry in their bars.",
    )

    _gaj_gs1_prefix_digits = models.Constraint(
        "CHECK (gaj_gs1_prefix IS NULL OR gaj_gs1_prefix ~ '^[0-9]{4,12}$')",
        "A GS1 company prefix has 4 to 12 digits, for example 6901234.",
    )
    _gaj_tag_unit_digits = models.Constraint(
        "CHECK (gaj_tag_unit ~ '^[0-9]{2}$' AND gaj_tag_unit <> '00')",
        "The tag unit is two digits from 01 to 99, for example 01.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        # whoever may found a company need not hold a role of ours
        companies.sudo()._gaj_make_institutions()
        return companies

    def _gaj_make_institutions(self):
        """Give each company that has none an institution of its own."""
        for company in self.filtered(lambda each: not each.gaj_institution_id):
            company.gaj_institution_id = self.env["gaj.institution"].create(company._prepare_gaj_institution_vals())

    def _prepare_gaj_institution_vals(self):
        return {"name": self.name, "company_id": self.id, "partner_id": self.partner_id.id, "sequence": 1}

    def _gaj_own_institution(self):
        """Return the company's own institution, made now if it is missing."""
        self.ensure_one()
        self._gaj_make_institutions()
        return self.gaj_institution_id
