"""The web client as its users take hold of it: menus, fields, lines, buttons, states."""

#: What loads a screen may take that long; a click on something shown already takes no time.
SLOW = 60_000
APP = "[data-menu-xmlid='gaj_assets.menu_gaj_assets_root']"


def open_menu(page, heading, entry):
    """Walk to the menu ``entry`` below ``heading`` (names without the add-on) of the assets."""
    page.wait_for_selector(".o_navbar_apps_menu, .o_menu_toggle", timeout=SLOW)
    entry = f"[data-menu-xmlid='gaj_assets.{entry}']"
    if page.is_visible(".o_navbar_apps_menu"):
        if not page.is_visible(f".o_menu_brand{APP}"):
            page.click(".o_navbar_apps_menu button")
            _leave_for(page, f".o_app{APP}")
        page.click(f".o_menu_sections [data-menu-xmlid='gaj_assets.{heading}']:visible")
        _leave_for(page, f".o-dropdown--menu {entry}")
    else:
        page.click(".o_menu_toggle")
        page.wait_for_selector(".o_app_menu_sidebar .o_burger_menu_content")
        if not page.is_visible(f".o_app_menu_sidebar {entry}"):
            page.click(".o_app_menu_sidebar .o_sidebar_topbar .btn-primary")
            _leave_for(page, f".o_app_menu_sidebar {APP}")
            page.wait_for_selector(".o_app_menu_sidebar", state="detached")
            page.click(".o_menu_toggle")
        _leave_for(page, f".o_app_menu_sidebar {entry}")
        page.wait_for_selector(".o_app_menu_sidebar", state="detached")


def _leave_for(page, entry):
    """Click a menu ``entry`` and wait until what was shown before has gone."""
    page.evaluate("document.querySelectorAll('.o_action_manager > *').forEach((node) => (node.dataset.gone = 1))")
    page.click(entry)
    page.wait_for_selector(".o_action_manager > :not([data-gone]), .modal", timeout=SLOW)


def open_row(page, text):
    """Open the record with ``text`` in its row or, on a phone, on its card."""
    row = f".o_list_view .o_data_row:has-text('{text}') .o_data_cell:not(.o_list_button)"
    page.click(f":is({row}, .o_kanban_record:has-text('{text}')) >> nth=0")
    page.wait_for_selector(".o_form_view")


def new(page):
    page.click(".o_list_button_add:visible, .o_control_panel_main_buttons .o_form_button_create:visible")
    page.wait_for_selector(".o_form_view")


def fill(page, name, value, where=".o_form_view"):
    """Write ``value`` into the field ``name``."""
    page.fill(f"{where} .o_field_widget[name={name}] :is(input, textarea) >> visible=true >> nth=0", str(value))


def choose(page, name, text, where=".o_form_view"):
    """Choose the record called ``text`` in the field ``name``."""
    page.fill(f"{where} .o_field_widget[name={name}] input >> visible=true >> nth=0", text)
    page.click(f".o-autocomplete--dropdown-item:not(.o_m2o_dropdown_option):has-text('{text}') >> nth=0")


def select(page, name, label):
    """Choose ``label`` among the values of the selection ``name``."""
    page.click(f".o_form_view .o_field_widget[name={name}] input")
    page.click(f".o_select_menu_item:has-text('{label}')")


def write_day(page, name, day):
    """Write a date in the way of English (a date shown becomes an input when it is clicked)."""
    shown = f".o_form_view .o_field_widget[name={name}] :is(button, input) >> visible=true >> nth=0"
    page.click(shown)
    fill(page, name, f"{day:%m/%d/%Y}")
    page.keyboard.press("Tab")


def add_line(page, name):
    """Begin a line of the list ``name``; what follows happens in its dialog, or in the row."""
    page.click(f".o_form_view .o_field_widget[name={name}] .o_field_x2many_list_row_add :is(a, button) >> nth=0")


def save_line(page):
    page.click(".modal .o_form_button_save:visible")
    page.wait_for_selector(".modal", state="detached")


def open_page(page, name):
    """Show the page ``name`` of the notebook."""
    page.click(f".o_notebook_headers a[name={name}]")


def take_action(page, name):
    """Choose ``name`` below the cog of the form, or among the actions on the chosen rows of the list."""
    page.click(".o_cp_action_menus button.dropdown-toggle:visible >> nth=0")
    page.click(f".o-dropdown--menu .o-dropdown-item:has-text('{name}')")


def save(page):
    page.click(".o_form_button_save:visible")
    page.wait_for_selector(".o_form_saved, .o_form_status_indicator_buttons.invisible", state="attached")


def press(page, name, state=None):
    """Press the button that calls ``name`` and, if ``state`` is named, wait until the bar shows it."""
    page.click(f".o_form_view button[name={name}]:visible")
    if state:
        wait_for_state(page, state)


def wait_for_state(page, state):
    page.wait_for_selector(f".o_statusbar_status .o_arrow_button_current[data-value={state}]", timeout=SLOW)


def refusal(page):
    """Close the sentence with which the server refused something, and return it."""
    text = page.inner_text(".modal .modal-body")
    page.click(".modal footer button >> nth=0")
    page.wait_for_selector(".modal", state="detached")
    return text


def shown_id(page):
    """The id of the record that the form shows."""
    return int(page.url.rstrip("/").rsplit("/", 1)[1].split("?")[0])


def draw_signature(page):
    """Draw a signature into the pad shown, and adopt it."""
    pad = ".modal:has(canvas)"
    page.wait_for_selector(f"{pad} canvas")
    page.wait_for_timeout(300)  # the pad takes its size after the dialog has slid in
    box = page.locator(f"{pad} canvas").bounding_box()
    points = [(0.2, 0.6), (0.35, 0.3), (0.5, 0.7), (0.65, 0.3), (0.8, 0.6)]
    for number, (across, down) in enumerate(points):
        page.mouse.move(box["x"] + box["width"] * across, box["y"] + box["height"] * down, steps=5)
        if not number:
            page.mouse.down()
    page.mouse.up()
    page.click(f"{pad} .modal-footer .btn-primary:enabled")
    page.wait_for_selector(pad, state="detached")
