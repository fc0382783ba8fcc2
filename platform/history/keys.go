package history

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"strings"

	"github.com/google/uuid"

	"longhouse/platform/config"
)

// Config is what the operator says about the proof of history.
type Config struct {
	SealKey config.Secret `env:"LONGHOUSE_SEAL_KEY" doc:"Seals history: 32 characters or more, kept outside the database; older keys may follow by comma, to verify what they sealed"`
	Anchors string        `env:"LONGHOUSE_ANCHORS" doc:"Folder to which the seals' roots go hourly, better one that cannot be rewritten; empty: nowhere"`
}

// Keys are those that seal and have sealed. Without any, nothing is sealed.
type Keys struct {
	current *key
	all     map[string]*key
}

// key seals. Its name tells which it is, and nothing of what it is.
type key struct {
	secret []byte
	name   string
}

var errShortKey = errors.New("LONGHOUSE_SEAL_KEY: a key has 32 characters or more; make one with `openssl rand -hex 32`")

// ReadKeys takes the keys apart: the first one seals, the others have.
func ReadKeys(secret config.Secret) (Keys, error) {
	k := Keys{all: map[string]*key{}}
	if secret == "" {
		return k, nil
	}
	for word := range strings.SplitSeq(secret.Reveal(), ",") {
		word = strings.TrimSpace(word)
		if len(word) < 32 {
			return Keys{}, errShortKey
		}
		sum := sha256.Sum256([]byte("longhouse seal key " + word))
		one := &key{[]byte(word), hex.EncodeToString(sum[:4])}
		if k.current == nil {
			k.current = one
		}
		k.all[one.name] = one
	}
	return k, nil
}

// Name tells which key seals; empty is none.
func (k Keys) Name() string {
	if k.current == nil {
		return ""
	}
	return k.current.name
}

func (k *key) hash() hash.Hash { return hmac.New(sha256.New, k.secret) }

// equal compares without telling how far two are the same.
func equal(a, b []byte) bool { return hmac.Equal(a, b) }

// ErrUnsealed says that there is no key to seal with.
var ErrUnsealed = errors.New("history is not sealed: set LONGHOUSE_SEAL_KEY (`openssl rand -hex 32`), and keep it outside the database")

func errLate(seconds float64) error {
	return fmt.Errorf("changes wait for their seal since %.0f seconds", seconds)
}

// Digest is what may stand in the place of an erased value, so that its seal
// holds: nobody without the key can make it. side is before or after.
func (k Keys) Digest(set uuid.UUID, n int64, side, column string, value []byte) string {
	if k.current == nil {
		return ""
	}
	s := k.current.scribe()
	v := s.value
	s.digest(set, n, side[0], column, value)
	return hex.EncodeToString(v.Sum(nil))
}
