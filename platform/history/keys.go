package history

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"strings"
	"time"

	"github.com/google/uuid"

	"longhouse/platform/config"
)

// Config is what the operator says about history: its proof, how long it is kept, and how long people may undo.
type Config struct {
	SealKey config.Secret `env:"LONGHOUSE_SEAL_KEY" doc:"Seals history: 32 characters or more, kept outside the database; older keys may follow by comma, to verify what they sealed"`
	Anchors string        `env:"LONGHOUSE_ANCHORS" doc:"Folder to which the seals' roots go hourly, better one that cannot be rewritten; empty: nowhere"`
	Years   int           `env:"LONGHOUSE_HISTORY_YEARS" envDefault:"10" doc:"For how many years history is kept, 1 to 100; 0: for ever"`
	Days    int           `env:"LONGHOUSE_UNDO_DAYS" envDefault:"7" doc:"For how many days people may undo what they did themselves, 1 to 90"`
}

// Check refuses what cannot be meant.
func (c Config) Check() error {
	_, err := ReadKeys(c.SealKey)
	if c.Years < 0 || c.Years > 100 {
		err = errors.Join(err, fmt.Errorf("LONGHOUSE_HISTORY_YEARS: history is kept for 1 to 100 years, not %d; 0 keeps it for ever", c.Years))
	}
	if c.Days < 1 || c.Days > 90 {
		err = errors.Join(err, fmt.Errorf("LONGHOUSE_UNDO_DAYS: people may undo for 1 to 90 days, not %d", c.Days))
	}
	return err
}

// Undo is how long people may undo what they did themselves.
func (c Config) Undo() time.Duration { return time.Duration(c.Days) * 24 * time.Hour }

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
