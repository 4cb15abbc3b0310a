"""The second journey: three computers are asked for, bought, kept and depreciated; an old copier is sold."""

from contextlib import ExitStack

import pypdfium2
import pytest
import zxingcpp

from support import asset_life as life
from support import camera, erp
from support import web_client as web
from support.browser import DESKTOP, PHONE, browser, visit
from support.odoo_process import Server, shell

pytestmark = pytest.mark.addons("gaj_assets", "gaj_base")


def test_life_of_an_asset(empty_database):
    shell(empty_database, "from support.asset_life import prepare\nprepare(env)\n")
    with Server(empty_database) as server, browser() as chromium, ExitStack() as stack:
        bureau = Bureau(chromium, server.url, stack)
        set_up_the_accounts(bureau)
        ask_for_computers(bureau)
        buy_them(bureau)
        accept_them(bureau)
        post_the_bill(bureau)
        keep_them(bureau)
        depreciate_the_month(bureau)
        put_the_copier_forward(bureau)
        sell_the_copier(bureau)
        remit_the_money(bureau)
        print_the_year(bureau)


class Bureau:
    """Everybody at their desk: a page for each person, opened when it is first needed."""

    def __init__(self, chromium, url, stack):
        self.chromium, self.url, self.stack = chromium, url, stack
        self.pages = {}

    def desk(self, login):
        return self._page(login, DESKTOP)

    def phone(self, login):
        return self._page(login, PHONE)

    def _page(self, login, device):
        key = (login, id(device))
        if key not in self.pages:
            self.pages[key] = self.stack.enter_context(visit(self.chromium, self.url, login, device))
        return self.pages[key]


def set_up_the_accounts(bureau):
    """Finance puts the bureau on the government accounts."""
    desk = bureau.desk(life.FINANCE)
    web.open_menu(desk, "menu_gaj_assets_configuration", "menu_gaj_asset_account_setup")
    desk.click(".modal button[name=action_apply]")
    desk.wait_for_selector(".o_list_view .o_data_row:has-text('190202')", timeout=web.SLOW)


def ask_for_computers(bureau):
    """The clerk asks, the leader approves."""
    desk = bureau.desk(life.CLERK)
    web.open_menu(desk, "menu_gaj_assets_getting", "menu_gaj_asset_request")
    web.new(desk)
    web.fill(desk, "reason", "新录用三人")
    web.add_line(desk, "line_ids")
    web.choose(desk, "product_id", life.COMPUTER, ".modal")
    web.fill(desk, "quantity", 3, ".modal")
    web.fill(desk, "price_unit", "4800.00", ".modal")
    web.save_line(desk)
    web.press(desk, "action_submit", "submitted")
    leader = bureau.desk(life.LEADER)
    web.open_menu(leader, "menu_gaj_assets_getting", "menu_gaj_asset_request")
    web.open_row(leader, life.DEPARTMENT)
    web.press(leader, "action_approve", "approved")


def buy_them(bureau):
    """The manager makes the order, the buyer writes the price into it, confirms it and receives the goods."""
    manager = bureau.desk(life.MANAGER)
    web.open_menu(manager, "menu_gaj_assets_getting", "menu_gaj_asset_request")
    web.open_row(manager, life.DEPARTMENT)
    web.press(manager, "action_create_order", "ordered")
    buyer = bureau.desk(life.BUYER)
    erp.open_action(buyer, "purchase.purchase_rfq")
    web.open_row(buyer, life.VENDOR)
    buyer.click(".o_field_widget[name=order_line] .o_data_row [name=price_unit]")
    web.fill(buyer, "price_unit", "4247.79", ".o_field_widget[name=order_line]")
    web.press(buyer, "button_confirm", "purchase")
    buyer.wait_for_selector(".oe_subtotal_footer:has-text('14,400.01')")
    web.press(buyer, "action_view_picking")
    web.press(buyer, "button_validate", "done")


def accept_them(bureau):
    """Two people look at the things, one of them with a phone; the manager accepts; three cards with tags appear."""
    manager = bureau.desk(life.MANAGER)
    web.open_menu(manager, "menu_gaj_assets_getting", "menu_gaj_asset_acceptance")
    web.open_row(manager, life.VENDOR)
    web.open_page(manager, "inspectors")
    for login in life.INSPECTORS:
        web.add_line(manager, "inspector_ids")
        web.choose(manager, "user_id", life.PEOPLE[login][0], ".modal")
        web.save_line(manager)
    web.press(manager, "action_start", "inspecting")
    for page in (bureau.desk(life.INSPECTORS[0]), bureau.phone(life.INSPECTORS[1])):
        web.open_menu(page, "menu_gaj_assets_getting", "menu_gaj_asset_acceptance")
        web.open_row(page, life.VENDOR)
        sign_acceptance(page)
    web.open_menu(manager, "menu_gaj_assets_getting", "menu_gaj_asset_acceptance")
    web.open_row(manager, life.VENDOR)
    web.press(manager, "action_accept", "accepted")
    web.press(manager, "action_open_assets")
    manager.wait_for_function("document.querySelectorAll('.o_list_view .o_data_row').length == 3")
    cards = erp.call(manager, "gaj.asset", "search_read", [["name", "=", life.COMPUTER]], ["tag_no", "cost", "state"])
    assert sorted(card["cost"] for card in cards) == [4800.00, 4800.00, 4800.01]
    assert {card["state"] for card in cards} == {"in_store"}
    print_labels(manager, [card["tag_no"] for card in cards])


def sign_acceptance(page):
    web.press(page, "action_sign")
    page.click(".modal .o_signature")
    web.draw_signature(page)
    page.wait_for_selector(".modal img.o_signature")
    page.click(".modal button[name=action_pass]")
    page.wait_for_selector(".modal", state="detached")


def print_labels(desk, tags):
    """Print the labels of the cards shown; every code on them is read back."""
    desk.click(".o_list_view thead .o_list_record_selector input")
    desk.click(".o_control_panel button.o_gaj_print_labels")
    with desk.expect_download() as download:
        desk.click(".modal button[name=action_print]")
    pages = camera.page_pictures(download.value.path().read_bytes())
    read = [{code.text for code in zxingcpp.read_barcodes(page)} for page in pages]
    for tag in tags:
        assert any(tag in codes and any(text.endswith(f"/{tag}") for text in codes) for codes in read), tag


def post_the_bill(bureau):
    """Finance makes the bill of the order, and posts it."""
    desk = bureau.desk(life.FINANCE)
    web.open_menu(desk, "menu_gaj_assets_getting", "menu_gaj_asset_acceptance")
    web.open_row(desk, life.VENDOR)
    web.press(desk, "action_make_bill")
    desk.wait_for_selector(".o_form_view .o_field_widget[name=invoice_line_ids]")
    web.write_day(desk, "invoice_date", life.today())
    web.press(desk, "action_post", "posted")
    batches = erp.call(desk, "gaj.asset.acceptance", "search_read", [], ["state", "cost"])
    assert [(batch["state"], batch["cost"]) for batch in batches] == [("booked", 14400.01)]


def keep_them(bureau):
    """The clerk hands the three out; the new custodian signs for them on a phone, and says that one of them is here."""
    clerk = bureau.desk(life.CLERK)
    web.open_menu(clerk, "menu_gaj_assets_cards", "menu_gaj_asset")
    for number in range(3):
        clerk.click(f".o_data_row:has-text('{life.COMPUTER}') .o_list_record_selector input >> nth={number}")
    web.take_action(clerk, "Transfer")
    web.choose(clerk, "custodian_to_id", life.PEOPLE[life.CUSTODIAN][0])
    web.press(clerk, "action_submit", "submitted")
    web.press(clerk, "action_release", "released")
    phone = bureau.phone(life.CUSTODIAN)
    web.open_menu(phone, "menu_gaj_assets_cards", "menu_gaj_asset_own")
    phone.click(".o_gaj_sign")
    web.draw_signature(phone)
    phone.wait_for_function("document.querySelectorAll('.o_gaj_own_item').length == 3")
    phone.click(".o_gaj_own_item >> nth=0 >> .o_gaj_here")
    phone.wait_for_selector(".o_gaj_own_item >> nth=0 >> .text-bg-success")


def depreciate_the_month(bureau):
    """Finance computes the month, looks at it, posts it: the three new computers count from the month they came."""
    desk = bureau.desk(life.FINANCE)
    web.open_menu(desk, "menu_gaj_assets_accounting", "menu_gaj_asset_depreciation_run")
    web.new(desk)
    web.write_day(desk, "month", life.today())
    web.press(desk, "action_compute", "computed")
    assert "200.01" in desk.inner_text(".o_form_view .o_field_widget[name=amount]")
    # the month of today is posted before it ends, unless today is its last day
    if desk.query_selector(".o_form_view .o_field_widget[name=is_early_confirmed]"):
        desk.click(".o_form_view .o_field_widget[name=is_early_confirmed] input")
    web.press(desk, "action_post", "posted")
    run = web.shown_id(desk)
    entries = erp.call(
        desk,
        "account.move",
        "search_read",
        [["gaj_source_model", "=", "gaj.asset.depreciation.run"], ["gaj_source_id", "=", run]],
        ["amount_total", "state"],
    )
    assert [(entry["amount_total"], entry["state"]) for entry in entries] == [(200.01, "posted")]


def put_the_copier_forward(bureau):
    """The clerk applies for the disposal of the old copier; the manager writes down what it is worth."""
    clerk = bureau.desk(life.CLERK)
    web.open_menu(clerk, "menu_gaj_assets_cards", "menu_gaj_asset")
    web.open_row(clerk, life.COPIER)
    web.take_action(clerk, "Dispose Of")
    clerk.wait_for_selector(".o_form_view button[name=action_apply]")
    web.select(clerk, "kind", "Sale or Auction")
    web.press(clerk, "action_apply", "applied")
    manager = open_disposal(bureau, life.MANAGER)
    web.open_page(manager, "appraisal")
    web.choose(manager, "appraiser_id", life.APPRAISER)
    web.choose(manager, "appraiser_contact_id", life.EXPERT)
    web.fill(manager, "appraised_value", "5600.00")
    web.write_day(manager, "appraised_on", life.today())
    web.fill(manager, "report_no", "评估〔1〕号")
    web.press(manager, "action_appraise", "appraised")
    assert manager.is_visible(".alert-warning:has-text('5,600.00')"), "From 5,000.00 on, others watch."


def open_disposal(bureau, login):
    page = bureau.desk(login)
    web.open_menu(page, "menu_gaj_assets_disposal", "menu_gaj_asset_disposal")
    web.open_row(page, life.DEPARTMENT)
    return page


def discipline_signs(bureau, note):
    page = open_disposal(bureau, life.DISCIPLINE)
    web.press(page, "action_sign")
    page.fill(".modal .o_field_widget[name=note] input", note)
    page.click(".modal button[name=action_sign]")
    page.wait_for_selector(".modal", state="detached")


def approve_disposal(bureau, number):
    """The manager submits with the document of the authority, the leader approves, the manager carries it out."""
    manager = open_disposal(bureau, life.MANAGER)
    web.open_page(manager, "appraisal")
    web.fill(manager, "document_no", number)
    web.write_day(manager, "document_date", life.today())
    web.press(manager, "action_submit")
    manager.wait_for_selector("button[name=action_submit]:visible", state="detached")
    leader = open_disposal(bureau, life.LEADER)
    web.press(leader, "action_approve", "approved")
    manager = open_disposal(bureau, life.MANAGER)
    web.press(manager, "action_execute", "executing")
    return manager


def sell_the_copier(bureau):
    """A bid below 90 % stops the sale; approved again, a better one wins. Each stage waits for its signature."""
    manager = open_disposal(bureau, life.MANAGER)
    web.press(manager, "action_submit")
    assert "Discipline inspection has not signed yet" in web.refusal(manager)
    discipline_signs(bureau, "评估程序合规")
    manager = approve_disposal(bureau, "财资〔7〕号")
    web.open_page(manager, "execution")
    web.write_day(manager, "published_on", life.today())
    web.fill(manager, "published_in", "市公共资源交易平台")
    award(manager, life.OTHER_DEALER, "5039.99")
    web.wait_for_state(manager, "appraised")
    assert "5,039.99" in manager.inner_text(".alert-danger:visible")
    manager = approve_disposal(bureau, "财资〔8〕号")
    web.open_page(manager, "execution")
    award(manager, life.DEALER, "6120.00")
    manager.wait_for_selector(f".o_field_widget[name=buyer_id]:has-text('{life.DEALER}')")
    discipline_signs(bureau, "公告与竞价在场")
    manager = open_disposal(bureau, life.MANAGER)
    web.press(manager, "action_hand_over")
    manager.wait_for_selector("button[name=action_hand_over]", state="detached")
    discipline_signs(bureau, "移交在场")


def award(manager, bidder, amount):
    """Register a bid, and let it win."""
    web.add_line(manager, "bid_ids")
    where = ".o_field_widget[name=bid_ids] .o_selected_row"
    web.choose(manager, "bidder_id", bidder, where)
    web.fill(manager, "amount", amount, where)
    web.save(manager)
    manager.click(f".o_field_widget[name=bid_ids] .o_data_row:has-text('{bidder}') button[name=action_award]")


def remit_the_money(bureau):
    """Finance takes the copier out of the books, settles and remits; discipline inspection sees the money."""
    desk = open_disposal(bureau, life.FINANCE)
    web.press(desk, "action_derecognise")
    desk.wait_for_selector(".o_form_view button[name=action_settle]")
    web.open_page(desk, "money")
    web.fill(desk, "costs", "320.00")
    web.press(desk, "action_settle", "settled")
    discipline_signs(bureau, "款项已收")
    desk = open_disposal(bureau, life.FINANCE)
    web.press(desk, "action_open_remittances")
    web.new(desk)
    web.fill(desk, "name", "非税缴款书")
    web.press(desk, "action_post", "posted")
    assert "5,800.00" in desk.inner_text(".o_form_view .o_field_widget[name=amount]")


def print_the_year(bureau):
    """The yearly report has the batch that came, the batch that went, and what the treasury got."""
    leader = bureau.desk(life.LEADER)
    web.open_menu(leader, "menu_gaj_assets_reporting", "menu_gaj_asset_yearly_paper")
    with leader.expect_download(timeout=web.SLOW) as download:
        leader.click(".modal button[name=action_gaj_paper] >> nth=0")
    document = pypdfium2.PdfDocument(download.value.path())
    text = "\n".join(page.get_textpage().get_text_bounded() for page in document)
    for figure in (life.BUREAU, str(life.today().year), "35,000.00", "6,120.00", "5,800.00"):
        assert figure in text, f"The yearly report lacks {figure}."
