package imports

import (
	"errors"
	"testing"
	"unicode/utf16"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding/charmap"

	"longhouse/platform/fault"
)

func utf16Bytes(s string, big bool) []byte {
	var out []byte
	for _, u := range utf16.Encode([]rune(s)) {
		if big {
			out = append(out, byte(u>>8), byte(u))
		} else {
			out = append(out, byte(u), byte(u>>8))
		}
	}
	return out
}

func TestEncodingsAreDetected(t *testing.T) {
	t.Parallel()
	const text = "name,city\nJürgen Öz,Łódź\nΛεωνίδας,東京 🗼\n"
	for _, c := range []struct {
		name string
		data []byte
	}{
		{"utf-8", []byte(text)},
		{"utf-8", []byte("\xEF\xBB\xBF" + text)},
		{"utf-16le", utf16Bytes("\uFEFF"+text, false)},
		{"utf-16be", utf16Bytes("\uFEFF"+text, true)},
		{"utf-16le", utf16Bytes(text, false)},
		{"utf-16be", utf16Bytes(text, true)},
	} {
		s, err := Read("x.csv", c.data, ReadOptions{})
		require.NoError(t, err)
		require.Equal(t, c.name, s.Encoding)
		require.False(t, s.EncodingGuessed)
		require.Equal(t, []string{"name", "city"}, namesOf(s))
		require.Equal(t, [][]string{{"Jürgen Öz", "Łódź"}, {"Λεωνίδας", "東京 🗼"}}, cellsOf(s))
	}
}

func TestASingleByteTextIsTakenForWesternAndSaysSo(t *testing.T) {
	t.Parallel()
	data, err := charmap.Windows1252.NewEncoder().Bytes([]byte("name\nJürgen „Öz“ – 5 €\n"))
	require.NoError(t, err)
	s, err := Read("x.csv", data, ReadOptions{})
	require.NoError(t, err)
	require.Equal(t, "windows-1252", s.Encoding)
	require.True(t, s.EncodingGuessed)
	require.Equal(t, "Jürgen „Öz“ – 5 €", s.Rows[0].Cells[0])
}

func TestEachEncodingOfTheListCanBeChosen(t *testing.T) {
	t.Parallel()
	samples := map[string]string{
		"windows-1250": "Łódź", "iso-8859-2": "Łódź", "ibm852": "Łódź", "windows-1251": "Москва", "koi8-r": "Москва",
		"ibm866": "Москва", "iso-8859-5": "Москва", "windows-1253": "Αθήνα", "iso-8859-7": "Αθήνα", "windows-1254": "Iğdır",
		"iso-8859-9": "Iğdır", "windows-1255": "שלום", "windows-1256": "سلام", "windows-1257": "Šiauliai", "windows-1258": "đ",
		"windows-874": "ไทย", "shift_jis": "東京", "euc-jp": "東京", "gb18030": "北京", "big5": "台北", "euc-kr": "서울",
		"iso-8859-15": "5 €", "mac-roman": "Zoë", "ibm437": "Zoë", "ibm850": "Zoë", "iso-8859-1": "Zoë", "windows-1252": "Zoë",
	}
	for _, e := range encodings {
		if e.enc == nil || e.name == utf16LEName || e.name == utf16BEName {
			continue
		}
		require.Contains(t, samples, e.name)
		data, err := e.enc.NewEncoder().Bytes([]byte("name\n" + samples[e.name] + "\n"))
		require.NoError(t, err, e.name)
		s, err := Read("x.csv", data, ReadOptions{Encoding: e.name})
		require.NoError(t, err, e.name)
		require.Equal(t, samples[e.name], s.Rows[0].Cells[0], e.name)
	}
	for _, data := range [][]byte{utf16Bytes("\uFEFFa\nñ", true), utf16Bytes("a\nñ", true), utf16Bytes("a\nñ", false)} {
		s, err := Read("x.csv", data, ReadOptions{Encoding: "UTF-16"})
		require.NoError(t, err)
		require.Equal(t, "ñ", s.Rows[0].Cells[0])
	}
	require.Len(t, Encodings(), len(encodings))
	_, err := Read("x.csv", []byte("a\n"), ReadOptions{Encoding: "ebcdic"})
	require.ErrorIs(t, err, ErrEncodingUnknown)
}

func TestLettersThatDoNotFitAreRefusedWithTheirLine(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		data   string
		chosen string
	}{
		"utf-8 chosen":      {"a\nb\n\xFC\n", "utf-8"},
		"mostly utf-8":      {"ä\nö\n\xFC\nß\n", ""},
		"undefined in 8859": {"a\nb\n\xAE\n", "iso-8859-7"},
		"half a character":  {"a\nb\n\x81\n", "shift_jis"},
	} {
		_, err := Read("x.csv", []byte(c.data), ReadOptions{Encoding: c.chosen})
		require.ErrorIs(t, err, ErrFileEncoding, name)
		var f *fault.Error
		require.True(t, errors.As(err, &f))
		require.Equal(t, 3, f.Params["line"], name)
	}
}

func TestNULsAreRefused(t *testing.T) {
	t.Parallel()
	for _, data := range []string{"a,b\n1,x\x00y\n", "a,b\n\xFC,x\x00y\n"} {
		_, err := Read("x.csv", []byte(data), ReadOptions{})
		require.ErrorIs(t, err, ErrFileNul)
	}
	_, err := Read("x.csv", append(utf16Bytes("\uFEFFa,b\n", false), 'x'), ReadOptions{})
	require.ErrorIs(t, err, ErrFileDamaged)
}
