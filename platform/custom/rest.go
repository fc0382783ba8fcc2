package custom

import (
	"context"

	"github.com/google/uuid"

	"longhouse/platform/fault"
	"longhouse/platform/rest"
)

// Items are the fields of an object, which are few.
type Items struct {
	Items []Field `json:"items"`
}

// CreateBody is a new field.
type CreateBody struct {
	Entity     string   `json:"entity" maxLength:"60" example:"crm.account"`
	Key        string   `json:"key,omitempty" maxLength:"40" doc:"Made of the label unless given"`
	Kind       string   `json:"kind" enum:"text,long_text,integer,decimal,percent,money,boolean,date,choice,choices,person,link,url,email,phone,file"`
	Label      Said     `json:"label" doc:"By language; one at least"`
	Help       Said     `json:"help,omitempty"`
	Options    []Option `json:"options,omitempty" maxItems:"200"`
	EntityOf   string   `json:"entity_of,omitempty" maxLength:"60"`
	Currency   string   `json:"currency,omitempty" maxLength:"3"`
	Decimals   *int32   `json:"decimals,omitempty" minimum:"0" maximum:"6"`
	Required   bool     `json:"required,omitempty"`
	Unique     bool     `json:"unique,omitempty"`
	Default    any      `json:"default,omitempty"`
	Class      string   `json:"class,omitempty" maxLength:"40"`
	Searchable bool     `json:"searchable,omitempty"`
}

// ChangeBody changes a field. What is missing stays; kind, object and key always do.
type ChangeBody struct {
	Label      Said      `json:"label,omitempty"`
	Help       *Said     `json:"help,omitempty"`
	Options    *[]Option `json:"options,omitempty" maxItems:"200" doc:"All of them, in their order. One that records have is archived, not left out"`
	Currency   *string   `json:"currency,omitempty" maxLength:"3"`
	Decimals   *int32    `json:"decimals,omitempty" minimum:"0" maximum:"6"`
	Required   *bool     `json:"required,omitempty"`
	Unique     *bool     `json:"unique,omitempty"`
	Default    any       `json:"default,omitempty" doc:"An empty text or null takes it away"`
	Class      *string   `json:"class,omitempty" maxLength:"40"`
	Searchable *bool     `json:"searchable,omitempty"`
}

// OrderBody is the fields of an object in their new order.
type OrderBody struct {
	Entity string      `json:"entity" maxLength:"60"`
	IDs    []uuid.UUID `json:"ids" minItems:"1" maxItems:"100"`
}

// FieldPath names a field.
type FieldPath struct {
	ID uuid.UUID `path:"id" format:"uuid"`
}

// FieldMatch names a field as the caller has seen it.
type FieldMatch struct {
	FieldPath
	rest.Match
}

func tagged(f Field, err error) (*rest.Tagged[Field], error) {
	if err != nil {
		return nil, err
	}
	return rest.Tag(f.Version, f), nil
}

func listed(fields []Field, err error) (*rest.Answer[Items], error) {
	if err != nil {
		return nil, err
	}
	return rest.Say(Items{fields}), nil
}

// Routes adds the operations of fields, at /custom-fields.
func (s *Service) Routes(a *rest.API) {
	a = a.For("custom-fields")
	rest.Register(a, rest.Op{ID: "custom-list-fields", Method: "GET", Path: "", Needs: ReadFields, Summary: "Custom fields of an object, in their order",
		Doc: "Needs the right to read the object's records. Fields of a class that you may not read are left out.", Faults: []*fault.Error{ErrEntity}},
		func(ctx context.Context, in *struct {
			Entity   string `query:"entity" required:"true" maxLength:"60" example:"crm.account"`
			Archived bool   `query:"archived" doc:"Archived ones, too"`
		}) (*rest.Answer[Items], error) {
			return listed(s.Fields(ctx, in.Entity, in.Archived))
		})
	rest.Register(a, rest.Op{ID: "custom-get-field", Method: "GET", Path: "/{id}", Needs: ReadFields, Summary: "One custom field"},
		func(ctx context.Context, in *FieldPath) (*rest.Tagged[Field], error) {
			return tagged(s.Field(ctx, in.ID))
		})
	rest.Register(a, rest.Op{ID: "custom-create-field", Method: "POST", Path: "", Needs: ManageFields, Status: 201, Summary: "Add a field to an object",
		Faults: []*fault.Error{ErrEntity, ErrKeyTaken, ErrTooMany}},
		func(ctx context.Context, in *struct{ Body CreateBody }) (*rest.Tagged[Field], error) {
			return tagged(s.Create(ctx, in.Body))
		})
	rest.Register(a, rest.Op{ID: "custom-order-fields", Method: "POST", Path: "/order", Needs: ManageFields, Status: 200, Summary: "Put the fields of an object in order",
		Doc: "Those that are not named come last.", Faults: []*fault.Error{ErrEntity}},
		func(ctx context.Context, in *struct{ Body OrderBody }) (*rest.Answer[Items], error) {
			return listed(s.Order(ctx, in.Body.Entity, in.Body.IDs))
		})
	rest.Register(a, rest.Op{ID: "custom-change-field", Method: "PATCH", Path: "/{id}", Needs: ManageFields, Summary: "Change a custom field",
		Faults: []*fault.Error{ErrArchived, ErrOptionInUse, ErrNotAlike}},
		func(ctx context.Context, in *struct {
			FieldMatch
			Body ChangeBody
		}) (*rest.Tagged[Field], error) {
			version, err := in.Version()
			if err != nil {
				return nil, err
			}
			return tagged(s.Change(ctx, in.ID, version, in.Body))
		})
	for _, act := range []struct {
		word, summary string
		do            func(context.Context, uuid.UUID, int64) (Field, error)
		faults        []*fault.Error
	}{
		{"archive", "Take a custom field out of use; records keep their values", s.Archive, nil},
		{"restore", "Put an archived custom field back into use", s.Revive, []*fault.Error{ErrTooMany}},
	} {
		rest.Register(a, rest.Op{ID: "custom-" + act.word + "-field", Method: "POST", Path: "/{id}/" + act.word, Needs: ManageFields, Status: 200, Summary: act.summary, Faults: act.faults},
			func(ctx context.Context, in *FieldMatch) (*rest.Tagged[Field], error) {
				version, err := in.Version()
				if err != nil {
					return nil, err
				}
				return tagged(act.do(ctx, in.ID, version))
			})
	}
}
