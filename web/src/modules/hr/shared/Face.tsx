import { Avatar } from "@mantine/core";

/** The initials of a person, always in the same colour for the same name. */
export function Face({ name, size = 24 }: { name: string; size?: number }) {
  return <Avatar name={name} color="initials" size={size} radius="xl" aria-hidden allowedInitialsColors={["indigo", "teal", "grape", "orange", "cyan", "pink"]} variant="light" styles={{ placeholder: { color: "var(--mantine-color-text)" } }} />;
}
