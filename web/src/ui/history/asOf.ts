import { useParams } from "../address";
import { addDays, isDay, startOfDay } from "../dates";

/** The instant of the address at which a record is looked at; undefined for now, and for what is no instant. */
export function useInstant(): [string | undefined, (at: string | undefined) => void] {
  const [params, set] = useParams();
  const at = params["as_of"];
  const valid = at && !isDay(at) && !Number.isNaN(new Date(at).getTime()) ? at : undefined;
  return [valid, (next) => set({ as_of: next }, { push: next !== undefined })];
}

/** The end of a day in the reader's zone; of today and later it is now. */
export function endOfDay(day: string, now: Date = new Date()): string {
  const end = new Date(startOfDay(addDays(day, 1)).getTime() - 1);
  return (end > now ? now : end).toISOString();
}
