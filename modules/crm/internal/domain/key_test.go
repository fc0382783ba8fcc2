package domain_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"longhouse/modules/crm/internal/domain"
)

func TestNumbersAreReadByTheCountrysRulesAndNeverRefused(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ raw, country, key, extension string }{
		{"06 28 11 22 33", "FR", "+33628112233", ""},
		{"(020) 7946 0018", "GB", "+442079460018", ""},
		{"001-381-206-7164x629", "", "+13812067164", "629"},
		{"001-381-206-7164x629", "Germany", "+13812067164", "629"},
		{"+49 (0)30 1234567", "US", "+49301234567", ""},
		{"030-0074321", "Germany", "+49300074321", ""},
		{"(206) 555-9857", "USA", "+12065559857", ""},
		{"0351-555-12 Durchwahl 7", "de", "+4935155512", "7"},
		{"12", "DE", "", ""},
		{"555-4729", "USA", "", ""},
		{"call Anna", "DE", "", ""},
		{"030 1234567", "Atlantis", "", ""},
	} {
		key, extension := domain.PhoneKey(c.raw, c.country)
		require.Equal(t, [2]string{c.key, c.extension}, [2]string{key, extension}, c.raw)
	}
}

func TestKeysOfMailsAndSites(t *testing.T) {
	t.Parallel()
	require.Equal(t, "anna@lab.example", domain.EmailKey(" Anna <Anna@Lab.Example> "))
	require.Empty(t, domain.EmailKey("anna at lab"))
	require.Empty(t, domain.EmailKey("anna@localhost"))
	require.Equal(t, "hobbs.com", domain.URLKey("HTTP://www.hobbs.com/"))
	require.Equal(t, "hobbs.com", domain.DomainOf("http://www.hobbs.com:8080/x"))
	require.Equal(t, "muller & sohne", domain.Fold("Müller & Söhne"))
	require.Equal(t, "strasse", domain.Fold("Straße"))
	first, last := domain.SplitName("Maria del Carmen Anders")
	require.Equal(t, [2]string{"Maria del Carmen", "Anders"}, [2]string{first, last})
	first, last = domain.SplitName("Anders, Maria")
	require.Equal(t, [2]string{"Maria", "Anders"}, [2]string{first, last})
}
