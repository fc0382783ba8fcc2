package access_test

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/sync/errgroup"

	"longhouse/platform/access"
	"longhouse/platform/actor"
	"longhouse/platform/authz"
	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
)

// TestEveryDecisionBelongsToOneVersion: while 200 policies are published, each
// request on two nodes sees one of them, whole, and never an older one than before.
func TestEveryDecisionBelongsToOneVersion(t *testing.T) {
	t.Parallel()
	f := setup(t)
	rita := f.person("Rita", "org.swing")
	other, _ := f.node(f.clock())
	watching, stop := context.WithCancel(t.Context())
	var nodes sync.WaitGroup
	for _, e := range []*authz.Engine{f.engine, other} {
		nodes.Go(func() { e.Watch(watching) })
	}
	// Every version allows exactly one of the two, turn by turn.
	rules := []authz.Rule{allow("r:org.swing", "crm:deal", "win", "own"), allow("r:org.swing", "crm:account", "update", "own")}
	f.publish(access.Change{AddRoles: []access.NewRole{{Name: "Swing"}}, AddRules: rules[:1]})

	const publishes = 200
	var done atomic.Bool
	var asked atomic.Int64
	var readers errgroup.Group
	for _, e := range []*authz.Engine{f.engine, other} {
		readers.Go(func() error {
			last := int64(0)
			tick := time.NewTicker(time.Millisecond) // leaves some of the processor to whoever publishes
			defer tick.Stop()
			for !done.Load() {
				<-tick.C
				ctx, err := e.Attach(actor.With(t.Context(), actor.Actor{Org: f.d.Org, User: kernel.IDOf[kernel.User](rita.ID), Via: actor.UI}))
				if err != nil {
					return err
				}
				s, err := authz.Now(ctx)
				if err != nil {
					return err
				}
				if s.Seq() < last {
					return fmt.Errorf("policy %d after policy %d", s.Seq(), last)
				}
				last = s.Seq()
				for range 50 {
					if win, update := authz.Can(ctx, "crm.deal.win", page.Own), authz.Can(ctx, "crm.account.update", page.Own); win == update {
						return fmt.Errorf("policy %d allows both or none: %t %t", s.Seq(), win, update)
					}
					asked.Add(1)
				}
			}
			return nil
		})
	}
	for n := range publishes {
		f.publish(access.Change{RemoveRules: rules[n%2 : n%2+1], AddRules: rules[(n+1)%2 : (n+1)%2+1]})
	}
	began := time.Now()
	require.Eventually(t, func() bool { return authz.Can(f.on(other, rita), "crm.deal.win", page.Own) }, 5*time.Second, 5*time.Millisecond)
	t.Logf("%d decisions on two nodes during %d publishes; the other node knew the last after %s", asked.Load(), publishes, time.Since(began).Round(time.Millisecond))
	done.Store(true)
	require.NoError(t, readers.Wait())
	stop()
	nodes.Wait()
}

// TestASensitiveActIsDecidedInItsOwnTransaction: a node that has heard of
// nothing still refuses what was taken away, and a change that comes later waits.
func TestASensitiveActIsDecidedInItsOwnTransaction(t *testing.T) {
	t.Parallel()
	f := setup(t)
	lena := f.person("Lena", "crm.lead")
	deaf, _ := f.node(f.clock()) // does not watch
	act := func(ctx context.Context) error {
		if err := authz.Allowed(ctx, "crm.deal.export"); err != nil {
			return err
		}
		return db.Changed(ctx, f.d.Root.For("access"), func(tx *db.Tx) error {
			_, err := tx.Exec(ctx, "select 1")
			return err
		})
	}
	asked := f.on(deaf, lena)
	require.NoError(t, act(asked))
	held, err := f.svc.Assignments(f.as(f.ann), &lena.ID, "")
	require.NoError(t, err)
	require.NoError(t, f.svc.Take(f.as(f.ann), held[0].ID))
	require.NoError(t, authz.Allowed(asked, "crm.deal.win"), "an ordinary right is known to be gone within two seconds")
	require.ErrorIs(t, act(asked), fault.ErrForbidden, "a sensitive one at once")

	// A change that does not touch the right lets the act go on.
	kim := f.person("Kim", "crm.lead")
	deaf.Forget(f.d.Org)
	asked = f.on(deaf, kim)
	require.NoError(t, act(asked))
	f.raise()
	require.NoError(t, act(asked))

	// Who takes the right away while the act is under way comes after it.
	began, taken := make(chan struct{}), make(chan error, 1)
	err = db.Changed(asked, f.d.Root.For("access"), func(tx *db.Tx) error {
		if _, err := tx.Exec(asked, "select 1"); err != nil {
			return err
		}
		go func() {
			close(began)
			held, err := f.svc.Assignments(f.as(f.ann), &kim.ID, "")
			if err == nil {
				err = f.svc.Take(f.as(f.ann), held[0].ID)
			}
			taken <- err
		}()
		<-began
		select {
		case err := <-taken:
			return fmt.Errorf("it did not wait: %w", err)
		case <-time.After(300 * time.Millisecond):
			return nil
		}
	})
	require.NoError(t, err)
	require.NoError(t, <-taken)
}

// TestANodeHearsOfARevocationWithinTwoSecondsEvenIfItHearsNothing: with the
// channel closed, looking once a second is enough.
func TestANodeHearsOfARevocationWithinTwoSecondsEvenIfItHearsNothing(t *testing.T) {
	t.Parallel()
	f := setup(t)
	rita := f.person("Rita", "crm.rep")
	node, _ := f.node(f.clock())
	watching, stop := context.WithCancel(t.Context())
	var watch sync.WaitGroup
	watch.Go(func() { node.Watch(watching) })
	require.True(t, authz.Can(f.on(node, rita), "crm.deal.read", page.Own))
	conn := f.d.Superuser(t)
	_, err := conn.Exec(t.Context(), "select 1")
	require.NoError(t, err)
	// Past access.raise, so that nothing is said on the channel.
	f.write("delete from access.assignment where user_id = $1", rita.ID)
	f.write("update access.head set seq = seq + 1 where org_id = $1", f.d.Org.UUID)
	began := time.Now()
	require.Eventually(t, func() bool { return !authz.Can(f.on(node, rita), "crm.deal.read", page.Own) }, 5*time.Second, 5*time.Millisecond)
	t.Logf("known after %s without the channel", time.Since(began).Round(time.Millisecond))
	stop()
	watch.Wait()
}
