from odoo import models


class GajFilesMixin(models.AbstractModel):
    """A document that keeps its files: once it has left the states in which it is written, they stay as they are.

    Whoever may write a document may change and delete its files, says Odoo; here they are what was decided on and
    signed. Files may still be added later. ``_gaj_files_open`` names the states in which files still change; a part of a
    document names in ``_gaj_files_of`` the field that leads to it. A model without ``state`` keeps only what the system
    wrote (see ``ir.attachment``).
    """

    _name = "gaj.files.mixin"
    _description = "Document That Keeps Its Files"
    _gaj_files_open = ("draft",)
    _gaj_files_of = None

    def _gaj_keeping_files(self):
        """Return those of these documents whose files are neither changed nor taken away any more."""
        if self._gaj_files_of:
            kept = self[self._gaj_files_of]._gaj_keeping_files()
            return self.filtered(lambda part: part[self._gaj_files_of] in kept)
        if "state" not in self._fields:
            return self.browse()
        return self.filtered(lambda document: document.state not in self._gaj_files_open)

    def _gaj_files_name(self):
        """Return what a refusal calls the document of these files."""
        self.ensure_one()
        if self._gaj_files_of:
            return self.env._(
                "%(document)s, %(part)s",
                document=self[self._gaj_files_of]._gaj_files_name(),
                part=self.display_name,
            )
        # sudo: what a kind of document is called is no secret
        kind = self.env["ir.model"].sudo()._get(self._name).name
        return self.env._("%(kind)s %(name)s", kind=kind, name=self.display_name)

    def _gaj_file_fields(self):
        """Return the names of the stored fields of this model that list files."""
        return [
            name
            for name, field in self._fields.items()
            if field.type == "many2many" and field.store and field.comodel_name == "ir.attachment"
        ]

    def write(self, vals):
        names = [] if self.env.su else [name for name in self._gaj_file_fields() if name in vals]
        # sudo: which files are there is asked whatever the user may read of them
        before = {(part, name): part[name] for part in self.sudo()._gaj_keeping_files() for name in names}
        result = super().write(vals)
        for (part, name), files in before.items():
            if gone := files - part[name]:
                gone[:1]._gaj_refuse_change(part)
        return result
