package fault_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"longhouse/platform/fault"
)

var errShort = fault.New(fault.Conflict, "test.short", "There is not enough.")

func TestACopyWithDetailsIsStillTheFaultThatWasDeclared(t *testing.T) {
	t.Parallel()
	cause := errors.New("password=hunter2")
	copied := errShort.With(map[string]any{"left": 3}).Field("/quantity", "short", "Only 3 are left.").Say("Take fewer.").Because(cause)
	wrapped := fmt.Errorf("reserve: %w", copied)
	require.ErrorIs(t, wrapped, errShort)
	require.ErrorIs(t, wrapped, cause)
	require.NotErrorIs(t, wrapped, fault.ErrConflict)
	require.Equal(t, copied, fault.As(wrapped))
	require.Equal(t, fault.Conflict, fault.KindOf(wrapped))
	require.Contains(t, copied.Error(), "hunter2", "the log sees the cause")
	require.NotContains(t, copied.Message, "hunter2", "the reader does not")
}

func TestADeclaredFaultNeverChanges(t *testing.T) {
	t.Parallel()
	before := *errShort
	first := errShort.With(map[string]any{"a": 1}).At("/one")
	second := first.With(map[string]any{"b": 2}).At("/two")
	require.Equal(t, before, *errShort)
	require.Equal(t, map[string]any{"a": 1}, first.Params)
	require.Len(t, first.Fields, 1)
	require.Len(t, second.Fields, 2)
	third := first.At("/three")
	require.Equal(t, "/two", second.Fields[1].Pointer, "two copies of one do not share their fields")
	require.Equal(t, "/three", third.Fields[1].Pointer)
}

func TestWhatIsNoFaultIsInternal(t *testing.T) {
	t.Parallel()
	require.Nil(t, fault.As(errors.New("disk on fire")))
	require.Nil(t, fault.As(nil))
	require.Equal(t, fault.Internal, fault.KindOf(errors.New("disk on fire")))
}

func TestACollectorAnswersAllFaultsAtOnceOrNone(t *testing.T) {
	t.Parallel()
	var c fault.Collector
	c.Check(true, "/name", "required", "Give a name.")
	require.NoError(t, c.Err())
	c.Check(false, "/name", "required", "Give a name.")
	c.Add("/lines/0/quantity", "invalid", "This needs a number.")
	err := c.Err()
	require.ErrorIs(t, err, fault.ErrInvalid)
	require.Len(t, fault.As(err).Fields, 2)
	require.Empty(t, fault.ErrInvalid.Fields)
}

func TestCommonFaultsHaveACodeOfTheirOwnAndASentence(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, f := range fault.Common {
		require.False(t, seen[f.Code], f.Code)
		seen[f.Code] = true
		require.Regexp(t, `^[A-Z].*\.$`, f.Message)
		require.NotEmpty(t, f.Kind)
	}
}
