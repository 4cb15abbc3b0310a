import tempfile

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..rules.sheet_writer import MAX_ROWS, TooManyRows, write_table

#: Rows fetched from the database at a time.
ROWS_AT_A_TIME = 2000


class GajSheetExport(models.AbstractModel):
    """What an application declares to have records leave as an .xlsx file with the official columns.

    The rows run from a database cursor into the file, so that neither the server nor the database keeps them all.
    """

    _name = "gaj.sheet.export"
    _description = "Export of a Table"

    _gaj_model = None
    # The order of the rows; without it, that of the model.
    _gaj_order = None

    def _gaj_columns(self):
        """Return the list of ``ExportColumn`` in the official order."""
        raise NotImplementedError(f"{self._name} declares no columns")

    def _gaj_title(self):
        """Return the name of the file (without ending) and of its sheet."""
        return self.env["ir.model"]._get(self._name).name

    def _gaj_download(self, domain):
        """Return the action that downloads the records in ``domain`` which the user may read."""
        self.env[self._gaj_model].check_access("read")
        download = self.env["gaj.sheet.download"].create({"exporter": self._name, "domain": list(domain)})
        return {"type": "ir.actions.act_url", "url": f"/gaj/sheet/{download.id}", "target": "download"}

    def _gaj_file(self, domain):
        """Return a temporary binary file with the records in ``domain``, at its beginning; closing it removes it.

        :raises UserError: if the records do not fit into one worksheet
        """
        columns = self._gaj_columns()
        target = tempfile.TemporaryFile()  # noqa: SIM115 - the caller sends and closes it
        try:
            write_table(target, self._gaj_title(), columns, self._gaj_rows(domain, columns))
        except TooManyRows as error:
            target.close()
            raise UserError(
                self.env._("A worksheet holds %s rows. Filter the list and export it in parts.", MAX_ROWS - 1)
            ) from error
        target.seek(0)
        return target

    def _gaj_rows(self, domain, columns):
        """Yield one tuple of the stored values of ``columns`` for each record in ``domain``, in their order."""
        model = self.env[self._gaj_model]
        query = model._search(domain, order=self._gaj_order or model._order)
        terms = [self._gaj_term(model, query, column) for column in columns]
        self.env.flush_all()
        cr = self.env.cr
        cr.execute(SQL("DECLARE gaj_export NO SCROLL CURSOR FOR %s", query.select(*terms)))
        try:
            while True:
                cr.execute("FETCH %s FROM gaj_export", [ROWS_AT_A_TIME])
                rows = cr.fetchall()
                yield from rows
                if len(rows) < ROWS_AT_A_TIME:
                    break
        finally:
            cr.execute("CLOSE gaj_export")

    def _gaj_term(self, model, query, column):
        """Return the SQL of one column; names of records that are pointed at show as they do in a list."""
        if not column.path:
            return SQL("%s", column.constant)
        alias = query.table
        *steps, last = column.path.split(".")
        for step in steps:
            model, alias = model._fields[step].join(model, alias, query)
            model = model.sudo()  # the name of what a readable record points at, as in any list
        return model._field_to_sql(alias, last, query)
