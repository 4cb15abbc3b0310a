from odoo import models

MODULE = "gaj_account"
LOADER = "_auto_install_template"


class IrModuleModule(models.Model):
    """The government chart is offered by the set-up; core would load it into a Chinese company without asking."""

    _inherit = "ir.module.module"

    def write(self, vals):
        registry = self.env.registry
        before = registry.__dict__.get(LOADER)
        result = super().write(vals)
        if len(self) == 1 and self.name == MODULE and registry.__dict__.get(LOADER) is not before:
            if before:
                setattr(registry, LOADER, before)
            else:
                delattr(registry, LOADER)
        return result
