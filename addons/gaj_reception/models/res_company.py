from odoo import api, fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        companies._gaj_make_meeting_sequences()
        return companies

    def _gaj_make_meeting_sequences(self):
        """Give each company (without any: all) its numbers of meetings, for this year and the next.

        Made beforehand, because two people who plan the first meeting of a year at once would each begin at 1.
        """
        # sudo: numbers are the system's
        sequences = self.env["ir.sequence"].sudo()
        for company in self or self.sudo().search([("active", "=", True)]):
            own = sequences.search([("code", "=", "gaj.meeting"), ("company_id", "=", company.id)], limit=1)
            if not own:
                template = self.env.ref("gaj_reception.sequence_gaj_meeting", raise_if_not_found=False)
                if not template:  # the add-on is being installed: its data make the numbers
                    continue
                own = template.sudo().copy({"company_id": company.id, "code": "gaj.meeting"})
            year = company._gaj_local(fields.Datetime.now()).year
            known = {each.date_from.year for each in own.date_range_ids}
            for missing in {year, year + 1} - known:
                own._create_date_range_seq(f"{missing}-01-01")
