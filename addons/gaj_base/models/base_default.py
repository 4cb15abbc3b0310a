from odoo import models
from odoo.fields import Field
from odoo.tools import SQL


class Base(models.AbstractModel):
    """What these applications require on the models of others, the database fills in by itself.

    While an add-on of core is updated, models of others are used before the add-on that extends them is loaded: a new
    company, say, is written without the columns it does not know yet, but which the database requires already.
    """

    _inherit = "base"

    def _auto_init(self):
        result = super()._auto_init()
        for name, field in self._gaj_required_by_us():
            # the ORM wraps a constant into a function of its own; what a function of ours returns may change every day
            if field.default and field.default.__module__ == Field.__module__:
                self.env.cr.execute(
                    SQL(
                        "ALTER TABLE %s ALTER COLUMN %s SET DEFAULT %s",
                        SQL.identifier(self._table),
                        SQL.identifier(name),
                        field.convert_to_column(field.default(self), self),
                    )
                )
        return result

    def _gaj_required_by_us(self):
        """Return ``[(name, field)]`` of the required columns that an add-on of ours gave to a model of another add-on."""
        if not self._auto or self._abstract or self._transient:
            return []
        # what a mixin of ours brings comes with the model
        added = {
            field.name
            for cls in type(self).mro()
            if cls.__module__.startswith("odoo.addons.gaj_")
            and cls._name == self._name
            and cls._module != self._original_module
            for field in cls._field_definitions
        }
        return [
            (name, field)
            for name, field in self._fields.items()
            if name in added
            and field.required
            and field.store
            and field.column_type
            and field._modules[0].startswith("gaj_")
        ]
