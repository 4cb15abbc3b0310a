import { whenReady } from "@odoo/owl";
import { mountComponent } from "@web/env";
import { session } from "@web/session";
import { ScanApp } from "./scan_app";

odoo.info = {
    db: session.db,
    server_version: session.server_version,
    server_version_info: session.server_version_info,
    isEnterprise: false,
};

(async () => {
    await whenReady();
    await mountComponent(ScanApp, document.body, { name: "Scan Page", props: odoo.gajScan });
    document.body.classList.add("o_gaj_scan_started");
})();
