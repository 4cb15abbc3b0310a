import { RoomMap } from "@gaj_assets/room_map/room_map";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { expect, test } from "@odoo/hoot";
import { click, press, queryAllTexts, queryFirst } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import { contains, makeMockEnv, mockService, mountWithCleanup, onRpc } from "@web/../tests/web_test_helpers";
import { getDefaultConfig } from "@web/views/view";

defineMailModels();

const room = (id, code, count, value, more = {}) => ({
    id,
    code,
    full_code: `1号楼${code}`,
    name: "",
    use: "office",
    departments: "综合科",
    count,
    value,
    missing: 0,
    idle: 0,
    ...more,
});
const BUILDINGS = [
    { id: 1, name: "1号楼" },
    { id: 2, name: "2号楼" },
];

async function mountMap(floors) {
    mockService("action", { doAction: ({ name, domain }) => expect.step([name, JSON.stringify(domain[0])].join(" ")) });
    onRpc("gaj.space", "gaj_room_map", ({ kwargs }) => {
        expect.step(`map ${kwargs.building_id}`);
        return { buildings: BUILDINGS, id: kwargs.building_id || 1, symbol: "¥", floors };
    });
    await mountWithCleanup(RoomMap, {
        env: await makeMockEnv({ config: getDefaultConfig() }),
        props: { action: { params: {} }, actionId: 1, className: "" },
        noMainContainer: true,
    });
    await animationFrame();
}

const FLOORS = [
    {
        id: 12,
        name: "2层",
        count: 20,
        rooms: [room(21, "201", 20, 100), room(22, "202", 0, 0)],
    },
    {
        id: 11,
        name: "1层",
        count: 5,
        rooms: [room(23, "101", 1, 200000, { missing: 1, idle: 2 }), room(11, "No room", 4, 7, { alone: true })],
    },
];

test("rooms show their number, darker the more there is, and what is missing or idle", async () => {
    await mountMap(FLOORS);
    expect(queryAllTexts(".o_gaj_map_floor h3")).toEqual(["2层\n20 things", "1层\n5 things"]);
    expect(queryAllTexts(".o_gaj_map_room .fs-5")).toEqual(["20", "0", "1", "4"]);
    expect("[data-room='1号楼201']").toHaveClass("o_gaj_map_5");
    expect("[data-room='1号楼202']").toHaveClass("o_gaj_map_0");
    expect("[data-room='1号楼101']").toHaveClass("o_gaj_map_1");
    expect("[data-room='1号楼101'] .o_gaj_map_missing").toHaveCount(1);
    expect("[data-room='1号楼101'] .o_gaj_map_idle").toHaveAttribute("title", "Idle: 2");
    await click(".btn-group .btn:last-child");
    await animationFrame();
    expect("[data-room='1号楼101']").toHaveClass("o_gaj_map_5");
    expect(queryAllTexts(".o_gaj_map_room .fs-5")[2]).toBe("¥ 200.0k");
    expect.verifySteps(["map false"]);
});

test("a tile opens the cards of its room by mouse and by keyboard; what stands in no room only its own", async () => {
    await mountMap(FLOORS);
    await click("[data-room='1号楼201']");
    queryFirst("[data-room='1号楼202']").focus();
    await press("Enter");
    await click(".o_gaj_map_floor:last-child .o_gaj_map_room:last-child");
    expect.verifySteps([
        "map false",
        `1号楼201 ["space_id","child_of",21]`,
        `1号楼202 ["space_id","child_of",22]`,
        `1号楼 ["space_id","=",11]`,
    ]);
});

test("another building is chosen above", async () => {
    await mountMap(FLOORS);
    await contains(".o_gaj_map_building").select("2");
    await animationFrame();
    expect.verifySteps(["map false", "map 2"]);
});

test("a building without rooms says what to do", async () => {
    await mountMap([]);
    expect(".o_gaj_map_empty").toHaveText(/has no rooms yet/);
    expect.verifySteps(["map false"]);
});
