import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { GridColumn } from "@/ui/grid/columns";
import { useOwnerOptions } from "../shared/owners";
import { accountSource } from "../sources";
import type { Account } from "../wire";
import { lifecycleOptions } from "./fields";

/** The columns of the list of accounts. */
export function useAccountColumns(): GridColumn<Account>[] {
  const { t } = useTranslation("crm");
  const owners = useOwnerOptions();
  return useMemo<GridColumn<Account>[]>(
    () => [
      { key: "name", label: t("account.name"), sort: true, filter: true, width: 220 },
      { key: "lifecycle", label: t("account.lifecycle"), kind: "status", status: "crm.account", options: lifecycleOptions(t), filter: true, card: true },
      { key: "city", label: t("account.city"), sort: true, card: true, width: 130 },
      { key: "country", label: t("account.country"), sort: true, width: 110 },
      { key: "industry", label: t("account.industry"), width: 140 },
      { key: "open_deals", label: t("account.open_deals"), kind: "number", width: 112 },
      { key: "open_orders", label: t("account.open_orders"), kind: "number", width: 118 },
      { key: "owner_id", label: t("owner"), kind: "choice", options: owners, filter: true, optional: true, people: true, cell: (a) => a.owner?.name ?? "–", exportAs: "owner.name", card: true, width: 150 },
      { key: "phone", label: t("account.phone"), hidden: true },
      { key: "email", label: t("account.email"), hidden: true },
      { key: "website", label: t("account.website"), hidden: true },
      { key: "code", label: t("account.code"), kind: "code", sort: true, filter: true, hidden: true },
      {
        key: "parent_id", label: t("account.parent"), kind: "ref", entity: "crm.account", value: (a) => a.parent?.id, labelField: "parent.name",
        filter: true, optional: true, tree: true, picker: accountSource, hidden: true,
      },
      { key: "created_at", label: t("created"), kind: "instant", sort: true, filter: true, hidden: true },
    ],
    [t, owners],
  );
}
