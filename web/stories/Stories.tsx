import { Text, Title } from "@mantine/core";
import type { ComponentType } from "react";
import { Blocks } from "./Blocks";
import { Boards } from "./Boards";
import { Dialogs } from "./Dialogs";
import { Facts } from "./Facts";
import { Fields } from "./Fields";
import { Forms } from "./Forms";
import { Lines } from "./Lines";
import { Lists } from "./Lists";
import { Records } from "./Records";
import { Signs } from "./Signs";

/** Every part of the kit in every state, in groups of one picture each. */
export const stories: Record<string, ComponentType> = { Signs, Facts, Blocks, Fields, Forms, Lists, Boards, Lines, Records, Dialogs };

/** The page of the kit. With `?story=Forms` only that group is there. */
export function Stories() {
  const only = new URLSearchParams(window.location.search).get("story");
  return (
    <main className="stories">
      <Title order={1} size="h3">
        Stories of the kit
      </Title>
      <Text size="sm" c="dimmed">
        Every part of the kit in every state. `npm run stories` serves this page; e2e/stories takes its pictures.
      </Text>
      {Object.entries(stories).map(([name, Story]) =>
        only && only !== name ? null : (
          <section key={name} id={name} className="story" aria-labelledby={`${name}-title`}>
            <h2 id={`${name}-title`}>{name}</h2>
            <div className="states">
              <Story />
            </div>
          </section>
        ),
      )}
    </main>
  );
}
