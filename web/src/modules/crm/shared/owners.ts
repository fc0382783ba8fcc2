import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Page } from "@/api/client";
import { useGet } from "@/api/query";
import type { Schema } from "@/api/schema";
import type { Option } from "@/ui/form/fields";
import { useCan, useMe } from "@/ui/session";

/** Owners to filter by: oneself first, then everybody whom the person may see. */
export function useOwnerOptions(): Option[] {
  const { t } = useTranslation("crm");
  const me = useMe();
  const can = useCan();
  const users = useGet<Page<Schema<"IdentityMember">>>(
    "/identity/users",
    { limit: 200 },
    { enabled: can("identity.user.read"), staleTime: 300_000 },
  );
  const items = users.data?.items;
  return useMemo(() => {
    const others = (items ?? []).filter((u) => u.id !== me.user.id).map((u) => ({ value: u.id, label: u.name }));
    return [{ value: me.user.id, label: t("me", { name: me.user.name }) }, ...others];
  }, [items, me.user.id, me.user.name, t]);
}
