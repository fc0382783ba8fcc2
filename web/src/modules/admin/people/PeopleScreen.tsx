import { Button, SegmentedControl, Text } from "@mantine/core";
import { IconUserPlus, IconUsers } from "@tabler/icons-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Member } from "@/api/identity";
import { useParams } from "@/ui/address";
import { DataGrid, type GridColumn } from "@/ui/DataGrid";
import { PageHeader } from "@/ui/PageHeader";
import { Screen } from "@/ui/Screen";
import { useCan } from "@/ui/session";
import { SidePanel } from "@/ui/SidePanel";
import classes from "../shared/admin.module.css";
import { roleWords, useRoles } from "../shared/useRoles";
import { Invitations, useInvitations } from "./Invitations";
import { InvitePanel } from "./InvitePanel";
import { MemberPanel } from "./MemberPanel";

/** Who may sign in, what they may do, and who was invited and has not come yet. */
export function PeopleScreen() {
  const { t } = useTranslation("admin");
  const can = useCan();
  const [params, set] = useParams();
  const roles = useRoles();
  const mayInvite = can("identity.user.invite");
  const invitations = useInvitations(mayInvite);
  const open = invitations.data?.items?.length ?? 0;
  const view = mayInvite && params["view"] === "invitations" ? "invitations" : "members";
  const columns = useMemo<GridColumn<Member>[]>(
    () => [
      { key: "name", label: t("people.name"), sort: true, filter: true, width: 220, card: true },
      { key: "email", label: t("people.email"), sort: true, filter: true, width: 240, card: true },
      { key: "roles", label: t("people.roles"), value: (m) => roleWords(m.roles, roles.items), cell: (m) => <Roles words={roles.isPending ? "" : roleWords(m.roles, roles.items) || t("people.no_roles")} />, width: 340, card: true },
      {
        key: "state",
        label: t("people.state"),
        kind: "status",
        status: "identity.user",
        options: (["active", "disabled"] as const).map((value) => ({ value, label: t(`people.states.${value}`) })),
        filter: true,
        width: 130,
        card: true,
      },
      { key: "last_seen_at", label: t("people.seen"), kind: "instant", relative: true, width: 150 },
      { key: "joined_at", label: t("people.joined"), kind: "instant", sort: true, filter: true, hidden: true },
    ],
    [t, roles.items, roles.isPending],
  );
  const tools = mayInvite ? (
    <SegmentedControl
      size="xs"
      aria-label={t("people.shown")}
      value={view}
      onChange={(next) => set({ view: next === "members" ? undefined : next, open: undefined })}
      data={[
        { value: "members", label: t("people.members") },
        { value: "invitations", label: open > 0 ? t("people.invitations_count", { count: open }) : t("people.invitations") },
      ]}
    />
  ) : null;
  return (
    <Screen>
      <PageHeader
        title={t("people.title")}
        icon={IconUsers}
        actions={
          mayInvite ? (
            <Button leftSection={<IconUserPlus size={18} stroke={1.75} />} onClick={() => set({ new: "1" })}>
              {t("people.invite")}
            </Button>
          ) : null
        }
      />
      {view === "members" ? (
        <DataGrid<Member>
          name="identity.users"
          label={t("people.title")}
          endpoint="/identity/users"
          columns={columns}
          defaultSort="name"
          searchable={false}
          exportable={false}
          tools={tools}
          preview={(m) => ({ title: m.name, body: <MemberPanel key={m.id} member={m} /> })}
        />
      ) : (
        <div className={classes.page}>
          <div>{tools}</div>
          <Invitations onInvite={() => set({ new: "1" })} />
        </div>
      )}
      <SidePanel opened={mayInvite && Boolean(params["new"])} onClose={() => set({ new: undefined })} title={t("people.invite")}>
        <InvitePanel onDone={() => set({ new: undefined })} />
      </SidePanel>
    </Screen>
  );
}

// In one line, so that the rows keep their height; all of them are in the panel and in the tip.
function Roles({ words }: { words: string }) {
  return (
    <Text fz="inherit" lh="inherit" truncate title={words}>
      {words}
    </Text>
  );
}
