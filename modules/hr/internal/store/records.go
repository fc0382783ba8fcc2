package store

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"

	"longhouse/modules/hr"
	"longhouse/modules/hr/internal/domain"
	"longhouse/modules/hr/internal/store/sqlcgen"
	"longhouse/platform/db"
	"longhouse/platform/kernel"
)

// Record is one person with all spells, jobs and lines, as use cases change it.
type Record struct {
	ID       hr.EmployeeID
	Name     string // to show
	Identity domain.Identity
	Login    kernel.ID[kernel.User]
	Version  int64
	Custom   kernel.Custom
	Spells   domain.Spells
	Jobs     domain.Facts[domain.Job]
	Lines    domain.Facts[hr.EmployeeID]
}

// LockTree lets one change of who is above whom go on at a time.
func LockTree(ctx context.Context, tx *db.Tx) error { return sqlcgen.New(tx).LockTree(ctx) }

// LockRecords locks people and reads all about them; unknown IDs are missing.
func LockRecords(ctx context.Context, tx *db.Tx, ids ...hr.EmployeeID) (map[hr.EmployeeID]*Record, error) {
	q := sqlcgen.New(tx)
	rows, err := q.LockEmployees(ctx, kernel.UUIDs(ids))
	if err != nil {
		return nil, err
	}
	return records(ctx, q, rows)
}

// ReadRecords reads all about people without a lock, to look before changing.
func ReadRecords(ctx context.Context, tx *db.Tx, ids ...hr.EmployeeID) (map[hr.EmployeeID]*Record, error) {
	q := sqlcgen.New(tx)
	rows, err := q.ReadEmployees(ctx, kernel.UUIDs(ids))
	if err != nil {
		return nil, err
	}
	same := make([]sqlcgen.LockEmployeesRow, len(rows))
	for i, r := range rows {
		same[i] = sqlcgen.LockEmployeesRow(r)
	}
	return records(ctx, q, same)
}

func records(ctx context.Context, q *sqlcgen.Queries, rows []sqlcgen.LockEmployeesRow) (map[hr.EmployeeID]*Record, error) {
	if len(rows) == 0 {
		return nil, nil
	}
	out := make(map[hr.EmployeeID]*Record, len(rows))
	found := make([]uuid.UUID, len(rows))
	for i, r := range rows {
		found[i] = r.ID
		id := kernel.IDOf[hr.Employee](r.ID)
		out[id] = &Record{ID: id, Name: r.Name, Login: idOf[kernel.User](r.LoginID), Version: r.Version, Custom: r.Custom, Identity: domain.Identity{
			Number: r.Number, LegalName: r.LegalName, PreferredName: r.PreferredName, Email: r.Email, Phone: r.Phone, Notes: r.Notes,
			BirthDate: r.BirthDate, HomeAddress: r.HomeAddress, PersonalPhone: r.PersonalPhone}}
	}
	return out, fill(ctx, q, out, found)
}

func fill(ctx context.Context, q *sqlcgen.Queries, records map[hr.EmployeeID]*Record, ids []uuid.UUID) error {
	spells, err := q.ListSpells(ctx, ids)
	if err != nil {
		return err
	}
	for _, s := range spells {
		r := records[kernel.IDOf[hr.Employee](s.EmployeeID)]
		r.Spells = append(r.Spells, domain.Spell{ID: kernel.IDOf[hr.Employment](s.ID), Number: s.Spell, HiredOn: s.HiredOn, LastDay: s.LastDay,
			Reason: s.EndReason, SeniorityFrom: s.SeniorityFrom, Announced: s.AnnouncedAt})
	}
	jobs, err := q.ListJobs(ctx, ids)
	if err != nil {
		return err
	}
	jobsOf := map[uuid.UUID][]domain.Period[domain.Job]{}
	for _, j := range jobs {
		jobsOf[j.EmployeeID] = append(jobsOf[j.EmployeeID], domain.Period[domain.Job]{ID: j.ID, From: j.ValidFrom, To: j.ValidTo, Content: domain.Job{
			Unit: kernel.IDOf[hr.Unit](j.UnitID), Position: idOf[hr.Position](j.PositionID), Title: j.Title, Site: j.Site, Type: j.EmploymentType}})
	}
	lines, err := q.ListLines(ctx, ids)
	if err != nil {
		return err
	}
	linesOf := map[uuid.UUID][]domain.Period[hr.EmployeeID]{}
	for _, l := range lines {
		linesOf[l.EmployeeID] = append(linesOf[l.EmployeeID], domain.Period[hr.EmployeeID]{ID: l.ID, From: l.ValidFrom, To: l.ValidTo, Content: idOf[hr.Employee](l.ManagerID)})
	}
	for id, r := range records {
		r.Jobs, r.Lines = domain.FactsOf(jobsOf[id.UUID]), domain.FactsOf(linesOf[id.UUID])
	}
	return nil
}

// Add writes new people with their spells, jobs and lines, in four statements
// however many they are.
func Add(ctx context.Context, tx *db.Tx, people []Record, now time.Time) error {
	q := sqlcgen.New(tx)
	in := sqlcgen.InsertEmployeesParams{Now: now}
	var spells []owned[domain.Spell]
	var jobs []owned[domain.Period[domain.Job]]
	var lines []owned[domain.Period[hr.EmployeeID]]
	for _, p := range people {
		i := p.Identity
		in.Ids, in.Numbers, in.LegalNames = append(in.Ids, p.ID.UUID), append(in.Numbers, i.Number), append(in.LegalNames, i.LegalName)
		in.PreferredNames, in.Emails, in.Phones = append(in.PreferredNames, i.PreferredName), append(in.Emails, i.Email), append(in.Phones, i.Phone)
		in.Notes, in.BirthDates = append(in.Notes, i.Notes), append(in.BirthDates, i.BirthDate.String())
		in.HomeAddresses, in.PersonalPhones = append(in.HomeAddresses, i.HomeAddress), append(in.PersonalPhones, i.PersonalPhone)
		in.Customs = append(in.Customs, p.Custom.String())
		spells = append(spells, ownedBy(p.ID, p.Spells)...)
		jobs = append(jobs, ownedBy(p.ID, p.Jobs.Periods())...)
		lines = append(lines, ownedBy(p.ID, p.Lines.Periods())...)
	}
	if err := q.InsertEmployees(ctx, in); err != nil {
		return err
	}
	if err := insertSpells(ctx, q, spells, now); err != nil {
		return err
	}
	if err := insertJobs(ctx, q, jobs, now); err != nil {
		return err
	}
	return insertLines(ctx, q, lines, now)
}

// SaveIdentity writes who somebody is, with their custom fields.
func SaveIdentity(ctx context.Context, tx *db.Tx, id hr.EmployeeID, i domain.Identity, custom kernel.Custom) error {
	_, err := sqlcgen.New(tx).UpdateEmployee(ctx, sqlcgen.UpdateEmployeeParams{ID: id.UUID, Number: i.Number, LegalName: i.LegalName,
		PreferredName: i.PreferredName, Email: i.Email, Phone: i.Phone, Notes: i.Notes, BirthDate: i.BirthDate, HomeAddress: i.HomeAddress, PersonalPhone: i.PersonalPhone, Custom: custom.Held()})
	return err
}

// Touch raises the versions of people whose facts changed.
func Touch(ctx context.Context, tx *db.Tx, ids ...hr.EmployeeID) error {
	return sqlcgen.New(tx).TouchEmployees(ctx, kernel.UUIDs(ids))
}

// SetLogin links a login to a person, or none.
func SetLogin(ctx context.Context, tx *db.Tx, id hr.EmployeeID, login kernel.ID[kernel.User]) error {
	return sqlcgen.New(tx).SetLogin(ctx, sqlcgen.SetLoginParams{ID: id.UUID, LoginID: login.Ptr()})
}

// NextNumber is a number that nobody has yet; the caller's transaction keeps
// others from taking it.
func NextNumber(ctx context.Context, tx *db.Tx) (int64, error) {
	q := sqlcgen.New(tx)
	if err := q.LockNumbers(ctx); err != nil {
		return 0, err
	}
	return q.NextNumber(ctx)
}

// Remove deletes a person with all facts; only undo calls it.
func Remove(ctx context.Context, tx *db.Tx, r *Record) error {
	q := sqlcgen.New(tx)
	if err := q.DeleteJobs(ctx, idsOf(r.Jobs.Periods())); err != nil {
		return err
	}
	if err := q.DeleteLines(ctx, idsOf(r.Lines.Periods())); err != nil {
		return err
	}
	for _, s := range slices.Backward(r.Spells) {
		if err := q.DeleteSpell(ctx, s.ID.UUID); err != nil {
			return err
		}
	}
	_, err := q.DeleteEmployee(ctx, r.ID.UUID)
	return err
}

func idsOf[C comparable](periods []domain.Period[C]) []uuid.UUID {
	out := make([]uuid.UUID, len(periods))
	for i, p := range periods {
		out[i] = p.ID
	}
	return out
}
