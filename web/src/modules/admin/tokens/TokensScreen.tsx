import { Anchor, Button, Group, Modal, Stack, Text } from "@mantine/core";
import { IconApi, IconKey, IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import type { ApiToken } from "@/api/identity";
import { useGet, useRefresh } from "@/api/query";
import { useParams } from "@/ui/address";
import { DateText } from "@/ui/DateText";
import { EmptyBlock } from "@/ui/EmptyBlock";
import { ErrorBlock } from "@/ui/ErrorBlock";
import { PageHeader } from "@/ui/PageHeader";
import { RecordSkeleton } from "@/ui/RecordPage";
import { Rows, type RowColumn } from "@/ui/Rows";
import { Screen } from "@/ui/Screen";
import { useCan, useMe } from "@/ui/session";
import { SidePanel } from "@/ui/SidePanel";
import { StatusBadge } from "@/ui/StatusBadge";
import { showDone, showFailed } from "@/ui/UndoToast";
import classes from "../shared/admin.module.css";
import { RightsList } from "../shared/RightsList";
import { TokenPanel } from "./TokenPanel";

/** Keys for programs: one's own, and with the right to it those of everybody. */
export function TokensScreen() {
  const { t } = useTranslation("admin");
  const can = useCan();
  const me = useMe();
  const [params, set] = useParams();
  const [asked, setAsked] = useState<ApiToken | null>(null);
  const tokens = useGet<{ items?: ApiToken[] | null }>("/identity/tokens");
  const items = tokens.data?.items ?? [];
  const all = can("identity.token.read");
  const shown = items.find((token) => token.id === params["token"]);
  const make = (
    <Button leftSection={<IconPlus size={18} stroke={1.75} />} onClick={() => set({ new: "1" })}>
      {t("tokens.new")}
    </Button>
  );
  const columns: RowColumn<ApiToken>[] = [
    { key: "name", label: t("tokens.name"), cell: (token) => <span dir="auto">{token.name}</span> },
    { key: "state", label: t("people.state"), cell: (token) => <State token={token} /> },
    {
      key: "rights",
      label: t("tokens.rights"),
      cell: (token) => {
        const word = t("tokens.rights_count", { count: Object.keys(token.permissions).length });
        return (
          <Anchor component="button" size="sm" aria-label={t("tokens.rights_show", { word, name: token.name })} onClick={() => set({ token: token.id })}>
            {word}
          </Anchor>
        );
      },
    },
    { key: "expires", label: t("tokens.expires"), cell: (token) => <DateText value={token.expires_at} /> },
    { key: "used", label: t("tokens.used"), cell: (token) => (token.last_used_at ? <DateText value={token.last_used_at} relative /> : t("tokens.unused")) },
    { key: "made", label: t("tokens.made"), cell: (token) => <DateText value={token.created_at} relative /> },
    {
      key: "act",
      label: t("tokens.revoke"),
      bare: true,
      width: 110,
      cell: (token) =>
        token.owner.id === me.user.id || can("identity.token.revoke") ? (
          <Button size="compact-sm" variant="default" aria-label={t("tokens.revoke_named", { name: token.name })} onClick={() => setAsked(token)}>
            {t("tokens.revoke")}
          </Button>
        ) : null,
    },
  ];
  if (all) columns.splice(1, 0, { key: "owner", label: t("tokens.owner"), cell: (token) => <span dir="auto">{token.owner.name}</span> });
  return (
    <Screen>
      <PageHeader
        title={t("tokens.title")}
        icon={IconKey}
        actions={
          <>
            <Button variant="default" component="a" href="/reference" leftSection={<IconApi size={18} stroke={1.75} />}>
              {t("tokens.reference")}
            </Button>
            {items.length > 0 ? make : null}
          </>
        }
      />
      <div className={classes.page}>
        <Text size="sm" c="dimmed" maw={720}>
          {t("tokens.text")}
        </Text>
        {tokens.isPending ? <RecordSkeleton /> : null}
        {tokens.isError ? <ErrorBlock error={tokens.error} retry={() => void tokens.refetch()} /> : null}
        {tokens.isSuccess && items.length === 0 ? <EmptyBlock icon={IconKey} title={t("tokens.none")} text={t("tokens.none_text")} action={make} /> : null}
        {items.length > 0 ? <Rows<ApiToken> label={t("tokens.title")} rows={items} rowKey={(token) => token.id} columns={columns} /> : null}
      </div>
      <SidePanel opened={Boolean(params["new"])} onClose={() => set({ new: undefined })} title={t("tokens.new")}>
        <TokenPanel onDone={() => set({ new: undefined })} />
      </SidePanel>
      <SidePanel opened={shown !== undefined} onClose={() => set({ token: undefined })} title={t("tokens.rights_of", { name: shown?.name ?? "" })}>
        {shown ? (
          <Stack gap="md" p="lg">
            <Text size="sm" c="dimmed">
              {t("tokens.rights_text", { owner: shown.owner.name })}
            </Text>
            <RightsList permissions={shown.permissions} />
          </Stack>
        ) : null}
      </SidePanel>
      {asked ? <Revoke token={asked} onClose={() => setAsked(null)} /> : null}
    </Screen>
  );
}

const soon = 14 * 86_400_000;

function State({ token }: { token: ApiToken }) {
  const { t } = useTranslation("admin");
  const [now] = useState(() => Date.now());
  const left = new Date(token.expires_at).getTime() - now;
  if (left <= 0) return <StatusBadge kind="identity.token" state="expired" tone="neutral" label={t("tokens.states.expired")} />;
  if (left < soon) return <StatusBadge kind="identity.token" state="soon" tone="warning" label={t("tokens.states.soon")} />;
  return <StatusBadge kind="identity.token" state="valid" tone="success" label={t("tokens.states.valid")} />;
}

function Revoke({ token, onClose }: { token: ApiToken; onClose: () => void }) {
  const { t } = useTranslation("admin");
  const refresh = useRefresh();
  const [busy, setBusy] = useState(false);
  const revoke = async () => {
    setBusy(true);
    try {
      await api.delete(`/identity/tokens/${token.id}`);
      await refresh("/identity/tokens");
      showDone(t("tokens.revoked", { name: token.name }));
      onClose();
    } catch (cause) {
      showFailed(cause);
      setBusy(false);
    }
  };
  return (
    <Modal opened closeButtonProps={{ "aria-label": t("ui:close") }} onClose={onClose} title={t("tokens.revoke_title", { name: token.name })}>
      <Text size="sm">{t("tokens.revoke_text")}</Text>
      <Group justify="flex-end" gap="sm" mt="lg">
        <Button variant="default" data-autofocus onClick={onClose}>
          {t("tokens.keep")}
        </Button>
        <Button color="red" loading={busy} onClick={() => void revoke()}>
          {t("tokens.revoke")}
        </Button>
      </Group>
    </Modal>
  );
}
