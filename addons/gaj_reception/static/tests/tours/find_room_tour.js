import { registry } from "@web/core/registry";

/* global luxon */

/** Finds the room that fits ten people and books it. */
registry.category("web_tour.tours").add("gaj_reception.find_room", {
    steps: () => [
        { trigger: "#gaj_find_subject", run: "edit Plan of the year" },
        {
            trigger: "#gaj_find_date",
            run({ anchor }) {
                const day = luxon.DateTime.fromISO(anchor.value).plus({ days: 2 });
                anchor.value = day.toISODate();
                anchor.dispatchEvent(new Event("change"));
            },
        },
        { trigger: "#gaj_find_persons", run: "edit 35 && press Tab" },
        { trigger: "#gaj_find_from", run: "select 10:00" },
        { trigger: ".o_gaj_find_offer:contains('5 left over')" },
        { trigger: ".o_gaj_find_offer:first:contains('Room A') .o_gaj_find_book", run: "click" },
        { trigger: ".o_gaj_find_booked:contains('Booked') button", run: "click" },
        { trigger: ".o_form_view .o_field_widget[name=subject]" },
    ],
});
