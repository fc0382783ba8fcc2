import { IconLock } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { EmptyBlock } from "@/ui/EmptyBlock";
import { useCan } from "@/ui/session";
import { usePageTitle } from "@/ui/usePageTitle";

/** A screen that needs a right. Without it the answer is the same whether or not there is anything. */
export function Guarded({ permission, children }: { permission?: string; children: ReactNode }) {
  const can = useCan();
  return can(permission) ? <>{children}</> : <NothingHere />;
}

/** "Nothing you may see here", and whom to ask; never a count of what is hidden. */
function NothingHere() {
  const { t } = useTranslation("ui");
  usePageTitle(t("error.403.title"));
  return <EmptyBlock icon={IconLock} title={t("error.403.title")} text={t("error.403.text")} />;
}
