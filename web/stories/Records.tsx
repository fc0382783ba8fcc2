import { IconBuilding, IconTrash } from "@tabler/icons-react";
import { Money } from "@/ui/Money";
import { RecordPage, RecordSkeleton } from "@/ui/RecordPage";
import { StatusBadge } from "@/ui/StatusBadge";
import { Timeline } from "@/ui/Timeline";

/** A record with its facts and its history, and one on its way. */
export function Records() {
  return (
    <>
      <RecordPage
        icon={IconBuilding}
        title="Alfreds Futterkiste"
        subtitle="Graz"
        status={<StatusBadge kind="crm.account" state="customer" />}
        path="/crm/accounts/a0"
        facts={[{ label: "Open deals", value: 3 }, { label: "Balance", value: <Money value={{ amount: "1250.00", currency: "EUR" }} /> }]}
        details={[{ label: "City", value: "Graz" }, { label: "Phone", value: "+43 316 1234" }]}
        actions={[
          { id: "edit", label: "Edit", primary: true, run: () => undefined },
          { id: "delete", label: "Delete", icon: IconTrash, danger: true, disabled: "It has open deals.", run: () => undefined },
        ]}
        tabs={[{ id: "overview", label: "Overview", content: "What it is about." }, { id: "deals", label: "Deals", count: 3, content: "Three." }]}
      />
      <Timeline entity="crm.account" id="a0" fieldLabels={{ city: "City" }} />
      <RecordSkeleton />
    </>
  );
}
