import { registry } from "@web/core/registry";

/** A clerk scans a door with the box in the menu bar; wrong numbers are explained, two rooms are offered. */
registry.category("web_tour.tours").add("gaj_base_scan_box", {
    steps: () => [
        { content: "the web client is there", trigger: ".o_list_view" },
        { content: "open the box", trigger: ".o_gaj_scan_box", run: "click" },
        {
            content: "a wrong number",
            trigger: ".o_gaj_scan_dialog .o_gaj_scanner_input",
            run: "edit 01202600012358 && press Enter",
        },
        {
            content: "is explained",
            trigger: ".o_gaj_scan_answer[data-outcome=invalid]:contains(check digits are wrong)",
        },
        {
            content: "a number of two rooms",
            trigger: ".o_gaj_scan_dialog .o_gaj_scanner_input",
            run: "edit TOUR-TWICE && press Enter",
        },
        {
            content: "offers both",
            trigger: ".o_gaj_scan_answer[data-outcome=several] button:contains(Scan Tour One)",
        },
        {
            content: "the number of one room",
            trigger: ".o_gaj_scan_dialog .o_gaj_scanner_input",
            run: "edit TOUR-ONCE && press Enter",
        },
        {
            content: "opens it at once",
            trigger: ".o_form_view .o_field_widget[name=name] input:value(Scan Tour One)",
        },
        { content: "the box is closed", trigger: "body:not(:has(.o_gaj_scan_dialog))" },
        {
            content: "a gun fires while no field has the focus",
            trigger: "body",
            run() {
                document.activeElement?.blur();
                for (const key of [..."99202699999935", "Enter"]) {
                    document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
                }
            },
        },
        {
            content: "its record opens",
            trigger: ".o_form_view .o_field_widget[name=name] input:value(Scan Tour Two)",
        },
        { content: "the keyboard opens the box too", trigger: "body", run: "press alt+shift+s" },
        { content: "ready to scan", trigger: ".o_gaj_scan_dialog .o_gaj_scanner_input:focus" },
    ],
});
