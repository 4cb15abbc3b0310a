import { Dashboard } from "@gaj_base/dashboard/dashboard";
import { DashboardChart } from "@gaj_base/dashboard/dashboard_chart";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { click, press, queryAllTexts, queryFirst } from "@odoo/hoot-dom";
import { animationFrame, Deferred } from "@odoo/hoot-mock";
import { expect, test } from "@odoo/hoot";
import { makeMockEnv, mockService, mountWithCleanup, onRpc, preloadBundle } from "@web/../tests/web_test_helpers";
import { getDefaultConfig } from "@web/views/view";

defineMailModels();
preloadBundle("web.chartjs_lib");

const action = (name) => ({ type: "ir.actions.act_window", name, res_model: "res.partner", views: [[false, "list"]] });
const CHART = {
    name: "class",
    type: "bar",
    title: "Value by class",
    unit: "¥",
    digits: 2,
    labels: ["Buildings", "Equipment"],
    actions: [action("buildings"), action("equipment")],
    series: [
        { label: "Net", values: [1234.5, 20] },
        { label: "Worn", values: [0, 7], actions: [null, action("worn equipment")] },
    ],
};
const BOARD = {
    tiles: [
        { name: "cards", label: "Cards", value: 12345, action: action("cards") },
        { name: "share", label: "Counted", value: 66.67, digits: 2, unit: "%", tone: "warning" },
    ],
    charts: [CHART],
};

async function mountBoard(answer) {
    mockService("action", { doAction: (request) => expect.step(request.name) });
    onRpc("gaj.sample", "gaj_dashboard", () => answer);
    await mountWithCleanup(Dashboard, {
        env: await makeMockEnv({ config: getDefaultConfig() }),
        props: { action: { params: { model: "gaj.sample" } }, actionId: 1, className: "" },
        noMainContainer: true,
    });
}

test("tiles show figures and open their records, by mouse and by keyboard", async () => {
    await mountBoard(BOARD);
    await animationFrame();
    expect(queryAllTexts(".o_gaj_tile")).toEqual(["Cards\n12,345", "Counted\n66.67 %"]);
    expect("[data-tile=share]").toHaveAttribute("disabled");
    await click("[data-tile=cards]");
    queryFirst("[data-tile=cards]").focus();
    await press("Enter");
    expect.verifySteps(["cards", "cards"]);
});

test("it says that it is loading, then that there is nothing", async () => {
    const answer = new Deferred();
    await mountBoard(answer);
    expect("[role=status]").toHaveCount(1);
    answer.resolve({ tiles: [], charts: [], empty: "Make the first card" });
    await animationFrame();
    expect("[role=status]").toHaveCount(0);
    expect(".o_gaj_dashboard_empty").toHaveText("Make the first card");
});

test("every figure of a chart opens its records from the table", async () => {
    await mountBoard(BOARD);
    await animationFrame();
    await animationFrame();
    expect("[data-chart=class] canvas").toHaveCount(1);
    await click("[data-chart=class] .card-header button");
    await animationFrame();
    expect("[data-chart=class] canvas").toHaveCount(0);
    expect(queryAllTexts("[data-chart=class] td")).toEqual(["1,234.50", "0.00", "20.00", "7.00"]);
    await click("[data-chart=class] tbody tr:first-child td:first-of-type button");
    await click("[data-chart=class] tbody tr:last-child td:last-of-type button");
    expect.verifySteps(["buildings", "worn equipment"]);
});

test("a click on a bar opens what it stands for", async () => {
    await mountWithCleanup(DashboardChart, {
        props: { chart: CHART, open: (request) => expect.step(request.name) },
    });
    await animationFrame();
    const canvas = queryFirst("canvas");
    const drawn = window.Chart.getChart(canvas);
    const bar = drawn.getDatasetMeta(0).data[1];
    drawn.options.onClick({ native: { target: canvas } }, [{ datasetIndex: 0, index: 1, element: bar }]);
    drawn.options.onClick({ native: { target: canvas } }, [{ datasetIndex: 1, index: 1, element: bar }]);
    drawn.options.onClick({ native: { target: canvas } }, []);
    expect.verifySteps(["equipment", "worn equipment"]);
});

test("a chart without a figure says so", async () => {
    const chart = { ...CHART, series: [{ label: "Net", values: [0, 0] }] };
    await mountWithCleanup(DashboardChart, { props: { chart, open: () => {} } });
    expect(".o_gaj_chart").toHaveText(/Nothing to show here yet/);
    expect("canvas").toHaveCount(0);
});
