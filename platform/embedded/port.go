package embedded

import (
	"fmt"
	"math/rand/v2"
	"net"
)

// Ports of our servers lie below the range from which kernels take the ports of
// outgoing connections, so that no such connection sits on ours by chance.
const (
	lowestPort  = 15000
	highestPort = 32000
)

// onFreePort calls listen with random ports until one works.
func onFreePort(listen func(port int) error) error {
	var err error
	for range 50 {
		port := lowestPort + rand.IntN(highestPort-lowestPort) //nolint:gosec // G404: a port is no secret
		if err = listen(port); err == nil {
			return nil
		}
	}
	return fmt.Errorf("find a free port on 127.0.0.1: %w", err)
}

// freePort is a port that was free just now.
func freePort() (int, error) {
	var free int
	err := onFreePort(func(port int) error {
		l, err := net.ListenTCP("tcp", &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: port})
		if err != nil {
			return err
		}
		free = port
		return l.Close()
	})
	return free, err
}
