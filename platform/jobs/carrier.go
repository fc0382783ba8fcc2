package jobs

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/hibiken/asynq"
	"github.com/redis/go-redis/v9"

	"longhouse/platform/clock"
	"longhouse/platform/kernel"
)

// carrier brings pointers from the relay to the workers: Asynq on Redis. What
// it loses, the sweeper brings back, so it need not be right, only fast.
type carrier struct {
	redis   redis.UniversalClient
	client  *asynq.Client
	inspect *asynq.Inspector
	servers []*asynq.Server        // the workers; an idle node has none
	running sync.WaitGroup         // what Asynq has given up waiting for, too
	suffix  string                 // of the queues, for an engine of one organisation
	epoch   atomic.Pointer[string] // what we last saw in Redis
	spoke   atomic.Int64           // when Asynq was last heard
}

// lanes in the order in which they are served.
var lanes = []string{LaneEvent, LaneJob, LaneLong, LaneOutside}

func ptr[T any](v T) *T { return &v }

// quieten: the client of Redis has one logger for the process.
var quieten sync.Once

const epochKey = "longhouse:epoch"

func newCarrier(o Options) (*carrier, error) {
	connect, err := asynq.ParseRedisURI(o.RedisURL)
	if err != nil {
		return nil, fmt.Errorf("read REDIS_URL: %w", err)
	}
	client, ok := connect.MakeRedisClient().(redis.UniversalClient)
	if !ok {
		return nil, errors.New("read REDIS_URL: no client for it")
	}
	quieten.Do(func() { redis.SetLogger(quiet{&atomic.Int64{}}) })
	c := &carrier{redis: client, client: asynq.NewClientFromRedisClient(client), inspect: asynq.NewInspectorFromRedisClient(client)}
	if !o.Only.IsZero() {
		c.suffix = ":" + o.Only.String()
	}
	return c, nil
}

// errAway says that Redis does not answer. What it carries waits in PostgreSQL.
var errAway = errors.New("Redis does not answer") //nolint:staticcheck // a name begins it

// check refuses a Redis that would drop what it holds. It fails with errAway when there is none to look at.
func (c *carrier) check(ctx context.Context) error {
	info, err := c.redis.Info(ctx, "server").Result()
	if err != nil && !strings.Contains(err.Error(), "section") { // the in-process Redis knows no such section
		return fmt.Errorf("%w: %w", errAway, err)
	}
	policy, err := c.redis.ConfigGet(ctx, "maxmemory-policy").Result()
	if err != nil { // some hosts do not tell
		policy = nil
	}
	return fit(info, policy["maxmemory-policy"])
}

// fit says what is wrong with a Redis of this version and policy, as far as they are known.
func fit(info, policy string) error {
	if version := field(info, "redis_version"); version != "" && older(version, 6, 2) {
		return fmt.Errorf("the Redis is %s: 6.2 or later is needed", version)
	}
	if policy != "" && policy != "noeviction" {
		return fmt.Errorf("the Redis drops keys when it is full: set maxmemory-policy noeviction instead of %s", policy)
	}
	return nil
}

func field(info, name string) string {
	_, rest, _ := strings.Cut(info, name+":")
	line, _, _ := strings.Cut(rest, "\r\n")
	return line
}

func older(version string, major, minor int) bool {
	parts := strings.SplitN(version, ".", 3)
	if len(parts) < 2 {
		return false
	}
	a, err1 := strconv.Atoi(parts[0])
	b, err2 := strconv.Atoi(parts[1])
	return err1 == nil && err2 == nil && (a < major || a == major && b < minor)
}

// serve starts the workers: short ones, and slots of their own for long jobs
// and for calls of other systems.
func (c *carrier) serve(base context.Context, o Options, work func(ctx context.Context, pointer string)) error {
	// Not Asynq's context: that ends when Redis is silent for a while, and PostgreSQL may be well.
	handler := asynq.HandlerFunc(func(_ context.Context, t *asynq.Task) error {
		c.running.Add(1)
		defer c.running.Done()
		work(base, string(t.Payload()))
		return nil // retries, archives and deadlines are PostgreSQL's
	})
	server := func(slots int, queues map[string]int) *asynq.Server {
		return asynq.NewServerFromRedisClient(c.redis, asynq.Config{
			Concurrency: slots, Queues: queues, TaskCheckInterval: 50 * time.Millisecond, ShutdownTimeout: o.Grace + o.Patience + 15*time.Second,
			Logger: quiet{&c.spoke}, LogLevel: asynq.WarnLevel,
		})
	}
	for _, w := range []struct {
		slots  int
		queues map[string]int
	}{
		{o.Slots, map[string]int{c.queue(LaneEvent): 6, c.queue(LaneJob): 3}},
		{o.LongSlots, map[string]int{c.queue(LaneLong): 1}},
		{o.OutsideSlots, map[string]int{c.queue(LaneOutside): 1}},
	} {
		s := server(w.slots, w.queues)
		if err := s.Start(handler); err != nil {
			for _, started := range c.servers {
				started.Shutdown()
			}
			return fmt.Errorf("start the workers: %w", err)
		}
		c.servers = append(c.servers, s)
	}
	return nil
}

func (c *carrier) queue(lane string) string { return lane + c.suffix }

// send carries a pointer. One that is there already is as good as sent.
func (c *carrier) send(ctx context.Context, lane, pointer string, limit time.Duration) error {
	_, err := c.client.EnqueueContext(ctx, asynq.NewTask("delivery", []byte(pointer)), asynq.Queue(c.queue(lane)), asynq.TaskID(pointer),
		asynq.MaxRetry(0), asynq.Timeout(limit+time.Minute))
	if errors.Is(err, asynq.ErrTaskIDConflict) {
		return nil
	}
	return err
}

// sight is what the relay sees of Redis in one look.
type sight struct {
	wiped   bool           // not the Redis that we knew: emptied or replaced
	waiting map[string]int // pointers of each lane that no worker has taken
}

func (c *carrier) look(ctx context.Context) (sight, error) {
	s := sight{waiting: map[string]int{}}
	pipe := c.redis.Pipeline()
	set := pipe.SetNX(ctx, epochKey+c.suffix, kernel.NewUUID().String(), 0)
	get := pipe.Get(ctx, epochKey+c.suffix)
	lengths := map[string]*redis.IntCmd{}
	for _, lane := range lanes {
		lengths[lane] = pipe.LLen(ctx, "asynq:{"+c.queue(lane)+"}:pending")
	}
	if _, err := pipe.Exec(ctx); err != nil {
		return s, fmt.Errorf("look at Redis: %w", err)
	}
	for lane, n := range lengths {
		s.waiting[lane] = int(n.Val())
	}
	before := c.epoch.Swap(ptr(get.Val()))
	s.wiped = set.Val() || before != nil && *before != get.Val()
	return s, nil
}

// stats counts pointers by lane, and reads the epoch without setting one.
func (c *carrier) stats(ctx context.Context) (map[string]int, string, error) {
	out := map[string]int{}
	for _, lane := range lanes {
		n, err := c.redis.LLen(ctx, "asynq:{"+c.queue(lane)+"}:pending").Result()
		if err != nil {
			return out, "", fmt.Errorf("reach Redis: %w", err)
		}
		out[lane] = int(n)
	}
	epoch, err := c.redis.Get(ctx, epochKey+c.suffix).Result()
	if errors.Is(err, redis.Nil) {
		return out, "", nil
	}
	return out, epoch, err
}

// idle are the lanes of which no pointer waits for a worker. A Redis that does not answer has none.
func (c *carrier) idle(ctx context.Context) []string {
	ctx, cancel := context.WithTimeout(ctx, 500*time.Millisecond) // the sweep does not wait for Redis
	defer cancel()
	pipe := c.redis.Pipeline()
	lengths := make([]*redis.IntCmd, len(lanes))
	for i, lane := range lanes {
		lengths[i] = pipe.LLen(ctx, "asynq:{"+c.queue(lane)+"}:pending")
	}
	out := []string{}
	if _, err := pipe.Exec(ctx); err != nil {
		return out
	}
	for i, lane := range lanes {
		if lengths[i].Val() == 0 {
			out = append(out, lane)
		}
	}
	return out
}

// tidy drops pointers that Asynq has archived; they mean nothing to us.
func (c *carrier) tidy(ctx context.Context) {
	for _, lane := range lanes {
		if _, err := c.inspect.DeleteAllArchivedTasks(c.queue(lane)); err != nil && !errors.Is(err, asynq.ErrQueueNotFound) {
			slog.WarnContext(ctx, "archived pointers not dropped", "queue", lane, "error", err)
		}
	}
}

// pause takes no more pointers; what runs goes on.
func (c *carrier) pause() {
	for _, s := range c.servers {
		s.Stop()
	}
}

// drain ends the workers when what runs has ended. After the grace it cuts
// what still runs, which then gives its deliveries back.
func (c *carrier) drain(ctx context.Context, grace time.Duration, cut func()) {
	ended := make(chan struct{})
	var all sync.WaitGroup
	for _, s := range c.servers {
		all.Go(s.Shutdown)
	}
	go func() { // ends with them
		all.Wait()
		c.running.Wait()
		close(ended)
	}()
	timer := time.NewTimer(grace)
	defer timer.Stop()
	select {
	case <-ended:
		return
	case <-timer.C:
	case <-ctx.Done():
	}
	cut()
	<-ended
}

func (c *carrier) close() error { return c.redis.Close() }

// quiet lets Asynq and the client below it, which hand over no context, speak only when something is wrong, and of a Redis that
// is away not each second anew: the relay says so once.
type quiet struct{ spoke *atomic.Int64 }

func (quiet) Debug(...any)        {}
func (quiet) Info(...any)         {}
func (q quiet) Warn(args ...any)  { q.say(slog.LevelWarn, args) }
func (q quiet) Error(args ...any) { q.say(slog.LevelError, args) }
func (q quiet) Fatal(args ...any) { q.say(slog.LevelError, args) }

// Printf is what the client of Redis calls.
func (q quiet) Printf(_ context.Context, format string, args ...any) {
	q.say(slog.LevelWarn, []any{fmt.Sprintf(format, args...)})
}

func (q quiet) say(level slog.Level, args []any) {
	now := (clock.Clock{}).Now().Unix()
	if last := q.spoke.Load(); now-last >= 60 && q.spoke.CompareAndSwap(last, now) {
		speak(level, fmt.Sprint(args...))
	}
}

func speak(level slog.Level, text string) {
	if level == slog.LevelError {
		slog.Error("carrier of jobs", "says", text)
		return
	}
	slog.Warn("carrier of jobs", "says", text)
}
