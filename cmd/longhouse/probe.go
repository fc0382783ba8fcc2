package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"longhouse/platform/jobs"
)

// probeReport is what a probe of the jobs found.
type probeReport struct {
	Written int           `json:"written"`
	Seconds float64       `json:"seconds"` // until the last had ended
	Rate    float64       `json:"per_second"`
	P50     float64       `json:"commit_to_start_p50_ms"`
	P99     float64       `json:"commit_to_start_p99_ms"`
	Traces  []jobs.Traces `json:"traces"`
	Lost    int64         `json:"lost"`
	Doubled int64         `json:"doubled"`
	Wrong   int64         `json:"out_of_order"`
}

func probeCommand(c Config) *cobra.Command {
	var org string
	var count, words int
	var asJSON bool
	var patience time.Duration
	cmd := &cobra.Command{
		Use: "probe", Short: "Write numbered jobs and see that each leaves exactly one trace, in order", Args: cobra.NoArgs,
		Long: "Writes numbered jobs through real transactions, waits for the nodes that serve this database, and counts what the\n" +
			"jobs left. Needs LONGHOUSE_PROBES=true here and at the nodes. It fails if one was lost, doubled or out of order.",
		RunE: func(cmd *cobra.Command, _ []string) error {
			if !c.Jobs.Probes {
				return errors.New("set LONGHOUSE_PROBES=true, here and at the nodes that do the work")
			}
			return withHouse(cmd.Context(), c, func(ctx context.Context, h *House) error {
				ctx, err := h.asOwner(ctx, org)
				if err != nil {
					return err
				}
				r, err := h.probe(ctx, count, words, patience)
				if err != nil {
					return err
				}
				out := cmd.OutOrStdout()
				if asJSON {
					err = json.NewEncoder(out).Encode(r)
				} else {
					_, err = fmt.Fprintf(out, "%d jobs in %.1f s, %.0f a second; from commit to start p50 %.0f ms, p99 %.0f ms; %d lost, %d doubled, %d out of order\n",
						r.Written, r.Seconds, r.Rate, r.P50, r.P99, r.Lost, r.Doubled, r.Wrong)
				}
				if err == nil && r.Lost+r.Doubled+r.Wrong > 0 {
					return exit(1)
				}
				return err
			})
		},
	}
	cmd.Flags().StringVar(&org, "org", "", "short name of the organisation; the only one if not given")
	cmd.Flags().IntVar(&count, "count", 1000, "how many")
	cmd.Flags().IntVar(&words, "words", 10, "how many keys they are spread over; work of one key runs in order")
	cmd.Flags().BoolVar(&asJSON, "json", false, "for programs")
	cmd.Flags().DurationVar(&patience, "timeout", 2*time.Minute, "how long to wait for the nodes")
	return cmd
}

// probe writes jobs one transaction each, and waits for their traces.
func (h *House) probe(ctx context.Context, count, words int, patience time.Duration) (probeReport, error) {
	r := probeReport{Written: count}
	began := h.Clock.Now()
	from := int(began.UnixMilli() % 1_000_000_000) // apart from the numbers of earlier probes
	for n := from; n < from+count; n++ {
		if err := h.Jobs.WriteProbes(ctx, jobs.ProbeOrder{Kind: "do", From: n, Count: 1, Word: fmt.Sprint("probe ", n%max(words, 1))}); err != nil {
			return r, err
		}
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	ticker := time.NewTicker(50 * time.Millisecond)
	defer ticker.Stop()
	for {
		traces, err := h.Jobs.CountTraces(ctx, from, from+count)
		if err != nil && ctx.Err() == nil {
			return r, err
		}
		if err == nil {
			r.Traces = traces
			r.Lost, r.Doubled, r.Wrong = int64(count), 0, 0
			for _, t := range traces {
				r.Lost, r.Doubled, r.Wrong = r.Lost-t.Numbers, r.Doubled+t.Doubled, r.Wrong+t.Backward
			}
		}
		if r.Lost == 0 {
			break
		}
		select {
		case <-ctx.Done():
			return r, fmt.Errorf("%d of %d jobs left nothing within %s: does a node with LONGHOUSE_PROBES=true serve this database?", r.Lost, count, patience)
		case <-ticker.C:
		}
	}
	took := h.Clock.Now().Sub(began)
	w, err := h.Jobs.ProbeWaits(ctx, began)
	r.Seconds, r.Rate, r.P50, r.P99 = took.Seconds(), float64(count)/took.Seconds(), w.P50.Seconds()*1000, w.P99.Seconds()*1000
	return r, err
}
