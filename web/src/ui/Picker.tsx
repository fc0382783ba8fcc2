import { CloseButton, Combobox, Loader, Text, TextInput, useCombobox } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconPlus, IconSelector } from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import type { Query } from "@/api/http";
import { keyOf } from "@/api/query";

/** One choice of a picker; the hint tells namesakes apart. */
export interface PickOption {
  id: string;
  label: string;
  hint?: string;
}

/** Where the choices of a picker come from. */
export interface PickerSource {
  /** Any list endpoint: "/crm/accounts". What is typed goes out as `q`. */
  endpoint: string;
  query?: Query;
  /** Where one of them is read by its id, if not below the endpoint. */
  lookUp?: string;
  /** How an item of the endpoint becomes a choice; without it `name` or `title`, with code, e-mail or city as hint. */
  toOption?: (item: never) => PickOption;
  /** Creates a record from what was typed. */
  create?: (typed: string) => Promise<PickOption>;
}

export interface PickerProps extends PickerSource {
  /** Id of what is chosen. */
  value: string | null | undefined;
  /** Its name, if the record that is edited carries it; otherwise it is looked up. */
  valueLabel?: string | null;
  onChange: (id: string | null, option: PickOption | null, item?: unknown) => void;
  label?: ReactNode;
  "aria-label"?: string;
  placeholder?: string;
  description?: ReactNode;
  error?: ReactNode;
  required?: boolean;
  disabled?: boolean;
  clearable?: boolean;
  autoFocus?: boolean;
  variant?: string;
  size?: string;
  id?: string;
  onBlur?: () => void;
}

type Item = Record<string, unknown>;

/** Type-ahead over a list endpoint. It keeps what was typed when nothing fits. */
export function Picker(props: PickerProps) {
  const { endpoint, lookUp = endpoint, query, toOption, create, value, valueLabel, onChange, clearable = true, ...input } = props;
  const { t } = useTranslation("ui");
  const [typed, setTyped] = useState<string | null>(null);
  const [chosen, setChosen] = useState<PickOption | null>(null);
  const [creating, setCreating] = useState(false);
  const [search] = useDebouncedValue(typed ?? "", 150);
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });

  const known = valueLabel ?? (chosen?.id === value ? chosen?.label : undefined);
  const looked = useQuery({
    queryKey: [...keyOf(`${lookUp}/${value}`), {}],
    queryFn: ({ signal }) => api.get<Item>(`${lookUp}/${value}`, undefined, { signal }),
    enabled: Boolean(value) && !known,
    staleTime: 60_000,
  });
  const label = value ? (known ?? (looked.data ? optionOf(looked.data, toOption).label : "")) : "";

  const found = useQuery({
    queryKey: [...keyOf(endpoint), "pick", query, search],
    queryFn: ({ signal }) => api.list<Item>(endpoint, { limit: 20, ...query, q: search }, signal),
    enabled: combobox.dropdownOpened,
    placeholderData: keepPreviousData,
  });
  const items = found.data?.items ?? [];
  const options = items.map((item) => ({ item, option: optionOf(item, toOption) }));

  const choose = (option: PickOption, item?: unknown) => {
    setChosen(option);
    setTyped(null);
    onChange(option.id, option, item);
    combobox.closeDropdown();
  };
  const submit = (key: string) => {
    if (key === "$create" && create) {
      setCreating(true);
      create(typed ?? "")
        .then((option) => choose(option), () => undefined)
        .finally(() => setCreating(false));
      return;
    }
    const match = options.find(({ option }) => option.id === key);
    if (match) choose(match.option, match.item);
  };
  const clear = () => {
    setChosen(null);
    setTyped(null);
    onChange(null, null);
  };

  return (
    <Combobox store={combobox} onOptionSubmit={submit} shadow="md" position="bottom-start" width="max(100%, 260px)" withinPortal>
      <Combobox.Target>
        <TextInput
          {...input}
          value={typed ?? label}
          autoComplete="off"
          dir="auto"
          inputWrapperOrder={["label", "input", "description", "error"]}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            combobox.openDropdown();
            combobox.selectFirstOption();
          }}
          onFocus={(event) => event.currentTarget.select()}
          onClick={() => combobox.openDropdown()}
          onBlur={() => {
            combobox.closeDropdown();
            if (typed === "" && value && clearable) clear();
            else if (typed !== null && value) setTyped(null);
            input.onBlur?.();
          }}
          rightSection={
            creating || (found.isFetching && combobox.dropdownOpened) ? (
              <Loader size={14} />
            ) : value && clearable && !input.disabled ? (
              <CloseButton size="sm" onMouseDown={(event) => event.preventDefault()} onClick={clear} aria-label={t("clear")} />
            ) : (
              <IconSelector size={16} stroke={1.75} aria-hidden />
            )
          }
        />
      </Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Options mah={280} style={{ overflowY: "auto" }}>
          {options.map(({ option }) => (
            <Combobox.Option key={option.id} value={option.id} active={option.id === value}>
              <Text size="sm" dir="auto">
                {option.label}
              </Text>
              {option.hint ? (
                <Text size="xs" c="dimmed" dir="auto">
                  {option.hint}
                </Text>
              ) : null}
            </Combobox.Option>
          ))}
          {create && (typed ?? "").trim() !== "" ? (
            <Combobox.Option value="$create">
              <Text size="sm" c="var(--lh-link)">
                <IconPlus size={14} aria-hidden /> {t("picker.create", { typed })}
              </Text>
            </Combobox.Option>
          ) : null}
          {options.length === 0 && !found.isFetching ? (
            <Combobox.Empty>{found.isError ? t("picker.failed") : t("picker.none")}</Combobox.Empty>
          ) : null}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}

/** The choice that an item of a source is. Which endpoint goes with which type only the source knows, so here it is `never`. */
export function optionOf(item: Item, toOption?: PickerSource["toOption"]): PickOption {
  return toOption ? toOption(item as never) : standardOption(item);
}

function standardOption(item: Item): PickOption {
  const text = (key: string) => (typeof item[key] === "string" ? (item[key] as string) : "");
  const label = text("name") || text("title") || text("label") || text("number") || text("code") || text("id");
  const hint = [text("code"), text("sku"), text("email"), text("city")].filter((part) => part && part !== label).join(" · ");
  return { id: text("id"), label, hint };
}
