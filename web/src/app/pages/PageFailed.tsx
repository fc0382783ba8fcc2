import { Button } from "@mantine/core";
import { IconRefresh } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { ApiProblem } from "@/api/problem";
import { EmptyBlock } from "@/ui/EmptyBlock";
import { ErrorBlock } from "@/ui/ErrorBlock";

/** A page that failed: the rest of the frame lives. A screen whose file is gone means a new version. */
export function PageFailed({ error, reset }: { error: unknown; reset: () => void }) {
  const { t } = useTranslation("app");
  if (error instanceof ApiProblem) return <ErrorBlock error={error} retry={reset} />;
  const outdated = /dynamically imported module|Importing a module script|error loading/i.test(String(error));
  return (
    <div role="alert">
      <EmptyBlock
        icon={IconRefresh}
        title={outdated ? t("failed.outdated") : t("failed.title")}
        text={outdated ? t("failed.outdated_text") : t("failed.text", { message: error instanceof Error ? error.message : String(error) })}
        action={
          <Button variant="default" size="xs" onClick={() => window.location.reload()}>
            {t("failed.reload")}
          </Button>
        }
      />
    </div>
  );
}
