from decimal import Decimal

from dateutil.relativedelta import relativedelta
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..rules import depreciation, entries
from .gaj_asset_entry_mixin import FINANCE

#: Written by the steps only.
BY_STEP = {"state", "date", "reversed_on", "amount", "line_count", "catch_up_count", "first_missed"}


class GajAssetDepreciationRun(models.Model):
    """The depreciation of one company and month: reckoned for all assets at once, looked at, then booked as one entry."""

    _name = "gaj.asset.depreciation.run"
    _description = "Depreciation Run"
    _inherit = ["gaj.step.mixin", "gaj.guard.mixin", "gaj.asset.entry.mixin", "gaj.paper.mixin", "mail.thread"]
    _gaj_step_groups = (FINANCE,)
    _order = "month desc, id desc"
    _rec_name = "month"
    _check_company_auto = True

    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    currency_id = fields.Many2one(related="company_id.currency_id")
    month = fields.Date(
        required=True,
        default=lambda self: self._default_month(),
        help="Any day of the month to depreciate; the first one is kept.",
    )
    state = fields.Selection(
        [("draft", "Draft"), ("computed", "To Check"), ("posted", "Posted"), ("reversed", "Taken Back")],
        required=True,
        default="draft",
        index=True,
        readonly=True,
        copy=False,
        tracking=True,
    )
    date = fields.Date(string="Booked On", readonly=True, copy=False, help="The day of the journal entry.")
    reversed_on = fields.Date(string="Taken Back On", readonly=True, copy=False)
    amount = fields.Monetary(string="Depreciation", readonly=True, copy=False)
    line_count = fields.Integer(string="Assets", readonly=True, copy=False)
    catch_up_count = fields.Integer(string="Assets Caught Up", readonly=True, copy=False)
    first_missed = fields.Date(
        string="Missed Since", readonly=True, copy=False, help="The first month that no run has taken."
    )
    line_ids = fields.One2many("gaj.asset.depreciation.line", "run_id", string="Lines", readonly=True)
    remarks = fields.Text(compute="_compute_remarks")
    department_total_ids = fields.One2many(
        "gaj.asset.depreciation.total", "run_id", string="By Department", domain=[("kind", "=", "department")]
    )
    category_total_ids = fields.One2many(
        "gaj.asset.depreciation.total", "run_id", string="By Category", domain=[("kind", "=", "category")]
    )

    _month_uniq = models.UniqueIndex(
        "(company_id, month) WHERE state <> 'reversed'",
        "There is a depreciation run of this month already. Open it in the list of runs.",
    )
    _month_begins = models.Constraint("CHECK (EXTRACT(DAY FROM month) = 1)", "A run is made for a whole month.")
    _posted_on = models.Constraint(
        "CHECK ((state IN ('posted', 'reversed')) = (date IS NOT NULL))", "A posted run has the day of its entry."
    )

    def _default_month(self):
        """Return the month after the last one posted, else the last month that has ended."""
        last = self.search([("company_id", "=", self.env.company.id), ("state", "=", "posted")], limit=1)
        if last:
            return depreciation.month_after(last.month)
        return depreciation.month_after(fields.Date.context_today(self), -1)

    @api.depends("month", "company_id.name")
    def _compute_display_name(self):
        for run in self:
            month = run.month.strftime("%Y-%m") if run.month else ""
            run.display_name = self.env._("Depreciation %s", month)

    @api.depends("state", "month", "date", "first_missed", "catch_up_count", "line_count")
    def _compute_remarks(self):
        for run in self:
            run.remarks = "\n".join(run._remarks()) if run.state in ("computed", "posted") else False

    def _remarks(self):
        """Return the sentences that whoever posts this run should read."""
        self.ensure_one()
        remarks, month = [], self.month.strftime("%Y-%m")
        day = self.date or self._entry_day()
        if depreciation.month_of(day) > self.month:
            remarks.append(
                self.env._(
                    "The books of %(month)s are closed, so the entry is dated %(day)s, in the first open month; the lines"
                    " keep %(month)s.",
                    month=month,
                    day=day,
                )
            )
        if self.first_missed:
            first, last = self.first_missed, depreciation.month_after(self.month, -1)
            missed = first.strftime("%Y-%m")
            if first < last:
                missed = self.env._("%(first)s to %(last)s", first=missed, last=last.strftime("%Y-%m"))
            remarks.append(
                self.env._("No run was made of %(missed)s: this run takes what was due then as well.", missed=missed)
            )
        if self.catch_up_count:
            remarks.append(self.env._("%s assets catch up months that were missed before.", self.catch_up_count))
        if unread := self._assets_without_usage():
            remarks.append(
                self.env._(
                    "%(count)s assets depreciated by units of work have no usage in %(month)s, for example %(name)s. What"
                    " is recorded later counts in the next run.",
                    count=len(unread),
                    month=month,
                    name=unread[0].display_name,
                )
            )
        return remarks

    def _assets_without_usage(self):
        # sudo: cards depreciated by units, whatever the department of the reader
        assets = (
            self.env["gaj.asset"]
            .sudo()
            .search(
                [
                    ("company_id", "=", self.company_id.id),
                    ("method", "=", "units"),
                    ("booking_date", "<=", depreciation.month_end(self.month)),
                    ("out_of_books_on", "=", False),
                ]
            )
        )
        used = (
            self.env["gaj.asset.usage"]
            .sudo()
            ._read_group(
                [("asset_id", "in", assets.ids), ("month", "=", self.month)], aggregates=["asset_id:recordset"]
            )
        )
        return assets - used[0][0]

    @api.model_create_multi
    def create(self, vals_list):
        self.check_access("create")
        self._gaj_refuse_wrong_values(*vals_list)
        for vals in vals_list:
            if not self.env.su and vals.keys() & BY_STEP and vals.get("state", "draft") != "draft":
                raise UserError(self.env._("A depreciation run starts as a draft. Make it, then compute it."))
            if vals.get("month"):
                vals["month"] = depreciation.month_of(fields.Date.to_date(vals["month"]))
        return super().create(vals_list)

    def write(self, vals):
        self.check_access("write")
        self._gaj_refuse_wrong_values(vals)
        if not self.env.su and vals.keys() & BY_STEP:
            raise UserError(self.env._("The state of a depreciation run changes by its steps only. Use the buttons."))
        if vals.get("month"):
            vals = {**vals, "month": depreciation.month_of(fields.Date.to_date(vals["month"]))}
        if vals.keys() & {"month", "company_id"} and any(run.state != "draft" for run in self):
            raise UserError(self.env._("A computed run keeps its month. Delete it and make another one."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_posted(self):
        for run in self:
            if run.state in ("posted", "reversed"):
                raise UserError(
                    self.env._(
                        "%s is posted and kept. A wrong last month is taken back, not deleted.", run.display_name
                    )
                )

    def action_compute(self):
        """Reckon what the month takes from each asset, to look at; can be repeated until it is posted."""
        for run in self:
            run._check_step({"draft", "computed"})
            run._refuse_impossible_month()
            count = run._plan_lines()
            rows = self.env.execute_query(
                SQL(
                    "SELECT COALESCE(SUM(amount), 0), COUNT(*) FILTER (WHERE catch_up > 0)"
                    "  FROM gaj_asset_depreciation_line WHERE run_id = %s",
                    run.id,
                )
            )
            run._step(
                "computed",
                amount=rows[0][0],
                line_count=count,
                catch_up_count=rows[0][1],
                first_missed=run._first_missed(),
            )

    def action_post(self):
        """Book the depreciation as it was shown; a run that is posted already stays as it is."""
        for run in self:
            run._check_role(FINANCE)
            run._lock()
            if run.state == "posted":
                continue
            run._check_step({"computed"})
            run._refuse_impossible_month()
            if run._plan_differs():
                raise UserError(
                    self.env._(
                        "%s: cards, custody or usage have changed since it was computed. Compute it again and look at it"
                        " before it is posted.",
                        run.display_name,
                    )
                )
            day = run._entry_day()
            if items := run._entry_items():
                run._gaj_book("depreciation", day, items)
            run._write_cards()
            run._step("posted", date=day)

    def _entry_items(self):
        """Return the lines of the one entry of this run, for each category and department."""
        return [
            (line, category, department)
            for category, department, amount in self._totals()
            for line in entries.depreciation(Decimal(str(amount)).quantize(entries.CENT))
        ]

    def action_undo(self):
        """Take the last posted month back by a red entry, as long as nothing stands on it."""
        for run in self:
            run._check_role(FINANCE)
            run._lock()
            run._check_step({"posted"})
            run._refuse_stood_on()
            day = run._open_day(max(run.date, fields.Date.context_today(run)))
            if run._gaj_entry("depreciation"):
                run._gaj_reverse("depreciation", day)
            run._write_cards_back()
            run._step("reversed", reversed_on=day)

    def action_open_lines(self):
        """Return the action that shows what this run takes from each asset."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.actions"]._for_xml_id("gaj_assets.gaj_asset_depreciation_line_action")
        return {**action, "domain": [("run_id", "=", self.id)], "context": {}}

    def _lock(self):
        """Let one user at a time take a step of this run; whoever comes second meets what the first has done."""
        self.lock_for_update()
        self.invalidate_recordset(["state", "date"])

    def _refuse_impossible_month(self):
        """
        :raises UserError: if the month has not begun, a later one is posted, or an earlier run is still open
        """
        self.ensure_one()
        if self.month > fields.Date.context_today(self):
            raise UserError(
                self.env._("%s lies in the future. Make the run when the month has begun.", self.display_name)
            )
        runs = self.search([("company_id", "=", self.company_id.id), ("id", "!=", self.id)])
        later = runs.filtered(lambda run: run.state == "posted" and run.month > self.month)[:1]
        if later:
            raise UserError(
                self.env._(
                    "%(run)s cannot be made any more: %(later)s is posted, and posted months stay. What was missed is"
                    " caught up by the next run.",
                    run=self.display_name,
                    later=later.display_name,
                )
            )
        earlier = runs.filtered(lambda run: run.state in ("draft", "computed") and run.month < self.month)[-1:]
        if earlier:
            raise UserError(
                self.env._(
                    "%(earlier)s is not posted yet. Post it first, or delete it: then %(run)s takes its months as well.",
                    earlier=earlier.display_name,
                    run=self.display_name,
                )
            )

    def _first_missed(self):
        """Return the first month between the last posted run and this one, ``False`` if they follow each other."""
        last = self.search(
            [("company_id", "=", self.company_id.id), ("state", "=", "posted"), ("month", "<", self.month)], limit=1
        )
        following = last and depreciation.month_after(last.month)
        return following if following and following < self.month else False

    def _refuse_stood_on(self):
        """
        :raises UserError: if a later month is posted, or the value of an asset of this run has been used since
        """
        self.ensure_one()
        later = self.search(
            [("company_id", "=", self.company_id.id), ("month", ">", self.month), ("state", "=", "posted")], limit=1
        )
        if later:
            raise UserError(
                self.env._(
                    "%(run)s stays: %(later)s is posted on top of it. Only the last month can be taken back.",
                    run=self.display_name,
                    later=later.display_name,
                )
            )
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                "SELECT asset.id FROM gaj_asset_depreciation_line line JOIN gaj_asset asset ON asset.id = line.asset_id"
                " WHERE line.run_id = %s AND (asset.out_of_books_on IS NOT NULL OR EXISTS ("
                "SELECT 1 FROM gaj_asset_segment later WHERE later.asset_id = asset.id AND later.id > line.segment_id))"
                " LIMIT 1",
                self.id,
            )
        )
        if rows:
            raise UserError(
                self.env._(
                    "%(run)s stays: the value of asset %(asset)s after it has been used by a value change or a disposal."
                    " Correct the asset by a value change.",
                    run=self.display_name,
                    asset=self.env["gaj.asset"].sudo().browse(rows[0][0]).display_name,
                )
            )

    def _entry_day(self):
        """Return the day of the entry: the last of the month or, where the books are closed, of the first open month."""
        return self._open_day(depreciation.month_end(self.month))

    def _open_day(self, day):
        """Return ``day``, or the last day of the first open month after it if the books are closed on it."""
        # sudo: the lock dates are the company's, also where its form is closed; they are shown in a sentence
        company = self.company_id.sudo()
        locks = company._get_violated_lock_dates(day, False, company.gaj_asset_journal_id)
        if not locks:
            return day
        return depreciation.month_end(max(lock for lock, _field in locks) + relativedelta(days=1))

    def _check_role(self, *groups):
        # what loads or closes a month with lent rights has asked for its own role
        return None if self.env.su else super()._check_role(*groups)

    def _step(self, state, before=None, groups=None, **values):
        result = super()._step(state, before, groups, **values)
        # statements of the database read runs and cards next
        self.env.flush_all()
        self.invalidate_recordset(["line_ids", "department_total_ids", "category_total_ids"])
        return result
