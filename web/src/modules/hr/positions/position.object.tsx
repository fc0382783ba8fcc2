import { IconUserPlus } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useGo } from "@/ui/address";
import type { ObjectDescription } from "@/ui/object/description";
import { useCan } from "@/ui/session";
import type { Tone } from "@/ui/tokens";
import { positionFrame } from "../frames";
import { unitSource } from "../sources";
import { PeopleOf } from "../units/PeopleOf";
import type { Position } from "../wire";
import { Seats } from "./Seats";

// An open one with a free seat is worth a glance.
function tone(position: Position): Tone {
  if (position.status === "open") return position.filled < position.headcount ? "info" : "success";
  return position.status === "filled" ? "success" : position.status === "frozen" ? "warning" : "neutral";
}

/** Positions: what there is to do, and how many do it of how many should. */
export const position: ObjectDescription<Position> = {
  ...positionFrame,
  sort: "title",
  tone,
  fields: [
    { name: "title", label: "position.name", kind: "text", required: true, maxLength: 200, wide: true, sort: true, filter: true, width: 280 },
    { name: "unit_id", label: "job.unit", kind: "picker", entity: "hr.unit", picker: unitSource, required: true, filter: true, width: 200, list: "card" },
    { name: "grade", kind: "text", maxLength: 60, width: 110 },
    { name: "filled", kind: "number", form: "never", width: 120, list: "card", exportAs: ["filled", "headcount"], fact: false, show: (p) => <Seats position={p} /> },
    { name: "headcount", kind: "integer", help: true, list: "never" },
    { name: "status", kind: "status", choices: ["open", "filled", "frozen", "closed"], choiceWords: "position.state.", required: true, form: "edit", filter: true, width: 120, list: "card" },
  ],
  subtitle: (p) => p.unit.name,
  defaults: (params) => ({ unit_id: params["unit"] ?? "", headcount: "1" }),
  write: (body) => Object.fromEntries(Object.entries(body).map(([name, value]) => [name, value ?? (name === "headcount" ? 0 : "")])),
  useMore: (p) => {
    const { t } = useTranslation("hr");
    const can = useCan();
    const go = useGo();
    const free = p.status === "open" && p.filled < p.headcount;
    return {
      actions: free && can("hr.employee.create")
        ? [{ id: "hire", label: t("hire.for"), icon: IconUserPlus, primary: true, run: () => go(`/hr/people?new=1&unit=${p.unit.id}&position=${p.id}`) }]
        : [],
      facts: [{ label: t("position.filled"), value: <Seats position={p} /> }],
      tabs: [{ id: "people", label: t("position.holders"), content: <PeopleOf filter={{ position_id: p.id }} /> }],
    };
  },
};
