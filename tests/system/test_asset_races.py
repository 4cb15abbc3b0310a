"""Several clients at once over HTTP take the same step on assets: it is taken once, and the others learn so."""

import json

import pytest

from support import databases
from support.odoo_process import Server, shell
from support.rpc import RemoteError, WebClient, at_once

pytestmark = pytest.mark.addons("gaj_base", "gaj_assets")

CLIENTS, ROUNDS = 4, 5
PASSWORD = "a long password for tests only"
SETUP = """
import base64, json
from odoo.fields import Command
company = env.company
env["gaj.asset.account.setup"].create({{"company_id": company.id, "standard": "government"}})._apply()
company.gaj_asset_check_request = "warn"
people = env["res.users"].with_context(no_reset_password=True).create([
    {{"name": login, "login": login, "password": {password!r}, "group_ids": [Command.set(env.ref(group).ids)]}}
    for login, group in (
        ("keeper", "gaj_assets.group_gaj_assets_manager"), ("clerk", "gaj_assets.group_gaj_assets_clerk"),
        *((f"leader{{n}}", "gaj_base.group_gaj_leader") for n in range({clients})),
        *((f"finance{{n}}", "gaj_base.group_gaj_finance") for n in range({clients})),
    )
])
keeper, clerk = people[:2]
department = env["hr.department"].create({{"name": "Race"}})
env["hr.employee"].create({{"name": "Clerk", "user_id": clerk.id, "department_id": department.id}})
category = env.ref("gaj_assets.category_a02010105")
vendor = env["res.partner"].create({{"name": "Race Vendor"}})
product = env["product.product"].create({{
    "name": "Race Desktop", "type": "consu", "gaj_asset_category_id": category.id, "supplier_taxes_id": False,
}})
requests = env["gaj.asset.request"].with_user(clerk).create([
    {{"department_id": department.id, "reason": "Race", "line_ids": [Command.create(
        {{"product_id": product.id, "vendor_id": vendor.id, "price_unit": 4800.0}})]}}
    for number in range({rounds})
])
requests.action_submit()
assets = env["gaj.asset"].create([
    {{"name": f"Old {{number}}", "category_id": category.id, "acquisition_date": "2010-03-10", "cost": 4800,
      "accumulated": 4800, "life_months": 72, "state": "in_use", "department_id": department.id}}
    for number in range({rounds})
])
assets._gaj_put_in_books("2026-01-01")
disposals = env["gaj.asset.disposal"].with_user(keeper).create([
    {{"kind": "scrap", "department_id": department.id, "line_ids": [Command.create({{"asset_id": asset.id}})]}}
    for asset in assets
])
for disposal in disposals:
    proof = env["ir.attachment"].with_user(keeper).create(
        {{"name": "photo.jpg", "datas": base64.b64encode(b"proof")}})
    disposal.line_ids.write({{"evidence_ids": [Command.set(proof.ids)], "evidence_note": "Broken"}})
    disposal.action_apply()
    disposal.action_appraise()
    if disposal.is_outside_authority:
        disposal.write({{"document_no": "CZ-1", "document_date": "2026-01-02"}})
    disposal.action_submit()
inspectors = people[2:4]
batches = env["gaj.asset.acceptance"].create([
    {{"kind": "purchase", "date": "2026-01-02", "department_id": department.id, "partner_id": vendor.id,
      "line_ids": [Command.create({{
          "name": "Race Desktop", "product_id": product.id, "category_id": category.id, "price": 48000.0,
          "quantity": 10}})],
      "inspector_ids": [Command.create({{"user_id": user.id}}) for user in inspectors]}}
    for number in range(3 * {rounds})
])
for batch in batches[{rounds}:2 * {rounds}]:
    batch.action_start()
    for inspector in batch.inspector_ids:
        inspector.with_user(inspector.user_id)._sign("passed")
    batch.action_accept()
bills = [
    env["account.move"].create([
        {{"move_type": "in_invoice", "partner_id": vendor.id, "invoice_date": "2026-01-05", "ref": f"R{{batch.id}}-{{n}}",
          "invoice_line_ids": [Command.create({{
              "product_id": product.id, "quantity": 6, "price_unit": 4800.0, "tax_ids": False,
              "gaj_acceptance_id": batch.id}})]}}
        for n in range({clients})
    ]).ids
    for batch in batches
]
credits = env["account.move"].create([
    {{"move_type": "in_refund", "partner_id": vendor.id, "invoice_date": "2026-01-06", "ref": f"C{{batch.id}}",
      "invoice_line_ids": [Command.create({{
          "product_id": product.id, "quantity": 6, "price_unit": 4800.0, "tax_ids": False,
          "gaj_acceptance_id": batch.id}})]}}
    for batch in batches[2 * {rounds}:]
])
env["account.move"].browse([of_batch[0] for of_batch in bills[2 * {rounds}:]]).action_post()
env.flush_all()
env.cr.commit()
print("RACE" + json.dumps({{
    "requests": requests.ids, "disposals": disposals.ids, "bills": bills, "batches": batches.ids,
    "credits": credits.ids,
}}))
"""


@pytest.fixture(scope="module")
def race(test_template):
    """``(facts, clients of one kind of user, server)``."""
    database = databases.new("asset_race", test_template)
    printed = shell(database, SETUP.format(password=PASSWORD, clients=CLIENTS, rounds=ROUNDS))
    line = next(line for line in printed.splitlines() if "RACE{" in line)
    # who comes second meets a conflict that the server repeats, and this logger tells each of them
    with Server(database, "--log-handler=odoo.sql_db:CRITICAL") as server:

        def clients(kind):
            return [WebClient(server.url, database).login(f"{kind}{n}", PASSWORD) for n in range(CLIENTS)]

        yield json.loads(line.split("RACE", 1)[1]), clients, server
    databases.drop(database)


def _at_once(clients, model, method, documents):
    """Let client n call ``method`` of its document, all at once; return ``(number of the only winner, refusals)``."""
    outcomes = at_once(
        [
            lambda client=client, document=document: client.call(model, method, [document])
            for client, document in zip(clients, documents, strict=True)
        ]
    )
    winners = [number for number, (_result, error) in enumerate(outcomes) if error is None]
    refusals = [error for _result, error in outcomes if error is not None]
    assert len(winners) == 1, outcomes
    assert all(isinstance(error, RemoteError) for error in refusals), refusals
    assert {error.name for error in refusals} == {"odoo.exceptions.UserError"}, refusals
    return winners[0], refusals


@pytest.mark.parametrize(
    ("what", "model", "before"),
    [
        ("requests", "gaj.asset.request", "this step starts from: Submitted"),
        ("disposals", "gaj.asset.disposal", "this step starts from: Appraised"),
    ],
)
def test_one_leader_approves_and_the_others_are_told(race, what, model, before):
    facts, clients, server = race
    leaders = clients("leader")
    for document in facts[what]:
        winner, refusals = _at_once(leaders, model, "action_approve", [document] * CLIENTS)
        assert all("“Approved”" in refusal.message and before in refusal.message for refusal in refusals), refusals
        table = model.replace(".", "_")
        assert databases.rows(
            server.database,
            f"SELECT state, login FROM {table} JOIN res_users ON res_users.id = approved_by_id WHERE {table}.id = %s",
            (document,),
        ) == [("approved", f"leader{winner}")]
        reviews = "SELECT status FROM tier_review WHERE model = %s AND res_id = %s"
        assert databases.rows(server.database, reviews, (model, document)) == [("approved",)]


@pytest.mark.parametrize("accepted", [False, True], ids=["received", "accepted"])
def test_of_two_bills_of_the_same_pieces_one_is_posted(race, accepted):
    """Six of ten pieces are billed by each of the bills: one fits, and nothing of another one stays."""
    facts, clients, server = race
    half = slice(ROUNDS, 2 * ROUNDS) if accepted else slice(None, ROUNDS)
    finance = clients("finance")
    for batch, bills in zip(facts["batches"][half], facts["bills"][half], strict=True):
        winner, refusals = _at_once(finance, "account.move", "action_post", bills)
        assert all("6 are billed, but of 10 received and not refused 6" in refusal.message for refusal in refusals)
        posted = "SELECT id FROM account_move WHERE state = 'posted' AND id = ANY(%s)"
        assert databases.rows(server.database, posted, (bills,)) == [(bills[winner],)]
        matched = (
            "SELECT bill.move_id, match.quantity, match.amount::float FROM gaj_asset_bill_match match"
            " JOIN account_move_line bill ON bill.id = match.bill_line_id"
            " JOIN gaj_asset_acceptance_line line ON line.id = match.acceptance_line_id WHERE line.acceptance_id = %s"
        )
        assert databases.rows(server.database, matched, (batch,)) == [(bills[winner], 6, 28800.0)]
        cards = (
            "SELECT count(*), count(card.bill_line_id), count(DISTINCT bill.move_id), sum(cost)::float"
            " FROM gaj_asset card LEFT JOIN account_move_line bill ON bill.id = card.bill_line_id"
            " WHERE card.acceptance_id = %s"
        )
        expected = (10, 6, 1, 48000.0) if accepted else (0, 0, 0, None)
        assert databases.rows(server.database, cards, (batch,)) == [expected]


def test_a_bill_is_credited_or_taken_back_but_not_both(race):
    """The pieces of a bill are given back by a credit note while it is itself taken back: one of the two happens."""
    facts, clients, server = race
    first, second, *_others = clients("finance")
    last = slice(2 * ROUNDS, None)
    for batch, bills, credit in zip(facts["batches"][last], facts["bills"][last], facts["credits"], strict=True):
        outcomes = at_once(
            [
                lambda bill=bills[0]: first.call("account.move", "button_draft", [bill]),
                lambda credit=credit: second.call("account.move", "action_post", [credit]),
            ]
        )
        errors = [error for _result, error in outcomes if error is not None]
        assert [error.name for error in errors] == ["odoo.exceptions.UserError"], outcomes
        assert any(text in errors[0].message for text in ("gives back pieces that it bills", "are credited")), errors
        pieces = (
            "SELECT coalesce(sum(match.quantity), 0)::int, count(*) FROM gaj_asset_bill_match match"
            " JOIN gaj_asset_acceptance_line line ON line.id = match.acceptance_line_id WHERE line.acceptance_id = %s"
        )
        states = "SELECT state FROM account_move WHERE id IN (%s, %s) ORDER BY id"
        found = (
            databases.rows(server.database, pieces, (batch,)),
            databases.rows(server.database, states, (bills[0], credit)),
        )
        assert found in (([(0, 0)], [("draft",), ("draft",)]), ([(0, 2)], [("posted",), ("posted",)])), found
