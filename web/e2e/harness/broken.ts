import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import type { House } from "./house.ts";

const run = promisify(execFile);

/**
 * Leaves background work behind that another version might have written: its payload cannot be read any more, so the next
 * worker gives it up at once. There is no way to do that through the API, so it goes to the house's own PostgreSQL.
 */
export async function unreadable(house: House, slug: string, count: number): Promise<void> {
  const [, , , port, socket, listen] = readFileSync(join(house.data, "postgres", "data", "postmaster.pid"), "utf8").split("\n");
  const sql = `
    insert into jobs.delivery (org_id, key, handler, type, payload, actor, lane, order_key)
    select o.id, gen_random_uuid(), 'imports.check', 'imports.check', jsonb_build_object('import', n),
           jsonb_build_object('user', (select m.login_id from identity.membership m where m.org_id = o.id limit 1), 'via', 'ui'), 'long', 'former-' || n
      from identity.organisation o, generate_series(1, ${Number(count)}) n
     where o.slug = '${slug.replaceAll("'", "")}'`;
  await run("psql", ["-h", socket || listen!, "-p", port!, "-U", "postgres", "-d", "longhouse", "-v", "ON_ERROR_STOP=1", "-c", sql], {
    env: { ...process.env, PGPASSFILE: join(house.data, "pgpass") },
  });
}
