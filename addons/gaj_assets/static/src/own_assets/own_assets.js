import { Component, onWillStart, useState } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { Dropdown } from "@web/core/dropdown/dropdown";
import { DropdownItem } from "@web/core/dropdown/dropdown_item";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { SignatureDialog } from "@web/core/signature/signature_dialog";
import { useService } from "@web/core/utils/hooks";
import { getDataURLFromFile } from "@web/core/utils/urls";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { makeUuid } from "@gaj_base/offline/offline_queue";

/** So many answers are sent at a time; the server takes no more. */
const BATCH = 100;

/** Asks for a few words and, where it helps, a photo; stays open while `confirm` returns false. */
export class OwnWordsDialog extends Component {
    static template = "gaj_assets.OwnWordsDialog";
    static components = { Dialog };
    static props = {
        close: Function,
        title: String,
        question: String,
        withPhoto: { type: Boolean, optional: true },
        required: { type: Boolean, optional: true },
        confirm: Function,
    };

    setup() {
        this.state = useState({ text: "", photo: "", sending: false });
    }

    async onPhoto(ev) {
        const file = ev.target.files[0];
        this.state.photo = file ? await getDataURLFromFile(file) : "";
    }

    get isIncomplete() {
        return this.state.sending || (Boolean(this.props.required) && !this.state.text.trim());
    }

    /** Closes once the server has it: words and photo are not lost with the connection. */
    async onConfirm() {
        this.state.sending = true;
        let taken;
        try {
            taken = await this.props.confirm({
                text: this.state.text.trim(),
                photo: this.state.photo.split(",")[1] || "",
            });
        } finally {
            this.state.sending = false;
        }
        if (taken !== false) {
            this.props.close();
        }
    }
}

/** Everything that I keep: confirm receipts, say that it is here, report faults, ask the clerk. */
export class OwnAssets extends Component {
    static template = "gaj_assets.OwnAssets";
    static components = { Layout, Dropdown, DropdownItem };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.dialog = useService("dialog");
        this.notification = useService("notification");
        this.state = useState({ page: null });
        this.answers = { here: _t("Here"), not_here: _t("Not here"), damaged: _t("Damaged") };
        this.asked = { return: _t("Return asked for"), scrap: _t("Scrapping asked for") };
        onWillStart(() => this.look());
    }

    async look() {
        this.state.page = await this.orm.call("gaj.asset", "own_page", []);
    }

    /** Ids of what a running campaign still asks about. */
    get openIds() {
        return [...new Set(this.state.page.campaigns.flatMap((campaign) => campaign.open))];
    }

    signLabel(receipt) {
        return _t("Sign for %s things", receipt.things.length);
    }

    sign(receipt) {
        this.dialog.add(SignatureDialog, {
            defaultName: receipt.person,
            nameAndSignatureProps: { signature: {}, displaySignatureRatio: 2, mode: "draw" },
            uploadSignature: async ({ name, signatureImage }) => {
                await this.orm.call("gaj.asset.transfer", "sign", [[receipt.id], signatureImage.split(",")[1], name]);
                this.notification.add(_t("The receipt is confirmed."), { type: "success" });
                await this.look();
            },
        });
    }

    /** Returns whether the server took every answer. */
    async answer(ids, answer, { text = "", photo = "" } = {}) {
        const items = ids.map((asset) => ({ uuid: makeUuid(), asset, answer, note: text, photo }));
        let taken = true;
        for (let start = 0; start < items.length; start += BATCH) {
            const { results, error } = await this.orm.call("gaj.asset", "own_answer", [items.slice(start, start + BATCH)]);
            const refused = error || results.find((result) => result.status === "rejected")?.reason;
            if (refused) {
                this.notification.add(refused, { type: "danger" });
                taken = false;
                break;
            }
        }
        await this.look();
        return taken;
    }

    askWords(item, title, question, confirm, options = {}) {
        this.dialog.add(OwnWordsDialog, { title: `${title}: ${item.name}`, question, confirm, ...options });
    }

    sayProblem(item, answer) {
        this.askWords(item, this.answers[answer], _t("What is wrong?"), (said) => this.answer([item.id], answer, said), {
            withPhoto: true,
            required: true,
        });
    }

    reportFault(item) {
        this.askWords(
            item,
            _t("Report a Fault"),
            _t("What is broken?"),
            async ({ text }) => {
                await this.orm.call("gaj.asset", "own_report_fault", [[item.id], text]);
                this.notification.add(_t("The fault is reported; the repair team sees it."), { type: "success" });
                await this.look();
            },
            { required: true }
        );
    }

    ask(item, what) {
        const title = what === "return" ? _t("Ask for Return") : _t("Ask for Scrapping");
        this.askWords(item, title, _t("What should the asset clerk know?"), async ({ text }) => {
            const name = await this.orm.call("gaj.asset", "own_ask", [[item.id], what, text]);
            this.notification.add(_t("Your asset clerk has been asked: %s", name), { type: "success" });
            await this.look();
        });
    }
}

registry.category("actions").add("gaj_assets.own_assets", OwnAssets);
