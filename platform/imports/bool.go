package imports

import "strings"

var boolWords = func() map[string]bool {
	words := map[string]bool{}
	for _, w := range strings.Fields("true t yes y on 1 x ✓ ✔ ja j wahr oui vrai si s vero verdadero sim verdadeiro") {
		words[w] = true
	}
	for _, w := range strings.Fields("false f no n off 0 ✗ ✘ nein falsch non faux falso nao nee onwaar") {
		words[w] = false
	}
	words["waar"] = true
	return words
}()

// ParseBool reads yes and no as spreadsheets and people write them, in the
// languages of our neighbours. An empty cell is neither.
func ParseBool(s string) (bool, error) {
	v, ok := boolWords[fold(strings.TrimSpace(s))]
	if !ok {
		return false, about(ErrNotBool, s)
	}
	return v, nil
}
