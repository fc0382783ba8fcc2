package history

import (
	"bufio"
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/google/uuid"

	"longhouse/platform/db"
	"longhouse/platform/history/sqlcgen"
)

// Anchor is where a chain ended at an instant, told to somebody who does not forget.
type Anchor struct {
	Org  uuid.UUID `json:"org"`
	N    int64     `json:"n"`
	Root string    `json:"root"`
	Key  string    `json:"key_id"`
	At   time.Time `json:"at"`
}

// AnchorFile is the file in the folder of anchors: a line of JSON for each
// organisation and hour, written at its end and never altered.
const AnchorFile = "anchors.jsonl"

// Anchor writes where every chain ends to the folder of anchors.
func (s *Sealer) Anchor(ctx context.Context) error {
	chains, err := db.House(ctx, s.db, func(tx *db.Tx) ([]sqlcgen.ChainsRow, error) { return sqlcgen.New(tx).Chains(ctx) })
	if err != nil {
		return fmt.Errorf("read the chains: %w", err)
	}
	f, err := os.OpenFile(filepath.Join(s.anchors, AnchorFile), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o640) //nolint:gosec // an auditor of the group may read it; it holds no secret
	if err != nil {
		return err
	}
	var lines []byte
	for _, c := range chains {
		line, err := json.Marshal(Anchor{c.OrgID, c.N, hex.EncodeToString(c.Root), c.KeyID, c.At.UTC()})
		if err != nil {
			return errors.Join(err, f.Close())
		}
		lines = append(append(lines, line...), '\n')
	}
	_, err = f.Write(lines) // at once, so that two nodes do not write into each other's lines
	return errors.Join(err, f.Sync(), f.Close())
}

// ReadAnchors reads what was written, by organisation.
func ReadAnchors(r io.Reader) (map[uuid.UUID][]Anchor, error) {
	out, lines := map[uuid.UUID][]Anchor{}, bufio.NewScanner(r)
	for n := 1; lines.Scan(); n++ {
		var a Anchor
		if err := json.Unmarshal(lines.Bytes(), &a); err != nil {
			return nil, fmt.Errorf("line %d of the anchors: %w", n, err)
		}
		out[a.Org] = append(out[a.Org], a)
	}
	return out, lines.Err()
}
