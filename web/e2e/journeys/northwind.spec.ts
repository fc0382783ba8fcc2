import { resolve } from "node:path";
import type { Page } from "@playwright/test";
import { fact, row } from "../harness/page.ts";
import { expect, test } from "../harness/test.ts";

// The data lie beside the repository, as in CI; without them this journey fails.
const northwind = (name: string) => resolve(import.meta.dirname, "../../../../shared/data/northwind", name);

test.use({ currency: "USD" });
test.setTimeout(300_000);

const steps: { what: string; files: string[]; rows: number; creates: number; option?: [string, string] }[] = [
  { what: "Suppliers", files: ["suppliers.csv"], rows: 29, creates: 29 },
  { what: "Categories", files: ["categories.csv"], rows: 8, creates: 8 },
  { what: "Products", files: ["products.csv"], rows: 77, creates: 77 },
  // Four products have nothing on hand or on order.
  { what: "Opening stock", files: ["products.csv"], rows: 77, creates: 73 },
  { what: "Accounts", files: ["customers.csv"], rows: 91, creates: 91 },
  { what: "Employees", files: ["employees.csv"], rows: 9, creates: 9, option: ["Unit", "Sales"] },
  { what: "Orders", files: ["orders.csv", "order_details.csv"], rows: 830, creates: 830 },
];

test("a trading company from nothing: the files of Northwind become its figures", async ({ page, go }) => {
  for (const step of steps) {
    await check(page, go, step);
    await expect(verdict(page, "To create")).toContainText(String(step.creates));
    await expect(verdict(page, "Refused")).toContainText("0");
    await run(page, step.creates);

    // What was taken back comes in again as if it had never been there.
    if (step.what === "Accounts") {
      await page.getByRole("button", { name: "Undo import" }).click();
      await page.getByRole("button", { name: `Undo ${step.creates} rows` }).click();
      await expect(page.getByText("records are as they were before the import.")).toBeVisible({ timeout: 30_000 });
      await go("/crm/accounts");
      await expect(page.getByText("No accounts yet")).toBeVisible();
      await check(page, go, step);
      await run(page, step.creates);
    }
  }
  await figures(page, go);

  for (const step of steps) {
    await check(page, go, step);
    await expect(verdict(page, "Unchanged")).toContainText(String(step.rows));
    await expect(page.getByText("There is nothing to write: every row is as it is here already.")).toBeVisible();
    await expect(page.getByRole("button", { name: "Go on" })).toBeDisabled();
  }
  await figures(page, go);
});

function verdict(page: Page, word: string) {
  return page.getByRole("group", { name: "Rows by verdict" }).getByRole("button", { name: word });
}

/** Chooses the files of a step, takes the guessed columns, and has every row checked. */
async function check(page: Page, go: (path: string) => Promise<void>, step: (typeof steps)[number]): Promise<void> {
  await go("/admin/imports/new");
  await page.getByRole("radiogroup").getByText(step.what, { exact: true }).click();
  await page.getByLabel("Drop a file here, or choose one", { exact: true }).setInputFiles(northwind(step.files[0]!));
  await expect(page.getByRole("region", { name: /^The first/ }).first()).toBeVisible();
  if (step.files[1]) {
    await page.getByLabel(/^Drop the file with/).setInputFiles(northwind(step.files[1]));
    await expect(page.getByRole("region", { name: /^The first/ })).toHaveCount(2);
  }
  await page.getByRole("button", { name: "Match columns" }).click();
  if (step.option) {
    const option = page.getByRole("textbox", { name: step.option[0] });
    await option.fill(step.option[1]);
    await option.blur();
  }
  await page.getByRole("button", { name: /^Check \d+ rows?$/ }).click();
  await expect(page.getByRole("group", { name: "Rows by verdict" })).toBeVisible({ timeout: 30_000 });
}

async function run(page: Page, rows: number): Promise<void> {
  await page.getByRole("button", { name: "Go on" }).click();
  await page.getByRole("button", { name: `Import ${rows} rows` }).click();
  await expect(page.getByText(new RegExp(`^${rows} rows of .* imported\\.$`))).toBeVisible({ timeout: 60_000 });
}

/** The figures D1 to D26 of the set, as far as screens show them. */
async function figures(page: Page, go: (path: string) => Promise<void>): Promise<void> {
  for (const [list, count] of Object.entries({
    "/crm/accounts": 91,
    "/stock/suppliers": 29,
    "/stock/products?status=draft,active,discontinued": 77,
    "/hr/people?view=all": 9,
    "/crm/orders": 830,
    "/crm/orders?status=confirmed,partially_fulfilled,on_hold": 21,
  })) {
    await go(list);
    await expect(page.getByText(`${count} records`), list).toBeVisible();
  }
  await go("/stock/reorder");
  await expect(row(page, "Nord-Ost Matjeshering")).toBeVisible();
  await expect(row(page, "Outback Lager")).toBeVisible();
  await expect(page.getByRole("grid")).toHaveAttribute("aria-rowcount", "3");

  await go("/crm/reports/sales?by=year&period=all");
  // The figures of the set are exact sums, rounded once; orders show the sum of their rounded lines.
  await page.getByRole("combobox", { name: "Rounding" }).click();
  await page.getByRole("option", { name: "Exact, rounded once" }).click();
  for (const [year, net] of Object.entries({ 1996: "208,083.97", 1997: "617,085.20", 1998: "440,623.87" })) {
    await expect(row(page, new RegExp(`^${year}`))).toContainText(net);
  }
  await expect(fact(page, "Open now")).toHaveText("21");
  await page.getByText("Customer", { exact: true }).click();
  const best = page.getByRole("table").getByRole("row").nth(1);
  await expect(best).toContainText("QUICK-Stop");
  await expect(best).toContainText("110,277.31");

  await go("/stock/value");
  await expect(fact(page, "Units on hand")).toHaveText("3,119");
  await expect(fact(page, "Units incoming")).toHaveText("780");
  await expect(fact(page, "Value at list prices")).toContainText("74,050.85");
}
