import { ActionIcon, Button, Menu, Skeleton, Stack, Tabs, Tooltip } from "@mantine/core";
import { IconDots, IconHistory, IconPrinter, type Icon } from "@tabler/icons-react";
import { useParams as useRouteParams } from "@tanstack/react-router";
import { lazy, Suspense, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useAbout, type RecordRef } from "@/api/notes";
import type { ApiProblem } from "@/api/problem";
import { useGo } from "./address";
import { AppLink } from "./AppLink";
import { useEmbedded } from "./embedded";
import { useOfferCommands } from "./commands";
import type { CustomFactsProps } from "./custom/CustomFacts";
import { ErrorBlock } from "./ErrorBlock";
import { FavouriteStar } from "./FavouriteStar";
import { useInstant } from "./history/asOf";
import { AsOfDialog } from "./history/AsOfDialog";
import { AsOfView } from "./history/AsOfView";
import { PageHeader } from "./PageHeader";
import { NeighbourButtons } from "./record/NeighbourButtons";
import { PresentPeople } from "./record/PresentPeople";
import { useNeighbours } from "./record/useNeighbours";
import classes from "./RecordPage.module.css";
import { Timeline } from "./Timeline";
import { showFailed } from "./UndoToast";

// What is said of a record comes with its strings, in files of their own.
const Talk = lazy(() => import("./record/Talk").then((m) => ({ default: m.Talk })));
const CustomFacts = lazy(() => import("./custom/CustomFacts").then((m) => ({ default: m.CustomFacts })));
const RecordLine = lazy(() => import("./record/RecordLine").then((m) => ({ default: m.RecordLine })));

/** Something that can be done with the record. The one likely next step is `primary`. */
export interface RecordAction {
  id: string;
  label: string;
  icon?: Icon;
  primary?: boolean;
  danger?: boolean;
  /** Why it cannot be done now; the button is shown disabled and says so. */
  disabled?: string | false;
  run: () => void | Promise<void>;
}

/** A fact with its label; `to` makes it open the list or record behind it. */
export interface Fact {
  label: string;
  value: ReactNode;
  to?: string;
  hidden?: boolean;
}

/** A tab of the middle zone. */
export interface RecordTab {
  id: string;
  label: string;
  content: ReactNode;
  count?: number;
  /** In the place of the count, where it is read by itself. */
  mark?: ReactNode;
}

export interface RecordPageProps {
  icon: Icon;
  title: string;
  /** Second line: a code, a city. */
  subtitle?: ReactNode;
  status?: ReactNode;
  actions?: RecordAction[];
  /** Line of tiles below the title: totals and dates. */
  facts?: Fact[];
  /** Key facts of the start zone. */
  details?: Fact[];
  /** Below the header: a stage bar, a notice. */
  banner?: ReactNode;
  tabs: RecordTab[];
  /** Cards of the end zone: RelatedCard. */
  related?: ReactNode;
  /** Adds a tab with the history of the record. */
  timeline?: { entity: string; id: string; fieldLabels?: Record<string, string>; refreshes?: string[] };
  /** The fields of the organisation's own follow the key facts: where the record is read and written, and whether it may be. */
  custom?: CustomFactsProps;
  /** Address of the page without a tab: "/crm/accounts/<id>". */
  path: string;
  /** Query string that stays when the tab changes: "?as_of=2026-05-03". */
  keep?: string;
}

/** A record: header with its next step, facts, tabs, related cards and its timeline. */
export function RecordPage(props: RecordPageProps) {
  const { icon: Mark, title, facts = [], details = [], timeline } = props;
  const { t } = useTranslation("ui");
  const embedded = useEmbedded();
  const go = useGo();
  const { tab: inAddress } = useRouteParams({ strict: false }) as { tab?: string };
  const [local, setLocal] = useState<string>();
  const [at, showAt] = useInstant();
  const [picking, setPicking] = useState(false);
  // A page that keeps a day of its own in the address shows other days by itself; a panel has no address.
  const asOf = timeline !== undefined && props.keep === undefined && !embedded;
  const then = asOf ? at : undefined;
  const actions = then ? [] : [...(props.actions ?? [])];
  if (asOf && !then) actions.push({ id: "as_of", label: t("as_of.action"), icon: IconHistory, run: () => setPicking(true) });
  if (!embedded) actions.push({ id: "print", label: t("print"), icon: IconPrinter, run: () => window.print() });
  useOfferCommands(title, actions);
  const record: RecordRef | undefined = timeline && { entity: timeline.entity, id: timeline.id };
  const neighbours = useNeighbours(embedded ? undefined : record, props.path);
  const tabs = [...props.tabs];
  if (timeline && record) tabs.splice(1, 0, { id: "timeline", label: t("record.timeline"), mark: <TalkCount record={record} />, content: <Spoken {...timeline} /> });
  if (timeline) tabs.push({ id: "history", label: t("record.history"), content: <Timeline {...timeline} asOf={asOf} /> });
  const wanted = embedded ? local : inAddress;
  const current = tabs.find((tab) => tab.id === wanted) ?? tabs[0];
  const pick = (id: string | null) => {
    if (!id) return;
    if (embedded) setLocal(id);
    else go((id === tabs[0]?.id ? props.path : `${props.path}/${id}`) + (props.keep ?? ""), { replace: true });
  };
  const shownFacts = facts.filter((fact) => !fact.hidden);
  const shownDetails = details.filter((fact) => !fact.hidden);

  return (
    <div className={classes.page} data-embedded={embedded || undefined}>
      {embedded ? (
        <div className={classes.embeddedHead}>
          {props.status}
          <span className={classes.subtitle}>{props.subtitle}</span>
          <div className={classes.push}>
            <Actions actions={actions} compact />
          </div>
        </div>
      ) : (
        <PageHeader
          title={title}
          icon={Mark}
          aside={
            <>
              {record && !then ? <FavouriteStar {...record} title={title} /> : null}
              {props.status}
              {props.subtitle ? <span className={classes.subtitle}>{props.subtitle}</span> : null}
              {record && !then ? <PresentPeople record={record} /> : null}
            </>
          }
          actions={
            <>
              {neighbours ? <NeighbourButtons {...neighbours} /> : null}
              <Actions actions={actions} />
            </>
          }
        />
      )}
      {record && !then ? (
        <div className={classes.line}>
          <Suspense fallback={null}>
            <RecordLine record={record} />
          </Suspense>
        </div>
      ) : null}
      {picking ? (
        <AsOfDialog
          onClose={() => setPicking(false)}
          onPick={(picked) => {
            setPicking(false);
            showAt(picked);
          }}
        />
      ) : null}
      {then ? <AsOfView entity={timeline!.entity} id={timeline!.id} at={then} fieldLabels={timeline!.fieldLabels} onBack={() => showAt(undefined)} /> : null}
      {then ? null : <Now {...props} facts={shownFacts} details={shownDetails} tabs={tabs} current={current} pick={pick} />}
    </div>
  );
}

interface NowProps extends RecordPageProps {
  facts: Fact[];
  details: Fact[];
  current: RecordTab | undefined;
  pick: (id: string | null) => void;
}

/** The record as it is now. */
function Now({ facts: shownFacts, details: shownDetails, tabs, current, pick, related, ...props }: NowProps) {
  const { t } = useTranslation("ui");
  const start = shownDetails.length > 0 || props.custom !== undefined;
  return (
    <>
      {props.banner ? <div className={classes.banner}>{props.banner}</div> : null}
      {shownFacts.length > 0 ? (
        <dl className={classes.facts}>
          {shownFacts.map((fact) => (
            <div key={fact.label} className={classes.fact}>
              <dt>{fact.label}</dt>
              <dd>{fact.to ? <AppLink to={fact.to} fw={600}>{fact.value}</AppLink> : fact.value}</dd>
            </div>
          ))}
        </dl>
      ) : null}
      <div className={classes.zones} data-zones={[start && "start", related && "end"].filter(Boolean).join(" ")}>
        {start ? (
          <section className={classes.start} aria-label={t("record.details")}>
            <dl className={classes.details}>
              {shownDetails.map((fact) => (
                <div key={fact.label}>
                  <dt>{fact.label}</dt>
                  <dd>{fact.to ? <AppLink to={fact.to} fz="inherit">{fact.value}</AppLink> : fact.value}</dd>
                </div>
              ))}
            </dl>
            {props.custom ? (
              <Suspense fallback={null}>
                <CustomFacts {...props.custom} />
              </Suspense>
            ) : null}
          </section>
        ) : null}
        <section className={classes.middle}>
          {tabs.length > 1 ? (
            <Tabs value={current?.id ?? null} onChange={pick}>
              <Tabs.List className={classes.tabs}>
                {tabs.map((tab) => (
                  <Tabs.Tab key={tab.id} value={tab.id}>
                    {tab.label}
                    {tab.count !== undefined ? <span className={classes.count}>{tab.count}</span> : null}
                    {tab.mark}
                  </Tabs.Tab>
                ))}
              </Tabs.List>
              {tabs.map((tab) => (
                <Tabs.Panel key={tab.id} value={tab.id} pt="md">
                  {tab.id === current?.id ? tab.content : null}
                </Tabs.Panel>
              ))}
            </Tabs>
          ) : (
            current?.content
          )}
        </section>
        {related ? (
          <aside className={classes.end} aria-label={t("record.related")}>
            {related}
          </aside>
        ) : null}
      </div>
    </>
  );
}

function Actions({ actions, compact }: { actions: RecordAction[]; compact?: boolean }) {
  const { t } = useTranslation("ui");
  const primary = actions.filter((a) => a.primary);
  const others = actions.filter((a) => !a.primary);
  const size = compact ? "xs" : "sm";
  const run = (action: RecordAction) => void Promise.resolve(action.run()).catch(showFailed);
  return (
    <div className={classes.actions}>
      {primary.map((action) => (
        <Tooltip key={action.id} label={action.disabled} disabled={!action.disabled} openDelay={0}>
          <Button
            size={size}
            leftSection={action.icon ? <action.icon size={18} stroke={1.75} /> : undefined}
            data-disabled={action.disabled ? true : undefined}
            aria-disabled={action.disabled ? true : undefined}
            onClick={() => (action.disabled ? undefined : run(action))}
          >
            {action.label}
          </Button>
        </Tooltip>
      ))}
      {others.length > 0 ? (
        <Menu position="bottom-end" withinPortal>
          <Menu.Target>
            <ActionIcon size={compact ? 30 : 36} variant="default" aria-label={t("record.actions")}>
              <IconDots size={18} stroke={1.75} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {others.map((action) => (
              <Menu.Item
                key={action.id}
                color={action.danger ? "red" : undefined}
                disabled={Boolean(action.disabled)}
                title={action.disabled || undefined}
                leftSection={action.icon ? <action.icon size={18} stroke={1.75} /> : undefined}
                onClick={() => run(action)}
              >
                {action.label}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      ) : null}
    </div>
  );
}

/** The timeline of a record as a tab, a skeleton of its height until it is there. */
function Spoken({ entity, id, fieldLabels, refreshes }: NonNullable<RecordPageProps["timeline"]>) {
  return (
    <Suspense fallback={<Skeleton height={240} />}>
      <Talk key={id} record={{ entity, id }} fieldLabels={fieldLabels} refreshes={refreshes} />
    </Suspense>
  );
}

/** How much was said of a record; nothing while there is nothing. */
function TalkCount({ record }: { record: RecordRef }) {
  const about = useAbout(record).data;
  const count = about ? about.notes + about.open_tasks + about.files : 0;
  return count > 0 ? <span className={classes.count}>{count > 99 ? "99+" : count}</span> : null;
}

/** Shape of a record page while it loads. */
export function RecordSkeleton() {
  const { t } = useTranslation("ui");
  return (
    <Stack p="lg" gap="lg" role="status" aria-label={t("loading")}>
      <Skeleton height={22} width={280} />
      <Skeleton height={48} />
      <Skeleton height={240} />
    </Stack>
  );
}

interface RecordStateProps<T> {
  /** Result of useRecord. */
  query: { data: T | undefined; error: ApiProblem | null; isPending: boolean; refetch: () => unknown };
  children: (record: T) => ReactNode;
}

/** Shows the record when it is there, its shape while it loads, and what is wrong if it fails. */
export function RecordState<T>({ query, children }: RecordStateProps<T>) {
  if (query.data !== undefined) return <>{children(query.data)}</>;
  if (query.error) return <ErrorBlock error={query.error} retry={() => void query.refetch()} />;
  return <RecordSkeleton />;
}
