package telemetry

import (
	"net/http"
	"slices"
	"strconv"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// Metrics is what /metrics shows.
type Metrics struct {
	registry *prometheus.Registry
	requests *prometheus.HistogramVec
}

// NewMetrics makes metrics of the process and of its requests.
func NewMetrics(version string) *Metrics {
	m := &Metrics{registry: prometheus.NewRegistry(), requests: prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name: "longhouse_request_seconds", Help: "Time to answer a request, by operation and status.",
		Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 10},
	}, []string{"operation", "method", "status"})}
	m.registry.MustRegister(m.requests, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	m.Gauge("longhouse_info", "The version that runs; always 1.", map[string]string{"version": version}, func() float64 { return 1 })
	return m
}

// methods are those that have a series of their own: a client may send any
// word as a method, and each word would stay in memory for ever.
var methods = []string{http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions}

// Observe counts a request. It is what rest.Options.Observe takes.
func (m *Metrics) Observe(operation, method string, status int, seconds float64) {
	if operation == "" {
		operation = "unknown"
	}
	if !slices.Contains(methods, method) {
		method = "other"
	}
	m.requests.WithLabelValues(operation, method, strconv.Itoa(status)).Observe(seconds)
}

// Gauge adds a number that is read when somebody looks.
func (m *Metrics) Gauge(name, help string, labels map[string]string, read func() float64) {
	m.registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: name, Help: help, ConstLabels: labels}, read))
}

// Reading is one number of several that are read together.
type Reading struct {
	Labels []string // their values, in the order of the names
	Value  float64
}

// Readings adds numbers of one name that are read when somebody looks, one for
// each set of labels. What is not read any more is not shown any more.
func (m *Metrics) Readings(name, help string, labels []string, read func() []Reading) {
	m.registry.MustRegister(readings{prometheus.NewDesc(name, help, labels, nil), read})
}

type readings struct {
	what *prometheus.Desc
	read func() []Reading
}

// Describe is for the registry.
func (r readings) Describe(to chan<- *prometheus.Desc) { to <- r.what }

// Collect is for the registry.
func (r readings) Collect(to chan<- prometheus.Metric) {
	for _, one := range r.read() {
		m, err := prometheus.NewConstMetric(r.what, prometheus.GaugeValue, one.Value, one.Labels...)
		if err != nil {
			m = prometheus.NewInvalidMetric(r.what, err)
		}
		to <- m
	}
}

// Timer adds a histogram of seconds, up to the minutes that a long job takes.
// Calling what it returns with no seconds below zero observes; a negative
// number only makes the series be there, at nothing.
func (m *Metrics) Timer(name, help string, labels ...string) func(seconds float64, values ...string) {
	h := prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: name, Help: help, Buckets: []float64{.005, .02, .1, .5, 2, 10, 60, 600}}, labels)
	m.registry.MustRegister(h)
	return func(seconds float64, values ...string) {
		if one := h.WithLabelValues(values...); seconds >= 0 {
			one.Observe(seconds)
		}
	}
}

// Counter adds a number that only grows. What it returns adds n, and with 0
// makes the series be there.
func (m *Metrics) Counter(name, help string, labels ...string) func(n float64, values ...string) {
	c := prometheus.NewCounterVec(prometheus.CounterOpts{Name: name, Help: help}, labels)
	m.registry.MustRegister(c)
	return func(n float64, values ...string) { c.WithLabelValues(values...).Add(n) }
}

// Handler serves the metrics in Prometheus' text format.
func (m *Metrics) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{}))
	return mux
}
