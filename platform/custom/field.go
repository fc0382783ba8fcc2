package custom

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"longhouse/platform/custom/sqlcgen"
	"longhouse/platform/words"
)

// The kinds of field.
const (
	Text     = "text"
	LongText = "long_text"
	Integer  = "integer"
	Decimal  = "decimal"
	Percent  = "percent"
	Money    = "money"
	Boolean  = "boolean"
	Date     = "date"
	Choice   = "choice"
	Choices  = "choices"
	PersonOf = "person"
	Link     = "link"
	URL      = "url"
	Email    = "email"
	Phone    = "phone"
	File     = "file"
)

// Said is a text by language: {"en": "VAT class", "de": "Steuerklasse"}.
type Said map[string]string

// In is the text in a language, or in the first one that it is in.
func (s Said) In(language string) string {
	for _, l := range append([]string{language}, words.Languages...) {
		if text := s[l]; text != "" {
			return text
		}
	}
	return ""
}

// Field is a field that an organisation has added to a kind of record.
type Field struct {
	ID         uuid.UUID  `json:"id"`
	Entity     string     `json:"entity" example:"crm.account"`
	Key        string     `json:"key" doc:"Names the value in the record's custom; it never changes" example:"vat_class"`
	Kind       string     `json:"kind" enum:"text,long_text,integer,decimal,percent,money,boolean,date,choice,choices,person,link,url,email,phone,file"`
	Label      Said       `json:"label" doc:"By language"`
	Help       Said       `json:"help" doc:"By language"`
	Options    []Option   `json:"options" doc:"Of a choice, in their order"`
	EntityOf   string     `json:"entity_of,omitempty" doc:"What a link leads to" example:"crm.contact"`
	Currency   string     `json:"currency,omitempty" doc:"Of an amount that names none"`
	Decimals   int32      `json:"decimals"`
	Required   bool       `json:"required" doc:"Asked for when a record is made, and when the field is changed"`
	Unique     bool       `json:"unique" doc:"No two records have the same value, whatever its case"`
	Default    any        `json:"default" doc:"Of new records; null: none"`
	Class      string     `json:"class,omitempty" doc:"A class of fields of the object: who may not read it sees neither field nor value"`
	Searchable bool       `json:"searchable" doc:"Found by the list's q and by the search over everything"`
	Position   int32      `json:"position"`
	ArchivedAt *time.Time `json:"archived_at,omitempty"`
	Version    int64      `json:"version"`
	CreatedAt  time.Time  `json:"created_at"`
	UpdatedAt  time.Time  `json:"updated_at"`
}

// Option is a value of a choice. Its key never changes, so to rename it costs nothing.
type Option struct {
	Key      string `json:"key,omitempty" pattern:"^[a-z][a-z0-9_]{0,39}$" doc:"Made of the label unless given"`
	Label    Said   `json:"label"`
	Colour   string `json:"colour,omitempty" enum:"grey,red,pink,grape,violet,indigo,blue,cyan,teal,green,lime,yellow,orange"`
	Archived bool   `json:"archived,omitempty" doc:"Records keep it, and nobody chooses it any more"`
}

func (f Field) option(key string) *Option {
	i := slices.IndexFunc(f.Options, func(o Option) bool { return o.Key == key })
	if i < 0 {
		return nil
	}
	return &f.Options[i]
}

func (f Field) live() bool { return f.ArchivedAt == nil }

// texts says whether values of the field are words that people search for.
func (f Field) texts() bool {
	return slices.Contains([]string{Text, LongText, URL, Email, Phone}, f.Kind)
}

func (f Field) numeric() bool {
	return slices.Contains([]string{Integer, Decimal, Percent, Money}, f.Kind)
}

func (f Field) chooses() bool { return f.Kind == Choice || f.Kind == Choices }

// refers says whether a value names something that has a name of its own.
func (f Field) refers() bool { return f.Kind == PersonOf || f.Kind == Link || f.Kind == File }

// alike says whether the field may be unique.
func (f Field) alike() bool {
	return f.Kind != LongText && (f.texts() || f.Kind == Integer || f.Kind == Date)
}

func fieldOf(r sqlcgen.CustomField) (Field, error) {
	f := Field{ID: r.ID, Entity: r.Entity, Key: r.Key, Kind: r.Kind, EntityOf: r.EntityOf, Currency: r.Currency, Decimals: r.Decimals, Required: r.Required,
		Unique: r.IsUnique, Class: r.Class, Searchable: r.Searchable, Position: r.Position, ArchivedAt: r.ArchivedAt, Version: r.Version,
		CreatedAt: r.CreatedAt, UpdatedAt: r.UpdatedAt, Options: []Option{}}
	for raw, into := range map[*[]byte]any{&r.Label: &f.Label, &r.Help: &f.Help, &r.Options: &f.Options, &r.DefaultValue: &f.Default} {
		if *raw == nil {
			continue
		}
		if err := json.Unmarshal(*raw, into); err != nil {
			return f, fmt.Errorf("read custom field %s: %w", r.ID, err)
		}
	}
	return f, nil
}

func fieldsOf(rows []sqlcgen.CustomField) ([]Field, error) {
	out := make([]Field, len(rows))
	for i, r := range rows {
		var err error
		if out[i], err = fieldOf(r); err != nil {
			return nil, err
		}
	}
	return out, nil
}
