package rest

import (
	"context"

	"longhouse/modules/crm"
	"longhouse/modules/crm/internal/app"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
	"longhouse/platform/rest"
)

type listIn struct{ rest.List }

// AccountPath names one account. It is exported so that huma fills it in where it is embedded.
type AccountPath struct {
	ID crm.AccountID `path:"id" format:"uuid"`
}

type accountBody struct{ Body app.AccountInput }

type accountChange struct {
	AccountPath
	rest.Match
	Body app.AccountInput
}

type accountMatch struct {
	AccountPath
	rest.Match
}

type accountPoint struct {
	AccountPath
	rest.Match
	Body app.PointInput
}

type accountPointIn struct {
	AccountPath
	rest.Match
	Point crm.ContactPointID `path:"point" format:"uuid"`
}

type accountAddress struct {
	AccountPath
	rest.Match
	Body app.AddressInput
}

type accountAddressChange struct {
	AccountPath
	rest.Match
	Address crm.AddressID `path:"address" format:"uuid"`
	Body    app.AddressInput
}

type accountAddressIn struct {
	AccountPath
	rest.Match
	Address crm.AddressID `path:"address" format:"uuid"`
}

func (h handler) accounts(a *rest.API) {
	list := exported(op("crm-list-accounts", "GET", "/accounts", crm.ReadAccounts, "List accounts"), crm.ExportAccounts)
	list.Custom = "crm.account"
	rest.RegisterList[crm.Account](a, list, app.AccountFields(), func(ctx context.Context, in *listIn) (page.Page[crm.Account], error) {
		return h.app.ListAccounts(ctx, in.Page())
	})
	summed(a, list, app.AccountFields(), h.app.SumAccounts)
	rest.Register(a, op("crm-get-account", "GET", "/accounts/{id}", crm.ReadAccounts, "Read an account"), func(ctx context.Context, in *AccountPath) (*rest.Tagged[crm.Account], error) {
		return account(h.app.Account(ctx, in.ID))
	})
	creation := created(op("crm-create-account", "POST", "/accounts", crm.CreateAccounts, "Make an account"))
	creation.Faults = faults(crm.ErrAccountCodeTaken, crm.ErrReference)
	rest.Register(a, creation, func(ctx context.Context, in *accountBody) (*rest.Tagged[crm.Account], error) {
		return account(h.app.CreateAccount(ctx, in.Body))
	})
	change := op("crm-update-account", "PATCH", "/accounts/{id}", crm.UpdateAccounts, "Change an account")
	change.Faults = faults(crm.ErrAccountCodeTaken, crm.ErrParentCycle, crm.ErrReference)
	rest.Register(a, change, func(ctx context.Context, in *accountChange) (*rest.Tagged[crm.Account], error) {
		v, err := in.Version()
		if err != nil {
			return nil, err
		}
		return account(h.app.UpdateAccount(ctx, in.ID, v, in.Body))
	})
	trash := op("crm-delete-account", "DELETE", "/accounts/{id}", crm.DeleteAccounts, "Put an account into the trash")
	trash.Faults = faults(crm.ErrInUse)
	rest.Register(a, trash, func(ctx context.Context, in *accountMatch) (*rest.Done, error) {
		v, err := in.Version()
		if err != nil {
			return nil, err
		}
		return &rest.Done{}, h.app.TrashAccount(ctx, in.ID, v)
	})
	rest.Register(a, op("crm-add-account-contact-point", "POST", "/accounts/{id}/contact-points", crm.UpdateAccounts, "Add a way to reach an account"), func(ctx context.Context, in *accountPoint) (*rest.Tagged[crm.Account], error) {
		v, err := in.Version()
		if err != nil {
			return nil, err
		}
		return account(h.app.AddAccountPoint(ctx, in.ID, v, in.Body))
	})
	rest.Register(a, op("crm-delete-account-contact-point", "DELETE", "/accounts/{id}/contact-points/{point}", crm.UpdateAccounts, "Remove a way to reach an account"), func(ctx context.Context, in *accountPointIn) (*rest.Tagged[crm.Account], error) {
		v, err := in.Version()
		if err != nil {
			return nil, err
		}
		return account(h.app.DropAccountPoint(ctx, in.ID, v, in.Point))
	})
	rest.Register(a, op("crm-add-address", "POST", "/accounts/{id}/addresses", crm.UpdateAccounts, "Add an address"), func(ctx context.Context, in *accountAddress) (*rest.Tagged[crm.Account], error) {
		v, err := in.Version()
		if err != nil {
			return nil, err
		}
		return account(h.app.AddAddress(ctx, in.ID, v, in.Body))
	})
	rest.Register(a, op("crm-replace-address", "PUT", "/accounts/{id}/addresses/{address}", crm.UpdateAccounts, "Write an address over"), func(ctx context.Context, in *accountAddressChange) (*rest.Tagged[crm.Account], error) {
		v, err := in.Version()
		if err != nil {
			return nil, err
		}
		return account(h.app.ChangeAddress(ctx, in.ID, v, in.Address, in.Body))
	})
	rest.Register(a, op("crm-delete-address", "DELETE", "/accounts/{id}/addresses/{address}", crm.UpdateAccounts, "Remove an address"), func(ctx context.Context, in *accountAddressIn) (*rest.Tagged[crm.Account], error) {
		v, err := in.Version()
		if err != nil {
			return nil, err
		}
		return account(h.app.DropAddress(ctx, in.ID, v, in.Address))
	})
	rest.RegisterBulk(a, "crm-list-accounts", rest.Bulk{Entity: "crm.account", Title: "name", Change: "crm-update-account", Acts: map[string]string{"delete": "crm-delete-account"},
		Fields: map[string]kernel.Permission{"owner_id": crm.AssignAccounts}})
}

func account(v crm.Account, err error) (*rest.Tagged[crm.Account], error) {
	if err != nil {
		return nil, err
	}
	return rest.Tag(v.Version, v), nil
}
