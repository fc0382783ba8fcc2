package kernel

import (
	"encoding/json"
	"maps"
)

// Custom is the values of a record's custom fields by the fields' keys, as JSON
// has them: texts, numbers, booleans, lists and objects. In a change a null
// clears, and what is not named stays.
type Custom map[string]any

// MarshalJSON writes no values as an object, which is what a column of a table takes.
func (c Custom) MarshalJSON() ([]byte, error) {
	if c == nil {
		return []byte("{}"), nil
	}
	return json.Marshal(map[string]any(c))
}

// Put returns the values with others put over them; null takes away. The
// receiver stays as it is, since a record and its copy may share it.
func (c Custom) Put(values map[string]any) Custom {
	out := maps.Clone(c)
	if out == nil {
		out = Custom{}
	}
	for key, v := range values {
		if v == nil {
			delete(out, key)
		} else {
			out[key] = v
		}
	}
	return out
}

// Held is the values for a column that is never null.
func (c Custom) Held() Custom {
	if c == nil {
		return Custom{}
	}
	return c
}

// Equal says whether two records hold the same.
func (c Custom) Equal(d Custom) bool { return c.String() == d.String() }

// String is the values as JSON.
func (c Custom) String() string {
	b, err := c.MarshalJSON()
	if err != nil {
		return "{}" // what was read from JSON can be written as JSON
	}
	return string(b)
}

// CustomOf is the values that a row of the history held, or those that go back to it.
func CustomOf(old map[string]any) Custom {
	values, _ := old["custom"].(map[string]any)
	return values
}
