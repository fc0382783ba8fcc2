import { Kbd, Modal, Switch } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useSettings } from "@/ui/settings";
import { useCreateActions, useHome, useSections } from "./entries";
import classes from "./KeyboardHelp.module.css";
import { mod } from "./useFrameKeys";

interface Line {
  keys: string;
  label: string;
}

/** The keys of the frame and of lists, records, boards and forms. */
export function KeyboardHelp({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("app");
  const [settings, change] = useSettings();
  return (
    <Modal opened closeButtonProps={{ "aria-label": t("ui:close") }} onClose={onClose} title={t("keys.title")} size="xl">
      <Switch
        mb="lg"
        label={t("keys.single")}
        description={t("keys.single_help")}
        checked={settings.single_keys}
        onChange={(event) => change({ single_keys: event.currentTarget.checked })}
      />
      <KeyboardMap />
    </Modal>
  );
}

/** The map itself; also on the help page. */
export function KeyboardMap() {
  const { t } = useTranslation("app");
  const groups = useKeyGroups();
  return (
    <div className={classes.groups}>
      {groups.map((group) => (
        <section key={group.title} className={classes.group}>
          <h2>{group.title}</h2>
          <dl>
            {group.lines.map((line) => (
              <div key={line.keys + line.label} className={classes.line}>
                <dt>{line.label}</dt>
                <dd>
                  {line.keys.split(" ").map((key, index) => (
                    <Kbd key={`${key}-${index}`} size="xs">
                      {key}
                    </Kbd>
                  ))}
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
      <p className={classes.note}>{t("keys.note")}</p>
    </div>
  );
}

function useKeyGroups(): { title: string; lines: Line[] }[] {
  const { t } = useTranslation("app");
  const sections = useSections();
  const home = useHome();
  const actions = useCreateActions();
  const ctrl = mod();
  const going = [...home, ...sections.flatMap(({ entries }) => entries)].filter((entry) => entry.key).map((entry) => ({ keys: `g ${entry.key}`, label: t(entry.label) }));
  const creating = actions.filter(({ action }) => action.key).map(({ action }) => ({ keys: `c ${action.key}`, label: t(action.label) }));
  return [
    {
      title: t("keys.everywhere"),
      lines: [
        { keys: `${ctrl} K`, label: t("keys.palette") },
        { keys: "?", label: t("keys.help") },
        { keys: "b", label: t("keys.fold") },
        { keys: `${ctrl} Z`, label: t("keys.undo") },
        { keys: "Esc", label: t("keys.close") },
      ],
    },
    { title: t("keys.go"), lines: [{ keys: "g h", label: t("today.title") }, ...going] },
    ...(creating.length > 0 ? [{ title: t("create"), lines: creating }] : []),
    {
      title: t("keys.lists"),
      lines: [
        { keys: "/", label: t("keys.search_list") },
        { keys: "j k", label: t("keys.rows") },
        { keys: "Enter", label: t("keys.open") },
        { keys: "Space", label: t("keys.preview") },
        { keys: "x", label: t("keys.select") },
        { keys: "Shift x", label: t("keys.select_range") },
        { keys: `${ctrl} A`, label: t("keys.select_page") },
        { keys: `${ctrl} A A`, label: t("bulk:key_all") },
        { keys: "← →", label: t("bulk:key_cells") },
        { keys: "e", label: t("bulk:key_edit") },
        { keys: `${ctrl} C`, label: t("bulk:key_copy") },
        { keys: `${ctrl} V`, label: t("bulk:key_paste") },
        { keys: ".", label: t("keys.row_menu") },
      ],
    },
    {
      title: t("keys.records"),
      lines: [
        { keys: "Shift f", label: t("keys.favourite") },
        { keys: "Shift j", label: t("keys.next_record") },
        { keys: "Shift k", label: t("keys.previous_record") },
        { keys: `${ctrl} Enter`, label: t("keys.send_note") },
      ],
    },
    {
      title: t("keys.boards"),
      lines: [
        { keys: "← → ↑ ↓", label: t("keys.cards") },
        { keys: "Space", label: t("keys.pick_up") },
        { keys: "m", label: t("keys.move") },
      ],
    },
    {
      title: t("keys.forms"),
      lines: [
        { keys: `${ctrl} Enter`, label: t("keys.save_close") },
        { keys: `${ctrl} S`, label: t("keys.save_stay") },
        { keys: `${ctrl} Shift Enter`, label: t("keys.save_new") },
      ],
    },
  ];
}
