import { ActionIcon, Button, Group, Menu, Text } from "@mantine/core";
import { IconDots, IconPencil, IconPlus, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { useGet, useRefresh } from "@/api/query";
import type { Schema } from "@/api/schema";
import { useParams } from "@/ui/address";
import { Rows, type RowColumn } from "@/ui/Rows";
import { RecordState } from "@/ui/RecordPage";
import { useCan } from "@/ui/session";
import { StatusBadge } from "@/ui/StatusBadge";
import { showFailed, showUndo } from "@/ui/UndoToast";
import { useMatrix } from "../drafts/useDraft";
import classes from "../lines/lines.module.css";
import { Subject } from "../lines/Subject";
import { scopeWord, useWords } from "../words";
import { TestForm } from "./TestForm";

export type Expectation = Schema<"AccessExpectation">;

const few = 5;

/** Decisions that every policy must come out with: those of the product, and those of the organisation. */
export function TestsSection() {
  const { t } = useTranslation("access");
  const can = useCan();
  const words = useWords();
  const refresh = useRefresh();
  const [params, set] = useParams();
  const tests = useGet<{ items: Expectation[] }>("/access/tests");
  const roles = useMatrix().data?.roles ?? [];
  const mayEdit = can("access.policy.edit");
  const [all, setAll] = useState(false);
  const chosen = tests.data?.items.find((test) => !test.built_in && test.id === params["test"]);

  const remove = async (test: Expectation) => {
    try {
      await api.delete(`/access/tests/${test.id}`);
      await refresh("/access/tests");
      const { name, subject, permission, relation, expect } = test;
      showUndo(t("tests.removed", { name }), async () => {
        await api.post("/access/tests", { name, subject, permission, relation, expect });
        await refresh("/access/tests");
      });
    } catch (cause) {
      showFailed(cause);
    }
  };
  const columns: RowColumn<Expectation>[] = [
    { key: "name", label: t("tests.name"), width: "26%", cell: (test) => <bdi>{test.name}</bdi> },
    { key: "who", label: t("tests.who"), cell: (test) => <Subject subject={test.subject} roles={roles} /> },
    {
      key: "right",
      label: t("effects.right"),
      cell: (test) => (
        <>
          {words.right(test.permission)}
          <code className={classes.second}>{test.permission}</code>
        </>
      ),
    },
    { key: "relation", label: t("tests.relation"), cell: (test) => t(`relations.${test.relation}`, { scope: scopeWord(test.relation) }) },
    { key: "expect", label: t("tests.expect"), cell: (test) => <StatusBadge kind="access.test" state={test.expect} label={t(`tests.${test.expect}`)} /> },
    { key: "source", label: t("lines.source"), cell: (test) => t(test.built_in ? "tests.built_in" : "tests.yours") },
  ];
  if (mayEdit) {
    columns.push({
      key: "act",
      label: t("ui:record.actions"),
      bare: true,
      width: 48,
      cell: (test) =>
        test.built_in ? null : (
          <Menu position="bottom-end" withinPortal>
            <Menu.Target>
              <ActionIcon aria-label={t("tests.actions_named", { name: test.name })}>
                <IconDots size={18} stroke={1.75} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item leftSection={<IconPencil size={16} stroke={1.75} />} onClick={() => set({ test: test.id })}>
                {t("tests.change")}
              </Menu.Item>
              <Menu.Item color="red" leftSection={<IconTrash size={16} stroke={1.75} />} onClick={() => void remove(test)}>
                {t("tests.remove")}
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        ),
    });
  }
  return (
    <section className={classes.block} aria-label={t("tests.title")}>
      <Group justify="space-between" gap="sm">
        <h2>{t("tests.title")}</h2>
        {mayEdit ? (
          <Button size="xs" leftSection={<IconPlus size={16} stroke={1.75} />} onClick={() => set({ test: "new" })}>
            {t("tests.add")}
          </Button>
        ) : null}
      </Group>
      <Text size="sm" c="dimmed" maw={880}>
        {t("tests.text")}
      </Text>
      <RecordState query={tests}>
        {({ items }) => {
          // One's own first: the others are always there and never change.
          const own = items.filter((test) => !test.built_in);
          const shipped = items.filter((test) => test.built_in);
          const shown = [...own, ...(all ? shipped : shipped.slice(0, few))];
          return (
            <Rows<Expectation>
              label={t("tests.title")}
              rows={shown}
              rowKey={(test) => (test.built_in ? test.name : test.id)}
              columns={columns}
              foot={
                shown.length < items.length ? (
                  <Button size="compact-sm" variant="subtle" onClick={() => setAll(true)}>
                    {t("tests.more", { count: items.length - shown.length })}
                  </Button>
                ) : undefined
              }
            />
          );
        }}
      </RecordState>
      {mayEdit && (params["test"] === "new" || chosen) ? <TestForm key={params["test"]} test={chosen} roles={roles} onClose={() => set({ test: undefined })} /> : null}
    </section>
  );
}
