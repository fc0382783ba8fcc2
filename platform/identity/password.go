package identity

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"
	"time"
	"unicode"

	"golang.org/x/crypto/argon2"

	"longhouse/platform/fault"
)

// Argon2id parameters (OWASP, 2023): 19 MiB, two passes, one lane.
const (
	argonMemory = 19 * 1024
	argonTime   = 2
	argonLanes  = 1
	argonKey    = 32
	argonSalt   = 16
)

// hash makes a PHC string. It waits for a free core at most five seconds, so
// that a flood of sign-ins cannot starve everything else.
func (s *Service) hash(ctx context.Context, password string) (string, error) {
	salt := make([]byte, argonSalt)
	_, _ = rand.Read(salt) // never fails
	key, err := s.derive(ctx, password, salt)
	if err != nil {
		return "", err
	}
	b64 := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, argonMemory, argonTime, argonLanes, b64.EncodeToString(salt), b64.EncodeToString(key)), nil
}

func (s *Service) derive(ctx context.Context, password string, salt []byte) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	select {
	case s.hashing <- struct{}{}:
	case <-ctx.Done():
		return nil, fault.ErrUnavailable.Because(ctx.Err())
	}
	defer func() { <-s.hashing }()
	return argon2.IDKey([]byte(password), salt, argonTime, argonMemory, argonLanes, argonKey), nil
}

// decoy costs a wrong address the same as a wrong password.
const decoy = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

func (s *Service) matches(ctx context.Context, stored *string, password string) (bool, error) {
	phc := decoy
	if stored != nil {
		phc = *stored
	}
	parts := strings.Split(phc, "$")
	if len(parts) != 6 {
		return false, fmt.Errorf("a stored password has an unknown form")
	}
	salt, err := base64.RawStdEncoding.DecodeString(parts[4])
	if err != nil {
		return false, fmt.Errorf("read a stored salt: %w", err)
	}
	want, err := base64.RawStdEncoding.DecodeString(parts[5])
	if err != nil {
		return false, fmt.Errorf("read a stored key: %w", err)
	}
	got, err := s.derive(ctx, password, salt)
	return stored != nil && subtle.ConstantTimeCompare(got, want) == 1, err
}

// CheckPassword refuses what is guessed first: too short, words of the product,
// the organisation or the person, common words with digits, runs and repeats.
func CheckPassword(pointer, password string, context ...string) error {
	weak := ErrWeakPassword.At(pointer)
	n := len([]rune(password))
	if n < minPassword || n > maxPassword {
		return weak
	}
	// A digit may stand for a letter, or be nothing but a digit at the end.
	cores := []string{lettersOf(password), letters(strings.ToLower(password))}
	words := append([]string{"longhouse"}, common...)
	for _, c := range context {
		for _, w := range strings.FieldsFunc(strings.ToLower(c), func(r rune) bool { return !unicode.IsLetter(r) }) {
			if len(w) >= 4 {
				words = append(words, w)
			}
		}
	}
	for _, core := range cores {
		rest := core
		for _, w := range words {
			rest = strings.ReplaceAll(rest, w, "")
		}
		if len(rest) < 4 && core != rest {
			return weak
		}
	}
	if distinct(password) < 5 || run(strings.ToLower(password)) {
		return weak
	}
	return nil
}

// common are the words that most breached passwords are made of.
var common = []string{"password", "passwort", "qwertz", "qwerty", "welcome", "willkommen", "letmein", "iloveyou", "monkey", "dragon", "football",
	"baseball", "superman", "batman", "princess", "sunshine", "master", "shadow", "michael", "charlie", "trustno", "starwars", "whatever",
	"admin", "administrator", "secret", "changeme", "default", "abc", "asdfghjkl", "zxcvbnm", "login", "access", "hello", "freedom", "summer", "winter"}

// lettersOf undoes the usual disguises: P4ssw0rd!23 is password.
func lettersOf(s string) string {
	s = strings.NewReplacer("0", "o", "1", "i", "3", "e", "4", "a", "5", "s", "7", "t", "@", "a", "$", "s", "!", "").Replace(strings.ToLower(s))
	return letters(s)
}

func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) {
			return r
		}
		return -1
	}, s)
}

func distinct(s string) int {
	seen := map[rune]bool{}
	for _, r := range s {
		seen[r] = true
	}
	return len(seen)
}

// run says whether the text is mostly one step up or down: 123456789012, abcdefghijkl.
func run(s string) bool {
	steps, r := 0, []rune(s)
	for i := 1; i < len(r); i++ {
		if d := r[i] - r[i-1]; d == 1 || d == -1 {
			steps++
		}
	}
	return steps*4 >= len(r)*3
}
