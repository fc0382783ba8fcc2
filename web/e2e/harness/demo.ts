import { Client } from "./client.ts";
import { houseOf } from "./global.ts";
import { filled } from "./screens.ts";
import { signIn, test as base } from "./test.ts";

type State = Awaited<ReturnType<import("@playwright/test").BrowserContext["storageState"]>>;

/** A test in the demonstration, whose owner signs in once for each worker. */
export const test = base.extend<{ demo: Client }, { session: State }>({
  session: [
    async ({ browser }, give) => {
      const house = houseOf("demo");
      await filled(house);
      const context = await browser.newContext();
      await signIn(context, house.address, house.email!, house.password!);
      const state = await context.storageState();
      await context.close();
      await give(state);
    },
    { scope: "worker", timeout: 150_000 },
  ],
  storageState: async ({ session }, give) => give(session),
  demo: async ({ context }, give) => give(new Client(context.request, houseOf("demo").address, "demo")),
});
