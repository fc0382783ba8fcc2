package main

import (
	"context"
	"fmt"
	"net/http"
	"time"
)

// scoped compares a list of 100,000 rows with the same list under record
// scopes: tokens that reach a team's rows and one's own, in the same run, turn by turn.
func (r *rig) scoped(ctx context.Context) error {
	for _, sql := range []string{
		"set session_replication_role = replica",
		// Two hundred owners, of whom the tokens' is one, in twenty teams, of which they reach two.
		`update crm.account set owner_id = case when ('x' || substr(id::text, 25, 12))::bit(48)::bigint % 200 = 1 then owner_id
		                                   else ('00000000-0001-7000-8000-' || lpad(to_hex(('x' || substr(id::text, 25, 12))::bit(48)::bigint % 200), 12, '0'))::uuid end,
		        team_id = ('00000000-0002-7000-8000-' || lpad(to_hex(('x' || substr(id::text, 25, 12))::bit(48)::bigint % 20), 12, '0'))::uuid
		  where org_id = '` + r.org + `'`,
		`insert into access.reach (org_id, user_id, teams, depts) select '` + r.org + `', user_id, array['00000000-0002-7000-8000-000000000003', '00000000-0002-7000-8000-000000000007']::uuid[], '{}'
		   from access.assignment where org_id = '` + r.org + `' and role = 'owner' on conflict on constraint reach_key do update set teams = excluded.teams`,
		`update access.head set seq = seq + 1 where org_id = '` + r.org + `'`,
		"set session_replication_role = origin", "vacuum analyze crm.account", "checkpoint",
	} {
		if _, err := r.conn.Exec(ctx, sql); err != nil {
			return err
		}
	}
	tokens := []string{r.token}
	for _, scope := range []string{"team", "own"} {
		token, err := r.api.tokenFor(ctx, map[string]string{"crm.account.read": scope})
		if err != nil {
			return err
		}
		tokens = append(tokens, token)
	}
	var took [3]time.Duration
	for round := range 6 {
		for i, token := range tokens {
			n := 0
			m, err := load(ctx, r.api.at, token, 1, time.Minute, func() (request, bool) {
				n++
				return request{method: http.MethodGet, path: namedList}, n <= 50
			})
			if err != nil {
				return err
			}
			if round > 0 && (took[i] == 0 || m.p50 < took[i]) { // the quietest round
				took[i] = m.p50
			}
		}
	}
	fmt.Printf("\nthe list of all %d rows %.2f ms, of a team's %.2f ms, of one's own %.2f ms\n", accounts, ms(took[0]), ms(took[1]), ms(took[2]))
	for i, scope := range []string{"team's", "person's"} {
		ratio := ms(took[i+1]) / ms(took[0])
		r.verdicts.add("a list of a "+scope+" rows (within 1.3 of all)", ratio <= 1.3, ratio)
	}
	return nil
}

const namedList = "/api/v1/crm/accounts?limit=50"
