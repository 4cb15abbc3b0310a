import { Component, onWillStart, onWillUnmount, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

/** Scans come in bursts; the board looks again at most this often (milliseconds). */
const QUIET = 400;

/** What a stocktake has found so far; moves while scans arrive. */
export class StocktakeBoard extends Component {
    static template = "gaj_assets.StocktakeBoard";
    static components = { Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.bus = useService("bus_service");
        this.action = useService("action");
        this.state = useState({ board: null });
        this.onProgress = ({ id }) => id === this.stocktakeId && this.lookAgainSoon();
        onWillStart(async () => {
            await this.look();
            this.bus.subscribe("gaj_stocktake_progress", this.onProgress);
            this.bus.addChannel(this.state.board.channel);
        });
        onWillUnmount(() => {
            browser.clearTimeout(this.timer);
            this.bus.unsubscribe("gaj_stocktake_progress", this.onProgress);
            this.bus.deleteChannel(this.state.board.channel);
        });
    }

    get stocktakeId() {
        return this.props.action.params?.stocktake_id || this.props.action.context.active_id;
    }

    async look() {
        this.state.board = await this.orm.silent.call("gaj.asset.stocktake", "board", [[this.stocktakeId]]);
    }

    lookAgainSoon() {
        if (!this.timer) {
            this.timer = browser.setTimeout(() => {
                this.timer = undefined;
                this.look();
            }, QUIET);
        }
    }

    share(part, whole) {
        return whole ? (100 * part) / whole : 0;
    }

    openResult(result) {
        this.openLines(result.label, [["result", "=", result.key]]);
    }

    openDepartment(department) {
        this.openLines(department.name, [["department_id", "=", department.id]]);
    }

    openLines(name, domain) {
        this.action.doAction({
            type: "ir.actions.act_window",
            name,
            res_model: "gaj.asset.stocktake.line",
            views: [
                [false, "list"],
                [false, "form"],
            ],
            domain: [["stocktake_id", "=", this.stocktakeId], ...domain],
        });
    }
}

registry.category("actions").add("gaj_assets.stocktake_board", StocktakeBoard);
