from odoo import SUPERUSER_ID, api, models
from odoo.exceptions import UserError

#: What a file is and where it belongs; links for sharing it and the like may change.
CONTENT = {
    "name",
    "datas",
    "raw",
    "db_datas",
    "store_fname",
    "url",
    "type",
    "mimetype",
    "res_model",
    "res_id",
    "res_field",
}


class IrAttachment(models.Model):
    """Files of our documents stay what they were when they were decided on, and nobody forges what the system wrote."""

    _inherit = "ir.attachment"

    @api.model_create_multi
    def create(self, vals_list):
        files = super().create(vals_list)
        if not self.env.su:
            files.filtered("res_field")._gaj_refuse_kept()
        return files

    def write(self, vals):
        if self.env.su or not vals.keys() & CONTENT:
            return super().write(vals)
        self.check_access("write")
        self._gaj_refuse_kept()
        result = super().write(vals)
        if vals.keys() & {"res_model", "res_id", "res_field"}:
            # nor does a file slip into a field that the system writes
            self.filtered("res_field")._gaj_refuse_kept()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_kept(self):
        if self.env.uid == SUPERUSER_ID:
            return
        # a step with lent rights replaces what a field holds; a message that is edited takes its files along
        (self.filtered(lambda file: not file.res_field) if self.env.su else self)._gaj_refuse_kept()

    def _gaj_refuse_kept(self):
        """Refuse to change these files if one of them is kept by its document, or by one that names it as its proof.

        :raises UserError: naming the file and the document
        """
        # sudo: whether a file is kept is asked whatever the user may read
        files = self.sudo()
        for name, group in files.filtered("res_id").grouped("res_model").items():
            if self._gaj_keeps_files(name):
                group._gaj_refuse_kept_at_home(name)
        for name in self.env.registry.descendants(["gaj.files.mixin"], "_inherit"):
            model = self.env[name].sudo().with_context(active_test=False)
            for field in [] if model._abstract else model._gaj_file_fields():
                for part in model.search([(field, "in", files.ids)])._gaj_keeping_files():
                    (part[field] & files)[:1]._gaj_refuse_change(part)

    def _gaj_keeps_files(self, name):
        return name in self.env and hasattr(self.env[name], "_gaj_keeping_files")

    def _gaj_refuse_kept_at_home(self, name):
        """Refuse if one of these files hangs on a document of model ``name`` that keeps it, or in a field of the system."""
        # sudo: as above; a document that is just being deleted takes its files along
        documents = self.env[name].sudo().browse(self.mapped("res_id")).exists()
        kept = documents._gaj_keeping_files()
        written = documents._gaj_system_fields() if hasattr(documents, "_gaj_system_fields") else set()
        for file in self:
            document = documents.filtered(lambda each, file=file: each.id == file.res_id)
            if document and (document in kept or file.res_field in written):
                file._gaj_refuse_change(document)

    def _gaj_refuse_change(self, document):
        """
        :raises UserError: that this file of ``document`` stays as it is
        """
        field = document._fields.get(self.sudo().res_field or "")
        raise UserError(
            self.env._(
                "“%(file)s” belongs to %(document)s and is kept as it is: it was decided on or signed. Nobody changes or"
                " removes it. If something is missing, attach another file beside it.",
                file=field._description_string(self.env) if field else self.sudo().name,
                document=document._gaj_files_name(),
            )
        )
