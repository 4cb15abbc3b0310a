/* The tablet asks for its room every 30 seconds and sends what is pressed; the server decides. */
(() => {
    const root = document.getElementById("panel");
    const base = root.dataset.url;
    const dialog = document.getElementById("badge");
    const input = dialog.querySelector("input");
    const sure = document.getElementById("sure");
    let say = "";

    async function refresh() {
        try {
            const answer = await fetch(`${base}/body`, { cache: "no-store" });
            if (answer.status === 404) {
                window.location.reload();
            }
            if (!answer.ok) {
                throw new Error(answer.statusText);
            }
            root.innerHTML = await answer.text();
            root.querySelector(".say").textContent = say;
            document.body.classList.remove("is-offline");
        } catch {
            document.body.classList.add("is-offline");
        }
    }

    async function send(params) {
        for (const button of root.querySelectorAll("button")) {
            button.disabled = true;
        }
        try {
            const answer = await fetch(`${base}/step`, {
                method: "POST",
                headers: { "Content-Type": "application/json" },
                body: JSON.stringify({ jsonrpc: "2.0", params }),
            });
            const { result } = await answer.json();
            say = result ? result.message : root.dataset.failed;
        } catch {
            say = root.dataset.failed;
        }
        await refresh();
        setTimeout(() => {
            say = "";
        }, 20000);
    }

    root.addEventListener("click", ({ target }) => {
        const button = target.closest("button[data-step]");
        if (!button) {
            return;
        }
        const { step, minutes } = button.dataset;
        if (step === "book") {
            dialog.dataset.minutes = minutes;
            input.value = "";
            dialog.showModal();
            input.focus();
        } else if (step === "end") {
            sure.showModal();
        } else {
            send({ step });
        }
    });
    dialog.addEventListener("close", () => {
        if (dialog.returnValue === "book" && input.value.trim()) {
            send({ step: "book", minutes: Number(dialog.dataset.minutes), badge: input.value.trim() });
        }
        input.value = "";
        dialog.returnValue = "";
    });
    sure.addEventListener("close", () => {
        if (sure.returnValue === "end") {
            send({ step: "end" });
        }
        sure.returnValue = "";
    });
    setInterval(refresh, 30000);
})();
