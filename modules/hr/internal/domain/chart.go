package domain

import "github.com/google/uuid"

// Box is one person in the tree of people: who they are, and who is above.
type Box struct {
	ID, Above uuid.UUID // a zero Above stands at the top
	Below     int       // direct reports
}

// Chart counts direct reports and cuts the tree: everybody below root down to
// depth levels (0: all), root first. A zero root keeps all trees. A box whose
// superior is not among the boxes stands at the top.
func Chart(boxes []Box, root uuid.UUID, depth int) []Box {
	at := make(map[uuid.UUID]int, len(boxes))
	for i, b := range boxes {
		at[b.ID] = i
	}
	children := make(map[uuid.UUID][]int, len(boxes))
	for i, b := range boxes {
		if _, ok := at[b.Above]; !ok {
			boxes[i].Above = uuid.Nil
		}
		children[boxes[i].Above] = append(children[boxes[i].Above], i)
	}
	for i, b := range boxes {
		boxes[i].Below = len(children[b.ID])
	}
	level := children[uuid.Nil]
	if root != uuid.Nil {
		i, ok := at[root]
		if !ok {
			return nil
		}
		level = []int{i}
	}
	out := make([]Box, 0, len(boxes))
	for n := 1; len(level) > 0; n++ {
		var next []int
		for _, i := range level {
			out = append(out, boxes[i])
			next = append(next, children[boxes[i].ID]...)
		}
		if n == depth {
			break
		}
		level = next
	}
	return out
}
