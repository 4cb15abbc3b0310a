import { registry } from "@web/core/registry";

/** Somebody confirms a receipt, answers the self-check, reports a fault and asks the clerk, all on the own page. */
registry.category("web_tour.tours").add("gaj_assets_own", {
    steps: () => [
        { content: "two things wait", trigger: ".o_gaj_sign:contains(2)", run: "click" },
        { content: "let the name be written", trigger: ".modal .o_web_sign_auto_button", run: "click" },
        { content: "adopt", trigger: ".modal .btn-primary:enabled", run: "click" },
        { content: "now they are mine", trigger: ".o_gaj_own_item:contains(Tour Monitor)" },
        { content: "all of it is here", trigger: ".o_gaj_all_here", run: "click" },
        { content: "thank you", trigger: ".alert-success:contains(everything is answered)" },
        { content: "more", trigger: ".o_gaj_own_item:contains(Tour Desktop) .o_gaj_more", run: "click" },
        { content: "damaged", trigger: ".o-dropdown-item:contains(It is damaged)", run: "click" },
        { content: "say how", trigger: "#o_gaj_own_words", run: "edit Corner broken" },
        { content: "send it", trigger: ".modal .btn-primary:enabled", run: "click" },
        { content: "it is said", trigger: ".o_gaj_own_item:contains(Tour Desktop) .text-bg-danger" },
        { content: "more again", trigger: ".o_gaj_own_item:contains(Tour Desktop) .o_gaj_more", run: "click" },
        { content: "fault", trigger: ".o-dropdown-item:contains(Report a fault)", run: "click" },
        { content: "say what", trigger: "#o_gaj_own_words", run: "edit No power" },
        { content: "send the fault", trigger: ".modal .btn-primary:enabled", run: "click" },
        { content: "it is reported", trigger: ".o_gaj_own_item:contains(Tour Desktop):contains(Fault reported)" },
        { content: "and again", trigger: ".o_gaj_own_item:contains(Tour Desktop) .o_gaj_more", run: "click" },
        { content: "scrap it", trigger: ".o-dropdown-item:contains(Ask for scrapping)", run: "click" },
        { content: "why", trigger: "#o_gaj_own_words", run: "edit Twelve years old" },
        { content: "ask", trigger: ".modal .btn-primary:enabled", run: "click" },
        { content: "it is asked", trigger: ".o_gaj_own_item:contains(Tour Desktop) .text-bg-info" },
    ],
});
