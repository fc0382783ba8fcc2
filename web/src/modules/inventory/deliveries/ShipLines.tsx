import { Button, Group } from "@mantine/core";
import { IconTruckDelivery } from "@tabler/icons-react";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { newKey } from "@/api/http";
import { toProblem } from "@/api/problem";
import { useRefresh } from "@/api/query";
import { AppLink } from "@/ui/AppLink";
import { isPositive, least, subtract } from "@/ui/decimal";
import { Notice } from "@/ui/Notice";
import { formatDecimal } from "@/ui/number";
import { useCan } from "@/ui/session";
import { StatusBadge } from "@/ui/StatusBadge";
import { showDone } from "@/ui/UndoToast";
import { chosen, outcome, verdict, type Entry } from "../shared/quantities";
import { useUnitName } from "../shared/Qty";
import { WorkBar, WorkLines, type WorkLine } from "../shared/WorkLines";
import type { Delivery, DeliveryLine } from "../wire";
import { isOpen } from "./state";

/** Lines of a delivery: what is reserved is proposed to go; what does not go stays as a backorder. */
export function ShipLines({ delivery }: { delivery: Delivery }) {
  const { t } = useTranslation("documents");
  const can = useCan();
  const unitName = useUnitName();
  const refresh = useRefresh();
  const lines = delivery.lines ?? [];
  const open = lines.filter((line) => line.state === "open" && isPositive(line.open));
  const ready = open.some((line) => isPositive(line.reserved));
  const work = can("inventory.delivery.ship") && isOpen(delivery) && ready;
  const reserved = () => Object.fromEntries(open.map((line) => [line.id, isPositive(line.reserved) ? least(line.reserved, line.open) : ""]));
  const [now, setNow] = useState<Record<string, string>>(reserved);
  const [faults, setFaults] = useState<{ id?: string; text: string }[]>([]);
  const [busy, setBusy] = useState(false);
  const key = useRef(newKey());
  const change = (next: Record<string, string>) => {
    key.current = newKey();
    setFaults([]);
    setNow(next);
  };
  const entries: Entry[] = open.map((line) => ({ id: line.id, open: line.open, most: line.reserved, now: now[line.id] ?? "" }));
  const result = outcome(entries);
  const sent = chosen(entries);

  const ship = async () => {
    setBusy(true);
    try {
      const body = { lines: sent.map((entry) => ({ id: entry.id, qty: entry.now.trim() })) };
      await api.post<Delivery>(`/inventory/deliveries/${delivery.id}/ship`, body, { version: delivery.version, idempotencyKey: key.current });
      showDone(result.restLines > 0 ? t("ship.done_partly", { number: delivery.number, count: result.restLines }) : t("ship.done", { number: delivery.number }));
      await refresh("/inventory", "/history", "/crm/orders");
    } catch (cause) {
      const problem = toProblem(cause);
      setFaults(
        problem.errors.length > 0
          ? problem.errors.map((e) => ({ id: sent[Number(/^\/lines\/(\d+)/.exec(e.pointer)?.[1] ?? NaN)]?.id, text: e.detail }))
          : [{ text: problem.detail || problem.title }],
      );
      if (problem.status === 412 || problem.status === 409) void refresh("/inventory/deliveries");
    } finally {
      setBusy(false);
    }
  };

  const shown = lines.map<WorkLine>((line) => {
    const unit = unitName(line.unit);
    const entry = entries.find((e) => e.id === line.id);
    const kind = entry ? verdict(entry) : "nothing";
    const wrong =
      kind === "invalid" ? t("work.invalid") : kind === "too_much" ? t("ship.too_much", { reserved: formatDecimal(line.reserved), unit }) : undefined;
    const canGo = work && line.state === "open" && isPositive(line.reserved);
    return {
      id: line.id,
      product: line.product,
      unit,
      faded: line.state === "cancelled",
      facts: [
        { label: t("ship.ordered"), value: `${formatDecimal(line.qty)} ${unit}` },
        ...(line.state === "open" ? [{ label: t("ship.reserved"), value: <Reserved line={line} unit={unit} /> }] : []),
        ...(line.state === "shipped" ? [{ label: t("ship.shipped"), value: `${formatDecimal(line.shipped)} ${unit}` }] : []),
      ],
      now: canGo ? (now[line.id] ?? "") : null,
      problem: faults.find((f) => f.id === line.id)?.text ?? wrong,
      note: <LineNote line={line} unit={unit} />,
    };
  });
  const general = faults.filter((f) => !f.id);
  return (
    <div>
      {general.map((fault) => (
        <Notice key={fault.text} tone="danger" urgent>
          {fault.text}
        </Notice>
      ))}
      {isOpen(delivery) && !ready ? (
        <Notice tone="warning" title={t("ship.waits")}>
          {t("ship.waits_text")}
        </Notice>
      ) : null}
      <div style={{ marginBlockStart: isOpen(delivery) && !ready ? 12 : 0 }}>
        <WorkLines label={t("ship.lines")} nowLabel={t("ship.now")} lines={shown} onChange={(id, value) => change({ ...now, [id]: value })} />
      </div>
      {work ? (
        <WorkBar
          actions={
            <Group gap="sm" wrap="nowrap" flex={1} justify="flex-end">
              <Button variant="default" onClick={() => change(result.lines > 0 ? {} : reserved())}>
                {result.lines > 0 ? t("work.none") : t("ship.all_reserved")}
              </Button>
              <Button leftSection={<IconTruckDelivery size={18} stroke={1.75} />} loading={busy} disabled={result.lines === 0 || result.wrong.length > 0} onClick={() => void ship()}>
                {t("ship.post", { count: result.lines })}
              </Button>
            </Group>
          }
        >
          {result.lines === 0
            ? t("ship.nothing")
            : result.restLines > 0
              ? t("ship.rest", { count: result.restLines, quantity: formatDecimal(result.rest) })
              : t("ship.whole")}
          {result.lines > 0 ? ` ${t("ship.final")}` : null}
        </WorkBar>
      ) : null}
    </div>
  );
}

function Reserved({ line, unit }: { line: DeliveryLine; unit: string }) {
  const short = subtract(line.open, line.reserved);
  return (
    <span className={isPositive(short) ? "lh-negative" : undefined}>
      {formatDecimal(line.reserved)} {unit}
    </span>
  );
}

// Why a line waits, in words, with the way to what would help.
function LineNote({ line, unit }: { line: DeliveryLine; unit: string }) {
  const { t } = useTranslation("documents");
  const short = subtract(line.open, line.reserved);
  if (line.state === "shipped") return <StatusBadge kind="inventory.delivery" state="shipped" label={t("ship.line_shipped")} />;
  if (line.state === "cancelled") return <StatusBadge kind="inventory.delivery" state="cancelled" label={t("ship.line_cancelled")} />;
  return (
    <>
      {line.backorder_of ? <StatusBadge kind="inventory.delivery" state="waiting" label={t("ship.backorder")} tone="info" /> : null}{" "}
      {isPositive(short) ? (
        <>
          <StatusBadge kind="inventory.delivery" state="short" label={t("ship.short", { quantity: formatDecimal(short), unit })} />{" "}
          <span>{t(`why.${line.why || "no_stock"}`, { defaultValue: line.why })}</span>{" "}
          <AppLink to={`/stock/products/${line.product.id}`} fz={12} underline="always">
            {t("ship.see_stock")}
          </AppLink>
        </>
      ) : null}
    </>
  );
}
