import { Text } from "@mantine/core";
import { IconBuildingSkyscraper } from "@tabler/icons-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { useGet, useRefresh } from "@/api/query";
import type { Schema } from "@/api/schema";
import { languages } from "@/i18n/language";
import { Card } from "@/ui/Card";
import { ErrorBlock } from "@/ui/ErrorBlock";
import { Form } from "@/ui/form/Form";
import type { FieldSpec } from "@/ui/form/fields";
import { PageHeader } from "@/ui/PageHeader";
import { RecordSkeleton } from "@/ui/RecordPage";
import { Screen } from "@/ui/Screen";
import { nameOf, zoneOptions } from "@/ui/zones";
import classes from "../shared/admin.module.css";

type House = Schema<"IdentityHouse">;

/** The organisation itself: what it is called, on whose clock it lives, what its mails speak. */
export function OrganisationScreen() {
  const { t } = useTranslation("admin");
  const refresh = useRefresh();
  const house = useGet<House>("/identity/organisation");
  const zone = house.data?.zone ?? "UTC";
  const fields = useMemo<FieldSpec[]>(
    () => [
      { name: "name", label: t("organisation.name"), kind: "text", required: true, maxLength: 200, help: t("organisation.name_help"), wide: true },
      { name: "zone", label: t("organisation.zone"), kind: "select", required: true, options: zoneOptions(zone), help: t("organisation.zone_help") },
      { name: "language", label: t("organisation.language"), kind: "select", required: true, options: languages.map((value) => ({ value, label: nameOf(value) })), help: t("organisation.language_help") },
      { name: "idle_minutes", label: t("organisation.idle"), kind: "integer", required: true, unit: t("organisation.minutes"), help: t("organisation.idle_help") },
    ],
    [t, zone],
  );
  return (
    <Screen>
      <PageHeader title={t("organisation.title")} icon={IconBuildingSkyscraper} />
      <div className={`${classes.page} ${classes.form}`}>
        {house.isPending ? <RecordSkeleton /> : null}
        {house.isError ? <ErrorBlock error={house.error} retry={() => void house.refetch()} /> : null}
        {house.data ? (
          <Card title={house.data.name}>
            <Text size="sm" c="dimmed" mb="md">
              {t("organisation.fixed", { slug: house.data.slug, currency: house.data.currency })}
            </Text>
            <Form<House>
              name="identity.organisation"
              fields={fields}
              record={house.data}
              version={house.data.version}
              submitLabel={t("organisation.save")}
              submit={(body, context) => api.patch<House>("/identity/organisation", body, context.version)}
              reload={() => api.get<House>("/identity/organisation")}
              onSaved={() => void refresh("/identity")}
            />
          </Card>
        ) : null}
      </div>
    </Screen>
  );
}
