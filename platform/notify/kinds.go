package notify

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"longhouse/platform/authz"
	"longhouse/platform/kernel"
)

var kindForm = regexp.MustCompile(`^[a-z]+(\.[a-z_]+)+$`)

// channels are those that there are, the quietest first.
var channels = []kernel.Channel{kernel.NoChannel, kernel.InApp, kernel.InDigest, kernel.ByMail}

// Register makes kinds of messages known. One that is not whole, or there
// twice, is refused. It must be called before anything is served.
func (h *Hub) Register(kinds ...Kind) error {
	var errs []error
	for _, k := range kinds {
		switch {
		case !kindForm.MatchString(k.Name):
			errs = append(errs, fmt.Errorf("kind of message %q: its name is not like access.draft_waiting", k.Name))
		case k.Label == "" || k.Because == "":
			errs = append(errs, fmt.Errorf("kind of message %s: it needs a label, and a reason why people get it", k.Name))
		case !slices.Contains(channels, k.Default) || k.Stays && k.Default == kernel.NoChannel:
			errs = append(errs, fmt.Errorf("kind of message %s: %q is no way to tell it", k.Name, k.Default))
		case h.kind(k.Name) != nil:
			errs = append(errs, fmt.Errorf("kind of message %s: it is there twice", k.Name))
		default:
			h.kinds = append(h.kinds, k)
		}
	}
	return errors.Join(errs...)
}

func (h *Hub) kind(name string) *Kind {
	for i := range h.kinds {
		if h.kinds[i].Name == name {
			return &h.kinds[i]
		}
	}
	return nil
}

// systemKinds are the names of those that are about the house.
func (h *Hub) systemKinds() []string {
	out := []string{}
	for _, k := range h.kinds {
		if k.System {
			out = append(out, k.Name)
		}
	}
	return out
}

// KindView is a kind of message as people see it.
type KindView struct {
	Name    string         `json:"name" example:"access.draft_waiting"`
	Module  string         `json:"module" example:"access"`
	Label   string         `json:"label"`
	Because string         `json:"because" doc:"Why somebody gets it"`
	Default kernel.Channel `json:"default" enum:"none,app,digest,mail"`
	System  bool           `json:"system" doc:"About the house, not about one's own work"`
	Urgent  bool           `json:"urgent" doc:"Mailed at once, and shown over whatever the reader does"`
	Stays   bool           `json:"stays" doc:"Cannot be switched off"`
}

func view(k Kind) KindView {
	module, _, _ := strings.Cut(k.Name, ".")
	return KindView{k.Name, module, k.Label, k.Because, k.Default, k.System, k.Urgent, k.Stays}
}

// Kinds lists what the caller may be told of.
func (h *Hub) Kinds(ctx context.Context) []KindView {
	out := []KindView{}
	for _, k := range h.kinds {
		if k.Needs == "" || authz.Allowed(ctx, k.Needs) == nil {
			out = append(out, view(k))
		}
	}
	return out
}
