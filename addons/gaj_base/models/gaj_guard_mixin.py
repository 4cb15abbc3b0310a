from odoo import api, models
from odoo.exceptions import UserError

#: The company is looked after by the record rules, the rest by Odoo.
FREE = {"company_id", *models.MAGIC_COLUMNS}


class GajGuardMixin(models.AbstractModel):
    """What the system sets, no hand sets: stored fields that are read-only stay so for every client.

    States, signatures, totals and links to other documents are read-only on the screen, but a client that may write
    the record could send them all the same, or have them filled in as defaults (by its context or as a default of the
    user) when it makes a record. Steps write them with lent rights.
    """

    _name = "gaj.guard.mixin"
    _description = "Record with Values Set by the System"
    _inherit = ["gaj.files.mixin"]

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        if self.env.su:
            return values
        for name in self._gaj_system_fields() & values.keys():
            field = self._fields[name]
            del values[name]
            if field.default:
                value = field.convert_to_cache(field.default(self), self, validate=False)
                values[name] = field.convert_to_write(field.convert_to_record(value, self), self)
        return values

    @api.model_create_multi
    def create(self, vals_list):
        self.check_access("create")
        # numbers and the like are filled in by the models themselves, which look at the rest of the values before
        computed = {name for vals in vals_list for name in vals if name in self._fields and self._fields[name].compute}
        self._gaj_refuse_system_fields(computed)
        return super().create(vals_list)

    def write(self, vals):
        self.check_access("write")
        if not self.env.su:
            sent = self._gaj_system_fields() & vals.keys()
            self._gaj_refuse_system_fields({name for name in sent if self._gaj_differs(name, vals[name])})
            self._gaj_refuse_closed(vals)
        return super().write(vals)

    def _gaj_closed_fields(self):
        """Return the names of the fields of this record that no hand changes any more, because it is finished."""
        return set()

    def _gaj_instead(self):
        """Return the sentence that says what to do instead of changing a finished record."""
        return self.env._("Write a message below instead: it says who wrote it and when.")

    def _gaj_refuse_closed(self, vals):
        """
        :raises UserError: if a hand changes what is finished
        """
        for record in self:
            for name in sorted(vals.keys() & record._gaj_closed_fields()):
                if record._gaj_differs(name, vals[name]):
                    raise UserError(
                        self.env._(
                            "%(record)s is “%(state)s”, so its “%(field)s” stays as it is. %(instead)s",
                            record=record.display_name,
                            state=dict(self._fields["state"]._description_selection(self.env))[record.state],
                            field=self._fields[name]._description_string(self.env),
                            instead=record._gaj_instead(),
                        )
                    )

    def _gaj_system_fields(self):
        """Return the names of the stored fields that are computed, copied or written by steps, and edited by nobody."""
        return {
            name
            for name, field in self._fields.items()
            if field.store and field.readonly and not field.inverse and name not in FREE
        }

    def _gaj_differs(self, name, value):
        """Return whether ``value`` of a write would change the field ``name``; a client may send back what it read."""
        field = self._fields.get(name)
        return bool(field) and any(
            field.convert_to_write(field.convert_to_record(field.convert_to_cache(value, record), record), record)
            != field.convert_to_write(record[name], record)
            for record in self
        )

    def _gaj_refuse_system_fields(self, names):
        """
        :raises UserError: if a hand writes one of the system's fields among ``names``
        """
        refused = sorted(self._gaj_system_fields() & set(names)) if names and not self.env.su else []
        if refused:
            raise UserError(
                self.env._(
                    "%(record)s: “%(field)s” is set by the system or by a step, never by hand. Leave it out, and change"
                    " what it follows from.",
                    record=self[:1].display_name or self.env["ir.model"]._get(self._name).name,
                    field=self._fields[refused[0]]._description_string(self.env),
                )
            )
