import { Component, onWillStart, useRef, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { KeepLast } from "@web/core/utils/concurrency";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

const MODEL = "gaj.meeting.room";

/** One page from a wish to a booked room: every change of the wish shows at once which rooms fit. */
export class FindRoom extends Component {
    static template = "gaj_reception.FindRoom";
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.notification = useService("notification");
        this.root = useRef("root");
        this.keepLast = new KeepLast();
        this.state = useState({
            form: null,
            wish: {},
            fitting: [],
            near: [],
            problem: "",
            busy: false,
            searching: false,
            booked: null,
        });
        onWillStart(() => this.start());
    }

    async start() {
        this.state.form = await this.orm.call(MODEL, "gaj_find_form", []);
        const { room_id } = this.props.action.params || {};
        Object.assign(this.state.wish, this.state.form.wish, { room_id: room_id || false });
        await this.find();
    }

    get from() {
        return this.times(0, 24 * 60 - 15);
    }

    get to() {
        return this.times(15, 24 * 60);
    }

    times(first, last) {
        const times = [];
        for (let minute = first; minute <= last; minute += 15) {
            const two = (count) => String(count).padStart(2, "0");
            times.push(`${two(Math.floor(minute / 60))}:${two(minute % 60)}`);
        }
        return times;
    }

    async change(name, value) {
        const { wish } = this.state;
        if (name === "from") {
            this.shiftEnd(wish.from, value);
        }
        wish[name] = value;
        await this.find();
    }

    async changeNumber(name, text) {
        await this.change(name, parseInt(text, 10) || 0);
    }

    /** A later start keeps the length of the meeting. */
    shiftEnd(before, after) {
        const minutes = (text) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3));
        const { wish } = this.state;
        const length = Math.max(15, minutes(wish.to) - minutes(before));
        const end = Math.min(24 * 60, minutes(after) + length);
        wish.to = `${String(Math.floor(end / 60)).padStart(2, "0")}:${String(end % 60).padStart(2, "0")}`;
    }

    async toggleEquipment(id) {
        const { equipment } = this.state.wish;
        await this.change(
            "equipment",
            equipment.includes(id) ? equipment.filter((each) => each !== id) : [...equipment, id]
        );
    }

    async find() {
        const { state } = this;
        state.booked = null;
        state.searching = true;
        try {
            const found = await this.keepLast.add(
                this.orm.silent.call(MODEL, "gaj_find", [{ ...state.wish }])
            );
            Object.assign(state, found, { problem: "", searching: false });
        } catch (error) {
            state.searching = false;
            if (error.exceptionName !== "odoo.exceptions.UserError") {
                throw error;
            }
            Object.assign(state, { fitting: [], near: [], problem: error.data.message });
        }
    }

    async takeNear(offer) {
        const { wish } = this.state;
        wish.from = offer.from || wish.from;
        wish.to = offer.to || wish.to;
        await this.find();
    }

    async book(offer) {
        const { state } = this;
        if (state.busy || state.searching) {
            return;
        }
        state.busy = true;
        try {
            state.booked = await this.orm.call(MODEL, "gaj_book", [
                { ...state.wish },
                { room_id: offer.room_id, layout_id: offer.layout_id, device_ids: offer.device_ids },
            ]);
            this.notification.add(state.booked.message, { type: "success" });
        } catch (error) {
            await this.find();
            throw error;
        } finally {
            state.busy = false;
        }
    }

    openMeeting() {
        this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "gaj.meeting",
            res_id: this.state.booked.meeting_id,
            views: [[false, "form"]],
        });
    }

    waste(offer) {
        return _t("%(seats)s seats, %(left)s left over", { seats: offer.capacity, left: offer.waste });
    }
}

registry.category("actions").add("gaj_reception.find_room", FindRoom);
