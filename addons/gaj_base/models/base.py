import math
import re

from odoo import api, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.orm.models import get_columns_from_sql_diagnostics
from odoo.tools import SQL, format_list
from psycopg2.errors import CheckViolation, ForeignKeyViolation, NotNullViolation, UniqueViolation

#: What a client sends as one value; lists of other records' values are looked at when those records are written.
SCALARS = {"integer", "float", "monetary", "boolean", "date", "datetime", "selection", "many2one", "char", "text"}
INTEGERS = range(-(2**31), 2**31)


class Base(models.AbstractModel):
    """What every model of these applications refuses, it refuses with the name of the record, the field and a way out."""

    _inherit = "base"

    @api.model_create_multi
    def create(self, vals_list):
        self._gaj_refuse_wrong_values(*vals_list)
        return super().create(vals_list)

    def write(self, vals):
        self._gaj_refuse_wrong_values(vals)
        return super().write(vals)

    # values of a wrong type

    def _gaj_refuse_wrong_values(self, *vals_list):
        """Refuse what no field can hold, such as a word for a number or an unknown choice.

        A model whose own ``create`` or ``write`` reckons with what it is sent calls this first.

        :raises ValidationError: naming the record, the field, the value and what is expected
        """
        if self.env.su or not self._name.startswith("gaj."):
            return
        for vals in vals_list:
            for name, value in vals.items():
                field = self._fields.get(name)
                if field and field.type in SCALARS and not self._gaj_can_hold(field, value):
                    raise ValidationError(
                        self.env._(
                            "%(record)s: “%(value)s” cannot stand in “%(field)s”. %(expected)s",
                            record=self._gaj_refused_name(vals),
                            value=value,
                            field=field._description_string(self.env),
                            expected=self._gaj_expected(field),
                        )
                    )

    def _gaj_can_hold(self, field, value):
        """Return whether ``field`` can hold the ``value`` that a client sent."""
        if value is None or value is False:
            return True
        if isinstance(value, (dict, list, tuple, set)) or (
            field.type == "many2one" and isinstance(value, (str, float))
        ):
            return False
        try:
            held = field.convert_to_cache(value, self.browse())
        except (TypeError, ValueError, ArithmeticError):
            return False
        if field.type == "selection":
            return not held or held in field.get_values(self.env)
        if field.type == "integer":
            return (held or 0) in INTEGERS
        if field.type in ("float", "monetary"):
            return math.isfinite(held or 0)
        return "\x00" not in held if isinstance(held, str) else True

    def _gaj_expected(self, field):
        """Return the sentence that says what ``field`` expects."""
        if field.type == "selection":
            choices = [f"{label} ({key})" for key, label in field._description_selection(self.env)]
            return self.env._("Choose one of: %s.", format_list(self.env, choices, "or"))
        if field.type in ("date", "datetime"):
            return self.env._("Write a day as year, month and day: 2026-01-31.")
        if field.type == "integer":
            return self.env._("Write a whole number, without words or units.")
        if field.type in ("float", "monetary"):
            return self.env._("Write a number such as 1200.50, without words or units.")
        if field.type == "many2one":
            return self.env._("Choose one of the records there are.")
        return self.env._("Write plain text.")

    def _gaj_refused_name(self, vals=None):
        """Return what a refusal calls this record, or one that was to be made of ``vals``."""
        name = self[:1].display_name if self.ids else (vals or {}).get(self._rec_name)
        return name if name and isinstance(name, str) else self.env["ir.model"]._get(self._name).name

    # refusals of the database

    @api.model
    def _sql_error_to_message(self, exc):
        """Return the sentence of core or of the constraint, and to it for our tables what core leaves out."""
        message = super()._sql_error_to_message(exc)
        diag = exc.diag
        if not (self._name.startswith("gaj.") or "_gaj_" in (diag.constraint_name or "")):
            return message
        if isinstance(exc, ForeignKeyViolation):
            return self._gaj_foreign_key_message(diag) or message
        if isinstance(exc, UniqueViolation):
            return self._gaj_unique_message(diag, message)
        if isinstance(exc, (CheckViolation, NotNullViolation)):
            return self._gaj_row_message(diag, message, missing=isinstance(exc, NotNullViolation))
        return message

    def _gaj_row_message(self, diag, message, missing):
        """Return ``message`` of a refused row with the name of the record and the values of the fields in question."""
        row = self._gaj_failing_row(diag)
        columns = get_columns_from_sql_diagnostics(self.env.cr, diag, check_registry=True)
        fields = [self._fields[column] for column in columns if column in self._fields]
        record = self.browse(row.get("id", [])).exists()
        name = record._gaj_refused_name({self._rec_name: row.get(self._rec_name)})
        if not fields:
            return self.env._("%(record)s: %(rule)s", record=name, rule=message)
        if missing:
            return self.env._(
                "%(record)s: “%(field)s” is missing. Fill it in and save again.",
                record=name,
                field=fields[0]._description_string(self.env),
            )
        return self.env._(
            "%(record)s: %(rule)s It was to be: %(values)s. Correct this and save again.",
            record=name,
            rule=message,
            values=format_list(self.env, [self._gaj_labelled(field, row.get(field.name)) for field in fields]),
        )

    def _gaj_failing_row(self, diag):
        """Return ``{column: text}`` of the row that PostgreSQL quotes; only its ``id`` where it cannot be taken apart."""
        found = re.match(r"^.*?\((.*)\)\.?$", diag.message_detail or "", re.DOTALL)
        values = found.group(1).split(", ") if found else []
        columns = self.env.execute_query(
            SQL(
                "SELECT attname FROM pg_attribute WHERE attrelid = to_regclass(%s) AND attnum > 0 AND NOT attisdropped"
                " ORDER BY attnum",
                diag.table_name,
            )
        )
        row = {}
        if len(values) == len(columns):
            row = {column: value for (column,), value in zip(columns, values, strict=True) if value != "null"}
        elif values and columns and columns[0] == ("id",):
            row = {"id": values[0]}
        if "id" in row:
            row["id"] = int(row["id"])
        return row

    def _gaj_labelled(self, field, raw):
        """Return the label of ``field`` and what PostgreSQL shows as its value, as the user reads it."""
        label = field._description_string(self.env)
        if raw is None:
            return self.env._("%s empty", label)
        if field.type == "boolean":
            raw = self.env._("yes") if raw == "t" else self.env._("no")
        elif field.type == "selection":
            raw = dict(field._description_selection(self.env)).get(raw, raw)
        elif field.type == "many2one" and raw.isdigit():
            # the user chose it, so their own rights tell its name
            other = self.env[field.comodel_name].search([("id", "=", int(raw))])
            raw = other.display_name or raw
        return f"{label} {raw}"

    def _gaj_unique_message(self, diag, message):
        """Return ``message`` of a second record of its kind with what is the same, and the name of the first one."""
        found = re.match(r"^.*?\((.*)\)=\((.*)\)", diag.message_detail or "", re.DOTALL)
        # the commas within an expression such as COALESCE(parent_id, 0) divide no columns
        columns = re.split(r", (?![^(]*\))", found.group(1)) if found else []
        values = found.group(2).split(", ") if found else []
        same = [
            (self._fields[column], value)
            for column, value in zip(columns, values, strict=False)
            if len(columns) == len(values) and column in self._fields
        ]
        if not same:
            return message
        first = self.search(Domain.AND([[(field.name, "=", value)] for field, value in same]), limit=2)
        shown = [self._gaj_labelled(field, value) for field, value in same if field.name != "company_id"]
        return self.env._(
            "%(record)s: %(rule)s The same in both: %(values)s. Open the one that is there, or write something else here.",
            record=first._gaj_refused_name() if len(first) == 1 else self._gaj_refused_name(),
            rule=message,
            values=format_list(self.env, shown),
        )

    def _gaj_foreign_key_message(self, diag):
        """Return the sentence about a record that others use, or about one that is not there; None if it is not known."""
        found = re.match(r"^.*?\((\w+)\)=\((\d+)\)", diag.message_detail or "")
        columns = get_columns_from_sql_diagnostics(self.env.cr, diag, check_registry=True)
        field = self._fields.get(columns[0]) if len(columns) == 1 else None
        if not found or not field or field.type != "many2one":
            return None
        key, record_id = found.group(1), int(found.group(2))
        other = self.env[field.comodel_name].browse(record_id)
        values = {
            "field": field._description_string(self.env),
            "model": self.env["ir.model"]._get(self._name).name,
        }
        if key == field.name:
            return self.env._(
                "%(model)s: what was chosen for “%(field)s” is not there any more. Reload the page and choose another one.",
                **values,
            )
        # sudo: how many records stand in the way is no secret to who may delete this one
        uses = self.sudo().with_context(active_test=False).search_count([(field.name, "=", record_id)])
        values |= {"record": other._gaj_refused_name(), "count": uses}
        if other._active_name:
            return self.env._(
                "%(record)s is used as “%(field)s” by %(count)s records of “%(model)s” and cannot be deleted. Archive it,"
                " or choose another one there first.",
                **values,
            )
        return self.env._(
            "%(record)s is used as “%(field)s” by %(count)s records of “%(model)s” and cannot be deleted. Choose another"
            " one there first.",
            **values,
        )
