/* global Chart */
import { Component, onWillStart, useEffect, useRef, useState } from "@odoo/owl";
import { loadBundle } from "@web/core/assets";
import { cookie } from "@web/core/browser/cookie";
import { getColor, getCustomColor } from "@web/core/colors/colors";
import { formatFloat } from "@web/core/utils/numbers";

const LINE_HEIGHT = 30;
const ROUND = ["doughnut", "pie"];

/** One chart and, for keyboard and screen reader, the same figures as a table; every element opens its records. */
export class DashboardChart extends Component {
    static template = "gaj_base.DashboardChart";
    static props = { chart: Object, open: Function };

    setup() {
        this.canvas = useRef("canvas");
        this.state = useState({ asTable: false });
        onWillStart(() => loadBundle("web.chartjs_lib"));
        useEffect(
            (canvas, chart) => {
                const drawn = canvas && new Chart(canvas, this.config(chart));
                return () => drawn?.destroy();
            },
            () => [this.canvas.el, this.props.chart]
        );
    }

    get isRound() {
        return ROUND.includes(this.props.chart.type);
    }

    get isEmpty() {
        return !this.props.chart.series.some((series) => series.values.some(Boolean));
    }

    get height() {
        const { type, labels } = this.props.chart;
        return type === "hbar" ? Math.max(220, labels.length * LINE_HEIGHT + 70) : 280;
    }

    number(value) {
        return formatFloat(value || 0, { digits: [16, this.props.chart.digits ?? 0] });
    }

    actionOf(series, index) {
        const { chart } = this.props;
        return chart.series[series]?.actions?.[index] || chart.actions?.[index] || chart.action;
    }

    config(chart) {
        const scheme = cookie.get("color_scheme");
        const text = getCustomColor(scheme, "#374151", "#e5e7eb");
        const grid = getCustomColor(scheme, "rgba(0,0,0,.1)", "rgba(255,255,255,.15)");
        const colors = chart.labels.map((label, index) => getColor(index, scheme, chart.labels.length));
        const axis = { stacked: Boolean(chart.stacked), grid: { color: grid }, ticks: { color: text } };
        const amounts = { ...axis, beginAtZero: true, ticks: { ...axis.ticks, callback: (value) => this.short(value) } };
        const sideways = chart.type === "hbar";
        return {
            type: sideways ? "bar" : chart.type,
            data: {
                labels: chart.labels,
                datasets: chart.series.map((series, index) => ({
                    label: series.label,
                    data: series.values,
                    backgroundColor: this.isRound ? colors : series.color || getColor(index, scheme, chart.series.length),
                    borderColor: this.isRound ? undefined : series.color || getColor(index, scheme, chart.series.length),
                    borderWidth: chart.type === "line" ? 2 : 0,
                    maxBarThickness: 40,
                })),
            },
            options: {
                indexAxis: sideways ? "y" : "x",
                responsive: true,
                maintainAspectRatio: false,
                animation: false,
                scales: this.isRound ? {} : { x: sideways ? amounts : axis, y: sideways ? axis : amounts },
                plugins: {
                    legend: {
                        display: this.isRound || chart.series.length > 1,
                        position: this.isRound ? "right" : "top",
                        labels: { color: text },
                    },
                    tooltip: { callbacks: { label: (item) => this.tooltip(item) } },
                },
                onHover: (ev, elements) => {
                    ev.native.target.style.cursor = elements.length ? "pointer" : "";
                },
                onClick: (ev, elements) => {
                    if (elements.length) {
                        this.props.open(this.actionOf(elements[0].datasetIndex, elements[0].index));
                    }
                },
            },
        };
    }

    tooltip(item) {
        const { chart } = this.props;
        const name = this.isRound ? item.label : item.dataset.label;
        return ` ${name}: ${this.number(item.raw)} ${chart.unit || ""}`;
    }

    short(value) {
        return formatFloat(value, { humanReadable: Math.abs(value) >= 1000, digits: [16, 0], decimals: 1 });
    }
}
