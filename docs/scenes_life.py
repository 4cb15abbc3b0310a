"""Scenes of an asset's life: what is asked for, received, handed over, written down, disposed of. They only look."""

from scenes import first_id, paper, room_with_assets, scene, upper_part, without_messages

from support.browser import PHONE
from support.erp import call, open_action


@scene("asset-kanban")
def _asset_kanban(page):
    open_action(page, "gaj_assets.gaj_asset_action")
    page.click(".o_cp_switch_buttons button.o_kanban")
    page.click(".o_search_panel [data-tooltip='在用']")
    page.wait_for_selector(".o_kanban_record:not(.o_kanban_ghost)")


@scene("dashboard")
def _dashboard(page):
    page.goto("/odoo/action-gaj_assets.gaj_asset_dashboard_action")
    page.wait_for_selector(".o_gaj_dashboard canvas")


@scene("room-map")
def _room_map(page):
    page.goto("/odoo/action-gaj_assets.gaj_asset_room_map_action")
    page.wait_for_selector(".o_gaj_map_room")


@scene("unit-card")
def _unit_card(page):
    """Return a page of the book that is bound: one room, one card."""
    papers = call(page, "gaj.asset.paper", "create", {"kind": "unit", "space_ids": [[6, 0, [room_with_assets(page)]]]})
    return upper_part(paper(page, "gaj.asset.paper", "unit", [papers]), 0.62)


@scene("own-assets-phone", "user", PHONE)
def _own_assets_phone(page):
    page.goto("/odoo/action-gaj_assets.gaj_asset_own_action")
    page.wait_for_selector(".o_gaj_own_item")


@scene("request-check", "leader")
def _request_check(page):
    request = first_id(page, "gaj.asset.request", [["state", "=", "submitted"]])
    open_action(page, "gaj_assets.gaj_asset_request_action", f"/{request}")
    page.wait_for_selector(".o_field_widget[name=check_panel] li")
    without_messages(page)
    page.locator(".o_field_widget[name=check_panel]").scroll_into_view_if_needed()


@scene("acceptance", "user")
def _acceptance(page):
    batch = first_id(page, "gaj.asset.acceptance", [["state", "=", "inspecting"]])
    open_action(page, "gaj_assets.gaj_asset_acceptance_action", f"/{batch}")
    page.wait_for_selector("button[name=action_sign]:visible")
    without_messages(page)


@scene("transfer-receipt")
def _transfer_receipt(page):
    """Return the receipt that giver and taker sign."""
    transfer = first_id(page, "gaj.asset.transfer", [["state", "=", "released"]])
    return upper_part(paper(page, "gaj.asset.transfer", "receipt", [transfer]), 0.6)


@scene("depreciation-run", "finance")
def _depreciation_run(page):
    month = first_id(page, "gaj.asset.depreciation.run", [["state", "=", "posted"]], "month desc")
    open_action(page, "gaj_assets.gaj_asset_depreciation_run_action", f"/{month}")
    page.wait_for_selector(".o_field_widget[name=department_total_ids] .o_data_row")


@scene("values-on-a-day", "finance")
def _values_on_a_day(page):
    open_action(page, "gaj_assets.gaj_asset_value_asof_action")
    page.click(".modal button[name=action_show]")
    page.wait_for_selector(".o_list_view .o_data_row")


@scene("reconciliation", "finance")
def _reconciliation(page):
    quarter = first_id(page, "gaj.asset.reconciliation", [["state", "in", ["compared", "signed"]]], "date desc")
    open_action(page, "gaj_assets.gaj_asset_reconciliation_action", f"/{quarter}")
    page.wait_for_selector(".o_field_widget[name=line_ids] .o_data_row")


@scene("disposal")
def _disposal(page):
    record = first_id(page, "gaj.asset.disposal", [["state", "=", "appraised"]])
    open_action(page, "gaj_assets.gaj_asset_disposal_action", f"/{record}")
    page.wait_for_selector(".o_field_widget[name=line_ids] .o_data_row")
    without_messages(page)


@scene("yearly-report")
def _yearly_report(page):
    """Return the yearly report of the demonstration's year."""
    report = call(page, "gaj.asset.yearly.paper", "create", {"year": 2025})
    return upper_part(paper(page, "gaj.asset.yearly.paper", "yearly", [report]), 0.6)
