/** The account that something new is made for: `?new=account:<id>`; undefined for `?new=1`. */
export function accountOfNew(value: string | undefined): string | undefined {
  return value?.startsWith("account:") ? value.slice("account:".length) : undefined;
}
