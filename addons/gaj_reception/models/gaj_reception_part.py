from odoo import api, fields, models
from odoo.exceptions import UserError


class GajReceptionPart(models.AbstractModel):
    """A line of a reception: changed by hand only in certain states of the reception."""

    _name = "gaj.reception.part"
    _description = "Part of a Reception"
    _inherit = ["gaj.guard.mixin"]
    _gaj_files_of = "reception_id"
    #: States of the reception in which the line is added, changed and removed.
    _gaj_open = ("draft", "approved", "ongoing")
    #: Fields that change in other states: name of the field → states.
    _gaj_open_fields = {}

    reception_id = fields.Many2one("gaj.reception", required=True, index=True, ondelete="cascade")
    currency_id = fields.Many2one(related="reception_id.currency_id")

    @api.model_create_multi
    def create(self, vals_list):
        self.check_access("create")
        parts = super().create(vals_list)
        parts._gaj_refuse_unless_open()
        return parts

    def write(self, vals):
        if not self.env.su:
            names = {name for name in vals if self._gaj_differs(name, vals[name])}
            for states in {self._gaj_open_fields.get(name, self._gaj_open) for name in names}:
                self._gaj_refuse_unless_open(states)
        result = super().write(vals)
        if "reception_id" in vals:
            self._gaj_refuse_unless_open()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_only_open(self):
        self._gaj_refuse_unless_open()

    def _gaj_refuse_unless_open(self, states=None):
        """
        :raises UserError: if a hand changes a line of a reception that is in none of ``states``
        """
        if self.env.su:
            return
        for part in self:
            # sudo: finance may write its lines, whatever else it reads
            reception = part.sudo().reception_id
            if reception.state not in (states or self._gaj_open):
                raise UserError(
                    self.env._(
                        "Reception %(name)s is “%(state)s”, so “%(part)s” stays as it is. %(instead)s",
                        name=reception.name,
                        state=reception._state_label(reception.state),
                        part=part.display_name,
                        instead=reception._gaj_instead(),
                    )
                )
