package migrate

// FenceOf is the query of a fence.
func FenceOf(what string) string { return fences[what] }
