import { registry } from "@web/core/registry";

/** A manager plans a stocktake of one building, starts it and looks at the board. */
registry.category("web_tour.tours").add("gaj_assets_stocktake", {
    steps: () => [
        { content: "make a stocktake", trigger: ".o_list_button_add", run: "click" },
        { content: "name it", trigger: ".o_field_widget[name=name] input", run: "edit Tour count" },
        { content: "choose the place", trigger: ".o_field_widget[name=space_ids] input", run: "edit Building T1" },
        { content: "take it", trigger: ".o-autocomplete--dropdown-item:contains(Building T1)", run: "click" },
        { content: "start", trigger: "button[name=action_start]", run: "click" },
        { content: "scanning is open", trigger: "button[name=action_scan]" },
        { content: "two things are expected", trigger: "button[name=action_open_lines]:contains(2)" },
        { content: "open the board", trigger: "button[name=action_open_board]", run: "click" },
        { content: "nothing is found yet", trigger: ".o_gaj_board_found:contains(0)" },
        { content: "the room is there", trigger: ".o_gaj_board_room[data-room*='301']" },
    ],
});
