package access

import (
	"context"

	"github.com/google/uuid"

	"longhouse/platform/fault"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
	"longhouse/platform/rest"
)

func errs(faults ...*fault.Error) []*fault.Error { return faults }

// Routes adds the operations of access.
func (s *Service) Routes(a *rest.API) {
	s.policyRoutes(a)
	s.draftRoutes(a)
	s.askRoutes(a)
	s.ruleRoutes(a)
	s.peopleRoutes(a)
	s.emergencyRoutes(a)
	s.reviewRoutes(a)
}

// ByID names a record in an operation's address.
type ByID struct {
	ID uuid.UUID `path:"id"`
}

// Drafted lets a question be asked of a draft instead of the published policy.
type Drafted struct {
	Draft uuid.UUID `query:"draft" doc:"Ask as if this draft were published"`
}

func listOf[T any](items []T, err error) (*rest.Answer[page.Page[T]], error) {
	if items == nil {
		items = []T{}
	}
	return rest.Say(page.Page[T]{Items: items}), err
}

type file struct {
	ContentType string `header:"Content-Type"`
	Disposition string `header:"Content-Disposition"`
	Body        []byte
}

func (s *Service) policyRoutes(a *rest.API) {
	rest.RegisterApprovals(a, "access", s.Approvals)
	rest.Register(a, rest.Op{ID: "access-status", Method: "GET", Path: "/status", Needs: rest.SignedIn, Summary: "What waits for the caller, and whether somebody has emergency access or acts alone"},
		func(ctx context.Context, _ *struct{}) (*rest.Answer[Status], error) {
			out, err := s.Status(ctx)
			return rest.Say(out), err
		})
	rest.Register(a, rest.Op{ID: "access-list-resources", Method: "GET", Path: "/resources", Needs: ReadPolicy, Summary: "What policies may speak of: resources, actions, scopes and classes of fields"},
		func(ctx context.Context, _ *struct{}) (*rest.Answer[page.Page[Resource]], error) {
			return listOf(s.Resources(ctx))
		})
	rest.Register(a, rest.Op{ID: "access-get-matrix", Method: "GET", Path: "/matrix", Needs: ReadPolicy, Summary: "All roles with how far each of their rights goes"},
		func(ctx context.Context, in *Drafted) (*rest.Answer[Matrix], error) {
			out, err := s.Matrix(ctx, in.Draft)
			return rest.Say(out), err
		})
	rest.Register(a, rest.Op{ID: "access-get-role", Method: "GET", Path: "/roles/{role}", Needs: ReadPolicy, Summary: "One role: lines, members, inheritance, effective rights"},
		func(ctx context.Context, in *struct {
			Role string `path:"role"`
			Drafted
		}) (*rest.Answer[RolePage], error) {
			out, err := s.RolePage(ctx, in.Role, in.Draft)
			return rest.Say(out), err
		})
	rest.Register(a, rest.Op{ID: "access-get-person", Method: "GET", Path: "/people/{id}", Needs: ReadPolicy, Summary: "One person's effective rights, and which role or line gives each"},
		func(ctx context.Context, in *struct {
			ByID
			Drafted
		}) (*rest.Answer[PersonPage], error) {
			out, err := s.PersonPage(ctx, in.ID, in.Draft)
			return rest.Say(out), err
		})
	rest.RegisterList[Version](a, rest.Op{ID: "access-list-versions", Method: "GET", Path: "/versions", Needs: ReadPolicy, Summary: "Drafts, the published policy and all that were"},
		versionList.Fields(), func(ctx context.Context, in *struct{ rest.List }) (page.Page[Version], error) {
			return s.Versions(ctx, in.Page())
		})
	rest.Register(a, rest.Op{ID: "access-get-version", Method: "GET", Path: "/versions/{id}", Needs: ReadPolicy, Summary: "A draft or version with its policy"},
		func(ctx context.Context, in *ByID) (*rest.Tagged[Whole], error) {
			out, err := s.Version(ctx, in.ID)
			return rest.Tag(out.Version.Version, out), err
		})
	rest.Register(a, rest.Op{ID: "access-export-version", Method: "GET", Path: "/versions/{id}/file", Needs: ReadPolicy, Summary: "A version as a file that reads well in a diff"},
		func(ctx context.Context, in *ByID) (*file, error) {
			out, err := s.Export(ctx, in.ID)
			return &file{"text/csv; charset=utf-8", `attachment; filename="policy.csv"`, out}, err
		})
	rest.Register(a, rest.Op{ID: "access-export-policy", Method: "GET", Path: "/file", Needs: ReadPolicy, Summary: "The published policy as a file that reads well in a diff"},
		func(ctx context.Context, _ *struct{}) (*file, error) {
			out, err := s.Export(ctx, uuid.Nil)
			return &file{"text/csv; charset=utf-8", `attachment; filename="policy.csv"`, out}, err
		})
	rest.Register(a, rest.Op{ID: "access-compare-versions", Method: "GET", Path: "/versions/{id}/compare", Needs: ReadPolicy, Summary: "How a version differs from another, in lines and in effects on the people of today"},
		func(ctx context.Context, in *struct {
			ByID
			With uuid.UUID `query:"with" required:"true" doc:"The version before"`
		}) (*rest.Answer[Report], error) {
			out, err := s.Compare(ctx, in.With, in.ID)
			return rest.Say(out), err
		})
}

// DraftBody begins a draft.
type DraftBody struct {
	Name string     `json:"name" minLength:"1" maxLength:"200" example:"Regional sales leads"`
	Note string     `json:"note,omitempty" maxLength:"2000"`
	From *uuid.UUID `json:"from,omitempty" doc:"An older version to go back to"`
	File string     `json:"file,omitempty" maxLength:"2097152" doc:"A policy as a file, which takes the place of the published one's lines"`
}

// FileBody is a policy on its way.
type FileBody struct {
	File string `json:"file" maxLength:"2097152" doc:"A policy as a file"`
}

// ReasonBody says why.
type ReasonBody struct {
	Reason string `json:"reason,omitempty" maxLength:"2000"`
}

// Step is a step of a draft, by its version.
type Step struct {
	ByID
	rest.Match
	Body ReasonBody
}

func (s *Service) draftRoutes(a *rest.API) {
	rest.Register(a, rest.Op{ID: "access-begin-draft", Method: "POST", Path: "/drafts", Needs: EditPolicy, Status: 201, MaxBody: 3 << 20,
		Summary: "Make a draft of the published policy, of an older version, or of a file", Faults: errs(ErrFile)},
		func(ctx context.Context, in *struct{ Body DraftBody }) (*rest.Tagged[Whole], error) {
			b := Beginning{Name: in.Body.Name, Note: in.Body.Note}
			if in.Body.From != nil {
				b.From = *in.Body.From
			}
			if in.Body.File != "" {
				p, err := Read([]byte(in.Body.File))
				if err != nil {
					return nil, err
				}
				b.Policy = &p
			}
			out, err := s.Begin(ctx, b)
			return rest.Tag(out.Version.Version, out), err
		})
	rest.Register(a, rest.Op{ID: "access-edit-draft", Method: "PATCH", Path: "/drafts/{id}", Needs: EditPolicy, MaxBody: 3 << 20,
		Summary: "Add and remove rules, roles and inheritance in a draft, all or nothing", Faults: errs(ErrNoDraft)},
		func(ctx context.Context, in *struct {
			ByID
			rest.Match
			Body Change
		}) (*rest.Tagged[Whole], error) {
			seen, err := in.Version()
			if err != nil {
				return nil, err
			}
			out, err := s.Edit(ctx, in.ID, seen, in.Body)
			return rest.Tag(out.Version.Version, out), err
		})
	rest.Register(a, rest.Op{ID: "access-get-report", Method: "GET", Path: "/drafts/{id}/report", Needs: ReadPolicy,
		Summary: "What a draft would do: effects in people and records, guards, tests, lint"},
		func(ctx context.Context, in *ByID) (*rest.Answer[Report], error) {
			out, err := s.Report(ctx, in.ID)
			return rest.Say(out), err
		})
	rest.Register(a, rest.Op{ID: "access-check-file", Method: "POST", Path: "/check", Needs: ReadPolicy, MaxBody: 3 << 20,
		Summary: "What a policy in a file would do, without keeping it", Faults: errs(ErrFile)},
		func(ctx context.Context, in *struct{ Body FileBody }) (*rest.Answer[Report], error) {
			p, err := Read([]byte(in.Body.File))
			if err != nil {
				return nil, err
			}
			out, err := s.Check(ctx, p)
			return rest.Say(out), err
		})
	step := func(id, path, summary string, needs kernel.Permission, faults []*fault.Error, do func(ctx context.Context, id uuid.UUID, seen int64, reason string) (Version, error)) {
		rest.Register(a, rest.Op{ID: id, Method: "POST", Path: "/drafts/{id}/" + path, Needs: needs, Summary: summary, Faults: faults},
			func(ctx context.Context, in *Step) (*rest.Tagged[Version], error) {
				seen, err := in.Version()
				if err != nil {
					return nil, err
				}
				out, err := do(ctx, in.ID, seen, in.Body.Reason)
				return rest.Tag(out.Version, out), err
			})
	}
	step("access-submit-draft", "submit", "Give a draft to somebody else for approval", EditPolicy, errs(ErrNoDraft, ErrNothing, ErrOutdated, ErrPeopleOnly), s.Submit)
	step("access-send-back-draft", "send-back", "Make a submitted draft a draft again", ReadPolicy, errs(ErrNotWaiting), s.SendBack)
	step("access-publish-draft", "publish", "Approve a submitted draft and put it in force", PublishPolicy,
		errs(ErrNotWaiting, ErrOutdated, ErrOwnDraft, ErrEscalation, ErrLockout, ErrDuties, ErrTests, ErrPeopleOnly), s.Publish)
	rest.Register(a, rest.Op{ID: "access-discard-draft", Method: "DELETE", Path: "/drafts/{id}", Needs: EditPolicy, Status: 204, Summary: "End a draft; it stays in the record", Faults: errs(ErrNoDraft)},
		func(ctx context.Context, in *struct {
			ByID
			rest.Match
		}) (*rest.Done, error) {
			seen, err := in.Version()
			if err != nil {
				return nil, err
			}
			return &rest.Done{}, s.Discard(ctx, in.ID, seen)
		})
}

// Asked is a question about one person and one right.
type Asked struct {
	User       uuid.UUID         `query:"user" required:"true"`
	Permission kernel.Permission `query:"permission" required:"true" example:"crm.deal.read"`
	Record     uuid.UUID         `query:"id" doc:"A record of the right's resource"`
	Drafted
}

func (s *Service) askRoutes(a *rest.API) {
	rest.Register(a, rest.Op{ID: "access-why", Method: "GET", Path: "/why", Needs: ReadPolicy, Summary: "Why somebody may or may not do something: every line that speaks of it, and which decides"},
		func(ctx context.Context, in *struct {
			Asked
			Relation string `query:"relation" enum:"own,team,dept,all" doc:"How the person stands to the record, if none is named"`
		}) (*rest.Answer[Explanation], error) {
			out, err := s.Why(ctx, Question{User: in.User, Permission: in.Permission, Record: in.Record, Relation: in.Relation, Draft: in.Draft})
			return rest.Say(out), err
		})
	rest.Register(a, rest.Op{ID: "access-who", Method: "GET", Path: "/who", Needs: ReadPolicy, Summary: "Who may do something, with any record or with one"},
		func(ctx context.Context, in *struct {
			Permission kernel.Permission `query:"permission" required:"true"`
			Record     uuid.UUID         `query:"id"`
			Drafted
		}) (*rest.Answer[page.Page[Holder]], error) {
			return listOf(s.Who(ctx, in.Permission, in.Record, in.Draft))
		})
	rest.Register(a, rest.Op{ID: "access-simulate", Method: "GET", Path: "/simulate", Needs: ReadPolicy, Summary: "What somebody would see by a draft, and sees now: counts, and which records come or go"},
		func(ctx context.Context, in *struct {
			Asked
			With string `query:"with" maxLength:"80" doc:"As if the person had this role, too: of the draft, if one is named"`
		}) (*rest.Answer[Simulation], error) {
			out, err := s.Simulate(ctx, Question{User: in.User, Permission: in.Permission, Record: in.Record, Draft: in.Draft, With: in.With})
			return rest.Say(out), err
		})
}

// ExpectationBody is a stored test.
type ExpectationBody struct {
	Name       string            `json:"name" minLength:"1" maxLength:"200"`
	Subject    string            `json:"subject" example:"r:crm.rep"`
	Permission kernel.Permission `json:"permission"`
	Relation   string            `json:"relation" enum:"own,team,dept,all"`
	Expect     string            `json:"expect" enum:"allow,deny"`
}

func (b ExpectationBody) expectation() Expectation {
	return Expectation{Name: b.Name, Subject: b.Subject, Permission: b.Permission, Relation: b.Relation, Expect: b.Expect}
}

// ConflictBody keeps two rights apart.
type ConflictBody struct {
	PermissionA kernel.Permission `json:"permission_a"`
	PermissionB kernel.Permission `json:"permission_b"`
	Reason      string            `json:"reason" minLength:"1" maxLength:"500"`
}

// SettingBody says how the organisation changes its policy.
type SettingBody struct {
	Alone  bool   `json:"alone"`
	Reason string `json:"reason,omitempty" maxLength:"500"`
}

func (s *Service) ruleRoutes(a *rest.API) {
	rest.Register(a, rest.Op{ID: "access-list-tests", Method: "GET", Path: "/tests", Needs: ReadPolicy, Summary: "Stored tests of the policy, and those that are built in"},
		func(ctx context.Context, _ *struct{}) (*rest.Answer[page.Page[Expectation]], error) {
			return listOf(s.Expectations(ctx))
		})
	rest.Register(a, rest.Op{ID: "access-add-test", Method: "POST", Path: "/tests", Needs: EditPolicy, Status: 201, Summary: "Store a decision that every policy must come out with"},
		func(ctx context.Context, in *struct{ Body ExpectationBody }) (*rest.Answer[Expectation], error) {
			out, err := s.AddExpectation(ctx, in.Body.expectation())
			return rest.Say(out), err
		})
	rest.Register(a, rest.Op{ID: "access-change-test", Method: "PUT", Path: "/tests/{id}", Needs: EditPolicy, Summary: "Change a stored test"},
		func(ctx context.Context, in *struct {
			ByID
			rest.Match
			Body ExpectationBody
		}) (*rest.Answer[Expectation], error) {
			e := in.Body.expectation()
			var err error
			if e.Version, err = in.Version(); err != nil {
				return nil, err
			}
			e.ID = in.ID
			out, err := s.ChangeExpectation(ctx, e)
			return rest.Say(out), err
		})
	rest.Register(a, rest.Op{ID: "access-drop-test", Method: "DELETE", Path: "/tests/{id}", Needs: EditPolicy, Status: 204, Summary: "Remove a stored test"},
		func(ctx context.Context, in *ByID) (*rest.Done, error) {
			return &rest.Done{}, s.DropExpectation(ctx, in.ID)
		})
	rest.Register(a, rest.Op{ID: "access-list-conflicts", Method: "GET", Path: "/conflicts", Needs: ReadPolicy, Summary: "Pairs of rights that no person may hold both: separation of duties"},
		func(ctx context.Context, _ *struct{}) (*rest.Answer[page.Page[Conflict]], error) {
			return listOf(s.Conflicts(ctx))
		})
	rest.Register(a, rest.Op{ID: "access-add-conflict", Method: "POST", Path: "/conflicts", Needs: EditPolicy, Status: 201, Summary: "Keep two rights apart from now on", Faults: errs(ErrDuties)},
		func(ctx context.Context, in *struct{ Body ConflictBody }) (*rest.Answer[Conflict], error) {
			out, err := s.AddConflict(ctx, Conflict{PermissionA: in.Body.PermissionA, PermissionB: in.Body.PermissionB, Reason: in.Body.Reason})
			return rest.Say(out), err
		})
	rest.Register(a, rest.Op{ID: "access-drop-conflict", Method: "DELETE", Path: "/conflicts/{id}", Needs: EditPolicy, Status: 204, Summary: "Let one person hold both rights again"},
		func(ctx context.Context, in *ByID) (*rest.Done, error) {
			return &rest.Done{}, s.DropConflict(ctx, in.ID)
		})
	rest.Register(a, rest.Op{ID: "access-get-setting", Method: "GET", Path: "/setting", Needs: ReadPolicy, Summary: "How the organisation changes its policy"},
		func(ctx context.Context, _ *struct{}) (*rest.Tagged[Setting], error) {
			out, err := s.Setting(ctx)
			return rest.Tag(out.Version, out), err
		})
	rest.Register(a, rest.Op{ID: "access-change-setting", Method: "PUT", Path: "/setting", Needs: UpdateSettings, Summary: "Let a lone administrator take both steps, said aloud, or end that", Faults: errs(ErrAlone, ErrPeopleOnly)},
		func(ctx context.Context, in *struct {
			rest.Match
			Body SettingBody
		}) (*rest.Tagged[Setting], error) {
			seen, err := in.Version()
			if err != nil {
				return nil, err
			}
			out, err := s.SetAlone(ctx, seen, in.Body.Alone, in.Body.Reason)
			return rest.Tag(out.Version, out), err
		})
}
