from collections import defaultdict
from decimal import Decimal

from odoo import fields, models
from odoo.fields import Command, Domain
from odoo.tools import SQL

from ..rules.entries import CENT, ZERO
from ..rules.reconciliation import differences

#: Kind of a line, and on which side its account stands.
KINDS = {"asset": 1, "depreciation": -1}


def _cents(value):
    return Decimal(str(value or 0)).quantize(CENT)


class GajAssetReconciliation(models.Model):
    """How a reconciliation finds its figures: a bounded number of statements, whatever the number of cards."""

    _inherit = "gaj.asset.reconciliation"

    def _compare(self):
        """Replace the lines by those of today's books, as of the last day of the quarter."""
        self.ensure_one()
        self.line_ids.unlink()
        accounts = self._accounts_by_kind()
        cards = self._cards()
        ledger = self._ledger([account.id for by_account in accounts.values() for account in by_account if account])
        vals_list = [
            vals
            for kind, by_account in accounts.items()
            for account, categories in by_account.items()
            if (vals := self._line_vals(kind, account, categories, cards, ledger))
        ]
        self.env["gaj.asset.reconciliation.line"].create(vals_list)
        self.write({"state": "compared", "compared_on": fields.Datetime.now()})

    def _accounts_by_kind(self):
        """Return ``{kind: {account: categories}}`` of all categories; an empty account stands for none."""
        categories = self.env["gaj.asset.category"].with_context(active_test=False).search([("id", "!=", False)])
        found = {kind: defaultdict(categories.browse) for kind in KINDS}
        for category, accounts in categories._gaj_accounts(self.company_id).items():
            for kind, by_account in found.items():
                by_account[accounts[kind]] |= category
        return found

    def _card_domain(self, categories):
        """Return the domain of the cards of ``categories`` that are in the books on the last day."""
        return (
            Domain("company_id", "=", self.company_id.id)
            & Domain("category_id", "in", categories.ids)
            & Domain("acquisition_date", "<=", self.date)
            & (Domain("booking_date", "=", False) | Domain("booking_date", "<=", self.date))
            & (Domain("out_of_books_on", "=", False) | Domain("out_of_books_on", ">", self.date))
            & (Domain("state", "not in", ("draft", "disposed")) | Domain("out_of_books_on", ">", self.date))
            & ~Domain("absence_ids", "any", [("date_from", "<=", self.date), ("date_to", ">", self.date)])
        )

    def _cards(self):
        """Return ``{category id: [(asset id, {kind: amount}, has an entry)]}`` as of the last day; one query."""
        Asset = self.env["gaj.asset"]
        Asset.flush_model()
        every = self.env["gaj.asset.category"].with_context(active_test=False).search([("id", "!=", False)])
        rows = self.env.execute_query(
            SQL(
                """
                SELECT asset.id, asset.category_id, value.cost, value.accumulated,
                       opening.id IS NOT NULL OR bill.id IS NOT NULL OR entry.id IS NOT NULL
                           OR exchange.booked_on <= %(day)s
                  FROM gaj_asset asset
                  JOIN (%(values)s) value ON value.asset_id = asset.id
                  -- the papers of a card that was split off are those of the card from which it comes
                  JOIN gaj_asset origin ON origin.id = COALESCE(asset.split_origin_id, asset.id)
                  LEFT JOIN gaj_asset_opening opening ON opening.id = origin.opening_id
                        AND opening.state = 'booked' AND opening.date <= %(day)s
                  LEFT JOIN account_move_line bill ON bill.id = origin.bill_line_id
                        AND bill.parent_state = 'posted' AND bill.date <= %(day)s
                  LEFT JOIN gaj_asset_acceptance_line item ON item.id = origin.acceptance_line_id
                  LEFT JOIN gaj_asset_acceptance exchange ON exchange.id = item.acceptance_id
                        AND exchange.kind = 'exchange' AND exchange.state = 'booked'  -- by the disposal of what was given
                  LEFT JOIN LATERAL (
                        SELECT move.id FROM account_move move
                         WHERE move.gaj_source_model = 'gaj.asset.acceptance'
                           AND move.gaj_source_id = item.acceptance_id AND move.gaj_asset_booking = 'valid'
                           AND move.gaj_asset_event <> 'billed_after_leaving'
                           AND move.state = 'posted' AND move.date <= %(day)s LIMIT 1) entry ON true
                 WHERE asset.id IN %(cards)s
                 ORDER BY asset.id
                """,
                values=Asset._gaj_value_sql(self.date),
                day=self.date,
                cards=Asset.sudo()._search(self._card_domain(every)).subselect(),
            )
        )
        found = defaultdict(list)
        for asset_id, category_id, cost, accumulated, is_booked in rows:
            found[category_id].append(
                (asset_id, {"asset": _cents(cost), "depreciation": _cents(accumulated)}, is_booked)
            )
        return found

    def _ledger(self, account_ids):
        """Return ``{account id: (balance, balance no card explains, ids of the journal items of the latter)}``."""
        Item = self.env["account.move.line"]
        domain = Domain("account_id", "in", account_ids) & Domain(
            [("company_id", "=", self.company_id.id), ("parent_state", "=", "posted"), ("date", "<=", self.date)]
        )
        # of a bill matched with cards, VAT that is not deducted and freight are cost of the cards as well
        matches = self.env["gaj.asset.bill.match"]._search([("company_id", "=", self.company_id.id)])
        billed = self.env["account.move.line"]._search([("id", "in", matches.subselect("bill_line_id"))])
        foreign = (
            domain
            & Domain("move_id.gaj_source_id", "=", False)
            & Domain("move_id", "not in", billed.subselect("move_id"))
        )
        balances = {
            account.id: _cents(balance)
            for account, balance in Item._read_group(domain, ["account_id"], ["balance:sum"])
        }
        others = {
            account.id: (_cents(balance), ids)
            for account, balance, ids in Item._read_group(foreign, ["account_id"], ["balance:sum", "id:array_agg"])
        }
        return {key: (balance, *others.get(key, (ZERO, []))) for key, balance in balances.items()}

    def _line_vals(self, kind, account, categories, cards, ledger):
        """Return the values of one line with its differences, ``None`` if neither cards nor ledger have anything."""
        mine = [row for category in categories for row in cards.get(category.id, ()) if row[1][kind]]
        by_cards = sum((row[1][kind] for row in mine), ZERO)
        balance, foreign, item_ids = ledger.get(account.id, (ZERO, ZERO, []))
        by_ledger, foreign = KINDS[kind] * balance, KINDS[kind] * foreign
        if not mine and not by_ledger and not item_ids:
            return None
        unbooked = [row for row in mine if not row[2]]
        evidence = {
            "card_without_entry": {"asset_ids": [row[0] for row in unbooked]},
            "entry_without_card": {"move_line_ids": item_ids},
            "amount": {},
        }
        parts = differences(by_cards, by_ledger, sum((row[1][kind] for row in unbooked), ZERO), foreign)
        return {
            "reconciliation_id": self.id,
            "kind": kind,
            "account_id": account.id,
            "account_code": account.with_company(self.company_id).code if account else False,
            "category_ids": [Command.set(categories.ids)],
            "card_count": len(mine),
            "card_amount": float(by_cards),
            "ledger_amount": float(by_ledger),
            "difference": float(by_ledger - by_cards),
            "difference_ids": [
                Command.create(
                    {
                        "origin": part.origin,
                        "amount": float(part.amount),
                        "record_count": sum(map(len, evidence[part.origin].values())),
                        **{name: [Command.set(ids)] for name, ids in evidence[part.origin].items()},
                    }
                )
                for part in parts
            ],
        }

    def _items_action(self, domain):
        """Return the action that shows journal items; who may not read them is told so by Odoo."""
        self.env["account.move.line"].check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Journal Items"),
            "res_model": "account.move.line",
            "view_mode": "list,form",
            "views": [(self.env.ref("account.view_move_line_tree").id, "list"), (False, "form")],
            "domain": domain,
            "context": {"create": False},
        }
