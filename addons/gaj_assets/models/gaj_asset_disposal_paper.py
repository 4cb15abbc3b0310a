from decimal import Decimal

from odoo import api, models

from odoo.addons.gaj_base.rules.paper import Paper, PaperSignature, PaperTable


class GajAssetDisposal(models.Model):
    """The disposal file (处置档案) as paper: from the application to the last remittance, with its signatures."""

    _name = "gaj.asset.disposal"
    _inherit = ["gaj.asset.disposal", "gaj.paper.mixin"]

    @api.model
    def _gaj_paper_kinds(self):
        return {"file": self.env._("Disposal File")}

    def _gaj_papers(self, kind):
        """Return one paper for each disposal."""
        return [record._file_paper() for record in self]

    def _file_paper(self):
        self.ensure_one()
        tables = [
            self._table_of_things(),
            self._table_of_approvals(),
            self._table_of_signatures(),
            self._table_of_bids(),
            self._table_of_money(),
            self._table_of_remittances(),
        ]
        return Paper(
            title=self.env._("Disposal File"),
            key=self.name,
            unit=self.company_id.name,
            facts=[(label, value) for label, value in self._file_facts() if value],
            tables=[table for table in tables if table],
            signatures=(
                PaperSignature(self.env._("Applicant"), self.applied_by_id.name or "", self.applied_on or None),
                self.env._("Asset Manager"),
                PaperSignature(
                    self.env._("Approving Leader"), self.approved_by_id.name or "", self.approved_on or None
                ),
                PaperSignature(self.env._("Finance"), self.settled_by_id.name or "", self.settled_on or None),
            ),
            own_pages=True,
        )

    def _word(self, name):
        """Return the label of a selection field's value."""
        return dict(self._fields[name]._description_selection(self.env)).get(self[name], "")

    def _file_facts(self):
        label = self._label
        yield label("name"), self.name
        yield label("state"), self._word("state")
        yield label("kind"), self._word("kind")
        yield label("ground"), self._word("ground")
        yield label("department_id"), self.department_id.display_name
        yield label("applied_on"), self.applied_on
        yield label("reason"), self.reason
        yield label("owner_id"), self.owner_id.name
        yield label("receiver_id"), self.receiver_id.name
        yield label("appraiser_id"), self.appraiser_id.name
        yield label("appraiser_contact_id"), self.appraiser_contact_id.name
        yield label("appraised_value"), self._yuan(self.appraised_value) if self.appraised_on else None
        yield label("appraised_on"), self.appraised_on
        yield label("report_no"), self.report_no
        yield label("watched_value"), self._yuan(self.watched_value)
        yield label("counted_value"), self._yuan(self.counted_value)
        yield label("is_supervised"), self.env._("Yes") if self.is_supervised else self.env._("No")
        yield label("setback_reason"), self.setback_reason
        yield label("published_on"), self.published_on
        yield label("published_in"), self.published_in
        yield label("buyer_id"), self.buyer_id.name
        yield label("handed_over_on"), self.handed_over_on
        yield label("handed_over_to"), self.handed_over_to
        yield label("derecognised_on"), self.derecognised_on if self.is_derecognised else None

    def _label(self, name):
        return self._fields[name]._description_string(self.env)

    @staticmethod
    def _yuan(amount):
        return Decimal(str(amount or 0)).quantize(Decimal("0.01"))

    def _table_of_things(self):
        headers = (
            self.env._("Asset Number"),
            self.env._("Name"),
            self.env._("Original Cost"),
            self.env._("Accumulated Depreciation"),
            self.env._("Net Value"),
            self.env._("Months of Service"),
            self.env._("Evidence"),
        )
        rows = [
            (
                line.asset_id.asset_no or "",
                line.asset_id.name or line.description,
                *(self._yuan(line[name]) for name in ("cost", "accumulated", "net_value")),
                f"{line.months_served} / {line.min_months}",
                " ".join(filter(None, [line.evidence_note, line.destruction_no, line.title_no, line._left_text()])),
            )
            for line in self.line_ids
        ]
        amounts = (self._yuan(self[name]) for name in ("total_cost", "total_accumulated", "total_net"))
        totals = (self.env._("Total"), "", *amounts, "", "")
        return PaperTable(
            headers, rows, totals=totals, widths=(3, 4, 3, 3, 3, 2, 4), title=self.env._("Things to Be Disposed Of")
        )

    def _table_of_approvals(self):
        # sudo: reviews are closed to users, but belong to this file
        reviews = self.sudo().review_ids
        rows = [
            (
                review.name or "",
                review.done_by.name or "",
                review.reviewed_date or None,
                dict(review._fields["status"]._description_selection(self.env)).get(review.status, ""),
            )
            for review in reviews.sorted("sequence")
        ]
        if self.authority_id:
            rows.append((self.authority_id.name, self.document_no or "", self.document_date or None, ""))
        if self.approved_by_id:
            rows.append(
                (self._label("approved_on"), self.approved_by_id.name, self.approved_on, self.env._("Approved"))
            )
        headers = (self.env._("Approval"), self.env._("By or Document"), self.env._("Date"), self.env._("Result"))
        return rows and PaperTable(headers, rows, title=self.env._("Approvals"))

    def _table_of_signatures(self):
        steps = dict(self.signature_ids._fields["step"]._description_selection(self.env))
        rows = [
            (steps[each.step], each.facts, each.user_id.name, each.signed_on, each.note or "")
            for each in self.signature_ids
        ]
        headers = (
            self.env._("Step"),
            self.env._("What Was Signed"),
            self.env._("Signed By"),
            self.env._("Signed On"),
            self.env._("Note"),
        )
        return rows and PaperTable(
            headers, rows, widths=(2, 5, 2, 2, 2), title=self.env._("Supervision by Discipline Inspection")
        )

    def _table_of_bids(self):
        statuses = dict(self.bid_ids._fields["status"]._description_selection(self.env))
        rows = [
            (
                bid.round,
                bid.bid_on,
                bid.bidder_id.name,
                self._yuan(bid.amount),
                " ".join(filter(None, [statuses[bid.status], bid.status == "withdrawn" and bid.withdrawal_reason])),
            )
            for bid in self.bid_ids.sorted(lambda bid: (bid.round, -bid.amount))
        ]
        headers = (
            self.env._("Round"),
            self.env._("Date"),
            self.env._("Bidder"),
            self.env._("Amount"),
            self.env._("Result"),
        )
        return rows and PaperTable(headers, rows, title=self.env._("Bids"))

    def _table_of_money(self):
        if not self.settled_by_id:
            return None
        names = ("proceeds", "taxes", "costs", "due_amount", "remitted_amount", "open_amount")
        rows = [(self._label(name), self._yuan(self[name])) for name in names]
        rows.append((self._label("settled_on"), self.settled_on))
        rows.append((self._label("due_on"), self.due_on or ""))
        return PaperTable(
            (self.env._("Settlement"), self.env._("Amount")), rows, aligns=("left", "right"), title=self.env._("Money")
        )

    def _table_of_remittances(self):
        rows = [
            (each.date, each.name, self._yuan(each.amount), each.posted_by_id.name or "", each._proof_name())
            for each in self.remittance_ids.filtered(lambda remittance: remittance.state == "posted").sorted("date")
        ]
        headers = (
            self.env._("Date"),
            self.env._("Voucher Number"),
            self.env._("Amount"),
            self.env._("Remitted By"),
            self.env._("Bank Line or Payment"),
        )
        return rows and PaperTable(headers, rows, title=self.env._("Remittances to the Treasury"))
