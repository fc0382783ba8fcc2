package jobs

import (
	"encoding/json"

	"github.com/google/uuid"
)

// mask stands for a word that the reader may not see.
const mask = "•••"

// masked hides every word of a payload and every amount, which is written as
// one. Names of fields stay, and so do IDs, numbers that count, and yes or no:
// enough to see what the work is about, and nothing about a person.
func masked(payload []byte) json.RawMessage {
	var v any
	if err := json.Unmarshal(payload, &v); err != nil {
		return json.RawMessage(`"` + mask + `"`)
	}
	out, err := json.Marshal(hide(v))
	if err != nil {
		return json.RawMessage(`"` + mask + `"`)
	}
	return out
}

func hide(v any) any {
	switch v := v.(type) {
	case map[string]any:
		out := make(map[string]any, len(v))
		for name, part := range v {
			out[name] = hide(part)
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, part := range v {
			out[i] = hide(part)
		}
		return out
	case string:
		if _, err := uuid.Parse(v); err == nil && len(v) == 36 || v == "" {
			return v
		}
		return mask
	default:
		return v
	}
}
