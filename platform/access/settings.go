package access

import (
	"context"
	"strings"

	"longhouse/platform/access/sqlcgen"
	"longhouse/platform/authz"
	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
)

// Setting is how an organisation changes its policy.
type Setting struct {
	Alone   bool   `json:"alone" doc:"One administrator takes both steps, said aloud. It counts only while there is no second one"`
	Reason  string `json:"reason"`
	Version int64  `json:"version"`
}

// alone says whether one person may take both steps.
func alone(ctx context.Context, tx *db.Tx) (bool, error) {
	set, err := setting(ctx, tx)
	return set.Alone, err
}

func setting(ctx context.Context, tx *db.Tx) (Setting, error) {
	row, err := query(tx).GetSetting(ctx)
	if db.NoRows(err) {
		return Setting{}, nil
	}
	return Setting{row.Alone, row.Reason, row.Version}, err
}

// Setting reads how the organisation changes its policy.
func (s *Service) Setting(ctx context.Context) (Setting, error) {
	if err := authz.Allowed(ctx, ReadPolicy); err != nil {
		return Setting{}, err
	}
	return db.Read(ctx, s.db, func(tx *db.Tx) (Setting, error) { return setting(ctx, tx) })
}

// SetAlone lets one administrator take both steps, or ends that. It is for an
// organisation in which nobody else can approve, and never silent: the history
// says so, and so does a banner for everybody who reads the policy.
func (s *Service) SetAlone(ctx context.Context, version int64, on bool, reason string) (Setting, error) {
	if err := authz.Allowed(ctx, UpdateSettings); err != nil {
		return Setting{}, err
	}
	if _, err := s.proof(ctx); err != nil {
		return Setting{}, err
	}
	if on && (strings.TrimSpace(reason) == "" || !plain(reason, maxText)) {
		return Setting{}, fault.ErrInvalid.Field("/reason", "required", "Say why one person has to do it alone, in at most 500 characters.")
	}
	people, err := s.staff(ctx)
	if err != nil {
		return Setting{}, err
	}
	return changed(ctx, s, UpdateSettings, func(tx *db.Tx, now *authz.Snapshot) (Setting, error) {
		was, err := setting(ctx, tx)
		if err != nil {
			return was, err
		}
		if was.Version != version {
			return was, fault.StaleAt(was.Version)
		}
		j, err := s.judge(ctx, tx, people, now, now)
		if err != nil {
			return was, err
		}
		keepers, err := j.keepers(now)
		if err != nil {
			return was, err
		}
		if on && len(keepers) > 1 {
			return was, ErrAlone
		}
		set := Setting{on, strings.TrimSpace(reason), was.Version + 1}
		if !on {
			set.Reason = ""
		}
		if err := query(tx).SetSetting(ctx, sqlcgen.SetSettingParams{ID: kernel.NewUUID(), Alone: set.Alone, Reason: set.Reason}); err != nil || !on {
			return set, err
		}
		return set, s.tellAlone(ctx, tx, people, now, set.Reason)
	})
}

// endAlone turns the switch off when there is a second person who can approve.
func (s *Service) endAlone(ctx context.Context, tx *db.Tx, j *judged) error {
	if !j.alone {
		return nil
	}
	keepers, err := j.keepers(j.after)
	if err != nil || len(keepers) < 2 {
		return err
	}
	return query(tx).SetSetting(ctx, sqlcgen.SetSettingParams{ID: kernel.NewUUID()})
}
