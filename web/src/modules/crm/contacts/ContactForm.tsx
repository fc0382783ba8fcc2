import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { useRefresh } from "@/api/query";
import { useGo } from "@/ui/address";
import { Form } from "@/ui/form/Form";
import { useCan } from "@/ui/session";
import { flat, written, type Contact } from "../wire";
import { contactFields } from "./fields";

interface ContactFormProps {
  /** Without it a new contact is made. */
  contact?: Contact;
  /** For whom a new contact works. */
  account?: string;
  onDone: () => void;
}

/** Makes a contact, or changes one. */
export function ContactForm({ contact, account, onDone }: ContactFormProps) {
  const { t } = useTranslation("crm");
  const can = useCan();
  const go = useGo();
  const refresh = useRefresh();
  const assign = can("crm.contact.assign") && can("identity.user.read");
  const fields = useMemo(() => contactFields(t, { assign, create: !contact }), [t, assign, contact]);
  const record = useMemo(() => (contact ? flat(contact) : undefined), [contact]);
  const defaults = useMemo(() => ({ account_id: account ?? "" }), [account]);
  return (
    <Form<Contact>
      custom="crm.contact"
      name={contact ? `crm.contact/${contact.id}` : "crm.contact/new"}
      fields={fields}
      record={record}
      defaults={defaults}
      version={contact?.version}
      submitLabel={contact ? t("save") : t("contact.create")}
      repeat={!contact}
      submit={(body, context) =>
        contact
          ? api.patch<Contact>(`/crm/contacts/${contact.id}`, written(body), context.version)
          : api.post<Contact>("/crm/contacts", written(body), { idempotencyKey: context.idempotencyKey })
      }
      reload={contact ? async () => flat(await api.get<Contact>(`/crm/contacts/${contact.id}`)) : undefined}
      onSaved={(saved, mode) => {
        void refresh("/crm/contacts", "/history");
        if (mode === "close") {
          onDone();
          if (!contact) go(`/crm/contacts/${saved.id}`);
        }
      }}
      onCancel={onDone}
    />
  );
}
