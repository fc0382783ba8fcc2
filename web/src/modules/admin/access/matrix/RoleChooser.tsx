import { ActionIcon, Select, TextInput, Tooltip, UnstyledButton } from "@mantine/core";
import { IconPlus, IconSearch, IconUser } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { formatCount } from "@/ui/number";
import { moduleWord } from "../../shared/rights";
import type { Matrix, Role } from "../types";
import classes from "./matrix.module.css";
import { changedRights, rolesByArea } from "./rows";

interface RoleChooserProps {
  roles: Role[];
  chosen: string | undefined;
  published?: Matrix;
  onChoose: (role: string) => void;
  /** Makes a role, where a draft can be changed. */
  onNew?: () => void;
}

/** The roles: the organisation's own first, each with how many people have it; on phones as a select. */
export function RoleChooser({ roles, chosen, published, onChoose, onNew }: RoleChooserProps) {
  const { t } = useTranslation("access");
  const [text, setText] = useState("");
  const typed = text.trim().toLowerCase();
  const groups = rolesByArea(roles.filter((role) => `${role.name} ${role.id}`.toLowerCase().includes(typed)));
  const word = (area: string) => (area === "own" ? t("roles.own") : moduleWord(area));
  return (
    <>
      <nav className={classes.side} aria-label={t("roles.label")}>
        <div className={classes.search}>
          <TextInput
            size="xs"
            aria-label={t("roles.find")}
            placeholder={t("roles.find")}
            leftSection={<IconSearch size={14} stroke={1.75} />}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            rightSection={
              onNew ? (
                <Tooltip label={t("roles.new")}>
                  <ActionIcon size={24} onClick={onNew} aria-label={t("roles.new")}>
                    <IconPlus size={16} stroke={1.75} />
                  </ActionIcon>
                </Tooltip>
              ) : undefined
            }
          />
        </div>
        <div className={classes.list}>
          {groups.map((group) => (
            <section key={group.area}>
              <h2>{word(group.area)}</h2>
              {group.roles.map((role) => {
                const changed = changedRights(role, published);
                return (
                  <UnstyledButton key={role.id} className={classes.pick} title={role.id} aria-current={role.id === chosen ? "true" : undefined} onClick={() => onChoose(role.id)}>
                    <span>{role.name}</span>
                    {changed > 0 ? (
                      <span className={classes.changed} title={t("roles.changed", { count: changed })}>
                        {formatCount(changed)}
                      </span>
                    ) : null}
                    <span className={classes.count} title={t("matrix.members", { count: role.members })}>
                      <IconUser size={11} stroke={2} aria-hidden /> {formatCount(role.members)}
                    </span>
                  </UnstyledButton>
                );
              })}
            </section>
          ))}
          {groups.length === 0 ? <p className={classes.facts}>{t("roles.none")}</p> : null}
        </div>
      </nav>
      <div className={classes.phone}>
        <Select
          label={t("roles.role")}
          allowDeselect={false}
          searchable
          value={chosen ?? null}
          data={rolesByArea(roles).map((group) => ({ group: word(group.area), items: group.roles.map((role) => ({ value: role.id, label: role.name })) }))}
          onChange={(id) => id && onChoose(id)}
        />
      </div>
    </>
  );
}
