package hr

import (
	"context"

	"longhouse/platform/kernel"
)

// People answers who works here. Every method reaches the people whom the
// caller's right hr.employee.read reaches; whoever is outside does not exist
// for it. A zero asOf is the organisation's today. Nothing of a field class is
// ever told.
type People interface {
	// Person fails with fault.ErrNotFound for somebody unknown.
	Person(ctx context.Context, id EmployeeID, asOf kernel.Date) (Person, error)
	// ByLogin finds the employee of a login. It fails with fault.ErrNotFound when the login has none.
	ByLogin(ctx context.Context, login kernel.ID[kernel.User], asOf kernel.Date) (Person, error)
	// ByLogins is ByLogin for a whole list, in one query; logins without an employee are missing.
	ByLogins(ctx context.Context, logins []kernel.ID[kernel.User], asOf kernel.Date) (map[kernel.ID[kernel.User]]Person, error)
	// Named finds whom texts of a file mean: by number, else by e-mail, else by name, without
	// case and accents. Several when they share it; texts that mean nobody are missing. It asks
	// once for all of them.
	Named(ctx context.Context, texts []string, asOf kernel.Date) (map[string][]Person, error)
	// Names tells display names for a whole list, in one query; unknown IDs are missing.
	Names(ctx context.Context, ids []EmployeeID) (map[EmployeeID]string, error)
}

// Person is what other modules may know of an employee on a day. On a day
// without employment Unit, Title and Manager are empty: never the nearest fact.
type Person struct {
	ID       EmployeeID             `json:"id"`
	Number   string                 `json:"number"`
	Name     string                 `json:"name"`
	Email    string                 `json:"email,omitempty"`
	Title    string                 `json:"title,omitempty"`
	Unit     UnitID                 `json:"unit,omitzero"`
	UnitName string                 `json:"unit_name,omitempty"`
	Manager  EmployeeID             `json:"manager,omitzero"`
	Login    kernel.ID[kernel.User] `json:"login,omitzero"`
	Status   Status                 `json:"status"`
	Employed bool                   `json:"employed"`
}

// Logins is what hr asks of whoever keeps logins: identity implements it.
type Logins interface {
	// Disable ends sign-in, sessions and tokens of a login in the actor's
	// organisation. Disabling twice is the same as once; a login that the
	// organisation does not know is fault.ErrNotFound.
	Disable(ctx context.Context, login kernel.ID[kernel.User], reason string) error
	// MayDisable fails when nobody would remain who can repair access. It is
	// asked before an employment ends, while somebody else can still be appointed.
	MayDisable(ctx context.Context, login kernel.ID[kernel.User]) error
	// Names tells the names of logins of the organisation; unknown ones are missing.
	Names(ctx context.Context, logins []kernel.ID[kernel.User]) (map[kernel.ID[kernel.User]]string, error)
}
