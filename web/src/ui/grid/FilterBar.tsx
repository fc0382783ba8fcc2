import { ActionIcon, Button, CloseButton, Menu, Popover, TextInput, Tooltip } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconBinaryTree2, IconFilterPlus, IconSearch } from "@tabler/icons-react";
import { useState, type Ref } from "react";
import { useTranslation } from "react-i18next";
import type { Query } from "@/api/http";
import { useGet } from "@/api/query";
import { AdvancedChip } from "../filter/AdvancedChip";
import { FilterBuilder } from "../filter/FilterBuilder";
import { optionOf } from "../Picker";
import classes from "./DataGrid.module.css";
import { filterField, type GridColumn } from "./columns";
import { ConditionEditor } from "./ConditionEditor";
import { inWords, type Condition } from "./filters";
import type { GridState } from "./useGridState";

interface FilterBarProps<T> {
  state: GridState;
  columns: GridColumn<T>[];
  searchRef: Ref<HTMLInputElement>;
  searchable: boolean;
  /** The list, for the builder of nested filters; without it there are chips alone. */
  endpoint?: string;
  query?: Query;
}

/** Text filter, a chip for every condition, and the way to add one. */
export function FilterBar<T>({ state, columns, searchRef, searchable, endpoint, query = {} }: FilterBarProps<T>) {
  const { t } = useTranslation("ui");
  const [building, setBuilding] = useState(false);
  const [adding, setAdding] = useState<string | null>(null);
  const filterable = columns.filter((c) => filterField(c));
  const fields = [...new Set(state.conditions.map((c) => c.field))];
  const added = filterable.find((c) => c.key === adding);
  const pending = added && !fields.includes(filterField(added) ?? "") ? added : undefined;
  // One list: a chip that gets its first value stays the same one, and stays open.
  const chips = [...fields.map((field) => filterable.find((c) => filterField(c) === field)), pending].filter((c) => c !== undefined);

  return (
    <>
      {searchable ? <SearchBox state={state} searchRef={searchRef} /> : null}
      {chips.map((column) => (
        <Chip key={filterField(column)} state={state} column={column} fresh={column === added} onClose={() => setAdding(null)} />
      ))}
      {state.filter ? <AdvancedChip state={state} columns={filterable} onOpen={() => setBuilding(true)} /> : null}
      {filterable.length > 0 ? (
        <Menu position="bottom-start" withinPortal>
          <Menu.Target>
            {fields.length === 0 && !pending ? (
              <Button variant="subtle" color="gray" size="compact-sm" leftSection={<IconFilterPlus size={16} stroke={1.75} />}>
                {t("filter.add")}
              </Button>
            ) : (
              <ActionIcon aria-label={t("filter.add")} size={26}>
                <IconFilterPlus size={16} stroke={1.75} />
              </ActionIcon>
            )}
          </Menu.Target>
          <Menu.Dropdown mah={360} style={{ overflowY: "auto" }}>
            {filterable.map((column) => (
              <Menu.Item key={column.key} onClick={() => setAdding(column.key)}>
                {column.label}
              </Menu.Item>
            ))}
            {endpoint ? (
              <>
                <Menu.Divider />
                <Menu.Item leftSection={<IconBinaryTree2 size={16} stroke={1.75} />} onClick={() => setBuilding(true)}>
                  {t("views:filter.advanced")}
                </Menu.Item>
              </>
            ) : null}
          </Menu.Dropdown>
        </Menu>
      ) : null}
      {building && endpoint ? <FilterBuilder state={state} columns={columns} endpoint={endpoint} query={query} onClose={() => setBuilding(false)} /> : null}
      {state.filtered ? (
        <Button variant="subtle" color="gray" size="compact-sm" onClick={state.clear}>
          {t("filter.clear")}
        </Button>
      ) : null}
    </>
  );
}

function Chip<T>({ state, column, fresh, onClose }: { state: GridState; column: GridColumn<T>; fresh?: boolean; onClose?: () => void }) {
  const { t } = useTranslation("ui");
  const [opened, setOpened] = useState(Boolean(fresh));
  const field = filterField(column) ?? column.key;
  const mine = state.conditions.filter((c) => c.field === field);
  const nameOf = useNames(column, mine);
  const words = mine.map((c) => inWords(nameOf(c), column, t)).join(", ") || t("filter.pending", { field: column.label });
  const close = () => {
    setOpened(false);
    onClose?.();
  };
  return (
    <Popover opened={opened} onChange={(now) => !now && close()} position="bottom-start" trapFocus width={300} withinPortal>
      <span className={classes.chip}>
        <Popover.Target>
          <button type="button" className={classes.chipText} onClick={() => setOpened(true)}>
            {words}
          </button>
        </Popover.Target>
        <CloseButton
          size="xs"
          iconSize={13}
          aria-label={t("filter.remove_named", { field: column.label })}
          onClick={() => {
            state.setCondition(Object.fromEntries(mine.map((c) => [c.param, undefined])));
            onClose?.();
          }}
        />
      </span>
      <Popover.Dropdown>
        <ConditionEditor column={column} conditions={state.conditions} onChange={state.setCondition} onDone={close} />
      </Popover.Dropdown>
    </Popover>
  );
}

// The address holds the id of a reference; the chip says its name.
function useNames<T>(column: GridColumn<T>, mine: Condition[]): (condition: Condition) => Condition {
  const id = column.kind === "ref" ? mine.find((c) => c.op === "")?.value : undefined;
  const { endpoint = "", toOption } = column.picker ?? {};
  const found = useGet<Record<string, unknown>>(`${endpoint}/${id}`, undefined, { enabled: Boolean(id && endpoint), staleTime: 60_000 });
  return (condition) => {
    if (condition.value !== id || !found.data) return condition;
    const { name, title, number } = found.data;
    const label = toOption ? optionOf(found.data, toOption).label : (name ?? title ?? number);
    return typeof label === "string" && label ? { ...condition, value: label } : condition;
  };
}

function SearchBox({ state, searchRef }: { state: GridState; searchRef: Ref<HTMLInputElement> }) {
  const { t } = useTranslation("ui");
  const [text, setText] = useState(state.q);
  const [seen, setSeen] = useState(state.q);
  const send = useDebouncedCallback((value: string) => state.setSearch(value), 200);
  // Back, forward and "clear" change the address without the field.
  if (state.q !== seen) {
    setSeen(state.q);
    if (state.q !== text.trim()) setText(state.q);
  }
  return (
    <Tooltip label={t("grid.search_keys")}>
      <TextInput
        ref={searchRef}
        size="xs"
        className={classes.search}
        value={text}
        aria-label={t("grid.search")}
        placeholder={t("grid.search")}
        leftSection={<IconSearch size={15} stroke={1.75} aria-hidden />}
        onChange={(event) => {
          setText(event.currentTarget.value);
          send(event.currentTarget.value.trim());
        }}
        onKeyDown={(event) => {
          if (event.key === "Escape") event.currentTarget.blur();
          if (event.key === "Enter" || event.key === "ArrowDown") {
            state.setSearch(text.trim());
            event.currentTarget.blur();
          }
        }}
      />
    </Tooltip>
  );
}
