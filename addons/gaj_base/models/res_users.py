from odoo import api, fields, models


class ResUsers(models.Model):
    _inherit = "res.users"

    gaj_institution_ids = fields.Many2many(
        "gaj.institution",
        "gaj_institution_res_users_rel",
        "user_id",
        "institution_id",
        "Answers for Institutions",
        help="A department contact sees these institutions and those below them.",
    )
    gaj_is_limited = fields.Boolean(
        compute="_compute_gaj_is_limited",
        help="A department contact without a role in the bureau: sees only the institutions answered for.",
    )

    @api.depends("all_group_ids")
    def _compute_gaj_is_limited(self):
        """Tell who is bound to ``gaj_institution_ids``; record rules of all applications ask this."""
        contact = self.env.ref("gaj_base.group_gaj_department_contact")
        wide = self.env.ref("gaj_base.group_gaj_all_institutions")
        for user in self:
            user.gaj_is_limited = contact in user.all_group_ids and wide not in user.all_group_ids

    def _gaj_importers(self):
        """Return the names of the importers whose files and reports this user may see; record rules ask this."""
        names = dict(self.env["gaj.sheet.import"]._selection_importers())
        if self.has_group("gaj_base.group_gaj_auditor"):
            return list(names)
        return [name for name in names if self.has_group(self.env[name]._gaj_group)]

    @api.model
    def _get_invalidation_fields(self):
        return super()._get_invalidation_fields() | {"gaj_institution_ids"}
