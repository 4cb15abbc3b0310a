from odoo import api, fields, models
from odoo.exceptions import UserError


class GajTagBind(models.TransientModel):
    _name = "gaj.tag.bind"
    _description = "Bind a Blank Tag"

    tag_id = fields.Many2one(
        "gaj.tag",
        "Blank Tag",
        required=True,
        domain=[("state", "=", "blank")],
        default=lambda self: self._default_tag_id(),
    )
    scanned = fields.Char(
        "Scan the Item",
        store=False,
        help="Serial number, former number, room code or former label: whatever identifies the record.",
    )
    record_ref = fields.Reference(selection="_selection_record_ref", string="Record", required=True)

    @api.model
    def _default_tag_id(self):
        if self.env.context.get("active_model") == "gaj.tag":
            return self.env.context.get("active_id")
        return False

    @api.model
    def _selection_record_ref(self):
        """Return the taggable models that this user may read, with their titles."""
        names = [name for name in self.env["gaj.scan"]._gaj_taggable_models() if self.env[name].has_access("read")]
        # sudo: the titles of models are no secret
        return [(name, self.env["ir.model"].sudo()._get(name).name) for name in names]

    @api.onchange("scanned")
    def _onchange_scanned(self):
        if not self.scanned:
            return None
        answer = self.env["gaj.scan"].resolve(self.scanned)
        if answer["outcome"] == "record" and answer["model"] in dict(self._selection_record_ref()):
            self.record_ref = f"{answer['model']},{answer['id']}"
            self.scanned = False
            return None
        return {"warning": {"title": self.env._("Not Found"), "message": answer["message"]}}

    def action_bind(self):
        """Bind the tag and show the record that now carries it."""
        self.ensure_one()
        self.check_access("write")
        if not self.record_ref:
            raise UserError(self.env._("Choose the record that carries tag %s.", self.tag_id.tag_no))
        self.tag_id._gaj_bind(self.record_ref)
        return {
            "type": "ir.actions.act_window",
            "res_model": self.record_ref._name,
            "res_id": self.record_ref.id,
            "views": [(False, "form")],
        }
