// Package words says what the house says in the language of whoever reads it.
// The house writes English, and sentences of it stand in rows: what was refused
// in an import, what somebody was told. So the English sentence is the key, with
// %s for what is put in, and a reader's language is put on when it is read. The
// web app reads the same files, by the same rules (web/src/i18n/said.ts).
package words

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// English is what the house itself writes, and what is said when nobody knows better.
const English = "en"

// Languages are those that the house can be read in.
var Languages = []string{English, "de"}

// Known says whether the house can be read in a language.
func Known(language string) bool { return slices.Contains(Languages, language) }

//go:embed de.json
var german []byte

// catalogue is one language: whole sentences, and those with holes, the most
// particular first.
type catalogue struct {
	whole  map[string]string
	holes  []pattern
	months []string
}

type pattern struct {
	of       *regexp.Regexp
	said     string
	literals int
}

var catalogues = map[string]*catalogue{
	"de": read(german, []string{"Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember"}),
}

var (
	verb = regexp.MustCompile(`%[sdqv]`)
	hole = regexp.MustCompile(`\{(\d)\}`)
)

func read(file []byte, months []string) *catalogue {
	c := &catalogue{whole: map[string]string{}, months: months}
	if err := json.Unmarshal(file, &c.whole); err != nil {
		panic("words: " + err.Error()) //nolint:forbidigo // a file of ours, checked by a test
	}
	for english, said := range c.whole {
		if !verb.MatchString(english) {
			continue
		}
		parts := verb.Split(english, -1)
		for i, p := range parts {
			parts[i] = regexp.QuoteMeta(p)
		}
		c.holes = append(c.holes, pattern{regexp.MustCompile(`(?s)^` + strings.Join(parts, "(.+?)") + `$`), said, len(verb.ReplaceAllString(english, ""))})
	}
	slices.SortFunc(c.holes, func(a, b pattern) int {
		if a.literals != b.literals {
			return b.literals - a.literals
		}
		return strings.Compare(a.of.String(), b.of.String())
	})
	return c
}

// Say is Sprintf in a language. A format that the language lacks is said in English.
func Say(language, format string, args ...any) string {
	c := catalogues[language]
	if c == nil || c.whole[format] == "" {
		return fmt.Sprintf(format, args...)
	}
	put := make([]string, len(args))
	for i, a := range args {
		put[i] = fmt.Sprint(a)
	}
	return fill(c.whole[format], put)
}

// Translate gives a sentence that the house has said before in a language; one
// that the language lacks stays as it is.
func Translate(language, sentence string) string {
	c := catalogues[language]
	if c == nil || sentence == "" {
		return sentence
	}
	if said, ok := c.whole[sentence]; ok && said != "" && !verb.MatchString(sentence) {
		return said
	}
	for _, p := range c.holes {
		if put := p.of.FindStringSubmatch(sentence); put != nil {
			for i := range put[1:] {
				put[i+1] = c.part(put[i+1])
			}
			return fill(p.said, put[1:])
		}
	}
	return sentence
}

// part is what was put into a sentence: a name stays, a word of the house or a
// day of it is said in the language.
func (c *catalogue) part(text string) string {
	if day, err := time.Parse("2 January 2006", text); err == nil {
		return fmt.Sprintf("%d. %s %d", day.Day(), c.months[day.Month()-1], day.Year())
	}
	if said, ok := c.whole[text]; ok {
		return said
	}
	for _, p := range c.holes[:] {
		// Only what counts things is put into other sentences with a hole of its own.
		if put := p.of.FindStringSubmatch(text); len(put) == 2 && number(put[1]) {
			return fill(p.said, put[1:])
		}
	}
	return text
}

func number(s string) bool {
	_, err := strconv.Atoi(s)
	return err == nil
}

func fill(said string, put []string) string {
	return hole.ReplaceAllStringFunc(said, func(h string) string {
		n, _ := strconv.Atoi(h[1 : len(h)-1]) // a digit, by the pattern
		if n < 1 || n > len(put) {
			return h
		}
		return put[n-1]
	})
}
