package jobs

import (
	"encoding/json"
	"fmt"
	"time"
)

// known is what this node can run, as the SQL functions read it: a delivery
// for another handler, or of a newer version, is left to another node.
type known struct {
	json     string
	names    []string
	versions []int32
	limits   map[string]time.Duration
}

func (e *Engine) whatIsKnown() (known, error) {
	type entry struct {
		Version int  `json:"v"`
		AtOnce  int  `json:"n"`
		Leased  bool `json:"l"`
	}
	k, all := known{limits: map[string]time.Duration{}, names: []string{}, versions: []int32{}}, map[string]entry{}
	for name, h := range e.handlers {
		all[name] = entry{h.Version, h.AtOnce, h.leased}
		k.names, k.versions = append(k.names, name), append(k.versions, int32(h.Version))
		k.limits[name] = h.Limit
	}
	text, err := json.Marshal(all)
	if err != nil {
		return k, fmt.Errorf("list the handlers: %w", err)
	}
	k.json = string(text)
	return k, nil
}
