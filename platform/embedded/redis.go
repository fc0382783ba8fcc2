package embedded

import (
	"crypto/rand"
	"fmt"
	"net"
	"net/url"
	"strconv"
	"sync"
	"time"

	"github.com/alicebob/miniredis/v2"
)

// Redis is a Redis inside this process. All that is in it ends with it.
type Redis struct {
	server   *miniredis.Miniredis
	password string
	done     chan struct{}
	stop     func()
	clock    sync.WaitGroup
}

// StartRedis starts one on 127.0.0.1, with a port and a password made up.
func StartRedis() (*Redis, error) { return startRedis(time.Second) }

func startRedis(step time.Duration) (*Redis, error) {
	r := &Redis{server: miniredis.NewMiniRedis(), password: rand.Text(), done: make(chan struct{})}
	r.server.RequireAuth(r.password)
	err := onFreePort(func(port int) error {
		return r.server.StartAddr(net.JoinHostPort("127.0.0.1", strconv.Itoa(port)))
	})
	if err != nil {
		return nil, fmt.Errorf("start the in-process Redis: %w", err)
	}
	r.clock.Go(func() { r.expire(step) })
	r.stop = sync.OnceFunc(func() {
		close(r.done)
		r.clock.Wait()
		r.server.Close()
	})
	return r, nil
}

// URL is its address, password included.
func (r *Redis) URL() string {
	u := url.URL{Scheme: "redis", User: url.UserPassword("", r.password), Host: r.server.Addr(), Path: "/0"}
	return u.String()
}

// Stop ends it and waits for what it still does. A second call does nothing.
func (r *Redis) Stop() { r.stop() }

// expire moves miniredis's clock by the time that has passed between two ticks,
// which is more than a step when ticks were missed. (Its own ClockTTL would walk
// all keys at every command; SetTime would tear it from Asynq's clock.)
func (r *Redis) expire(step time.Duration) {
	ticker := time.NewTicker(step)
	defer ticker.Stop()
	var last time.Time
	for {
		select {
		case <-r.done:
			return
		case now := <-ticker.C:
			passed := step
			if !last.IsZero() {
				passed = now.Sub(last)
			}
			last = now
			r.server.FastForward(passed)
		}
	}
}
