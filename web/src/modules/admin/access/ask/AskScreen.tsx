import { SegmentedControl } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useParams } from "@/ui/address";
import { AccessFrame } from "../AccessFrame";
import classes from "./ask.module.css";
import { TryTab } from "./TryTab";
import { WhoTab } from "./WhoTab";
import { WhyTab } from "./WhyTab";

const tabs = { why: WhyTab, who: WhoTab, try: TryTab } as const;

/** Questions to the policy: why somebody may do something, who may, and what a draft would change for one person. */
export function AskScreen() {
  const { t } = useTranslation("grants");
  const [params, set] = useParams();
  const tab = params["tab"] === "who" || params["tab"] === "try" ? params["tab"] : "why";
  const Tab = tabs[tab];
  return (
    <AccessFrame title={t("ask.title")} text={t(`ask.text.${tab}`)}>
      <div className={classes.page}>
        <div>
          <SegmentedControl
            aria-label={t("ask.tabs")}
            value={tab}
            onChange={(next) => set({ tab: next === "why" ? undefined : next }, { push: true })}
            data={(["why", "who", "try"] as const).map((value) => ({ value, label: t(`ask.tab.${value}`) }))}
          />
        </div>
        <Tab />
      </div>
    </AccessFrame>
  );
}
