import type { NotifyMessage } from "@/api/search";

/** Messages about one record, the newest first. */
export interface Group {
  key: string;
  newest: NotifyMessage;
  earlier: NotifyMessage[];
}

/** Groups messages by the record that they are about, each where its newest stands. What is about none stands alone. */
export function grouped(messages: NotifyMessage[]): Group[] {
  const groups = new Map<string, Group>();
  for (const message of messages) {
    const key = message.entity && message.entity_id ? `${message.entity} ${message.entity_id}` : message.id;
    const group = groups.get(key);
    if (group) group.earlier.push(message);
    else groups.set(key, { key, newest: message, earlier: [] });
  }
  return [...groups.values()];
}
