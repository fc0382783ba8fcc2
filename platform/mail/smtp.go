package mail

import (
	"context"
	"errors"
	"fmt"
	netmail "net/mail"
	"time"

	gomail "github.com/wneessen/go-mail"
)

// patience is how long a mail server may take.
const patience = 30 * time.Second

// letter is a mail as the server gets it.
type letter struct {
	language      string
	id            string // of the message, without its brackets
	at            time.Time
	name, address string
	subject, text string
	label, link   string
}

// refused says that the mail server will not have this mail, now or later.
type refused struct{ err error }

func (r *refused) Error() string { return r.err.Error() }
func (r *refused) Unwrap() error { return r.err }

// hand gives a letter to the server and returns what the server answered.
func (s *server) hand(ctx context.Context, from *netmail.Address, l letter) (answer string, err error) {
	m, err := compose(from, l)
	if err != nil {
		return "", &refused{err}
	}
	options := []gomail.Option{gomail.WithPort(s.port), gomail.WithTimeout(patience), gomail.WithTLSPolicy(gomail.TLSMandatory)}
	switch {
	case s.encrypted:
		options = append(options, gomail.WithSSL())
	case s.near:
		options = append(options, gomail.WithTLSPolicy(gomail.TLSOpportunistic))
	}
	if s.user != "" {
		options = append(options, gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover), gomail.WithUsername(s.user), gomail.WithPassword(s.password))
	}
	c, err := gomail.NewClient(s.host, options...)
	if err != nil {
		return "", fmt.Errorf("prepare the mail server: %w", err)
	}
	err = c.DialAndSendWithContext(ctx, m)
	if err == nil || m.IsDelivered() { // it has it, whatever became of the goodbye
		return m.ServerResponse(), nil
	}
	var why *gomail.SendError
	if errors.As(err, &why) && why.ErrorCode() >= 500 && why.ErrorCode() < 600 {
		return "", &refused{err}
	}
	return "", err
}

func compose(from *netmail.Address, l letter) (*gomail.Msg, error) {
	m := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	if err := m.FromFormat(from.Name, from.Address); err != nil {
		return nil, fmt.Errorf("sender %q: %w", from.Address, err)
	}
	if err := m.AddToFormat(l.name, l.address); err != nil {
		return nil, fmt.Errorf("%q is no mail address: %w", l.address, err)
	}
	m.SetMessageIDWithValue(l.id)
	m.SetDateWithValue(l.at)
	m.Subject(l.subject)
	m.SetGenHeader("Auto-Submitted", "auto-generated")
	html, err := rich(l.language, l.subject, l.text, l.label, l.link)
	if err != nil {
		return nil, err
	}
	m.SetBodyString(gomail.TypeTextPlain, plain(l.text, l.label, l.link))
	m.AddAlternativeString(gomail.TypeTextHTML, html)
	return m, nil
}
