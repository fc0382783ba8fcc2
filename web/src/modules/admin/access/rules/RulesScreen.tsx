import { useTranslation } from "react-i18next";
import { AccessFrame } from "../AccessFrame";
import classes from "../drafts/drafts.module.css";
import { AloneSection } from "./AloneSection";
import { PairsSection } from "./PairsSection";
import { TestsSection } from "./TestsSection";

/** What no policy may break: stored tests, rights that are kept apart, and how many people it takes. */
export function RulesScreen() {
  const { t } = useTranslation("access");
  return (
    <AccessFrame title={t("rules.title")} text={t("rules.text")}>
      <div className={classes.page}>
        <TestsSection />
        <PairsSection />
        <AloneSection />
      </div>
    </AccessFrame>
  );
}
