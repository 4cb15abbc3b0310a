import base64
import os

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..rules import label_font, label_pdf, label_zpl, tag_number
from ..rules.labels import LAYOUTS, LabelDoesNotFit, LabelItem

FONT_PARAMETER = "gaj_base.label_font"
USUAL_FONT = "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc"
MAX_LABELS = 10_000
_SHOWN = 5


class GajLabelPrint(models.TransientModel):
    """Prints the labels of the records chosen in a list: of any model that carries tags, or of blank tags."""

    _name = "gaj.label.print"
    _description = "Label Printing"

    res_model = fields.Char("Record Type", required=True, readonly=True)
    res_ids = fields.Json("Records", readonly=True)
    layout = fields.Selection([(name, layout.title) for name, layout in LAYOUTS.items()], "Paper", required=True)
    output = fields.Selection(
        [("pdf", "PDF (any printer)"), ("zpl", "ZPL (label printer)")],
        "File Format",
        compute="_compute_output",
        store=True,
        precompute=True,
        readonly=False,
        required=True,
    )
    bars = fields.Selection(
        [("tag", "Tag Number"), ("giai", "GS1 GIAI")],
        "Bars Say",
        default="tag",
        required=True,
        help="A GIAI (GS1-128) takes half as much room again: where it does not fit, the label is refused.",
    )
    has_gs1_prefix = fields.Boolean(compute="_compute_has_gs1_prefix")
    start = fields.Integer(
        "First Label", compute="_compute_start", store=True, precompute=True, readonly=False, required=True
    )
    order = fields.Selection(
        [("chosen", "As in the list"), ("place", "By place"), ("tag", "By tag number"), ("name", "By name")],
        default="chosen",
        required=True,
    )
    count = fields.Integer("Labels", compute="_compute_count")
    untagged_count = fields.Integer("Records without Tag", compute="_compute_count")
    exempt_count = fields.Integer("Records without Label", compute="_compute_count")
    is_roll = fields.Boolean(compute="_compute_sheet")
    columns = fields.Integer(compute="_compute_sheet")
    rows = fields.Integer(compute="_compute_sheet")
    pages = fields.Integer("Sheets", compute="_compute_sheet")
    file = fields.Binary(attachment=True, readonly=True)
    file_name = fields.Char(readonly=True)

    @api.model
    def default_get(self, fields):
        """Take the records from the list and the paper this user printed on last."""
        values = super().default_get(fields)
        values.setdefault("res_model", self.env.context.get("active_model"))
        values.setdefault("res_ids", self.env.context.get("active_ids") or [])
        last = self.search([("create_uid", "=", self.env.uid)], order="id desc", limit=1)
        values.setdefault("layout", last.layout or next(iter(LAYOUTS)))
        return {name: value for name, value in values.items() if name in fields}

    @api.depends("layout")
    def _compute_output(self):
        for wizard in self:
            sheet = wizard.layout and not LAYOUTS[wizard.layout].is_roll
            wizard.output = "pdf" if sheet else wizard.output or "pdf"

    @api.depends("layout")
    def _compute_start(self):
        for wizard in self:
            fits = wizard.layout and 1 <= wizard.start <= LAYOUTS[wizard.layout].per_page
            wizard.start = wizard.start if fits else 1

    @api.depends("res_model", "res_ids")
    def _compute_count(self):
        for wizard in self:
            records = wizard._gaj_records()
            wizard.exempt_count = len(records) - len(wizard._gaj_labelled(records))
            records = wizard._gaj_labelled(records)
            wizard.count = len(records)
            wizard.untagged_count = len(records.filtered(lambda record: not record.tag_no))

    @api.depends_context("company")
    def _compute_has_gs1_prefix(self):
        self.has_gs1_prefix = bool(self.env.company.gaj_gs1_prefix)

    @api.depends("layout", "start", "count")
    def _compute_sheet(self):
        for wizard in self:
            layout = LAYOUTS.get(wizard.layout)
            wizard.is_roll = not layout or layout.is_roll
            wizard.columns = layout.columns if layout else 1
            wizard.rows = layout.rows if layout else 1
            wizard.pages = -(-(wizard.start - 1 + wizard.count) // (wizard.columns * wizard.rows))

    def action_assign_tags(self):
        """Give a number to the records that have none, and show the wizard again."""
        self.ensure_one()
        self.check_access("write")
        records = self._gaj_records()
        if records._name != "gaj.tag":
            records._gaj_assign_tags()
        self.invalidate_recordset(["untagged_count"])
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Print Labels"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
        }

    def action_print(self):
        """Make the file, count the print, and download the file.

        :raises UserError: a record has no tag or a void one, a code does not fit on the paper, or there is no font
        """
        self.ensure_one()
        self.check_access("write")
        chosen = self._gaj_records()
        chosen._gaj_check_may_print()
        records = self._gaj_labelled(chosen)
        if chosen and not records:
            raise UserError(
                self.env._(
                    "These things carry no label: %(names)s. Their numbers and codes stand on the card of their room.",
                    names=self._gaj_names(chosen),
                )
            )
        self._gaj_check_printable(records)
        content = self._gaj_render(self._gaj_items(records))
        self.write(
            {"file": base64.b64encode(content), "file_name": f"labels-{self.layout}-{len(records)}.{self.output}"}
        )
        tags = records if records._name == "gaj.tag" else records._gaj_tags()
        tags._gaj_mark_printed(self.layout)
        url = f"/web/content/{self._name}/{self.id}/file/{self.file_name}?download=true"
        return {"type": "ir.actions.client", "tag": "gaj_base.download", "params": {"url": url}}

    def _gaj_records(self):
        """Return the records to print that still exist.

        :raises UserError: the list shows something that carries no tags
        :raises AccessError: the user may not read one of them
        """
        self.ensure_one()
        if self.res_model not in ["gaj.tag", *self.env["gaj.scan"]._gaj_taggable_models()]:
            raise UserError(
                self.env._(
                    "Labels are for records that carry a tag. Open a list of such records, choose some and print their labels from there."
                )
            )
        ids = [record_id for record_id in self.res_ids or [] if isinstance(record_id, int)]
        records = self.env[self.res_model].browse(dict.fromkeys(ids)).exists()
        records.check_access("read")
        return records

    def _gaj_labelled(self, records):
        """Return ``records`` without those on which no label is stuck."""
        return records if records._name == "gaj.tag" else records._gaj_carries_label()

    def _gaj_check_printable(self, records):
        if not records:
            raise UserError(self.env._("There is nothing to print. Choose records in the list first."))
        if len(records) > MAX_LABELS:
            raise UserError(
                self.env._(
                    "%(count)s labels are too many for one file. Print at most %(most)s at a time.",
                    count=len(records),
                    most=MAX_LABELS,
                )
            )
        if untagged := records.filtered(lambda record: not record.tag_no):
            raise UserError(
                self.env._(
                    "No tag number yet: %(names)s. Assign tags first, then print.", names=self._gaj_names(untagged)
                )
            )
        if records._name == "gaj.tag" and (void := records.filtered(lambda tag: tag.state == "void")):
            raise UserError(
                self.env._("Void and never printed again: %(names)s. Leave them out.", names=self._gaj_names(void))
            )
        layout = LAYOUTS[self.layout]
        if not 1 <= self.start <= layout.per_page:
            raise UserError(
                self.env._(
                    "The first label can stand at 1 to %(last)s on this paper, not at %(start)s.",
                    last=layout.per_page,
                    start=self.start,
                )
            )
        if self.output == "zpl" and not layout.is_roll:
            raise UserError(self.env._("Label printers take rolls, not sheets. Choose a roll or the PDF format."))

    def _gaj_names(self, records):
        """Return the names of the first ``records``, and how many more there are."""
        names = ", ".join(records[:_SHOWN].mapped("display_name"))
        more = len(records) - _SHOWN
        return self.env._("%(names)s and %(count)s more", names=names, count=more) if more > 0 else names

    def _gaj_items(self, records):
        """Return the labels in the order wished."""
        if records._name == "gaj.tag":
            values = self._gaj_tag_values(records)
        else:
            values = records._gaj_label_values()
        keys = {"place": "place", "tag": "tag_no", "name": "name"}
        damaged = [label["tag_no"] for label in values if not tag_number.is_valid(label["tag_no"])]
        if damaged:
            raise UserError(
                self.env._("The tag number %s has wrong check digits. Void that tag and assign a new one.", damaged[0])
            )
        if self.bars == "giai":
            values = self._gaj_with_giai(records, values)
        items = [LabelItem(**{name: value or "" for name, value in label.items()}) for label in values]
        if self.order in keys:
            items.sort(key=lambda item: (getattr(item, keys[self.order]), item.tag_no))
        return items

    def _gaj_with_giai(self, records, values):
        """Return ``values`` of ``records``, each with the GIAI of its tag number.

        :raises UserError: a company has no GS1 prefix
        """
        result = []
        for record, label in zip(records, values, strict=True):
            company = record.company_id if record._name == "gaj.tag" else record._gaj_tag_company()
            if not company.gaj_gs1_prefix:
                raise UserError(
                    self.env._(
                        "%s has no GS1 company prefix. Enter it in the settings, or let the bars say the tag number.",
                        company.name,
                    )
                )
            result.append({**label, "giai": tag_number.giai(company.gaj_gs1_prefix, label["tag_no"])})
        return result

    def _gaj_tag_values(self, tags):
        """Return what the labels of ``tags`` print, in their order: of the record of a bound one, if readable."""
        labels = {label["tag_no"]: label for label in tags._gaj_label_values()}
        bound = tags.filtered(lambda tag: tag.state == "bound" and tag.res_model in self.env)
        for model, group in bound.grouped("res_model").items():
            records = self.env[model].browse(group.mapped("res_id")).exists()._filtered_access("read")
            labels.update({label["tag_no"]: label for label in records._gaj_label_values()})
        return [labels[tag.tag_no] for tag in tags]

    def _gaj_render(self, items):
        """Return the file's bytes.

        :raises UserError: a code or number does not fit, or there is no font
        """
        layout, path = LAYOUTS[self.layout], self._gaj_font_path()
        captions = {
            "name": self.env._("Name"),
            "asset_no": self.env._("No."),
            "model": self.env._("Model"),
            "place": self.env._("Place"),
            "date": self.env._("Date"),
        }
        try:
            if self.output == "zpl":
                return label_zpl.render_zpl(layout, items, path, captions).encode()
            return label_pdf.render_pdf(layout, items, self.start, path, captions)
        except LabelDoesNotFit as refusal:
            raise UserError(self._gaj_refusal(refusal)) from refusal
        except label_font.LabelFontError as error:
            raise UserError(self._gaj_font_refusal(error)) from error

    @api.model
    def _gaj_font_refusal(self, error):
        """Return what to do about a font that cannot be used, in the user's language."""
        return self.env._(
            "The label font %(path)s cannot be used. Ask the administrator to install the font "
            "WenQuanYi Zen Hei, or to name another TrueType font in the system parameter %(parameter)s.",
            path=error.path,
            parameter=FONT_PARAMETER,
        )

    def _gaj_refusal(self, refusal):
        """Return why a label does not fit and what to do, in the user's language."""
        if refusal.reason == "number":
            return self.env._(
                "Label %(label)s: the number needs %(needed)s lines, this paper has %(available)s. "
                "Choose a larger label; numbers are never cut.",
                label=refusal.label,
                needed=refusal.needed,
                available=refusal.available,
            )
        return self.env._(
            "Label %(label)s: the code needs %(needed)s mm, this paper has %(available)s mm. Choose a larger label, "
            "or a shorter server address; codes are never shrunk below what scanners read.",
            label=refusal.label,
            needed=f"{refusal.needed:.1f}",
            available=f"{refusal.available:.1f}",
        )

    @api.model
    def _gaj_font_path(self):
        """Return the path of the label font: system parameter, environment, usual place."""
        # sudo: one configuration parameter, shown to nobody but in a refusal
        configured = self.env["ir.config_parameter"].sudo().get_param(FONT_PARAMETER)
        return configured or os.environ.get("GAJ_FONT") or USUAL_FONT
