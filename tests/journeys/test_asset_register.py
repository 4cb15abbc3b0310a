"""The first journey: a bureau's spreadsheet becomes tagged cards, a building is counted, the register leaves."""

import io

import openpyxl
import pytest
import zxingcpp

from support import camera, erp, register
from support.browser import DESKTOP, PHONE, browser, type_like_gun, visit
from support.flaky_proxy import FlakyProxy

pytestmark = pytest.mark.addons("gaj_assets", "gaj_base")

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BUILDING, OTHER_BUILDING = "2号楼", "1号楼"
UNKNOWN = "无主设备-7"


def test_from_spreadsheet_to_counted_building(server, tmp_path):
    with browser() as chromium, visit(chromium, server.url, "admin", DESKTOP) as desk:
        refuse_the_file_as_it_stands(desk)
        cards = import_and_undo_and_import_again(desk)
        plan = plan_the_count(desk, cards)
        pdf = print_labels_of(desk, plan["camera_room"])
        stocktake = start_stocktake(desk)
    film = camera.write_film(tmp_path / "labels.mjpeg", camera.page_pictures(pdf))
    proxy = FlakyProxy(server.port)
    try:
        with (
            browser(*camera.chromium_camera_arguments(film)) as chromium,
            visit(chromium, proxy.url, "admin", PHONE) as phone,
        ):
            count_with_gun(phone, stocktake, plan)
            count_with_camera(phone, plan)
            count_without_network(phone, proxy, plan)
    finally:
        proxy.close()
    with browser() as chromium, visit(chromium, server.url, "admin", DESKTOP) as desk:
        finish_and_compare(desk, stocktake, plan)
        export_register(desk)


# -- import -----------------------------------------------------------------------------------------------------


def upload(desk, name, content):
    """Show a new import of ``content`` and look at it."""
    erp.open_action(desk, "gaj_assets.gaj_asset_import_action", "/new")
    desk.set_input_files(
        ".o_field_widget[name=file] input[type=file]", {"name": name, "mimeType": XLSX, "buffer": content}
    )
    desk.wait_for_selector(".o_field_widget[name=file] .o_clear_file_button")
    erp.press(desk, "action_preview")
    desk.wait_for_selector(".o_form_view .alert:visible", timeout=120_000)
    return int(desk.url.rstrip("/").rsplit("/", 1)[1].split("?")[0])


def refuse_the_file_as_it_stands(desk):
    key = register.key()
    imported = upload(desk, "asset_register.xlsx", (register.DATA / "asset_register.xlsx").read_bytes())
    assert desk.inner_text(".alert-danger [name=bad_count]") == str(key["bad_rows"])
    assert not desk.is_visible("button[name=action_import]"), "A file with errors must not offer to be imported."
    with desk.expect_download() as download:
        desk.click(".o_field_widget[name=error_file] a, .o_field_widget[name=error_file] button")
    book = openpyxl.load_workbook(io.BytesIO(download.value.path().read_bytes()))
    assert sum(1 for row in book.worksheets[0].iter_rows(values_only=True) if any(row)) > key["bad_rows"]
    mains = erp.call(
        desk, "gaj.sheet.import.error", "search_read", [["import_id", "=", imported], ["is_main", "=", True]], ["row"]
    )
    assert len({main["row"] for main in mains}) == key["bad_rows"]


def import_and_undo_and_import_again(desk):
    """Import the corrected file, take it back, import it for good; return its cards."""
    before = erp.call(desk, "gaj.asset", "search_count", [])
    people = erp.call(desk, "hr.employee", "search_count", [])
    places = erp.call(desk, "gaj.space", "search_count", [])
    upload(desk, "register.xlsx", register.clean_workbook())
    assert desk.is_visible(".o_field_widget[name=offer_ids] .o_data_row"), "New people and places must be offered."
    run_import(desk)
    assert erp.call(desk, "gaj.asset", "search_count", []) == before + register.key()["items_after_splitting_quantity"]
    erp.press(desk, "action_undo", confirm=True)
    desk.wait_for_selector("button[name=action_undo]:visible", state="detached", timeout=120_000)
    assert erp.call(desk, "gaj.asset", "search_count", []) == before
    assert erp.call(desk, "hr.employee", "search_count", []) == people
    assert erp.call(desk, "gaj.space", "search_count", []) == places
    imported = upload(desk, "register.xlsx", register.clean_workbook())
    run_import(desk)
    return cards_of(desk, imported)


def run_import(desk):
    erp.press(desk, "action_import", confirm=True)
    desk.wait_for_selector("button[name=action_undo]:visible", timeout=180_000)


def cards_of(desk, imported):
    """Return the imported cards, after comparing them with the key to the cent."""
    key = register.key()
    made = erp.call(
        desk,
        "gaj.sheet.import.record",
        "search_read",
        [["import_id", "=", imported], ["res_model", "=", "gaj.asset"]],
        ["res_id"],
    )
    fields = ["tag_no", "name", "cost", "accumulated", "space_id", "department_id", "custodian_id", "use_state"]
    cards = erp.call(desk, "gaj.asset", "read", [line["res_id"] for line in made], fields)
    assert len(cards) == key["items_after_splitting_quantity"]
    assert round(sum(card["cost"] for card in cards), 2) == key["good_cost"]
    assert round(sum(card["accumulated"] for card in cards), 2) == key["good_accumulated_depreciation"]
    serials = sorted(int(card["tag_no"][:12]) for card in cards)
    assert serials == list(range(serials[0], serials[0] + len(cards))), "The tags must be consecutive."
    return cards


# -- labels -----------------------------------------------------------------------------------------------------


def plan_the_count(desk, cards):
    """Choose rooms of the building, and write down what every scan must come to (assets §9's worked example)."""
    spaces = {}
    for space in erp.call(
        desk, "gaj.space", "search_read", [["kind", "=", "room"]], ["full_code", "building_id", "complete_name"]
    ):
        spaces[space["id"]] = space
    rooms = {}
    for card in cards:
        space = spaces[card["space_id"][0]]
        rooms.setdefault(space["full_code"], []).append({**card, "space": space})
    known = {card["id"] for card in cards}
    others = erp.call(desk, "gaj.asset", "search_read", [["id", "not in", list(known)]], ["space_id"])
    taken = {card["space_id"][0] for card in others if card["space_id"]}
    mine = {
        code: items
        for code, items in sorted(rooms.items())
        if code.startswith(BUILDING) and items[0]["space"]["id"] not in taken
    }
    first = next(items for items in mine.values() if len(items) == 4)
    second = next(items for items in mine.values() if len(items) == 2)
    third = next(items for items in mine.values() if len(items) == 3)
    chosen = [first[0]["space"]["id"], second[0]["space"]["id"], third[0]["space"]["id"]]
    offline = [items for items in mine.values() if items[0]["space"]["id"] not in chosen and len(items) >= 5][:4]
    offline = [items[:5] for items in offline]
    assert sum(map(len, offline)) == 20
    foreign = next(items for code, items in rooms.items() if code.startswith(OTHER_BUILDING))[0]
    return {
        "first": first,
        "second": second,
        "camera_room": third,
        "offline": offline,
        "foreign": foreign,
        "expected": expected_results(first, second, third, offline, foreign),
    }


def expected_results(first, second, third, offline, foreign):
    """Map tag → result: A B matched, C E misplaced, D F missing, X unknown, G out of scope; the others matched."""
    a, b, c, d = (card["tag_no"] for card in first)
    e, f = (card["tag_no"] for card in second)
    results = {a: "matched", b: "matched", c: "misplaced", d: "missing", e: "misplaced", f: "missing"}
    results[foreign["tag_no"]] = "out_of_scope"
    results |= {card["tag_no"]: "matched" for card in third}
    results |= {card["tag_no"]: "matched" for items in offline for card in items}
    return results


def print_labels_of(desk, cards):
    """Print the labels of one room from the list of cards; every code on them is read back."""
    erp.open_action(desk, "gaj_base.gaj_space_action", f"/{cards[0]['space']['id']}")
    erp.press(desk, "action_gaj_open_assets")
    desk.wait_for_function(f"document.querySelectorAll('.o_list_view .o_data_row').length == {len(cards)}")
    desk.click(".o_list_view thead .o_list_record_selector input")
    desk.click(".o_control_panel button.o_gaj_print_labels")
    desk.wait_for_selector(".modal .o_field_widget[name=layout]")
    desk.click(".modal .o_field_widget[name=layout] label:has-text('70 × 40')")
    with desk.expect_download() as download:
        desk.click(".modal button[name=action_print]")
    pdf = download.value.path().read_bytes()
    pages = camera.page_pictures(pdf)
    read = [{code.text for code in zxingcpp.read_barcodes(page)} for page in pages]
    assert len(read) == len(cards)
    for card in cards:
        assert any(
            card["tag_no"] in codes and any(text.endswith(card["tag_no"]) and text != card["tag_no"] for text in codes)
            for codes in read
        ), f"The label of {card['tag_no']} cannot be read."
    return pdf


# -- stocktake --------------------------------------------------------------------------------------------------


def start_stocktake(desk):
    """Start the count of one building; return its id."""
    erp.open_action(desk, "gaj_assets.gaj_asset_stocktake_action", "/new")
    desk.fill(".o_field_widget[name=name] input", f"{BUILDING}年度盘点")
    desk.fill(".o_field_widget[name=space_ids] input", BUILDING)
    desk.click(f".o-autocomplete--dropdown-item:has-text('{BUILDING}') >> nth=0")
    erp.press(desk, "action_start")
    desk.wait_for_selector("button[name=action_scan]:visible")
    return int(desk.url.rstrip("/").rsplit("/", 1)[1].split("?")[0])


def choose_room(phone, space):
    phone.click("button[name=pick_room]")
    phone.fill(".o_gaj_stocktake_picker input", space["full_code"])
    phone.click(f"[data-space='{space['id']}']")
    phone.wait_for_selector(".o_gaj_stocktake_picker", state="detached")


def scan(phone, raw, level):
    """Fire the gun and wait for what the screen says."""
    type_like_gun(phone, raw)
    phone.wait_for_selector(f".o_gaj_scan_last[data-raw='{raw}'][data-level={level}]")


def unsent(phone):
    return int(phone.get_attribute(".o_gaj_queue_status", "data-unsent"))


def wait_until_sent(phone):
    phone.wait_for_selector(".o_gaj_queue_status[data-unsent='0']", timeout=60_000)


def count_with_gun(phone, stocktake, plan):
    first, second = plan["first"], plan["second"]
    phone.goto(f"/gaj/scan/stocktake/{stocktake}")
    phone.wait_for_selector("body.o_gaj_scan_started")
    choose_room(phone, first[0]["space"])
    scan(phone, first[0]["tag_no"], "ok")
    scan(phone, first[1]["tag_no"], "ok")
    scan(phone, second[0]["tag_no"], "warning")
    scan(phone, UNKNOWN, "error")
    scan(phone, first[0]["tag_no"], "repeat")
    choose_room(phone, second[0]["space"])
    scan(phone, first[2]["tag_no"], "warning")
    scan(phone, plan["foreign"]["tag_no"], "warning")
    wait_until_sent(phone)


def count_with_camera(phone, plan):
    room = plan["camera_room"]
    choose_room(phone, room[0]["space"])
    phone.click("button[name=camera]")
    for card in room:
        phone.wait_for_selector(f".o_gaj_scan[data-raw$='{card['tag_no']}'][data-level=ok]", timeout=60_000)
    phone.click("button[name=camera]")
    wait_until_sent(phone)


def count_without_network(phone, proxy, plan):
    """Twenty scans without network and a reload in their middle; then the network comes back."""
    rooms = plan["offline"]
    proxy.cut()
    for items in rooms[:2]:
        choose_room(phone, items[0]["space"])
        for card in items:
            scan(phone, card["tag_no"], "ok")
    assert unsent(phone) == 10
    phone.reload()
    phone.wait_for_selector("body.o_gaj_scan_started")
    phone.wait_for_selector(".o_gaj_queue_status[data-unsent='10']")
    for items in rooms[2:]:
        choose_room(phone, items[0]["space"])
        for card in items:
            scan(phone, card["tag_no"], "ok")
    assert unsent(phone) == 20
    proxy.mend()
    phone.click("button[name=send_now]")
    wait_until_sent(phone)


def finish_and_compare(desk, stocktake, plan):
    """Finish both counts of an annual stocktake; the lines say what the worked example says, each scan once."""
    erp.open_action(desk, "gaj_assets.gaj_asset_stocktake_action", f"/{stocktake}")
    erp.press(desk, "action_finish_counting", confirm=True)
    desk.wait_for_selector(".o_arrow_button_current[data-value=second_count]", timeout=60_000)
    erp.press(desk, "action_finish_counting", confirm=True)
    desk.wait_for_selector("button[name=action_count_again]:visible", timeout=60_000)
    lines = erp.call(
        desk,
        "gaj.asset.stocktake.line",
        "search_read",
        [["stocktake_id", "=", stocktake]],
        ["asset_id", "result", "raw"],
    )
    cards = erp.call(desk, "gaj.asset", "read", [line["asset_id"][0] for line in lines if line["asset_id"]], ["tag_no"])
    tag = {card["id"]: card["tag_no"] for card in cards}
    results = {tag[line["asset_id"][0]]: line["result"] for line in lines if line["asset_id"]}
    expected = plan["expected"]
    assert {number: results[number] for number in expected} == expected
    assert {result for number, result in results.items() if number not in expected} == {"missing"}
    assert [line["raw"] for line in lines if line["result"] == "unknown"] == [UNKNOWN]
    scans = erp.call(desk, "gaj.asset.stocktake.scan", "search_read", [["stocktake_id", "=", stocktake]], ["raw"])
    raws = [item["raw"] for item in scans]
    offline = [card["tag_no"] for items in plan["offline"] for card in items]
    assert sorted(raw for raw in raws if raw in offline) == sorted(offline), "Each scan arrives once, none is lost."


def export_register(desk):
    """The register leaves as xlsx: one row per card, under the titles of the file that came in."""
    erp.open_action(desk, "gaj_assets.gaj_asset_action")
    with desk.expect_download(timeout=120_000) as download:
        desk.click("button[name=action_export_register]")
    sheet = openpyxl.load_workbook(io.BytesIO(download.value.path().read_bytes()), read_only=True).worksheets[0]
    rows = [row for row in sheet.iter_rows(values_only=True) if any(cell is not None for cell in row)]
    cards = erp.call(desk, "gaj.asset", "search_count", [])
    titles = next(index for index, row in enumerate(rows) if "资产编号" in row)
    assert len(rows) - titles - 1 >= cards
