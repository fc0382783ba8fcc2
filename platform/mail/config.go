package mail

import (
	"errors"
	"fmt"
	"net"
	netmail "net/mail"
	"net/url"
	"strconv"
	"strings"

	"longhouse/platform/config"
)

// Config says how mails leave the house.
type Config struct {
	URL  config.Secret `env:"LONGHOUSE_MAIL_URL" doc:"Mail server, as smtp://user:password@mail.example.com:587?from=erp@example.com, or smtps://; empty: mails are kept and shown to administrators"`
	From string        `env:"LONGHOUSE_MAIL_FROM" doc:"Sender of mails, as Longhouse <erp@example.com>; empty: the from of LONGHOUSE_MAIL_URL"`
}

// server is a mail server to hand mails to.
type server struct {
	host           string
	port           int
	user, password string
	encrypted      bool // from the first byte; otherwise from STARTTLS on
	near           bool // on this machine: the way to it needs no encryption
}

// nowhere is the sender of mails that are not sent.
const nowhere = "Longhouse <longhouse@localhost>"

// Check says what is wrong with the settings.
func (c Config) Check() error {
	_, _, err := c.read()
	return err
}

// Sends says whether mails leave the house.
func (c Config) Sends() bool { return c.URL != "" }

func (c Config) read() (*server, *netmail.Address, error) {
	if c.URL == "" {
		from, err := sender(c.From, nowhere)
		return nil, from, err
	}
	u, err := url.Parse(c.URL.Reveal())
	if err != nil || u.Hostname() == "" || u.Scheme != "smtp" && u.Scheme != "smtps" {
		return nil, nil, errors.New("LONGHOUSE_MAIL_URL is no address such as smtp://user:password@mail.example.com:587") // its text holds a password
	}
	for name := range u.Query() {
		if name != "from" {
			return nil, nil, fmt.Errorf("LONGHOUSE_MAIL_URL: there is no parameter %q", name)
		}
	}
	s := &server{host: u.Hostname(), port: 587, encrypted: u.Scheme == "smtps", user: u.User.Username()}
	s.password, _ = u.User.Password()
	if s.encrypted {
		s.port = 465
	}
	if p := u.Port(); p != "" {
		if s.port, err = strconv.Atoi(p); err != nil || s.port < 1 || s.port > 65535 {
			return nil, nil, errors.New("LONGHOUSE_MAIL_URL: its port is a number up to 65535")
		}
	}
	ip := net.ParseIP(s.host)
	s.near = s.host == "localhost" || ip != nil && ip.IsLoopback()
	from, err := sender(c.From, u.Query().Get("from"))
	return s, from, err
}

func sender(first, second string) (*netmail.Address, error) {
	text := first
	if text == "" {
		text = second
	}
	if text == "" {
		return nil, errors.New("LONGHOUSE_MAIL_FROM: name the sender of mails, or add ?from=erp@example.com to LONGHOUSE_MAIL_URL")
	}
	a, err := netmail.ParseAddress(text)
	if err != nil {
		return nil, fmt.Errorf("LONGHOUSE_MAIL_FROM: %q is no sender such as Longhouse <erp@example.com>", text)
	}
	if a.Name == "" {
		a.Name = "Longhouse"
	}
	return a, nil
}

// domainOf is what stands behind the @ of a Message-ID.
func domainOf(a *netmail.Address) string {
	_, domain, _ := strings.Cut(a.Address, "@")
	return domain
}
