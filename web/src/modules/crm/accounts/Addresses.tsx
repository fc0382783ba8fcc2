import { ActionIcon, Menu, Text, Tooltip } from "@mantine/core";
import { IconDots, IconMapPin, IconPencil, IconPlus, IconTrash } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { useRefresh } from "@/api/query";
import { ActionDialog } from "@/ui/ActionDialog";
import { Card } from "@/ui/Card";
import type { FieldSpec } from "@/ui/form/fields";
import { showFailed } from "@/ui/UndoToast";
import classes from "../shared/shared.module.css";
import { written, type Account, type Address } from "../wire";

const kinds = ["billing", "shipping", "office", "home"];

/** Where an account is, with what each address is for. */
export function Addresses({ account, editable }: { account: Account; editable: boolean }) {
  const { t } = useTranslation("crm");
  const refresh = useRefresh();
  const [edited, setEdited] = useState<Address | "new" | null>(null);
  const addresses = account.addresses ?? [];
  const path = `/crm/accounts/${account.id}/addresses`;
  const after = () => refresh("/crm/accounts", "/history");
  const fields = useMemo<FieldSpec[]>(
    () => [
      { name: "kind", label: t("address.kind"), kind: "select", required: true, options: kinds.map((value) => ({ value, label: t(`address.kinds.${value}`) })) },
      { name: "lines", label: t("address.lines"), kind: "textarea", maxLength: 500 },
      { name: "postcode", label: t("address.postcode"), kind: "text", maxLength: 20 },
      { name: "city", label: t("address.city"), kind: "text", maxLength: 100 },
      { name: "region", label: t("address.region"), kind: "text", maxLength: 100 },
      { name: "country", label: t("address.country"), kind: "text", maxLength: 100 },
      { name: "is_primary", label: t("address.primary"), kind: "boolean" },
    ],
    [t],
  );
  const defaults = useMemo(() => ({ kind: "billing" }), []);
  const remove = async (address: Address) => {
    try {
      await api.delete(`${path}/${address.id}`, account.version);
      await after();
    } catch (cause) {
      showFailed(cause);
    }
  };
  const old = edited === "new" || edited === null ? undefined : edited;
  return (
    <Card
      title={t("address.title")}
      count={addresses.length || undefined}
      actions={
        editable ? (
          <Tooltip label={t("address.add")}>
            <ActionIcon size={28} onClick={() => setEdited("new")} aria-label={t("address.add")}>
              <IconPlus size={16} stroke={1.75} />
            </ActionIcon>
          </Tooltip>
        ) : null
      }
    >
      {addresses.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t("address.none")}
        </Text>
      ) : null}
      <ul className={classes.lines}>
        {addresses.map((address) => (
          <li key={address.id} className={classes.line}>
            <IconMapPin size={16} stroke={1.75} aria-hidden />
            <span className={classes.grow} dir="auto">
              {addressLine(address) || "–"}
            </span>
            <span className={classes.side}>{[t(`address.kinds.${address.kind}`), address.is_primary ? t("point.is_primary") : ""].filter(Boolean).join(" · ")}</span>
            {editable ? (
              <Menu position="bottom-end" withinPortal>
                <Menu.Target>
                  <ActionIcon size={26} aria-label={t("address.menu", { city: address.city })}>
                    <IconDots size={16} stroke={1.75} />
                  </ActionIcon>
                </Menu.Target>
                <Menu.Dropdown>
                  <Menu.Item leftSection={<IconPencil size={16} stroke={1.75} />} onClick={() => setEdited(address)}>
                    {t("address.edit")}
                  </Menu.Item>
                  <Menu.Item leftSection={<IconTrash size={16} stroke={1.75} />} color="red" onClick={() => void remove(address)}>
                    {t("address.remove")}
                  </Menu.Item>
                </Menu.Dropdown>
              </Menu>
            ) : null}
          </li>
        ))}
      </ul>
      {edited ? (
        <ActionDialog<Account>
          title={old ? t("address.edit") : t("address.add")}
          name={`${path}/${old?.id ?? "new"}`}
          fields={fields}
          record={old}
          defaults={defaults}
          version={account.version}
          submitLabel={old ? t("save") : t("address.add")}
          // An address is written over whole: what the form did not change goes along.
          submit={(body, context) =>
            old
              ? api.put<Account>(`${path}/${old.id}`, address({ ...old, ...written(body) }), { version: account.version })
              : api.post<Account>(path, written(body), { version: account.version, idempotencyKey: context.idempotencyKey })
          }
          onSaved={() => void after()}
          onClose={() => setEdited(null)}
        />
      ) : null}
    </Card>
  );
}

function address({ id: _id, ...rest }: Address): Omit<Address, "id"> {
  return rest;
}

/** An address in one line: "Obere Str. 57, 12209 Berlin, Germany". */
export function addressLine(a: Partial<Pick<Address, "lines" | "postcode" | "city" | "region" | "country">>): string {
  return [a.lines?.replaceAll("\n", ", "), [a.postcode, a.city].filter(Boolean).join(" "), a.region, a.country].filter(Boolean).join(", ");
}
