import base64
import hashlib

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..rules import sheet_values
from ..rules.sheet_reader import SheetRefused, read
from ..rules.sheet_table import Finding, error_workbook, parse, primary_kinds

#: What a user may set; everything else follows from the file.
EDITABLE = {"name", "file", "importer", "company_id", "leave_out_bad", "offer_ids"}
NAMED_IN_REFUSAL = 5


class GajSheetImport(models.Model):
    """A file with a table: looked at, refused row by row or imported as a whole, and taken back as a whole."""

    _name = "gaj.sheet.import"
    _description = "Import of a Table"
    _order = "id desc"
    _check_company_auto = True

    name = fields.Char(string="File Name")
    file = fields.Binary(attachment=True, required=True, help="An .xlsx or .csv file, as it is.")
    importer = fields.Selection(selection="_selection_importers", string="What It Is", required=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, readonly=True, default=lambda self: self.env.company
    )
    state = fields.Selection(
        [("draft", "Draft"), ("previewed", "Looked At"), ("done", "Imported"), ("undone", "Taken Back")],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        index=True,
    )
    sha256 = fields.Char(string="Fingerprint", readonly=True, copy=False)
    leave_out_bad = fields.Boolean(
        string="Leave Out Refused Rows",
        copy=False,
        help="Import the good rows and leave the refused ones for later. Otherwise one refused row stops the import.",
    )
    row_count = fields.Integer(string="Rows", readonly=True, copy=False)
    good_count = fields.Integer(string="Good Rows", readonly=True, copy=False)
    bad_count = fields.Integer(string="Refused Rows", readonly=True, copy=False)
    report = fields.Json(readonly=True, copy=False, help="What was read, left out and counted.")
    report_html = fields.Html(compute="_compute_report_html", sanitize=False, string="What the File Holds")
    offer_ids = fields.One2many("gaj.sheet.import.offer", "import_id", string="Not Known Yet")
    error_ids = fields.One2many("gaj.sheet.import.error", "import_id", string="Reasons for Refusal", readonly=True)
    record_ids = fields.One2many("gaj.sheet.import.record", "import_id", readonly=True)
    created_count = fields.Integer(string="Records Created", readonly=True, copy=False)
    error_file = fields.Binary(string="Error Workbook", attachment=True, readonly=True, copy=False)
    error_file_name = fields.Char(compute="_compute_error_file_name")
    imported_on = fields.Datetime(readonly=True, copy=False)
    imported_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    undone_on = fields.Datetime(string="Taken Back On", readonly=True, copy=False)

    _file_once = models.UniqueIndex(
        "(company_id, importer, sha256) WHERE state = 'done'",
        "This file has been imported already. Take that import back first, or choose another file.",
    )

    @api.model
    def _selection_importers(self):
        base = self.env.registry["gaj.sheet.importer"]
        models_ = [cls for cls in self.env.registry.values() if issubclass(cls, base) and cls._name != base._name]
        names = (
            {
                model.model: model.name
                for model in self.env["ir.model"].sudo().search([("model", "in", [c._name for c in models_])])
            }
            if models_
            else {}
        )
        return sorted(names.items(), key=lambda item: item[1])

    @api.depends("name")
    def _compute_error_file_name(self):
        for record in self:
            stem = (record.name or "").rsplit(".", 1)[0]
            record.error_file_name = self.env._("Errors %s.xlsx", stem).strip()

    @api.depends("report", "state")
    def _compute_report_html(self):
        for record in self:
            record.report_html = record.report and self.env["ir.qweb"]._render(
                "gaj_base.sheet_import_report", {"record": record, "report": record.report}
            )

    @api.model_create_multi
    def create(self, vals_list):
        self.check_access("create")
        for vals in vals_list:
            self._check_editable(vals)
        return super().create(vals_list)

    def write(self, vals):
        self.check_access("write")
        self._check_editable(vals)
        if vals.keys() & {"file", "importer", "company_id"}:
            if self.filtered(lambda record: record.state in ("done", "undone")):
                raise UserError(self.env._("An import that was carried out keeps its file. Start a new one."))
            vals = {**vals, "state": "draft", "report": False, "error_ids": [(5,)], "offer_ids": [(5,)]}
            result = super(GajSheetImport, self.sudo()).write(vals)  # sudo: state and lists follow from the file
            # whose import it is now counts as well
            self.flush_recordset(["company_id"])
            self.check_access("write")
            return result
        return super().write(vals)

    def _check_editable(self, vals):
        """Refuse values that only the import itself may set."""
        locked = vals.keys() - EDITABLE
        if locked and not self.env.su:
            raise UserError(
                self.env._(
                    "These values of an import follow from its file and cannot be set: %s.", ", ".join(sorted(locked))
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_done(self):
        for record in self:
            if record.state == "done":
                raise UserError(
                    self.env._("The import “%s” has made records. Take it back before deleting it.", record.name)
                )

    def action_preview(self):
        """Read the file and show what an import would do; nothing else is written."""
        self.ensure_one()
        self._begin({"draft", "previewed"})
        plan = self._plan()
        self._write_plan(plan)
        return True

    def action_import(self):
        """Create the records of the file, all of them or none.

        :raises UserError: if rows are refused and are not to be left out, or the file was imported before
        """
        self.ensure_one()
        self._begin({"previewed"})
        plan = self._plan()
        self._check_importable(plan)
        self._write_plan(plan)
        importer = self._importer()
        made, along = importer._gaj_create(plan["good"], importer._gaj_progress(self.id))
        self._note_records(made, along)
        # sudo: the state of an import is written by the import, never by its user
        self.sudo().write(
            {
                "state": "done",
                "created_count": sum(len(records) for records in made if records._name == importer._gaj_model),
                "imported_on": fields.Datetime.now(),
                "imported_by_id": self.env.uid,
            }
        )
        return True

    def _begin(self, states):
        """Check the role and the state, and let nobody else work on this import meanwhile."""
        self.check_access("write")
        self._importer()._gaj_check_allowed()
        self.lock_for_update()
        if self.state not in states:
            labels = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "This step does not fit: the import “%(name)s” is “%(state)s”.",
                    name=self.name or self.display_name,
                    state=labels[self.state],
                )
            )

    def _importer(self):
        """Return the importer's model in the company of the import.

        :raises UserError: if the application that knew this kind of table is not installed any more
        """
        if self.importer not in dict(self._selection_importers()):
            raise UserError(self.env._("The application that imported such tables is not installed any more."))
        return self.env[self.importer].with_company(self.company_id)

    def _plan(self):
        """Read and check the file; return what an import would do, as a dict."""
        content = base64.b64decode(self.with_context(bin_size=False).file or b"")
        sha256 = hashlib.sha256(content).hexdigest()
        self._check_not_imported(sha256)
        importer = self._importer()
        columns = importer._gaj_columns()
        try:
            sheet = read(content, columns)
        except SheetRefused as refused:
            raise UserError(self._refusal(refused)) from refused
        entries, problems = parse(sheet, columns)
        findings = importer._gaj_problem_findings(problems)

        def report(entry, key, kind, message):
            value = sheet.cell(entry, key) if key in sheet.index else ""
            findings.append(Finding(entry.number, key, kind, message, sheet_values.shown(value)))

        importer._gaj_check(entries, report)
        offers = importer._gaj_offers(self._good(entries, findings))
        self._refuse_unwanted(offers, report)
        findings.sort(key=lambda finding: (finding.number, sheet.index.get(finding.key, -1)))
        good = self._good(entries, findings)
        return {
            "sha256": sha256,
            "sheet": sheet,
            "entries": entries,
            "findings": findings,
            "good": good,
            "offers": offers,
        }

    def _good(self, entries, findings):
        bad = {finding.number for finding in findings}
        return [entry for entry in entries if entry.number not in bad]

    def _refuse_unwanted(self, offers, report):
        """Report the rows that name something unknown whose creation the user has unticked."""
        unwanted = {offer.key for offer in self.offer_ids if not offer.is_wanted}
        for offer in offers:
            if offer["key"] in unwanted:
                for label, entries in offer["wanted"].items():
                    for entry in entries:
                        message = self.env._(
                            "“%(label)s” is not known, and “%(offer)s” are not to be created.",
                            label=label,
                            offer=offer["title"],
                        )
                        report(entry, offer["column"], "not_offered", message)

    def _check_not_imported(self, sha256):
        # sudo: another user's import of the same file counts as well
        earlier = self.sudo().search(
            [
                ("company_id", "=", self.company_id.id),
                ("importer", "=", self.importer),
                ("sha256", "=", sha256),
                ("state", "=", "done"),
                ("id", "!=", self.id),
            ],
            limit=1,
        )
        if earlier:
            raise UserError(
                self.env._(
                    "This very file was imported on %(day)s by %(user)s as “%(name)s”."
                    " Take that import back first, or choose another file.",
                    day=fields.Datetime.context_timestamp(self, earlier.imported_on).date(),
                    user=earlier.imported_by_id.name,
                    name=earlier.name or earlier.display_name,
                )
            )

    def _check_importable(self, plan):
        bad = sorted({finding.number for finding in plan["findings"]})
        if bad and not self.leave_out_bad:
            first = [
                self.env._("Row %(row)s: %(message)s", row=finding.number, message=finding.message)
                for finding in plan["findings"][:NAMED_IN_REFUSAL]
            ]
            raise UserError(
                self.env._(
                    "Nothing was imported: %(count)s rows are refused. Correct them in the error workbook, or tick"
                    " “Leave Out Refused Rows”.\n%(first)s",
                    count=len(bad),
                    first="\n".join(first),
                )
            )
        if not plan["good"]:
            raise UserError(self.env._("Nothing was imported: no row of the file is good."))

    def _refusal(self, refused):
        """Return the sentence for a file that cannot be read at all."""
        sentences = {
            "empty_file": self.env._("The file is empty."),
            "old_excel": self.env._(
                "This is a file of Excel 97–2003 (.xls). Open it, save it as .xlsx and choose that file."
            ),
            "password": self.env._(
                "The file is protected by a password. Save it without a password and choose it again."
            ),
            "broken": self.env._("The file is damaged or is not a spreadsheet. Save it again as .xlsx or .csv."),
            "not_a_table": self.env._(
                "The file is neither an .xlsx nor a .csv file. Save the table as .xlsx and choose that file."
            ),
            "too_large": self.env._("The workbook is too large to be read. Split it into several files."),
            "no_header": self.env._("No row with the column titles was found. At least these are needed: %(titles)s."),
            "missing_columns": self.env._(
                "Row %(row)s holds the column titles, but these columns are missing: %(titles)s."
            ),
            "double_column": self.env._(
                "The column “%(title)s” stands twice, in %(first)s and %(second)s. Keep one of them."
            ),
            "several_tables": self.env._("Several sheets hold such a table: %(sheets)s. Keep one of them in the file."),
            "no_rows": self.env._("There is no row of data under the column titles."),
        }
        return sentences[refused.reason] % refused.details

    def _write_plan(self, plan):
        """Keep what was found, so that it can be shown and sent back; earlier ticks stay."""
        importer, sheet, findings = self._importer(), plan["sheet"], plan["findings"]
        kinds = importer._gaj_kinds()
        main = primary_kinds(findings, list(kinds))
        unticked = {offer.key for offer in self.offer_ids if not offer.is_wanted}
        workbook = findings and error_workbook(sheet, findings, self.env._("Row"), self.env._("What Is Wrong"))
        # sudo: state, counts and lists of an import are written by the import, never by its user
        record = self.sudo()
        record.error_ids.unlink()
        record.offer_ids.unlink()
        record.write(
            {
                "state": "previewed",
                "sha256": plan["sha256"],
                "row_count": len(plan["entries"]),
                "good_count": len(plan["good"]),
                "bad_count": len(main),
                "report": self._report(plan, kinds, main),
                "error_file": base64.b64encode(workbook) if workbook else False,
                "offer_ids": [
                    (0, 0, {**self._offer_values(offer), "is_wanted": offer["key"] not in unticked})
                    for offer in plan["offers"]
                    if offer["wanted"]
                ],
            }
        )
        self.env["gaj.sheet.import.error"].sudo().create(self._error_values(sheet, findings, kinds, main))

    def _offer_values(self, offer):
        labels = list(offer["wanted"])
        return {
            "key": offer["key"],
            "title": offer["title"],
            "count": len(labels),
            "detail": offer["detail"],
            "sample": ", ".join(labels[:6]) + ("…" if len(labels) > 6 else ""),
        }

    def _error_values(self, sheet, findings, kinds, main):
        counted = set()
        values = []
        for finding in findings:
            is_main = finding.number not in counted and main[finding.number] == finding.kind
            counted |= {finding.number} if is_main else set()
            values.append(
                {
                    "import_id": self.id,
                    "row": finding.number,
                    "column": sheet.letter(finding.key),
                    "column_no": sheet.index.get(finding.key, -1),
                    "title": sheet.title(finding.key) if finding.key in sheet.index else "",
                    "kind": finding.kind,
                    "kind_label": kinds.get(finding.kind, finding.kind),
                    "is_main": is_main,
                    "value": finding.value,
                    "message": finding.message,
                }
            )
        return values

    def _report(self, plan, kinds, main):
        """Return the summary as plain data: totals, refusals by kind, and what of the file was left out."""
        sheet = plan["sheet"]
        counts = {}
        for kind in main.values():
            counts[kind] = counts.get(kind, 0) + 1
        skipped = {}
        for row in sheet.skipped:
            skipped.setdefault(row.reason, []).append([row.number, row.text[:120]])
        return {
            "totals": [list(each) for each in self._importer()._gaj_totals(plan["good"])],
            "kinds": [[label, counts[kind]] for kind, label in kinds.items() if kind in counts],
            "sheet": sheet.name,
            "encoding": sheet.encoding or "",
            "header_row": sheet.header_row,
            "skipped": skipped,
            "unknown_titles": list(sheet.unknown_titles),
            "other_sheets": list(sheet.other_sheets),
        }
