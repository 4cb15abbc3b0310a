import { ConnectionLostError, RPCError, rpc } from "@web/core/network/rpc";

const SESSION_EXPIRED = "odoo.http.SessionExpiredException";

/**
 * Returns what scan mode `mode` needs to know about record `resId`: fresh from the server, or, without network or
 * log-in, as it was when last fetched by this user.
 *
 * @param {import("./offline_queue_service").OfflineQueues} queues
 * @returns {Promise<{data: Object|null, fetchedAt: string|null, stale: boolean, message: string}>}
 */
export async function loadModeData(queues, mode, resId) {
    const key = `${queues.userId}/${mode}/${resId}`;
    try {
        const response = await rpc(`/gaj/scan/data/${mode}/${resId}`, {}, { silent: true });
        if (response.error) {
            return { data: null, fetchedAt: null, stale: false, message: response.error };
        }
        const fetchedAt = new Date().toISOString();
        await queues.store.writeData(key, { data: response.data, fetchedAt });
        return { data: response.data, fetchedAt, stale: false, message: "" };
    } catch (error) {
        const expired = error instanceof RPCError && error.exceptionName === SESSION_EXPIRED;
        if (!(error instanceof ConnectionLostError) && !expired) {
            throw error;
        }
        const kept = await queues.store.readData(key);
        return { data: kept?.data ?? null, fetchedAt: kept?.fetchedAt ?? null, stale: true, message: "" };
    }
}
