import { odooExceptionTitleMap, WarningDialog } from "@web/core/errors/error_dialogs";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";

// The refusal of an expense is a message to a person, not a failure with a traceback.
const EXCEPTION = "odoo.addons.gaj_base.exceptions.BudgetExceeded";

odooExceptionTitleMap.set(EXCEPTION, _t("Budget Exceeded"));
registry.category("error_dialogs").add(EXCEPTION, WarningDialog);
