package db_test

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"golang.org/x/sync/errgroup"

	"longhouse/platform/actor"
	"longhouse/platform/config"
	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
)

func raise(ctx context.Context, tx *db.Tx, state string) error {
	_, err := tx.Exec(ctx, "do $$ begin raise exception 'by hand' using errcode = '"+state+"'; end $$")
	return err
}

func TestAClashOfTransactionsIsTriedThreeTimesMore(t *testing.T) {
	t.Parallel()
	f := setup(t)
	for _, state := range []string{"40001", "40P01"} {
		for fails := range 6 {
			runs := 0
			_, err := db.Write(f.ctx, f.pool, func(tx *db.Tx) (int, error) {
				if runs++; runs <= fails {
					return 0, raise(f.ctx, tx, state)
				}
				return runs, nil
			})
			if fails <= 3 {
				require.NoError(t, err)
				require.Equal(t, fails+1, runs)
				continue
			}
			require.ErrorIs(t, err, fault.ErrUnavailable)
			require.Equal(t, 4, runs, "not for ever")
		}
	}
	runs := 0
	require.Error(t, db.Changed(f.ctx, f.pool, func(tx *db.Tx) error { runs++; return raise(f.ctx, tx, "23505") }))
	require.Equal(t, 1, runs, "another error is not tried again")
	ctx, cancel := context.WithCancel(f.ctx)
	runs = 0
	require.Error(t, db.Changed(ctx, f.pool, func(tx *db.Tx) error { runs++; err := raise(ctx, tx, "40001"); cancel(); return err }))
	require.Equal(t, 1, runs, "nobody waits for the answer any more")
}

func TestADeadlockOfTwoIsSolvedForBoth(t *testing.T) {
	t.Parallel()
	f := setup(t)
	for _, n := range []string{"a", "b"} {
		require.NoError(t, db.Changed(f.ctx, f.pool, func(tx *db.Tx) error { _, err := add(f.ctx, tx, n); return err }))
	}
	var both sync.WaitGroup
	both.Add(2)
	var group errgroup.Group
	var runs atomic.Int32
	for _, order := range [][]string{{"a", "b"}, {"b", "a"}} {
		var first sync.Once
		group.Go(func() error {
			return db.Changed(f.ctx, f.pool, func(tx *db.Tx) error {
				runs.Add(1)
				for i, n := range order {
					if _, err := tx.Exec(f.ctx, "update crm.lost_reason set position = position + 1 where name = $1", n); err != nil {
						return err
					}
					if i == 0 {
						first.Do(func() { both.Done(); both.Wait() }) // each holds one and wants the other
					}
				}
				return nil
			})
		})
	}
	require.NoError(t, group.Wait())
	require.GreaterOrEqual(t, runs.Load(), int32(3))
}

func TestTwelveRequestsOfOneKeyRunOnceAndElevenGetItsAnswer(t *testing.T) {
	t.Parallel()
	f := setup(t)
	key := uuid.New()
	var runs, replays atomic.Int32
	var group errgroup.Group
	answers := make([]uuid.UUID, 12)
	for i := range answers {
		group.Go(func() (err error) {
			ctx, state := f.keyed(key, "POST /x body")
			answers[i], err = db.Write(ctx, f.pool, func(tx *db.Tx) (uuid.UUID, error) { runs.Add(1); return add(ctx, tx, "Price") })
			if state.Replayed {
				replays.Add(1)
			}
			return err
		})
	}
	require.NoError(t, group.Wait())
	require.EqualValues(t, 1, runs.Load())
	require.EqualValues(t, 11, replays.Load())
	for _, a := range answers {
		require.Equal(t, answers[0], a)
		require.NotEqual(t, uuid.Nil, a)
	}
	require.Equal(t, []string{"Price"}, f.names())
	require.Len(t, f.history(), 1)
}

func TestAKeyWithAnotherBodyIsRefused(t *testing.T) {
	t.Parallel()
	f := setup(t)
	key := uuid.New()
	write := func(ctx context.Context, name string) error {
		return db.Changed(ctx, f.pool, func(tx *db.Tx) error { _, err := add(ctx, tx, name); return err })
	}
	first, _ := f.keyed(key, "one")
	require.NoError(t, write(first, "Price"))
	second, state := f.keyed(key, "two")
	require.ErrorIs(t, write(second, "Time"), fault.ErrKeyReused)
	require.False(t, state.Replayed)
	require.Equal(t, []string{"Price"}, f.names())
}

func TestAKeyOfAnotherPersonOrOrganisationIsAnother(t *testing.T) {
	t.Parallel()
	f, g := setup(t), setup(t)
	key := uuid.New()
	mine, _ := f.keyed(key, "one")
	require.NoError(t, db.Changed(mine, f.pool, func(tx *db.Tx) error { _, err := add(mine, tx, "mine"); return err }))
	colleague := f.Actor()
	colleague.User = kernel.NewID[kernel.User]()
	colleague.Key = actor.Key{ID: key, Fingerprint: "two", State: &actor.KeyState{}}
	theirs := actor.With(t.Context(), colleague)
	require.NoError(t, db.Changed(theirs, f.pool, func(tx *db.Tx) error { _, err := add(theirs, tx, "theirs"); return err }))
	elsewhere, _ := g.keyed(key, "three")
	require.NoError(t, db.Changed(elsewhere, g.pool, func(tx *db.Tx) error { _, err := add(elsewhere, tx, "elsewhere"); return err }))
	require.Equal(t, []string{"mine", "theirs"}, f.names())
	require.Equal(t, []string{"elsewhere"}, g.names())
}

func TestAFailedAttemptLeavesNoClaim(t *testing.T) {
	t.Parallel()
	f := setup(t)
	key := uuid.New()
	ctx, state := f.keyed(key, "one")
	require.Error(t, db.Changed(ctx, f.pool, func(tx *db.Tx) error {
		if _, err := add(ctx, tx, "half"); err != nil {
			return err
		}
		return errors.New("no")
	}))
	require.False(t, state.Claimed)
	again, state := f.keyed(key, "two")
	require.NoError(t, db.Changed(again, f.pool, func(tx *db.Tx) error { _, err := add(again, tx, "whole"); return err }))
	require.True(t, state.Claimed)
	require.False(t, state.Replayed)
	require.Equal(t, []string{"whole"}, f.names())
}

func TestOneRequestMakesOneClaim(t *testing.T) {
	t.Parallel()
	f := setup(t)
	key := uuid.New()
	for range 2 {
		ctx, _ := f.keyed(key, "one")
		first, err := db.Write(ctx, f.pool, func(*db.Tx) (string, error) { return "first", nil })
		require.NoError(t, err)
		require.Equal(t, "first", first)
	}
	ctx, state := f.keyed(uuid.New(), "one")
	for _, name := range []string{"a", "b"} { // the second transaction of a request does not meet the first one's claim
		got, err := db.Write(ctx, f.pool, func(*db.Tx) (string, error) { return name, nil })
		require.NoError(t, err)
		require.Equal(t, name, got)
	}
	require.False(t, state.Replayed)
}

func TestATwinThatWaitsTooLongIsToldSo(t *testing.T) {
	t.Parallel()
	f := setup(t)
	key := uuid.New()
	held, release := make(chan struct{}), make(chan struct{})
	var group errgroup.Group
	group.Go(func() error {
		ctx, _ := f.keyed(key, "one")
		return db.Changed(ctx, f.pool, func(*db.Tx) error { close(held); <-release; return nil })
	})
	<-held
	ctx, _ := f.keyed(key, "one")
	err := db.Changed(ctx, f.pool, func(*db.Tx) error { return errors.New("ran") })
	close(release)
	require.ErrorIs(t, err, fault.ErrInProgress)
	require.NoError(t, group.Wait())
}

func TestAStatementThatTakesTooLongIsUnavailableAndNotWrong(t *testing.T) {
	t.Parallel()
	f := setup(t)
	root := f.alone(db.Options{StatementTimeout: 100 * time.Millisecond})
	began := time.Now()
	_, err := db.Read(f.ctx, root.For("crm"), func(tx *db.Tx) (any, error) { _, err := tx.Exec(f.ctx, "select pg_sleep(20)"); return nil, err })
	require.ErrorIs(t, err, fault.ErrUnavailable)
	require.Less(t, time.Since(began), 5*time.Second)
	_, err = names(f.ctx, root.For("crm"))
	require.NoError(t, err, "and the connection goes on")
}

func TestADatabaseThatIsAwayIsUnavailableWithinTwoSeconds(t *testing.T) {
	t.Parallel()
	f := setup(t)
	root, err := db.Open(t.Context(), config.Secret("postgres://nobody@127.0.0.1:1/none"), db.Options{})
	require.NoError(t, err, "to open waits for nobody")
	defer root.Close()
	began := time.Now()
	_, err = names(f.ctx, root.For("crm"))
	require.ErrorIs(t, err, fault.ErrUnavailable)
	require.ErrorIs(t, root.Ask(t.Context(), nil, "select 1"), fault.ErrUnavailable)
	require.Error(t, root.Ping(t.Context()))
	require.Less(t, time.Since(began), 5*time.Second)
	_, err = db.Open(t.Context(), "postgres://bad url", db.Options{})
	require.Error(t, err)
}

func TestOneTransactionIsOneChangeSetThatSaysWhoHowAndWhy(t *testing.T) {
	t.Parallel()
	f := setup(t)
	a := f.Actor()
	a.Reason, a.Run, a.Token = "stock's taking; -- '", kernel.NewUUID(), kernel.NewUUID()
	ctx := actor.With(t.Context(), a)
	require.NoError(t, db.Changed(ctx, f.pool, func(tx *db.Tx) error {
		for _, n := range []string{"a", "b"} {
			if _, err := add(ctx, tx, n); err != nil {
				return err
			}
		}
		return nil
	}))
	got := f.history()
	require.Len(t, got, 1)
	require.Equal(t, set{Actor: a.Subject(), Via: "api", Reason: a.Reason, Request: &a.Request, Operation: &a.Run, Token: &a.Token, At: got[0].At, Changes: 2}, got[0])

	service := actor.Service(t.Context(), f.Org, "crm.tidy", actor.Job)
	require.NoError(t, db.Changed(service, f.pool, func(tx *db.Tx) error {
		_, err := tx.Exec(service, "update crm.lost_reason set position = 5 where name = 'a'")
		return err
	}))
	got = f.history()
	require.Len(t, got, 2)
	require.Equal(t, set{Actor: "s:crm.tidy", Via: "job", At: got[1].At, Changes: 1}, got[1], "and nothing of the request before it")
}

func TestATransactionThatChangesNothingLeavesNoChangeSet(t *testing.T) {
	t.Parallel()
	f := setup(t)
	require.NoError(t, db.Changed(f.ctx, f.pool, func(tx *db.Tx) error { _, err := add(f.ctx, tx, "a"); return err }))
	for _, sql := range []string{"select 1", "update crm.lost_reason set name = 'a'", "update crm.lost_reason set name = 'b' where name = 'none'", "delete from crm.lost_reason where name = 'none'"} {
		require.NoError(t, db.Changed(f.ctx, f.pool, func(tx *db.Tx) error { _, err := tx.Exec(f.ctx, sql); return err }))
	}
	require.Len(t, f.history(), 1)
	require.Error(t, db.Changed(f.ctx, f.pool, func(tx *db.Tx) error {
		if _, err := add(f.ctx, tx, "rolled back"); err != nil {
			return err
		}
		return errors.New("no")
	}))
	require.Len(t, f.history(), 1)
}
