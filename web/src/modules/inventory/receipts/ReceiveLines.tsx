import { Button, Group, Text } from "@mantine/core";
import { IconTruckLoading } from "@tabler/icons-react";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { newKey } from "@/api/http";
import { toProblem, type FieldProblem } from "@/api/problem";
import { useRefresh } from "@/api/query";
import { ActionDialog } from "@/ui/ActionDialog";
import { add, isPositive, scale, subtract } from "@/ui/decimal";
import { Notice } from "@/ui/Notice";
import { formatDecimal } from "@/ui/number";
import { Picker } from "@/ui/Picker";
import { useCan } from "@/ui/session";
import { StatusBadge } from "@/ui/StatusBadge";
import { showDone } from "@/ui/UndoToast";
import { chosen, outcome, verdict, type Entry } from "../shared/quantities";
import { useUnitName } from "../shared/Qty";
import { WorkBar, WorkLines, type WorkLine } from "../shared/WorkLines";
import { binsOf } from "../sources";
import type { Receipt, ReceiptLine } from "../wire";

/** What is open of a line, in the unit of the document; null if that is not exact, as 7 of a dozen. */
export function openInUnit(line: Pick<ReceiptLine, "unit" | "base_unit" | "open" | "qty" | "qty_base">): string | null {
  return line.unit === line.base_unit ? line.open : scale(line.open, line.qty, line.qty_base);
}

/** Lines of a receipt: what is expected, what is there, and what comes in now. */
export function ReceiveLines({ receipt }: { receipt: Receipt }) {
  const { t } = useTranslation("documents");
  const can = useCan();
  const unitName = useUnitName();
  const refresh = useRefresh();
  const lines = receipt.lines ?? [];
  const work = can("inventory.receipt.post") && ["draft", "expected", "partial"].includes(receipt.state);
  const over = can("inventory.receipt.over_receive");
  const [now, setNow] = useState<Record<string, string>>(() =>
    Object.fromEntries(lines.map((line) => [line.id, isPositive(line.open) ? (openInUnit(line) ?? "") : ""])),
  );
  const [places, setPlaces] = useState<Record<string, string>>({});
  const [faults, setFaults] = useState<{ id?: string; text: string }[]>([]);
  const [busy, setBusy] = useState(false);
  const [asking, setAsking] = useState(false);
  const key = useRef(newKey());
  const change = (next: Record<string, string>) => {
    key.current = newKey();
    setFaults([]);
    setNow(next);
  };

  const entries: Entry[] = lines.map((line) => ({ id: line.id, open: openInUnit(line) ?? line.open, now: now[line.id] ?? "" }));
  const result = outcome(entries);
  const sent = chosen(entries);

  const post = async () => {
    setBusy(true);
    try {
      const body = {
        lines: sent.map((entry) => ({ id: entry.id, qty: entry.now.trim(), ...(places[entry.id] ? { location_id: places[entry.id] } : {}) })),
      };
      await api.post<Receipt>(`/inventory/receipts/${receipt.id}/post`, body, { version: receipt.version, idempotencyKey: key.current });
      showDone(t("receive.done", { count: result.lines, number: receipt.number }));
      await refresh("/inventory", "/history");
    } catch (cause) {
      const problem = toProblem(cause);
      setFaults(problem.errors.length > 0 ? problem.errors.map((e) => ({ id: lineOf(e, sent), text: e.detail })) : [{ text: problem.detail || problem.title }]);
      if (problem.status === 412) void refresh("/inventory/receipts");
    } finally {
      setBusy(false);
    }
  };

  const shown: WorkLine[] = lines.map((line) => {
    const entry = entries.find((e) => e.id === line.id);
    const unit = unitName(line.unit);
    const base = unitName(line.base_unit);
    const open = openInUnit(line);
    const kind = entry ? verdict(entry) : "nothing";
    const wrong =
      kind === "invalid" ? t("work.invalid") : kind === "over" && !over ? t("receive.over_no", { open: formatDecimal(entry?.open ?? "0"), unit }) : undefined;
    return {
      id: line.id,
      product: line.product,
      unit,
      faded: !isPositive(line.open),
      facts: [
        { label: t("receive.expected"), value: `${formatDecimal(line.qty)} ${unit}` },
        { label: t("receive.received"), value: `${formatDecimal(line.received)} ${base}` },
        { label: t("receive.open"), value: isPositive(line.open) ? (open === null ? `${formatDecimal(line.open)} ${base}` : `${formatDecimal(open)} ${unit}`) : t("receive.all_in") },
      ],
      now: work ? (now[line.id] ?? "") : null,
      problem: faults.find((f) => f.id === line.id)?.text ?? wrong,
      note: (
        <>
          {line.unit !== line.base_unit ? t("receive.base", { quantity: formatDecimal(line.qty_base), unit: base }) : null}{" "}
          {kind === "over" && over && entry ? (
            <StatusBadge kind="inventory.receipt" state="over" label={t("receive.over", { more: formatDecimal(subtract(entry.now, entry.open)), unit })} tone="warning" />
          ) : null}
        </>
      ),
      extra: work ? (
        <Picker
          {...binsOf(receipt.warehouse.id)}
          size="xs"
          aria-label={t("receive.place_of", { product: line.product.name })}
          placeholder={line.location ? t("receive.into", { place: line.location.code }) : t("receive.into_stock")}
          value={places[line.id] ?? null}
          onChange={(id) => setPlaces({ ...places, [line.id]: id ?? "" })}
        />
      ) : null,
    };
  });

  const general = faults.filter((f) => !f.id);
  const blocked = result.lines === 0 || shown.some((line) => line.problem !== undefined && !faults.some((f) => f.id === line.id));
  const more = result.over.reduce((total, entry) => add(total, subtract(entry.now, entry.open)), "0");
  return (
    <div>
      {general.map((fault) => (
        <Notice key={fault.text} tone="danger" urgent>
          {fault.text}
        </Notice>
      ))}
      <WorkLines label={t("receive.lines")} nowLabel={t("receive.now")} lines={shown} onChange={(id, value) => change({ ...now, [id]: value })} />
      {work ? (
        <WorkBar
          actions={
            <Group gap="sm" wrap="nowrap" flex={1} justify="flex-end">
              <Button variant="default" onClick={() => change(Object.fromEntries(lines.map((line) => [line.id, result.lines > 0 ? "" : (openInUnit(line) ?? "")])))}>
                {result.lines > 0 ? t("work.none") : t("work.all")}
              </Button>
              <Button
                leftSection={<IconTruckLoading size={18} stroke={1.75} />}
                loading={busy}
                disabled={blocked}
                onClick={() => (result.over.length > 0 ? setAsking(true) : void post())}
              >
                {t("receive.post", { count: result.lines })}
              </Button>
            </Group>
          }
        >
          {result.lines === 0 ? t("receive.nothing") : result.restLines > 0 ? t("receive.rest", { count: result.restLines }) : t("receive.whole")}
        </WorkBar>
      ) : null}
      {asking ? (
        <ActionDialog<void>
          title={t("receive.over_title", { count: result.over.length })}
          before={<Text size="sm">{t("receive.over_text", { more: formatDecimal(more), count: result.over.length })}</Text>}
          name={`inventory.receipt/${receipt.id}/over`}
          submitLabel={t("receive.over_action")}
          submit={post}
          onClose={() => setAsking(false)}
        />
      ) : null}
    </div>
  );
}

// The server names a line by its place in what was sent.
function lineOf(error: FieldProblem, sent: Entry[]): string | undefined {
  const index = /^\/lines\/(\d+)/.exec(error.pointer)?.[1];
  return index === undefined ? undefined : sent[Number(index)]?.id;
}
