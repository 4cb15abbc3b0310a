from odoo import SUPERUSER_ID, models

from ..rules import entries
from .gaj_asset_acceptance_line import cents

EVENT = "billed_after_leaving"


class GajAssetAcceptanceLine(models.Model):
    """What bills say of cards that have left the books since they were accepted."""

    _inherit = "gaj.asset.acceptance.line"

    def _gaj_left_differences(self):
        """Return ``{card: yuan}`` by which the bills differ from what cards cost that are out of the books by now."""
        differences = {}
        for line in self.filtered(lambda line: line.asset_ids.filtered("out_of_books_on")):
            cards = line.asset_ids.sorted("acceptance_unit")
            values = line._gaj_card_values(line._gaj_unit_values())
            for card, (_payer, value) in zip(cards, values, strict=True):
                difference = value - cents(card.acquisition_cost)
                if card.out_of_books_on and difference:
                    card._gaj_refuse_under_improvement()
                    differences[card] = difference
        return differences


class GajAssetAcceptance(models.Model):
    """A bill that comes after its card has left the books leaves nothing on the account of fixed assets."""

    _inherit = "gaj.asset.acceptance"

    def _gaj_event_labels(self):
        return {**super()._gaj_event_labels(), EVENT: self.env._("Difference of a bill to a thing that has left")}

    def _gaj_follow_left(self, day, reason):
        """Book as expense what the bills of this batch say more or less than the cards cost that have left the books.

        The entry is one for all of them: it is taken back and booked again when another bill changes it. Bill or batch
        say of each card why.

        :raises RedirectWarning: to the setup, if there is no account for expenses of disposals
        """
        self.ensure_one()
        batch = self.sudo()  # sudo: as in _gaj_follow_bills
        differences = batch.line_ids._gaj_left_differences()
        entry = batch._gaj_entry(EVENT)
        items = [
            (line, card.category_id, card.department_id or batch.department_id or False)
            for card, difference in differences.items()
            for line in entries.billed_after_leaving(difference)
        ]
        if self._gaj_same_amounts(entry, items):
            return
        # the bill was posted by somebody with the right to do so; what follows from it follows by itself
        books = self.with_user(SUPERUSER_ID)
        if entry:
            day = max(day, entry.date)
            books._gaj_reverse(EVENT, day)
        if items:
            entry = books._gaj_book(EVENT, day, items, ref=f"{self.batch_no} {reason}".strip())
            self._gaj_explain_left(differences, entry)

    def _gaj_same_amounts(self, entry, items):
        """Return whether ``entry`` (or no entry) already moves what ``items`` say."""
        wanted = sum((line.debit - line.credit for line, _c, _d in items if line.role == "asset"), entries.ZERO)
        accounts = self.sudo().line_ids.category_id._gaj_accounts(self.company_id).values()
        assets = {account.id for of_category in accounts if (account := of_category["asset"])}
        booked = sum((cents(line.balance) for line in entry.line_ids if line.account_id.id in assets), entries.ZERO)
        return bool(entry) == bool(items) and wanted == booked

    def _gaj_explain_left(self, differences, entry):
        """Say on the bills of the cards, or on this batch where there is none, where the ``differences`` went."""
        for card, difference in differences.items():
            # sudo: entry and bill name a card that the accountant may not be allowed to open
            document = card.sudo().bill_line_id.move_id or self.sudo()
            document.message_post(
                body=self.env._(
                    "Asset %(asset)s left the books on %(day)s with a cost of %(cost)s; by now it is billed at %(billed)s."
                    " The difference of %(difference)s is expense of the disposal, not cost of the asset: entry %(entry)s.",
                    asset=card.display_name,
                    day=card.out_of_books_on,
                    cost=f"{card.acquisition_cost:,.2f}",
                    billed=f"{cents(card.acquisition_cost) + difference:,.2f}",
                    difference=f"{difference:,.2f}",
                    entry=entry.name,
                )
            )
