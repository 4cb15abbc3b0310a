from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ..rules import tag_number


class GajTagMixin(models.AbstractModel):
    """Makes a model taggable: a 14-digit number, its link, its labels, and what a scan of it offers.

    An application overrides ``_gaj_scan_fields`` (other fields whose value identifies a record),
    ``_gaj_summary_fields`` (what the look-up screen shows), ``_gaj_label_values`` and ``_gaj_scan_actions``.
    """

    _name = "gaj.tag.mixin"
    _description = "Taggable"

    # Indexed fields that identify a record when scanned or typed: serial number, former number, room code.
    _gaj_scan_fields = ()
    _gaj_summary_fields = ()

    tag_no = fields.Char("Tag Number", copy=False, readonly=True, index="btree_not_null")
    tag_url = fields.Char("Tag Link", compute="_compute_tag_url")

    @api.depends("tag_no")
    def _compute_tag_url(self):
        for record in self:
            record.tag_url = record.tag_no and tag_number.deep_link(record.get_base_url(), record.tag_no)

    @api.model_create_multi
    def create(self, vals_list):
        if any(vals.get("tag_no") for vals in vals_list):
            self._gaj_refuse_tag_no()
        return super().create(vals_list)

    def write(self, vals):
        if "tag_no" in vals:
            self._gaj_refuse_tag_no()
        return super().write(vals)

    def unlink(self):
        """Delete the records: tags never printed go with them, printed ones are voided and stay as history."""
        # sudo: whoever may delete the record may retire its tag; nobody writes tags by hand
        tags = (
            self.env["gaj.tag"]
            .sudo()
            .search([("res_model", "=", self._name), ("res_id", "in", self.ids), ("state", "=", "bound")])
        )
        result = super().unlink()
        tags._gaj_retire()
        # sudo: as above, for the other numbers of the record
        self.env["gaj.tag.alias"].sudo().search([("res_model", "=", self._name), ("res_id", "in", self.ids)]).unlink()
        return result

    def _gaj_refuse_tag_no(self):
        raise UserError(
            self.env._(
                "Tag numbers are given out by the system and cannot be typed in. "
                "Assign a tag, or bind a blank one, and note a former number as such."
            )
        )

    def _gaj_tag_company(self):
        """Return the company whose tag unit numbers this record: its own, else the user's."""
        self.ensure_one()
        company = self.company_id if "company_id" in self._fields else self.env["res.company"]
        return company or self.env.company

    def _gaj_assign_tags(self):
        """Give each record of ``self`` without a tag the next number, consecutive in the order of ``self``.

        A handful of statements for each company, however many records. Records that have a tag keep it.

        :return: the records that got a number
        :raises AccessError: the user may not change one of the records
        :raises UserError: no numbers left this year
        """
        self.check_access("write")
        self.flush_recordset(["tag_no", *(["company_id"] if "company_id" in self._fields else [])])
        untagged = self.browse(self._gaj_untagged_ids())
        for company, records in untagged._gaj_by_tag_company().items():
            numbers = self.env["gaj.tag"]._gaj_new_numbers(company, len(records))
            self.env["gaj.tag"]._gaj_insert(company, numbers, self._name, records.ids)
            records._gaj_write_tag_no(dict(zip(records.ids, numbers, strict=True)))
        return untagged

    def action_assign_tags(self):
        """Give the chosen records tag numbers, for a button or the action menu of a list."""
        if not self._gaj_assign_tags():
            raise UserError(self.env._("Everything chosen carries a tag already. To replace a tag, void it first."))
        return False

    def _gaj_untagged_ids(self):
        """Return the ids of ``self`` without a tag number, in their order."""
        if not self:
            return []
        rows = self.env.execute_query(
            SQL(
                """
                SELECT record.id
                  FROM unnest(%(ids)s) WITH ORDINALITY AS wanted (id, place)
                  JOIN %(table)s AS record ON record.id = wanted.id
                 WHERE record.tag_no IS NULL
                 ORDER BY wanted.place
                """,
                table=SQL.identifier(self._table),
                ids=list(self.ids),
            )
        )
        return [row[0] for row in rows]

    def _gaj_by_tag_company(self):
        """Return ``{company: records}`` in one statement, records in the order of ``self``."""
        if "company_id" not in self._fields or not self._fields["company_id"].store:
            return {self.env.company: self} if self else {}
        rows = dict(
            self.env.execute_query(
                SQL("SELECT id, company_id FROM %s WHERE id = ANY(%s)", SQL.identifier(self._table), list(self.ids))
            )
        )
        groups = {}
        for record_id in self.ids:
            groups.setdefault(rows[record_id] or self.env.company.id, []).append(record_id)
        return {self.env["res.company"].browse(company): self.browse(ids) for company, ids in groups.items()}

    def _gaj_write_tag_no(self, numbers):
        """Store ``numbers`` (``{record id: tag number or None}``) in one statement; rights are the caller's matter."""
        if not numbers:
            return
        self.env.cr.execute(
            SQL(
                """
                UPDATE %(table)s AS record
                   SET tag_no = new.tag_no, write_uid = %(uid)s, write_date = %(now)s
                  FROM unnest(%(ids)s::integer[], %(numbers)s::varchar[]) AS new (id, tag_no)
                 WHERE record.id = new.id
                """,
                table=SQL.identifier(self._table),
                uid=self.env.uid,
                now=self.env.cr.now(),
                ids=list(numbers),
                numbers=list(numbers.values()),
            )
        )
        records = self.browse(numbers)
        records.invalidate_recordset(["tag_no", "tag_url", "write_uid", "write_date"])
        records.modified(["tag_no"])

    def _gaj_tags(self):
        """Return the bound tags of ``self``."""
        return self.env["gaj.tag"].search(
            [("res_model", "=", self._name), ("res_id", "in", self.ids), ("state", "=", "bound")]
        )

    def _gaj_check_may_print(self):
        """Refuse users who may not print the labels of ``self``; by default whoever may read the records prints.

        :raises AccessError: this user may not
        """

    def _gaj_carries_label(self):
        """Return the records of ``self`` on which a label is stuck; the number of the others is kept on paper only."""
        return self

    def _gaj_label_values(self):
        """Return one dict for each record with what its label prints (the arguments of ``LabelItem``)."""
        raise NotImplementedError(f"{self._name} does not say what its labels print")

    def _gaj_scan_actions(self):
        """Return what this user may do with the scanned record: dicts ``id``, ``label``, ``action``.

        ``action`` is an action dictionary of the web client. An action that the scan page can also offer names its
        address in ``url``, for example ``/gaj/scan/stocktake/5``. Applications add theirs to ``super()``.
        """
        self.ensure_one()
        return [
            {
                "id": "open",
                "label": self.env._("Open"),
                "action": {
                    "type": "ir.actions.act_window",
                    "res_model": self._name,
                    "res_id": self.id,
                    "views": [(False, "form")],
                },
            }
        ]

    def _gaj_scan_summary(self):
        """Return ``[{"label", "value"}]`` for the look-up screen, from ``_gaj_summary_fields``, empty ones left out."""
        self.ensure_one()
        described = self.fields_get(self._gaj_summary_fields, ["string", "selection"])
        lines = []
        for name in self._gaj_summary_fields:
            value = self[name] if name in described else None
            if isinstance(value, models.BaseModel):
                # sudo: the name of what a readable record points at, as the form shows it
                value = ", ".join(value.sudo().mapped("display_name"))
            elif value and described[name].get("selection"):
                value = dict(described[name]["selection"]).get(value, value)
            if isinstance(value, float):
                value = f"{value:.15g}"
            if value or (value == 0 and value is not False):
                lines.append({"label": described[name]["string"], "value": str(value)})
        return lines

    @api.model
    def _gaj_scan_domain(self, text):
        """Return the domain of records that ``text`` (normalised) identifies by something else than the tag."""
        if not self._gaj_scan_fields:
            return Domain.FALSE
        spellings = list(dict.fromkeys([text, text.upper(), text.lower()]))
        return Domain.OR(Domain(name, "in", spellings) for name in self._gaj_scan_fields)
