import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";

/** A running `longhouse serve`, as far as a test may know it. */
export interface House {
  /** "http://127.0.0.1:40211" */
  address: string;
  /** The folder of its private PostgreSQL. */
  data: string;
  /** The one-time link of the first start. */
  setup?: string;
  /** The sign-in of the demonstration. */
  email?: string;
  password?: string;
}

/** A house that this process started, and stops by its own id. */
export interface OwnHouse extends House {
  close(): Promise<void>;
}

const binary = resolve(import.meta.dirname, process.env.E2E_BINARY ?? "../../../bin/longhouse");

// Whatever the caller's shell says of other servers stays outside.
function environment(data: string): NodeJS.ProcessEnv {
  const { PATH, HOME, LONGHOUSE_POSTGRES } = process.env;
  return { PATH, HOME, ...(LONGHOUSE_POSTGRES ? { LONGHOUSE_POSTGRES } : {}), LONGHOUSE_DATA: data, LONGHOUSE_ADDR: "127.0.0.1:0", LONGHOUSE_METRICS_ADDR: "off", LONGHOUSE_LOG: "warn", LONGHOUSE_EGRESS_ALLOW: "127.0.0.0/8" };
}

/** Starts the binary on an empty data folder, and returns when it says where it is. */
export async function openHouse(options: { demo?: boolean } = {}): Promise<OwnHouse> {
  if (!existsSync(binary)) throw new Error(`There is no ${binary}: run \`make build\` first.`);
  const data = await mkdtemp(join(tmpdir(), "longhouse-e2e-"));
  // PostgreSQL does not run as root: its account must be able to reach its folder.
  await chmod(data, 0o755);
  const child = spawn(binary, options.demo ? ["serve", "--demo"] : ["serve"], { env: environment(data), stdio: ["ignore", "pipe", "pipe"] });
  let complaints = "";
  child.stderr.on("data", (text: Buffer) => (complaints += text.toString()));
  const said = await greeting(child).catch(async (cause: unknown) => {
    await close(child, data);
    throw new Error(`${String(cause)}\n${complaints}`);
  });
  return { ...said, data, close: () => close(child, data) };
}

async function greeting(child: ChildProcess): Promise<Omit<House, "data">> {
  const said: Partial<House> = {};
  for await (const line of createInterface({ input: child.stdout! })) {
    said.address ??= /Longhouse is at\s+(\S+)/.exec(line)?.[1];
    said.setup ??= /(\S+\/setup\?token=\S+)/.exec(line)?.[1];
    said.email ??= /E-mail\s+(\S+)/.exec(line)?.[1];
    said.password ??= /Password\s+(\S+)/.exec(line)?.[1];
    if (said.address && (said.setup || said.password)) {
      child.stdout!.resume();
      return said as Omit<House, "data">;
    }
  }
  throw new Error("The binary ended before it said where it is.");
}

async function close(child: ChildProcess, data: string): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    const gone = once(child, "exit");
    child.kill("SIGTERM");
    await gone;
  }
  await rm(data, { recursive: true, force: true });
}

/** Runs another command of the binary beside a running house, and returns what it printed. */
export async function command(house: House, args: string[], stdin = ""): Promise<string> {
  const child = spawn(binary, args, { env: environment(house.data), stdio: ["pipe", "pipe", "pipe"] });
  let out = "";
  child.stdout.on("data", (text: Buffer) => (out += text.toString()));
  child.stderr.on("data", (text: Buffer) => (out += text.toString()));
  child.stdin.end(stdin);
  const [code] = (await once(child, "close")) as [number | null];
  if (code !== 0) throw new Error(`longhouse ${args.join(" ")} ended with ${code}:\n${out}`);
  return out;
}
