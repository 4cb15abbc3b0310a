"""Scenes of register, labels, stocktake and settings; those that change data come last."""

import os
from pathlib import Path

import look
from scenes import DESKTOP, SETTLE, first_id, room_with_assets, scene, upper_part

from support.browser import PHONE, type_like_gun, visit
from support.camera import page_pictures
from support.erp import call, open_action, press

REGISTER = Path(__file__).resolve().parents[1] / "tests" / "data" / "asset_register.xlsx"


def running_stocktake(page):
    return first_id(page, "gaj.asset.stocktake", [["state", "=", "counting"]])


# -- what only looks --------------------------------------------------------------------------------------------


@scene("register")
def _register(page):
    open_action(page, "gaj_assets.gaj_asset_action")
    page.wait_for_selector(".o_data_row")


@scene("asset-card", "clerk")
def _asset_card(page):
    card = first_id(page, "gaj.asset", [["state", "=", "in_use"], ["cost", ">", 3000]], "cost desc")
    open_action(page, "gaj_assets.gaj_asset_action", f"/{card}")
    page.wait_for_selector(".o_form_view .o_field_widget[name=name]")


@scene("room", "clerk")
def _room(page):
    open_action(page, "gaj_base.gaj_space_room_action", f"/{room_with_assets(page)}")
    page.wait_for_selector("button[name=action_gaj_open_assets]")


@scene("labels")
def _labels(page):
    open_label_wizard(page)
    page.click(".modal .o_field_widget[name=layout] label:has-text('3 × 7')")
    page.wait_for_selector(".modal .o_field_widget[name=start]:visible")


def open_label_wizard(page):
    """Choose all cards of one room and ask for their labels."""
    open_action(page, "gaj_base.gaj_space_action", f"/{room_with_assets(page)}")
    press(page, "action_gaj_open_assets")
    page.wait_for_selector(".o_list_view .o_data_row")
    page.click(".o_list_view thead .o_list_record_selector input")
    page.click(".o_control_panel button.o_gaj_print_labels")
    page.wait_for_selector(".modal .o_field_widget[name=layout]")


@scene("label-sheet")
def _label_sheet(page):
    """Return the printed sheet instead of the page."""
    open_label_wizard(page)
    page.click(".modal .o_field_widget[name=layout] label:has-text('3 × 7')")
    with page.expect_download() as download:
        page.click(".modal button[name=action_print]")
    sheet = page_pictures(download.value.path().read_bytes(), dpi=150)[0]
    look.at_labels(sheet)
    return upper_part(sheet, 0.5)


@scene("stocktakes")
def _stocktakes(page):
    open_action(page, "gaj_assets.gaj_asset_stocktake_action")
    page.wait_for_selector(".o_data_row")


@scene("stocktake-form")
def _stocktake_form(page):
    open_action(page, "gaj_assets.gaj_asset_stocktake_action", f"/{running_stocktake(page)}")
    page.wait_for_selector("button[name=action_finish_counting]:visible")


@scene("stocktake-board")
def _stocktake_board(page):
    open_action(page, "gaj_assets.gaj_asset_stocktake_action", f"/{running_stocktake(page)}")
    press(page, "action_open_board")
    page.wait_for_selector(".o_gaj_board_room")


@scene("stocktake-result")
def _stocktake_result(page):
    closed = first_id(page, "gaj.asset.stocktake", [["state", "=", "closed"]])
    open_action(page, "gaj_assets.gaj_asset_stocktake_action", f"/{closed}")
    press(page, "action_open_lines")
    page.wait_for_selector(".o_group_header")
    for position in reversed(range(page.locator(".o_group_header").count())):
        title = page.locator(".o_group_header").nth(position)
        if "相符" not in title.inner_text().split("(")[0]:
            title.click()
            page.wait_for_timeout(SETTLE / 2)


@scene("scan-box", "clerk")
def _scan_box(page):
    open_action(page, "gaj_assets.gaj_asset_action")
    card = call(page, "gaj.asset", "search_read", [["state", "=", "in_use"]], ["tag_no"], order="id", limit=1)[0]
    page.click(".o_gaj_scan_box")
    page.wait_for_selector(".o_gaj_scan_dialog input[name=gaj_scan]")
    type_like_gun(page, card["tag_no"])
    page.wait_for_selector(".o_gaj_scan_answer[data-outcome=record]")


@scene("lookup-phone", "user", PHONE)
def _lookup_phone(page):
    page.goto("/gaj/scan")
    page.wait_for_selector("body.o_gaj_scan_started")


@scene("institutions", "admin")
def _institutions(page):
    open_action(page, "gaj_base.gaj_institution_action")
    page.wait_for_selector(".o_data_row")


@scene("spaces", "admin")
def _spaces(page):
    open_action(page, "gaj_base.gaj_space_action")
    page.wait_for_selector(".o_data_row")


@scene("settings", "admin")
def _settings(page):
    open_action(page, "gaj_base.gaj_settings_action")
    page.wait_for_selector(".o_field_widget[name=gaj_tag_unit]:visible")


# -- what changes data ------------------------------------------------------------------------------------------


@scene("import-preview")
def _import_preview(page):
    open_action(page, "gaj_assets.gaj_asset_import_action", "/new")
    page.set_input_files(".o_field_widget[name=file] input[type=file]", REGISTER)
    page.wait_for_selector(".o_field_widget[name=file] .o_clear_file_button")
    press(page, "action_preview")
    page.wait_for_selector(".o_form_view .alert-danger:visible", timeout=120_000)


@scene("stocktake-phone", "clerk", PHONE)
def _stocktake_phone(page):
    page.goto(f"/gaj/scan/stocktake/{running_stocktake(page)}")
    page.wait_for_selector("body.o_gaj_scan_started")
    page.click("button[name=pick_room]")
    page.wait_for_selector(".o_gaj_stocktake_picker [data-space]")
    rooms = page.eval_on_selector_all(
        ".o_gaj_stocktake_picker [data-space]",
        """all => all.map(one => [one.dataset.space, /(\\d+)\\/(\\d+)\\s*$/.exec(one.innerText)])
            .filter(([, found]) => found && found[2] - found[1] > 2).map(([space]) => space)""",
    )
    page.click("button[name=pick_room]")
    foreign = things_of(page, rooms[1])[0]
    expected = things_of(page, rooms[0])
    for tag in [*expected[:2], foreign]:
        type_like_gun(page, tag)
        page.wait_for_selector(f".o_gaj_scan_last[data-raw='{tag}']")
    page.wait_for_selector(".o_gaj_queue_status[data-unsent='0']")


def things_of(page, room):
    """Choose ``room`` on the phone; return the tags of what is expected there and has not been seen."""
    page.click("button[name=pick_room]")
    page.click(f"[data-space='{room}']")
    page.click("button[name=list_expected]")
    page.wait_for_selector(".o_gaj_stocktake_thing")
    tags = page.eval_on_selector_all(
        ".o_gaj_stocktake_thing[data-state=open]", "all => all.map(one => one.dataset.tag)"
    )
    page.click("button[name=list_expected]")
    return tags


@scene("approval", "leader")
def _approval(page):
    """A stocktake that waits for the leader, whom its manager has asked."""
    with visit(page.context.browser, os.environ["GAJ_URL"], "manager", DESKTOP) as desk:
        stocktake = first_id(desk, "gaj.asset.stocktake", [["state", "in", ["counting", "reconciling"]]])
        if call(desk, "gaj.asset.stocktake", "read", [stocktake], ["state"])[0]["state"] == "counting":
            call(desk, "gaj.asset.stocktake", "action_finish_counting", [stocktake])
            if call(desk, "gaj.asset.stocktake", "read", [stocktake], ["state"])[0]["state"] == "second_count":
                call(desk, "gaj.asset.stocktake", "action_finish_counting", [stocktake])
            settle_and_submit(desk, stocktake)
    open_action(page, "gaj_assets.gaj_asset_stocktake_action", f"/{stocktake}")
    page.wait_for_selector("button[name=action_approve]:visible")


def settle_and_submit(desk, stocktake):
    """Decide on every difference as a manager would, then ask for the approval."""
    lines = "gaj.asset.stocktake.line"

    def still_open(*results):
        domain = [["stocktake_id", "=", stocktake], ["is_open", "=", True], ["result", "in", results]]
        return call(desk, lines, "search", domain)

    for line in still_open("conflict"):
        call(desk, lines, "action_confirm_first_place", [line])
    for results, resolution, note in (
        (["missing"], "searching", "正在查找"),
        (["misplaced", "out_of_scope"], "sent_back", "已送回原处"),
        (["custodian_mismatch", "condition"], "noted", "已登记"),
        (["unknown", "surplus"], "foreign", "物业公司自带"),
    ):
        call(desk, lines, "write", still_open(*results), {"resolution": resolution, "resolution_note": note})
    call(desk, "gaj.asset.stocktake", "action_submit", [stocktake])
