import { Text } from "@mantine/core";
import { Board } from "@/ui/Board";
import type { accounts } from "./answers";

type Account = (typeof accounts)[number];

/** A board with full and empty columns. */
export function Boards() {
  return (
    <div className="tall">
      <Board<Account>
        label="Board"
        endpoint="/stories/accounts"
        columnField="lifecycle"
        columns={[
          { id: "prospect", label: "Prospect", count: 2, total: "€10,000.00", tone: "info" },
          { id: "customer", label: "Customer", count: 2, total: "€6,250.00", tone: "success" },
          { id: "former", label: "Former", count: 0, tone: "neutral" },
        ]}
        cardLabel={(a) => a.name ?? ""}
        card={(a) => (
          <>
            <Text size="sm" fw={600}>
              {a.name}
            </Text>
            <Text size="xs" c="dimmed">
              {a.city}
            </Text>
          </>
        )}
        onOpen={() => undefined}
        move={() => Promise.resolve()}
      />
    </div>
  );
}
