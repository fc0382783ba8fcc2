package app

import (
	"context"
	"strconv"

	"github.com/google/uuid"

	"longhouse/modules/hr"
	"longhouse/modules/hr/internal/domain"
	"longhouse/modules/hr/internal/store"
	"longhouse/platform/authz"
	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
)

// HireInput is a new employee.
type HireInput struct {
	Number        string      `json:"number,omitempty" doc:"Made by us when it is missing"`
	LegalName     string      `json:"legal_name"`
	PreferredName string      `json:"preferred_name,omitempty"`
	Email         string      `json:"email,omitempty"`
	Phone         string      `json:"phone,omitempty"`
	BirthDate     kernel.Date `json:"birth_date,omitzero"`
	HomeAddress   string      `json:"home_address,omitempty"`
	PersonalPhone string      `json:"personal_phone,omitempty"`
	Notes         string      `json:"notes,omitempty"`
	HiredOn       kernel.Date `json:"hired_on" doc:"The first day; it may lie ahead"`
	JobInput
	ManagerID hr.EmployeeID `json:"manager_id,omitzero"`
	Custom    kernel.Custom `json:"custom,omitempty" doc:"Custom fields by their keys; null clears, and what is not named stays"`
}

// JobInput is what somebody does, and where.
type JobInput struct {
	UnitID         hr.UnitID     `json:"unit_id"`
	PositionID     hr.PositionID `json:"position_id,omitzero"`
	Title          string        `json:"title,omitempty"`
	Site           string        `json:"site,omitempty"`
	EmploymentType string        `json:"employment_type,omitempty" enum:"full_time,part_time,contract,temporary,intern"`
}

func (j JobInput) job() domain.Job {
	return domain.Job{Unit: j.UnitID, Position: j.PositionID, Title: j.Title, Site: j.Site, Type: j.EmploymentType}
}

func (h HireInput) identity() domain.Identity {
	return domain.Identity{Number: h.Number, LegalName: h.LegalName, PreferredName: h.PreferredName, Email: h.Email, Phone: h.Phone, Notes: h.Notes,
		BirthDate: h.BirthDate, HomeAddress: h.HomeAddress, PersonalPhone: h.PersonalPhone}.Tidy()
}

// personal says whether something of the class personal is given.
func (h HireInput) personal() bool {
	return !h.BirthDate.IsZero() || h.HomeAddress != "" || h.PersonalPhone != "" || h.Notes != ""
}

// Hire opens the first employment of a new person, with the first job and line
// on the same day.
func (s *Service) Hire(ctx context.Context, in HireInput) (EmployeeRecord, error) {
	m, err := s.moment(ctx)
	if err != nil {
		return EmployeeRecord{}, err
	}
	create, err := authz.Scope(ctx, hr.CreateEmployees)
	if err != nil {
		return EmployeeRecord{}, err
	}
	read, err := authz.Scope(ctx, hr.ReadEmployees)
	if err != nil {
		return EmployeeRecord{}, err
	}
	if in.personal() {
		if err := authz.Allowed(ctx, hr.UpdatePersonal); err != nil {
			return EmployeeRecord{}, fault.ErrFieldHidden.Because(err)
		}
	}
	extra, err := s.custom.Draft(ctx, "hr.employee", uuid.Nil, in.Custom)
	if err != nil {
		return EmployeeRecord{}, err
	}
	id := kernel.NewID[hr.Employee]()
	return s.shown(ctx)(db.Write(ctx, s.db, func(tx *db.Tx) (EmployeeRecord, error) {
		if !in.ManagerID.IsZero() {
			if err := store.LockTree(ctx, tx); err != nil {
				return EmployeeRecord{}, err
			}
		}
		managers, err := store.LockRecords(ctx, tx, in.ManagerID)
		if err != nil {
			return EmployeeRecord{}, err
		}
		rec, err := s.newPerson(ctx, tx, m, id, in)
		if err != nil {
			return EmployeeRecord{}, err
		}
		if !in.ManagerID.IsZero() {
			if err := reaches(ctx, tx, read, in.ManagerID, m.today, store.Unknown("/manager_id", "There is no such employee.")); err != nil {
				return EmployeeRecord{}, err
			}
			if rec.Lines, err = under(ctx, tx, rec.Lines, in.HiredOn, managers[in.ManagerID], in.ManagerID); err != nil {
				return EmployeeRecord{}, err
			}
		}
		if rec.Custom, err = extra.Put(ctx, tx, id.UUID, nil); err != nil {
			return EmployeeRecord{}, err
		}
		if err := store.Add(ctx, tx, []store.Record{rec}, m.now); err != nil {
			return EmployeeRecord{}, err
		}
		if err := reaches(ctx, tx, create, id, m.today, create.Beyond()); err != nil {
			return EmployeeRecord{}, err
		}
		if err := tx.Emit(ctx, hr.EmployeeHired{Employee: id, Number: rec.Identity.Number, Name: in.display(), HiredOn: in.HiredOn, Unit: in.UnitID, Manager: in.ManagerID}); err != nil {
			return EmployeeRecord{}, err
		}
		return s.record(ctx, tx, read, id, m.today, m.today)
	}))
}

func (h HireInput) display() string {
	if h.PreferredName != "" {
		return h.PreferredName
	}
	return h.LegalName
}

// newPerson checks the input and puts together what will be written.
func (s *Service) newPerson(ctx context.Context, tx *db.Tx, m moment, id hr.EmployeeID, in HireInput) (store.Record, error) {
	identity := in.identity()
	if identity.Number == "" {
		n, err := store.NextNumber(ctx, tx)
		if err != nil {
			return store.Record{}, err
		}
		identity.Number = strconv.FormatInt(n, 10)
	}
	var faults fault.Collector
	identity.Check(&faults, m.today)
	checkDay(&faults, "/hired_on", in.HiredOn)
	in.job().Check(&faults, "")
	if err := faults.Err(); err != nil {
		return store.Record{}, err
	}
	if err := checkJob(ctx, tx, in.job()); err != nil {
		return store.Record{}, err
	}
	return store.Record{
		ID: id, Identity: identity,
		Spells: domain.Spells{{ID: kernel.NewID[hr.Employment](), Number: 1, HiredOn: in.HiredOn, SeniorityFrom: in.HiredOn}},
		Jobs:   domain.Open(kernel.NewUUID(), in.HiredOn, kernel.Date{}, in.job()),
		Lines:  domain.Open(kernel.NewUUID(), in.HiredOn, kernel.Date{}, hr.EmployeeID{}),
	}, nil
}

// checkDay wants a day that a person of this century may mean.
func checkDay(faults *fault.Collector, at string, d kernel.Date) {
	faults.Check(!d.IsZero(), at, "required", "Choose a day.")
	faults.Check(d.IsZero() || d.Year() >= 1900 && d.Year() <= 2200, at, "invalid", "This day lies too far away.")
}

// checkJob makes sure that unit and position are there, fit, and stay so until the commit.
func checkJob(ctx context.Context, tx *db.Tx, job domain.Job) error {
	units, err := store.UsableUnits(ctx, tx, job.Unit)
	if err != nil {
		return err
	}
	if !units[job.Unit] {
		return store.Unknown("/unit_id", "There is no such unit, or it is archived.")
	}
	if job.Position.IsZero() {
		return nil
	}
	p, ok, err := store.PositionOf(ctx, tx, job.Position)
	switch {
	case err != nil:
		return err
	case !ok:
		return store.Unknown("/position_id", "There is no such position.")
	case p.Unit != job.Unit:
		return hr.ErrPositionOther
	case p.Status != "open":
		return hr.ErrPositionShut
	}
	return nil
}

// PersonInput changes who somebody is. A missing field stays; null clears it.
type PersonInput struct {
	Number        *string       `json:"number,omitempty"`
	LegalName     *string       `json:"legal_name,omitempty"`
	PreferredName *string       `json:"preferred_name,omitempty"`
	Email         *string       `json:"email,omitempty"`
	Phone         *string       `json:"phone,omitempty"`
	BirthDate     *kernel.Date  `json:"birth_date,omitempty"`
	HomeAddress   *string       `json:"home_address,omitempty"`
	PersonalPhone *string       `json:"personal_phone,omitempty"`
	Notes         *string       `json:"notes,omitempty"`
	Custom        kernel.Custom `json:"custom,omitempty" doc:"Custom fields by their keys; null clears, and what is not named stays"`
}

// UpdateEmployee changes who somebody is. Fields of the class personal need its
// right; a field that the caller may not write refuses the whole change.
func (s *Service) UpdateEmployee(ctx context.Context, id hr.EmployeeID, version int64, in PersonInput) (EmployeeRecord, error) {
	extra, err := s.custom.Draft(ctx, "hr.employee", id.UUID, in.Custom)
	if err != nil {
		return EmployeeRecord{}, err
	}
	return s.edit(ctx, plan{right: hr.UpdateEmployees}, id, version, func(ctx context.Context, e *edit) error {
		if in.BirthDate != nil || in.HomeAddress != nil || in.PersonalPhone != nil || in.Notes != nil {
			if err := s.mayWritePersonal(ctx, e); err != nil {
				return err
			}
		}
		next := in.apply(e.rec.Identity).Tidy()
		var faults fault.Collector
		next.Check(&faults, e.today)
		if err := faults.Err(); err != nil {
			return err
		}
		held, err := extra.Put(ctx, e.tx, id.UUID, e.rec.Custom)
		if err != nil {
			return err
		}
		if next == e.rec.Identity && held.Equal(e.rec.Custom) {
			return nil
		}
		if err := store.SaveIdentity(ctx, e.tx, id, next, held); err != nil {
			return err
		}
		return e.tx.Emit(ctx, hr.EmploymentChanged{Employee: id, Topic: "person"})
	})
}

func (s *Service) mayWritePersonal(ctx context.Context, e *edit) error {
	scope, err := store.Circle(ctx, e.tx, e.read, e.today)
	if err != nil {
		return err
	}
	row, err := store.GetEmployee(ctx, e.tx, scope, e.rec.ID, e.today)
	if err != nil {
		return err
	}
	if !authz.Can(ctx, hr.UpdatePersonal, row.Relation) {
		return fault.ErrFieldHidden.Say("Your roles do not allow writing personal fields of this person.")
	}
	return nil
}

func (in PersonInput) apply(i domain.Identity) domain.Identity {
	for _, f := range []struct {
		to   *string
		from *string
	}{{&i.Number, in.Number}, {&i.LegalName, in.LegalName}, {&i.PreferredName, in.PreferredName}, {&i.Email, in.Email}, {&i.Phone, in.Phone},
		{&i.HomeAddress, in.HomeAddress}, {&i.PersonalPhone, in.PersonalPhone}, {&i.Notes, in.Notes}} {
		if f.from != nil {
			*f.to = *f.from
		}
	}
	if in.BirthDate != nil {
		i.BirthDate = *in.BirthDate
	}
	return i
}
