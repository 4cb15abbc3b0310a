import logging

from odoo import api, models
from odoo.exceptions import UserError
from psycopg2 import DataError, IntegrityError

from .gaj_fact_mixin import canonical_uuid

_logger = logging.getLogger(__name__)

BATCH_SIZE = 200


class GajSync(models.AbstractModel):
    """Takes in batches of facts that phones collected, online or off.

    A queue is a name that an application adds to ``_gaj_queues``. Its model implements ``_gaj_ingest(items)``, which
    answers every item, in order, with a dictionary: ``uuid``; ``status`` ``"accepted"``, ``"duplicate"`` or
    ``"rejected"``; ``reason``, a sentence for a rejected one; ``answer``, whatever its screen wants to show.
    """

    _name = "gaj.sync"
    _description = "Intake of Offline Entries"

    @api.model
    def _gaj_queues(self):
        """Return ``{queue name: name of the model that takes its entries in}``; applications add theirs."""
        return {}

    @api.model
    def _gaj_receive(self, queue, items, user_id=None):
        """Take in ``items`` of ``queue`` and return ``{"results": [one answer per item, same order]}``.

        Safe to repeat: the uuid decides. A batch that cannot be looked at as a whole is answered by
        ``{"error": sentence, "code": 400 | 403 | 404 | 409, "results": []}`` and nothing is stored.
        """
        self.env["gaj.scan"]._gaj_check_internal()
        refused = self._gaj_refuse_batch(queue, items, user_id)
        if refused:
            return {**refused, "results": []}
        answers = [self._gaj_look_at(item) for item in items]
        good = [
            {**item, "uuid": canonical_uuid(item["uuid"])} for item, no in zip(items, answers, strict=True) if not no
        ]
        first, seen = [], set()
        for item in good:
            if item["uuid"] not in seen:
                seen.add(item["uuid"])
                first.append(item)
        taken = {answer["uuid"]: answer for answer in self._gaj_ingest_safely(self._gaj_queues()[queue], first)}
        return {"results": self._gaj_in_order(items, answers, taken)}

    def _gaj_in_order(self, items, refusals, taken):
        """Return one answer per item: its refusal, what the model said, or "duplicate" for a repetition."""
        results, answered = [], set()
        for item, refusal in zip(items, refusals, strict=True):
            if refusal:
                results.append(refusal)
                continue
            key = canonical_uuid(item["uuid"])
            answer = taken[key]
            if key in answered and answer["status"] == "accepted":
                answer = {**answer, "status": "duplicate"}
            answered.add(key)
            # The phone knows its entry by the spelling that it sent.
            results.append({**answer, "uuid": item["uuid"]})
        return results

    def _gaj_refuse_batch(self, queue, items, user_id):
        """Return why the batch as a whole cannot be taken, None if it can."""
        model = self._gaj_queues().get(queue) if isinstance(queue, str) else None
        if not model or model not in self.env:
            return {"code": 404, "error": self.env._("There is no queue “%s” here. Update the scan page.", queue)}
        if not isinstance(items, list):
            return {"code": 400, "error": self.env._("The entries must be sent as a list.")}
        if len(items) > BATCH_SIZE:
            return {
                "code": 400,
                "error": self.env._(
                    "At most %(most)s entries can be sent at once; these are %(count)s.",
                    most=BATCH_SIZE,
                    count=len(items),
                ),
            }
        if user_id is not None and user_id != self.env.uid:
            return {
                "code": 409,
                "error": self.env._(
                    "These entries were made by another user. Nothing was sent; log in as that user to send them."
                ),
            }
        if not self.env[model].has_access("create"):
            return {"code": 403, "error": self.env._("You are not allowed to record entries of this kind.")}
        return None

    def _gaj_look_at(self, item):
        """Return the refusal of an entry that cannot even be read, None if it can."""
        if not isinstance(item, dict):
            return self._gaj_rejected(None, self.env._("This entry is not an object with named values."))
        raw = item.get("uuid")
        if canonical_uuid(raw):
            return None
        known = raw if isinstance(raw, str) else None
        return self._gaj_rejected(known, self.env._("This entry has no valid uuid, so it cannot be recorded safely."))

    def _gaj_rejected(self, uuid, reason):
        return {"uuid": uuid, "status": "rejected", "reason": reason, "answer": None}

    def _gaj_ingest_safely(self, model, items):
        """Let the model take ``items`` in; if it stumbles over the batch, one by one, so that none holds up the rest."""
        if not items:
            return []
        try:
            return self._gaj_ingest_once(model, items)
        except (UserError, DataError, IntegrityError, TypeError, ValueError, KeyError) as error:
            if len(items) == 1:
                return [self._gaj_rejected(items[0]["uuid"], self._gaj_reason(model, error))]
        return [answer for item in items for answer in self._gaj_ingest_safely(model, [item])]

    def _gaj_ingest_once(self, model, items):
        with self.env.cr.savepoint():
            answers = self.env[model]._gaj_ingest(items)
            self.env.flush_all()
        if [answer["uuid"] for answer in answers] != [item["uuid"] for item in items]:
            raise RuntimeError(f"{model}._gaj_ingest must answer every item in its order")
        return [{"reason": None, "answer": None, **answer} for answer in answers]

    def _gaj_reason(self, model, error):
        """Return a sentence for ``error``; what is no sentence for people goes to the log."""
        if isinstance(error, UserError):
            return str(error)
        _logger.warning("An entry for %s could not be recorded", model, exc_info=error)
        return self.env._("This entry does not make sense to the server and was not recorded.")
