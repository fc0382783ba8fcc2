import { EntityLink } from "@/ui/EntityLink";
import { FavouriteStar } from "@/ui/FavouriteStar";
import { OptionMark, optionColours } from "@/ui/OptionMark";
import { PresentPeople } from "@/ui/record/PresentPeople";
import { StatusBadge } from "@/ui/StatusBadge";
import { Unknown } from "@/ui/Unknown";
import { Views } from "@/ui/Views";

/** States, links and what is not known. */
export function Signs() {
  return (
    <>
      <div className="row">
        {(["neutral", "info", "progress", "decision", "success", "warning", "danger"] as const).map((tone) => (
          <StatusBadge key={tone} kind="stories" state={tone} tone={tone} />
        ))}
        <StatusBadge kind="stories" state="a_state_that_nobody_named" />
      </div>
      <div className="row">
        <EntityLink entity="crm.account" id="a0" label="Alfreds Futterkiste" icon />
        <EntityLink entity="crm.account" id="a3" label="שוק הכרמל" />
        <EntityLink entity="hr.employee" id="0190f3a2-aaaa" label="no right to open it" />
        <EntityLink entity="crm.account" id={null} />
        <Unknown />
      </div>
      <div className="row">
        <FavouriteStar entity="crm.account" id="a0" title="Alfreds Futterkiste" />
        <FavouriteStar entity="crm.account" id="a1" title="Berglunds snabbköp" />
        <PresentPeople record={{ entity: "crm.account", id: "a0" }} />
      </div>
      <div className="row">
        {optionColours.map((colour) => (
          <OptionMark key={colour} colour={colour}>
            {colour}
          </OptionMark>
        ))}
        <OptionMark>no colour</OptionMark>
      </div>
      <Views label="Views" views={[{ value: "all", label: "All" }, { value: "mine", label: "Mine" }, { value: "late", label: "Late" }]} />
    </>
  );
}
