import { registry } from "@web/core/registry";

/** Prints the label of the room on the screen on the fifth position of a sheet. */
registry.category("web_tour.tours").add("gaj_base.label_print", {
    steps: () => [
        { trigger: ".o_form_view .o_cp_action_menus button.dropdown-toggle, .o_form_view .o_cp_action_menus .o-dropdown", run: "click" },
        { trigger: ".o-dropdown--menu .o_menu_item:contains('Print Labels')", run: "click" },
        { trigger: ".modal .o_field_widget[name=layout] .o_radio_item:contains('3 × 8') input", run: "click" },
        { trigger: ".modal .o_gaj_label_cell[aria-pressed=true]:contains('1')" },
        { trigger: ".modal .o_gaj_label_cell:nth-child(5)", run: "click" },
        { trigger: ".modal .o_gaj_label_cell:nth-child(5)[aria-pressed=true]" },
        { trigger: ".modal footer button[name=action_print]", run: "click" },
        { trigger: "body:not(:has(.modal)) .o_form_view" },
    ],
});
