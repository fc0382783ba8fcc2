package rest

import (
	"context"

	"longhouse/modules/crm"
	"longhouse/modules/crm/internal/app"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
	"longhouse/platform/rest"
)

// ContactPath names one contact. It is exported so that huma fills it in where it is embedded.
type ContactPath struct {
	ID crm.ContactID `path:"id" format:"uuid"`
}

type contactBody struct{ Body app.ContactInput }

type contactChange struct {
	ContactPath
	rest.Match
	Body app.ContactInput
}

type contactMatch struct {
	ContactPath
	rest.Match
}

type contactPoint struct {
	ContactPath
	rest.Match
	Body app.PointInput
}

type contactPointIn struct {
	ContactPath
	rest.Match
	Point crm.ContactPointID `path:"point" format:"uuid"`
}

type affiliationBody struct {
	ContactPath
	rest.Match
	Body app.AffiliationInput
}

type affiliationEnd struct {
	ContactPath
	rest.Match
	Affiliation crm.AffiliationID `path:"affiliation" format:"uuid"`
	EndedOn     kernel.Date       `query:"ended_on" doc:"The last day; today unless said otherwise"`
}

func (h handler) contacts(a *rest.API) {
	list := exported(op("crm-list-contacts", "GET", "/contacts", crm.ReadContacts, "List contacts"), crm.ExportContacts)
	list.Custom = "crm.contact"
	rest.RegisterList[crm.Contact](a, list, app.ContactFields(), func(ctx context.Context, in *listIn) (page.Page[crm.Contact], error) {
		return h.app.ListContacts(ctx, in.Page())
	})
	summed(a, list, app.ContactFields(), h.app.SumContacts)
	rest.Register(a, op("crm-get-contact", "GET", "/contacts/{id}", crm.ReadContacts, "Read a contact"), func(ctx context.Context, in *ContactPath) (*rest.Tagged[crm.Contact], error) {
		return contact(h.app.Contact(ctx, in.ID))
	})
	creation := created(op("crm-create-contact", "POST", "/contacts", crm.CreateContacts, "Make a contact"))
	creation.Faults = faults(crm.ErrContactCodeTaken, crm.ErrReference)
	rest.Register(a, creation, func(ctx context.Context, in *contactBody) (*rest.Tagged[crm.Contact], error) {
		return contact(h.app.CreateContact(ctx, in.Body))
	})
	rest.Register(a, op("crm-update-contact", "PATCH", "/contacts/{id}", crm.UpdateContacts, "Change a contact"), func(ctx context.Context, in *contactChange) (*rest.Tagged[crm.Contact], error) {
		v, err := in.Version()
		if err != nil {
			return nil, err
		}
		return contact(h.app.UpdateContact(ctx, in.ID, v, in.Body))
	})
	rest.Register(a, op("crm-delete-contact", "DELETE", "/contacts/{id}", crm.DeleteContacts, "Put a contact into the trash"), func(ctx context.Context, in *contactMatch) (*rest.Done, error) {
		v, err := in.Version()
		if err != nil {
			return nil, err
		}
		return &rest.Done{}, h.app.TrashContact(ctx, in.ID, v)
	})
	rest.Register(a, op("crm-add-contact-point", "POST", "/contacts/{id}/contact-points", crm.UpdateContacts, "Add a way to reach a contact"), func(ctx context.Context, in *contactPoint) (*rest.Tagged[crm.Contact], error) {
		v, err := in.Version()
		if err != nil {
			return nil, err
		}
		return contact(h.app.AddContactPoint(ctx, in.ID, v, in.Body))
	})
	rest.Register(a, op("crm-delete-contact-point", "DELETE", "/contacts/{id}/contact-points/{point}", crm.UpdateContacts, "Remove a way to reach a contact"), func(ctx context.Context, in *contactPointIn) (*rest.Tagged[crm.Contact], error) {
		v, err := in.Version()
		if err != nil {
			return nil, err
		}
		return contact(h.app.DropContactPoint(ctx, in.ID, v, in.Point))
	})
	works := op("crm-affiliate-contact", "POST", "/contacts/{id}/affiliations", crm.UpdateContacts, "Say for whom a contact works")
	works.Faults = faults(crm.ErrPrimaryTaken, crm.ErrAffiliated, crm.ErrReference)
	rest.Register(a, works, func(ctx context.Context, in *affiliationBody) (*rest.Tagged[crm.Contact], error) {
		v, err := in.Version()
		if err != nil {
			return nil, err
		}
		return contact(h.app.Affiliate(ctx, in.ID, v, in.Body))
	})
	rest.Register(a, op("crm-end-affiliation", "DELETE", "/contacts/{id}/affiliations/{affiliation}", crm.UpdateContacts, "Say that a contact works there no more"), func(ctx context.Context, in *affiliationEnd) (*rest.Tagged[crm.Contact], error) {
		v, err := in.Version()
		if err != nil {
			return nil, err
		}
		return contact(h.app.EndAffiliation(ctx, in.ID, v, in.Affiliation, in.EndedOn))
	})
	rest.RegisterBulk(a, "crm-list-contacts", rest.Bulk{Entity: "crm.contact", Title: "name", Change: "crm-update-contact", Acts: map[string]string{"delete": "crm-delete-contact"},
		Fields: map[string]kernel.Permission{"owner_id": crm.AssignContacts}})
}

func contact(v crm.Contact, err error) (*rest.Tagged[crm.Contact], error) {
	if err != nil {
		return nil, err
	}
	return rest.Tag(v.Version, v), nil
}
