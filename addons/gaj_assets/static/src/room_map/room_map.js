import { Component, onMounted, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { formatFloat } from "@web/core/utils/numbers";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

const SHADES = 5;

/** A building from the top floor down: a tile for each room, darker the more stands there; a tile opens its cards. */
export class RoomMap extends Component {
    static template = "gaj_assets.RoomMap";
    static components = { Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ loading: true, map: { buildings: [], floors: [] }, measure: "count" });
        onMounted(() => this.load(this.props.action.params?.building_id || false));
    }

    async load(building) {
        this.state.loading = true;
        try {
            this.state.map = await this.orm.silent.call("gaj.space", "gaj_room_map", [], { building_id: building });
            const name = this.state.map.buildings.find(({ id }) => id === this.state.map.id)?.name;
            if (name) {
                this.env.config.setDisplayName?.(name);
            }
        } finally {
            this.state.loading = false;
        }
    }

    choose(ev) {
        return this.load(Number(ev.target.value));
    }

    get rooms() {
        return this.state.map.floors.flatMap((floor) => floor.rooms);
    }

    get most() {
        return Math.max(1, ...this.rooms.map((room) => room[this.state.measure]));
    }

    /** 0 for an empty room, else 1 to 5 by its share of the fullest one. */
    shade(room) {
        const value = room[this.state.measure];
        return value > 0 ? Math.max(1, Math.ceil((SHADES * value) / this.most)) : 0;
    }

    figure(room) {
        return this.state.measure === "value" ? this.money(room.value, true) : String(room.count);
    }

    money(value, humanReadable = false) {
        return `${this.state.map.symbol} ${formatFloat(value, {
            digits: [16, 2],
            humanReadable: humanReadable && Math.abs(value) >= 1000,
            decimals: 1,
        })}`;
    }

    open(room) {
        this.action.doAction({
            type: "ir.actions.act_window",
            name: room.alone ? this.state.map.buildings.find(({ id }) => id === this.state.map.id).name : room.full_code,
            res_model: "gaj.asset",
            views: [
                [false, "list"],
                [false, "kanban"],
                [false, "form"],
            ],
            mobile_view_mode: "kanban",
            domain: [
                ["space_id", room.alone ? "=" : "child_of", room.id],
                ["state", "!=", "disposed"],
            ],
            context: { default_space_id: room.id },
        });
    }
}

registry.category("actions").add("gaj_assets.room_map", RoomMap);
