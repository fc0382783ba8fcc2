import { Anchor, Text } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useTranslation } from "react-i18next";
import { useGet } from "@/api/query";
import type { SearchAnswer } from "@/api/search";
import { inOrg } from "../address";
import { useEntity } from "../registry";
import classes from "./Alike.module.css";

/** Below the field of a new record: records of its kind that the text finds already, so that nobody makes one twice. */
export function Alike({ entity, text }: { entity: string; text: string }) {
  const { t } = useTranslation("ui");
  const description = useEntity(entity);
  const [asked] = useDebouncedValue(text.trim(), 250);
  const answer = useGet<SearchAnswer>("/search", { q: asked, kinds: entity, limit: 3 }, { enabled: asked.length >= 3 && description !== undefined, keep: true });
  const found = asked.length >= 3 && text.trim().length >= 3 ? (answer.data?.groups?.[0]?.items ?? []) : [];
  return (
    <div role="status">
      {found.length > 0 && description ? (
        <Text size="xs" c="dimmed" className={classes.alike}>
          {t("form.alike")}{" "}
          {found.map((hit) => (
            // A window of its own: the form keeps what was typed.
            <Anchor key={hit.id} href={inOrg(description.path(hit.id))} target="_blank" rel="noopener" size="xs" dir="auto" className={classes.hit}>
              {hit.subtitle ? t("form.alike_hit", { title: hit.title, hint: hit.subtitle }) : hit.title}
            </Anchor>
          ))}
        </Text>
      ) : null}
    </div>
  );
}
