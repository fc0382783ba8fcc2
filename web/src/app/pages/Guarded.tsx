import { IconLock } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { AskForAccess } from "@/ui/AskForAccess";
import { EmptyBlock } from "@/ui/EmptyBlock";
import { useCan } from "@/ui/session";
import { usePageTitle } from "@/ui/usePageTitle";

/** A screen that needs a right. Without it the answer is the same whether or not there is anything. */
export function Guarded({ permission, children }: { permission?: string; children: ReactNode }) {
  const can = useCan();
  return can(permission) ? <>{children}</> : <NothingHere permission={permission ?? ""} />;
}

/** "Nothing you may see here", which right is missing, and the way to ask for it; never a count of what is hidden. */
function NothingHere({ permission }: { permission: string }) {
  const { t } = useTranslation("ui");
  usePageTitle(t("error.403.title"));
  return <EmptyBlock icon={IconLock} title={t("error.403.title")} text={t("error.403.missing", { permission })} action={<AskForAccess permission={permission} />} />;
}
