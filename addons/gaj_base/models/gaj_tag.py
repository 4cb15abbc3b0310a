from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from ..rules import tag_number


class GajTag(models.Model):
    """One printed number: blank until it is bound to a record, void when its label is withdrawn. Never reused."""

    _name = "gaj.tag"
    _description = "Tag"
    _order = "tag_no desc"
    _rec_name = "tag_no"

    tag_no = fields.Char("Tag Number", size=14, required=True, readonly=True, copy=False)
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    state = fields.Selection(
        [("blank", "Blank"), ("bound", "Bound"), ("void", "Void")], default="blank", required=True, readonly=True
    )
    res_model = fields.Char("Record Type", readonly=True)
    res_id = fields.Many2oneReference("Record ID", model_field="res_model", readonly=True)
    record_name = fields.Char("Record", compute="_compute_record_name", compute_sudo=False)
    bound_on = fields.Datetime(readonly=True)
    printed_on = fields.Datetime("Last Printed On", readonly=True)
    print_count = fields.Integer("Times Printed", readonly=True)
    is_from_roll = fields.Boolean(
        "From a Roll", readonly=True, help="It was a blank label, and stuck on before it was bound."
    )
    layout = fields.Char("Last Label Layout", readonly=True)
    void_reason = fields.Char("Reason for Voiding", readonly=True)
    voided_on = fields.Datetime(readonly=True)
    tag_url = fields.Char("Tag Link", compute="_compute_tag_url")
    giai = fields.Char(
        "GS1 GIAI",
        compute="_compute_giai",
        help="Company prefix and tag number, which GS1 scanners read after (8004). Empty without a company prefix.",
    )

    _tag_no_uniq = models.UniqueIndex("(tag_no)", "This tag number is already in use.")
    _one_bound_per_record = models.UniqueIndex(
        "(res_model, res_id) WHERE state = 'bound'", "This record already carries a tag. Void the old tag first."
    )
    _record_idx = models.Index("(res_model, res_id) WHERE res_id IS NOT NULL")
    _tag_no_check_digits = models.Constraint(
        "CHECK (CASE WHEN tag_no ~ '^[0-9]{14}$' THEN tag_no::bigint % 97 = 1 ELSE FALSE END)",
        "A tag number has 14 digits and ends in its two check digits.",
    )
    _state_agrees = models.Constraint(
        """CHECK (CASE state WHEN 'bound' THEN res_model IS NOT NULL AND res_id IS NOT NULL
                             WHEN 'blank' THEN res_model IS NULL AND res_id IS NULL
                             ELSE void_reason IS NOT NULL END)""",
        "A bound tag names its record, a blank one none, and a void one says why.",
    )

    @api.depends("res_model", "res_id")
    def _compute_record_name(self):
        for model, tags in self.grouped("res_model").items():
            records = self.env[model].browse(tags.mapped("res_id")).exists() if model in self.env else self.browse()
            readable = records._filtered_access("read") if records else records
            names = {record.id: record.display_name for record in readable}
            for tag in tags:
                tag.record_name = names.get(tag.res_id, False)

    def _compute_tag_url(self):
        for tag in self:
            tag.tag_url = tag_number.deep_link(tag.get_base_url(), tag.tag_no)

    @api.depends("tag_no", "company_id.gaj_gs1_prefix")
    def _compute_giai(self):
        for tag in self:
            prefix = tag.company_id.gaj_gs1_prefix
            tag.giai = tag_number.giai(prefix, tag.tag_no)[4:] if prefix and tag.tag_no else False

    @api.ondelete(at_uninstall=False)
    def _unlink_printed_never(self):
        if kept := self.filtered(lambda tag: tag.print_count or tag.state == "void"):
            raise UserError(
                self.env._("Tag %s is kept as history and cannot be deleted. Void it instead.", kept[0].tag_no)
            )

    @api.model
    def _gaj_new_numbers(self, company, count):
        """Return ``count`` new consecutive tag numbers of ``company`` for this year."""
        year = fields.Date.context_today(self).year
        first = self.env["gaj.tag.counter"]._gaj_take(company.gaj_tag_unit, year, count)
        return [tag_number.make(int(company.gaj_tag_unit), year, serial) for serial in range(first, first + count)]

    @api.model
    def _gaj_insert(self, company, numbers, res_model=None, res_ids=None):
        """Insert the tags ``numbers`` in one statement, bound to ``res_ids`` in their order; return them."""
        self.flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                INSERT INTO gaj_tag (tag_no, company_id, state, res_model, res_id, bound_on, print_count,
                                     create_uid, write_uid, create_date, write_date)
                     SELECT new.tag_no, %(company)s, %(state)s, %(model)s, new.res_id, %(bound_on)s, 0,
                            %(uid)s, %(uid)s, %(now)s, %(now)s
                       FROM unnest(%(numbers)s::varchar[], %(res_ids)s::integer[]) AS new (tag_no, res_id)
                  RETURNING id
                """,
                company=company.id,
                state="bound" if res_model else "blank",
                model=res_model,
                bound_on=self.env.cr.now() if res_model else None,
                numbers=list(numbers),
                res_ids=list(res_ids or []),
                uid=self.env.uid,
                now=self.env.cr.now(),
            )
        )
        return self.browse(row[0] for row in rows)

    @api.model
    def _gaj_create_blank(self, company, count):
        """Create ``count`` blank tags with consecutive numbers, for a roll to be bound on the spot; return them.

        :raises UserError: count outside 1 to 10,000, or no serials left this year
        """
        if not self.env.user.has_group("gaj_base.group_gaj_officer"):
            raise AccessError(self.env._("Only an officer of compound affairs may issue blank tags."))
        if not 1 <= count <= 10_000:
            raise UserError(self.env._("A roll has between 1 and 10,000 blank tags; %s is not possible.", count))
        return self._gaj_insert(company, self._gaj_new_numbers(company, count))

    def _gaj_record(self):
        """Return the record this tag was last bound to, empty if there is none (any more)."""
        self.ensure_one()
        if not self.res_id or self.res_model not in self.env:
            return self.browse()
        return self.env[self.res_model].browse(self.res_id).exists()

    def _gaj_bind(self, record):
        """Bind this blank tag to ``record``, which carries none.

        :raises UserError: the tag is not blank, is of another company, or the record has a tag already
        :raises AccessError: the user may not change ``record``
        """
        self.ensure_one()
        record = record.ensure_one().with_env(self.env)
        record.check_access("write")
        company = record._gaj_tag_company()
        if self.state != "blank":
            raise UserError(self.env._("Tag %s is not blank. Take an unused tag from the roll.", self.tag_no))
        if company != self.company_id:
            raise UserError(
                self.env._(
                    "Tag %(tag)s belongs to %(company)s and cannot be bound to a record of %(other)s.",
                    tag=self.tag_no,
                    company=self.company_id.name,
                    other=company.name,
                )
            )
        record._gaj_tags().filtered(lambda tag: not tag.is_on_paper)._gaj_void(
            self.env._("Replaced by tag %s before it was printed.", self.tag_no)
        )
        # One record carries one bound tag at any moment: the old one is void before the new one is bound.
        self.env["gaj.tag"].flush_model()
        if record.tag_no:
            raise UserError(
                self.env._(
                    "%(record)s already carries tag %(tag)s. Void that tag first.",
                    record=record.display_name,
                    tag=record.tag_no,
                )
            )
        # sudo: tags are written by these methods only; the right to change the record was checked above
        self.sudo().write(
            {
                "state": "bound",
                "res_model": record._name,
                "res_id": record.id,
                "bound_on": self.env.cr.now(),
                "is_from_roll": True,
            }
        )
        record._gaj_write_tag_no({record.id: self.tag_no})

    def _gaj_void(self, reason):
        """Void these tags for ``reason`` and take their numbers off their records; repeating changes nothing.

        :raises UserError: no reason given
        :raises AccessError: the user may not change a tagged record, or is no officer and the tag is blank
        """
        reason = (reason or "").strip()
        if not reason:
            raise UserError(self.env._("Say why the tag is voided: damaged, lost, item disposed …"))
        live = self.filtered(lambda tag: tag.state != "void")
        officer = self.env.user.has_group("gaj_base.group_gaj_officer")
        if not officer and any(tag.state == "blank" for tag in live):
            raise AccessError(self.env._("Only an officer of compound affairs may void blank tags."))
        bound = live.filtered(lambda tag: tag.state == "bound" and tag.res_model in self.env)
        for model, tags in bound.grouped("res_model").items():
            records = self.env[model].browse(tags.mapped("res_id")).exists()
            records.check_access("write")
            records._gaj_write_tag_no(dict.fromkeys(records.ids))
        # sudo: tags are written by these methods only; the right to change each record was checked above
        live.sudo().write({"state": "void", "void_reason": reason, "voided_on": self.env.cr.now()})

    def _gaj_retire(self):
        """Drop these tags of deleted records: delete what no label ever showed, void the printed ones."""
        printed = self.filtered("print_count")
        (self - printed).unlink()
        reason = self.env._("The record was deleted.")
        printed.write({"state": "void", "void_reason": reason, "voided_on": self.env.cr.now()})

    @property
    def is_on_paper(self):
        """Return whether a label with this number exists: printed here, or stuck on from a roll."""
        return bool(self.print_count or self.is_from_roll)

    def _gaj_check_may_print(self):
        """
        :raises AccessError: if this user may not print a tag: blank ones are for officers, bound ones as their record says
        """
        if any(tag.state == "blank" for tag in self) and not self.env.user.has_group("gaj_base.group_gaj_officer"):
            raise AccessError(self.env._("Only an officer of compound affairs may print blank tags."))
        bound = self.filtered(lambda tag: tag.state == "bound" and tag.res_model in self.env)
        for model, tags in bound.grouped("res_model").items():
            self.env[model].browse(tags.mapped("res_id")).exists()._gaj_check_may_print()

    def _gaj_mark_printed(self, layout):
        """Count one more print of these tags on ``layout`` (a layout's name); the numbers stay."""
        if not self:
            return
        self.check_access("read")
        self.flush_recordset(["print_count"])
        # One statement: two people printing the same sheet must not lose a count.
        self.env.cr.execute(
            SQL(
                """
                UPDATE gaj_tag
                   SET print_count = COALESCE(print_count, 0) + 1, printed_on = %(now)s, layout = %(layout)s,
                       write_uid = %(uid)s, write_date = %(now)s
                 WHERE id = ANY(%(ids)s)
                """,
                now=self.env.cr.now(),
                layout=layout,
                uid=self.env.uid,
                ids=list(self.ids),
            )
        )
        self.invalidate_recordset(["print_count", "printed_on", "layout", "write_uid", "write_date"])

    def _gaj_label_values(self):
        """Return what the label of a blank tag prints: its number and whose it is."""
        return [{"tag_no": tag.tag_no, "url": tag.tag_url, "unit_name": tag.company_id.name} for tag in self]

    def _gaj_scan_actions(self):
        """Return what this user may do with a scanned blank tag."""
        self.ensure_one()
        bind = {
            "type": "ir.actions.act_window",
            "name": self.env._("Bind Tag"),
            "res_model": "gaj.tag.bind",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_tag_id": self.id},
        }
        return [{"id": "bind", "label": self.env._("Bind to a Record"), "action": bind}]

    def action_open_record(self):
        """Open the record that carries this tag, for the button of the form."""
        self.ensure_one()
        record = self._gaj_record()
        if not record:
            raise UserError(self.env._("Tag %s is bound to no record.", self.tag_no))
        return {
            "type": "ir.actions.act_window",
            "res_model": record._name,
            "res_id": record.id,
            "views": [(False, "form")],
        }
