import { createHmac } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { accessible } from "../harness/axe.ts";
import { product } from "../harness/shop.ts";
import { expect, test as base } from "../harness/test.ts";

/** A call as the other side got it. */
interface Heard {
  headers: IncomingHttpHeaders;
  body: string;
}

/** The other side: a real server on this machine, which answers as it is told. */
interface Receiver {
  url: string;
  calls: Heard[];
  answer: number;
}

const test = base.extend<{ receiver: Receiver }>({
  receiver: async ({ browserName: _any }, give) => {
    const receiver: Receiver = { url: "", calls: [], answer: 200 };
    const server = createServer((request, response) => {
      let body = "";
      request.on("data", (part: Buffer) => (body += part.toString()));
      request.on("end", () => {
        receiver.calls.push({ headers: request.headers, body });
        response.writeHead(receiver.answer, { "content-type": "application/json" }).end(JSON.stringify({ taken: receiver.answer === 200 }));
      });
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    receiver.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`;
    await give(receiver);
    server.close();
  },
});

/** The signature that the other side expects. */
function signature(secret: string, { headers, body }: Heard): string {
  const key = Buffer.from(secret.replace("whsec_", ""), "base64");
  return `v1,${createHmac("sha256", key).update(`${String(headers["webhook-id"])}.${String(headers["webhook-timestamp"])}.${body}`).digest("base64")}`;
}

test("an endpoint is made, tested, hears an event that is signed, and gets it again", async ({ page, api, go, receiver, watch }) => {
  await go("/admin/integrations");
  await expect(page.getByText("No endpoints yet")).toBeVisible();
  await page.getByRole("button", { name: "New endpoint" }).click();
  const panel = page.getByRole("dialog", { name: "New endpoint" });

  watch.allow(422, /endpoints$/);
  await panel.getByRole("textbox", { name: "Address" }).fill("https://169.254.169.254/latest/meta-data/");
  await panel.getByRole("button", { name: "Make the endpoint" }).click();
  await expect(panel.getByText(/does not send to 169\.254\.169\.254/).first()).toBeVisible();

  await panel.getByRole("textbox", { name: "Address" }).fill(receiver.url);
  await panel.getByRole("textbox", { name: "Name" }).fill("Web shop");
  await panel.getByRole("checkbox", { name: /All events/ }).uncheck();
  for (const module of ["A deal moved to another stage", "Somebody was hired"]) await panel.getByRole("checkbox", { name: module }).uncheck();
  await panel.getByRole("button", { name: "Make the endpoint" }).click();
  const secret = (await panel.getByRole("group", { name: "Secret of the endpoint" }).locator("span").first().textContent())!;
  expect(secret).toMatch(/^whsec_/);
  await panel.getByRole("button", { name: "Done" }).click();

  await expect(page.getByRole("heading", { name: "Web shop" })).toBeVisible();
  await page.getByRole("button", { name: "Send a test" }).click();
  const result = page.getByRole("dialog", { name: "Test" });
  await expect(result.getByText("It took the test")).toBeVisible();
  await expect(result.getByText('"taken": true')).toBeVisible();
  expect(receiver.calls).toHaveLength(1);
  expect(receiver.calls[0]!.headers["webhook-signature"]).toBe(signature(secret, receiver.calls[0]!));
  await result.getByRole("button", { name: "Close" }).click();

  // What happens is heard, refused once, and sent again by hand.
  receiver.answer = 500;
  const hook = await product(api, "HOOK-1", "Hook", "0");
  await expect.poll(() => receiver.calls.length).toBeGreaterThan(1);
  const heard = receiver.calls[1]!;
  expect(heard.headers["webhook-signature"]).toBe(signature(secret, heard));
  const body = JSON.parse(heard.body) as { type: string; data: { entity: string; id: string } };
  expect(body).toMatchObject({ type: "inventory.product_changed.v1", data: { entity: "inventory.product", id: hook.id } });

  await page.reload();
  await expect(page.getByText("It does not take what is sent")).toBeVisible();
  receiver.answer = 200;
  await page.getByRole("link", { name: "A product was made or changed" }).click();
  await expect(page.getByText("It answered 500.").first()).toBeVisible();
  await page.getByRole("button", { name: "Try now" }).click();
  await expect(page.getByText("Delivered")).toBeVisible();
  const last = receiver.calls.at(-1)!;
  expect(last.headers["webhook-id"]).toBe(heard.headers["webhook-id"]);
  expect(last.body).toBe(heard.body);
  await page.getByRole("button", { name: "Send again" }).click();
  await expect.poll(() => receiver.calls.at(-1) === last).toBe(false);
  expect(receiver.calls.at(-1)!.headers["webhook-id"]).toBe(heard.headers["webhook-id"]);
  await accessible(page);
});

test("an endpoint that is gone is disabled, says why, and is resumed", async ({ page, api, go, receiver }) => {
  receiver.answer = 410;
  const endpoint = await api.make("/webhooks/endpoints", { url: receiver.url, description: "Old shop" });
  await product(api, "HOOK-2", "Hook", "0");
  await expect.poll(async () => (await api.get(`/webhooks/endpoints/${endpoint.id}`)).state).toBe("disabled");
  await product(api, "HOOK-3", "Hook", "0");

  await go(`/admin/integrations/${endpoint.id}`);
  await expect(page.getByText("Disabled: it answered 410, it is gone")).toBeVisible();
  await expect(page.getByText("1 event waits for it")).toBeVisible();
  receiver.answer = 200;
  await page.getByRole("button", { name: "Resume" }).click();
  await expect.poll(() => receiver.calls.length).toBe(2);

  // A new secret: a fresh sign-in is proof enough, and it is shown once.
  await page.getByRole("button", { name: "More actions" }).click();
  await page.getByRole("menuitem", { name: "New secret" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "New secret" }).click();
  await expect(page.getByRole("group", { name: "Secret of the endpoint" })).toBeVisible();
  await page.getByRole("button", { name: "Done" }).click();
  await expect(page.getByText("Old secret until")).toBeVisible();
  await page.getByRole("button", { name: "Send a test" }).click();
  await expect(page.getByText("It took the test")).toBeVisible();
  await accessible(page);
});
