package embedded

import (
	"bufio"
	"fmt"
	"net"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// redisClient speaks the protocol by hand: one line out, one line in.
type redisClient struct {
	t    *testing.T
	conn net.Conn
	in   *bufio.Reader
}

func dialRedis(t *testing.T, r *Redis) (*redisClient, string) {
	t.Helper()
	u, err := url.Parse(r.URL())
	require.NoError(t, err)
	conn, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", u.Host)
	require.NoError(t, err)
	t.Cleanup(func() { _ = conn.Close() })
	password, _ := u.User.Password()
	return &redisClient{t, conn, bufio.NewReader(conn)}, password
}

func (c *redisClient) do(command string) string {
	c.t.Helper()
	_, err := fmt.Fprintf(c.conn, "*%d\r\n", len(strings.Fields(command)))
	require.NoError(c.t, err)
	for _, word := range strings.Fields(command) {
		_, err := fmt.Fprintf(c.conn, "$%d\r\n%s\r\n", len(word), word)
		require.NoError(c.t, err)
	}
	line, err := c.in.ReadString('\n')
	require.NoError(c.t, err)
	return strings.TrimSpace(line)
}

func TestRedisAnswersOnlyWithItsPassword(t *testing.T) {
	t.Parallel()
	r, err := StartRedis()
	require.NoError(t, err)
	t.Cleanup(r.Stop)
	u, err := url.Parse(r.URL())
	require.NoError(t, err)
	port, err := strconv.Atoi(u.Port())
	require.NoError(t, err)
	require.Equal(t, "127.0.0.1", u.Hostname())
	require.Less(t, port, 32768)

	c, password := dialRedis(t, r)

	require.Contains(t, c.do("PING"), "NOAUTH")
	require.Contains(t, c.do("AUTH guess"), "WRONGPASS")
	require.Equal(t, "+OK", c.do("AUTH "+password))
	require.Equal(t, "+PONG", c.do("PING"))
}

func TestRedisForgetsWhatHasExpired(t *testing.T) {
	t.Parallel()
	r, err := startRedis(10 * time.Millisecond)
	require.NoError(t, err)
	t.Cleanup(r.Stop)
	c, password := dialRedis(t, r)
	require.Equal(t, "+OK", c.do("AUTH "+password))
	require.Equal(t, "+OK", c.do("SET short 1 PX 50"))
	require.Equal(t, "+OK", c.do("SET long 1 EX 600"))

	require.Eventually(t, func() bool { return c.do("EXISTS short") == ":0" }, 5*time.Second, 5*time.Millisecond)

	require.Equal(t, ":1", c.do("EXISTS long"), "time does not run faster than it does")
}

func TestRedisThatIsStoppedIsGone(t *testing.T) {
	t.Parallel()
	r, err := StartRedis()
	require.NoError(t, err)
	u, err := url.Parse(r.URL())
	require.NoError(t, err)

	r.Stop()
	r.Stop()

	_, err = (&net.Dialer{}).DialContext(t.Context(), "tcp", u.Host)
	require.Error(t, err)
}

func TestEachRedisHasItsOwnPlace(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for range 5 {
		r, err := StartRedis()
		require.NoError(t, err)
		t.Cleanup(r.Stop)
		require.False(t, seen[r.URL()])
		seen[r.URL()] = true
	}
}
