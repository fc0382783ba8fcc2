import { Loader, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useGet } from "@/api/query";
import type { SearchAnswer, SearchGroup } from "@/api/search";
import { useParams } from "@/ui/address";
import { AppLink } from "@/ui/AppLink";
import { EmptyBlock } from "@/ui/EmptyBlock";
import { EntityLink } from "@/ui/EntityLink";
import { ErrorBlock } from "@/ui/ErrorBlock";
import { Notice } from "@/ui/Notice";
import { PageHeader } from "@/ui/PageHeader";
import { useEntities } from "@/ui/registry";
import classes from "./SearchPage.module.css";

const most = 20;

/** All that a text finds, kind by kind. The text is in the address. */
export function SearchPage() {
  const { t } = useTranslation("app");
  const [params, set] = useParams();
  const asked = (params["q"] ?? "").trim();
  const [typed, setTyped] = useState(asked);
  const [seen, setSeen] = useState(asked);
  const send = useDebouncedCallback((text: string) => set({ q: text.trim() || undefined }), 200);
  if (asked !== seen) {
    setSeen(asked); // back and forward change the address without the field
    if (asked !== typed.trim()) setTyped(asked);
  }
  const answer = useGet<SearchAnswer>("/search", { q: asked, limit: most }, { enabled: asked.length >= 2, keep: true });
  const groups = asked.length >= 2 ? (answer.data?.groups ?? []) : [];
  const late = answer.data?.late ?? [];
  return (
    <div className={classes.page}>
      <PageHeader title={t("search.title")} icon={IconSearch} />
      <div className={classes.body}>
        <TextInput
          type="search"
          size="md"
          autoFocus
          aria-label={t("search.label")}
          placeholder={t("search.placeholder")}
          leftSection={<IconSearch size={18} stroke={1.75} aria-hidden />}
          rightSection={answer.isFetching ? <Loader size={16} color="gray" /> : null}
          value={typed}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            send(event.currentTarget.value);
          }}
        />
        {late.length > 0 ? <Notice tone="warning">{t("palette.late", { modules: late.join(", ") })}</Notice> : null}
        {answer.isError ? <ErrorBlock error={answer.error} retry={() => void answer.refetch()} /> : null}
        {asked.length < 2 ? <EmptyBlock icon={IconSearch} title={t("search.begin")} text={t("search.begin_text")} /> : null}
        {asked.length >= 2 && answer.isSuccess && !answer.isPlaceholderData && groups.length === 0 && late.length === 0 ? (
          <EmptyBlock icon={IconSearch} title={t("search.nothing", { text: asked })} text={t("search.nothing_text")} />
        ) : null}
        {groups.map((group) => (
          <Found key={group.entity} group={group} text={asked} />
        ))}
      </div>
    </div>
  );
}

function Found({ group, text }: { group: SearchGroup; text: string }) {
  const { t } = useTranslation("app");
  const entity = useEntities()[group.entity];
  const list = entity?.path("").replace(/\/$/, "");
  const items = group.items ?? [];
  return (
    <section aria-label={entity ? t(entity.label) : group.label}>
      <h2 className={classes.head}>
        <span>{group.label}</span>
        {list && items.length >= 5 ? (
          <AppLink to={`${list}?q=${encodeURIComponent(text)}`} fz="sm" fw={400}>
            {t("search.open_list")}
          </AppLink>
        ) : null}
      </h2>
      <ul className={classes.hits}>
        {items.map((hit) => (
          <li key={hit.id}>
            <EntityLink entity={group.entity} id={hit.id} label={hit.title} icon />
            <span className={classes.hint} dir="auto">
              {hit.subtitle}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
