import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { useRefresh } from "@/api/query";
import { useGo } from "@/ui/address";
import { Form } from "@/ui/form/Form";
import { written, type Order } from "../wire";
import { newOrderFields } from "./fields";

interface OrderFormProps {
  account?: string;
  onDone: () => void;
}

/** Makes the draft of an order; its lines are typed on its page. */
export function OrderForm({ account, onDone }: OrderFormProps) {
  const { t } = useTranslation("crm");
  const go = useGo();
  const refresh = useRefresh();
  const fields = useMemo(() => newOrderFields(t, account), [t, account]);
  const defaults = useMemo(() => ({ account_id: account ?? "" }), [account]);
  return (
    <Form<Order>
      custom="crm.order"
      name="crm.order/new"
      fields={fields}
      defaults={defaults}
      submitLabel={t("order.create")}
      submit={(body, context) => api.post<Order>("/crm/orders", written(body), { idempotencyKey: context.idempotencyKey })}
      onSaved={(saved) => {
        void refresh("/crm/orders", "/crm/accounts");
        onDone();
        go(`/crm/orders/${saved.id}`);
      }}
      onCancel={onDone}
    />
  );
}
