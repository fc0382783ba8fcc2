// Package chaos holds the tests that break things: the real binary as several
// web and worker nodes on a PostgreSQL and a Redis of the test's own, while
// nodes are killed and frozen and servers are stopped, emptied or full. What
// was committed must happen, once and in order, whatever dies.
//
// `make test` runs a short form of each; `make chaos` runs the long one
// (CHAOS=full) and prints its figures, which README.md holds.
package chaos
