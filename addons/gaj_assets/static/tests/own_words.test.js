import { OwnWordsDialog } from "@gaj_assets/own_assets/own_assets";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { expect, test } from "@odoo/hoot";
import { queryValue } from "@odoo/hoot-dom";
import { Deferred, animationFrame } from "@odoo/hoot-mock";
import { contains, getService, mountWithCleanup } from "@web/../tests/web_test_helpers";

defineMailModels();

async function openDialog(confirm) {
    await mountWithCleanup("<div/>");
    getService("dialog").add(OwnWordsDialog, { title: "Chair", question: "What is wrong?", required: true, confirm });
    await animationFrame();
    await contains(".modal textarea").edit("The leg is broken");
}

test("words stay until the server has them", async () => {
    const answer = new Deferred();
    await openDialog(({ text }) => {
        expect.step(text);
        return answer;
    });
    await contains(".modal .btn-primary").click();
    expect.verifySteps(["The leg is broken"]);
    expect(".modal .btn-primary").toHaveAttribute("disabled");
    expect(queryValue(".modal textarea")).toBe("The leg is broken");
    answer.resolve();
    await animationFrame();
    expect(".modal").toHaveCount(0);
});

test("what the server refuses stays to be corrected", async () => {
    let taken = false;
    await openDialog(() => taken);
    await contains(".modal .btn-primary").click();
    expect(queryValue(".modal textarea")).toBe("The leg is broken");
    taken = true;
    await contains(".modal .btn-primary").click();
    expect(".modal").toHaveCount(0);
});

test("a lost connection loses no words", async () => {
    expect.errors(1);
    await openDialog(() => Promise.reject(new Error("lost")));
    await contains(".modal .btn-primary").click();
    await animationFrame();
    expect.verifyErrors(["lost"]);
    expect(queryValue(".modal textarea")).toBe("The leg is broken");
    expect(".modal .btn-primary").not.toHaveAttribute("disabled");
});
