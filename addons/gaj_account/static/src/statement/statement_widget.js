import { MisReportWidget } from "@mis_builder/components/mis_report_widget.esm";
import { patch } from "@web/core/utils/patch";

/** The report is that of the record shown, also after the page was loaded anew and the context is gone. */
patch(MisReportWidget.prototype, {
    _instanceId() {
        return this.props.record?.resId || super._instanceId();
    },
});
