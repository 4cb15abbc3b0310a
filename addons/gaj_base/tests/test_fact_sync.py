from uuid import uuid4

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .common_facts import MODEL, QUEUE, add_sighting, grant
from .common_tags import TagCase


def some(count, **values):
    return [{"uuid": str(uuid4()), "place": f"room {number}", **values} for number in range(count)]


class FactCase(TagCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        add_sighting(cls, cls.cr)
        grant(cls.env, "gaj_base.group_gaj_user")
        cls.reader = cls.make_user("fact_auditor", "gaj_base.group_gaj_auditor")
        cls.Sighting = cls.env[MODEL].with_user(cls.clerk)

    def stored(self, uuids):
        return self.env[MODEL].search([("uuid", "in", list(uuids))])


@tagged("post_install", "-at_install", "gaj")
class TestFact(FactCase):
    def test_facts_are_inserted_once(self):
        facts = some(3)
        uuids = {fact["uuid"] for fact in facts}
        self.assertEqual(self.Sighting._gaj_insert_facts(facts), uuids)
        self.assertEqual(self.Sighting._gaj_insert_facts(facts), set())
        new = some(1)
        self.assertEqual(self.Sighting._gaj_insert_facts(facts + new + new), {new[0]["uuid"]})
        self.assertEqual(len(self.stored(uuids)), 3)
        self.assertEqual(self.Sighting._gaj_insert_facts([]), set())

    def test_values_are_stored_as_create_would(self):
        values = {"seen_at": "2026-03-02 08:00:00", "weight": 0, "is_late": False, "space_id": self.site.id}
        plain, created = some(1, **values)[0], some(1, **values)[0]
        self.Sighting._gaj_insert_facts([plain])
        self.Sighting.create(created)
        first, second = self.stored([plain["uuid"]]), self.stored([created["uuid"]])
        for name in ("place", "seen_at", "weight", "is_late", "kind", "space_id", "create_uid", "write_uid"):
            self.assertEqual(first[name], second[name], name)
        self.assertEqual(first.kind, "a")
        self.assertEqual(first.create_uid, self.clerk)
        self.assertTrue(first.create_date)

    def test_one_statement_however_many(self):
        def statements(count):
            facts = some(count)
            self.Sighting._gaj_insert_facts(some(1))
            before = self.env.cr.sql_log_count
            self.Sighting._gaj_insert_facts(facts)
            return self.env.cr.sql_log_count - before

        self.assertEqual(statements(3), statements(200))

    def test_nobody_changes_or_deletes_a_fact(self):
        fact = self.Sighting.create(some(1)[0])
        for user in (self.clerk, self.officer, self.env.user):
            with self.assertRaisesRegex(UserError, "cannot be changed. Record a correction"):
                fact.with_user(user).write({"place": "elsewhere"})
        for user in (self.clerk, self.officer):
            with self.assertRaises(AccessError):
                fact.with_user(user).unlink()
        with self.assertRaisesRegex(UserError, "cannot be deleted. Record a correction"):
            fact.sudo().unlink()

    def test_only_who_may_record_records(self):
        with self.assertRaises(AccessError):
            self.env[MODEL].with_user(self.reader)._gaj_insert_facts(some(1))


@tagged("post_install", "-at_install", "gaj")
class TestSync(FactCase):
    def receive(self, items, queue=QUEUE, user=None, **kwargs):
        return self.env["gaj.sync"].with_user(user or self.clerk)._gaj_receive(queue, items, **kwargs)

    def statuses(self, items):
        return [answer["status"] for answer in self.receive(items)["results"]]

    def test_each_item_is_answered_in_order_and_repeating_changes_nothing(self):
        items = some(4)
        answer = self.receive(items)
        self.assertEqual([each["uuid"] for each in answer["results"]], [item["uuid"] for item in items])
        self.assertEqual({each["status"] for each in answer["results"]}, {"accepted"})
        self.assertEqual(self.statuses(items), ["duplicate"] * 4)
        self.assertEqual(self.statuses(items[:1] * 2 + some(1)), ["duplicate", "duplicate", "accepted"])
        fresh = some(1)
        self.assertEqual(self.statuses(fresh * 3), ["accepted", "duplicate", "duplicate"])
        self.assertEqual(len(self.stored(item["uuid"] for item in items + fresh)), 5)

    def test_spellings_of_one_uuid_are_one_fact(self):
        item = some(1)[0]
        spellings = [item["uuid"].upper(), item["uuid"].replace("-", ""), item["uuid"]]
        answer = self.receive([{**item, "uuid": spelling} for spelling in spellings])["results"]
        self.assertEqual([each["status"] for each in answer], ["accepted", "duplicate", "duplicate"])
        self.assertEqual([each["uuid"] for each in answer], spellings)
        self.assertEqual(len(self.stored([item["uuid"]])), 1)

    @mute_logger("odoo.addons.gaj_base.models.gaj_sync", "odoo.sql_db")
    def test_a_broken_item_never_loses_the_rest(self):
        good = some(3)
        broken = [
            {"uuid": str(uuid4())},  # what the model needs is missing
            {"uuid": str(uuid4()), "place": None},
            {"uuid": str(uuid4()), "place": "forbidden"},
            {"uuid": str(uuid4()), "place": "x", "space_id": 999_999_999},
            {"uuid": str(uuid4()), "place": "x", "space_id": "twelve"},
            {"uuid": str(uuid4()), "place": "x", "seen_at": "yesterday"},
            {"uuid": str(uuid4()), "place": "x", "kind": "z"},
            {"uuid": str(uuid4()), "place": "nul \x00 byte"},
            {"place": "no uuid"},
            {"uuid": "not-a-uuid", "place": "x"},
            {"uuid": 7, "place": "x"},
            {"uuid": None, "place": "x"},
            "text",
            None,
            17,
            [],
        ]
        items = [good[0], *broken[:8], good[1], *broken[8:], good[2]]
        results = self.receive(items)["results"]
        self.assertEqual(len(results), len(items))
        for item, answer in zip(items, results, strict=True):
            if item in good:
                self.assertEqual(answer["status"], "accepted", item)
            else:
                self.assertEqual(answer["status"], "rejected", item)
                self.assertRegex(answer["reason"], r"^[A-Z].*\.$", item)
        self.assertIn("Nobody may be seen at this place.", [answer["reason"] for answer in results])
        self.assertEqual(len(self.stored(item["uuid"] for item in good)), 3)

    def test_a_malformed_batch_is_answered_by_a_sentence(self):
        for items in (None, {}, "x", 5, True):
            answer = self.receive(items)
            self.assertEqual((answer["code"], answer["results"]), (400, []))
            self.assertRegex(answer["error"], "must be sent as a list")
        answer = self.receive(some(201))
        self.assertEqual(answer["code"], 400)
        self.assertRegex(answer["error"], "At most 200 entries.*these are 201")
        self.assertEqual(self.receive([]), {"results": []})
        self.assertEqual(len(self.receive(some(200))["results"]), 200)

    def test_an_unknown_queue_is_answered_by_a_sentence(self):
        for queue in ("nothing", "", None, ["x"], "res.users"):
            answer = self.receive(some(1), queue=queue)
            self.assertEqual(answer["code"], 404)
            self.assertRegex(answer["error"], "There is no queue")

    def test_entries_of_another_user_are_not_taken(self):
        items = some(1)
        answer = self.receive(items, user_id=self.officer.id)
        self.assertEqual(answer["code"], 409)
        self.assertRegex(answer["error"], "made by another user")
        self.assertFalse(self.stored([items[0]["uuid"]]))
        self.assertEqual(self.receive(items, user_id=self.clerk.id)["results"][0]["status"], "accepted")

    def test_who_may_not_record_is_told(self):
        items = some(1)
        answer = self.receive(items, user=self.reader)
        self.assertEqual(answer["code"], 403)
        self.assertFalse(self.stored([items[0]["uuid"]]))
        portal = new_test_user(self.env, "fact_portal", groups="base.group_portal")
        with self.assertRaises(AccessError):
            self.receive(items, user=portal)
