import { Skeleton } from "@mantine/core";
import i18n from "i18next";
import { lazy, Suspense, useState, type ComponentType } from "react";
import { useTranslation } from "react-i18next";
import { Card } from "@/ui/Card";
import { ErrorBlock } from "@/ui/ErrorBlock";
import { Gap } from "@/ui/Gap";
import type { TodayCard } from "@/ui/module";
import { useModules } from "@/ui/registry";

/** The place of one card: its shape while its file comes, and a marked gap if it fails. */
export function TodaySlot({ card }: { card: TodayCard }) {
  const modules = useModules();
  const module = modules.find((m) => m.today?.includes(card));
  const names = module?.namespaces ?? [module?.name ?? ""];
  const [attempt, setAttempt] = useState(0);
  const [Content, setContent] = useState(() => load(card, names));
  const retry = () => {
    setContent(() => load(card, names));
    setAttempt(attempt + 1);
  };
  return (
    <Gap key={attempt} retry={retry} shown={(error) => <Broken error={error} retry={retry} />}>
      <Suspense fallback={card.column === "top" ? null : <Shape />}>
        <Content />
      </Suspense>
    </Gap>
  );
}

function load(card: TodayCard, namespaces: string[]): ComponentType {
  return lazy(async () => {
    const [content] = await Promise.all([card.load(), i18n.loadNamespaces(namespaces)]);
    return { default: content };
  });
}

function Shape() {
  const { t } = useTranslation("ui");
  return (
    <div role="status" aria-label={t("loading")}>
      <Card title={<Skeleton height={14} width={140} />}>
        <Skeleton height={10} mt={4} mb={14} width="70%" />
        <Skeleton height={10} mb={14} width="55%" />
        <Skeleton height={10} mb={4} width="62%" />
      </Card>
    </div>
  );
}

function Broken({ error, retry }: { error: unknown; retry: () => void }) {
  const { t } = useTranslation("app");
  return (
    <Card title={t("today.gap")}>
      <ErrorBlock error={error} retry={retry} compact />
    </Card>
  );
}
