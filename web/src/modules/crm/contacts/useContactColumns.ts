import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { GridColumn } from "@/ui/grid/columns";
import { useOwnerOptions } from "../shared/owners";
import { accountSource } from "../sources";
import type { Contact } from "../wire";

/** The columns of the list of contacts. */
export function useContactColumns(): GridColumn<Contact>[] {
  const { t } = useTranslation("crm");
  const owners = useOwnerOptions();
  return useMemo<GridColumn<Contact>[]>(
    () => [
      { key: "name", label: t("contact.name"), sort: true, filter: true, width: 220 },
      {
        key: "account_id", label: t("contact.works_for"), kind: "ref", entity: "crm.account", value: (c) => c.account?.id, labelField: "account.name",
        filter: true, optional: true, picker: accountSource, card: true, width: 220,
      },
      { key: "job_title", label: t("contact.job_title"), card: true, width: 180 },
      { key: "email", label: t("contact.email"), width: 220 },
      { key: "phone", label: t("contact.phone"), card: true, width: 160 },
      { key: "owner_id", label: t("owner"), kind: "choice", options: owners, filter: true, optional: true, people: true, cell: (c) => c.owner?.name ?? "–", exportAs: "owner.name", width: 160 },
      { key: "last_name", label: t("contact.last_name"), sort: true, filter: true, hidden: true },
      { key: "code", label: t("contact.code"), kind: "code", hidden: true },
      { key: "created_at", label: t("created"), kind: "instant", sort: true, filter: true, hidden: true },
    ],
    [t, owners],
  );
}
