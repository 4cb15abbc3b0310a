import { Component, onWillDestroy, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

/** Shows how far a long import is; the server tells it while its one transaction is still running. */
export class SheetProgress extends Component {
    static template = "gaj_base.SheetProgress";
    static props = { ...standardWidgetProps };

    setup() {
        this.progress = useState({ done: 0, total: 0 });
        const bus = useService("bus_service");
        const onProgress = ({ id, done, total }) => {
            if (id === this.props.record.resId) {
                Object.assign(this.progress, { done, total });
            }
        };
        bus.subscribe("gaj_sheet_progress", onProgress);
        onWillDestroy(() => bus.unsubscribe("gaj_sheet_progress", onProgress));
    }

    /** Whether an import is running: once its record is reloaded it is not "looked at" any more. */
    get isShown() {
        return this.progress.total > 0 && this.props.record.data.state === "previewed";
    }

    get percent() {
        return Math.min(100, Math.round((100 * this.progress.done) / this.progress.total));
    }
}

registry.category("view_widgets").add("gaj_sheet_progress", {
    component: SheetProgress,
    fieldDependencies: [{ name: "state", type: "selection" }],
});
