package db

import (
	"context"
	"errors"
	"net"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"longhouse/platform/fault"
)

// policyMoved is what access.hold raises.
const policyMoved = "LH001"

// translate turns what PostgreSQL says into a fault that the user may read.
// Constraints are named by the rule they keep, so their name finds the fault.
func (p *Pool) translate(err error) error {
	if err == nil || fault.As(err) != nil {
		return err
	}
	if errors.Is(err, pgx.ErrNoRows) {
		return fault.ErrNotFound.Because(err)
	}
	var pg *pgconn.PgError
	if !errors.As(err, &pg) {
		if unreachable(err) {
			return fault.ErrUnavailable.Because(err)
		}
		return err
	}
	if f := p.faults[pg.ConstraintName]; f != nil {
		return f.Because(err)
	}
	switch pg.Code {
	case policyMoved:
		return fault.ErrMoved.Because(err)
	case unseen:
		return fault.ErrStale.Because(err)
	case "23505", "23P01":
		return fault.ErrConflict.Because(err)
	case "57014", "53100", "53200", "53300", "57P01", "57P02", "57P03", "25006", "55P03", "40001", "40P01":
		return fault.ErrUnavailable.Because(err)
	case "22003", "22008":
		return fault.ErrInvalid.Say("A number or a date is too large to be stored.").Because(err)
	case "22P05", "22021":
		return fault.ErrInvalid.Say("A text holds characters that cannot be stored (NUL).").Because(err)
	}
	return err
}

func unreachable(err error) bool {
	var network net.Error
	var connect *pgconn.ConnectError
	return errors.As(err, &connect) || errors.As(err, &network) || errors.Is(err, context.DeadlineExceeded) || pgconn.SafeToRetry(err)
}

// One turns "no rows" of a guarded update into Stale or NotFound: rows is what
// the update touched, exists reads the record again under the reader's scope.
func One(rows int64, exists func() error) error {
	if rows > 0 {
		return nil
	}
	if err := exists(); err != nil {
		return err
	}
	return fault.ErrStale
}

// NoRows says whether a query found nothing, before or after translation.
func NoRows(err error) bool {
	return errors.Is(err, pgx.ErrNoRows)
}
