import { Button } from "@mantine/core";
import { IconBuilding, IconClock } from "@tabler/icons-react";
import { ApiProblem } from "@/api/problem";
import { AskForAccess } from "@/ui/AskForAccess";
import { Card } from "@/ui/Card";
import { EmptyBlock } from "@/ui/EmptyBlock";
import { ErrorBlock } from "@/ui/ErrorBlock";
import { Gap } from "@/ui/Gap";
import { Notice } from "@/ui/Notice";
import { PageHeader } from "@/ui/PageHeader";
import { RelatedCard } from "@/ui/RelatedCard";
import { Padded } from "@/ui/Screen";
import { TodayList } from "@/ui/TodayList";
import { Bars } from "@/ui/views/Bars";

interface Named {
  id: string;
  name: string;
  city: string;
}

const points = [
  { key: "a", name: "Customers", short: "Cust.", size: 12_500, text: "€12,500.00" },
  { key: "b", name: "Prospects", short: "Prosp.", size: 4200, text: "€4,200.00" },
  { key: "c", name: "Returned", short: "Ret.", size: -900, text: "−€900.00" },
];

/** Blocks of a page: heads, cards, notices, and what stands where nothing or an error is. */
export function Blocks() {
  const line = (a: Named) => ({ main: a.name, sub: a.city });
  return (
    <>
      <PageHeader title="Accounts" icon={IconBuilding} aside={6} actions={<Button>New account</Button>} />
      {(["info", "success", "warning", "danger"] as const).map((tone) => (
        <Notice key={tone} tone={tone} title={`A notice of tone ${tone}`} actions={<Button size="compact-sm">Do</Button>}>
          It says what happened and what to do.
        </Notice>
      ))}
      <Card title="A card" icon={IconClock} count={3} to="/crm/accounts">
        <Padded>What is in it.</Padded>
      </Card>
      <TodayList<Named> title="Calls" icon={IconClock} endpoint="/stories/calls" query={{ limit: 3 }} to="/crm/accounts" line={line} none="No calls today." />
      <TodayList<Named> title="Calls, none" icon={IconClock} endpoint="/stories/empty" query={{}} to="/crm/accounts" line={line} none="No calls today." />
      <RelatedCard<Named> title="Contacts" endpoint="/stories/contacts" query={{ limit: 2 }} line={(a) => a.name} all="/crm/accounts" onAdd={() => undefined} addLabel="Add" limit={2} />
      <RelatedCard<Named> title="Contacts, on their way" endpoint="/stories/slow" line={(a) => a.name} />
      <RelatedCard<Named> title="Contacts, broken" endpoint="/stories/broken" line={(a) => a.name} />
      <EmptyBlock title="No accounts yet" text="Companies that you sell to stand here." action={<Button>New account</Button>} />
      {[0, 403, 404, 409, 503].map((status) => (
        <ErrorBlock key={status} compact error={new ApiProblem(status, { title: "Refused", detail: "What happened, in a sentence.", request_id: "01a22a88" })} retry={() => undefined} />
      ))}
      <Gap retry={() => undefined}>
        <p>What does not fail is shown as it is.</p>
      </Gap>
      <div className="row">
        <AskForAccess permission="crm.deal.read" />
      </div>
      <Bars title="By lifecycle" points={points} upright={false} />
      <Bars title="By month" points={points} upright />
    </>
  );
}
