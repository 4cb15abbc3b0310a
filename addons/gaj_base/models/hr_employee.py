from odoo import api, models

#: What a field that links to an employee opens to choose from; on a phone nothing else.
PICKERS = {"kanban", "list", "search"}


class HrEmployee(models.Model):
    _inherit = "hr.employee"

    @api.model
    def get_views(self, views, options=None):
        """Let whoever may not read personnel files choose a colleague from the public list, on a phone as well.

        Odoo refuses every view of employees to them; on a wide screen the name is enough, a phone opens the list.
        """
        if self.browse().has_access("read") or {kind for _view, kind in views} - PICKERS:
            return super().get_views(views, options)
        found = self.env["hr.employee.public"].get_views([(False, kind) for _view, kind in views], options)
        found["models"][self._name] = found["models"].pop("hr.employee.public")
        return found

    def unlink(self):
        self.env["gaj.bookable"]._gaj_forget(self)
        return super().unlink()
