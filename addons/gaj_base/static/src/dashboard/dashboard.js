import { DashboardChart } from "./dashboard_chart";
import { Component, onMounted, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { formatFloat } from "@web/core/utils/numbers";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

/**
 * Figures and charts of one application, each of which opens its records. The action names in `params.model` whose
 * `gaj_dashboard()` is shown.
 */
export class Dashboard extends Component {
    static template = "gaj_base.Dashboard";
    static components = { DashboardChart, Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ loading: true, board: { tiles: [], charts: [] } });
        onMounted(() => this.load());
    }

    async load() {
        this.state.loading = true;
        try {
            this.state.board = await this.orm.silent.call(this.props.action.params.model, "gaj_dashboard", []);
        } finally {
            this.state.loading = false;
        }
    }

    get isEmpty() {
        const { tiles, charts } = this.state.board;
        return !tiles.length && !charts.length;
    }

    number(tile) {
        return formatFloat(tile.value, { digits: [16, tile.digits ?? 0] });
    }

    open(action) {
        if (action) {
            return this.action.doAction(action);
        }
    }
}

registry.category("actions").add("gaj_base.dashboard", Dashboard);
