import { registry } from "@web/core/registry";

const CSV = [
    "资产编号,资产名称,资产分类代码,数量,原值（元）,取得日期,使用部门,使用人,存放地点",
    "TOUR1,办公桌,A05010201,2,800.01,2020-01-05,Tour Section,张三,T1号楼612",
    "TOUR2,办公椅,A05010301,1,200,2020-02-30,Tour Section,张三,T1号楼612",
].join("\n");

function choose(input, name, content) {
    const transfer = new DataTransfer();
    transfer.items.add(new File([content], name, { type: "text/csv" }));
    input.files = transfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
}

/** A clerk chooses a register with one bad row, leaves that row out, imports, and takes the import back. */
registry.category("web_tour.tours").add("gaj_assets.register_import", {
    steps: () => [
        { content: "start a new import", trigger: ".o_list_button_add, .o-kanban-button-new", run: "click" },
        {
            content: "choose the file",
            trigger: ".o_field_widget[name=file] input[type=file]:not(:visible)",
            run: ({ anchor }) => choose(anchor, "tour.csv", CSV),
        },
        { content: "its name shows", trigger: ".o_field_widget[name=file] input:value(tour.csv)" },
        { content: "look at it", trigger: "button[name=action_preview]:visible", run: "click" },
        { content: "one row is refused", trigger: ".alert-danger:contains(1 rows are refused)" },
        { content: "the reason is named", trigger: "[name=error_ids]:contains(2020-02-30)" },
        { content: "people and places are offered", trigger: "[name=offer_ids]:contains(张三)" },
        { content: "nothing can be imported", trigger: "body:not(:has(button[name=action_import]:visible))" },
        { content: "leave the row out", trigger: "[name=leave_out_bad] input", run: "click" },
        { content: "import", trigger: "button[name=action_import]:visible", run: "click" },
        { content: "yes", trigger: ".modal-footer .btn-primary", run: "click" },
        { content: "it is done", trigger: ".o_field_widget[name=report_html]:contains(Created):contains(Asset Card)" },
        { content: "take it back", trigger: "button[name=action_undo]:visible", run: "click" },
        { content: "yes, take back", trigger: ".modal-footer .btn-primary", run: "click" },
        { content: "it is taken back", trigger: ".o_form_view:not(:has(button[name=action_undo]:visible))" },
    ],
});
