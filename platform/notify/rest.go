package notify

import (
	"context"

	"github.com/google/uuid"

	"longhouse/platform/fault"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
	"longhouse/platform/rest"
)

type inboxIn struct {
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
	After  string `query:"after" doc:"The next of the page before"`
	Unread bool   `query:"unread" doc:"Only what is unread"`
	Tab    string `query:"tab" enum:"mine,system" doc:"Only what is about your own work, or about the house"`
}

type byID struct {
	ID uuid.UUID `path:"id"`
}

// ReadAllBody names the newest message that was seen.
type ReadAllBody struct {
	Newest uuid.UUID `json:"newest" doc:"Messages that came after it stay unread"`
}

// PreferencesBody is all of one's choices.
type PreferencesBody struct {
	Items []Choice `json:"items" maxItems:"200" doc:"Kinds that it does not name are told as they are by default"`
}

// MuteBody names a record.
type MuteBody struct {
	Entity   string    `json:"entity" minLength:"1" maxLength:"60" example:"crm.deal"`
	EntityID uuid.UUID `json:"entity_id"`
	Title    string    `json:"title,omitempty" maxLength:"200" doc:"To know it again by in the list"`
}

// Routes adds the operations of notify.
func (h *Hub) Routes(a *rest.API) {
	h.messageRoutes(a)
	h.presenceRoutes(a)
	rest.Register(a, rest.Op{ID: "notify-list-kinds", Method: "GET", Path: "/kinds", Needs: rest.SignedIn, Summary: "What you may be told of"},
		func(ctx context.Context, _ *struct{}) (*rest.Answer[page.Page[KindView]], error) {
			return rest.Say(page.Page[KindView]{Items: h.Kinds(ctx)}), nil
		})
	rest.Register(a, rest.Op{ID: "notify-list-preferences", Method: "GET", Path: "/preferences", Needs: rest.SignedIn, Summary: "How you hear of each kind of message"},
		func(ctx context.Context, _ *struct{}) (*rest.Answer[page.Page[Preference]], error) {
			items, err := h.Preferences(ctx)
			return rest.Say(page.Page[Preference]{Items: items}), err
		})
	rest.Register(a, rest.Op{ID: "notify-set-preferences", Method: "PUT", Path: "/preferences", Needs: rest.SignedIn, Status: 204, Summary: "Say how you want to hear of kinds of messages",
		Faults: []*fault.Error{ErrUnknownKind, ErrKindStays}},
		func(ctx context.Context, in *struct{ Body PreferencesBody }) (*rest.Done, error) {
			return &rest.Done{}, h.Prefer(ctx, in.Body.Items)
		})
	rest.Register(a, rest.Op{ID: "notify-list-mutes", Method: "GET", Path: "/mutes", Needs: rest.SignedIn, Summary: "Records of which you want to hear nothing"},
		func(ctx context.Context, _ *struct{}) (*rest.Answer[page.Page[Mute]], error) {
			items, err := h.Mutes(ctx)
			return rest.Say(page.Page[Mute]{Items: items}), err
		})
	rest.Register(a, rest.Op{ID: "notify-mute", Method: "POST", Path: "/mutes", Needs: rest.SignedIn, Status: 201, Summary: "Hear nothing more of a record"},
		func(ctx context.Context, in *struct{ Body MuteBody }) (*rest.Answer[Mute], error) {
			m, err := h.Hush(ctx, kernel.Record{Entity: in.Body.Entity, ID: in.Body.EntityID}, in.Body.Title)
			return rest.Say(m), err
		})
	rest.Register(a, rest.Op{ID: "notify-unmute", Method: "DELETE", Path: "/mutes/{id}", Needs: rest.SignedIn, Status: 204, Summary: "Hear of a record again"},
		func(ctx context.Context, in *byID) (*rest.Done, error) { return &rest.Done{}, h.Unmute(ctx, in.ID) })
	rest.RegisterStream(a, rest.Op{ID: "notify-stream", Method: "GET", Path: "/stream", Needs: rest.SignedIn, Summary: "What concerns you, as it happens",
		Doc:    "Server-sent events. A client that comes back sends the last ID as Last-Event-ID and gets what it missed within five minutes, some of it twice. It ends with the session. What was changed under the stream's own Longhouse-Tab (a header with a UUID) is left out: that screen knows.",
		Faults: []*fault.Error{ErrTooManyStreams, ErrStopping}},
		map[string]any{"message": Note{}, "changed": Changed{Entity: "crm.account"}, "progress": Progress{State: "running"}, "present": Changed{Entity: "crm.account"}}, h.stream)
}

func (h *Hub) messageRoutes(a *rest.API) {
	rest.Register(a, rest.Op{ID: "notify-list-messages", Method: "GET", Path: "/messages", Needs: rest.SignedIn, Summary: "Your messages, newest first, and how many are unread"},
		func(ctx context.Context, in *inboxIn) (*rest.Answer[Inbox], error) {
			out, err := h.Inbox(ctx, Wanted{Limit: in.Limit, After: in.After, Unread: in.Unread, Tab: in.Tab})
			return rest.Say(out), err
		})
	rest.Register(a, rest.Op{ID: "notify-read-message", Method: "POST", Path: "/messages/{id}/read", Needs: rest.SignedIn, Status: 204, Summary: "Mark a message of yours as read"},
		func(ctx context.Context, in *byID) (*rest.Done, error) { return &rest.Done{}, h.Read(ctx, in.ID) })
	rest.Register(a, rest.Op{ID: "notify-unread-message", Method: "POST", Path: "/messages/{id}/unread", Needs: rest.SignedIn, Status: 204, Summary: "Mark a message of yours as not read yet"},
		func(ctx context.Context, in *byID) (*rest.Done, error) { return &rest.Done{}, h.Unread(ctx, in.ID) })
	rest.Register(a, rest.Op{ID: "notify-archive-message", Method: "DELETE", Path: "/messages/{id}", Needs: rest.SignedIn, Status: 204, Summary: "Take a message of yours out of sight"},
		func(ctx context.Context, in *byID) (*rest.Done, error) { return &rest.Done{}, h.Archive(ctx, in.ID) })
	rest.Register(a, rest.Op{ID: "notify-read-all", Method: "POST", Path: "/messages/read-all", Needs: rest.SignedIn, Status: 204, Summary: "Mark your messages as read, up to the newest that you have seen"},
		func(ctx context.Context, in *struct{ Body ReadAllBody }) (*rest.Done, error) {
			return &rest.Done{}, h.ReadAll(ctx, in.Body.Newest)
		})
}
