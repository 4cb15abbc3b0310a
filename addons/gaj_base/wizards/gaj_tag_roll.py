from odoo import fields, models


class GajTagRoll(models.TransientModel):
    _name = "gaj.tag.roll"
    _description = "Roll of Blank Tags"

    count = fields.Integer("Number of Tags", default=100, required=True)
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)

    def action_create_and_print(self):
        """Create the blank tags and ask on which paper to print them."""
        self.ensure_one()
        tags = self.env["gaj.tag"]._gaj_create_blank(self.company_id, self.count)
        action = self.env["ir.actions.act_window"]._for_xml_id("gaj_base.gaj_label_print_action")
        return {**action, "context": {"active_model": tags._name, "active_ids": tags.ids}}

    def action_create(self):
        """Create the blank tags and show them, ready to be printed."""
        self.ensure_one()
        tags = self.env["gaj.tag"]._gaj_create_blank(self.company_id, self.count)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Blank Tags"),
            "res_model": "gaj.tag",
            "views": [(False, "list"), (False, "form")],
            "domain": [("id", "in", tags.ids)],
        }
