import { orgOfAddress, type Query } from "@/api/http";

/** The list that one came from: what it asked the server for, and where it stands. */
export interface ListPlace {
  /** Endpoint of the list: "/crm/deals". */
  endpoint: string;
  /** Its filter, order and text, exactly as it was read: the pages are still in the cache. */
  query: Query;
  /** Its own address, to go back to. */
  address: string;
}

const prefix = "longhouse.place.";

/** Remembers in this tab the list that a kind of record was opened from. */
export function keepPlace(entity: string, place: ListPlace): void {
  try {
    window.sessionStorage.setItem(name(entity), JSON.stringify(place));
  } catch {
    // Without storage a record has no neighbours; all else works.
  }
}

/** The list that records of a kind were last opened from in this tab. */
export function readPlace(entity: string): ListPlace | null {
  try {
    const text = window.sessionStorage.getItem(name(entity));
    return text ? (JSON.parse(text) as ListPlace) : null;
  } catch {
    return null;
  }
}

const name = (entity: string): string => `${prefix}${orgOfAddress() ?? ""}.${entity}`;
