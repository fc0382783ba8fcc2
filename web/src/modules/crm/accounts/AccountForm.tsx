import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { useRefresh } from "@/api/query";
import { useGo } from "@/ui/address";
import { Form } from "@/ui/form/Form";
import { useCan } from "@/ui/session";
import { flat, written, type Account } from "../wire";
import { accountFields } from "./fields";

interface AccountFormProps {
  /** Without it a new account is made. */
  account?: Account;
  onDone: () => void;
}

/** Makes an account, or changes one. */
export function AccountForm({ account, onDone }: AccountFormProps) {
  const { t } = useTranslation("crm");
  const can = useCan();
  const go = useGo();
  const refresh = useRefresh();
  const assign = can("crm.account.assign") && can("identity.user.read");
  const fields = useMemo(() => accountFields(t, assign), [t, assign]);
  const record = useMemo(() => (account ? flat(account) : undefined), [account]);
  const defaults = useMemo(() => ({ lifecycle: "prospect" }), []);
  return (
    <Form<Account>
      custom="crm.account"
      name={account ? `crm.account/${account.id}` : "crm.account/new"}
      fields={fields}
      record={record}
      defaults={defaults}
      version={account?.version}
      submitLabel={account ? t("save") : t("account.create")}
      repeat={!account}
      submit={(body, context) =>
        account
          ? api.patch<Account>(`/crm/accounts/${account.id}`, written(body), context.version)
          : api.post<Account>("/crm/accounts", written(body), { idempotencyKey: context.idempotencyKey })
      }
      reload={account ? async () => flat(await api.get<Account>(`/crm/accounts/${account.id}`)) : undefined}
      onSaved={(saved, mode) => {
        void refresh("/crm/accounts", "/history");
        if (mode === "close") {
          onDone();
          if (!account) go(`/crm/accounts/${saved.id}`);
        }
      }}
      onCancel={onDone}
    />
  );
}
