import { openHouse, type House } from "./house.ts";

const houses = { plain: "E2E_PLAIN", demo: "E2E_DEMO" } as const;

/** One house for all journeys, each with an organisation of its own, and one with the demonstration. */
async function open(): Promise<() => Promise<void>> {
  const opened = await Promise.allSettled([openHouse(), openHouse({ demo: true })]);
  const own = opened.flatMap((o) => (o.status === "fulfilled" ? [o.value] : []));
  const close = async () => {
    await Promise.all(own.map((house) => house.close()));
  };
  const [plain, demo] = own;
  if (!plain || !demo) {
    await close();
    throw opened.find((o) => o.status === "rejected")?.reason;
  }
  process.env[houses.plain] = JSON.stringify(plain);
  process.env[houses.demo] = JSON.stringify(demo);
  return close;
}

/** A house that the run started; the workers get it from their environment. */
export function houseOf(kind: keyof typeof houses): House {
  return JSON.parse(process.env[houses[kind]] ?? "null") as House;
}

// The runner reads a default export.
export { open as default };
