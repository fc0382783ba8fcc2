import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Page } from "@/api/client";
import { useGet } from "@/api/query";
import type { Option } from "../form/fields";
import { useCan, useMe } from "../session";

/** Everybody with a login whom the reader may see, the reader first. Nobody is read while nothing asks for people. */
export function usePeople(enabled: boolean): Option[] {
  const { t } = useTranslation("ui");
  const me = useMe();
  const can = useCan();
  const users = useGet<Page<{ id: string; name: string }>>("/identity/users", { limit: 200 }, { enabled: enabled && can("identity.user.read"), staleTime: 300_000 });
  const items = users.data?.items;
  return useMemo(() => {
    const others = (items ?? []).filter((u) => u.id !== me.user.id).map((u) => ({ value: u.id, label: u.name }));
    return [{ value: me.user.id, label: t("custom.me", { name: me.user.name }) }, ...others];
  }, [items, me.user.id, me.user.name, t]);
}
