import { act, render } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { useOfferCommands, useOfferedCommands, type Command } from "./commands";

function Screen({ about, commands }: { about: string; commands: Command[] }) {
  useOfferCommands(about, commands);
  return null;
}

let seen: ReturnType<typeof useOfferedCommands> = [];
function Palette() {
  const offered = useOfferedCommands();
  return <button onClick={() => (seen = offered)}>look</button>;
}

function look(screen: ReturnType<typeof render>) {
  act(() => screen.getByText("look").click());
  return seen.map((o) => [o.about, o.commands.map((c) => c.id)]);
}

describe("commands of the screen", () => {
  it("are offered by the innermost first, without those that cannot be done, and go with it", () => {
    const run = vi.fn();
    const edit = { id: "edit", label: "Edit", run };
    const panel = <Screen key="panel" about="Ostlab AG" commands={[edit, { id: "ship", label: "Ship", disabled: "Nothing is picked.", run }]} />;
    const list = <Screen key="list" about="12 selected" commands={[edit]} />;
    const nothing = <Screen key="nothing" about="Empty" commands={[]} />;
    const screen = render(<><Palette />{list}{nothing}</>);
    screen.rerender(<><Palette />{list}{nothing}{panel}</>);
    expect(look(screen)).toEqual([["Ostlab AG", ["edit"]], ["12 selected", ["edit"]]]);
    screen.rerender(<><Palette />{list}{nothing}</>);
    expect(look(screen)).toEqual([["12 selected", ["edit"]]]);
  });

  it("do what they do now, not what they did when they were offered", () => {
    const [before, now] = [vi.fn(), vi.fn()];
    const screen = render(<><Palette /><Screen about="A" commands={[{ id: "x", label: "X", run: before }]} /></>);
    screen.rerender(<><Palette key="again" /><Screen about="A" commands={[{ id: "x", label: "X", run: now }]} /></>);
    screen.rerender(<><Palette key="opened" /><Screen about="A" commands={[{ id: "x", label: "X", run: now }]} /></>);
    look(screen);
    void seen[0]?.commands[0]?.run();
    expect(now).toHaveBeenCalledTimes(1);
    expect(before).not.toHaveBeenCalled();
  });
});
