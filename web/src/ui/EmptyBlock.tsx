import { Stack, Text } from "@mantine/core";
import { IconInbox, type Icon } from "@tabler/icons-react";
import type { ReactNode } from "react";

interface EmptyBlockProps {
  icon?: Icon;
  title: ReactNode;
  /** One sentence: why it is empty or what it is for. */
  text?: ReactNode;
  /** The first step, as a button. */
  action?: ReactNode;
  compact?: boolean;
}

/** A place with nothing in it yet, and what to do about that. */
export function EmptyBlock({ icon: Mark = IconInbox, title, text, action, compact }: EmptyBlockProps) {
  return (
    <Stack align="center" justify="center" gap="xs" p={compact ? "md" : 48} ta="center">
      <Mark size={compact ? 20 : 28} stroke={1.5} aria-hidden color="var(--lh-edge)" />
      <Text fw={600}>{title}</Text>
      {text ? (
        <Text size="sm" c="dimmed" maw={420}>
          {text}
        </Text>
      ) : null}
      {action ? <div style={{ marginBlockStart: 8 }}>{action}</div> : null}
    </Stack>
  );
}
