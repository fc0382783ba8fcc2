import { DateText } from "@/ui/DateText";
import { Money, Quantity } from "@/ui/Money";
import { Markdown } from "@/ui/record/Markdown";
import { Rows } from "@/ui/Rows";
import { Scrollable } from "@/ui/Scrollable";
import { Tree } from "@/ui/Tree";
import { accounts } from "./answers";

const places = [
  { id: "w", parent: null, text: "Warehouse" },
  { id: "w1", parent: "w", text: "Aisle 1" },
  { id: "w11", parent: "w1", text: "Bin 1-1" },
  { id: "w2", parent: "w", text: "Aisle 2" },
];

/** Values as they are read. */
export function Facts() {
  return (
    <>
      <div className="row">
        <Money value={{ amount: "1234567.89", currency: "EUR" }} />
        <Money value={{ amount: "-12.50", currency: "EUR" }} />
        <Money value={{ amount: "0", currency: "JPY" }} code />
        <Money value={null} />
        <Quantity value="2.500" unit="kg" />
        <Quantity value="-3" unit="pieces" />
        <DateText value="2026-11-22" weekday />
        <DateText value="2026-11-01" due />
        <DateText value="2026-11-29T08:30:00Z" />
        <DateText value="2026-11-29T08:30:00Z" relative />
        <DateText value={null} />
      </div>
      <Rows
        label="Rows"
        rows={accounts.slice(0, 3)}
        rowKey={(a) => a.id}
        faded={(a) => a.lifecycle === "partner"}
        columns={[
          { key: "name", label: "Name", cell: (a) => a.name },
          { key: "city", label: "City", cell: (a) => a.city },
          { key: "balance", label: "Balance", numeric: true, cell: (a) => <Money value={a.balance} /> },
        ]}
        foot="3 of 6"
      />
      <Tree label="Places" items={places} depth={2} selected="w11" />
      <Markdown text={"A **note** with a [link](https://example.com), `code` and\n\n- a list\n- of two\n\n> and a quote"} />
      <Scrollable label="Answer of the endpoint" as="pre">
        {'{ "ok": true }'}
      </Scrollable>
    </>
  );
}
