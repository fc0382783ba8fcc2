import { List, Stack, Text } from "@mantine/core";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { takeChange } from "@/api/changes";
import { api } from "@/api/client";
import { useGet, useRefresh } from "@/api/query";
import { ActionDialog } from "@/ui/ActionDialog";
import type { FieldSpec } from "@/ui/form/fields";
import { formatDecimal } from "@/ui/number";
import { Notice } from "@/ui/Notice";
import { showDone } from "@/ui/UndoToast";
import { offerUndo } from "../shared/undo";
import { written, type Items, type LineAvailability, type Order } from "../wire";
import { act } from "./acts";
import { shipToFields } from "./fields";

type Kind = "confirm" | "hold" | "cancel" | "delete" | "ship_to";

/** What the person wants to do with an order, and the order as it was then. */
export interface Asked {
  kind: Kind;
  order: Order;
}

interface OrderDialogProps extends Asked {
  onClose: () => void;
  onDone: (kind: Kind) => void;
}

/** The acts on an order that need a word first: what will happen, or why. */
export function OrderDialog(props: OrderDialogProps) {
  switch (props.kind) {
    case "confirm":
      return <ConfirmOrder {...props} />;
    case "hold":
    case "cancel":
      return <WithReason {...props} kind={props.kind} />;
    case "delete":
      return <DeleteDraft {...props} />;
    case "ship_to":
      return <EditShipTo {...props} />;
  }
}

function ConfirmOrder({ order, onClose, onDone }: OrderDialogProps) {
  const { t } = useTranslation("crm");
  const path = `/crm/orders/${order.id}`;
  const promised = useGet<Items<LineAvailability>>(`${path}/availability`);
  const short = (promised.data?.items ?? []).filter((l) => l.known && !l.enough);
  return (
    <ActionDialog<Order>
      title={t("order.confirm_title")}
      before={
        <Stack gap="sm">
          <Text size="sm">{t("order.confirm_text")}</Text>
          {short.length > 0 ? (
            <Notice tone="warning" title={t("order.confirm_short", { count: short.length })}>
              <List size="sm">
                {short.map((l) => (
                  <List.Item key={l.line}>{t("order.confirm_short_line", { product: l.product.name, free: formatDecimal(l.free), open: formatDecimal(l.open) })}</List.Item>
                ))}
              </List>
            </Notice>
          ) : null}
        </Stack>
      }
      name={`crm.order/${order.id}/confirm`}
      submitLabel={t("order.confirm")}
      submit={(_body, context) => api.post<Order>(`${path}/confirm`, undefined, { version: order.version, idempotencyKey: context.idempotencyKey })}
      onSaved={(saved) => {
        showDone(t("order.confirmed", { number: saved.number }));
        onDone("confirm");
      }}
      onClose={onClose}
    />
  );
}

function WithReason({ kind, order, onClose, onDone }: OrderDialogProps & { kind: "hold" | "cancel" }) {
  const { t } = useTranslation("crm");
  const refresh = useRefresh();
  const fields = useMemo<FieldSpec[]>(() => [{ name: "reason", label: t("order.reason"), kind: "textarea", required: true, maxLength: 500 }], [t]);
  const shipped = order.status === "partially_fulfilled";
  return (
    <ActionDialog<Order>
      title={t(`order.${kind}_title`, { number: order.number || t("order.draft") })}
      before={<Text size="sm">{kind === "cancel" && shipped ? t("order.cancel_rest_text") : t(`order.${kind}_text`)}</Text>}
      name={`crm.order/${order.id}/${kind}`}
      fields={fields}
      submitLabel={t(`order.${kind}`)}
      danger={kind === "cancel"}
      submit={(body, context) => act(order, kind, body, context.idempotencyKey)}
      onSaved={() => {
        // Only a draft can come back: of the others the warehouse has heard.
        if (kind === "cancel" && order.status === "draft") offerUndo(t("order.cancelled"), () => refresh("/crm/orders"));
        else takeChange();
        onDone(kind);
      }}
      onClose={onClose}
    />
  );
}

function DeleteDraft({ order, onClose, onDone }: OrderDialogProps) {
  const { t } = useTranslation("crm");
  return (
    <ActionDialog<void>
      title={t("order.delete_title")}
      before={<Text size="sm">{t("order.delete_text")}</Text>}
      name={`crm.order/${order.id}/delete`}
      submitLabel={t("order.delete")}
      danger
      submit={() => api.delete(`/crm/orders/${order.id}`, order.version)}
      onSaved={() => onDone("delete")}
      onClose={onClose}
    />
  );
}

function EditShipTo({ order, onClose, onDone }: OrderDialogProps) {
  const { t } = useTranslation("crm");
  const fields = useMemo(() => shipToFields(t), [t]);
  return (
    <ActionDialog<Order>
      title={t("order.edit_ship_to")}
      name={`crm.order/${order.id}/ship_to`}
      fields={fields}
      record={order.ship_to}
      version={order.version}
      submitLabel={t("save")}
      // The address is written over whole: what the form did not change goes along.
      submit={(body, context) => api.patch<Order>(`/crm/orders/${order.id}`, { ship_to: { ...order.ship_to, ...written(body) } }, context.version)}
      onSaved={() => onDone("ship_to")}
      onClose={onClose}
    />
  );
}
