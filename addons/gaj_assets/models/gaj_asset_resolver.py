from odoo import models
from odoo.tools import SQL

from odoo.addons.gaj_base.rules import tag_number


class GajAsset(models.Model):
    """Which cards a whole batch of scanned texts means."""

    _inherit = "gaj.asset"

    def _resolve_tags(self, company, raws):
        """Return ``{raw: (card id or False, text in one spelling, reason or False)}`` in at most three queries.

        Never a guess: wrong check digits, a withdrawn label or a number of several cards lead to no card. The rights
        of the user are not asked: whoever counts learns of each thing only what the stocktake tells.
        """
        hosts = self.env["gaj.scan"]._gaj_hosts()
        parsed, result = {}, {}
        for raw in raws:
            try:
                parsed[raw] = tag_number.parse(raw, hosts=hosts)
            except tag_number.ScanRefused as refusal:
                result[raw] = (False, tag_number.normalise(raw), refusal.reason)
        tags = self._cards_by_tag(company, {each.value for each in parsed.values() if each.kind == "tag"})
        texts = self._cards_by_text(company, {each.value for each in parsed.values() if each.kind != "tag"})
        for raw, each in parsed.items():
            known = tags if each.kind == "tag" else texts
            card, reason = known.get(each.value, (False, "not_found"))
            result[raw] = (card, each.value or tag_number.normalise(raw), reason)
        return result

    def _cards_by_tag(self, company, numbers):
        """Return ``{tag number: (card id or False, reason or False)}`` for those that were ever given out."""
        if not numbers:
            return {}
        self.env["gaj.tag"].flush_model(["state", "res_model", "res_id"])
        rows = self.env.execute_query(
            SQL(
                "SELECT tag_no, state, res_model, res_id FROM gaj_tag WHERE tag_no = ANY(%s) AND company_id = %s",
                list(numbers),
                company.id,
            )
        )
        known = {}
        for number, state, model, res_id in rows:
            if state != "bound":
                known[number] = (False, state)
            elif model == self._name:
                known[number] = (res_id, False)
            else:
                known[number] = (False, "place" if model == "gaj.space" else "not_found")
        return known

    def _cards_by_text(self, company, texts):
        """Return ``{text: (card id or False, reason or False)}`` for serial, former and other numbers in use."""
        # Several texts may share a spelling (“sn1” and “SN1” in one batch): each of them must find the card.
        spellings = {}
        for text in texts:
            for spelling in {text, text.upper(), text.lower()} - {""}:
                spellings.setdefault(spelling, set()).add(text)
        if not spellings:
            return {}
        self.flush_model(["serial_no", "legacy_no", "company_id"])
        self.env["gaj.tag.alias"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT serial_no, id FROM gaj_asset WHERE company_id = %(company)s AND serial_no = ANY(%(texts)s)
                 UNION
                SELECT legacy_no, id FROM gaj_asset WHERE company_id = %(company)s AND legacy_no = ANY(%(texts)s)
                 UNION
                SELECT alias.value, card.id FROM gaj_tag_alias alias
                  JOIN gaj_asset card ON card.id = alias.res_id AND card.company_id = %(company)s
                 WHERE alias.company_id = %(company)s AND alias.res_model = %(model)s AND alias.value = ANY(%(texts)s)
                """,
                company=company.id,
                texts=list(spellings),
                model=self._name,
            )
        )
        cards = {}
        for value, card in rows:
            for text in spellings[value]:
                cards.setdefault(text, set()).add(card)
        return {text: (ids.pop(), False) if len(ids) == 1 else (False, "several") for text, ids in cards.items()}
