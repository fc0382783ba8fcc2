import { DataGrid, type GridColumn } from "@/ui/DataGrid";
import type { accounts } from "./answers";

type Account = (typeof accounts)[number];

const columns: GridColumn<Account>[] = [
  { key: "name", label: "Name", sort: true, width: 220, card: true },
  { key: "city", label: "City", filter: true, width: 110, card: true },
  { key: "lifecycle", label: "Lifecycle", kind: "status", status: "crm.account", options: [{ value: "customer", label: "Customer" }, { value: "prospect", label: "Prospect" }], filter: true, width: 120, card: true },
  { key: "balance", label: "Balance", kind: "money", sort: true, width: 130, card: true },
  { key: "due_on", label: "Due", kind: "date", due: true, width: 110 },
];

/** A list: with rows, empty, refused by the server, and on its way. */
export function Lists() {
  return (
    <>
      {["accounts", "empty", "broken", "slow"].map((word) => (
        <div key={word} className="tall">
          <DataGrid<Account> name={`stories.${word}`} label={word} endpoint={`/stories/${word}`} columns={columns} href={(a) => `/crm/accounts/${a.id}`} />
        </div>
      ))}
    </>
  );
}
