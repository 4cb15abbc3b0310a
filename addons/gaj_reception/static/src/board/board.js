import { registry } from "@web/core/registry";
import { TimelineView } from "@web_timeline/views/timeline/timeline_view.esm";

/** The board of rooms and hours: a booking that was refused goes back to where it was. */
export class MeetingBoardController extends TimelineView.Controller {
    async internalMove() {
        try {
            await super.internalMove();
        } catch (error) {
            await this.model.load(this.getSearchProps());
            this.render();
            throw error;
        }
    }
}

export const meetingBoardView = { ...TimelineView, Controller: MeetingBoardController };

registry.category("views").add("gaj_meeting_board", meetingBoardView);
