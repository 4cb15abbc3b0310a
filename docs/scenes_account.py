"""Scenes of government accounting: the company in which the demonstration keeps the books of four months.

The last two change data: they make a closing that is not booked, and an entry without a budget entry.
"""

import json
import os

import look
from scenes import first_id, scene, upper_part, without_messages

from support.browser import PHONE
from support.camera import page_pictures
from support.erp import call, open_action

TALL = {"viewport": {"width": 1366, "height": 1000}}
SHORT = {"viewport": {"width": 1366, "height": 420}}
ENTRY = {"viewport": {"width": 1366, "height": 660}}
MONTH = ("2026-03-01", "2026-03-31")


def books(page):
    """Work in the company with the books; return the context of calls there."""
    [company] = call(page, "res.company", "search", [["gaj_parallel", "=", True], ["name", "ilike", "会计示例账套"]])
    page.context.add_cookies([{"name": "cids", "value": str(company), "url": os.environ["GAJ_URL"]}])
    return {"allowed_company_ids": [company], "lang": "zh_CN"}


def entry_of(page, context, ref):
    """The financial entry whose summary is ``ref``."""
    domain = [["ref", "=", ref], ["company_id", "in", context["allowed_company_ids"]]]
    return first_id(page, "account.move", [*domain, ["journal_id.gaj_ledger", "=", "financial"]])


def show_why(page):
    """Open the electricity bill of March at the page that gives the reasons."""
    entry = entry_of(page, books(page), "支付大院电费，代垫其他单位部分")
    open_action(page, "account.action_move_journal_line", f"/{entry}")
    page.click(".nav-link[name=gaj_why]")
    page.wait_for_selector(".tab-pane.active [name=gaj_why] li")
    without_messages(page)


def show_statement(page, xmlid):
    """Open a statement of March."""
    context = books(page)
    [report] = call(
        page, "ir.model.data", "search_read", [["module", "=", "gaj_account"], ["name", "=", xmlid]], ["res_id"]
    )
    values = {"report_id": report["res_id"], "period": "other", "date_from": MONTH[0], "date_to": MONTH[1]}
    statement = call(page, "gaj.statement", "create", values, context=context)
    action = call(page, "gaj.statement", "action_open", [statement], context=context)
    open_action(page, "gaj_account.account_move_action_budget")  # the page of a statement keeps the menu it came from
    page.goto(f"/odoo/government-statement/{action['res_id']}")
    page.wait_for_selector(".mis_builder tbody td")


@scene("account-why", "admin", ENTRY)
def _account_why(page):
    show_why(page)


@scene("account-why-phone", "admin", PHONE)
def _account_why_phone(page):
    show_why(page)
    page.locator(".tab-pane.active [name=gaj_why]").scroll_into_view_if_needed()


@scene("account-budget-entries", "admin")
def _account_budget_entries(page):
    books(page)
    open_action(page, "gaj_account.account_move_action_budget")
    page.wait_for_selector(".o_data_row")


@scene("account-statement", "admin", TALL)
def _account_statement(page):
    show_statement(page, "mis_income_expense")


@scene("account-trial-balance", "admin", TALL)
def _account_trial_balance(page):
    show_statement(page, "mis_trial_balance")


@scene("account-difference", "admin", TALL)
def _account_difference(page):
    show_statement(page, "mis_surplus_difference")


@scene("account-voucher", "admin")
def _account_voucher(page):
    """Return the voucher of the electricity bill, as it leaves the printer."""
    context = books(page)
    entry = entry_of(page, context, "支付大院电费，代垫其他单位部分")
    address = f"/report/pdf/gaj_account.report_voucher/{entry}"
    answer = page.request.get(address, params={"context": json.dumps(context)})
    if answer.headers["content-type"] != "application/pdf":
        raise look.BadPicture(f"{address} answers {answer.status} with {answer.headers['content-type']}")
    return upper_part(page_pictures(answer.body(), dpi=110)[0], 1)


@scene("account-closing", "admin", TALL)
def _account_closing(page):
    """A closing that shows what it will book; it is not booked."""
    closing = call(page, "gaj.year.closing", "create", {"year": "2026"}, context=books(page))
    open_action(page, "gaj_account.gaj_year_closing_action", f"/{closing}")
    page.wait_for_selector("[name=preview] table")
    without_messages(page)


@scene("account-work-list", "admin", SHORT)
def _account_work_list(page):
    """An entry that is posted and waits for what its payment was for."""
    context = books(page)
    company = context["allowed_company_ids"]
    call(page, "res.company", "write", company, {"gaj_no_answer": "park"})
    found = call(page, "account.account", "search_read", [["code", "in", ["2302", "4001"]]], ["code"], context=context)
    accounts = {account["code"]: account["id"] for account in found}
    lines = [
        [0, 0, {"account_id": accounts["2302"], "name": "支付打印机维修费", "debit": 860}],
        [0, 0, {"account_id": accounts["4001"], "name": "支付打印机维修费", "credit": 860}],
    ]
    like = entry_of(page, context, "支付会议费")
    [journal] = call(page, "account.move", "read", [like], ["journal_id"], context=context)
    values = {
        "move_type": "entry",
        "journal_id": journal["journal_id"][0],
        "date": "2026-05-08",
        "ref": "支付打印机维修费",
        "line_ids": lines,
    }
    move = call(page, "account.move", "create", values, context=context)
    call(page, "account.move", "action_post", [move], context=context)
    open_action(page, "gaj_account.account_move_action_without_budget")
    page.wait_for_selector(".o_data_row")
