from collections import defaultdict
from decimal import Decimal

from odoo import api, models
from odoo.tools import float_repr, format_date

from odoo.addons.base.models.ir_actions_report import _wkhtml

from ..rules.amount_words import amount_in_words
from ..rules.voucher import Entry, paginate, text_rows

CAPACITY = 23
"""Rows of text on a page of A5 across, below the head and above the signatures."""

FONT_SIZE = 8.5

SHRINKING = 1.34
"""By how much a converter with unpatched Qt shrinks a page."""

SUMMARY_WIDTH, ACCOUNT_WIDTH = 28, 54
"""Latin characters in a row of these columns."""


class ReportVoucher(models.AbstractModel):
    """Vouchers (记账凭证) with both ledgers on one page (平行记账), several at once."""

    _name = "report.gaj_account.report_voucher"
    _description = "Voucher Print"

    @api.model
    def _get_report_values(self, docids, data=None):
        moves = self._vouchers(self.env["account.move"].browse(docids))
        self._read_ahead(moves)
        attachments, posters = self._attachment_counts(moves), self._posters(moves)
        return {
            "doc_ids": docids,
            "doc_model": "account.move",
            "docs": moves,
            "font_size": self._font_size(data or {}),
            "vouchers": [self._voucher(move, attachments.get(move.id, 0), posters.get(move.id, "")) for move in moves],
        }

    def _font_size(self, data):
        """Return the size of letters in points; a converter with unpatched Qt prints everything smaller."""
        shrunk = data.get("report_type") == "pdf" and not _wkhtml().is_patched_qt
        return FONT_SIZE * SHRINKING if shrunk else FONT_SIZE

    def _vouchers(self, moves):
        """Return the entries to print: a budget entry is printed with its financial entry, each entry once."""
        found = self.env["account.move"]
        for move in moves:
            found |= move.gaj_financial_move_id or move
        return found

    def _read_ahead(self, moves):
        """Read what all vouchers show at once: sets of a few records, made later, would each read their own."""
        every = moves | moves.gaj_budget_move_ids
        every.fetch(["name", "ref", "date", "state", "company_id", "create_uid", "journal_id"])
        lines = every.line_ids
        lines.mapped("account_id.group_id.name")
        for name in ("gaj_economic_class_id", "gaj_functional_class_id", "gaj_project_id", "partner_id"):
            lines.mapped(f"{name}.display_name")

    def _attachment_counts(self, moves):
        return dict(
            self.env["ir.attachment"]._read_group(
                [("res_model", "=", "account.move"), ("res_id", "in", moves.ids)], ["res_id"], ["__count"]
            )
        )

    def _posters(self, moves):
        """Return the name of who posted each entry: the author of the last change of its state."""
        # sudo: the history of changes is closed to users, though it is shown to them below each entry
        changes = self.env["mail.tracking.value"].sudo()
        changes = changes.search(
            [
                ("field_id", "=", self.env["ir.model.fields"]._get("account.move", "state").id),
                ("mail_message_id.model", "=", "account.move"),
                ("mail_message_id.res_id", "in", moves.filtered(lambda move: move.state == "posted").ids),
            ],
            order="id",
        )
        return {change.mail_message_id.res_id: change.mail_message_id.author_id.name or "" for change in changes}

    def _voucher(self, move, attachments, poster):
        halves = self._halves(move)
        pages = paginate([half["entries"] for half in halves], CAPACITY)
        return {
            "move": move,
            "company": move.company_id.name,
            "number": move.name if move.name and move.name != "/" else "",
            "date": format_date(self.env, move.date, date_format="long"),
            "posted": move.state == "posted",
            "attachments": attachments,
            "prepared_by": move.create_uid.name,
            "posted_by": poster,
            "pages": [[self._row(row, halves) for row in page] for page in pages],
        }

    def _halves(self, move):
        """Return the half of each ledger: its title and the lines of its entries, debits first."""
        budget = move if move.gaj_ledger == "budget" else move.gaj_budget_move_ids
        by_ledger = (("financial", move - budget), ("budget", budget.filtered(lambda one: one.state != "cancel")))
        return [
            {
                "title": self._title(ledger, moves, move),
                "entries": [self._entry(line) for line in self._lines_of(moves)],
            }
            for ledger, moves in by_ledger
            if moves
        ]

    def _title(self, ledger, moves, voucher):
        name = self.env._("Financial Accounting") if ledger == "financial" else self.env._("Budget Accounting")
        others = ", ".join(one.name for one in (moves - voucher).sorted("id") if one.name and one.name != "/")
        return f"{name} ({others})" if others else name

    def _lines_of(self, moves):
        lines = moves.line_ids.filtered(lambda line: line.display_type not in ("line_section", "line_note"))
        return lines.sorted(lambda line: (line.move_id.id, not line.debit, line.sequence, line.id))

    def _entry(self, line):
        content = {
            "summary": line.name or line.move_id.ref or "",
            "account": self._account_name(line.account_id),
            "details": self._details(line),
        }
        rows = text_rows(content["account"], ACCOUNT_WIDTH)
        if content["details"]:
            rows += text_rows(content["details"], ACCOUNT_WIDTH)
        rows = max(rows, text_rows(content["summary"], SUMMARY_WIDTH))
        return Entry(content, rows, Decimal(float_repr(line.debit, 2)), Decimal(float_repr(line.credit, 2)))

    def _account_name(self, account):
        """Return code and full name: a sub-account whose name does not begin with its heading's gets that before it."""
        heading = account.group_id.name or ""
        name = account.name if account.name.startswith(heading) else f"{heading}—{account.name}"
        return f"{account.code} {name}"

    def _details(self, line):
        """Return what the line says beside its account."""
        labels = defaultdict(str)
        for name in ("gaj_nature", "gaj_funding_source"):
            labels[name] = dict(line._fields[name]._description_selection(self.env)).get(line[name], "")
        return " · ".join(
            filter(
                None,
                [
                    line.gaj_economic_class_id.display_name,
                    # the usual one of the unit, filled in when posted, is said once, by the budget half
                    "f" not in (line.gaj_filled or "") and line.gaj_functional_class_id.display_name,
                    line.gaj_project_id.display_name or labels["gaj_nature"],
                    labels["gaj_funding_source"],
                    line.partner_id.display_name,
                ],
            )
        )

    def _row(self, row, halves):
        """Return what the paper shows of a row of the rule."""
        words = {
            "brought": self.env._("Brought Forward"),
            "carried": self.env._("Carried Forward"),
            "total": self.env._("Total"),
        }
        return {
            "kind": row.kind,
            "title": halves[row.half]["title"] if row.kind == "heading" else words.get(row.kind, ""),
            "content": row.content,
            "capitals": amount_in_words(row.debit) if row.kind == "total" else "",
            "debit": self._amount(row.debit, row.kind),
            "credit": self._amount(row.credit, row.kind),
        }

    def _amount(self, amount, kind):
        """Return the text of an amount and whether it is red; a line shows one side only."""
        if kind == "heading" or (kind == "entry" and not amount):
            return {"text": "", "red": False}
        return {"text": f"{amount:,.2f}", "red": amount < 0}
