import base64
import binascii
from datetime import UTC, datetime, timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

MOST_TEXT = 500
#: Bytes of an evidence photo; the scan page sends far less.
MOST_PHOTO = 1_000_000
IMAGE_STARTS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF")
#: How much the clock of a device may lag behind ours before its scans seem older than the count.
CLOCK_ALLOWANCE = timedelta(minutes=5)
USE_STATES = ("in_use", "idle", "damaged", "to_scrap")
#: What a counter may be told in a blind count; every other outcome would give the books away.
TOLD_BLIND = ("duplicate", "conflict", "unknown", "surplus")


class GajAssetStocktakeScan(models.Model):
    """A tag that somebody read in a room during a stocktake. Never changed; results are derived from it."""

    _name = "gaj.asset.stocktake.scan"
    _description = "Stocktake Scan"
    _inherit = ["gaj.fact.mixin"]
    _order = "id desc"
    _rec_name = "raw"
    _gaj_links_without_index = dict.fromkeys(
        ("space_id", "custodian_id"), "scans arrive by the thousand and are looked for by stocktake and card"
    )

    stocktake_id = fields.Many2one("gaj.asset.stocktake", required=True, readonly=True, ondelete="restrict")
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    space_id = fields.Many2one("gaj.space", string="Room", required=True, readonly=True, ondelete="restrict")
    raw = fields.Char(string="Text as Read", readonly=True)
    raw_key = fields.Char(string="Text Compared", readonly=True, help="The text in one spelling.")
    asset_id = fields.Many2one("gaj.asset", readonly=True, index="btree_not_null", ondelete="restrict")
    reason = fields.Selection(
        selection=lambda self: self.env["gaj.asset.stocktake.line"]._fields["reason"].selection,
        string="Why No Card",
        readonly=True,
    )
    custodian_id = fields.Many2one("hr.employee", string="Custodian Seen", readonly=True)
    use_state = fields.Selection(
        selection=lambda self: self.env["gaj.asset"]._fields["use_state"].selection,
        string="Condition Seen",
        readonly=True,
    )
    note = fields.Char(readonly=True)
    is_second = fields.Boolean(string="Second Count", readonly=True)
    origin_id = fields.Many2one(
        "gaj.asset.stocktake.scan",
        string="Says What Was Read",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="The scan of an unknown label that was found out to belong to this card.",
    )
    photo = fields.Image(string="Evidence Photo", readonly=True)
    scanned_at = fields.Datetime(string="Scanned", required=True, readonly=True)
    received_at = fields.Datetime(string="Received", required=True, readonly=True)
    device = fields.Char(readonly=True)
    user_id = fields.Many2one(related="create_uid", string="Counted By")

    _asset_idx = models.Index("(stocktake_id, asset_id, scanned_at) WHERE asset_id IS NOT NULL")
    _raw_idx = models.Index("(stocktake_id, raw_key) WHERE asset_id IS NULL")
    _card_or_reason = models.Constraint(
        "CHECK ((asset_id IS NULL) = (reason IS NOT NULL AND raw_key IS NOT NULL))",
        "A scan leads to a card, or says why not.",
    )

    @api.model_create_multi
    def create(self, vals_list):  # pylint: disable=method-required-super  # scans come by _gaj_ingest only
        raise UserError(self.env._("Scans are recorded by the scan page only. Open the stocktake and scan."))

    def _gaj_ingest(self, items):
        """Take in scans ``{uuid, stocktake, space, raw, scanned_at, device[, custodian, use_state, note]}``.

        Returns one answer per item, in order (see ``gaj.sync``); ``answer`` holds ``outcome`` and, unless the count
        is blind, what the books say of the thing. A bounded number of statements for each stocktake concerned.
        """
        asked = {number for item in items if (number := _number(item, "stocktake"))}
        stocktakes = self.env["gaj.asset.stocktake"]._open_for_scans(asked)
        spaces = self._known_spaces(items)
        employees = self._known_employees(items)
        sent_before = self._sent_before(items)
        closed = self.env["gaj.asset.stocktake"].browse(stocktakes)._closed_blind_rooms()
        answers, good = {}, {}
        for item in items:
            refusal = self._unreadable(item, stocktakes, spaces)
            if not refusal and item["uuid"] not in sent_before:
                refusal = self._obstacle(item, stocktakes, closed)
            if refusal:
                answers[item["uuid"]] = self._rejected(item, refusal)
            else:
                stocktake = stocktakes[item["stocktake"]][0]
                good.setdefault(stocktake, []).append(self._read_item(item, stocktake, employees))
        for stocktake, values in good.items():
            answers.update(self._take_in(stocktake, values, sent_before))
        return [answers[item["uuid"]] for item in items]

    def _sent_before(self, items):
        """Return the uuids among ``items`` that are recorded already: whatever has changed since, they are no news."""
        rows = self.env.execute_query(
            SQL(
                "SELECT uuid FROM %s WHERE uuid = ANY(%s) AND create_uid = %s",
                SQL.identifier(self._table),
                [item["uuid"] for item in items],
                self.env.uid,
            )
        )
        return {uuid for (uuid,) in rows}

    def _take_in(self, stocktake, values, sent_before):
        """Resolve, store and match the scans of one stocktake; return ``{uuid: answer}``."""
        known = self.env["gaj.asset"]._resolve_tags(stocktake.company_id, {each["raw"] for each in values})
        cards = [card for card, _key, _reason in known.values() if card]
        obstacles = {**self._own_assets(stocktake, cards), **stocktake._second_obstacles(cards)}
        answers, facts, photos = {}, [], {}
        for each in values:
            each = {**each, **self._resolved(each, known)}
            photos[each["uuid"]] = each.pop("photo")
            if each["asset_id"] in obstacles and each["uuid"] not in sent_before:
                answers[each["uuid"]] = self._rejected(each, obstacles[each["asset_id"]])
            else:
                facts.append(each)
        new = self._gaj_insert_facts(facts)
        self._keep_photos({uuid: photo for uuid, photo in photos.items() if photo and uuid in new})
        stored = [each for each in facts if each["uuid"] in new]
        assets = {each["asset_id"] for each in stored if each["asset_id"]}
        keys = {each["raw_key"] for each in stored if not each["asset_id"]}
        # sudo: lines are derived from the scans just stored; counters need not see them
        stocktake = stocktake.sudo()
        if stored:
            stocktake._match(assets, keys)
            stocktake._notify_progress()
        outcomes = stocktake._scan_outcomes([each["uuid"] for each in facts])
        lines = stocktake._line_briefs([each["asset_id"] for each in facts if each["asset_id"]])
        for each in facts:
            answers[each["uuid"]] = {
                "uuid": each["uuid"],
                "status": "accepted" if each["uuid"] in new else "duplicate",
                "answer": self._answer(stocktake, each, outcomes.get(each["uuid"], "unknown"), lines),
            }
        return answers

    def _keep_photos(self, photos):
        """Store ``{uuid: bytes}`` as the evidence photos of scans just made."""
        if not photos:
            return
        rows = self.env.execute_query(
            SQL("SELECT id, uuid FROM %s WHERE uuid = ANY(%s)", SQL.identifier(self._table), list(photos))
        )
        # sudo: a photo is stored with its scan, which the user was allowed to make
        self.env["ir.attachment"].sudo().create(
            [
                {
                    "name": "photo",
                    "res_model": self._name,
                    "res_field": "photo",
                    "res_id": scan,
                    "raw": photos[uuid],
                }
                for scan, uuid in rows
            ]
        )

    def _resolved(self, values, known):
        """Return card, compared text and reason of a scan."""
        if not values["raw"]:
            return {"asset_id": False, "raw_key": f"unlabelled {values['uuid']}", "reason": "unlabelled"}
        card, key, reason = known[values["raw"]]
        return {"asset_id": card, "raw_key": False if card else key, "reason": reason}

    def _answer(self, stocktake, values, outcome, lines):
        """Return what the screen shows for one stored scan."""
        if stocktake.is_blind and outcome not in TOLD_BLIND:
            return {"outcome": "recorded"}
        answer = {"outcome": outcome, "reason": values["reason"] or None}
        if not stocktake.is_blind and values["asset_id"] in lines:
            answer.update(lines[values["asset_id"]])
        return answer

    def _obstacle(self, item, stocktakes, closed):
        """Return why this scan cannot be taken now, as a sentence; ``None`` if nothing is in the way."""
        _stocktake, obstacle = stocktakes[item["stocktake"]]
        if not obstacle and (item["stocktake"], item["space"]) in closed:
            return self.env._(
                "This room was declared done, so its list has been seen. Ask the manager to open it again, then scan once"
                " more."
            )
        return obstacle

    def _unreadable(self, item, stocktakes, spaces):
        """Return what cannot be understood of a scan, as a sentence; ``None`` if all can."""
        stocktake, _obstacle = stocktakes.get(_number(item, "stocktake"), (None, None))
        if stocktake is None:
            return self.env._("This stocktake does not exist, or you do not count in it. Ask its manager to add you.")
        if spaces.get(_number(item, "space")) != stocktake.company_id.id:
            return self.env._("The room of this scan does not exist. Choose the room again and scan once more.")
        raw, note = item.get("raw"), item.get("note")
        if not isinstance(raw, str) or len(raw) > MOST_TEXT or (note and not isinstance(note, str)):
            return self.env._("The scanned text is missing or too long. Scan the label again.")
        if not raw.strip() and not (note or "").strip():
            return self.env._("Nothing was scanned. Scan a label, or describe the thing that has none.")
        if not self._moment(item.get("scanned_at")):
            return self.env._("The time of this scan cannot be read. Set the clock of the device and scan again.")
        if (item.get("use_state") or None) not in (None, *USE_STATES):
            return self.env._("The condition of this scan is not one of the list. Choose it again.")
        if item.get("photo") and not self._photo(item["photo"]):
            return self.env._("The photo cannot be read or is larger than 1 MB. Take it again.")
        return None

    def _read_item(self, item, stocktake, employees):
        """Return the values of a scan that was found readable.

        A clock ahead of ours is set back to now; one so far behind that the count had not begun, to its beginning.
        """
        now = self.env.cr.now()
        begun = (stocktake.second_started_on if stocktake.state == "second_count" else None) or stocktake.started_on
        moment = self._moment(item["scanned_at"])
        if begun and moment < begun - CLOCK_ALLOWANCE:
            moment = begun
        return {
            "uuid": item["uuid"],
            "stocktake_id": stocktake.id,
            "company_id": stocktake.company_id.id,
            "space_id": item["space"],
            "raw": item["raw"].strip(),
            "note": (item.get("note") or "").strip()[:MOST_TEXT] or False,
            "custodian_id": self._of_company(item, employees, stocktake) and item["custodian"],
            "use_state": item.get("use_state") or False,
            "is_second": stocktake.state == "second_count",
            "photo": self._photo(item.get("photo")),
            "scanned_at": min(moment, now),
            "received_at": now,
            "device": str(item.get("device") or "")[:64] or False,
        }

    def _photo(self, text):
        """Return the bytes of a picture sent as base64, ``None`` if there is none or it is none."""
        if not isinstance(text, str) or not text or len(text) > MOST_PHOTO * 4 / 3 + 4:
            return None
        try:
            photo = base64.b64decode(text, validate=True)
        except (binascii.Error, ValueError):
            return None
        return photo if photo.startswith(IMAGE_STARTS) else None

    def _moment(self, text):
        """Return the moment of an ISO 8601 text as naive UTC, ``None`` if it is none."""
        try:
            moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
            return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment
        except (AttributeError, ValueError, OverflowError):  # the last: a time zone pushes it out of the calendar
            return None

    def _known_spaces(self, items):
        """Return ``{space id: company id}`` of the rooms named."""
        asked = {number for item in items if (number := _number(item, "space"))}
        # sudo: that a room exists is no secret to somebody who stands in it
        rooms = self.env["gaj.space"].sudo().browse(asked).exists()
        return {room.id: room.company_id.id for room in rooms}

    def _known_employees(self, items):
        """Return ``{employee id: company id}`` of the custodians named."""
        asked = {number for item in items if (number := _number(item, "custodian"))}
        # sudo: only whether they exist
        people = self.env["hr.employee"].sudo().browse(asked).exists() if asked else self.env["hr.employee"]
        return {person.id: person.sudo().company_id.id for person in people}

    def _of_company(self, item, employees, stocktake):
        """Return whether the custodian seen works for the company that counts."""
        return employees.get(_number(item, "custodian")) == stocktake.company_id.id

    def _own_assets(self, stocktake, asset_ids):
        """Return ``{asset id: sentence}`` of what the counter keeps, where counters may not count their own.

        Who kept it when the count began and who keeps it now are both its custodian.
        """
        if not asset_ids or not stocktake._counts_by_others():
            return {}
        self.env["gaj.asset"].flush_model(["custodian_id"])
        self.env["hr.employee"].flush_model(["user_id"])
        rows = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT card.id, card.name
                  FROM gaj_asset card
             LEFT JOIN gaj_asset_stocktake_line line ON line.stocktake_id = %s AND line.asset_id = card.id
                  JOIN hr_employee keeper ON keeper.id IN (card.custodian_id, line.custodian_id)
                 WHERE card.id = ANY(%s) AND keeper.user_id = %s
                """,
                stocktake.id,
                list(asset_ids),
                self.env.uid,
            )
        )
        return {asset: self.env._("You keep %s yourself. Let a colleague count it.", name) for asset, name in rows}

    def _rejected(self, item, reason):
        return {"uuid": item["uuid"], "status": "rejected", "reason": reason}


def _number(item, name):
    """Return the record id that ``item`` gives as ``name``, 0 if it gives none that can be looked for."""
    value = item.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 2**31 else 0
