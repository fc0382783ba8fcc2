import { Client } from "./client.ts";
import { houseOf } from "./global.ts";
import { filled } from "./screens.ts";
import { signIn, test as base } from "./test.ts";

type State = Awaited<ReturnType<import("@playwright/test").BrowserContext["storageState"]>>;

/** The demonstration's people have job titles and no positions, whose screens need one. */
async function position(api: Client): Promise<void> {
  if ((await api.items("/hr/positions")).length > 0) return;
  const [unit] = await api.items("/hr/units");
  await api.make("/hr/positions", { title: "Head of Sales", unit_id: unit?.["id"], headcount: 1 });
}

/** A test in the demonstration, whose owner signs in once for each worker. */
export const test = base.extend<{ demo: Client }, { session: State }>({
  session: [
    async ({ browser }, give) => {
      const house = houseOf("demo");
      await filled(house);
      const context = await browser.newContext();
      await signIn(context, house.address, house.email!, house.password!);
      await position(new Client(context.request, house.address, "demo"));
      const state = await context.storageState();
      await context.close();
      await give(state);
    },
    { scope: "worker", timeout: 150_000 },
  ],
  storageState: async ({ session }, give) => give(session),
  demo: async ({ context }, give) => give(new Client(context.request, houseOf("demo").address, "demo")),
});
